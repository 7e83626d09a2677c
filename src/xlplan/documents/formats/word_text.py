"""The text of a Word document's paragraphs, as a person sees it: without what is deleted, hidden or struck out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct, field

from xlplan.documents.formats.text_runs import Look, TextRun, split_runs
from xlplan.documents.formats.word_numbering import BULLET
from xlplan.domain.returned import LeftOut

_SPACES = re.compile(r"[ \t]{2,}|\t")
# The signs of fonts of symbols, in which a letter is a picture. Others are shown as a bullet.
_SYMBOLS = {
    ("symbol", 0x2D): "−",
    ("symbol", 0xB0): "°",
    ("symbol", 0xB1): "±",
    ("symbol", 0xB3): "≥",
    ("symbol", 0xA3): "≤",
    ("symbol", 0xB4): "×",
    ("symbol", 0xBE): "—",
    ("symbol", 0xAE): "→",
    ("wingdings", 0xE0): "→",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFE): "☑",
    ("wingdings", 0xFB): "✗",
    ("wingdings", 0x6F): "☐",
    ("wingdings", 0xA8): "☐",
}
_BULLET = "•"
# The private area of Unicode in which Word writes the letters of such fonts.
_PRIVATE = range(0xF000, 0xF100)
_GONE = ("hidden", "deleted", "placeholder")


class Piece(NamedTuple):
    """A part of a paragraph of one look. A line feed ends a line."""

    text: str
    look: Look = None
    is_inserted: bool = False


class Line(Struct, frozen=True):
    """A line of a paragraph: its text, what it leaves out, and what of it a tracked change inserted.

    `has_bullet` tells that its dash is one that Word writes by itself.
    """

    text: str
    left_out: tuple[LeftOut, ...] = ()
    inserted: tuple[str, ...] = ()
    has_bullet: bool = False


_BLANK = Line("")


class Paragraph(Struct):
    """A paragraph: its lines, and the blocks of the text boxes that are anchored in it."""

    lines: Sequence[Line]
    boxes: list["Block"] = field(default_factory=list)


class Cell(Struct):
    """A cell: its columns in the grid of its table, its blocks, and how it is merged."""

    column: int
    end_column: int
    blocks: list["Block"]
    begins_merge: bool = False
    continues_above: bool = False
    continues_left: bool = False
    is_deleted: bool = False


class TableRow(Struct):
    """A row of a table."""

    cells: list[Cell]
    is_hidden: bool = False
    is_deleted: bool = False
    is_inserted: bool = False


class Table(Struct):
    """A table."""

    rows: list[TableRow]


Block = Paragraph | Table


def lines_of(pieces: Iterable[Piece]) -> Sequence[Line]:
    """Return the lines of a paragraph."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(piece._replace(text=first))
        # A line break that is not there divides nothing.
        for text in others:
            if piece.look in _GONE:
                lines[-1].append(piece._replace(text=f" {text}"))
            else:
                lines.append([piece._replace(text=text)])
    return [_line(parts) for parts in lines]


def _line(parts: Iterable[Piece]) -> Line:
    parts = [part for part in parts if part.text]
    has_bullet = bool(parts) and parts[0].text == BULLET
    pieces = list(_join(parts))
    if not pieces:
        return _BLANK
    runs = [TextRun(piece.text, piece.look) for piece in pieces]
    text, left_out = split_runs(run for run in runs if run.text.strip() or run.look not in _GONE)
    inserted = tuple(
        words
        for is_inserted, alike in groupby(pieces, key=lambda piece: piece.is_inserted and piece.look is None)
        if is_inserted and (words := tidy("".join(piece.text for piece in alike)))
    )
    told = (LeftOut(part.kind, tidy(part.text)) for part in left_out)
    return Line(tidy(text), tuple(part for part in told if part.text), inserted, has_bullet)


def _join(parts: Iterable[Piece]) -> Iterator[Piece]:
    for key, alike in groupby(parts, key=lambda piece: piece[1:]):
        yield Piece("".join(piece.text for piece in alike), *key)


def tidy(text: str) -> str:
    """Return a line without spaces at its ends, and with one where there are several or a tab."""
    return _SPACES.sub(" ", text).strip()


def symbol(font: str, code: str) -> str:
    """Return a sign that Word takes from a font by its number, in hexadecimal."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number not in _PRIVATE and number > 0xFF:
        return chr(number) if number < 0xD800 or 0xE000 <= number <= 0x10FFFF else ""
    number &= 0xFF
    name = font.lower().rstrip(" 0123456789")
    if name in ("symbol", "wingdings", "webdings"):
        return _SYMBOLS.get((name, number), _BULLET)
    return chr(number) if chr(number).isprintable() else ""
