"""Cells of an xls as a person sees them, by the fonts and number formats that xlrd knows of."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple

import xlrd
from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
    XL_CELL_NUMBER,
    XL_CELL_TEXT,
)

from xlplan.documents.formats.number_formats import (
    NumberSense,
    as_percent,
    is_plain,
    number_sense,
    shows_duration,
)
from xlplan.documents.formats.text_runs import TextRun, run_look, shown_signs, split_runs, strike_out
from xlplan.domain.returned import CellProblem, CellValue, LeftOut

_SUPERSCRIPT = 1
_UTF16 = "utf-16-le"


class SeenCell(NamedTuple):
    """A cell as a person sees it."""

    value: CellValue
    problem: CellProblem | None = None
    left_out: tuple[LeftOut, ...] = ()


class _Font(NamedTuple):
    is_struck: bool = False
    is_raised: bool = False


class _Style(NamedTuple):
    """The style of a cell: the code of its number format, and its font."""

    code: str
    font: _Font


def has_unusual_formats(book: xlrd.Book) -> bool:
    """Tell if a cell style of the workbook shows numbers otherwise than they are."""
    used = {style.format_key for style in book.xf_list if not style.is_style}
    codes = {form.format_str or "" for key, form in book.format_map.items() if key in used}
    return any(not is_plain(code) or shows_duration(code) for code in codes)


def plain_value(kind: int, value: object, mode: int) -> CellValue:
    """Return the value of a cell without its look.

    Args:
        kind: The type of the cell, as xlrd tells it.
        value: Its value, as xlrd tells it.
        mode: The way in which the workbook counts its days.
    """
    # Most cells are texts, numbers and blanks.
    if kind == XL_CELL_TEXT and isinstance(value, str):
        return shown_signs(value)
    if kind == XL_CELL_NUMBER and isinstance(value, float):
        return value
    if kind in (XL_CELL_EMPTY, XL_CELL_BLANK, XL_CELL_ERROR):
        return None
    if kind == XL_CELL_BOOLEAN:
        return bool(value)
    if kind == XL_CELL_DATE and isinstance(value, float):
        return _date(value, mode)
    return str(value)


class LookReader:
    """Reads cells with their looks.

    Args:
        book: A workbook that xlrd opened together with its formats.
    """

    def __init__(self, book: xlrd.Book) -> None:
        self._book = book

    def read(self, sheet: xlrd.sheet.Sheet, row: int, column: int) -> SeenCell:
        """Return the cell as a person sees it."""
        kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
        style = self._style(sheet.cell_xf_index(row, column))
        if kind == XL_CELL_ERROR:
            return SeenCell(None, CellProblem.ERROR)
        if isinstance(value, str):
            runs = sheet.rich_text_runlist_map.get((row, column), ())
            text, left_out = split_runs(self._runs(value, runs, style.font))
            problem = number_sense(style.code, text).problem if text else None
            return SeenCell(shown_signs(text) or None, problem, left_out)
        seen = plain_value(kind, value, self._book.datemode)
        if kind == XL_CELL_DATE and isinstance(value, float) and shows_duration(style.code):
            seen = timedelta(seconds=round(value * 86400, 3))
        sense = number_sense(style.code, seen)
        if sense is NumberSense.PERCENTAGE:
            seen = as_percent(seen)
        if style.font.is_struck and seen is not None:
            return SeenCell(None, None, strike_out(seen))
        return SeenCell(seen, sense.problem)

    def _runs(self, text: str, runs: Sequence[tuple[int, int]], font: _Font) -> Iterator[TextRun]:
        """Yield the runs of a text. The file counts in units of 16 bits, of which some signs have two."""
        units = text.encode(_UTF16, "surrogatepass")
        starts = [(0, font), *((2 * start, self._font(number)) for start, number in runs)]
        ends = [start for start, _font in starts[1:]]
        for (start, look), end in zip(starts, [*ends, len(units)], strict=True):
            piece = units[start : max(start, end)].decode(_UTF16, "replace")
            yield TextRun(piece, run_look(look.is_struck, look.is_raised))

    def _style(self, index: int) -> _Style:
        return self._styles[index] if 0 <= index < len(self._styles) else _Style("", _Font())

    def _font(self, index: int) -> _Font:
        return self._fonts[index] if 0 <= index < len(self._fonts) else _Font()

    @cached_property
    def _styles(self) -> Sequence[_Style]:
        codes = {key: form.format_str or "" for key, form in self._book.format_map.items()}
        return [
            _Style(codes.get(style.format_key, ""), self._font(style.font_index)) for style in self._book.xf_list
        ]

    @cached_property
    def _fonts(self) -> Sequence[_Font]:
        return [_Font(bool(font.struck_out), font.escapement == _SUPERSCRIPT) for font in self._book.font_list]


def _date(number: float, mode: int) -> CellValue:
    try:
        moment: datetime = xlrd.xldate_as_datetime(number, mode)
    except (ValueError, OverflowError):
        return number
    if 0 <= number < 1:
        return moment.time()
    return moment if moment.time() != time.min else date(moment.year, moment.month, moment.day)
