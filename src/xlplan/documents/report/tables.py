"""A sheet's rows as an Excel Table: headings, widths and the frame, before the cells are written."""

from collections.abc import Mapping
from typing import Any

from xlplan.documents.report.common import Report
from xlplan.domain.sheets import Sheet


def write_table(
    sheet: Any, report: Report, contract: Sheet, widths: Mapping[str, float], row: int, rows: int, name: str
) -> None:
    """An Excel Table of `rows` rows under the headings in `row` (from 0); its look is the cells' own.

    `name` must be one word and the only one in the workbook.
    """
    sheet.set_row(row, 34)
    for position, column in enumerate(contract.columns):
        sheet.set_column(position, position, widths[column.name])
    headings = [{"header": column.shown, "header_format": report.formats.heading} for column in contract.columns]
    options = {"name": name, "columns": headings, "style": None}
    sheet.add_table(row, 0, row + max(rows, 1), len(headings) - 1, options)
