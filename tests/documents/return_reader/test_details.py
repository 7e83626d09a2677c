"""What a return tells of its cells beside their values: hidden rows, struck-out codes, days of the 1904 system."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.support.template_samples import MADE, issue
from xlplan.documents.return_reader.reader import read_file
from xlplan.documents.template.workbook import write_template
from xlplan.domain.returned import CellProblem, CellValue, ReturnContent

EVENTS: list[dict[str, CellValue]] = [
    {"key": "1.1.1", "event": f"зустріч {number}", "people": 12.0} for number in (1, 2, 3)
]
Change = Callable[[Callable[[Any], None]], ReturnContent]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """The return after a change by openpyxl."""
    path = tmp_path / "звіт.xlsx"
    write_template(path, issue(), MADE, {}, EVENTS)

    def change(edit: Callable[[Any], None]) -> ReturnContent:
        book = load_workbook(path)
        edit(book)
        book.save(path)
        returned = read_file(path)
        assert isinstance(returned, ReturnContent)
        return returned

    return change


def test_a_hidden_row_is_told_by_its_number(changed: Change) -> None:
    rows = changed(lambda book: None)

    def hide(book: Any) -> None:
        book["Звіт"].row_dimensions[rows.rows[1].number].hidden = True
        book["Заходи"].row_dimensions[rows.events[0].number].hidden = True
        # No row of the table.
        book["Звіт"].row_dimensions[2].hidden = True

    assert changed(hide).hidden_rows == {"Звіт": (rows.rows[1].number,), "Заходи": (rows.events[0].number,)}


def test_a_hidden_column_of_answers_is_told_by_its_letter(changed: Change) -> None:
    cells = changed(lambda book: None).events[0].cells
    # Nobody wrote anything into the column of places.
    people, place = (cells[name].cell.rstrip("0123456789") for name in ("people", "place"))

    def hide(book: Any) -> None:
        for letter in (people, place):
            book["Заходи"].column_dimensions[letter].hidden = True

    assert changed(hide).hidden_columns == {"Заходи": (people,)}


def test_a_row_whose_code_is_struck_out_keeps_its_answer(changed: Change) -> None:
    cell = changed(lambda book: None).rows[0].cells["key"].cell
    struck = CellRichText(TextBlock(InlineFont(strike=True), "1.1.1"))
    row = changed(lambda book: book["Звіт"].__setitem__(cell, struck)).rows[0]
    assert (row.key, row.cells["key"].value) == ("1.1.1", None)


@pytest.mark.parametrize(("base", "problem"), [(None, None), (CALENDAR_MAC_1904, CellProblem.OLD_DATE)])
def test_a_day_that_is_only_a_number_is_a_problem_in_a_workbook_of_1904(
    changed: Change, base: Any, problem: CellProblem | None
) -> None:
    cell = changed(lambda book: None).events[0].cells["held_on"].cell

    def edit(book: Any) -> None:
        book.epoch = base or book.epoch
        book["Заходи"][cell] = 42868
        book["Заходи"][cell].number_format = "General"

    held_on = changed(edit).events[0].cells["held_on"]
    assert (held_on.value, held_on.problem) == (42868.0, problem)


def test_a_date_with_its_look_is_right_in_a_workbook_of_1904(changed: Change) -> None:
    cell = changed(lambda book: None).events[0].cells["held_on"].cell

    def edit(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904
        book["Заходи"][cell] = 42868
        book["Заходи"][cell].number_format = "dd.mm.yyyy"

    held_on = changed(edit).events[0].cells["held_on"]
    assert (held_on.value, held_on.problem) == (date(2021, 5, 14), None)
