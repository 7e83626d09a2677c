"""The cells of a plan workbook: opened whole, and read as rows by their headings."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from xlplan.books.layout import Sheet, find_columns, find_heading_row, find_sheet
from xlplan.finding import Finding, Place, found
from xlplan.spelling import tidy

# No heading of a plan stands further right; a stray mark in the last column of a sheet costs nothing.
_WIDEST = 60
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Grid:
    """A sheet's values, row by row from the first; a cell merged downward holds its value in every row.

    `unread`: row, column and text of each error, and of each formula whose value the file does not hold.
    """

    file: str
    sheet: str
    rows: tuple[tuple[object, ...], ...]
    unread: tuple[tuple[int, int, str], ...] = ()

    def place(self, row: int, column: int, key: str = "") -> Place:
        """The place of a cell, by its position from 0."""
        return Place(self.file, self.sheet, f"{get_column_letter(column + 1)}{row + 1}", key)


@dataclass(frozen=True)
class Row:
    """A row below the headings; its cells are asked for by the names of `layout`."""

    grid: Grid
    at: int
    columns: dict[str, int]

    def value(self, name: str) -> object:
        """The value of a column, as the file holds it; None where the sheet has no such column."""
        column = self.columns.get(name)
        return None if column is None else self.grid.rows[self.at][column]

    def text(self, name: str) -> str:
        """The value of a column as tidy text, "" where it is blank."""
        return text_of(self.value(name))

    def place(self, name: str, key: str = "") -> Place:
        """The place of its cell in a column."""
        return self.grid.place(self.at, self.columns.get(name, 0), key)


def text_of(value: object) -> str:
    """A cell's value as tidy text: a whole number without a point, a date as dd.mm.yyyy."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value))


def open_grids(path: Path) -> tuple[dict[str, Grid], Finding | None]:
    """Every sheet of a workbook by its name; none, and why, where the file cannot be opened.

    OSError where it cannot be reached.
    """
    place = Place(path.name)
    if refused := _refusal(path.read_bytes(), path, place):
        return {}, refused
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it will not keep; nothing is written back here.
            warnings.simplefilter("ignore")
            shown = load_workbook(path, data_only=True)
            typed = load_workbook(path)
            grids = {each.title: _grid(path.name, each, typed[each.title]) for each in shown.worksheets}
    except Exception:  # openpyxl raises almost anything at a damaged file
        return {}, found("file-damaged", place)
    return grids, None


def _refusal(content: bytes, path: Path, place: Place) -> Finding | None:
    if not content:
        return found("file-empty", place)
    if content.startswith(_OLE) and _ENCRYPTED in content:
        return found("file-encrypted", place)
    if not content.startswith(b"PK"):
        return found("file-not-workbook", place, seen=path.suffix or "—")
    return None


def _grid(file: str, sheet: Any, typed: Any) -> Grid:
    width = min(sheet.max_column, _WIDEST)
    # A cell that is only formatted, at the very bottom, must not make a million rows.
    last = max((cell.row for cell in sheet._cells.values() if cell.value is not None), default=1)
    rows = [list(row) for row in sheet.iter_rows(max_row=last, max_col=width, values_only=True)]
    unread = []
    for row in typed.iter_rows(max_row=last, max_col=width):
        for cell in row:
            at, column = cell.row - 1, cell.column - 1
            # Only a program that calculates leaves the value of a formula in the file.
            if cell.data_type == "e" or (cell.data_type == "f" and rows[at][column] in (None, "")):
                rows[at][column] = None
                unread.append((at, column, str(getattr(cell.value, "text", cell.value))))
    for merged in sheet.merged_cells.ranges:
        # Only downward: a caption merged across a table is no value of the columns it covers.
        if merged.min_col <= width:
            for below in range(merged.min_row, min(merged.max_row, len(rows))):
                rows[below][merged.min_col - 1] = rows[merged.min_row - 1][merged.min_col - 1]
    return Grid(file, sheet.title, tuple(tuple(row) for row in rows), tuple(unread))


def find_grid(grids: dict[str, Grid], sheet: Sheet, file: str, findings: list[Finding]) -> Grid | None:
    """The grid of a sheet of the layout; None, with a finding, where the workbook lacks it."""
    name = find_sheet(grids, sheet)
    if name is None:
        seen = ", ".join(f"“{each}”" for each in grids) or "—"
        findings.append(found("plan-sheet-missing", Place(file), sheet=sheet.shown, seen=seen))
        return None
    return grids[name]


def rows_below(grid: Grid, sheet: Sheet, findings: list[Finding]) -> tuple[Row, ...] | None:
    """The rows below the headings, blank ones left out; None, with findings, where a heading is missing."""
    at = find_heading_row(grid.rows, sheet)
    columns = {} if at is None else find_columns(grid.rows[at], sheet)
    missing = [column.shown for column in sheet.columns if column.required and column.name not in columns]
    if missing:
        # A heading row that cannot be found is one fault, not as many as it has headings.
        headings: Sequence[str] = missing if at is not None else (", ".join(missing),)
        place = grid.place(at or 0, 0)
        findings += [found("plan-heading-missing", place, sheet=grid.sheet, heading=each) for each in headings]
        return None
    first = 0 if at is None else at + 1
    names = {column: sheet.column(name).shown for name, column in columns.items()}
    findings += [
        found("entry-without-value", grid.place(row, column), heading=names[column], seen=seen)
        for row, column, seen in grid.unread
        if row >= first and column in names
    ]
    rows = (Row(grid, below, columns) for below in range(first, len(grid.rows)))
    return tuple(row for row in rows if any(row.text(name) for name in columns))
