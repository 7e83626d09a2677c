"""The tables of the summary, each with what its chart is drawn from: units, directions, the course of the year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as at

from xlplan.books.report.charts import Bars, course_height, group_height, unit_height
from xlplan.books.report.links import Links, to_cell
from xlplan.books.report.parts import Report, height, whole
from xlplan.books.report.plan_fact import count_of
from xlplan.books.report.sheets import PLAN_FACT, UNIT_MAP
from xlplan.books.report.sign_off import Totals, data_cells
from xlplan.books.style import INK, LINE, LINK, MUTED, STATUS_FILL, STATUS_INK
from xlplan.books.template.formula import quoted
from xlplan.model import Unit
from xlplan.status import Status
from xlplan.texts import _, counted

WIDTHS = (8, 46, 13, 13, 15, 27, 37, 37)
_NAME, _GOOD, _SHARE, _SHORT, _STATE = 1, 2, 3, 4, 5
# A hidden column, read by the chart of units alone: the names, and why one has no bar.
_LABELS = 9
# The page holds so many; the others are a line that leads to the whole list.
_MOST_UNITS, _MOST_GROUPS = 8, 6
_HEADING, _HEADS, _ROW = 24.0, 30.0, 16.0
_LABEL = 60
_LINE: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}


@dataclass(frozen=True)
class Block:
    """A table that was written: the row after it, its height in points, and what its chart shows, if anything."""

    next: int
    height: float
    bars: Bars | None


def write_heading(sheet: Any, report: Report, row: int, words: str) -> None:
    """The heading of a section."""
    sheet.set_row(row, _HEADING)
    sheet.write_string(row, 0, words, report.formats(bold=True, font_size=12, font_color=INK, valign="vcenter"))


def _write_heads(sheet: Any, report: Report, row: int, words: Sequence[str]) -> None:
    sheet.set_row(row, _HEADS)
    for column, text in enumerate(words):
        sheet.write_string(row, column, text, report.formats.heading)


def write_units(sheet: Any, report: Report, totals: Totals, row: int) -> Block:
    """A row for each unit that owes a return, from `row` on; of many, those that met the least.

    Counts are formulas over the sheet of data.
    """
    owed = report.figures.owed
    counts = _counts_by_unit(report)
    shown = owed if len(owed) <= _MOST_UNITS else _worst(report, counts)[: _MOST_UNITS - 1]
    write_heading(sheet, report, row, _("Units: how far each got with its own targets"))
    words = [_("No."), _("Unit"), _("met or exceeded"), _("share met"), _(Status.SHORT.value), _("State")]
    _write_heads(sheet, report, row + 1, words)
    first, tall = row + 2, _HEADING + _HEADS + _ROW * len(shown)
    for at_row, unit in enumerate(shown, first):
        sheet.set_row(at_row, _ROW)
        number = owed.index(unit) + 1
        sheet.write_number(at_row, 0, number, report.formats(**_LINE, align="center", font_color=MUTED))
        _write_unit(sheet, at_row, report, unit, counts[unit.code], totals.data.last)
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


def _counts_by_unit(report: Report) -> Mapping[str, tuple[int, int]]:
    """How many indicators each unit met or exceeded, and in how many it fell short."""
    found: dict[str, Counter[Status]] = {unit.code: Counter() for unit in report.figures.owed}
    for figure in report.figures.indicators:
        for each in figure.units:
            found.setdefault(each.unit.code, Counter())[each.status] += 1
    return {code: (each[Status.MET] + each[Status.OVER], each[Status.SHORT]) for code, each in found.items()}


def _worst(report: Report, counts: Mapping[str, tuple[int, int]]) -> list[Unit]:
    """The units by how many shortfalls they have, then by the share they met; those without a figure last."""

    def rank(unit: Unit) -> tuple[int, float]:
        share = _share(counts[unit.code])
        return -counts[unit.code][1], 2.0 if share is None else share

    return sorted(report.figures.owed, key=rank)


def _share(counts: tuple[int, int]) -> float | None:
    return counts[0] / sum(counts) if sum(counts) else None


def _more_units(sheet: Any, report: Report, row: int, rest: int) -> float:
    words = counted("… and {number} more unit", "… and {number} more units", rest)
    look = report.formats(font_color=LINK, underline=1, valign="vcenter", font_size=9)
    Links(sheet).write(row, 0, words, to_cell(UNIT_MAP.shown, "A1"), look, look)
    sheet.set_row(row, _ROW)
    return _ROW


def _write_unit(
    sheet: Any, row: int, report: Report, unit: Unit, counts: tuple[int, int], last_data_row: int
) -> None:
    figures, formats = report.figures, report.formats
    sheet.write_string(row, _NAME, whole(unit.name), formats(**_LINE, quote_prefix=True))
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
    share = _share(counts)
    formula = f'=IF({good}+{short}=0,"",{good}/({good}+{short}))'
    look = formats(**_LINE, align="center", num_format="0%", bold=True)
    sheet.write_formula(row, _SHARE, formula, look, "" if share is None else share)
    silence = figures.period.silence if unit.code not in figures.returns else Status.NOT_JUDGED
    label = unit.name if share is not None else f"{unit.name} · {_(silence.value)}"
    sheet.write_string(row, _LABELS, whole(label), formats.text())
    status, words = _state(report, unit)
    tinted = {"font_color": STATUS_INK[status], "bg_color": STATUS_FILL[status], "font_size": 9, "indent": 1}
    sheet.write_string(row, _STATE, words, formats(**_LINE, **tinted, quote_prefix=True))


def _state(report: Report, unit: Unit) -> tuple[Status, str]:
    """Where a unit's return stands, and the status whose colour it takes."""
    returned = report.figures.returns.get(unit.code)
    if returned is None:
        sent = [each.state for each in report.contents.submissions if each.unit == unit.name and each.received_at]
        silence = report.figures.period.silence
        return silence, f"{silence.sign} {sent[-1]}" if sent else silence.shown
    # Late but there: the colour of what is not returned, with the sign of what is.
    status = Status.MET if returned.in_time else Status.NOT_RETURNED
    arrived = _("✓ {moment}, in time") if returned.in_time else _("✓ {moment}, late")
    return status, arrived.format(moment=f"{returned.received_at:%d.%m.%Y}")


