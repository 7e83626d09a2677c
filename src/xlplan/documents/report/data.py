"""The sheet of data: one table with a row for each unit and indicator, ready for pivot tables."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.page_fit import keep_off_paper
from xlplan.documents.report.cells import clip_to_cell
from xlplan.documents.report.context import DataTotals, ReportContext
from xlplan.documents.report.links import sheet_name
from xlplan.documents.report.phrases import former_name
from xlplan.documents.report.sheet import ReportColumn, ReportSheet, footer, heading_height, set_widths
from xlplan.documents.report.streaming_sheet import RowPart, StreamedCell, StreamingSheet
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
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure, indicator_title
from xlplan.text.translation import N_, _

# None and "" leave a cell out.
Value = str | Number | None


@dataclass(frozen=True)
class IndicatorRows:
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


@dataclass(frozen=True)
class IndicatorColumn(ReportColumn):
    """A column with the same value in all rows of an indicator."""

    value: Callable[[IndicatorRows], Value]


@dataclass(frozen=True)
class UnitColumn(ReportColumn):
    """A column with a value for each row.

    Attributes:
        unit: Returns the value in the row of a unit.
        joint: Returns the value in the row of a joint target.
    """

    unit: Callable[[IndicatorRows, UnitFigure], Value]
    joint: Callable[[IndicatorRows], Value] = lambda _rows: None


@dataclass(frozen=True)
class ColumnGroup:
    """Neighbouring columns whose cells in the row of a unit follow from the same. Equal ones are made once.

    Attributes:
        columns: The columns.
        follows: Returns what the cells of a unit follow from.
        of_indicator: They follow from the indicator as well.
    """

    columns: tuple[UnitColumn, ...]
    follows: Callable[[UnitFigure], Hashable]
    of_indicator: bool = False


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


def _file_of(unit: UnitFigure) -> Hashable:
    return unit.returned.sha256 if unit.returned else None


_UNIT_GROUPS = (
    ColumnGroup(
        (
            UnitColumn(
                "unit", N_("Unit"), 20, lambda rows, unit: former_name(unit), lambda rows: _(Counting.JOINT.value)
            ),
        ),
        lambda unit: (unit.unit.code, unit.left_in),
    ),
    ColumnGroup(
        (
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
            UnitColumn(
                "done_to_date", N_("Done since the start of the year"), 12, lambda rows, unit: unit.done_to_date
            ),
        ),
        lambda unit: unit.content,
        of_indicator=True,
    ),
    ColumnGroup(
        (UnitColumn("file", N_("File"), 28, lambda rows, unit: unit.source.file if unit.source else None),),
        _file_of,
    ),
    ColumnGroup(
        (
            UnitColumn("sheet", N_("Sheet"), 10, lambda rows, unit: unit.source.sheet if unit.source else None),
            UnitColumn("cell", N_("Cell"), 11, lambda rows, unit: unit.source.cell if unit.source else None),
        ),
        lambda unit: (unit.entry.sheet, unit.entry.cell) if unit.returned else None,
    ),
    ColumnGroup(
        (UnitColumn("sha256", N_("SHA-256"), 68, lambda rows, unit: unit.source.sha256 if unit.source else None),),
        _file_of,
    ),
)
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
_UNIT_COLUMNS = tuple(column for group in _UNIT_GROUPS for column in group.columns)
_FIRST_OF_UNIT = len(_INDICATOR_COLUMNS)
SHEET: ReportSheet[ReportColumn] = ReportSheet(
    N_("Data"),
    (*_INDICATOR_COLUMNS, *_UNIT_COLUMNS, _LINE_COLUMN, *_COLUMNS_OF_UNITS),
    heading_row=0,
    streams=True,
)

_TARGETS = frozenset(SHEET.positions[name] for name in ("target", "target_to_date"))
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
        for parts in rows_below.of(rows):
            row += 1
            sheet.append_row(row, parts)
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


def _start(sheet: StreamingSheet, report: ReportContext, columns: Sequence[ReportColumn]) -> None:
    rows = sum(
        len(figure.units) + len(figure.former_units) + figure.has_joint_count
        for figure in report.figures.indicators
    )
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


@dataclass(slots=True)
class _Made:
    """The cells of a group, the numbers in them by column, and how many rows have them."""

    part: RowPart
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
        self._by_unit: dict[tuple[UnitOfMeasure, Better], tuple[Any, Any]] = {}
        self._sums: dict[str | None, list[Number]] = {}
        self._number = self._planned = None
        # For each group its cells by what they follow from, and its first column.
        self._groups: list[tuple[ColumnGroup, dict[Hashable, _Made], int]] = []
        first = _FIRST_OF_UNIT
        for group in _UNIT_GROUPS:
            self._groups.append((group, {}, first))
            first += len(group.columns)

    def of(self, rows: IndicatorRows) -> Iterator[Sequence[RowPart]]:
        """Yield the parts of each row of an indicator."""
        figure = rows.figure
        self._set_formats(figure.indicator)
        first, last = (
            self._make(position, [column.value(rows) for column in columns]).part
            for position, columns in (
                (0, _INDICATOR_COLUMNS),
                (_FIRST_OF_UNIT + len(_UNIT_COLUMNS), self._last_columns),
            )
        )
        looked_up = [(group, group.follows, known, position) for group, known, position in self._groups]
        for unit in (*figure.units, *figure.former_units):
            parts = [first]
            for group, follows, known, position in looked_up:
                content = follows(unit)
                made = known.get(content)
                if made is None:
                    made = self._make(position, [column.unit(rows, unit) for column in group.columns])
                    known[content] = made
                made.count += 1
                parts.append(made.part)
            parts.append(last)
            yield parts
        if rows.joint:
            joint = [
                self._make(position, [column.joint(rows) for column in group.columns], count=1)
                for group, _known, position in self._groups
            ]
            self._add_up(figure.indicator, joint)
            yield [first, *(made.part for made in joint), last]
        for group, known, _position in self._groups:
            if group.of_indicator:
                self._add_up(figure.indicator, known.values())
                known.clear()

    def sums_by_name(self) -> Mapping[str, Mapping[str, Number]]:
        """Return the sums of the columns by name, for each group of rows that may be added up."""
        return {
            group: {name: sums[position] for name, position in SHEET.positions.items()}
            for group, sums in self._sums.items()
            if group is not None
        }

    def _set_formats(self, indicator: Indicator) -> None:
        key = unit, better = indicator.unit_of_measure, indicator.better
        if key not in self._by_unit:
            formats = (number_format(unit), count_format(better, unit))
            number, planned = (self._formats(num_format=each, align="center") for each in formats)
            self._by_unit[key] = number, planned
        self._number, self._planned = self._by_unit[key]

    def _make(self, first: int, values: Sequence[Value], count: int = 0) -> _Made:
        """Return the cells of these values, beginning with column `first`."""
        cells: list[StreamedCell] = []
        numbers: dict[int, Number] = {}
        for column, value in enumerate(values, first):
            if type(value) is int or type(value) is Decimal:
                numbers[column] = value
                cells.append((column, value, self._planned if column in _TARGETS else self._number))
            elif value:
                cells.append((column, clip_to_cell(str(value)), self._text))
        return _Made(self._sheet.part(cells), numbers, count)

    def _add_up(self, indicator: Indicator, made: Iterable[_Made]) -> None:
        sums = self._sums.setdefault(sum_group(indicator), [0] * len(SHEET.columns))
        for each in made:
            for column, number in each.numbers.items():
                sums[column] += number * each.count
