"""The tables of the summary: the worst shortfalls, the directions, the quarters of the year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

from msgspec import Struct

from xlplan.documents.report import plan_fact
from xlplan.documents.report.cells import LINE_BELOW, row_height
from xlplan.documents.report.charts import Bars, group_chart_height, quarter_chart_height
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import LinkWriter, to_cell
from xlplan.documents.report.phrases import (
    has_no_base,
)
from xlplan.documents.style import INK, LINK, MUTED, STATUS_INK
from xlplan.domain.status import Status
from xlplan.text.translation import _, ngettext

WIDTHS = (8, 46, 13, 13, 15, 27, 37, 37)
_NAME_COLUMN = 1
# The page has room for this many. One line leads to the others.
_MOST_GROUPS = 6
HEADING_HEIGHT, COLUMN_HEADINGS_HEIGHT, ROW_HEIGHT = 24.0, 30.0, 16.0
_LONGEST_NAME = 60


class Block(Struct, frozen=True):
    """A table that was written.

    Attributes:
        next_row: The row after it.
        height: Its height in points.
        bars: The content of its chart; None without a chart.
    """

    next_row: int
    height: float
    bars: Bars | None


def write_heading(sheet: Any, report: ReportContext, row: int, text: str) -> None:
    """Write the heading of a section."""
    sheet.set_row(row, HEADING_HEIGHT)
    sheet.write_string(row, 0, text, report.formats(bold=True, font_size=12, font_color=INK, valign="vcenter"))


def write_column_headings(sheet: Any, report: ReportContext, row: int, headings: Sequence[str]) -> None:
    """Write the headings of a table's columns."""
    sheet.set_row(row, COLUMN_HEADINGS_HEIGHT)
    for column, text in enumerate(headings):
        sheet.write_string(row, column, text, report.formats.heading)


class _CountColumn(Struct, frozen=True):
    """A column of counts: its heading and the statuses that it counts."""

    heading: str
    statuses: tuple[Status, ...]


def _count_columns(report: ReportContext) -> tuple[_CountColumn, ...]:
    nothing = (
        Status.NOTHING_AROSE,
        Status.NOT_JUDGED,
        *((Status.NO_BASE,) if has_no_base(report.figures) else ()),
    )
    status_without_return = report.figures.period.status_without_return
    return (
        _CountColumn(Status.SHORT.shown, (Status.SHORT,)),
        _CountColumn(status_without_return.shown, (status_without_return,)),
        _CountColumn(_("✓ met or exceeded"), (Status.MET, Status.OVER)),
        _CountColumn(_("· nothing to judge"), nothing),
    )


def write_groups(sheet: Any, report: ReportContext, row: int) -> Block:
    """Write a row for each direction, or each task in a plan without directions: its indicators by status."""
    counts: dict[str, Counter[Status]] = {}
    for figure in report.figures.indicators:
        counts.setdefault(figure.group, Counter())[figure.status] += 1
    names = [name for name in counts if name]
    if not names:
        return Block(row, 0, None)
    worst_first = sorted(names, key=lambda name: -counts[name][Status.SHORT])
    shown = names if len(names) <= _MOST_GROUPS else worst_first[: _MOST_GROUPS - 1]
    title, heading = _("Tasks: their indicators by status"), _("Task")
    if any(figure.measure.direction for figure in report.figures.indicators):
        title, heading = _("Directions: their indicators by status"), _("Direction")
    columns = _count_columns(report)
    write_heading(sheet, report, row, title)
    write_column_headings(sheet, report, row + 1, ["", heading, *(column.heading for column in columns)])
    first, height = row + 2, HEADING_HEIGHT + COLUMN_HEADINGS_HEIGHT
    for group_row, name in enumerate(shown, first):
        height += _write_group(sheet, report, group_row, name, counts[name], columns)
    next_row = first + len(shown)
    if len(shown) < len(names):
        text = ngettext("… and {number} more", "… and {number} more", len(names) - len(shown))
        height += write_more(sheet, report, next_row, text, to_cell(plan_fact.SHEET.shown, "A1"))
        next_row += 1
    alt_text = _("Stacked bars: the indicators of each direction by status; the same numbers stand beside it.")
    longest = max(sum(counts[name].values()) for name in shown)
    bars = _count_bars(first, len(shown), columns, alt_text, group_chart_height(len(shown)), longest)
    return Block(next_row, height, bars)