def _count_of_unit(unit: Unit, status: Status, last_data_row: int) -> str:
    # The leading "=" keeps a name such as "<3" from being read as a comparison; ~ keeps * and ? plain.
    name = unit.name.replace("~", "~~").replace("*", "~*").replace("?", "~?")
    units, statuses = data_cells("unit", last_data_row), data_cells("status", last_data_row)
    return f"COUNTIFS({units},{quoted('=' + name)},{statuses},{quoted(_(status.value))})"


def _columns(report: Report) -> tuple[tuple[str, tuple[Status, ...]], ...]:
    """The four columns of counts: a heading and the statuses that it gathers."""
    silence = report.figures.period.silence
    return (
        (Status.SHORT.shown, (Status.SHORT,)),
        (silence.shown, (silence,)),
        (_("✓ met or exceeded"), (Status.MET, Status.OVER)),
        (_("· nothing to judge"), (Status.NOTHING_AROSE, Status.NOT_JUDGED)),
    )


def write_groups(sheet: Any, report: Report, totals: Totals, row: int) -> Block:
    """A row for each direction (or task, in a plan without directions) with its indicators by status."""
    by_group: dict[str, Counter[Status]] = {}
    for figure in report.figures.indicators:
        by_group.setdefault(figure.group, Counter())[figure.status] += 1
    named = [name for name in by_group if name]
    if not named:
        return Block(row, 0, None)
    worst_first = sorted(named, key=lambda name: -by_group[name][Status.SHORT])
    shown = named if len(named) <= _MOST_GROUPS else worst_first[: _MOST_GROUPS - 1]
    columns = _columns(report)
    directions = any(figure.measure.direction for figure in report.figures.indicators)
    words = _("Directions: their indicators by status") if directions else _("Tasks: their indicators by status")
    write_heading(sheet, report, row, words)
    heads = ["", _("Direction") if directions else _("Task"), *(heading for heading, _statuses in columns)]
    _write_heads(sheet, report, row + 1, heads)
    first, tall = row + 2, _HEADING + _HEADS
    for at_row, name in enumerate(shown, first):
        label = shorten(name, _LABEL, placeholder=" …")
        row_height = height([(label, WIDTHS[_NAME] - 1)], _ROW)
        tall += row_height
        sheet.set_row(at_row, row_height)
        _write_name(sheet, at_row, report, label)
        within = [group for group in totals.places.groups if group[0] == name]
        for column, (_heading, statuses) in enumerate(columns, _NAME + 1):
            count = sum(by_group[name][status] for status in statuses)
            formula = "+".join(
                count_of(status, totals.places, start, end) for status in statuses for _name, start, end in within
            )
            _write_count(sheet, at_row, column, report, statuses[0], count, f"={formula}")
    after = first + len(shown)
    if len(shown) < len(named):
        words = counted("… and {number} more", "… and {number} more", len(named) - len(shown))
        look = report.formats(font_color=LINK, underline=1, valign="vcenter", font_size=9)
        Links(sheet).write(after, 0, words, to_cell(PLAN_FACT.shown, "A1"), look, look)
        sheet.set_row(after, _ROW)
        after, tall = after + 1, tall + _ROW
    told = _("Stacked bars: the indicators of each direction by status; the same numbers stand beside it.")
    most = max(sum(by_group[name].values()) for name in shown)
    first_of_each = [statuses[0] for _heading, statuses in columns]
    return Block(
        after,
        tall,
        Bars(first, first + len(shown) - 1, _NAME, told, group_height(len(shown)), first_of_each, most),
    )


