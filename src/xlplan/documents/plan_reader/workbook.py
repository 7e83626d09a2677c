"""The opening of a plan workbook of any format: its sheets as grids, with merged cells filled."""

import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

from xlplan.documents.formats.grid import MergedRange, Parts, Rows, UnreadableError, column_letters, inflate
from xlplan.documents.formats.open_book import open_book
from xlplan.documents.plan_reader.merged_cells import fill_merged, merged_in_ods, merged_in_xls
from xlplan.documents.plan_reader.table import Grid
from xlplan.domain.findings.file_kinds import (
    FILE_BINARY,
    FILE_DAMAGED,
    FILE_EMPTY,
    FILE_ENCRYPTED,
    FILE_NOT_WORKBOOK,
)
from xlplan.domain.findings.finding import Finding, Location

# No heading of a plan is further right. So a stray mark in the last column of a sheet costs nothing.
_WIDEST = 60
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


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
        return _xlsx_grids(path.name, content), None
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


def _xlsx_grids(file: str, content: bytes) -> dict[str, Grid]:
    # The import is slow, and every command that opens a workbook would pay for it.
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # openpyxl warns about content that it would lose on saving; nothing is saved here.
        warnings.simplefilter("ignore")
        # The bytes that were read, and not the file: another program may take hold of it in between.
        shown = load_workbook(BytesIO(content), data_only=True)
        typed = load_workbook(BytesIO(content))
        return {each.title: _xlsx_grid(file, each, typed[each.title]) for each in shown.worksheets}


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
    spans = (
        MergedRange(each.min_row - 1, each.max_row, each.min_col - 1, each.max_col)
        for each in sheet.merged_cells.ranges
    )
    return Grid(file, sheet.title, fill_merged(rows, spans), tuple(unread))


def _other_grids(file: str, content: bytes, parts: Parts) -> dict[str, Grid]:
    book = open_book(content, parts)
    spans = merged_in_xls(content) if content.startswith(_OLE) else merged_in_ods(parts)
    grids = {}
    for name in book.names:
        rows = _pad(book.rows(name))
        problems = book.details(name).problems
        unread = tuple(
            (row, column, problems[cell])
            for row, values in enumerate(rows)
            for column in range(len(values))
            if (cell := f"{column_letters(column)}{row + 1}") in problems
        )
        for row, column, _problem in unread:
            rows[row][column] = None
        grids[name] = Grid(file, name, fill_merged(rows, spans.get(name, ())), unread)
    return grids


def _pad(rows: Rows) -> list[list[object]]:
    """Return the rows up to the last one with content, all as wide as the widest; a blank is None."""
    cut = [[None if value == "" else value for value in row[:_WIDEST]] for row in rows]
    last = max((at for at, row in enumerate(cut, start=1) if any(value is not None for value in row)), default=1)
    width = max((len(row) for row in cut[:last]), default=0)
    return [[*row, *[None] * (width - len(row))] for row in cut[:last]]
