"""The sentence a director reads first: what fell short, and who did not report."""

import math
from collections.abc import Callable
from textwrap import shorten
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.formulas import quote_text
from xlplan.documents.report import data, plan_fact, shortfalls, signature, units
from xlplan.documents.report.cells import row_height
from xlplan.documents.report.charts import CHART_WIDTH, Bars, course_chart, group_chart, unit_chart
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import sayable
from xlplan.documents.report.phrases import names_of
from xlplan.documents.report.sheet import ReportColumn, ReportSheet, start_sheet
from xlplan.documents.report.signature import AGREES
from xlplan.documents.report.summary_tables import WIDTHS, Block, write_course, write_groups, write_worst
from xlplan.documents.report.summary_tiles import write_tiles
from xlplan.documents.report.summary_units import write_units
from xlplan.documents.style import MUTED, STATUS_INK
from xlplan.domain.figures import QuarterFigures, Shortfall
from xlplan.domain.status import Status
from xlplan.text.translation import N_, _, ngettext

_TITLE = 70


def headline(figures: QuarterFigures, shortfalls: tuple[Shortfall, ...]) -> str:
    """One sentence on the shortfalls and one on the returns, each whole in the language in use."""
    if not figures.accepted_units:
        none = _("No return has been accepted yet; they are due by {due}.")
        if figures.period.status_without_return is Status.NOT_RETURNED:
            none = _("No return has been accepted; they were due by {due}.")
        return none.format(due=f"{figures.period.due:%d.%m.%Y}")
    return f"{_on_shortfalls(figures, shortfalls)} {_on_returns(figures)}"


def worst_words(shortfalls: tuple[Shortfall, ...]) -> str:
    """The worst shortfall by its code and name, with its figures and the unit; "" where there is none."""
    if not shortfalls:
        return ""
    worst = shortfalls[0]
    words = _("Worst of all: {key} {measure}: done {done} of {target}")
    said = words.format(
        key=worst.figure.indicator.key,
        measure=shorten(worst.figure.measure.title, _TITLE, placeholder=" …"),
        done=worst.done,
        target=worst.target,
    )
    return f"{said} · {worst.unit.unit.name}" if worst.unit else said


def headline_status(figures: QuarterFigures, shortfalls: tuple[Shortfall, ...]) -> Status:
    """The status whose colour the headline takes: the worst that it tells of."""
    if shortfalls:
        return Status.SHORT
    return figures.period.status_without_return if figures.silent_units else Status.MET


def _on_shortfalls(figures: QuarterFigures, shortfalls: tuple[Shortfall, ...]) -> str:
    short = figures.with_status(Status.SHORT)
    if short:
        counts = [figure for figure in figures.indicators if figure.target.count is not None]
        return ngettext(
            "{number} indicator of {total} fell short.",
            "{number} indicators of {total} fell short.",
            len(short),
            total=len(counts),
        )
    if shortfalls:
        return _("The centre as a whole is not short, but single units are: see below.")
    if figures.with_status(figures.period.status_without_return):
        return _("No shortfall in what has been reported so far.")
    return _("No shortfall.")


def _on_returns(figures: QuarterFigures) -> str:
    silent = figures.silent_units
    values = {"total": len(figures.units), "names": names_of(silent)}
    if not silent:
        return _("Every unit has returned its report.")
    if figures.period.status_without_return is Status.EXPECTED:
        return ngettext(
            "{number} unit of {total} is still to report by {due}: {names}.",
            "{number} units of {total} are still to report by {due}: {names}.",
            len(silent),
            **values,
            due=f"{figures.period.due:%d.%m.%Y}",
        )
    return ngettext(
        "{number} unit of {total} has not returned its report: {names}.",
        "{number} units of {total} have not returned their reports: {names}.",
        len(silent),
        **values,
    )


_LAST = len(WIDTHS) - 1
_CHARTS, _GAP, _FILLER = 6, 8, 20
_HEADLINE = 15
_TILES_ROW = 4
_BLOCKS: tuple[tuple[Callable[[Any, ReportContext, int], Block], Callable[[Any, str, Bars], Any]], ...] = (
    (write_units, unit_chart),
    (write_groups, group_chart),
    (write_course, course_chart),
)
# It stands first and is written last: its formulas need the positions on all the others.
SHEET: ReportSheet[ReportColumn] = ReportSheet(
    N_("Summary"),
    heading_row=0,
    after=(plan_fact.SHEET, shortfalls.SHEET, units.SHEET, data.SHEET, signature.SHEET),
)


