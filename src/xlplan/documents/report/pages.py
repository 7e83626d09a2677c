"""Printed pages of the report: how much fits on a page, and where a page ends."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from xlplan.documents.report.sheet import ReportColumn
from xlplan.documents.style import FONT, pixels_of

# A page of A4 in landscape without its margins, a little less than it holds: LibreOffice has wider columns.
_PAGE_PIXELS, _PAGE_POINTS = 975, 505
_HEADER_POINTS = 32
_DEFAULT_PIXELS = 23
_LONGEST_HEADER = 255
# Source: Excel specifications and limits.
MOST_BREAKS = 1023
# A last page that would be filled less than this is not begun: the pages before it take its rows.
_LEAST_LAST_PAGE = 0.2


def scale_of(pixels: int, most: float = 1.0) -> float:
    """Return the scale at which so many pixels fit on a page in width, in whole per cent; at most `most`."""
    return min(most, math.floor(100 * _PAGE_PIXELS / max(pixels, 1)) / 100)


def page_pixels(scale: float) -> float:
    """Return the pixels in width that fit on a page at this scale."""
    return _PAGE_PIXELS / scale


def page_points(scale: float, has_header: bool = False) -> float:
    """Return the points in height that fit on a page at this scale, under a header if it has one."""
    return (_PAGE_POINTS - (_HEADER_POINTS if has_header else 0)) / scale


def height_of(sheet: Any, rows: Iterable[int]) -> float:
    """Return the height of rows that were written with XlsxWriter's own methods, in points."""
    return sum((sheet.row_sizes.get(row) or (_DEFAULT_PIXELS,))[0] for row in rows) * 0.75


def set_header(sheet: Any, title: str, legend: str) -> None:
    """Print title and legend at the head of every page, whole also where the columns take several pages."""
    texts = (text.replace("&", "&&") for text in (title, legend))
    first, second = texts
    header = f'&L&"{FONT},Bold"&14{first}\n&"{FONT},Regular"&8{second}'
    # Source: Excel specifications and limits. A longer header is none.
    sheet.set_header(header if len(header) <= _LONGEST_HEADER else header[: _LONGEST_HEADER - 1] + "…")
    sheet.set_margins(left=0.4, right=0.4, top=0.95, bottom=0.6)


def fit_pages(sheet: Any, columns: Sequence[ReportColumn], last_row: int) -> None:
    """Print a sheet one page wide, on as many pages as its rows need, none of them with a row or two.

    Args:
        sheet: The worksheet, with its widths and the heights of its rows set.
        columns: Its columns.
        last_row: The last row, from 0.
    """
    scale = scale_of(pixels_of(column.width for column in columns))
    filled = height_of(sheet, range(last_row + 1)) / page_points(scale)
    sheet.fit_to_pages(1, max(1, math.ceil(filled - _LEAST_LAST_PAGE)))


class PageFiller:
    """Finds the rows with which pages begin, so that what belongs together stays on one page.

    `breaks`: the first row of each page but the first.
    """

    def __init__(self, capacity: float, used: float = 0) -> None:
        """Begin the first page.

        Args:
            capacity: The height of the rows of a page, without those that every page repeats.
            used: The height that is taken on the first page.
        """
        self.breaks: list[int] = []
        self._capacity = capacity
        self._used = used

    def add(self, first: int, heights: Sequence[float]) -> None:
        """Add rows that stay together, unless they are more than a page; row `first` is the first of them."""
        whole = sum(heights)
        if self._used and self._used + whole > self._capacity:
            self._break_before(first)
        if whole <= self._capacity:
            self._used += whole
            return
        for row, height in enumerate(heights, first):
            if self._used + height > self._capacity:
                self._break_before(row)
            self._used += height

    def _break_before(self, row: int) -> None:
        self.breaks.append(row)
        self._used = 0
