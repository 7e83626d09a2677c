"""The two tables under the summary, which its charts are drawn from: the units, and the directions."""

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as at

from xlplan.books.layout import DATA
from xlplan.books.report.charts import DirectionBars, UnitBars
from xlplan.books.report.links import sheet_name
from xlplan.books.report.parts import Places, Report, height, whole
from xlplan.books.report.plan_fact import count_of
from xlplan.books.style import INK, LINE, MUTED, STATUS_FILL, STATUS_INK
from xlplan.books.template.formula import quoted
from xlplan.figure import QuarterFigures, UnitFigure
from xlplan.model import Unit
from xlplan.status import Status
from xlplan.texts import _

_JUDGED = (Status.MET, Status.OVER, Status.SHORT)
_NAME, _COUNTS, _SHARE, _STATE, _WHEN = 1, 2, 5, 6, 7
# Hidden columns beside the table, read by the charts alone.
_LABELS, _VALUES = 9, 10
_BAR = "#BFE3D3"
_MOST_BARS = 20
_LABEL = 34
_NAME_WIDTH = 40


def write_heading(sheet: Any, report: Report, row: int, words: str) -> None:
    """The heading of a section."""
    sheet.set_row(row, 24)
    sheet.write_string(row, 0, words, report.formats(bold=True, font_size=12, font_color=INK, valign="vcenter"))


def write_units(sheet: Any, report: Report, row: int, last_data_row: int) -> tuple[UnitBars | None, int]:
    """A row for each unit that owes a return; returns what the chart shows and the next free row.

    Counts are formulas over the sheet of data. Of very many units the chart shows the first ones.
    """
    figures = report.figures
    write_heading(sheet, report, row, _("Units: how far each got with its own targets"))
    row += 1
    words = [
        _("No."),
        _("Unit"),
        *(_(status.value) for status in _JUDGED),
        _("share met"),
        _("State"),
        _("Received"),
    ]
    _write_heading_row(sheet, report, row, words)
    first = row + 1
    rows: dict[str, list[UnitFigure]] = {}
    for figure in figures.indicators:
        for each in figure.units:
            rows.setdefault(each.unit.code, []).append(each)
    complete = []
    for unit in figures.owed:
        row += 1
        counts = [sum(each.status is status for each in rows.get(unit.code, [])) for status in _JUDGED]
        complete.append(not counts[-1])
        _write_unit(sheet, row, report, row - first + 1, unit, counts, last_data_row)
    sheet.set_column(_LABELS, _VALUES, None, None, {"hidden": True})
    if row < first:
        return None, row + 1
    # A plain bar of 2007: the later kind makes openpyxl warn, and pandas with it.
    bar = {
        "type": "data_bar",
        "bar_color": _BAR,
        "min_type": "num",
        "min_value": 0,
        "max_type": "num",
        "max_value": 1,
    }
    sheet.conditional_format(first, _SHARE, row, _SHARE, bar)
    last = min(row, first + _MOST_BARS - 1)
    return UnitBars(first, last, _LABELS, _VALUES, complete[: last - first + 1]), row + 1


def _write_unit(
    sheet: Any, row: int, report: Report, number: int, unit: Unit, counts: Sequence[int], last_data_row: int
) -> None:
    figures, formats = report.figures, report.formats
    line: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    text = formats.text(**line)
    status = figures.period.silence if unit.code not in figures.returns else Status.MET
    sheet.set_row(row, height([(unit.name, _NAME_WIDTH)], 20))
    sheet.write_number(row, 0, number, formats(**line, align="center", font_color=MUTED))
    sheet.write_string(row, _NAME, whole(unit.name), text)
    for column, (judged, count) in enumerate(zip(_JUDGED, counts, strict=True), _COUNTS):
        ink = STATUS_INK[judged] if count else MUTED
        look = formats(**line, align="center", bold=bool(count), font_color=ink)
        if unit.code in figures.returns:
            sheet.write_formula(row, column, f"={_count_of_unit(unit, judged, last_data_row)}", look, count)
        else:
            sheet.write_blank(row, column, None, look)
    met, over, short = (at(row, column) for column in range(_COUNTS, _COUNTS + 3))
    formula = f'=IF({met}+{over}+{short}=0,"",({met}+{over})/({met}+{over}+{short}))'
    share = (counts[0] + counts[1]) / sum(counts) if sum(counts) else None
    look = formats(**line, align="center", num_format="0%")
    sheet.write_formula(row, _SHARE, formula, look, "" if share is None else share)
    state = formats.text(**line, font_color=STATUS_INK[status], bg_color=STATUS_FILL[status])
    words = _state(report, unit)
    sheet.write_string(row, _STATE, words, state)
    sheet.write_string(row, _WHEN, _received(figures, unit), formats.text(**line, font_size=9))
    label = unit.name if share is not None else f"{unit.name} · {_without_bar(figures, unit)}"
    sheet.write_string(row, _LABELS, whole(label), text)
    if share is not None:
        sheet.write_formula(row, _VALUES, f"={at(row, _SHARE)}", look, share)


