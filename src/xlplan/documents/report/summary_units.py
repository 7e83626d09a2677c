"""The table of units on the summary, and the content of its chart."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.formulas import quote_text
from xlplan.documents.report import data, units
from xlplan.documents.report.cells import LINE_BELOW, clip_to_cell
from xlplan.documents.report.charts import Bars, unit_chart_height
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import to_cell
from xlplan.documents.report.summary_tables import (
    COLUMN_HEADINGS_HEIGHT,
    HEADING_HEIGHT,
    ROW_HEIGHT,
    Block,
    write_column_headings,
    write_heading,
    write_more,
)
from xlplan.documents.report.units_of_measure import equal_to
from xlplan.documents.style import MUTED, STATUS_FILL, STATUS_INK
from xlplan.domain.figure_words import return_text
from xlplan.domain.plan import Unit
from xlplan.domain.status import Status
from xlplan.text.translation import _, ngettext

_NAME_COLUMN, _MET_COLUMN, _SHARE_COLUMN, _SHORT_COLUMN, _STATE_COLUMN = 1, 2, 3, 4, 5
# A hidden column for the chart: the names of the units, and the reason if a unit has no bar.
_LABEL_COLUMN = 9
# The page has room for this many. One line leads to the others.
_MOST_UNITS = 8


def write_units(sheet: Any, report: ReportContext, row: int) -> Block:
    """Write a row for each unit that owes a return; of many units, those that met the least.

    Counts are formulas over the sheet of data.
    """
    all_units, counts = report.figures.units, _counts_by_unit(report)
    shown = all_units if len(all_units) <= _MOST_UNITS else _worst_first(report, counts)[: _MOST_UNITS - 1]
    write_heading(sheet, report, row, _("Units: how far each got with its own targets"))
    headings = [_("No."), _("Unit"), _("met or exceeded"), _("share met"), _(Status.SHORT.value), _("State")]
    write_column_headings(sheet, report, row + 1, headings)
    first, height = row + 2, HEADING_HEIGHT + COLUMN_HEADINGS_HEIGHT + ROW_HEIGHT * len(shown)
    for unit_row, unit in enumerate(shown, first):
        sheet.set_row(unit_row, ROW_HEIGHT)
        number = all_units.index(unit) + 1
        sheet.write_number(unit_row, 0, number, report.formats(**LINE_BELOW, align="center", font_color=MUTED))
        _write_unit(sheet, unit_row, report, unit, counts[unit.code])
    next_row, others = first + len(shown), len(all_units) - len(shown)
    if others:
        text = ngettext("… and {number} more unit", "… and {number} more units", others)
        height += write_more(sheet, report, next_row, text, to_cell(units.SHEET.shown, "A1"))
        next_row += 1
    sheet.set_column(_LABEL_COLUMN, _LABEL_COLUMN, None, None, {"hidden": True})
    shares = {unit.name: _share(counts[unit.code]) for unit in shown}
    if all(share is None for share in shares.values()):
        return Block(next_row, height, None)
    complete = [share == 1 for share in shares.values()]
    chart_height, last = unit_chart_height(len(shown)), first + len(shown) - 1
    bars = Bars(first, last, _LABEL_COLUMN, _alt_text(shares), chart_height, complete=complete)
    return Block(next_row, height, bars)


def _alt_text(shares: Mapping[str, float | None]) -> str:
    text = _("Bars: the share of its own targets that each unit met; a silent unit has no bar.")
    no_share = _("no share")
    shown = ", ".join(f"{name} {no_share if share is None else f'{share:.0%}'}" for name, share in shares.items())
    return f"{text} {shown}"


def _counts_by_unit(report: ReportContext) -> Mapping[str, tuple[int, int]]:
    """Return for each unit how many indicators it met or exceeded, and in how many it fell short."""
    return {
        code: (counts[Status.MET] + counts[Status.OVER], counts[Status.SHORT])
        for code, counts in report.statuses.items()
    }


def _worst_first(report: ReportContext, counts: Mapping[str, tuple[int, int]]) -> list[Unit]:
    """Return the units by their number of shortfalls.

    Of equal ones, units without a return come first, then those that met the smallest share.
    """

    def rank(unit: Unit) -> tuple[int, bool, float]:
        share = _share(counts[unit.code])
        return -counts[unit.code][1], unit.code in report.figures.returns, 2.0 if share is None else share

    return sorted(report.figures.units, key=rank)


def _share(counts: tuple[int, int]) -> float | None:
    return counts[0] / sum(counts) if sum(counts) else None


def _write_unit(sheet: Any, row: int, report: ReportContext, unit: Unit, counts: tuple[int, int]) -> None:
    formats, has_returned = report.formats, unit.code in report.figures.returns
    last_data_row = report.positions.data.last
    sheet.write_string(row, _NAME_COLUMN, clip_to_cell(unit.name), formats(**LINE_BELOW, quote_prefix=True))
    columns = {_MET_COLUMN: (Status.MET, Status.OVER), _SHORT_COLUMN: (Status.SHORT,)}
    for (column, statuses), count in zip(columns.items(), counts, strict=True):
        ink = STATUS_INK[statuses[0]] if count else MUTED
        cell_format = formats(**LINE_BELOW, align="center", bold=bool(count), font_color=ink)
        if has_returned:
            formula = "+".join(_count_of_unit(unit, status, last_data_row) for status in statuses)
            sheet.write_formula(row, column, f"={formula}", cell_format, count)
        else:
            sheet.write_blank(row, column, None, cell_format)
    met, short = xl_rowcol_to_cell(row, _MET_COLUMN), xl_rowcol_to_cell(row, _SHORT_COLUMN)
    share = _share(counts)
    formula = f'=IF({met}+{short}=0,"",{met}/({met}+{short}))'
    cell_format = formats(**LINE_BELOW, align="center", num_format="0%", bold=True)
    sheet.write_formula(row, _SHARE_COLUMN, formula, cell_format, "" if share is None else share)
    no_share = Status.NOT_JUDGED if has_returned else report.figures.period.status_without_return
    label = unit.name if share is not None else f"{unit.name} · {_(no_share.value)}"
    sheet.write_string(row, _LABEL_COLUMN, clip_to_cell(label), formats.text())
    status, text = _return_state(report, unit)
    colours = {"font_color": STATUS_INK[status], "bg_color": STATUS_FILL[status], "font_size": 9, "indent": 1}
    sheet.write_string(row, _STATE_COLUMN, text, formats(**LINE_BELOW, **colours, quote_prefix=True))


def _return_state(report: ReportContext, unit: Unit) -> tuple[Status, str]:
    """Return the status that gives the cell its colour, and the text about the unit's return."""
    status, text = return_text(report.figures, unit)
    returned = report.figures.returns.get(unit.code)
    if returned is None:
        submissions = report.content.submissions
        states = [each.state for each in submissions if each.unit == unit.name and each.received_at]
        return status, f"{status.sign} {states[-1]}" if states else text
    return status, f"{text} · {returned.received_at:%d.%m.%Y}"


def _count_of_unit(unit: Unit, status: Status, last_data_row: int) -> str:
    names, statuses = data.cells_of("unit", last_data_row), data.cells_of("status", last_data_row)
    return f"COUNTIFS({names},{equal_to(unit.name)},{statuses},{quote_text(_(status.value))})"
