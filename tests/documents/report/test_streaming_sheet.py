"""A long sheet: the same cells as XlsxWriter's own, row by row."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from xlsxwriter.worksheet import Worksheet

from xlplan.documents.report.streaming_sheet import MOST_ROWS, StreamingSheet
from xlplan.documents.report.workbook import QuickBook
from xlplan.domain.errors import XlplanError


def book_of(kind: type[Any], settle_every: int = 0) -> dict[str, str]:
    """The parts of a workbook with one sheet of every sort of cell, without the optional spans of rows."""
    out = BytesIO()
    with QuickBook(out) as book:
        book.set_properties({"created": datetime(2021, 7, 12, tzinfo=UTC)})
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
                sheet.flush()
        sheet.set_row(12, 30)
        sheet.write_string(12, 7, "last", bold)
    with zipfile.ZipFile(out) as parts:
        return {
            name: re.sub(r' spans="[\d:]+"', "", parts.read(name).decode("utf-8")) for name in parts.namelist()
        }


def put_book(kind: type[Any]) -> dict[str, str]:
    """The parts of a workbook whose rows are put whole, or cell by cell where the sheet is XlsxWriter's."""
    out = BytesIO()
    with QuickBook(out) as book:
        book.set_properties({"created": datetime(2021, 7, 12, tzinfo=UTC)})
        sheet = book.add_worksheet("A", kind)
        plain, bold = book.add_format({"align": "center"}), book.add_format({"bold": True, "quote_prefix": True})
        columns = [{"header": f"h{number}"} for number in range(4)]
        options = {"name": "T", "columns": columns}
        if kind is StreamingSheet:
            sheet.add_table_at_top(9, 3, options)
        else:
            sheet.add_table(0, 0, 9, 3, options)
        for row in range(1, 10):
            cells = [(0, "=1+2 <&> я", bold), (1, row / 3, plain), (2, None, bold), (30, row, plain)]
            if kind is StreamingSheet:
                sheet.append_row(row, [sheet.part(cells)], 30, level=1, hidden=row % 2 == 0)
                continue
            sheet.set_row(row, 30, None, {"level": 1, "hidden": row % 2 == 0})
            for column, value, look in cells:
                sheet.write(row, column, value, look) if value != "=1+2 <&> я" else sheet.write_string(
                    row, column, value, look
                )
    with zipfile.ZipFile(out) as parts:
        return {
            name: re.sub(r' spans="[\d:]+"', "", parts.read(name).decode("utf-8")) for name in parts.namelist()
        }


def test_a_row_put_whole_is_the_row_that_xlsxwriter_would_write() -> None:
    ours, theirs = put_book(StreamingSheet), put_book(Worksheet)
    assert {name: part for name, part in ours.items() if theirs[name] != part} == {}


def test_links_to_one_file_share_a_relationship_and_keep_their_own_cells() -> None:
    out = BytesIO()
    with QuickBook(out) as book:
        sheet, plain = book.add_worksheet("A", StreamingSheet), book.add_format({"bold": True})
        for row, (file, cell) in enumerate((("a.xlsx", "E1"), ("b&c.xlsx", "E2"), ("a.xlsx", "E3"))):
            sheet.append_row(row, [sheet.part([(0, "x", plain)])])
            place = f""" location="'Звіт'!{cell}" tooltip="a &quot;tip&quot;\""""
            sheet.add_link(row, 0, sheet.link_number(file), place)
    links = [cell.hyperlink for row in load_workbook(out)["A"].iter_rows() for cell in row if cell.hyperlink]
    assert [(link.target, link.location, link.tooltip) for link in links] == [
        ("a.xlsx", "'Звіт'!E1", 'a "tip"'),
        ("b&c.xlsx", "'Звіт'!E2", 'a "tip"'),
        ("a.xlsx", "'Звіт'!E3", 'a "tip"'),
    ]
    with zipfile.ZipFile(out) as parts:
        assert parts.read("xl/worksheets/_rels/sheet1.xml.rels").count(b"<Relationship ") == 2


@pytest.mark.parametrize("settle_every", [0, 1, 4])
def test_a_long_sheet_is_the_sheet_that_xlsxwriter_would_write(settle_every: int) -> None:
    assert book_of(StreamingSheet, settle_every) == book_of(Worksheet)


def test_a_row_that_no_workbook_holds_is_refused_in_words() -> None:
    with QuickBook(BytesIO()) as book:
        sheet = book.add_worksheet("Дані", StreamingSheet)
        cells = sheet.part([(0, 1, book.add_format())])
        sheet.append_row(MOST_ROWS - 1, [cells])
        with pytest.raises(XlplanError, match=r"Дані.*1048576"):
            sheet.append_row(MOST_ROWS, [cells])
