"""The filling of a template as a person would do it, for the demonstration and the tests."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from xlplan.domain.returned import CellValue
from xlplan.domain.sheets import EVENTS, REPORT, Sheet, find_columns, find_heading_row, find_sheet
from xlplan.storage.temporary import private_temporary_files

Answers = dict[str, dict[str, CellValue]]
_Row = Sequence[object]


def fill_template(
    template: Path,
    out: Path,
    answers: Mapping[str, Mapping[str, CellValue]],
    events: Mapping[str, Mapping[str, CellValue]] | None = None,
) -> None:
    """Save a copy of a template with answers.

    Args:
        template: The template.
        out: The copy.
        answers: For each row code the values by column, named as in `domain.sheets`.
        events: The same for planned events, by their keys (`1.4.5#2`).

    Raises:
        KeyError: The template has no such row.
    """
    book = load_workbook(template)
    _fill_sheet(book, REPORT, answers, lambda row, columns: str(row[columns["key"]]))
    _fill_sheet(book, EVENTS, events or {}, lambda row, columns: f"{row[columns['key']]}#{row[columns['number']]}")
    with private_temporary_files():
        book.save(out)


def _fill_sheet(
    book: Any,
    layout: Sheet,
    answers: Mapping[str, Mapping[str, CellValue]],
    key_of: Callable[[_Row, Mapping[str, int]], str],
) -> None:
    sheet = book[find_sheet(book.sheetnames, layout) or ""]
    rows = list(sheet.iter_rows(values_only=True))
    heading_row = find_heading_row(rows, layout) or 0
    columns = find_columns(rows[heading_row], layout)
    row_numbers = {key_of(row, columns): number for number, row in enumerate(rows, 1) if number > heading_row + 1}
    for key, cells in answers.items():
        for name, value in cells.items():
            cell = sheet.cell(row_numbers[key], columns[name] + 1)
            cell.value = value
            # openpyxl would read a text that begins with = as a formula.
            if isinstance(value, str):
                cell.data_type = "s"