def _write_group(
    sheet: Any,
    report: ReportContext,
    row: int,
    name: str,
    counts: Mapping[Status, int],
    columns: Sequence[_CountColumn],
) -> float:
    """Write the row of a direction or task and return its height in points."""
    text, index = shorten(name, _LONGEST_NAME, placeholder=" …"), report.positions.rows
    height = row_height([(text, WIDTHS[_NAME_COLUMN] - 1)], ROW_HEIGHT)
    sheet.set_row(row, height)
    _write_name(sheet, row, report, text)
    parts = [(first, last) for group, first, last in index.groups if group == name]
    for position, column in enumerate(columns, _NAME_COLUMN + 1):
        count = sum(counts.get(status, 0) for status in column.statuses)
        expressions = (index.count_of(status, *part) for status in column.statuses for part in parts)
        _write_count(sheet, row, position, report, column, count, f"={'+'.join(expressions)}")
    return height


def write_quarters(sheet: Any, report: ReportContext, row: int) -> Block:
    """Write a row for each quarter of the year so far; nothing if there is only one.

    The counts of earlier quarters are numbers, not formulas.
    """
    quarters = report.figures.status_counts
    if len(quarters) < 2:
        return Block(row, 0, None)
    columns = _count_columns(report)
    write_heading(sheet, report, row, _("How the year goes: the indicators of each quarter by status"))
    write_column_headings(sheet, report, row + 1, ["", _("Quarter"), *(column.heading for column in columns)])
    first = row + 2
    for quarter_row, (quarter, counts) in enumerate(quarters, first):
        sheet.set_row(quarter_row, ROW_HEIGHT)
        _write_name(sheet, quarter_row, report, quarter.title)
        for position, column in enumerate(columns, _NAME_COLUMN + 1):
            # A return that was expected in an earlier quarter counts as not returned now.
            was_expected = Status.EXPECTED in column.statuses
            statuses = {*column.statuses, Status.NOT_RETURNED} if was_expected else set(column.statuses)
            count = sum(counts.get(status, 0) for status in statuses)
            formula = ""
            if quarter == report.figures.period.quarter:
                formula = "=" + "+".join(report.positions.rows.count_of(status) for status in column.statuses)
            _write_count(sheet, quarter_row, position, report, column, count, formula)
    alt_text = _("Stacked bars: the indicators of each quarter by status; the same numbers stand beside it.")
    height = HEADING_HEIGHT + COLUMN_HEADINGS_HEIGHT + ROW_HEIGHT * len(quarters)
    chart_height, longest = quarter_chart_height(len(quarters)), len(report.figures.indicators)
    bars = _count_bars(first, len(quarters), columns, alt_text, chart_height, longest)
    return Block(first + len(quarters), height, bars)


def write_more(sheet: Any, report: ReportContext, row: int, text: str, target: str) -> float:
    """Write a line that leads to the whole list and return its height in points."""
    cell_format = report.formats(font_color=LINK, underline=1, valign="vcenter", font_size=9)
    LinkWriter(sheet).write(row, 0, text, target, cell_format, cell_format)
    sheet.set_row(row, ROW_HEIGHT)
    return ROW_HEIGHT


def _count_bars(
    first: int, rows: int, columns: Sequence[_CountColumn], alt_text: str, height: int, longest: int
) -> Bars:
    statuses = [column.statuses[0] for column in columns]
    return Bars(first, first + rows - 1, _NAME_COLUMN, alt_text, height, statuses, longest)


def _write_name(sheet: Any, row: int, report: ReportContext, name: str) -> None:
    sheet.write_blank(row, 0, None, report.formats(**LINE_BELOW))
    sheet.write_string(row, _NAME_COLUMN, name, report.formats.text(**LINE_BELOW))


def _write_count(
    sheet: Any, row: int, position: int, report: ReportContext, column: _CountColumn, count: int, formula: str
) -> None:
    ink = STATUS_INK[column.statuses[0]] if count else MUTED
    cell_format = report.formats(**LINE_BELOW, align="center", bold=bool(count), font_color=ink)
    if formula:
        sheet.write_formula(row, position, formula, cell_format, count)
    else:
        sheet.write_number(row, position, count, cell_format)
