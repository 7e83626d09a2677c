"""The opening of a plan workbook of any format: its sheets as grids, with merged cells filled."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from xlplan.documents.formats.grid import Parts, Rows, SheetDetails, UnreadableError, column_index, inflate
from xlplan.documents.formats.open_book import open_book
from xlplan.documents.plan_reader.grid import Grid
from xlplan.documents.plan_reader.merged_cells import fill_merged
from xlplan.domain.findings.file_kinds import (
    FILE_BINARY,
    FILE_DAMAGED,
    FILE_EMPTY,
    FILE_ENCRYPTED,
    FILE_NOT_WORKBOOK,
)
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.plan_source_kinds import PLAN_IS_DOCUMENT, PLAN_IS_OWN_FORM
from xlplan.domain.sheets import DETAILS, PLAN, SHARES, UNITS, find_sheet
from xlplan.storage.standard_password import decrypt_workbook
from xlplan.text.normalize import drop_invisible
from xlplan.text.translation import quote

# No heading of a plan is further right. So a stray mark in the last column of a sheet costs nothing.
_WIDEST = 60
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD, _BOOK = ("WordDocument".encode("utf-16-le"), "Workbook".encode("utf-16-le"))
_RTF, _TEXT_TYPE = b"{\\rtf", b"application/vnd.oasis.opendocument.text"
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_LINE_END = re.compile(r"\r\n?")

T = TypeVar("T")


def open_grids(path: Path) -> tuple[dict[str, Grid], Finding | None]:
    """Return every sheet of a plan workbook by its name; nothing and a finding where the file is none.

    The bytes of the file decide its format.

    Raises:
        OSError: The file cannot be reached.
    """
    place = Location(path.name)
    content = decrypt_workbook(path.read_bytes())
    if refused := _refusal(content, path, place):
        return {}, refused
    try:
        parts = inflate(content)
        if "word/document.xml" in parts or parts.get("mimetype", b"").startswith(_TEXT_TYPE):
            return {}, _document(path, place)
        if "xl/workbook.bin" in parts:
            return {}, FILE_BINARY.at(place)
        grids = grids_of(path.name, content, parts)
    except UnreadableError as refusal:
        return {}, refusal.finding.kind.at(place)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    # The readers fail on a damaged file with errors of any type; a panic of calamine is not an Exception.
    except BaseException:
        return {}, FILE_DAMAGED.at(place)
    own_form = _find_own_form(grids, path)
    return ({}, own_form) if own_form else (grids, None)


def _refusal(content: bytes, path: Path, place: Location) -> Finding | None:
    if not content:
        return FILE_EMPTY.at(place)
    if content.startswith(_OLE):
        if _WORD in content and _BOOK not in content:
            return _document(path, place)
        return FILE_ENCRYPTED.at(place) if _ENCRYPTED in content else None
    if content.startswith(_RTF):
        return _document(path, place)
    if not content.startswith(b"PK"):
        return FILE_NOT_WORKBOOK.at(place, seen=path.suffix or "—")
    return None


def _document(path: Path, place: Location) -> Finding:
    return PLAN_IS_DOCUMENT.at(place, command=_import_command(path))


def _import_command(path: Path) -> str:
    return f'xlplan plan import "{path}"'


def _find_own_form(grids: Mapping[str, Grid], path: Path) -> Finding | None:
    """Return the finding on a workbook without any sheet of a plan workbook; None where it has one."""
    if any(find_sheet(grids, sheet) for sheet in (DETAILS, UNITS, PLAN, SHARES)):
        return None
    seen = ", ".join(map(quote, grids)) or "—"
    return PLAN_IS_OWN_FORM.at(Location(path.name), seen=seen, command=_import_command(path))


def grids_of(file: str, data: bytes, parts: Parts) -> dict[str, Grid]:
    """Return every sheet of a workbook by its name.

    Args:
        file: The name of the file, for places.
        data: The bytes of the workbook.
        parts: The parts of its zip, inflated; empty for an xls.

    Raises:
        UnreadableError: The workbook is damaged or encrypted.
    """
    book = open_book(data, parts)
    hidden = book.hidden_sheets
    return {
        name: grid_of(Grid(file, name, is_hidden=name in hidden), book.rows(name), book.details(name))
        for name in book.names
    }


def grid_of(empty: Grid, rows: Rows, details: SheetDetails) -> Grid:
    """Return a grid with the values and details of a table: cells merged downward are filled, blanks are None."""
    values = _pad(rows)
    problems = _by_position(details.problems)
    for (row, column), problem in problems.items():
        if not problem.has_value and row < len(values) and column < len(values[row]):
            values[row][column] = None
    return replace(
        empty,
        rows=fill_merged(values, details.merged),
        problems=problems,
        left_out=_by_position(details.left_out),
        merged=details.merged,
        hidden_rows=details.hidden_rows,
        hidden_columns=details.hidden_columns,
        has_1904_dates=details.has_1904_dates,
    )


def _by_position(by_address: Mapping[str, T]) -> dict[tuple[int, int], T]:
    """Return what is said of cells by row and column from 0, in the order of the sheet."""
    found = {}
    for address, told in by_address.items():
        if match := _ADDRESS.fullmatch(address):
            found[int(match[2]) - 1, column_index(match[1])] = told
    return dict(sorted(found.items()))


def _pad(rows: Rows) -> list[list[object]]:
    """Return the rows up to the last one with content, all as wide as the widest; a blank is None."""
    cut = [[_plain(value) for value in row[:_WIDEST]] for row in rows]
    last = max((at for at, row in enumerate(cut, start=1) if any(value is not None for value in row)), default=1)
    width = max((len(row) for row in cut[:last]), default=0)
    return [[*row, *[None] * (width - len(row))] for row in cut[:last]]


def _plain(value: object) -> object:
    """Return a value without signs that nobody sees, and with one kind of line end."""
    if not isinstance(value, str):
        return value
    return _LINE_END.sub("\n", drop_invisible(value)) or None
