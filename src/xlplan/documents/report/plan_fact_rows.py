"""The rows of plan and fact: levels of the plan, indicators, and units under them."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.report.cells import Cell, clip_to_cell, row_height, usable_width, write_cell
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import FileLinks
from xlplan.documents.report.pages import PageFiller
from xlplan.documents.report.plan_fact_formats import RowFormats, row_formats
from xlplan.documents.report.plan_fact_layout import levels_above
from xlplan.documents.report.plan_fact_shares import ShareFormulas
from xlplan.documents.report.plan_fact_units import SMALL_FONT, UnitCell, UnitRow, UnitRowWriter
from xlplan.documents.report.row_index import RowIndex
from xlplan.documents.report.sheet import ReportColumn
from xlplan.documents.report.streaming_sheet import StreamingSheet
from xlplan.documents.report.units_of_measure import across_expression
from xlplan.documents.style import (
    BAND,
    BAND_LIGHT,
    INK,
    MUTED,
    count_lines,
)
from xlplan.domain.figures import IndicatorFigure, Shortfall
from xlplan.domain.plan import Better, Measure
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure

# Units with these statuses need no attention and are folded.
_SATISFIED = (Status.MET, Status.OVER, Status.NOTHING_AROSE, Status.NOT_JUDGED, Status.NO_BASE)
# The height and the style of the row of each level of the plan.
_LEVEL_STYLES: Mapping[str, tuple[float, Mapping[str, object]]] = {
    "direction": (20, {"bold": True, "font_size": 11, "font_color": INK, "bg_color": BAND}),
    "task": (17, {"font_color": INK, "bg_color": BAND_LIGHT}),
    "subtask": (16, {"italic": True, "font_color": MUTED, "bg_color": BAND_LIGHT, "indent": 1}),
}


class Form(Enum):
    """The three forms of the sheet."""

    QUARTER = "a quarter alone"
    TO_DATE = "a quarter after others of a year that plans do not cover to its end"
    IN_YEAR = "a quarter of a plan for the year"
    WHOLE_YEAR = "the last quarter of a plan for the year: its year to date is the annual report"


class IndicatorRow(Struct, frozen=True):
    """The row of an indicator, which makes its cells.

    Attributes:
        figure: The figure that the row shows.
        row: The position of the row, from 0.
        columns: The position of each column, from 0, by name.
        formats: The formats of the row.
        formats_by_status: The formats of indicators' rows with each status.
        shortfall: The shortfall of the whole centre. None where there is none, or where units fell short.
        shares: The formulas of a computed indicator; None for any other.
    """

    figure: IndicatorFigure
    row: int
    columns: Mapping[str, int]
    formats: RowFormats
    formats_by_status: Mapping[Status, RowFormats]
    shortfall: Shortfall | None
    shares: ShareFormulas | None = None

    @property
    def blank(self) -> Cell:
        """A blank cell."""
        return Cell(None, self.formats.plain)

    def text(self, text: str, cell_format: Any, font_size: float = 10) -> Cell:
        """Return a cell with a text; a blank one for ""."""
        return Cell(text, cell_format, font_size) if text else self.blank

    def value(self, value: Number | str | None, cell_format: Any = None) -> Cell:
        """Return a cell with a number or with words in its place; a blank one for None."""
        if value is None or isinstance(value, str):
            return self.text(value or "", self.formats.words)
        return Cell(value, cell_format or self.formats.number)

    def planned(self, value: Number | str | None) -> Cell:
        """Return a cell with a target of the indicator, which shows that it is a ceiling if it is one."""
        return self.value(value, self.formats.ceiling if self.figure.indicator.better is Better.LESS else None)

    def formula(self, formula: str, value: Number | float | str | None, cell_format: Any) -> Cell:
        """Return a cell with a formula and its cached value; a plain cell for ""."""
        return Cell(value, cell_format, formula=formula)

    def of_units(self, name: str, value: Number | None, cell_format: Any, with_former: bool = False) -> Cell:
        """Return a cell that makes the centre's number of a column of the units, by the indicator's rule.

        It shows nothing if no unit has a number. `with_former`: the units that have left the row count too.
        """
        if not self.figure.units and not (with_former and self.figure.former_units):
            return self.blank
        below = self.cells_below(name, with_former)
        expression = across_expression(self.figure.indicator, below)
        return self.formula(f'=IF(COUNT({below})=0,"",{expression})', value, cell_format)

    def address(self, name: str) -> str:
        """Return the address of a cell of this row."""
        return str(xl_rowcol_to_cell(self.row, self.columns[name]))

    def cells_below(self, name: str, with_former: bool = False) -> str:
        """Return the addresses of a column's cells in the rows of the units, those that left at the end."""
        column = self.columns[name]
        first, last = self.row + 1, self.row + len(self.figure.units)
        last += len(self.figure.former_units) if with_former else 0
        return f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)}"


class PlanFactColumn(ReportColumn, frozen=True):
    """A column of plan and fact.

    Attributes:
        indicator: Returns the cell in the row of an indicator.
        unit: Returns the cell in the row of a unit. Without it, units have no cell in this column.
        margin: The characters of the width that a text leaves free. None: the text does not set the row's height.
        forms: The forms of the sheet that have the column.
        heading_of_year: The heading in the form of the whole year, if it is another one.
    """

    indicator: Callable[[IndicatorRow], Cell] = lambda row: row.blank
    unit: Callable[[UnitRow], UnitCell] | None = None
    margin: float | None = None
    forms: tuple[Form, ...] = tuple(Form)
    heading_of_year: str = ""

    def in_form(self, form: Form) -> "PlanFactColumn":
        """Return the column as this form has it."""
        of_year = form is Form.WHOLE_YEAR and self.heading_of_year
        return replace(self, heading=self.heading_of_year) if of_year else self


