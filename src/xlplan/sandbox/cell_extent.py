"""The extent of the filled cells of a sheet. A reader allocates the whole box that they span."""

import re
from collections.abc import Iterator

from xlplan.sandbox.limits import CELLS_LIMIT, LETTERS_LIMIT, REPEATS_IN_ROW_LIMIT, REPEATS_LIMIT, ROWS_LIMIT
from xlplan.sandbox.plain_xml import holds, spell_for_search

# A box of less than 10,000 rows and 702 columns fits into the limits of the child process.
# A cell written in any other way could escape a search for far cells, so it is looked at as well.
_UNUSUAL_CELL = re.compile(rb"""<c(?! r="[A-Za-z]{1,2}[0-9]{1,4}")(?=[\s/>])""")
_UNUSUAL_PREFIXED_CELL = re.compile(rb""":(?=c[\s/>])(?!c r="[A-Za-z]{1,2}[0-9]{1,4}")""")
# These know the plain spelling alone.
_COMMENT = re.compile(rb"""<comment\s[^<>]*?\bref="\s*\$?([A-Za-z]{1,3})\$?([0-9]{1,7})""")
_CELL = re.compile(rb"""<(c|row)((?:\s[^<>]*?)?)(/?)>(\s*</c)?""")
_ADDRESS = re.compile(rb"""\sr="\s*([A-Za-z]*)\+?([0-9]+)""")

# An ods stores the number of repetitions of a cell, a row or a space.
_ROW = re.compile(rb"""<(?:[\w.-]+:)?table-row[\s/>]""")
_ROWS_REPEATED = re.compile(rb"""<[\w.:-]+\s[^<>]*?rows-repeated\s*=\s*["']([0-9]+)""")
_TABLE_CELL = re.compile(rb"""<(?:[\w.-]+:)?(?:covered-)?table-cell(?:\s[^<>]*)?>""")
_VALUE = re.compile(rb"(?:value|value-type|formula)\s*=")
_COLUMNS_REPEATED = re.compile(rb"""columns-repeated\s*=\s*["']([0-9]+)""")
_DOUBTFUL_CELL = re.compile(rb"""table-cell\s[^<>]*?columns-repeated\s*=\s*["'][0-9]{2,}["'][^<>]*>""")
_SPACES = re.compile(rb"""<(?:[\w.-]+:)?s\s[^<>]*?:c\s*=\s*["']([0-9]+)""")
_DOUBTFUL_SPACES = re.compile(rb""":c\s*=\s*["'][0-9]{4}""")
_DOUBTFUL_ROW = re.compile(rb"""rows-repeated\s*=\s*["'][0-9]{2,}""")


def is_sheet_too_wide(text: bytes, end: int) -> bool:
    """Tell whether the filled cells of a sheet (xlsx), which stand before `end`, span too much for a reader."""
    is_doubtful = _UNUSUAL_CELL.search(text, 0, end) or holds(_UNUSUAL_PREFIXED_CELL, b":", text, 0, end)
    return bool(is_doubtful) and _spans_too_much(spell_for_search(text))


def are_comments_too_wide(text: bytes) -> bool:
    """Tell the same of the comments of a sheet (xlsx): a reader allocates the cell of every comment."""
    return any(
        int(found[2]) * _column(found[1].decode()) > CELLS_LIMIT
        for found in _COMMENT.finditer(spell_for_search(text))
    )


def is_table_too_wide(text: bytes) -> bool:
    """Tell whether an ods repeats filled cells or rows too often for a reader.

    The empty rest of a sheet is no danger. Every office program writes it as one row repeated a million times.
    """
    is_doubtful = any(_is_filled(cell[0]) for cell in _DOUBTFUL_CELL.finditer(text))
    if not is_doubtful and not _DOUBTFUL_ROW.search(text) and not _DOUBTFUL_SPACES.search(text):
        return False
    repeats = rows = letters = 0
    for start, end in _row_spans(text):
        repeated = _ROWS_REPEATED.match(text, start, end)
        times = int(repeated[1][:12]) if repeated else 1
        rows += times
        spelled, filled = _count_filled(text, start, end)
        repeats += times * filled - spelled
        spaces = sum(int(found[1][:12]) for found in _SPACES.finditer(text, start, end))
        letters += times * (filled - spelled + 1) * (end - start + spaces) if filled else 0
        too_long = filled - spelled > REPEATS_IN_ROW_LIMIT or letters > LETTERS_LIMIT
        if too_long or repeats > REPEATS_LIMIT or rows > ROWS_LIMIT:
            return True
    return False


def _row_spans(text: bytes) -> Iterator[tuple[int, int]]:
    """Return the start and end of each row of an ods."""
    starts = [found.start() for found in _ROW.finditer(text)]
    return zip(starts, [*starts[1:], len(text)], strict=True)


def _count_filled(text: bytes, start: int, end: int) -> tuple[int, int]:
    """Return the number of filled cells of a row of an ods: as written, and with their repetitions."""
    spelled = filled = 0
    for cell in _TABLE_CELL.finditer(text, start, end):
        if not _is_filled(cell[0]):
            continue
        repeated = _COLUMNS_REPEATED.search(cell[0])
        spelled += 1
        filled += int(repeated[1][:12]) if repeated else 1
    return spelled, filled


def _is_filled(tag: bytes) -> bool:
    """Tell whether the cell of an ods that begins with this tag holds a value or an element."""
    return not tag.endswith(b"/>") or _VALUE.search(tag) is not None


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _spans_too_much(text: bytes) -> bool:
    """Tell whether the box around the filled cells of a sheet in its plain spelling is too large."""
    last_row = last_column = row = column = 0
    for found in _CELL.finditer(text):
        element, attributes, empty, ended = found.groups()
        address = _ADDRESS.search(attributes)
        if element == b"row":
            row, column = int(address[2][:12]) if address else row + 1, 0
            continue
        # A cell without an address stands beside the one before.
        column = _column(address[1][:9].decode()) if address else column + 1
        if not empty and ended is None:
            last_column = max(last_column, column)
            last_row = max(last_row, int(address[2][:12]) if address else row)
            if last_row * last_column > CELLS_LIMIT:
                return True
    return False
