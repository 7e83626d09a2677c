"""What both forms have around and beside their table: approval, title, signature, groups merged downward."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from xlplan.documents.plan_form.pages import Box, Form, Look, end_of
from xlplan.documents.plan_form.words import day_words, form_title, split_name
from xlplan.domain.plan import Centre, Measure
from xlplan.domain.quarter import Quarter
from xlplan.text.translation import _

HEAD = Look(size=9, bold=True, align="center", valign="vcenter")
_BIG = Look(size=12)
_WORD = Look(size=12, bold=True)
_TITLE = Look(size=14, bold=True, align="center", valign="vcenter")
_LOW = Look(size=12, valign="bottom")
_CAPTION = Look(size=8)
# How many pixels a sign of a line to write on is wide at the size of `_LOW`.
_LINE_SIGN = 8


@dataclass(frozen=True)
class Columns:
    """The columns of a form: their widths in pixels, and from which a line to sign and a name stand."""

    widths: tuple[int, ...]
    line: int
    name: int


@dataclass(frozen=True)
class Placed:
    """A measure in the table: its first row, the one after its last, and the first row of what it begins."""

    measure: Measure
    top: int
    first: int
    end: int


def whole_form(
    centre: Centre,
    period: int | Quarter,
    columns: Columns,
    heading: tuple[Box, ...],
    table: tuple[list[Box], list[int]],
) -> Form:
    """A form of this heading and table; `table`: its boxes, and how many rows belong to each measure.

    The signature stays on a page with the last measure.
    """
    body, blocks = table
    signature = _signature(centre, sum(blocks), columns)
    signature_rows = end_of(signature) - sum(blocks)
    return Form(
        name=str(period),
        title=form_title(centre, period),
        widths=columns.widths,
        top=_top(centre, period, columns),
        heading=heading,
        body=(*body, *signature),
        blocks=(*blocks[:-1], blocks[-1] + signature_rows),
    )


def _top(centre: Centre, period: int | Quarter, columns: Columns) -> tuple[Box, ...]:
    """The approval on the right and the title across, with an empty row below each."""
    end = len(columns.widths)
    across = end - columns.line
    boxes = [
        Box(0, columns.line, _("APPROVED"), _WORD, across=across, edges=""),
        *_signed(centre.approved_by, 1, columns, (columns.line, end)),
    ]
    row = end_of(boxes)
    return (
        *boxes,
        Box(row, columns.line, day_words(centre.approved_on), _BIG, across=across, edges=""),
        Box(row + 1, 0, "", across=end, edges=""),
        Box(row + 2, 0, form_title(centre, period), _TITLE, across=end, edges=""),
        Box(row + 3, 0, "", across=end, edges=""),
    )


def _signature(centre: Centre, row: int, columns: Columns) -> list[Box]:
    """Below an empty row the post on the left, a line to sign, the name on the right; from that row on."""
    space = Box(row, 0, "\n", across=len(columns.widths), edges="")
    return [space, *_signed(centre.signed_by, row + 1, columns, (0, columns.line - 1))]


def _signed(words: str, row: int, columns: Columns, over: tuple[int, int]) -> list[Box]:
    """Post (in the columns `over`), line to sign and name; where one is blank, a line to write on with a caption.

    Side by side, or the post above the other two where it reaches over them.
    """
    post, name = split_name(words)
    boxes = _part(post, _("(post)"), row, over, columns.widths)
    below = row if over[1] <= columns.line else end_of(boxes)
    boxes += _part("", _("(signature)"), below, (columns.line, columns.name), columns.widths)
    places = (columns.name, len(columns.widths))
    return boxes + _part(name, _("(first name, surname)"), below, places, columns.widths)


def _part(text: str, caption: str, row: int, places: tuple[int, int], widths: tuple[int, ...]) -> list[Box]:
    first, end = places
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
