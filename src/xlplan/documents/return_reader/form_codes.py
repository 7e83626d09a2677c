"""The form codes in a returned workbook, by carrier. Source: tests of the carriers that survive a re-save."""

import re
from collections.abc import Iterable, Mapping

from xlplan.documents.formats.grid import Book, Rows, UnreadableError
from xlplan.domain.form_code import read_form_codes
from xlplan.domain.sheets import IDENTITY_NAME, IDENTITY_PROPERTY, IDENTITY_SHEET

TOP_ROWS = 15

# Every form code has this letter, and no Cyrillic letter looks like it. The search skips long texts without it.
_QUARTER = re.compile("[Qq]")
_CELL = re.compile(
    r"""^\$?(?:'(?P<quoted>.+)'|(?P<plain>[^'.!]+))[.!]\$?(?P<column>[A-Z]{1,2})\$?(?P<row>\d{1,5})$"""
)


def form_codes(book: Book, tops: Iterable[Rows]) -> Mapping[str, tuple[str, ...]]:
    """Return the distinct form codes of each carrier.

    The carriers are "visible" (the first rows of `tops`), "property", "hidden sheet" and "name". A carrier without
    a code is absent. A code with a wrong check character does not count.
    """
    visible = "\n".join(
        value
        for rows in tops
        for row in rows[:TOP_ROWS]
        for value in row
        if isinstance(value, str) and _QUARTER.search(value)
    )
    texts = {
        "visible": visible,
        "property": book.property(IDENTITY_PROPERTY),
        "hidden sheet": _cell(book, IDENTITY_SHEET, 0, 0),
        "name": _defined(book),
    }
    # Mostly three carriers hold the same text, and the check of a code takes longer than the lookup.
    read = {text: tuple(dict.fromkeys(map(str, read_form_codes(text)))) for text in set(texts.values())}
    codes = {carrier: read[text] for carrier, text in texts.items()}
    return {carrier: held for carrier, held in codes.items() if held}


def _defined(book: Book) -> str:
    text = book.defined_name(IDENTITY_NAME)
    match = _CELL.match(text)
    if not match:
        return text.strip('"')
    column = 0
    for letter in match["column"]:
        column = column * 26 + ord(letter) - 64
    return _cell(book, match["quoted"] or match["plain"], int(match["row"]) - 1, column - 1)


def _cell(book: Book, sheet: str, row: int, column: int) -> str:
    if sheet not in book.names:
        return ""
    try:
        value = book.rows(sheet)[row][column]
    except (IndexError, UnreadableError):
        return ""
    return value if isinstance(value, str) else ""
