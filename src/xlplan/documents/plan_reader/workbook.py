"""The opening of a plan workbook of any format: its sheets as grids, with merged cells filled downward."""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from xlplan.documents.formats.grid import Parts, Rows, UnreadableError, column_letters, inflate
from xlplan.documents.formats.open_book import open_book
from xlplan.documents.formats.xlsx import parse_xml
from xlplan.documents.plan_reader.table import Grid
from xlplan.domain.findings.file_kinds import (
    FILE_BINARY,
    FILE_DAMAGED,
    FILE_EMPTY,
    FILE_ENCRYPTED,
    FILE_NOT_WORKBOOK,
)
from xlplan.domain.findings.finding import Finding, Location

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
# No heading of a plan is further right. So a stray mark in the last column of a sheet costs nothing.
_WIDEST = 60
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class MergedRange(NamedTuple):
    """A merged range: its first row, the row after its last, and its first column, from 0."""

    first: int
    end: int
    column: int


def merged_in_xls(content: bytes) -> Mapping[str, tuple[MergedRange, ...]]:
    """Return the merged ranges by sheet. Source of the structure: MS-XLS, as xlrd reads it.

    Raises:
        UnreadableError: The file is damaged.
    """
    # The import takes time, so it happens only where it is needed.
    import xlrd

    try:
        # xlrd reports merged cells only together with all formats.
        book = xlrd.open_workbook(file_contents=content, logfile=StringIO(), formatting_info=True)
    except Exception:  # xlrd fails on a damaged file with errors of any type
        raise UnreadableError(FILE_DAMAGED) from None
    return {
        sheet.name: tuple(MergedRange(first, end, column) for first, end, column, _last in sheet.merged_cells)
        for sheet in book.sheets()
    }


def merged_in_ods(parts: Parts) -> Mapping[str, tuple[MergedRange, ...]]:
    """Return the merged ranges by sheet. Source of the structure: OpenDocument 1.3, part 3, tables."""
    tables = parse_xml(parts["content.xml"]).iter(f"{_TABLE}table")
    return {table.get(f"{_TABLE}name", ""): tuple(_merged_ranges(table)) for table in tables}


def _merged_ranges(table: ElementTree.Element) -> Iterator[MergedRange]:
    at = 0
    for row in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            if (down := _count(cell, "number-rows-spanned")) > 1:
                yield MergedRange(at, at + down, column)
            column += _count(cell, "number-columns-repeated")
        at += _count(row, "number-rows-repeated")


def _count(element: ElementTree.Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return max(1, int(text)) if text.isdecimal() else 1


def open_grids(path: Path) -> tuple[dict[str, Grid], Finding | None]:
    """Return every sheet of a workbook by its name; nothing and a finding where the file cannot be opened.

    The bytes of the file decide its format.

    Raises:
        OSError: The file cannot be reached.
    """
    place = Location(path.name)
    content = path.read_bytes()
    if refused := _refusal(content, path, place):
        return {}, refused
    try:
        parts = inflate(content)
        if "xl/workbook.bin" in parts:
            return {}, FILE_BINARY.at(place)
        if content.startswith(_OLE) or "content.xml" in parts:
            return _other_grids(path.name, content, parts), None
        return _xlsx_grids(path), None
    except UnreadableError as refusal:
        return {}, refusal.finding.kind.at(place)
    except Exception:  # the readers fail on a damaged file with errors of any type
        return {}, FILE_DAMAGED.at(place)


def _refusal(content: bytes, path: Path, place: Location) -> Finding | None:
    if not content:
        return FILE_EMPTY.at(place)
    if content.startswith(_OLE):
        return FILE_ENCRYPTED.at(place) if _ENCRYPTED in content else None
    if not content.startswith(b"PK"):
        return FILE_NOT_WORKBOOK.at(place, seen=path.suffix or "—")
    return None


def _xlsx_grids(path: Path) -> dict[str, Grid]:
    # The import is slow, and every command that opens a workbook would pay for it.
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # openpyxl warns about content that it would lose on saving; nothing is saved here.
        warnings.simplefilter("ignore")
        shown = load_workbook(path, data_only=True)
        typed = load_workbook(path)
        return {each.title: _xlsx_grid(path.name, each, typed[each.title]) for each in shown.worksheets}


def _xlsx_grid(file: str, sheet: Any, typed: Any) -> Grid:
    width = min(sheet.max_column, _WIDEST)
    # A formatted blank cell at the very bottom must not make a million rows.
    last = max((cell.row for cell in sheet._cells.values() if cell.value is not None), default=1)
    rows = [list(row) for row in sheet.iter_rows(max_row=last, max_col=width, values_only=True)]
    unread = []
    for row in typed.iter_rows(max_row=last, max_col=width):
        for cell in row:
            at, column = cell.row - 1, cell.column - 1
            shown = sheet.cell(cell.row, cell.column)
            # A program that does not calculate saves a formula without its value.
            if shown.data_type == "e" or (cell.data_type == "f" and rows[at][column] in (None, "")):
                rows[at][column] = None
                unread.append((at, column, str(getattr(cell.value, "text", cell.value))))
    spans = (MergedRange(each.min_row - 1, each.max_row, each.min_col - 1) for each in sheet.merged_cells.ranges)
    return Grid(file, sheet.title, _fill_merged(rows, spans), tuple(unread))


def _other_grids(file: str, content: bytes, parts: Parts) -> dict[str, Grid]:
    book = open_book(content, parts)
    spans = merged_in_xls(content) if content.startswith(_OLE) else merged_in_ods(parts)
    grids = {}
    for name in book.names:
        rows = _pad(book.rows(name))
        problems = book.problems(name)
        unread = tuple(
            (row, column, problems[cell])
            for row, values in enumerate(rows)
            for column in range(len(values))
            if (cell := f"{column_letters(column)}{row + 1}") in problems
        )
        for row, column, _problem in unread:
            rows[row][column] = None
        grids[name] = Grid(file, name, _fill_merged(rows, spans.get(name, ())), unread)
    return grids


def _pad(rows: Rows) -> list[list[object]]:
    """Return the rows up to the last one with content, all as wide as the widest; a blank is None."""
    cut = [[None if value == "" else value for value in row[:_WIDEST]] for row in rows]
    last = max((at for at, row in enumerate(cut, start=1) if any(value is not None for value in row)), default=1)
    width = max((len(row) for row in cut[:last]), default=0)
    return [[*row, *[None] * (width - len(row))] for row in cut[:last]]


def _fill_merged(rows: list[list[object]], spans: Iterable[MergedRange]) -> tuple[tuple[object, ...], ...]:
    """Fill merged cells downward only: a caption merged across a table is no value of the columns it covers."""
    for span in spans:
        if span.first < len(rows) and span.column < len(rows[span.first]):
            for below in range(span.first, min(span.end, len(rows))):
                rows[below][span.column] = rows[span.first][span.column]
    return tuple(tuple(row) for row in rows)
