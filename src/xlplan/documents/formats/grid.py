"""One way to look into a workbook that came back, whatever program saved it: sheets as rows of plain values."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Protocol

from xlplan.domain.findings.finding import Finding, make_finding
from xlplan.domain.returned import CellValue

Rows = Sequence[Sequence[CellValue]]

Parts = Mapping[str, bytes]

OLE2_OR_BIFF = (b"\xd0\xcf\x11\xe0", b"\x09")
# What zipfile raises for a part that is damaged or encrypted.
_PART_ERRORS = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError)


class UnreadableError(Exception):
    """A reader gave up; `finding` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.finding: Finding = make_finding(code)


class Book(Protocol):
    """A workbook, read sheet by sheet as asked for. Every method may raise UnreadableError."""

    @property
    def names(self) -> tuple[str, ...]:
        """The sheets that hold cells, in order."""

    def rows(self, sheet: str) -> Rows:
        """The cells from A1 on; "" or None for a blank. Rows may be of different lengths."""

    def problems(self, sheet: str) -> Mapping[str, str]:
        """Which cells show no value because they hold an "error", or a "formula" whose value was not saved."""

    def property(self, name: str) -> str:
        """What a custom document property holds; "" without it."""

    def defined_name(self, name: str) -> str:
        """What a defined name stands for: a text in quotes or the address of a cell; "" without it."""


def inflate(data: bytes) -> Parts:
    """The parts of a zip by name, without those that are damaged; none where it is no zip. UnreadableError."""
    if data.startswith(OLE2_OR_BIFF):
        return {}
    parts = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                with suppress(*_PART_ERRORS):
                    parts[name] = archive.read(name)
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableError("file-damaged") from None
    return parts


def column_letters(column: int) -> str:
    """The name of a column counted from 0."""
    name = ""
    while column >= 0:
        name = chr(65 + column % 26) + name
        column = column // 26 - 1
    return name


def column_index(name: str) -> int:
    """The number, from 0, of the column that `column_letters` names so."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def local_name(tag: str) -> str:
    """The name of an XML element or attribute without its namespace."""
    return tag.rpartition("}")[2]
