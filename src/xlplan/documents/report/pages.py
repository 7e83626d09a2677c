"""Printed pages of the report: what stands at their heads, and where a page ends."""

from collections.abc import Sequence
from typing import Any

from xlplan.documents.page_fit import print_whole
from xlplan.documents.report.sheet import ReportColumn
from xlplan.documents.style import FONT

_LONGEST_HEADER = 255
# Source: Excel specifications and limits.
MOST_BREAKS = 1023


def set_header(sheet: Any, title: str, legend: str) -> None:
    """Print title and legend at the head of every page, whole also where the columns take several pages."""
    texts = (text.replace("&", "&&") for text in (title, legend))
    first, second = texts
    header = f'&L&"{FONT},Bold"&14{first}\n&"{FONT},Regular"&8{second}'
    # Source: Excel specifications and limits. A longer header is none.
    sheet.set_header(header if len(header) <= _LONGEST_HEADER else header[: _LONGEST_HEADER - 1] + "…")
    sheet.set_margins(left=0.4, right=0.4, top=0.95, bottom=0.6)


def fit_pages(sheet: Any, columns: Sequence[ReportColumn], last_row: int) -> None:
    """Print a sheet one page wide, on as many pages as its rows need, none of them with a row or two."""
    print_whole(sheet, [column.width for column in columns], last_row)


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
