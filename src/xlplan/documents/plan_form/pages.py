"""Grid of a form: boxes with a text and a style, and their division into pages."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.text_metrics import lines_height, text_height, text_parts

ALL_EDGES = "tblr"
# In points. Excel allows a row 409; a page holds this much under its headings.
TALLEST_ROW = 340.0
_LOWEST_ROW = 14.0


class BoxStyle(Struct, frozen=True):
    """Type of a box: Times New Roman, black on white."""

    size: int = 10
    bold: bool = False
    italic: bool = False
    align: str = "left"
    valign: str = "top"


TEXT = BoxStyle()
CENTRED = BoxStyle(align="center")
LABEL = BoxStyle(bold=True, align="center", valign="vcenter")
ITALIC = BoxStyle(italic=True)


class Box(Struct, frozen=True):
    """Cell of a form, or several merged cells.

    Rows and columns count from 0. `edges` names the borders that are drawn: t, b, l, r.
    `is_count`: the text is a number with decimals or a unit, or a limit in words. `repeats`: the text stands again
    on each page on which the rows of the box go on.
    """

    row: int
    column: int
    value: str | int
    style: BoxStyle = TEXT
    down: int = 1
    across: int = 1
    edges: str = ALL_EDGES
    is_count: bool = False
    repeats: bool = False

    @property
    def is_number(self) -> bool:
        """Tells that the box is a number, which stands on one line whatever the width of its column."""
        return not isinstance(self.value, str) or (self.is_count and " " not in self.value)

    @property
    def end(self) -> int:
        """The row after the last one of the box."""
        return self.row + self.down


class Form(Struct, frozen=True):
    """A form ready to print.

    `widths` are the widths of the columns in pixels. `top` stands above the table, `heading` is repeated on
    every page. `blocks` are numbers of rows of `body` that belong together. A block stays on one page where a
    page can hold it. `foot` stands below the table, on one page with its last block. The rows of each part count
    from 0.
    """

    name: str
    title: str
    widths: tuple[int, ...]
    top: tuple[Box, ...]
    heading: tuple[Box, ...]
    body: tuple[Box, ...]
    blocks: tuple[int, ...]
    foot: tuple[Box, ...] = ()


def end_row(boxes: Iterable[Box]) -> int:
    """Return the row after the last one that a box takes."""
    return max((box.end for box in boxes), default=0)


def move_down(boxes: Iterable[Box], rows: int) -> list[Box]:
    """Return the boxes moved down by `rows` rows, or up where the number is negative."""
    return [replace(box, row=box.row + rows) for box in boxes]


def box_height(box: Box, widths: Sequence[int]) -> float:
    """Return the height in points that shows the whole text of a box."""
    if box.is_count and box.is_number:
        return lines_height(1, box.style.size)
    pixels = sum(widths[box.column : box.column + box.across])
    return text_height(str(box.value), pixels, box.style.size, box.style.bold)


def row_heights(boxes: Iterable[Box], rows: int, widths: Sequence[int]) -> list[float]:
    """Return the height in points of each of `rows` rows; no text is cut off."""
    heights = [_LOWEST_ROW] * rows
    # A merged box makes only its last row taller, by what is missing. So the other rows stay close together.
    for box in sorted(boxes, key=lambda each: each.down):
        missing = box_height(box, widths) - sum(heights[box.row : box.end])
        if missing > 0:
            heights[box.end - 1] += missing
    return heights


def split_tall_texts(
    boxes: Sequence[Box], blocks: Sequence[int], widths: Sequence[int]
) -> tuple[list[Box], list[int]]:
    """Split every text taller than TALLEST_ROW into boxes below one another, without a line between.

    Rows are added where a box has fewer than its text needs. The boxes beside it grow over the new rows.

    Returns:
        The boxes, and the number of rows of each block.
    """
    finished: list[Box] = []
    waiting = list(reversed(boxes))
    sizes = list(blocks)
    while waiting:
        box = waiting.pop()
        if box_height(box, widths) <= TALLEST_ROW:
            finished.append(box)
            continue
        pixels = sum(widths[box.column : box.column + box.across])
        parts = text_parts(str(box.value), pixels, box.style.size, box.style.bold, TALLEST_ROW)
        if (extra := len(parts) - box.down) > 0:
            last = box.end - 1
            finished = [_insert_rows(other, last, extra) for other in finished]
            waiting = [_insert_rows(other, last, extra) for other in waiting]
            box = _insert_rows(box, last, extra)
            sizes = _insert_rows_in_block(sizes, last, extra)
        finished += _stack(box, parts)
    return finished, sizes


def _insert_rows(box: Box, after: int, extra: int) -> Box:
    if box.row > after:
        return replace(box, row=box.row + extra)
    return replace(box, down=box.down + extra) if box.end > after else box


def _insert_rows_in_block(sizes: list[int], row: int, extra: int) -> list[int]:
    end = 0
    for block, size in enumerate(sizes):
        end += size
        if row < end:
            return [*sizes[:block], size + extra, *sizes[block + 1 :]]
    return sizes


def _stack(box: Box, parts: list[str]) -> list[Box]:
    """Return a box for each part, one below the other; the last one takes the rows that are left."""
    stack = []
    for position, part in enumerate(parts):
        last = position == len(parts) - 1
        inner = ("t" if position else "") + ("" if last else "b")
        edges = "".join(edge for edge in box.edges if edge not in inner)
        down = box.down - position if last else 1
        stack.append(replace(box, row=box.row + position, value=part, down=down, edges=edges, repeats=False))
    return stack


# The height of A4 landscape in points, from ISO 216, and the margins that the writer sets.
MARGINS_INCHES = {"left": 0.5, "right": 0.4, "top": 0.5, "bottom": 0.6}
_PAPER_POINTS = 595.0
# Printers and screens differ a little in the size of a point.
_SLACK = 0.95
PAGE_ROOM = (_PAPER_POINTS - 72 * (MARGINS_INCHES["top"] + MARGINS_INCHES["bottom"])) * _SLACK


class Page(Struct, frozen=True):
    """Boxes on a grid of rows with these heights in points; rows count from 0 on each page."""

    boxes: tuple[Box, ...]
    heights: tuple[float, ...]


def lay_out(form: Form) -> tuple[Page, Page, tuple[Page, ...]]:
    """Divide a form into what stands above the table, the heading, and the pages of the body.

    A block stays on one page where a page can hold it. A group of rows that continues on the next page is closed
    at the foot of the page. The next page opens it again, with its text where the box repeats it.
    """
    top, heading = _single_page(form.top, form.widths), _single_page(form.heading, form.widths)
    room = PAGE_ROOM - sum(heading.heights)
    boxes, blocks = split_tall_texts(*_with_foot(form), form.widths)
    pages: list[Page] = []
    first, waiting = 0, list(blocks)
    while waiting:
        page, taken = _fill_page(boxes, first, waiting, form.widths, room if pages else room - sum(top.heights))
        if not taken and waiting[0] > 1:
            # The block is taller than the page, so it is divided between its rows.
            waiting[:1] = [1] * waiting[0]
            continue
        if not taken and pages:
            page, taken = _fill_page(boxes, first, waiting[:1], form.widths, float("inf"))
        pages.append(page)
        first += sum(waiting[:taken])
        del waiting[:taken]
    return top, heading, tuple(pages)


def _with_foot(form: Form) -> tuple[list[Box], list[int]]:
    """Return the boxes of the table and below it, and the blocks of rows."""
    *blocks, last = form.blocks or (0,)
    return [*form.body, *move_down(form.foot, sum(form.blocks))], [*blocks, last + end_row(form.foot)]


def _single_page(boxes: Sequence[Box], widths: Sequence[int]) -> Page:
    return Page(tuple(boxes), tuple(row_heights(boxes, end_row(boxes), widths)))


def _fill_page(
    boxes: Sequence[Box], first: int, blocks: Sequence[int], widths: Sequence[int], room: float
) -> tuple[Page, int]:
    """Return the page from row `first` with as many blocks as fit, and their number."""
    page, taken, last = Page((), ()), 0, first
    for size in blocks:
        last += size
        cut = _cut_rows(boxes, first, last)
        heights = row_heights(cut, last - first, widths)
        if sum(heights) > room:
            break
        page, taken = Page(tuple(cut), tuple(heights)), taken + 1
    return page, taken


def _cut_rows(boxes: Sequence[Box], first: int, last: int) -> list[Box]:
    """Return the parts of the boxes that lie in the rows from `first` to before `last`.

    A text stands in the part where its box begins, and in each part of a box that repeats it.
    """
    cut = []
    for box in boxes:
        if box.row >= last or box.end <= first:
            continue
        start, end = max(box.row, first), min(box.end, last)
        closing = ("t" if start == first else "") + ("b" if end == last else "")
        edges = "".join(sorted({*box.edges, *closing})) if "l" in box.edges else box.edges
        value = box.value if start == box.row or box.repeats else ""
        cut.append(replace(box, row=start, down=end - start, value=value, edges=edges))
    return move_down(cut, -first)
