"""A table saved as text (csv): never taken as a return, but it can be told what it looks like."""

import csv
from collections import Counter
from collections.abc import Mapping

from xlplan.documents.formats.grid import Rows, UnreadableError

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

    def troubles(self, _sheet: str) -> Mapping[str, str]:
        """None: a text holds no formulas."""
        return {}

    def property(self, _name: str) -> str:
        """None."""
        return ""

    def defined(self, _name: str) -> str:
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