def write(sheet: Any, report: ReportContext) -> None:
    """Write one page; its counts are formulas over plan and fact and over the data."""
    title = _("{centre} · how the plan was met, {quarter}")
    title = title.format(centre=report.figures.plan.centre.name, quarter=report.period_title)
    start_sheet(sheet, report, title, "", SHEET.heading_row)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    _write_headline(sheet, report)
    _write_control(sheet, report)
    row = write_tiles(sheet, report, _TILES_ROW)
    row = write_worst(sheet, report, row)
    for write_block, draw in _BLOCKS:
        row = _add_chart(sheet, report, write_block(sheet, report, row), draw, row)
    sheet.print_area(0, 0, row - 1, _LAST)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.activate()


def _add_chart(
    sheet: Any, report: ReportContext, block: Block, draw: Callable[[Any, str, Bars], Any], row: int
) -> int:
    """Put the chart beside its figures, filler rows below where it is the taller; return the next row."""
    if block.bars is None:
        return block.next
    tall = max(block.bars.tall, block.height * 4 / 3 - _GAP)
    chart = draw(report.book, sheet.get_name(), block.bars)
    chart.set_size({"width": CHART_WIDTH, "height": tall})
    place = {
        "object_position": 2,
        "x_offset": _GAP,
        "y_offset": _GAP // 2,
        "description": sayable(block.bars.told),
    }
    sheet.insert_chart(row, _CHARTS, chart, place)
    missing = math.ceil((tall + _GAP - block.height * 4 / 3) / _FILLER)
    for filler in range(block.next, block.next + missing):
        sheet.set_row_pixels(filler, _FILLER)
    return block.next + max(0, missing)


def _write_headline(sheet: Any, report: ReportContext) -> None:
    """The worst shortfall by name, in the largest letters of the page; then how many, and who is silent."""
    figures, formats = report.figures, report.formats
    ink = STATUS_INK[headline_status(figures, report.shortfalls)]
    worst, counts = worst_words(report.shortfalls), headline(figures, report.shortfalls)
    big, next_to_it = (worst, counts) if worst else (counts, "")
    for row, words, size in ((1, big, _HEADLINE), (2, next_to_it, 11)):
        look = formats.text(bold=True, font_size=size, font_color=ink, valign="vcenter")
        sheet.merge_range(row, 0, row, _LAST, "", look)
        sheet.write_string(row, 0, words, look)
        tall = row_height([(words, sum(WIDTHS) * 9.5 / size)], 18 if words else 4) * size / 10
        sheet.set_row(row, tall if words else 4)


def _write_control(sheet: Any, report: ReportContext) -> None:
    formats, version, control = report.formats, report.content.version, report.positions.control
    note = _("As of {moment} · plan version {version} of {day} · {edition}").format(
        moment=f"{report.made:%d.%m.%Y %H:%M}",
        version=version.number,
        day=f"{version.adopted_on:%d.%m.%Y}",
        edition=edition_words(report),
    )
    sheet.set_row(3, 18)
    sheet.write_string(3, 0, note, formats.subtitle)
    agrees, differs = _("✓ agrees"), _("✗ differs")
    label = _("Control of the sheets against each other:")
    sheet.write_string(
        3, _LAST - 1, label, formats(font_color=MUTED, align="right", valign="vcenter", font_size=9)
    )
    same = ",".join(f'{cell}="{AGREES}"' for _words, cell in control.cells)
    wrong = "&".join(
        f'IF({cell}="{AGREES}","",{quote_text(f" · {words} ")}&{cell})' for words, cell in control.cells
    )
    look = formats(bold=True, font_color=STATUS_INK[Status.MET], valign="vcenter", indent=1)
    formula = f"=IF(AND({same}),{quote_text(agrees)},{quote_text(differs)}&{wrong})"
    sheet.write_formula(3, _LAST, formula, look, agrees if control.agree else differs)
    criteria = {
        "type": "cell",
        "criteria": "!=",
        "value": quote_text(agrees),
        "format": formats.conditional(font_color=STATUS_INK[Status.SHORT]),
    }
    sheet.conditional_format(xl_rowcol_to_cell(3, _LAST), criteria)


def edition_words(report: ReportContext) -> str:
    """Which edition it is, or that it is a working copy."""
    edition = report.content.edition
    return _("edition {number}").format(number=edition.number) if edition else _("working copy")
