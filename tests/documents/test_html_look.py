"""The look of every page for people: legible by day and at night, one for receipts, letters and the board."""

import re

import pytest
from jinja2 import DictLoader, UndefinedError

from tests.support.contrast import contrast
from xlplan.documents import html_look
from xlplan.documents.html_look import (
    DARK_COLOURS,
    LIGHT_COLOURS,
    PAIRS,
    html_environment,
    letter_style,
    page_style,
)

SCHEMES = {"light": LIGHT_COLOURS, "dark": DARK_COLOURS}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), PAIRS, ids=[" on ".join(each) for each in PAIRS])
def test_every_text_is_legible_by_day_and_at_night(ink: str, ground: str, scheme: str) -> None:
    assert contrast(SCHEMES[scheme][ink], SCHEMES[scheme][ground]) >= 4.5


def test_both_schemes_have_every_colour_that_is_named() -> None:
    named = set(re.findall(r"var\(--([\w-]+)\)", page_style("")))
    assert named <= set(LIGHT_COLOURS) == set(DARK_COLOURS)


def test_a_dark_screen_changes_nothing_on_paper() -> None:
    assert (
        page_style("").count("prefers-color-scheme")
        == page_style("").count("screen and (prefers-color-scheme")
        == 1
    )


def test_a_letter_has_the_same_rules_in_plain_colours_and_sizes() -> None:
    style = letter_style(".remark { padding: 0.5rem; color: var(--ink); }")
    assert f".remark {{ padding: 0.5em; color: {LIGHT_COLOURS['ink']}; }}" in style
    assert not re.search(r"var\(|rem\b", style)


def test_a_page_loads_and_runs_nothing() -> None:
    assert f'content="{html_look.POLICY}"' in html_look.META_TAGS
    assert html_look.POLICY.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert not re.search(r"url\(|@import|https?:", page_style(""))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\"'><b>", "&#34;&#39;&gt;&lt;b&gt;"),
        ("файл\u202egnp.exe", "файлgnp.exe"),
        ("two\n\tlines\x00", "two lines"),
        ("{{ 7 * 7 }}", "{{ 7 * 7 }}"),
    ],
)
def test_what_is_filled_into_a_template_stands_as_text_in_one_line(text: str, shown: str) -> None:
    template = html_environment(DictLoader({"page": "<p>{{ text }}</p>"})).get_template("page")
    assert template.render(text=text) == f"<p>{shown}</p>"


def test_a_template_without_one_of_its_values_fails() -> None:
    template = html_environment(DictLoader({"page": "{{ text }}"})).get_template("page")
    with pytest.raises(UndefinedError):
        template.render()
