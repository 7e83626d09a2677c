"""What the charts of the summary are drawn from: the table of units, and the directions, out of sight."""

from collections import Counter
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as at

from xlplan.books.layout import DATA
from xlplan.books.report.charts import DirectionBars, UnitBars
from xlplan.books.report.links import sheet_name
from xlplan.books.report.parts import Places, Report, height, small, whole
from xlplan.books.report.plan_fact import count_of
from xlplan.books.style import INK, LINE, MUTED, STATUS_FILL, STATUS_INK
from xlplan.books.template.formula import quoted
from xlplan.figure import QuarterFigures, UnitFigure
from xlplan.model import Unit
from xlplan.status import Status
from xlplan.texts import _

_NAME, _GOOD, _SHARE, _SHORT, _STATE = 1, 2, 3, 4, 5
# Hidden columns beside the table, read by the charts alone.
_LABELS, _VALUES, _DIRECTIONS, _COUNTS = 9, 10, 12, 13
_MOST_BARS = 20
_LABEL = 90
_NAME_WIDTH, _STATE_WIDTH = 44, 27
_LEAST = 28
_LINE: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}


@dataclass(frozen=True)
class UnitTable:
    """The last row of the table of units, its height in points, and what the chart of units shows, if anything."""

    last: int
    height: float
    bars: UnitBars | None


def write_heading(sheet: Any, report: Report, row: int, words: str) -> None:
    """The heading of a section."""
    sheet.set_row(row, 24)
    sheet.write_string(row, 0, words, report.formats(bold=True, font_size=12, font_color=INK, valign="vcenter"))


def write_units(sheet: Any, report: Report, row: int, last_data_row: int) -> UnitTable:
    """A row for each unit that owes a return, from `row` on with a heading.

    Counts are formulas over the sheet of data. Of very many units the chart shows the first ones.
    """
    write_heading(sheet, report, row, _("Units: how far each got with its own targets"))
    row += 1
    words = [_("No."), _("Unit"), _("met or exceeded"), _("share met"), _(Status.SHORT.value), _("State")]
    sheet.set_row(row, 30)
    for column, text in enumerate(words):
        sheet.write_string(row, column, text, report.formats.heading)
    first = row + 1
    tall = 54.0
    rows: dict[str, list[UnitFigure]] = {}
    for figure in report.figures.indicators:
        for each in figure.units:
            rows.setdefault(each.unit.code, []).append(each)
    counts = []
    for unit in report.figures.owed:
        row += 1
        statuses = [each.status for each in rows.get(unit.code, [])]
        good = statuses.count(Status.MET) + statuses.count(Status.OVER)
        counts.append((good, statuses.count(Status.SHORT)))
        sheet.write_number(row, 0, row - first + 1, report.formats(**_LINE, align="center", font_color=MUTED))
        _write_counts(sheet, row, report, unit, counts[-1], last_data_row)
        tall += _write_state(sheet, row, report, unit)
    if not any(any(each) for each in counts):
        return UnitTable(row, tall, None)
    last = min(row, first + _MOST_BARS - 1)
    complete = [not short for _good, short in counts[:_MOST_BARS]]
    return UnitTable(row, tall, UnitBars(first, last, _LABELS, _VALUES, complete))


def _write_counts(
    sheet: Any, row: int, report: Report, unit: Unit, counts: tuple[int, int], last_data_row: int
) -> None:
    figures, formats = report.figures, report.formats
    sheet.write_string(row, _NAME, whole(unit.name), formats.text(**_LINE))
    asked = {_GOOD: (Status.MET, Status.OVER), _SHORT: (Status.SHORT,)}
    for (column, statuses), count in zip(asked.items(), counts, strict=True):
        ink = STATUS_INK[statuses[0]] if count else MUTED
        look = formats(**_LINE, align="center", bold=bool(count), font_color=ink)
        if unit.code in figures.returns:
            formula = "+".join(_count_of_unit(unit, status, last_data_row) for status in statuses)
            sheet.write_formula(row, column, f"={formula}", look, count)
        else:
            sheet.write_blank(row, column, None, look)
    good, short = at(row, _GOOD), at(row, _SHORT)
    share = counts[0] / sum(counts) if sum(counts) else None
    formula = f'=IF({good}+{short}=0,"",{good}/({good}+{short}))'
    look = formats(**_LINE, align="center", num_format="0%", bold=True)
    sheet.write_formula(row, _SHARE, formula, look, "" if share is None else share)
    label = unit.name if share is not None else f"{unit.name} · {_without_bar(figures, unit)}"
    sheet.write_string(row, _LABELS, whole(label), formats.text())
    if share is not None:
        sheet.write_formula(row, _VALUES, f"={at(row, _SHARE)}", look, share)


