"""Lenient reading, to say whose return a file looks like. A file read so is never taken as a return."""

import csv
import re
from collections import Counter

from xlplan.documents.formats.grid import Book, Rows, SheetDetails, UnreadableError, column_letters
from xlplan.domain.findings.file_kinds import FILE_DAMAGED
from xlplan.domain.returned import CellContent, CellValue, ReturnedRow
from xlplan.text.normalize import clean_spaces

_NAME = "csv"
_SEPARATORS = ";\t,"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

_SCANNED_SHEETS = 5
_LEAST = 3
# A code has a dot: a bare number is a result more often than a code.
_CODE = re.compile(r"[0-9]+(\.[0-9]+)+(/[0-9]+)?").fullmatch


class TextBook:
    """A csv file as one sheet of texts, as Excel and LibreOffice save csv or Unicode text."""

    def __init__(self, data: bytes) -> None:
        self._text = _decoded(data)
        self.names = (_NAME,)
        self.hidden_sheets: frozenset[str] = frozenset()

    def rows(self, _sheet: str) -> Rows:
        """Return the cells of each line, by the separator that gives most lines the same number of cells."""
        return max((self._cut(separator) for separator in _SEPARATORS), key=_evenness)

    def _cut(self, separator: str) -> list[list[str]]:
        try:
            return list(csv.reader(self._text.splitlines(keepends=True), delimiter=separator))
        except csv.Error:
            raise UnreadableError(FILE_DAMAGED) from None

    def details(self, _sheet: str) -> SheetDetails:
        """Return nothing: a text has no formulas and no looks."""
        return SheetDetails()

    def property(self, _name: str) -> str:
        """Return "": a text has no properties."""
        return ""

    def defined_name(self, _name: str) -> str:
        """Return "": a text has no defined names."""
        return ""


def _evenness(rows: list[list[str]]) -> int:
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths.values(), default=0)


def _decoded(data: bytes) -> str:
    """Decode the bytes.

    Raises:
        UnreadableError: The bytes are no text.
    """
    encodings = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "cp1251")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableError(FILE_DAMAGED)


def rows_with_codes(book: Book) -> tuple[ReturnedRow, ...]:
    """Return the rows of the first sheet with a column of codes, each with its code and the text next to it.

    The text counts as the measure. The result is empty where no column holds three codes.

    Raises:
        UnreadableError: The workbook is damaged.
    """
    for name in book.names[:_SCANNED_SHEETS]:
        rows = book.rows(name)
        columns = Counter(at for row in rows for at, value in enumerate(row) if _code(value))
        column, codes = max(columns.items(), key=lambda item: item[1], default=(0, 0))
        if codes >= _LEAST:
            return _coded(name, rows, column)
    return ()


def _coded(sheet: str, rows: Rows, column: int) -> tuple[ReturnedRow, ...]:
    found = []
    for number, row in enumerate(rows, 1):
        key = _code(row[column]) if column < len(row) else ""
        if key:
            beside = row[column + 1] if column + 1 < len(row) else None
            cells = {"key": CellContent(key, f"{column_letters(column)}{number}")}
            if isinstance(beside, str) and beside.strip():
                cells["measure"] = CellContent(beside, f"{column_letters(column + 1)}{number}")
            found.append(ReturnedRow(key, sheet, number, cells))
    return tuple(found)


def _code(value: CellValue) -> str:
    text = clean_spaces(value) if isinstance(value, str) else ""
    return text if _CODE(text) else ""