def _count_of_unit(unit: Unit, status: Status, last_data_row: int) -> str:
    columns = [column.name for column in DATA.columns]
    units, statuses = (
        f"{sheet_name(DATA.shown)}!{at(1, column, True, True)}:{at(last_data_row, column, True, True)}"
        for column in (columns.index("unit"), columns.index("status"))
    )
    # The leading "=" keeps a name such as "<3" from being read as a comparison; ~ keeps * and ? plain.
    name = unit.name.replace("~", "~~").replace("*", "~*").replace("?", "~?")
    return f"COUNTIFS({units},{quoted('=' + name)},{statuses},{quoted(_(status.value))})"


def _state(report: Report, unit: Unit) -> str:
    figures = report.figures
    if unit.code in figures.returns:
        return _("✓ accepted")
    sent = [each.state for each in report.submissions if each.unit == unit.name and each.received_at]
    silence = figures.period.silence
    return f"{silence.sign} {sent[-1]}" if sent else silence.shown


def _received(figures: QuarterFigures, unit: Unit) -> str:
    accepted = figures.returns.get(unit.code)
    if accepted is None:
        return ""
    moment = f"{accepted.received_at:%d.%m.%Y %H:%M}"
    if accepted.in_time:
        return _("{moment}, in time").format(moment=moment)
    return _("{moment}, late").format(moment=moment)


def _without_bar(figures: QuarterFigures, unit: Unit) -> str:
    if unit.code not in figures.returns:
        return _(figures.period.silence.value)
    return _(Status.NOT_JUDGED.value)


def write_directions(sheet: Any, report: Report, places: Places, row: int) -> tuple[DirectionBars | None, int]:
    """A row for each direction with its indicators by status; returns what the chart shows and the last row."""
    figures = report.figures
    statuses = [Status.SHORT, figures.period.silence, Status.MET, Status.OVER]
    statuses += [Status.NOTHING_AROSE, Status.NOT_JUDGED]
    write_heading(sheet, report, row, _("Indicators by direction"))
    row += 1
    _write_heading_row(sheet, report, row, [_("No."), _("Direction"), *(_(status.value) for status in statuses)])
    directions = list(dict.fromkeys(direction for direction, _first, _last in places.groups))
    first = row + 1
    line: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    for direction in directions:
        row += 1
        sheet.set_row(row, height([(direction, _NAME_WIDTH)], 20))
        middle = report.formats(**line, align="center", font_color=MUTED)
        sheet.write_number(row, 0, row - first + 1, middle)
        sheet.write_string(row, _NAME, whole(direction), report.formats.text(**line))
        sheet.write_string(row, _LABELS, shorten(direction, _LABEL, placeholder=" …"), report.formats.text())
        within = [group for group in places.groups if group[0] == direction]
        for column, status in enumerate(statuses, _COUNTS):
            count = sum(figure.measure.direction == direction for figure in figures.having(status))
            formula = "+".join(count_of(status, places, start, end) for _direction, start, end in within)
            ink = STATUS_INK[status] if count else MUTED
            look = report.formats(**line, align="center", bold=bool(count), font_color=ink)
            sheet.write_formula(row, column, f"={formula}", look, count)
    if row < first:
        return None, row
    bars = DirectionBars(
        first, row, _LABELS, [(status, column) for column, status in enumerate(statuses, _COUNTS)]
    )
    return bars, row


def _write_heading_row(sheet: Any, report: Report, row: int, words: Sequence[str]) -> None:
    sheet.set_row(row, 20)
    for column, text in enumerate(words):
        sheet.write_string(row, column, text, report.formats.heading)
