"""The form codes that a returned workbook carries, by carrier. Source: what survives which program's re-save."""

import re
from collections.abc import Iterable, Mapping

from xlplan.documents.formats.grid import Book, Rows, UnreadableError
from xlplan.domain.form_code import read_form_codes
from xlplan.domain.sheets import IDENTITY_NAME, IDENTITY_PROPERTY, IDENTITY_SHEET

TOP_ROWS = 15

# The one letter of a form code that every code has, and that looks like no Cyrillic one: spares the long texts.
_QUARTER = re.compile("[Qq]")
_CELL = re.compile(
    r"""^\$?(?:'(?P<quoted>.+)'|(?P<plain>[^'.!]+))[.!]\$?(?P<column>[A-Z]{1,2})\$?(?P<row>\d{1,5})$"""
)


def form_codes(book: Book, tops: Iterable[Rows]) -> Mapping[str, tuple[str, ...]]:
    """The distinct form codes of each carrier: "visible" (in the first rows of `tops`), "property", "hidden sheet"
    and "name". A carrier that holds none is absent; a code with a wrong check character is none.
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
    # Three of them mostly hold the same few characters, whose check takes longer than finding them.
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
