"""How far the filled cells of a sheet reach: a reader makes room for the whole box they span."""

import re

# A million cells cost a reader tens of megabytes; an honest return has a few thousand.
CELLS_LIMIT = 2_000_000

# Below 10,000 rows and 702 columns the box is one that the child's limits can carry.
# A cell spelled in any other way could escape a search for far ones, so it raises the doubt too.
_UNUSUAL = re.compile(rb"""<c (?!r="[A-Za-z]{1,2}[0-9]{1,4}")""")
_COMMENT = re.compile(rb"""<(?:\w+:)?comment\s[^>]*ref\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})""")
_CELL = re.compile(rb"""<(?:\w+:)?c(\s[^>]*?)(/?)>\s*(?:<(/c)?)?""")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,7})([0-9]{1,9})""")
_REPEATED_ROW = re.compile(
    rb"""<table:table-row\s[^>]*number-rows-repeated="([0-9]{3,})"[^>]*(?<!/)>(.*?)</table:table-row>""", re.S
)
_FILLED = re.compile(rb"""office:value|office:string|office:date|<text:p""")
_REPEATED_CELL = re.compile(
    rb"""<table:(?:covered-)?table-cell\s[^>]*number-columns-repeated="([0-9]{4,})"[^>]*(?<!/)>"""
)


def too_wide_sheet(text: bytes) -> bool:
    """Whether the filled cells in a sheet's data (xlsx) span more cells than a reader bears."""
    doubtful = _UNUSUAL.search(text) or b"<c " not in text
    return bool(doubtful) and _measured(text) > CELLS_LIMIT


def too_wide_comments(text: bytes) -> bool:
    """The same for the comments of a sheet (xlsx), each of which makes a reader give room to its cell."""
    return any(int(row) * _column(letters.decode()) > CELLS_LIMIT for letters, row in _COMMENT.findall(text))


def too_wide_table(text: bytes) -> bool:
    """Whether an ods repeats filled rows or cells more often than a reader bears.

    The empty rest of a sheet, which every office writes as one row repeated a million times, is no danger.
    """
    if any(int(count) > 1_000 for count in _REPEATED_CELL.findall(text)):
        return True
    rows = (int(count) for count, cells in _REPEATED_ROW.findall(text) if _FILLED.search(cells))
    return sum(rows) > 100_000


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _measured(text: bytes) -> int:
    """Rows times columns of the box around the cells that hold something."""
    row = column = 0
    for attributes, end, inside in _CELL.findall(text):
        address = _ADDRESS.search(attributes)
        if address and not end and inside != b"/c":
            column = max(column, _column(address[1].decode()))
            row = max(row, int(address[2]))
    return row * column