def _write_state(sheet: Any, row: int, report: Report, unit: Unit) -> float:
    accepted = report.figures.returns.get(unit.code)
    status, words = report.figures.period.silence, _silence(report, unit)
    if accepted is not None:
        # Late but there: the colour of what is not returned, with the sign of what is.
        status = Status.MET if accepted.in_time else Status.NOT_RETURNED
        arrived = _("{moment}, in time") if accepted.in_time else _("{moment}, late")
        said = [_("✓ accepted"), arrived.format(moment=f"{accepted.received_at:%d.%m.%Y}")]
        words = "\n".join(said)
    look = {"font_color": STATUS_INK[status], "bg_color": STATUS_FILL[status], "font_size": 9, "indent": 1}
    sheet.write_string(row, _STATE, words, report.formats.text(**_LINE, **look))
    tall = height([(unit.name, _NAME_WIDTH), (words, small(_STATE_WIDTH - 2))], _LEAST)
    sheet.set_row(row, tall)
    return tall


def _count_of_unit(unit: Unit, status: Status, last_data_row: int) -> str:
    columns = [column.name for column in DATA.columns]
    units, statuses = (
        f"{sheet_name(DATA.shown)}!{at(1, column, True, True)}:{at(last_data_row, column, True, True)}"
        for column in (columns.index("unit"), columns.index("status"))
    )
    # The leading "=" keeps a name such as "<3" from being read as a comparison; ~ keeps * and ? plain.
    name = unit.name.replace("~", "~~").replace("*", "~*").replace("?", "~?")
    return f"COUNTIFS({units},{quoted('=' + name)},{statuses},{quoted(_(status.value))})"


def _silence(report: Report, unit: Unit) -> str:
    sent = [each.state for each in report.submissions if each.unit == unit.name and each.received_at]
    silence = report.figures.period.silence
    return f"{silence.sign} {sent[-1]}" if sent else silence.shown


def _without_bar(figures: QuarterFigures, unit: Unit) -> str:
    if unit.code not in figures.returns:
        return _(figures.period.silence.value)
    return _(Status.NOT_JUDGED.value)


def write_directions(sheet: Any, report: Report, places: Places, row: int) -> DirectionBars | None:
    """The indicators of each direction by status, from `row` on in columns that only the chart shows."""
    statuses = [Status.SHORT, report.figures.period.silence, Status.MET, Status.OVER]
    statuses += [Status.NOTHING_AROSE, Status.NOT_JUDGED]
    counts = {status: report.figures.having(status) for status in statuses}
    names = list(dict.fromkeys(direction for direction, _first, _last in places.groups))
    text = report.formats.text()
    for last, direction in enumerate(names, row):
        sheet.write_string(last, _DIRECTIONS, shorten(direction, _LABEL, placeholder=" …"), text)
        within = [group for group in places.groups if group[0] == direction]
        for column, status in enumerate(statuses, _COUNTS):
            count = sum(figure.measure.direction == direction for figure in counts[status])
            formula = "+".join(count_of(status, places, start, end) for _direction, start, end in within)
            sheet.write_formula(last, column, f"={formula}", text, count)
    sheet.set_column(_LABELS, _COUNTS + len(statuses) - 1, None, None, {"hidden": True})
    if not names:
        return None
    # A status that no indicator has would only lengthen the legend.
    shown = [(status, column) for column, status in enumerate(statuses, _COUNTS) if counts[status]]
    most = max(Counter(figure.measure.direction for figure in report.figures.indicators).values())
    return DirectionBars(row, row + len(names) - 1, _DIRECTIONS, shown, most)
