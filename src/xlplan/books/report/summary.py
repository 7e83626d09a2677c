"""The summary: the page a director reads."""

import math
from textwrap import shorten
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as at

from xlplan.books.layout import DATA, PLAN_FACT
from xlplan.books.report.charts import (
    direction_chart,
    direction_chart_height,
    unit_chart,
    unit_chart_height,
)
from xlplan.books.report.data import DataTotals
from xlplan.books.report.headline import headline, headline_status
from xlplan.books.report.links import Links, sheet_name, to_cell
from xlplan.books.report.parts import (
    Places,
    Report,
    height,
    no_action,
    no_reason,
    no_shortfall,
    small,
    start_sheet,
)
from xlplan.books.report.plan_fact import count_of, sum_of
from xlplan.books.report.shortfalls import action_of, reason_of, row_of, who
from xlplan.books.report.summary_tables import write_directions, write_heading, write_units
from xlplan.books.style import LINE, LINK, MUTED, STATUS_FILL, STATUS_INK
from xlplan.books.template.formula import quoted
from xlplan.figure import Shortfall
from xlplan.status import Status
from xlplan.texts import _, counted

WIDTHS = (8, 44, 13, 12, 15, 27, 37, 37)
_LAST = len(WIDTHS) - 1
_WORST = 8
_TITLE = 84
# Of so many units the page is kept whole, however small that makes it.
_ONE_PAGE = 12
_CHARTS, _CHARTS_WIDTH, _GAP, _FILLER = 6, 516, 8, 20


def write_summary(book: Any, sheet: Any, report: Report, places: Places, totals: DataTotals) -> None:
    """Writes the sheet; its counts are formulas over plan and fact and over the data, with cached values."""
    figures = report.figures
    title = _("{centre} · how the plan was met, {quarter}")
    title = title.format(centre=figures.plan.centre.name, quarter=figures.period.quarter.title)
    start_sheet(sheet, report, title, "", 0)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    _write_headline(sheet, report)
    _write_control(sheet, report, places, totals)
    _write_tiles(sheet, report, places)
    row = _write_worst(sheet, report, places, 7)
    sheet.set_row(row, _GAP)
    last = _write_units(book, sheet, report, places, totals, row + 1)
    sheet.print_area(0, 0, last, _LAST)
    if len(figures.owed) <= _ONE_PAGE:
        sheet.fit_to_pages(1, 1)
        sheet.center_horizontally()
    sheet.activate()


def _write_units(book: Any, sheet: Any, report: Report, places: Places, totals: DataTotals, row: int) -> int:
    """The table of units with both charts beside it; returns the last row that they take."""
    units = write_units(sheet, report, row, totals.last)
    directions = write_directions(sheet, report, places, row + 2)
    charts = []
    if units.bars:
        described = _("Bars: the share of its own targets that each unit met; a silent unit has no bar.")
        charts.append((unit_chart(book, units.bars), unit_chart_height(units.bars), described))
    if directions:
        described = _("Stacked bars: the indicators of each direction by status.")
        charts.append((direction_chart(book, directions), direction_chart_height(directions), described))
    down = _GAP // 2
    for chart, tall, described in charts:
        chart.set_size({"width": _CHARTS_WIDTH, "height": tall})
        place = {"object_position": 2, "x_offset": _GAP, "y_offset": down, "description": described}
        sheet.insert_chart(row, _CHARTS, chart, place)
        down += tall + _GAP
    # The page must reach as far down as the charts do.
    missing = down - units.height * 4 / 3
    filler = max(0, math.ceil(missing / _FILLER))
    for each in range(units.last + 1, units.last + 1 + filler):
        sheet.set_row_pixels(each, _FILLER)
    return units.last + filler


def _write_headline(sheet: Any, report: Report) -> None:
    figures, formats = report.figures, report.formats
    words = headline(figures, report.shortfalls)
    status = headline_status(figures, report.shortfalls)
    look = formats.text(bold=True, font_size=13, font_color=STATUS_INK[status], valign="vcenter")
    sheet.merge_range(1, 0, 1, _LAST, "", look)
    sheet.write_string(1, 0, words, look)
    sheet.set_row(1, height([(words, sum(WIDTHS) * 0.72)], 20) * 1.25)
    note = _(
        "As of {moment} · plan version {version} · returns accepted: {accepted} of {owed}, in time: {in_time}"
    )
    note = note.format(
        moment=f"{report.made:%d.%m.%Y %H:%M}",
        version=report.plan_version,
        accepted=len(figures.accepted),
        owed=len(figures.owed),
        in_time=len(figures.in_time),
    )
    sheet.set_row(2, 18)
    sheet.write_string(2, 0, note, formats.subtitle)


