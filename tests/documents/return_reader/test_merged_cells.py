"""Merged cells of a return: what they hold is of every row that they cover; a number is a problem of each."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.support.template_samples import MADE, event, issue
from xlplan.documents.return_reader.reader import read_file
from xlplan.documents.template.workbook import write_template
from xlplan.domain.returned import CellProblem, CellValue, LeftOut, ReturnContent, ReturnedRow

PLANNED = tuple(event("1.1.1", f"зустріч {number}") for number in (1, 2, 3))
Merge = Callable[..., ReturnContent]


@pytest.fixture
def merged(tmp_path: Path) -> Merge:
    """`merged("Заходи", "held_on", 3, value)`: the return with cells merged down from the first row."""

    def make(
        sheet: str, column: str, count: int, value: Any, first: str | None = None, **more: Any
    ) -> ReturnContent:
        path = tmp_path / "звіт.xlsx"
        write_template(path, issue(), MADE, {}, PLANNED_ANSWERS)
        rows = tables(read(path))[sheet]
        at = next(row for row in rows if first in (None, row.key))
        book = load_workbook(path)
        cell = at.cells[column].cell
        letters = cell.rstrip("0123456789")
        below = [f"{letters}{number}" for number in range(at.number, at.number + count)]
        for address in below:
            book[sheet][address] = None
        book[sheet].merge_cells(f"{below[0]}:{below[-1]}")
        book[sheet][below[0]] = value
        for address, other in more.items():
            book[sheet][address] = other
        book.save(path)
        return read(path)

    return make


PLANNED_ANSWERS: list[dict[str, CellValue]] = [
    {"key": "1.1.1", "event": f"зустріч {number}", "people": 12.0} for number in (1, 2, 3)
]


def read(path: Path) -> ReturnContent:
    """The file as read; fails where it is refused."""
    returned = read_file(path)
    assert isinstance(returned, ReturnContent)
    return returned


def tables(returned: ReturnContent) -> dict[str, tuple[ReturnedRow, ...]]:
    return {"Звіт": returned.rows, "Заходи": returned.events}


def column(rows: tuple[ReturnedRow, ...], name: str) -> list[tuple[CellValue, CellProblem | None]]:
    return [(row.cells[name].value, row.cells[name].problem) for row in rows]


def test_a_date_over_three_events_is_the_date_of_all_three(merged: Merge) -> None:
    returned = merged("Заходи", "held_on", 3, date(2021, 5, 14))
    assert column(returned.events, "held_on") == [(date(2021, 5, 14), None)] * 3


@pytest.mark.parametrize(("name", "text"), [("place", "Лугини"), ("partner", "громада"), ("link", "https://x.ua")])
def test_words_over_three_events_are_of_all_three(merged: Merge, name: str, text: str) -> None:
    assert column(merged("Заходи", name, 3, text).events, name) == [(text, None)] * 3


def test_words_over_two_rows_of_the_report_are_of_both(merged: Merge) -> None:
    returned = merged("Звіт", "description", 2, "проведено разом")
    assert column(returned.rows, "description")[:3] == [("проведено разом", None)] * 2 + [(None, None)]


def test_a_result_over_two_rows_is_a_problem_of_each(merged: Merge) -> None:
    returned = merged("Звіт", "done", 2, 5)
    assert column(returned.rows, "done")[:3] == [(5.0, CellProblem.MERGED)] * 2 + [(None, None)]


def test_people_of_two_events_in_one_cell_are_a_problem_of_each(merged: Merge) -> None:
    returned = merged("Заходи", "people", 2, 40)
    assert column(returned.events, "people") == [(40.0, CellProblem.MERGED)] * 2 + [(12.0, None)]


def test_a_merged_cell_without_a_result_is_no_problem(merged: Merge) -> None:
    assert column(merged("Звіт", "done", 2, None).rows, "done")[:2] == [(None, None)] * 2


def test_a_result_that_reaches_over_rows_without_a_code_is_of_its_row(merged: Merge) -> None:
    last = merged("Звіт", "done", 1, 4).rows[-1]
    returned = merged("Звіт", "done", 4, 4, first=last.key)
    assert column(returned.rows, "done")[-1:] == [(4.0, None)]
    assert [row.key for row in returned.rows][-1] == last.key


def test_one_code_over_three_events_is_the_code_of_each(merged: Merge) -> None:
    returned = merged("Заходи", "key", 3, "1.1.10")
    assert [row.key for row in returned.events] == ["1.1.10"] * 3


def test_a_footnote_of_a_merged_cell_is_told_of_each_row(merged: Merge) -> None:
    raised = CellRichText("14.05.2021", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    returned = merged("Заходи", "held_on", 3, raised)
    assert [row.cells["held_on"].left_out for row in returned.events] == [(LeftOut("raised", "1"),)] * 3


def test_a_heading_that_is_merged_over_the_table_is_of_no_row(merged: Merge) -> None:
    def values(returned: ReturnContent) -> list[Any]:
        return [column(returned.rows, name) for name in ("done", "description", "reason")]

    plain = merged("Звіт", "done", 1, None)
    assert values(merged("Звіт", "done", 1, None, A1="Звіт")) == values(plain)
