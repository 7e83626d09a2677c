"""Typing answers into a template, as a person would: for the demonstration and the tests."""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import load_workbook

from xlplan.books.layout import REPORT, find_columns, find_heading_row, find_sheet
from xlplan.submission import CellValue

Answers = dict[str, dict[str, CellValue]]


def fill_template(template: Path, out: Path, answers: Mapping[str, Mapping[str, CellValue]]) -> None:
    """Saves a copy of `template` with these answers: row code -> column (as `books.layout` calls it) -> value.

    KeyError for a row code that the template does not have.
    """
    book = load_workbook(template)
    sheet = book[find_sheet(book.sheetnames, REPORT) or ""]
    rows = list(sheet.iter_rows(values_only=True))
    top = find_heading_row(rows, REPORT) or 0
    columns = find_columns(rows[top], REPORT)
    at = {row[columns["key"]]: number for number, row in enumerate(rows, 1) if number > top + 1}
    for key, cells in answers.items():
        for name, value in cells.items():
            cell = sheet.cell(at[key], columns[name] + 1)
            cell.value = value
            # openpyxl takes a text that begins with = for a formula.
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(out)