def _write_control(sheet: Any, report: Report, places: Places, totals: DataTotals) -> None:
    agrees, differs = _("✓ agrees"), _("✗ differs")
    names = [column.name for column in DATA.columns]
    checks = []
    for name in ("target", "done"):
        column = names.index(name)
        cells = f"{sheet_name(DATA.shown)}!{at(1, column, True, True)}:{at(totals.last, column, True, True)}"
        checks.append(f"{sum_of(name, places)}=SUM({cells})")
    formula = f"=IF(AND({','.join(checks)}),{quoted(agrees)},{quoted(differs)})"
    label = _("Control: “{first}” against “{second}”").format(first=PLAN_FACT.shown, second=DATA.shown)
    formats = report.formats
    sheet.write_string(
        2, _LAST - 1, label, formats(font_color=MUTED, align="right", valign="vcenter", font_size=9)
    )
    look = formats(bold=True, font_color=STATUS_INK[Status.MET], valign="vcenter", indent=1)
    sheet.write_formula(2, _LAST, formula, look, agrees if _agrees(report, totals) else differs)
    warning = formats.bare(font_color=STATUS_INK[Status.SHORT])
    criteria = {"type": "cell", "criteria": "==", "value": quoted(differs), "format": warning}
    sheet.conditional_format(2, _LAST, 2, _LAST, criteria)


def _agrees(report: Report, totals: DataTotals) -> bool:
    figures = report.figures.indicators
    target, done = (
        sum(figure.target.count or 0 for figure in figures),
        sum(figure.done or 0 for figure in figures),
    )
    return (target, done) == (totals.target, totals.done)


def _write_tiles(sheet: Any, report: Report, places: Places) -> None:
    figures, formats = report.figures, report.formats
    sheet.set_row(3, 8)
    sheet.set_row(4, 36)
    sheet.set_row(5, 20)
    sheet.set_row(6, 8)
    tiles = (
        (Status.SHORT, 0, 1),
        (figures.period.silence, 2, 3),
        (Status.MET, 4, 4),
        (Status.OVER, 5, 5),
        (Status.NOTHING_AROSE, 6, 6),
        (Status.NOT_JUDGED, 7, 7),
    )
    for status, first, last in tiles:
        count = len(figures.having(status))
        ink = STATUS_INK[status] if count else MUTED
        base: dict[str, object] = {
            "bg_color": STATUS_FILL[status if count else Status.EXPECTED],
            "font_color": ink,
            "align": "center",
            "valign": "vcenter",
        }
        base |= {"left": 5, "left_color": "#FFFFFF", "right": 5, "right_color": "#FFFFFF"}
        big, small = formats(**base, bold=True, font_size=24), formats(**base, bold=status is Status.SHORT)
        if first != last:
            sheet.merge_range(4, first, 4, last, "", big)
            sheet.merge_range(5, first, 5, last, "", small)
        sheet.write_formula(4, first, f"={count_of(status, places)}", big, count)
        sheet.write_string(5, first, status.shown, small)


def _write_worst(sheet: Any, report: Report, places: Places, row: int) -> int:
    rest = len(report.shortfalls) - _WORST
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
    for shortfall in report.shortfalls[:_WORST]:
        row += 1
        _write_shortfall(sheet, row, report, shortfall, links, places)
    if rest > 0:
        row += 1
        more = counted(
            "and {number} more shortfall on its sheet", "and {number} more shortfalls on their sheet", rest
        )
        sheet.write_string(row, 0, more, report.formats.subtitle)
    return row + 1


def _write_shortfall(
    sheet: Any, row: int, report: Report, shortfall: Shortfall, links: Links, places: Places
) -> None:
    line: dict[str, object] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    formats = report.formats
    text = formats.text(**line, font_size=9, indent=1)
    ink, fill = STATUS_INK[Status.SHORT], STATUS_FILL[Status.SHORT]
    warning = formats.text(**line, bold=True, font_size=9, indent=1, font_color=ink, bg_color=fill)
    figure = shortfall.figure
    title = shorten(figure.measure.title, _TITLE, placeholder=" …")
    reason, action, unit = reason_of(shortfall), action_of(shortfall), who(shortfall)
    texts = {1: title, 5: unit, 6: reason or no_reason(), 7: action or no_action()}
    warned = {6: not reason, 7: not action}
    sheet.set_row(row, height([(words, small(WIDTHS[column] - 2)) for column, words in texts.items()], 20))
    to = to_cell(PLAN_FACT.shown, row_of(shortfall, places))
    code = formats.text(**line, bold=True, font_color=LINK, underline=1)
    links.write(row, 0, figure.indicator.key, to, code, text)
    for column, words in texts.items():
        look = warning if warned.get(column) else text
        sheet.write_string(row, column, words, look)
    number = formats(**line, align="center", bold=True)
    target = shortfall.unit.target if shortfall.unit else figure.target
    done = shortfall.unit.entry.number if shortfall.unit else figure.done
    sheet.write(row, 2, target.count, number)
    sheet.write(row, 3, done, number)
    worst = formats(**line, align="center", bold=True, font_size=13, font_color=ink, bg_color=fill)
    sheet.write_number(row, 4, shortfall.missing, worst)
