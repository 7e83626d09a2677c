"""The table of a course: a few rows for each row of the plan, a column for each quarter, bars that show it."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from xlsxwriter.utility import xl_range_abs

from xlplan.documents.report.cells import Cell, clip_to_cell, row_height, usable_width, write_cell
from xlplan.documents.report.course_pages import CoursePages
from xlplan.documents.report.links import LinkWriter, sheet_name
from xlplan.documents.report.sheet import ReportColumn
from xlplan.documents.report.units_of_measure import shown_length
from xlplan.documents.style import (
    BAND,
    ENTRY,
    INK,
    LINE,
    LINK,
    MUTED,
    STATUS_FILL,
    STATUS_INK,
    Formats,
    count_format,
    number_format,
    partial_format,
)
from xlplan.domain.history import Course, CoursePoint, CourseRow, SeenFigure
from xlplan.domain.plan import Indicator
from xlplan.domain.quarter import Quarter
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure, decimals_of, indicator_title
from xlplan.text.translation import N_, _

# The name of the sheets that hold a course.
TRENDS = N_("Trends")
# A column for each quarter follows them, and one for the bars.
COLUMNS = (
    ReportColumn("key", N_("Code"), 9),
    ReportColumn("measure", N_("Measure, indicator"), 44),
    ReportColumn("what", N_("Shown"), 11),
)
_CODE, _NAME, _WHAT, _FIRST_QUARTER = range(4)
_LEAST_WIDTH, _WIDEST_WORD, _BARS_WIDTH = 12.0, 20.0, 20.0
# The words take what is left of this width, so that they need few lines.
_SHEET_WIDTH, _WIDEST_NAME = 165.0, 90.0
_HEADING_HEIGHT, _LOW, _TALL = 32.0, 15.0, 24.0
_BAR = "#8FA3C4"
_TARGET, _THEN, _NOW, _STATUS = N_("Target"), N_("As reported"), N_("Now"), N_("Status")


def quarter_heading(quarter: Quarter) -> str:
    """Return the heading of a quarter, in two lines."""
    return _("quarter {numeral}\nof {year}").format(numeral=quarter.numeral, year=quarter.year)


class CourseTable(Struct, frozen=True, dict=True):
    """The writer of a course onto one sheet.

    Attributes:
        sheet: The worksheet.
        formats: The formats of its workbook.
        course: The course.
        link: Returns the link behind the code of a row of the present plan, or "".
    """

    sheet: Any
    formats: Formats
    course: Course
    link: Callable[[str], str]

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The rows of an entry, by their headings. Before the first closing nothing was reported."""
        return (_TARGET, _THEN, _NOW, _STATUS) if self.course.was_reported else (_TARGET, _NOW, _STATUS)

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """The widths of all columns."""
        numbers = max(self._lengths(), default=0) + 4.0
        words = min(max(map(len, " ".join(self._words).split()), default=0) + 1.0, _WIDEST_WORD)
        quarters = [max(_LEAST_WIDTH, numbers, words)] * len(self.course.quarters)
        bars = [_BARS_WIDTH] if self._has_bars else []
        code, least, what = (column.width for column in COLUMNS)
        left = _SHEET_WIDTH - sum((code, what, *quarters, *bars))
        return (code, min(max(least, left), _WIDEST_NAME), what, *quarters, *bars)

    @property
    def _has_bars(self) -> bool:
        return len(self.course.quarters) > 1

    @property
    def _words(self) -> Iterator[str]:
        """The targets that are words."""
        for row in self.course.rows:
            for point in row.points.values():
                yield from (seen.target for seen in point.seen if isinstance(seen.target, str))

    def _lengths(self) -> Iterator[int]:
        for row in self.course.rows:
            for point in row.points.values():
                for seen in point.seen:
                    numbers = (each for each in (seen.target, seen.done) if not isinstance(each, str | None))
                    yield from (shown_length(each, _unit(row.row.indicator, each)) for each in numbers)

    @property
    def _last(self) -> int:
        """The column of the last quarter."""
        return _FIRST_QUARTER + len(self.course.quarters) - 1

    def write(self, heading_row: int, height_above: float) -> None:
        """Write headings and rows, and set the sheet up for screen and paper.

        Args:
            heading_row: The row of the headings, from 0.
            height_above: The height of the rows above it in points.
        """
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_row(heading_row, _HEADING_HEIGHT)
        headings = [column.shown for column in COLUMNS] + [quarter_heading(each) for each in self.course.quarters]
        for column, heading in enumerate([*headings, *([_("Course")] if self._has_bars else [])]):
            self.sheet.write_string(heading_row, column, heading, self.formats.heading)
        self.sheet.freeze_panes(heading_row + 1, _FIRST_QUARTER)
        self.sheet.repeat_rows(0, heading_row)
        pages = CoursePages(self.widths, _FIRST_QUARTER, height_above + _HEADING_HEIGHT)
        links = LinkWriter(self.sheet)
        at, is_in_plan = heading_row + 1, True
        for row in self.course.rows:
            first, height = at, 0.0
            if is_in_plan and not row.is_in_plan:
                height = self._write_band(at, _("Rows that the plan does not have any more"))
                at, is_in_plan = at + 1, False
            pages.add(first, height + self._write_row(at, row, links))
            at += len(self.kinds)
        pages.set_up(self.sheet)

    def _write_band(self, at: int, text: str) -> float:
        look = self.formats(bold=True, font_color=INK, bg_color=BAND, valign="vcenter")
        self.sheet.set_row(at, 20)
        self.sheet.write_string(at, 0, text, look)
        for column in range(1, len(self.widths)):
            self.sheet.write_blank(at, column, None, look)
        return 20

    def _write_row(self, at: int, row: CourseRow, links: LinkWriter) -> float:
        """Write the entry of a row, and return its height in points."""
        indicator, last = row.row.indicator, len(self.kinds) - 1
        points = [row.points.get(quarter) for quarter in self.course.quarters]
        for column, point in enumerate(points, _FIRST_QUARTER):
            cells = self._cells(indicator, point)
            for offset, kind in enumerate(self.kinds):
                write_cell(self.sheet, at + offset, column, cells[kind])
        for offset, kind in enumerate(self.kinds):
            look: dict[str, object] = {"bold": True} if kind == _NOW else {"font_color": MUTED}
            what = self.formats.text(**look, **_below(offset == last), valign="vcenter")
            self.sheet.write_string(at + offset, _WHAT, _(kind), what)
        if self._has_bars:
            self._write_bars(at)
        return self._write_names(at, row, links)

    def _write_bars(self, at: int) -> None:
        """Write the bars of the results of now. A quarter without a number has none."""
        column, now = self._last + 1, at + self.kinds.index(_NOW)
        for offset in range(len(self.kinds)):
            look = self.formats(**_below(offset == len(self.kinds) - 1))
            self.sheet.write_blank(at + offset, column, None, look)
        cells = f"{sheet_name(self.sheet.get_name())}!{xl_range_abs(now, _FIRST_QUARTER, now, self._last)}"
        # LibreOffice prints bars; of a line it prints nothing.
        look = {"type": "column", "series_color": _BAR, "last_point": True, "last_color": INK}
        self.sheet.add_sparkline(now, column, {"range": cells, "min": 0, **look})

    def _write_names(self, at: int, row: CourseRow, links: LinkWriter) -> float:
        """Write code and words, set the heights of the rows, and return their sum. Every row has the code."""
        key, indicator, last = row.row.key, row.row.indicator, len(self.kinds) - 1
        title, measure = indicator_title(indicator.title, indicator.unit_of_measure), row.row.measure.title
        linked, plain = self.formats.text(bold=True, font_color=LINK, underline=1), self.formats.text(bold=True)
        links.write(at, _CODE, clip_to_cell(key), self.link(key) if row.is_in_plan else "", linked, plain)
        for offset in range(1, last + 1):
            code = self.formats.text(font_color=MUTED, valign="vcenter", **_below(offset == last))
            write_cell(self.sheet, at + offset, _CODE, Cell(key, code))
        names = (Cell(measure, plain), Cell(title, self.formats.text(font_size=9)))
        blank = Cell(None, self.formats()), Cell(None, self.formats(**_below(True)))
        for offset, cell in enumerate((*names, *blank[-last + 1 :])):
            write_cell(self.sheet, at + offset, _NAME, cell)
        heights, width = self._heights(row), self.widths[_NAME]
        for offset, (text, size) in enumerate(((measure, 10), (title, 9))):
            heights[offset] = max(heights[offset], row_height([(text, usable_width(width, size, 1))], _LOW))
        for offset, height in enumerate(heights):
            self.sheet.set_row(at + offset, height)
        return sum(heights)

    def _heights(self, row: CourseRow) -> list[float]:
        """Return the heights that the cells of the quarters need."""
        words = {
            seen.target for point in row.points.values() for seen in point.seen if isinstance(seen.target, str)
        }
        width = usable_width(self.widths[_FIRST_QUARTER], 9, 0) if self.course.quarters else _LEAST_WIDTH
        target = row_height([(each, width) for each in words], _LOW)
        return [{_TARGET: target, _NOW: _TALL}.get(kind, _LOW) for kind in self.kinds]

    def _cells(self, indicator: Indicator, point: CoursePoint | None) -> Mapping[str, Cell]:
        """Return the cells of one quarter by the heading of their row."""
        now, then = (point.now, point.then) if point else (None, None)
        seen = now or then
        reported = self._result(indicator, then, {"font_color": MUTED})
        if then and then.done is None and then.status:
            reported = replace(reported, value=then.status.sign)
        changed = {"bg_color": ENTRY} if point and point.has_new_result else {}
        status = now.status if now else None
        colours = {"font_color": STATUS_INK[status], "bg_color": STATUS_FILL[status]} if status else {}
        sign = self.formats.text(align="center", **colours, **_below(True))
        return {
            _TARGET: self._target(indicator, seen.target if seen else "", bool(point and point.has_new_target)),
            _THEN: reported,
            # The bars would take a text for a zero. So the cells behind them hold numbers, or nothing.
            _NOW: self._result(indicator, now, {"bold": True, **changed}),
            _STATUS: Cell(status.sign if status else None, sign),
        }

    def _target(self, indicator: Indicator, target: Number | str, is_new: bool) -> Cell:
        look: dict[str, object] = {
            "align": "center",
            "valign": "vcenter",
            **({"bg_color": ENTRY} if is_new else {}),
        }
        if isinstance(target, str):
            return Cell(target, self.formats.text(**look, font_color=MUTED, font_size=9))
        digits = count_format(indicator.better, _unit(indicator, target))
        return Cell(target, self.formats(**look, num_format=digits))

    def _result(self, indicator: Indicator, seen: SeenFigure | None, look: Mapping[str, object]) -> Cell:
        centred = {"align": "center", "valign": "vcenter", **look}
        if seen is None or seen.done is None:
            return Cell(None, self.formats(**centred))
        unit = _unit(indicator, seen.done)
        digits = partial_format(unit) if seen.is_partial else number_format(unit)
        return Cell(seen.done, self.formats(**centred, num_format=digits))


def _unit(indicator: Indicator, number: Number) -> UnitOfMeasure:
    """Return the unit of measure of a row. A number of an earlier quarter may have more decimals."""
    unit = indicator.unit_of_measure
    return replace(unit, decimals=max(unit.decimals, decimals_of(number)))


def _below(is_last: bool) -> dict[str, object]:
    """Return the line under the last row of an entry."""
    return {"bottom": 1, "bottom_color": LINE} if is_last else {}
