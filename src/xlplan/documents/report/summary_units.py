"""The table of units on the summary, and what its chart is drawn from."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.formulas import quote_text
from xlplan.documents.report import data, units
from xlplan.documents.report.cells import LINE_BELOW, clip_to_cell
from xlplan.documents.report.charts import Bars, unit_height
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import Links, to_cell
from xlplan.documents.report.summary_tables import (
    HEADING,
    HEADS,
    ROW,
    Block,
    write_heading,
    write_heads,
)
from xlplan.documents.style import LINK, MUTED, STATUS_FILL, STATUS_INK
from xlplan.domain.plan import Unit
from xlplan.domain.status import Status
from xlplan.text.translation import _, ngettext

_NAME, _GOOD, _SHARE, _SHORT, _STATE = 1, 2, 3, 4, 5
# A hidden column, read by the chart alone: the names, and why one has no bar.
_LABELS = 9
# The page holds so many; the others are a line that leads to the whole list.
_MOST_UNITS = 8


def write_units(sheet: Any, report: ReportContext, row: int) -> Block:
    """A row for each unit that owes a return, from `row` on; of many, those that met the least.

    Counts are formulas over the sheet of data.
    """
    owed = report.figures.units
    counts = _counts_by_unit(report)
    shown = owed if len(owed) <= _MOST_UNITS else _worst(report, counts)[: _MOST_UNITS - 1]
    write_heading(sheet, report, row, _("Units: how far each got with its own targets"))
    words = [_("No."), _("Unit"), _("met or exceeded"), _("share met"), _(Status.SHORT.value), _("State")]
    write_heads(sheet, report, row + 1, words)
    first, tall = row + 2, HEADING + HEADS + ROW * len(shown)
    for at_row, unit in enumerate(shown, first):
        sheet.set_row(at_row, ROW)
        number = owed.index(unit) + 1
        sheet.write_number(at_row, 0, number, report.formats(**LINE_BELOW, align="center", font_color=MUTED))
        _write_unit(sheet, at_row, report, unit, counts[unit.code], report.positions.data.last)
    after = first + len(shown)
    if len(shown) < len(owed):
        tall += _more_units(sheet, report, after, len(owed) - len(shown))
        after += 1
    sheet.set_column(_LABELS, _LABELS, None, None, {"hidden": True})
    shares = {unit.name: _share(counts[unit.code]) for unit in shown}
    if all(share is None for share in shares.values()):
        return Block(after, tall, None)
    told = _("Bars: the share of its own targets that each unit met; a silent unit has no bar.")
    unjudged = _("no share")
    each = ", ".join(f"{name} {unjudged if share is None else f'{share:.0%}'}" for name, share in shares.items())
    complete = [share == 1 for share in shares.values()]
    bars = Bars(
        first, first + len(shown) - 1, _LABELS, f"{told} {each}", unit_height(len(shown)), complete=complete
    )
    return Block(after, tall, bars)


def _counts_by_unit(report: ReportContext) -> Mapping[str, tuple[int, int]]:
    """How many indicators each unit met or exceeded, and in how many it fell short."""
    found: dict[str, Counter[Status]] = {unit.code: Counter() for unit in report.figures.units}
    for figure in report.figures.indicators:
        for each in figure.units:
            found.setdefault(each.unit.code, Counter())[each.status] += 1
    return {code: (each[Status.MET] + each[Status.OVER], each[Status.SHORT]) for code, each in found.items()}


def _worst(report: ReportContext, counts: Mapping[str, tuple[int, int]]) -> list[Unit]:
    """The units by how many shortfalls they have, then the silent ones, then the others by the share they met."""

    def rank(unit: Unit) -> tuple[int, bool, float]:
        share = _share(counts[unit.code])
        return -counts[unit.code][1], unit.code in report.figures.returns, 2.0 if share is None else share

    return sorted(report.figures.units, key=rank)


def _share(counts: tuple[int, int]) -> float | None:
    return counts[0] / sum(counts) if sum(counts) else None


def _more_units(sheet: Any, report: ReportContext, row: int, rest: int) -> float:
    words = ngettext("… and {number} more unit", "… and {number} more units", rest)
    look = report.formats(font_color=LINK, underline=1, valign="vcenter", font_size=9)
    Links(sheet).write(row, 0, words, to_cell(units.SHEET.shown, "A1"), look, look)
    sheet.set_row(row, ROW)
    return ROW


def _write_unit(
    sheet: Any, row: int, report: ReportContext, unit: Unit, counts: tuple[int, int], last_data_row: int
) -> None:
    figures, formats = report.figures, report.formats
    sheet.write_string(row, _NAME, clip_to_cell(unit.name), formats(**LINE_BELOW, quote_prefix=True))
    asked = {_GOOD: (Status.MET, Status.OVER), _SHORT: (Status.SHORT,)}
    for (column, statuses), count in zip(asked.items(), counts, strict=True):
        ink = STATUS_INK[statuses[0]] if count else MUTED
        look = formats(**LINE_BELOW, align="center", bold=bool(count), font_color=ink)
        if unit.code in figures.returns:
            formula = "+".join(_count_of_unit(unit, status, last_data_row) for status in statuses)
            sheet.write_formula(row, column, f"={formula}", look, count)
        else:
            sheet.write_blank(row, column, None, look)
    good, short = xl_rowcol_to_cell(row, _GOOD), xl_rowcol_to_cell(row, _SHORT)
    share = _share(counts)
    formula = f'=IF({good}+{short}=0,"",{good}/({good}+{short}))'
    look = formats(**LINE_BELOW, align="center", num_format="0%", bold=True)
    sheet.write_formula(row, _SHARE, formula, look, "" if share is None else share)
    silence = figures.period.status_without_return if unit.code not in figures.returns else Status.NOT_JUDGED
    label = unit.name if share is not None else f"{unit.name} · {_(silence.value)}"
    sheet.write_string(row, _LABELS, clip_to_cell(label), formats.text())
    status, words = _state(report, unit)
    tinted = {"font_color": STATUS_INK[status], "bg_color": STATUS_FILL[status], "font_size": 9, "indent": 1}
    sheet.write_string(row, _STATE, words, formats(**LINE_BELOW, **tinted, quote_prefix=True))


def _state(report: ReportContext, unit: Unit) -> tuple[Status, str]:
    """Where a unit's return stands, and the status whose colour it takes."""
    returned = report.figures.returns.get(unit.code)
    if returned is None:
        sent = [each.state for each in report.content.submissions if each.unit == unit.name and each.received_at]
        silence = report.figures.period.status_without_return
        return silence, f"{silence.sign} {sent[-1]}" if sent else silence.shown
    # Late but there: the colour of what is not returned, with the sign of what is.
    status = Status.MET if returned.in_time else Status.NOT_RETURNED
    arrived = _("✓ {moment}, in time") if returned.in_time else _("✓ {moment}, late")
    return status, arrived.format(moment=f"{returned.received_at:%d.%m.%Y}")


def _count_of_unit(unit: Unit, status: Status, last_data_row: int) -> str:
    # The leading "=" keeps a name such as "<3" from being read as a comparison; ~ keeps * and ? plain.
    name = unit.name.replace("~", "~~").replace("*", "~*").replace("?", "~?")
    names, statuses = data.cells_of("unit", last_data_row), data.cells_of("status", last_data_row)
    return f"COUNTIFS({names},{quote_text('=' + name)},{statuses},{quote_text(_(status.value))})"
