"""A form laid out on pages: which rows stand on each, how tall they are, and groups that go on overleaf."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xlplan.documents.plan_form.pages import Box, Form, below, end_of, row_heights, split_tall

# A4 across, in points, less the margins above and below. Source: ISO 216; the margins are `write`'s.
MARGINS_INCHES = {"left": 0.5, "right": 0.4, "top": 0.5, "bottom": 0.6}
_PAPER_POINTS = 595.0
# A printer's points are not quite a screen's.
_SLACK = 0.95
ROOM = (_PAPER_POINTS - 72 * (MARGINS_INCHES["top"] + MARGINS_INCHES["bottom"])) * _SLACK


@dataclass(frozen=True)
class Page:
    """Boxes on a grid of rows with these heights in points; the rows are the page's own, from 0."""

    boxes: tuple[Box, ...]
    heights: tuple[float, ...]


def lay_out(form: Form) -> tuple[Page, Page, tuple[Page, ...]]:
    """What stands above the table, its heading, and the body page by page.

    A block stays on one page where a page can hold it; a group that goes on overleaf is closed at the foot of
    the page and opened again, without its text, at the head of the next.
    """
    top, heading = _whole(form.top, form.widths), _whole(form.heading, form.widths)
    room = ROOM - sum(heading.heights)
    boxes, blocks = split_tall(form.body, form.blocks, form.widths)
    pages: list[Page] = []
    first, waiting = 0, list(blocks)
    while waiting:
        page, taken = _fill(boxes, first, waiting, form.widths, room if pages else room - sum(top.heights))
        if not taken and waiting[0] > 1:
            # Taller than the page: it is parted between its rows.
            waiting[:1] = [1] * waiting[0]
            continue
        if not taken and pages:
            page, taken = _fill(boxes, first, waiting[:1], form.widths, float("inf"))
        pages.append(page)
        first += sum(waiting[:taken])
        del waiting[:taken]
    return top, heading, tuple(pages)


def _whole(boxes: Sequence[Box], widths: Sequence[int]) -> Page:
    return Page(tuple(boxes), tuple(row_heights(boxes, end_of(boxes), widths)))


def _fill(
    boxes: Sequence[Box], first: int, blocks: Sequence[int], widths: Sequence[int], room: float
) -> tuple[Page, int]:
    """The page from row `first` with as many blocks as it has room for, and their number."""
    page, taken, last = Page((), ()), 0, first
    for size in blocks:
        last += size
        own = _cut(boxes, first, last)
        heights = row_heights(own, last - first, widths)
        if sum(heights) > room:
            break
        page, taken = Page(tuple(own), tuple(heights)), taken + 1
    return page, taken


def _cut(boxes: Sequence[Box], first: int, last: int) -> list[Box]:
    """What of the boxes lies in the rows from `first` to before `last`; a text stands where its box begins."""
    own = []
    for box in boxes:
        if box.row >= last or box.end <= first:
            continue
        start, end = max(box.row, first), min(box.end, last)
        closing = ("t" if start == first else "") + ("b" if end == last else "")
        edges = "".join(sorted({*box.edges, *closing})) if "l" in box.edges else box.edges
        value = box.value if start == box.row else ""
        own.append(replace(box, row=start, down=end - start, value=value, edges=edges))
    return below(own, -first)
