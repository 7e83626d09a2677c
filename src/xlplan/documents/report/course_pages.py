"""The pages on which a course is printed: no page break tears an entry apart."""

from collections.abc import Sequence
from math import floor
from typing import Any

from msgspec import Struct, field

# What margins leave of an A4 page across, in points, and less: programs measure columns differently.
_PAGE_WIDTH, _PAGE_HEIGHT = 784 * 0.92, 510
# A column has so many pixels for each letter and in all; a pixel is three quarters of a point.
_PIXELS, _MORE_PIXELS, _POINTS = 7, 5, 0.75
_LEAST_SCALE, _MOST_SCALE = 60, 100


class CoursePages(Struct):
    """Finds the scale and the page breaks. Excel breaks where it is told only at a fixed scale.

    Attributes:
        widths: The widths of the columns.
        repeated: So many columns stand on every page.
        heading: The height in points of the title and the headings, which stand on every page.
    """

    widths: Sequence[float]
    repeated: int
    heading: float
    _row_breaks: list[int] = field(default_factory=list)
    _used: float = 0.0

    def _points(self, widths: Sequence[float]) -> float:
        return sum((width * _PIXELS + _MORE_PIXELS) * _POINTS for width in widths)

    @property
    def scale(self) -> int:
        """The scale in per cent by which the table is one page wide; not less than is legible."""
        fitting = floor(_PAGE_WIDTH / self._points(self.widths) * 100)
        return max(_LEAST_SCALE, min(fitting, _MOST_SCALE))

    def add(self, row: int, height: float) -> None:
        """Add an entry that begins in a row, from 0, and has a height in points."""
        page = _PAGE_HEIGHT * 100 / self.scale
        before = self._used or self.heading
        if self._used and before + height > page:
            self._row_breaks.append(row)
            before = self.heading
        self._used = before + height

    @property
    def _column_breaks(self) -> list[int]:
        """The columns before which a page ends, where the table is wider than a page."""
        page = _PAGE_WIDTH * 100 / self.scale
        fixed, used, breaks = self._points(self.widths[: self.repeated]), 0.0, []
        for column, width in enumerate(self.widths[self.repeated :], self.repeated):
            own = self._points([width])
            if used and fixed + used + own > page:
                breaks.append(column)
                used = 0.0
            used += own
        return breaks

    def set_up(self, sheet: Any) -> None:
        """Set the scale and the breaks of a sheet."""
        sheet.set_print_scale(self.scale)
        sheet.set_h_pagebreaks(self._row_breaks)
        if self._column_breaks:
            sheet.set_v_pagebreaks(self._column_breaks)
            sheet.repeat_columns(0, self.repeated - 1)
