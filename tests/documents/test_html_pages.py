"""What holds our pages to their rules finds each fault that a page can have."""

import pytest

from tests.support.html_pages import page_problems
from xlplan.documents.html_look import META_TAGS

WHOLE = (
    f'<!DOCTYPE html>\n<html lang="uk"><head><meta charset="utf-8">{META_TAGS}<title>Стан</title></head><body>'
    '<main id="content"><h1>Стан</h1><h2 id="a">Файли</h2><ul><li><a href="2021-Q2/x.html">Квитанція</a></li></ul>'
    '<table aria-labelledby="a"><thead><tr><th scope="col">Файл</th></tr></thead>'
    "<tbody><tr><td>x</td></tr></tbody>"
    "</table></main></body></html>"
)
FAULTS = {
    "no language": (' lang="uk"', ""),
    "no document type": ("<!DOCTYPE html>\n", ""),
    "not made for telephones": ('name="viewport"', 'name="other" content="x" data-x="'),
    "letters cannot be enlarged": ("initial-scale=1", "initial-scale=1, maximum-scale=1"),
    "no policy": ("default-src 'none'", "default-src *"),
    "<main> stands 0 times": ("main", "div"),
    "<h1> stands 2 times": ("<h2", "<h1>ще</h1><h2"),
    "skips a level": ("h2", "h3"),
    "a table without a name": (' aria-labelledby="a"', ""),
    "without headings of columns": ('<th scope="col">Файл</th>', "<td>Файл</td>"),
    "without its direction": (' scope="col"', ""),
    "rows of [1, 2] cells": ("<td>x</td>", "<td>x</td><td>y</td>"),
    "a link without meaning": ("Квитанція", "тут"),
    "a link that leads out": ("2021-Q2/x.html", "https://example.org/x.html"),
    "nothing has the id b": ('aria-labelledby="a"', 'aria-labelledby="b"'),
    "the id content stands twice": ('id="a"', 'id="content"'),
    "in a list": ("<li>", "<p>і</p><li>"),
    "<script> loads, runs or sends something": ("<h2", "<script>1</script><h2"),
    "<h2> runs something": ("<h2", '<h2 onclick="x"'),
    "changes the order of the keyboard": ("<a ", '<a tabindex="2" '),
    "</ul> closes <li>": ("</li>", ""),
    "stands twice": ("<a ", '<a href="y" '),
}


def test_a_page_without_a_fault_has_none() -> None:
    assert page_problems(WHOLE) == []


@pytest.mark.parametrize("problem", FAULTS)
def test_each_fault_is_found(problem: str) -> None:
    before, after = FAULTS[problem]
    assert before in WHOLE
    assert any(problem in found for found in page_problems(WHOLE.replace(before, after)))
