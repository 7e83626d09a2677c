"""What both forms have around and beside their table: approval, title, signature, groups merged downward."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from xlplan.books.printed.boxes import Box, Look, end_of
from xlplan.books.printed.words import day_words, form_title, split_name
from xlplan.model import Centre, Measure
from xlplan.quarter import Quarter
from xlplan.texts import _

HEAD = Look(size=9, bold=True, align="center", valign="vcenter")
_BIG = Look(size=12)
_WORD = Look(size=12, bold=True)
_TITLE = Look(size=14, bold=True, align="center", valign="vcenter")
_LOW = Look(size=12, valign="bottom")
_CAPTION = Look(size=8)
# How many pixels a sign of a line to write on is wide at the size of `_LOW`.
_LINE_SIGN = 8

# The columns from and to before: of the post, of the line to sign; and where the name begins.
_Places = tuple[tuple[int, int], tuple[int, int], int]


@dataclass(frozen=True)
class Signing:
    """Columns from 0: where the approval begins and where its name, and where the signature's line and its name.

    `widths` of the form's columns in pixels.
    """

    widths: tuple[int, ...]
    approval: int
    approval_name: int
    signature: int
    signature_name: int


@dataclass(frozen=True)
class Placed:
    """A measure in the table: its first row, the one after its last, and the first row of what it begins."""

    measure: Measure
    top: int
    first: int
    end: int


def top_of(centre: Centre, period: int | Quarter, at: Signing) -> tuple[Box, ...]:
    """The approval on the right and the title across, with an empty row below each."""
    columns = len(at.widths)
    approval = (at.approval, columns)
    boxes = [
        Box(0, at.approval, _("APPROVED"), _WORD, across=columns - at.approval, edges=""),
        *_signed(centre.approved_by, 1, at.widths, (approval, (at.approval, at.approval_name), at.approval_name)),
    ]
    row = end_of(boxes)
    return (
        *boxes,
        Box(row, at.approval, day_words(centre.approved_on), _BIG, across=columns - at.approval, edges=""),
        Box(row + 1, 0, "", across=columns, edges=""),
        Box(row + 2, 0, form_title(centre, period), _TITLE, across=columns, edges=""),
        Box(row + 3, 0, "", across=columns, edges=""),
    )


def signature_of(centre: Centre, row: int, at: Signing) -> list[Box]:
    """Below an empty row the post on the left, a line to sign, the name on the right; from that row on."""
    columns = len(at.widths)
    places = ((0, at.signature - 1), (at.signature, at.signature_name), at.signature_name)
    return [
        Box(row, 0, "\n", across=columns, edges=""),
        *_signed(centre.signed_by, row + 1, at.widths, places),
    ]


def _signed(words: str, row: int, widths: tuple[int, ...], places: _Places) -> list[Box]:
    """Post, line to sign and name at these columns, each with a line to write on and a caption where it is blank.

    Side by side, or the post above the other two where it reaches over them.
    """
    post, name = split_name(words)
    over, line, name_from = places
    boxes = _part(post, _("(post)"), row, over, widths)
    below = row if over[1] <= line[0] else end_of(boxes)
    boxes += _part("", _("(signature)"), below, line, widths)
    return boxes + _part(name, _("(first name, surname)"), below, (name_from, len(widths)), widths)


def _part(text: str, caption: str, row: int, columns: tuple[int, int], widths: tuple[int, ...]) -> list[Box]:
    first, end = columns
    blank = "_" * (sum(widths[first:end]) // _LINE_SIGN - 3)
    if text:
        return [Box(row, first, text, _LOW, across=end - first, edges="")]
    # With room above for a hand to write in.
    line = Box(row, first, f"\n{blank}", _LOW, across=end - first, edges="")
    return [line, Box(row + 1, first, caption, _CAPTION, across=end - first, edges="")]


def groups(placed: Sequence[Placed], *levels: str) -> Iterator[tuple[Measure, int, int, int]]:
    """The runs of measures alike in these levels: the first, its top and first row, and the row after the last."""
    for _key, run in groupby(placed, key=lambda each: [getattr(each.measure, level) for level in levels]):
        own = list(run)
        yield own[0].measure, own[0].top, own[0].first, own[-1].end