class RowWriter:
    """Writes figures one under the other. `index`: the positions of all of them. `pages`: it hears of each row."""

    def __init__(
        self,
        sheet: StreamingSheet,
        report: ReportContext,
        columns: Sequence[PlanFactColumn],
        index: RowIndex,
        pages: PageFiller,
    ) -> None:
        self.index = index
        self._pages = pages
        self._sheet = sheet
        self._formats = report.formats
        self._columns = columns
        self._positions = index.columns
        self._row_formats: dict[tuple[bool, UnitOfMeasure], Mapping[Status, RowFormats]] = {}
        explanation = columns[self._positions["explanation"]]
        self._units = UnitRowWriter(
            sheet,
            FileLinks(sheet, self._positions["measure"], report.link),
            self._positions["measure"],
            [(position, column.unit) for position, column in enumerate(columns) if column.unit],
            usable_width(explanation.width, SMALL_FONT, explanation.margin or 0),
        )
        self._shortfalls = {each.figure.indicator.key: each for each in report.shortfalls if each.unit is None}
        self._figures = {each.indicator.key: each for each in report.figures.indicators}
        self._last_measure: Measure | None = None
        self._year = self._positions["target_to_date"] if "status_to_date" in self._positions else None
        repeated = columns[: self._positions["indicator"] + 1]
        self._level_width = sum(column.width for column in repeated)

    def write(self, figure: IndicatorFigure) -> None:
        """Write an indicator and its units.

        Its direction, task and subtask come first if they differ from those of the last indicator.
        """
        row = self.index.indicators[figure.indicator.key]
        heights = self._write_levels(figure.measure, row)
        fold = figure.status in _SATISFIED and all(unit.result.status in _SATISFIED for unit in figure.units)
        shares = self._shares_of(figure)
        first = row - len(heights)
        heights.append(self._write_indicator(figure, row, shares))
        formats = self._formats_of(figure.indicator.unit_of_measure, of_indicator=False)
        of_units = self._units.write(figure, row + 1, fold, formats, shares)
        self._pages.add(first, [*heights, *(() if fold else of_units)])

    def _shares_of(self, figure: IndicatorFigure) -> ShareFormulas | None:
        ratio = figure.indicator.ratio
        if ratio is None:
            return None
        return ShareFormulas(figure, self._figures[ratio.part], self._figures[ratio.whole], self.index)

    def _formats_of(self, unit: UnitOfMeasure, of_indicator: bool) -> Mapping[Status, RowFormats]:
        key = of_indicator, unit
        if key not in self._row_formats:
            self._row_formats[key] = {
                status: row_formats(self._formats, of_indicator, status, unit) for status in Status
            }
        return self._row_formats[key]

    def _write_levels(self, measure: Measure, row: int) -> list[float]:
        """Write the levels that begin with a measure, right above its row; return the heights of their rows."""
        heights: list[float] = []
        levels = levels_above(self._last_measure, measure)
        self._last_measure = measure
        for level_row, (level, text) in enumerate(levels, row - len(levels)):
            heights.append(self._write_level(level_row, level, text))
        return heights

    def _write_level(self, row: int, level: str, text: str) -> float:
        """Write a level and return the height of its row. On a year's pages it is whole in what they repeat."""
        height, style = _LEVEL_STYLES[level]
        size = style.get("font_size", 10)
        room = usable_width(self._level_width, size if isinstance(size, int) else 10, 1)
        cell_format = self._formats(quote_prefix=True, valign="vcenter", **style)
        first_blank = 1
        if self._year is not None and count_lines(text, room) > 1:
            height = row_height([(text, room)], height)
            cell_format = self._formats(quote_prefix=True, valign="vcenter", text_wrap=True, **style)
            first_blank = self._positions["indicator"] + 1
            self._sheet.merge_range(row, 0, row, first_blank - 1, "", cell_format)
        self._sheet.set_row(row, height)
        self._sheet.write_string(row, 0, clip_to_cell(text), cell_format)
        for column in range(first_blank, len(self._columns)):
            self._sheet.write_blank(row, column, None, cell_format)
        return height

    def _rows_by_column(self, own: IndicatorRow) -> Sequence[IndicatorRow]:
        """Return the row of an indicator as each column tints it. A year on pages of its own has its own tints."""
        if self._year is None:
            return [own] * len(self._columns)
        statuses = own.formats_by_status
        # Nothing tints a column that both pages show.
        shared = replace(own, formats=statuses[Status.MET])
        of_year = replace(own, formats=statuses[own.figure.status_to_date])
        first, last = self._positions["indicator"] + 1, self._positions["explanation"]
        rest = len(self._columns) - last
        return [shared] * first + [own] * (self._year - first) + [of_year] * (last - self._year) + [shared] * rest

    def _write_indicator(self, figure: IndicatorFigure, row: int, shares: ShareFormulas | None) -> float:
        """Write the row of an indicator and return its height."""
        formats = self._formats_of(figure.indicator.unit_of_measure, of_indicator=True)
        shortfall = self._shortfalls.get(figure.indicator.key)
        own = IndicatorRow(figure, row, self._positions, formats[figure.status], formats, shortfall, shares)
        cells = [
            column.indicator(content)
            for column, content in zip(self._columns, self._rows_by_column(own), strict=True)
        ]
        measured = [
            (cell.measured_text, usable_width(column.width, cell.font_size, column.margin))
            for column, cell in zip(self._columns, cells, strict=True)
            if column.margin is not None
        ]
        # The row gets no mark "collapsed": LibreOffice applies it to the rows above and would hide other units.
        height = row_height(measured, 20)
        self._sheet.set_row(row, height)
        for position, cell in enumerate(cells):
            write_cell(self._sheet, row, position, cell)
        return height