def write_course(sheet: Any, report: Report, totals: Totals, row: int) -> Block:
    """A row for each quarter of the year so far; nothing where there is only one. Earlier quarters are numbers."""
    course = report.figures.course
    if len(course) < 2:
        return Block(row, 0, None)
    columns = _columns(report)
    write_heading(sheet, report, row, _("How the year goes: the indicators of each quarter by status"))
    _write_heads(sheet, report, row + 1, ["", _("Quarter"), *(heading for heading, _statuses in columns)])
    first = row + 2
    for at_row, (quarter, counts) in enumerate(course, first):
        sheet.set_row(at_row, _ROW)
        _write_name(sheet, at_row, report, quarter.title)
        for column, (_heading, statuses) in enumerate(columns, _NAME + 1):
            # What was expected of an earlier quarter is by now not returned.
            known = {*statuses, Status.NOT_RETURNED} if Status.EXPECTED in statuses else set(statuses)
            count = sum(counts.get(status, 0) for status in known)
            formula = ""
            if quarter == report.figures.period.quarter:
                formula = "=" + "+".join(count_of(status, totals.places) for status in statuses)
            _write_count(sheet, at_row, column, report, statuses[0], count, formula)
    told = _("Stacked bars: the indicators of each quarter by status; the same numbers stand beside it.")
    first_of_each = [statuses[0] for _heading, statuses in columns]
    tall = _HEADING + _HEADS + _ROW * len(course)
    bars = Bars(
        first,
        first + len(course) - 1,
        _NAME,
        told,
        course_height(len(course)),
        first_of_each,
        len(report.figures.indicators),
    )
    return Block(first + len(course), tall, bars)


def _write_name(sheet: Any, row: int, report: Report, words: str) -> None:
    sheet.write_blank(row, 0, None, report.formats(**_LINE))
    sheet.write_string(row, _NAME, words, report.formats.text(**_LINE))


def _write_count(
    sheet: Any, row: int, column: int, report: Report, status: Status, count: int, formula: str
) -> None:
    ink = STATUS_INK[status] if count else MUTED
    look = report.formats(**_LINE, align="center", bold=bool(count), font_color=ink)
    if formula:
        sheet.write_formula(row, column, formula, look, count)
    else:
        sheet.write_number(row, column, count, look)
