"""The room on a screen and on paper: zoom, scale and pages of a sheet, by the widths and heights of its cells."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

# A screen of 1366 pixels without what programs put beside the columns (numbers of rows, outline, bars), and
# without the tenth by which LibreOffice draws columns wider.
_SCREEN_PIXELS = 1110
_LEAST_ZOOM, _MOST_ZOOM = 62, 85
# A page of A4 in landscape without its margins, a little less than it holds: LibreOffice has wider columns.
_PAGE_PIXELS, _PAGE_POINTS = 975, 505
_HEADER_POINTS = 32
_DEFAULT_PIXELS = 23
# A last page that would be filled less than this is not begun: the pages before it take its rows.
_LEAST_LAST_PAGE = 0.2


def pixels_of(widths: Iterable[float]) -> int:
    """Return the width in pixels of columns of these widths in characters."""
    return sum(int(width * 7 + 5.5) for width in widths)


def zoom_of(tables: Iterable[Iterable[float]]) -> int:
    """Return the zoom in per cent at which tables with columns of these widths are whole on a small screen."""
    widest = max(pixels_of(widths) for widths in tables)
    return max(_LEAST_ZOOM, min(_MOST_ZOOM, math.floor(100 * _SCREEN_PIXELS / widest)))


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


def print_whole(sheet: Any, widths: Sequence[float], last_row: int) -> None:
    """Print a sheet one page wide, on as many pages as its rows need, none of them with a row or two.

    Args:
        sheet: The worksheet, with the heights of its rows set.
        widths: The widths of its columns.
        last_row: The last row, from 0.
    """
    scale = scale_of(pixels_of(widths))
    filled = height_of(sheet, range(last_row + 1)) / page_points(scale)
    sheet.fit_to_pages(1, max(1, math.ceil(filled - _LEAST_LAST_PAGE)))


def keep_off_paper(sheet: Any, columns: int) -> None:
    """Print nothing of a table that is for programs: a hidden column without content, beyond its `columns`."""
    beyond = columns + 1
    sheet.set_column(beyond, beyond, None, None, {"hidden": True})
    sheet.print_area(0, beyond, 0, beyond)
