"""A table saved as text (csv): never taken as a return, but it can be told what it looks like."""

import csv
import re
from collections import Counter
from collections.abc import Mapping

from xlplan.documents.formats.grid import Book, Rows, UnreadableError, column_letters
from xlplan.domain.returned import CellContent, CellValue, ReturnedRow
from xlplan.text.normalize import clean_spaces

_NAME = "csv"
_SEPARATORS = ";\t,"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class TextBook:
    """One sheet of texts. Source of the shapes: what Excel and LibreOffice save as csv or as Unicode text."""

    def __init__(self, data: bytes) -> None:
        self._text = _decoded(data)
        self.names = (_NAME,)

    def rows(self, _sheet: str) -> Rows:
        """The cells of each line, apart by the sign that cuts most lines into equally many."""
        return max((self._cut(separator) for separator in _SEPARATORS), key=_evenness)

    def _cut(self, separator: str) -> list[list[str]]:
        try:
            return list(csv.reader(self._text.splitlines(keepends=True), delimiter=separator))
        except csv.Error:
            raise UnreadableError("file-damaged") from None

    def problems(self, _sheet: str) -> Mapping[str, str]:
        """None: a text holds no formulas."""
        return {}

    def property(self, _name: str) -> str:
        """None."""
        return ""

    def defined_name(self, _name: str) -> str:
        """None."""
        return ""


def _evenness(rows: list[list[str]]) -> int:
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths.values(), default=0)


def _decoded(data: bytes) -> str:
    """UnreadableError where it is no text."""
    encodings = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "cp1251")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableError("file-damaged")


_SCANNED_SHEETS = 5
_LEAST = 3
# A bare number is a result more often than a code.
_CODE = re.compile(r"[0-9]+(\.[0-9]+)+(/[0-9]+)?").fullmatch


def loose_rows(book: Book) -> tuple[ReturnedRow, ...]:
    """The rows of the first sheet that has a column of codes, each with its code and the text beside it.

    The text counts as the measure. Empty where no column holds three codes. UnreadableError.
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
