"""The tables of the summary: the worst shortfalls, the directions, the course of the year."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from xlplan.documents.report import plan_fact, shortfalls
from xlplan.documents.report.cells import LINE_BELOW, row_height, usable_width
from xlplan.documents.report.charts import Bars, course_height, group_height
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import Links, to_cell
from xlplan.documents.report.phrases import action_of, no_action, no_reason, no_shortfall, reason_of, who
from xlplan.documents.style import INK, LINK, MUTED, STATUS_FILL, STATUS_INK
from xlplan.domain.figures import Shortfall
from xlplan.domain.status import Status
from xlplan.text.translation import _, ngettext

WIDTHS = (8, 46, 13, 13, 15, 27, 37, 37)
_NAME = 1
# The page holds so many; the others are a line that leads to the whole list.
_MOST_GROUPS = 6
HEADING, HEADS, ROW = 24.0, 30.0, 16.0
_LABEL = 60
_MOST_SHORTFALLS, _LONGEST_TITLE, _LONGEST_EXPLANATION = 6, 84, 150


@dataclass(frozen=True)
class Block:
    """A table that was written: the row after it, its height in points, and what its chart shows, if anything."""

    next: int
    height: float
    bars: Bars | None


def write_heading(sheet: Any, report: ReportContext, row: int, words: str) -> None:
    """The heading of a section."""
    sheet.set_row(row, HEADING)
    sheet.write_string(row, 0, words, report.formats(bold=True, font_size=12, font_color=INK, valign="vcenter"))


def write_heads(sheet: Any, report: ReportContext, row: int, words: Sequence[str]) -> None:
    """The headings of a table's columns."""
    sheet.set_row(row, HEADS)
    for column, text in enumerate(words):
        sheet.write_string(row, column, text, report.formats.heading)


def write_worst(sheet: Any, report: ReportContext, row: int) -> int:
    """Writes the table from `row` on (from 0) and returns the row after it."""
    write_heading(sheet, report, row, _("The worst shortfalls"))
    if not report.shortfalls:
        words, status = no_shortfall(report.figures)
        sheet.write_string(row + 1, 0, words, report.formats(font_color=STATUS_INK[status], bold=True))
        return row + 2
    row += 1
    headings = [_("Code"), _("Measure"), _("Target"), _("Done"), _("Shortfall"), _("Unit")]
    headings += [_("Reason for the shortfall"), _("What will be done")]
    sheet.set_row(row, 20)
    for column, words in enumerate(headings):
        sheet.write_string(row, column, words, report.formats.heading)
    links = Links(sheet)
    for shortfall in report.shortfalls[:_MOST_SHORTFALLS]:
        row += 1
        _write_shortfall(sheet, row, report, shortfall, links)
    rest = len(report.shortfalls) - _MOST_SHORTFALLS
    if rest > 0:
        row += 1
        more = ngettext(
            "and {number} more shortfall on its sheet", "and {number} more shortfalls on their sheet", rest
        )
        look = report.formats(font_color=LINK, underline=1, valign="vcenter", font_size=9)
        links.write(row, 0, f"… {more}", to_cell(shortfalls.SHEET.shown, "A1"), look, look)
    return row + 1


def _write_shortfall(sheet: Any, row: int, report: ReportContext, shortfall: Shortfall, links: Links) -> None:
    line = LINE_BELOW
    formats = report.formats
    text = formats.text(**line, font_size=9, indent=1)
    ink, fill = STATUS_INK[Status.SHORT], STATUS_FILL[Status.SHORT]
    warning = formats.text(**line, bold=True, font_size=9, indent=1, font_color=ink, bg_color=fill)
    figure = shortfall.figure
    reason, action = reason_of(shortfall), action_of(shortfall)
    texts = {
        1: shorten(figure.measure.title, _LONGEST_TITLE, placeholder=" …"),
        5: _short(who(shortfall)),
        6: _short(reason) or no_reason(),
        7: _short(action) or no_action(),
    }
    warned = {6: not reason, 7: not action}
    measured = [(words, usable_width(WIDTHS[column] - 2, 9, 0)) for column, words in texts.items()]
    sheet.set_row(row, row_height(measured, 20))
    code = formats.text(**line, bold=True, font_color=LINK, underline=1)
    links.write(row, 0, figure.indicator.key, shortfalls.link_of(shortfall, report), code, text)
    for column, words in texts.items():
        sheet.write_string(row, column, words, warning if warned.get(column) else text)
    number = formats(**line, align="center", bold=True)
    sheet.write(row, 2, shortfall.target, number)
    sheet.write(row, 3, shortfall.done, number)
    worst = formats(**line, align="center", bold=True, font_size=13, font_color=ink, bg_color=fill)
    sheet.write_number(row, 4, shortfall.missing, worst)


def _short(words: str) -> str:
    """Words cut to what the page has room for; the sheet of shortfalls has them whole."""
    return shorten(words, _LONGEST_EXPLANATION, placeholder=" …") if len(words) > _LONGEST_EXPLANATION else words


