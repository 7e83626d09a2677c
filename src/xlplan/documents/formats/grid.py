"""One interface to a returned workbook, whatever program saved it: sheets as rows of plain values."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from string import ascii_uppercase, digits
from typing import NamedTuple, Protocol

from msgspec import Struct, field

from xlplan.domain.findings.file_kinds import FILE_DAMAGED
from xlplan.domain.findings.finding import Finding, FindingKind
from xlplan.domain.returned import CellProblem, CellValue, LeftOut
from xlplan.text.number_ranges import runs_of

Rows = Sequence[Sequence[CellValue]]

Parts = Mapping[str, bytes]

OLE2_OR_BIFF = (b"\xd0\xcf\x11\xe0", b"\x09")
# Errors of zipfile for a part that is damaged or encrypted.
_PART_ERRORS = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError)


class UnreadableError(Exception):
    """A reader gave up; `finding` has the reason."""

    def __init__(self, kind: FindingKind) -> None:
        super().__init__(kind.code)
        self.finding: Finding = kind.at()


class MergedRange(NamedTuple):
    """A merged range: its first row and the row after its last, its first column and the one after, from 0."""

    first: int
    end: int
    column: int
    end_column: int


class SheetDetails(Struct, frozen=True):
    """The details of a sheet beside the values of its cells; empty for most sheets.

    Attributes:
        problems: The reasons why values cannot be taken as they are, by address.
        left_out: Struck-out and raised parts of texts, which the values do not have, by address.
        merged: The merged ranges.
        hidden_rows: The rows that a person does not see, from 0; so are those that a filter left out.
        hidden_columns: The columns that a person does not see, from 0.
        has_1904_dates: The workbook counts its days from 1904, so a bare number is another day than usual.
    """

    problems: Mapping[str, CellProblem] = field(default_factory=dict)
    left_out: Mapping[str, tuple[LeftOut, ...]] = field(default_factory=dict)
    merged: tuple[MergedRange, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    has_1904_dates: bool = False


class Book(Protocol):
    """A workbook, read sheet by sheet on demand. Every method may raise UnreadableError."""

    @property
    def names(self) -> tuple[str, ...]:
        """The sheets that hold cells, in order."""

    @property
    def hidden_sheets(self) -> frozenset[str]:
        """The sheets that a person does not see."""

    def rows(self, sheet: str) -> Rows:
        """Return the cells from A1 on as a person sees them; "" or None for a blank. Rows may differ in length.

        A number shown as a percentage is a text, `50%`. Texts lack what is struck out or raised.
        """

    def details(self, sheet: str) -> SheetDetails:
        """Return the details of the sheet beside the values of its cells."""

    def property(self, name: str) -> str:
        """Return the value of a custom document property; "" without it."""

    def defined_name(self, name: str) -> str:
        """Return the content of a defined name: a text in quotes or the address of a cell; "" without it."""


def inflate(data: bytes) -> Parts:
    """Return the parts of a zip by name, without damaged ones; nothing for an xls, which is no zip.

    Raises:
        UnreadableError: The zip is damaged.
    """
    if data.startswith(OLE2_OR_BIFF):
        return {}
    parts = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                with suppress(*_PART_ERRORS):
                    parts[name] = archive.read(name)
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableError(FILE_DAMAGED) from None
    return parts


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    name = ""
    while column >= 0:
        name = chr(65 + column % 26) + name
        column = column // 26 - 1
    return name


def column_index(name: str) -> int:
    """Return the index, from 0, of the column with these letters."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_ranges(addresses: Iterable[str]) -> str:
    """Return addresses of cells, neighbours in a row joined, else those in a column: `H13–L13`, `E7–E9, E12`."""
    spots = [(int(address.lstrip(ascii_uppercase)), column_index(address.rstrip(digits))) for address in addresses]
    ends = [
        ((row, first), (row, last))
        for row in dict.fromkeys(row for row, _column in spots)
        for first, last in runs_of(column for each, column in spots if each == row)
    ]
    if all(first == last for first, last in ends):
        ends = [
            ((first, column), (last, column))
            for column in dict.fromkeys(column for _row, column in spots)
            for first, last in runs_of(row for row, each in spots if each == column)
        ]
    return ", ".join(
        "–".join(f"{column_letters(column)}{row}" for row, column in dict.fromkeys(each)) for each in ends
    )


def local_name(tag: str) -> str:
    """Return the name of an XML element or attribute without its namespace."""
    return tag.rpartition("}")[2]
