"""A long sheet: the same cells as XlsxWriter's own, row by row."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xlplan.books.report.long_sheet import LongSheet


def book_of(kind: type[Any], settle_every: int = 0) -> dict[str, str]:
    """The parts of a workbook with one sheet of every sort of cell, without the optional spans of rows."""
    out = BytesIO()
    with Workbook(out) as book:
        sheet = book.add_worksheet("A", kind)
        plain, bold = book.add_format({"align": "center"}), book.add_format({"bold": True, "quote_prefix": True})
        sheet.set_row(0, 30, None, {"level": 1, "hidden": True})
        sheet.add_table(0, 0, 9, 4, {"columns": [{"header": f"h{number}"} for number in range(5)]})
        for row in range(1, 10):
            sheet.write_string(row, 3, "=1+1 <&> я", bold)
            sheet.write_string(row, 0, f"text {row}", plain)
            sheet.write_number(row, 1, row / 3, plain)
            sheet.write_formula(row, 2, "=1+2", bold, 3)
            sheet.write_blank(row, 4, None, bold)
            sheet.write_url(row, 5, "internal:'A'!A1", bold, "there")
            if settle_every and not row % settle_every:
                sheet.settle()
        sheet.set_row(12, 30)
        sheet.write_string(12, 7, "last", bold)
    with zipfile.ZipFile(out) as parts:
        return {
            name: re.sub(r' spans="[\d:]+"', "", parts.read(name).decode("utf-8")) for name in parts.namelist()
        }


@pytest.mark.parametrize("settle_every", [0, 1, 4])
def test_a_long_sheet_is_the_sheet_that_xlsxwriter_would_write(settle_every: int) -> None:
    assert book_of(LongSheet, settle_every) == book_of(Worksheet)