def _columns(report: ReportContext) -> tuple[tuple[str, tuple[Status, ...]], ...]:
    """The four columns of counts: a heading and the statuses that it gathers."""
    silence = report.figures.period.status_without_return
    return (
        (Status.SHORT.shown, (Status.SHORT,)),
        (silence.shown, (silence,)),
        (_("✓ met or exceeded"), (Status.MET, Status.OVER)),
        (_("· nothing to judge"), (Status.NOTHING_AROSE, Status.NOT_JUDGED)),
    )


def write_groups(sheet: Any, report: ReportContext, row: int) -> Block:
    """A row for each direction (or task, in a plan without directions) with its indicators by status."""
    by_group: dict[str, Counter[Status]] = {}
    for figure in report.figures.indicators:
        by_group.setdefault(figure.group, Counter())[figure.status] += 1
    named = [name for name in by_group if name]
    if not named:
        return Block(row, 0, None)
    worst_first = sorted(named, key=lambda name: -by_group[name][Status.SHORT])
    shown = named if len(named) <= _MOST_GROUPS else worst_first[: _MOST_GROUPS - 1]
    columns, index = _columns(report), report.positions.rows
    directions = any(figure.measure.direction for figure in report.figures.indicators)
    words = _("Directions: their indicators by status") if directions else _("Tasks: their indicators by status")
    write_heading(sheet, report, row, words)
    heads = ["", _("Direction") if directions else _("Task"), *(heading for heading, _statuses in columns)]
    write_heads(sheet, report, row + 1, heads)
    first, tall = row + 2, HEADING + HEADS
    for at_row, name in enumerate(shown, first):
        label = shorten(name, _LABEL, placeholder=" …")
        points = row_height([(label, WIDTHS[_NAME] - 1)], ROW)
        tall += points
        sheet.set_row(at_row, points)
        _write_name(sheet, at_row, report, label)
        within = [group for group in index.groups if group[0] == name]
        for column, (_heading, statuses) in enumerate(columns, _NAME + 1):
            count = sum(by_group[name][status] for status in statuses)
            formula = "+".join(
                index.count_of(status, start, end) for status in statuses for _name, start, end in within
            )
            _write_count(sheet, at_row, column, report, statuses[0], count, f"={formula}")
    after = first + len(shown)
    if len(shown) < len(named):
        words = ngettext("… and {number} more", "… and {number} more", len(named) - len(shown))
        look = report.formats(font_color=LINK, underline=1, valign="vcenter", font_size=9)
        Links(sheet).write(after, 0, words, to_cell(plan_fact.SHEET.shown, "A1"), look, look)
        sheet.set_row(after, ROW)
        after, tall = after + 1, tall + ROW
    told = _("Stacked bars: the indicators of each direction by status; the same numbers stand beside it.")
    most = max(sum(by_group[name].values()) for name in shown)
    first_of_each = [statuses[0] for _heading, statuses in columns]
    return Block(
        after,
        tall,
        Bars(first, first + len(shown) - 1, _NAME, told, group_height(len(shown)), first_of_each, most),
    )


def write_course(sheet: Any, report: ReportContext, row: int) -> Block:
    """A row for each quarter of the year so far; nothing where there is only one. Earlier quarters are numbers."""
    course = report.figures.status_counts
    if len(course) < 2:
        return Block(row, 0, None)
    columns = _columns(report)
    write_heading(sheet, report, row, _("How the year goes: the indicators of each quarter by status"))
    write_heads(sheet, report, row + 1, ["", _("Quarter"), *(heading for heading, _statuses in columns)])
    first = row + 2
    for at_row, (quarter, counts) in enumerate(course, first):
        sheet.set_row(at_row, ROW)
        _write_name(sheet, at_row, report, quarter.title)
        for column, (_heading, statuses) in enumerate(columns, _NAME + 1):
            # What was expected of an earlier quarter is by now not returned.
            known = {*statuses, Status.NOT_RETURNED} if Status.EXPECTED in statuses else set(statuses)
            count = sum(counts.get(status, 0) for status in known)
            formula = ""
            if quarter == report.figures.period.quarter:
                formula = "=" + "+".join(report.positions.rows.count_of(status) for status in statuses)
            _write_count(sheet, at_row, column, report, statuses[0], count, formula)
    told = _("Stacked bars: the indicators of each quarter by status; the same numbers stand beside it.")
    first_of_each = [statuses[0] for _heading, statuses in columns]
    tall = HEADING + HEADS + ROW * len(course)
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


def _write_name(sheet: Any, row: int, report: ReportContext, words: str) -> None:
    sheet.write_blank(row, 0, None, report.formats(**LINE_BELOW))
    sheet.write_string(row, _NAME, words, report.formats.text(**LINE_BELOW))


def _write_count(
    sheet: Any, row: int, column: int, report: ReportContext, status: Status, count: int, formula: str
) -> None:
    ink = STATUS_INK[status] if count else MUTED
    look = report.formats(**LINE_BELOW, align="center", bold=bool(count), font_color=ink)
    if formula:
        sheet.write_formula(row, column, formula, look, count)
    else:
        sheet.write_number(row, column, count, look)
