"""The sheet of data: one table with a row for each unit and indicator, ready for pivot tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.page_fit import keep_off_paper
from xlplan.documents.report.cells import clip_to_cell
from xlplan.documents.report.context import DataTotals, ReportContext
from xlplan.documents.report.links import sheet_name
from xlplan.documents.report.phrases import former_name
from xlplan.documents.report.sheet import ReportColumn, ReportSheet, footer, heading_height, set_widths
from xlplan.documents.report.streaming_sheet import (
    ROW_END,
    RowPart,
    StreamedCell,
    StreamingSheet,
    row_start,
)
from xlplan.documents.report.units_of_measure import (
    across_text,
    names_units,
    number_width,
    sum_criteria,
    sum_group,
)
from xlplan.documents.style import count_format, number_format, set_page
from xlplan.domain.decisions import Note
from xlplan.domain.entries import EntryKind
from xlplan.domain.figures import IndicatorFigure, UnitFigure
from xlplan.domain.plan import Better, Counting, Indicator
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure, indicator_title
from xlplan.text.translation import N_, _

# None and "" leave a cell out.
Value = str | Number | None


class IndicatorRows(Struct, frozen=True):
    """The rows of one indicator.

    Attributes:
        figure: The figure of the indicator.
        quarter: The quarter as the sheet writes it.
        status_words: The word for each status in the language in use.
        joint: The indicator has one common target. It has a row of its own, and no unit repeats it.
        line: The line of descent of the indicator.
        note: The coordinator's reason for a shortfall of the joint target. None where there is none.
    """

    figure: IndicatorFigure
    quarter: str
    status_words: Mapping[Status, str]
    joint: bool
    line: str
    note: Note | None


class IndicatorColumn(ReportColumn, frozen=True):
    """A column with the same value in all rows of an indicator."""

    value: Callable[[IndicatorRows], Value]


class UnitColumn(ReportColumn, frozen=True):
    """A column with a value for each row.

    Attributes:
        unit: Returns the value in the row of a unit.
        joint: Returns the value in the row of a joint target.
    """

    unit: Callable[[IndicatorRows, UnitFigure], Value]
    joint: Callable[[IndicatorRows], Value] = lambda _rows: None


def _done(rows: IndicatorRows, unit: UnitFigure) -> Value:
    status = _WITHOUT_NUMBER.get(unit.entry.kind)
    return rows.status_words[status] if status else unit.entry.number


# What stands in place of a number.
_WITHOUT_NUMBER = {EntryKind.NOTHING_AROSE: Status.NOTHING_AROSE, EntryKind.NO_BASE: Status.NO_BASE}


def _indicator_title(rows: IndicatorRows) -> Value:
    return indicator_title(rows.figure.indicator.title, rows.figure.indicator.unit_of_measure)


_INDICATOR_COLUMNS = (
    IndicatorColumn("quarter", N_("Quarter"), 10, lambda rows: rows.quarter),
    IndicatorColumn("key", N_("Code"), 9, lambda rows: rows.figure.indicator.key),
    IndicatorColumn("measure", N_("Measure"), 50, lambda rows: rows.figure.measure.title),
    IndicatorColumn("indicator", N_("Indicator"), 28, _indicator_title),
)


# In the order of the sheet. The cells of the first, third and last group follow from the unit and its return,
# those of the others from the indicator, the result of the unit, and whether a return holds the row.
_NAME = (
    UnitColumn("unit", N_("Unit"), 20, lambda rows, unit: former_name(unit), lambda rows: _(Counting.JOINT.value)),
)
_RESULT = (
    UnitColumn(
        "target",
        N_("Target"),
        24,
        lambda rows, unit: None if rows.joint else unit.target.shown,
        lambda rows: rows.figure.target.shown,
    ),
    UnitColumn("done", N_("Done"), 18, _done),
    UnitColumn(
        "deviation",
        N_("Deviation"),
        13,
        lambda rows, unit: unit.deviation,
        lambda rows: rows.figure.deviation,
    ),
    UnitColumn(
        "status",
        N_("Status"),
        22,
        lambda rows, unit: None if unit.left_in else rows.status_words[unit.status],
        lambda rows: rows.status_words[rows.figure.status],
    ),
    UnitColumn(
        "reason",
        N_("Reason for the shortfall"),
        30,
        lambda rows, unit: unit.entry.reason,
        lambda rows: rows.note.reason if rows.note else None,
    ),
    UnitColumn(
        "action",
        N_("What will be done"),
        30,
        lambda rows, unit: unit.entry.action,
        lambda rows: rows.note.action if rows.note else None,
    ),
    UnitColumn(
        "target_to_date",
        N_("Target since the start of the year"),
        12,
        lambda rows, unit: None if rows.joint else unit.target_to_date,
        lambda rows: rows.figure.target_to_date,
    ),
    UnitColumn("done_to_date", N_("Done since the start of the year"), 12, lambda rows, unit: unit.done_to_date),
)
_FILE = (UnitColumn("file", N_("File"), 28, lambda rows, unit: unit.source.file if unit.source else None),)
_PLACE = (
    UnitColumn("sheet", N_("Sheet"), 10, lambda rows, unit: unit.source.sheet if unit.source else None),
    UnitColumn("cell", N_("Cell"), 11, lambda rows, unit: unit.source.cell if unit.source else None),
)
_HASH = (UnitColumn("sha256", N_("SHA-256"), 68, lambda rows, unit: unit.source.sha256 if unit.source else None),)
# Figures of several quarters belong together by the line, whatever the code of the row.
_LINE_COLUMN = IndicatorColumn("line", N_("Row"), 9, lambda rows: rows.line)


# They tell which numbers may be added up: those of one unit of measure, in rows whose rule is the sum. They stand
# at the end, and only where a row needs them, so that all else stays in its place.
_COLUMNS_OF_UNITS = (
    IndicatorColumn(
        "unit_of_measure", N_("Unit of measure"), 12, lambda rows: rows.figure.indicator.unit_of_measure.word
    ),
    IndicatorColumn("across_units", N_("Across units"), 26, lambda rows: across_text(rows.figure.indicator)),
)
_UNIT_COLUMNS = (*_NAME, *_RESULT, *_FILE, *_PLACE, *_HASH)
SHEET: ReportSheet[ReportColumn] = ReportSheet(
    N_("Data"),
    (*_INDICATOR_COLUMNS, *_UNIT_COLUMNS, _LINE_COLUMN, *_COLUMNS_OF_UNITS),
    heading_row=0,
    streams=True,
)

_POSITIONS = SHEET.positions
_TARGETS = frozenset(_POSITIONS[name] for name in ("target", "target_to_date"))
_NUMBERS = ("target", "done", "deviation", "target_to_date", "done_to_date")


def write(sheet: Any, report: ReportContext) -> None:
    """Write the table from A1 on.

    A joint target has a row of its own, so that both columns add up by code, in rows whose units add up. Cells
    without a reported value are blank. Source: design, consolidated workbook.
    """
    quarter = str(report.figures.period.quarter)
    status_words = {status: _(status.value) for status in Status}
    last_columns = (_LINE_COLUMN, *(_COLUMNS_OF_UNITS if names_units(report.figures) else ()))
    _start(sheet, report, (*_INDICATOR_COLUMNS, *_UNIT_COLUMNS, *last_columns))
    rows_below = _RowMaker(sheet, report, last_columns)
    notes = {each.figure.indicator.key: each.note for each in report.shortfalls if each.unit is None}
    row = SHEET.heading_row
    for figure in report.figures.indicators:
        line = report.figures.basis.lines_of(figure.indicator.key)[0]
        note = notes.get(figure.indicator.key)
        rows = IndicatorRows(figure, quarter, status_words, figure.has_joint_count, line, note)
        sheet.append_rows(row + 1, rows_below.of(rows))
        row += _row_count(figure)
    report.positions.data = DataTotals(max(row, 1), rows_below.sums_by_name(), names_units(report.figures))


def cells_of(name: str, last: int) -> str:
    """Return the addresses of a column down to row `last`, from 0, for formulas."""
    column = SHEET.positions[name]
    start, end = (xl_rowcol_to_cell(row, column, True, True) for row in (SHEET.heading_row + 1, last))
    return f"{sheet_name(SHEET.shown)}!{start}:{end}"


def sum_of(name: str, totals: DataTotals, unit: UnitOfMeasure) -> str:
    """Return an expression that adds up a column over the rows of one unit of measure whose units add up."""
    cells = cells_of(name, totals.last)
    if not totals.tells_units:
        return f"SUM({cells})"
    units, rules = (cells_of(each, totals.last) for each in ("unit_of_measure", "across_units"))
    return f"SUMIFS({cells},{sum_criteria(units, rules, unit)})"


def _row_count(figure: IndicatorFigure) -> int:
    return len(figure.units) + len(figure.former_units) + figure.has_joint_count


def _start(sheet: StreamingSheet, report: ReportContext, columns: Sequence[ReportColumn]) -> None:
    rows = sum(map(_row_count, report.figures.indicators))
    least = number_width(report.figures.indicators)
    widths = (max(each.width, least) if each.name in _NUMBERS else each.width for each in columns)
    set_widths(sheet, [replace(each, width=width) for each, width in zip(columns, widths, strict=True)])
    headings = [{"header": column.shown, "header_format": report.formats.filter_heading} for column in columns]
    sheet.set_row(SHEET.heading_row, heading_height(columns))
    options = {"name": SHEET.shown, "columns": headings, "style": "Table Style Light 1"}
    sheet.add_table_at_top(max(rows, 1), len(headings) - 1, options)
    sheet.freeze_panes(SHEET.heading_row + 1, 2)
    sheet.set_zoom(report.zoom)
    set_page(sheet, SHEET.heading_row, footer(report))
    keep_off_paper(sheet, len(headings))


class _UnitCells(NamedTuple):
    """The cells that follow from a unit and its return, and how many of them hold a text."""

    name: str
    file: str
    sha256: str
    texts: int


class _ResultCells(Struct):
    """The cells that follow from a result, as the file spells them.

    `texts`: how many of them hold a text. `numbers`: by column. `count`: how many rows have them.
    """

    result: str
    place: str
    texts: int
    numbers: Mapping[int, Number]
    count: int = 0


class _RowMaker:
    """Makes rows and adds up the numbers of each column, by groups of rows that may be added up."""

    def __init__(
        self, sheet: StreamingSheet, report: ReportContext, last_columns: Sequence[IndicatorColumn]
    ) -> None:
        self._sheet = sheet
        self._formats = report.formats
        self._last_columns = last_columns
        self._text = report.formats(quote_prefix=True, align="left", indent=1)
        self._by_unit_of_measure: dict[tuple[UnitOfMeasure, Better], tuple[Any, Any]] = {}
        self._sums: dict[str | None, list[Number]] = {}
        self._number = self._planned = None
        self._unit_cells: dict[tuple[str, Quarter | None, bool], _UnitCells] = {}
        self._places: dict[tuple[str, str] | None, RowPart] = {}

    def of(self, rows: IndicatorRows) -> Iterator[tuple[str, int]]:
        """Yield each row of an indicator, and how many of its cells hold a text."""
        figure = rows.figure
        self._set_formats(figure.indicator)
        first = self._part(_INDICATOR_COLUMNS, [column.value(rows) for column in _INDICATOR_COLUMNS])
        last = self._part(self._last_columns, [column.value(rows) for column in self._last_columns])
        start, end, texts = f"{row_start()}{first.xml}", f"{last.xml}{ROW_END}", first.texts + last.texts
        # Units give the same answer many times over. Its cells are made once.
        known: dict[tuple[int, bool], _ResultCells] = {}
        for each in (*figure.units, *figure.former_units):
            unit, returned, result = each
            silent = returned is None
            made = known.get((id(result), silent))
            if made is None:
                made = known[id(result), silent] = self._cells_of_result(rows, each)
            made.count += 1
            key = unit.code, result.left_in, silent
            own = self._unit_cells.get(key) or self._cells_of_unit(rows, each)
            row = f"{start}{own.name}{made.result}{own.file}{made.place}{own.sha256}{end}"
            yield row, texts + own.texts + made.texts
        if rows.joint:
            values = [column.joint(rows) for column in _UNIT_COLUMNS]
            joint = self._part(_UNIT_COLUMNS, values)
            self._add_up(figure.indicator, _numbers(_UNIT_COLUMNS, values), 1)
            yield f"{start}{joint.xml}{end}", texts + joint.texts
        for made in known.values():
            self._add_up(figure.indicator, made.numbers, made.count)

    def _cells_of_result(self, rows: IndicatorRows, unit: UnitFigure) -> _ResultCells:
        values = [column.unit(rows, unit) for column in _RESULT]
        result = self._part(_RESULT, values)
        key = (unit.entry.sheet, unit.entry.cell) if unit.returned else None
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = self._part(_PLACE, [column.unit(rows, unit) for column in _PLACE])
        return _ResultCells(result.xml, place.xml, result.texts + place.texts, _numbers(_RESULT, values))

    def _cells_of_unit(self, rows: IndicatorRows, unit: UnitFigure) -> _UnitCells:
        parts = [
            self._part(columns, [column.unit(rows, unit) for column in columns])
            for columns in (_NAME, _FILE, _HASH)
        ]
        name, file, sha256 = (part.xml for part in parts)
        cells = _UnitCells(name, file, sha256, sum(part.texts for part in parts))
        self._unit_cells[unit.unit.code, unit.left_in, unit.returned is None] = cells
        return cells

    def sums_by_name(self) -> Mapping[str, Mapping[str, Number]]:
        """Return the sums of the columns by name, for each group of rows that may be added up."""
        return {
            group: {name: sums[position] for name, position in SHEET.positions.items()}
            for group, sums in self._sums.items()
            if group is not None
        }

    def _set_formats(self, indicator: Indicator) -> None:
        key = unit, better = indicator.unit_of_measure, indicator.better
        if key not in self._by_unit_of_measure:
            formats = (number_format(unit), count_format(better, unit))
            number, planned = (self._formats(num_format=each, align="center") for each in formats)
            self._by_unit_of_measure[key] = number, planned
        self._number, self._planned = self._by_unit_of_measure[key]

    def _part(self, columns: Sequence[ReportColumn], values: Sequence[Value]) -> RowPart:
        """Return the cells of neighbouring columns with these values."""
        cells: list[StreamedCell] = []
        for column, value in enumerate(values, _POSITIONS[columns[0].name]):
            if type(value) is int or type(value) is Decimal:
                cells.append((column, value, self._planned if column in _TARGETS else self._number))
            elif value:
                cells.append((column, clip_to_cell(str(value)), self._text))
        return self._sheet.part(cells)

    def _add_up(self, indicator: Indicator, numbers: Mapping[int, Number], count: int) -> None:
        sums = self._sums.setdefault(sum_group(indicator), [0] * len(SHEET.columns))
        for column, number in numbers.items():
            sums[column] += number * count


def _numbers(columns: Sequence[ReportColumn], values: Sequence[Value]) -> Mapping[int, Number]:
    """Return the numbers among values, by the position of the column."""
    return {
        column: value
        for column, value in enumerate(values, _POSITIONS[columns[0].name])
        if type(value) is int or type(value) is Decimal
    }
