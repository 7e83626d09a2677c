"""Rows with a code where no headings are left: enough to tell what they look like, too little to be counted."""

import re
from collections import Counter

from xlplan.documents.formats.grid import Book, Rows, letters
from xlplan.domain.submission import CellValue, ReturnedRow, Seen
from xlplan.text.normalize import tidy

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
            cells = {"key": Seen(key, f"{letters(column)}{number}")}
            if isinstance(beside, str) and beside.strip():
                cells["measure"] = Seen(beside, f"{letters(column + 1)}{number}")
            found.append(ReturnedRow(key, sheet, number, cells))
    return tuple(found)


def _code(value: CellValue) -> str:
    text = tidy(value) if isinstance(value, str) else ""
    return text if _CODE(text) else ""
