"""The returns of the year so far: a line for the summary, and a table by unit and quarter."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import asdict
from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.report.cells import LINE_BELOW, clip_to_cell, row_height, usable_width
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.sheet import ReportColumn
from xlplan.documents.style import INK, MUTED
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.quarter import Quarter
from xlplan.domain.return_counts import ReturnCounts, UnitReturn, UnitReturns
from xlplan.domain.submission import ReturnState
from xlplan.text.translation import N_, _

# The columns of the table, in the order of the sheet that it stands on, whose widths they have.
COLUMNS = (
    ReportColumn("unit", N_("Unit"), 28),
    ReportColumn("owed", N_("Owed"), 20),
    ReportColumn("accepted", N_("Accepted"), 17),
    ReportColumn("in_time", N_("In time"), 20),
    ReportColumn("completeness", N_("Complete"), 10),
    ReportColumn("quarters", N_("By quarter"), 40),
    ReportColumn("timeliness", N_("Timely"), 14),
)
_UNIT, _OWED, _ACCEPTED, _IN_TIME, _COMPLETE, _QUARTERS, _TIMELY = range(len(COLUMNS))


def has_year_returns(figures: QuarterFigures) -> bool:
    """Tell if returns of more than one quarter of the year are owed. Otherwise the quarter itself says all."""
    return len(_owed_quarters(figures)) > 1


def _owed_quarters(figures: QuarterFigures) -> Mapping[Quarter, ReturnCounts]:
    """Return the counts by quarter. A quarter in which nothing was owed has no share, and is left out."""
    return {quarter: counts for quarter, counts in figures.year_returns.by_quarter.items() if counts.owed}


def year_returns_text(figures: QuarterFigures) -> str:
    """Return the counts of each quarter of the year so far and of all of them in one line; "" for one quarter."""
    if not has_year_returns(figures):
        return ""
    quarters = [
        _("{numeral} — {accepted} of {owed}, in time {in_time}").format(numeral=quarter.numeral, **asdict(counts))
        for quarter, counts in _owed_quarters(figures).items()
    ]
    counts = figures.year_returns.counts
    total = _("together {accepted} of {owed} ({complete:.0%}), in time {in_time} ({timely:.0%})").format(
        **asdict(counts), complete=counts.completeness, timely=counts.timeliness
    )
    return _("Returns accepted since the start of the year: {quarters}").format(
        quarters=" · ".join((*quarters, total))
    )


def write_year_returns(sheet: Any, report: ReportContext, row: int) -> int:
    """Write a row for each unit, each quarter and all, with a heading in row `row`; return the last row."""
    figures, returns = report.figures, report.figures.year_returns
    sheet.set_row(row, 24)
    heading = report.formats(bold=True, font_size=12, font_color=INK, valign="vcenter")
    sheet.write_string(row, 0, _("Returns since the start of the year"), heading)
    sheet.set_row(row + 1, 24)
    for position, column in enumerate(COLUMNS):
        sheet.write_string(row + 1, position, column.shown, report.formats.heading)
    first = row + 2
    for unit_row, each in enumerate(returns.units, first):
        _write_counts(sheet, report, unit_row, each.unit.name, each.counts, _quarters_text(figures, each))
    last = first + len(returns.units) - 1
    row = last + 1
    for quarter, counts in _owed_quarters(figures).items():
        title = _("All units, {quarter}").format(quarter=quarter.title)
        _write_counts(sheet, report, row, title, counts, is_total=True)
        row += 1
    _write_counts(sheet, report, row, _("All units, the year so far"), returns.counts, is_total=True)
    _write_sums(sheet, report, row, first, last, returns.counts)
    return row


def _write_counts(
    sheet: Any,
    report: ReportContext,
    row: int,
    name: str,
    counts: ReturnCounts,
    quarters: str = "",
    is_total: bool = False,
) -> None:
    """Write one row: its numbers, and the shares as formulas over them."""
    look: dict[str, object] = {**LINE_BELOW, "bold": is_total}
    texts = [(name, usable_width(COLUMNS[_UNIT].width, 10, 0)), (quarters, COLUMNS[_QUARTERS].width)]
    sheet.set_row(row, row_height(texts, 16))
    sheet.write_string(row, _UNIT, clip_to_cell(name), report.formats.text(**look))
    number = report.formats(**look, align="center")
    for column, count in zip((_OWED, _ACCEPTED, _IN_TIME), _numbers(counts), strict=True):
        sheet.write_number(row, column, count, number)
    share = report.formats(**look, align="center", num_format="0%")
    owed = xl_rowcol_to_cell(row, _OWED)
    for column, part, value in (
        (_COMPLETE, _ACCEPTED, counts.completeness),
        (_TIMELY, _IN_TIME, counts.timeliness),
    ):
        sheet.write_formula(row, column, f"={xl_rowcol_to_cell(row, part)}/{owed}", share, value or 0)
    sheet.write_string(row, _QUARTERS, quarters, report.formats.text(**LINE_BELOW, font_color=MUTED))


def _write_sums(sheet: Any, report: ReportContext, row: int, first: int, last: int, counts: ReturnCounts) -> None:
    """Write the sums of the units over the numbers of the last row."""
    cell_format = report.formats(**LINE_BELOW, bold=True, align="center")
    for column, count in zip((_OWED, _ACCEPTED, _IN_TIME), _numbers(counts), strict=True):
        cells = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)}"
        sheet.write_formula(row, column, f"=SUM({cells})", cell_format, count)


def _numbers(counts: ReturnCounts) -> Sequence[int]:
    return counts.owed, counts.accepted, counts.in_time


def _quarters_text(figures: QuarterFigures, returns: UnitReturns) -> str:
    return " · ".join(
        f"{quarter.numeral} {_state_text(figures, quarter, each)}" for quarter, each in returns.by_quarter.items()
    )


def _state_text(figures: QuarterFigures, quarter: Quarter, each: UnitReturn) -> str:
    """Return when the return of a unit came, or why none counts."""
    if each.state is ReturnState.NONE and quarter == figures.period.quarter:
        return _(figures.period.status_without_return.value)
    if each.state is ReturnState.ACCEPTED and each.timeliness:
        return _(each.timeliness.value)
    return _(each.state.value)
