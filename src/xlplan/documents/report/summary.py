"""The summary: one page for the director, with the worst shortfalls and the units without a return."""

import math
from collections.abc import Callable
from textwrap import shorten
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.formulas import quote_text
from xlplan.documents.report import data, plan_fact, shortfalls, signature, units
from xlplan.documents.report.cells import row_height
from xlplan.documents.report.charts import CHART_WIDTH, Bars, group_chart, quarter_chart, unit_chart
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import replace_invalid_in_xml
from xlplan.documents.report.phrases import earlier_returns_text, unit_names
from xlplan.documents.report.sheet import ReportColumn, ReportSheet, start_sheet
from xlplan.documents.report.signature import AGREES
from xlplan.documents.report.summary_tables import WIDTHS, Block, write_groups, write_quarters, write_worst
from xlplan.documents.report.summary_tiles import write_tiles
from xlplan.documents.report.summary_units import write_units
from xlplan.documents.report.year_returns import year_returns_text
from xlplan.documents.style import MUTED, STATUS_INK
from xlplan.domain.figures import QuarterFigures, Shortfall
from xlplan.domain.plan import Better
from xlplan.domain.status import Status
from xlplan.domain.submission import ReturnState
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, show_number
from xlplan.text.translation import N_, _, ngettext

_LONGEST_TITLE = 70


def headline_text(figures: QuarterFigures, shortfalls: tuple[Shortfall, ...]) -> str:
    """Return one sentence on the shortfalls and one on the returns."""
    if not figures.returns:
        sentence = _("No return has been accepted yet; they are due by {due}.")
        if figures.period.status_without_return is Status.NOT_RETURNED:
            sentence = _("No return has been accepted; they were due by {due}.")
        return sentence.format(due=f"{figures.period.due:%d.%m.%Y}")
    sentences = (
        _shortfalls_sentence(figures, shortfalls),
        _returns_sentence(figures),
        _to_correct_sentence(figures),
        _incomplete_sentence(figures),
        earlier_returns_text(figures),
    )
    return " ".join(filter(None, sentences))


def worst_shortfall_text(shortfalls: tuple[Shortfall, ...]) -> str:
    """Return the worst shortfall with its code, measure, figures and unit; "" without a shortfall."""
    if not shortfalls:
        return ""
    worst = shortfalls[0]
    text = _("Worst of all: {key} {measure}: done {done} of {target}")
    if worst.figure.indicator.unit_of_measure != WHOLE_THINGS:
        text = _("Worst of all: {key} {measure}: done {done} of {target}, {missing} short")
    if worst.figure.indicator.better is Better.LESS:
        text = _("Worst of all: {key} {measure}: done {done}, though it was to be no more than {target}")
    text = text.format(
        key=worst.figure.indicator.key,
        measure=shorten(worst.figure.measure.title, _LONGEST_TITLE, placeholder=" …"),
        done=_shown(worst, worst.done),
        target=_shown(worst, worst.target),
        missing=_shown(worst, worst.missing),
    )
    return f"{text} · {worst.unit.unit.name}" if worst.unit else text


def _shown(shortfall: Shortfall, number: Number | None) -> str:
    return "" if number is None else show_number(number, shortfall.figure.indicator.unit_of_measure)


def headline_status(figures: QuarterFigures, shortfalls: tuple[Shortfall, ...]) -> Status:
    """Return the status that gives the headline its colour: the worst that it mentions."""
    if shortfalls:
        return Status.SHORT
    is_open = figures.silent_units or figures.incomplete_units
    return figures.period.status_without_return if is_open else Status.MET


def _shortfalls_sentence(figures: QuarterFigures, shortfalls: tuple[Shortfall, ...]) -> str:
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


def _returns_sentence(figures: QuarterFigures) -> str:
    silent = figures.silent_units
    values = {"total": len(figures.units), "names": unit_names(silent)}
    if not silent and (figures.incomplete_units or figures.missing_earlier):
        return ""
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


def _to_correct_sentence(figures: QuarterFigures) -> str:
    """Return the sentence on those of the units without an accepted return that have sent one; "" without any."""
    to_correct = figures.with_state(ReturnState.TO_CORRECT)
    return _("Sent back to correct: {names}.").format(names=unit_names(to_correct)) if to_correct else ""


def _incomplete_sentence(figures: QuarterFigures) -> str:
    incomplete = figures.incomplete_units
    if not incomplete:
        return ""
    return ngettext(
        "The plan asks {number} unit anew for some rows: {names}.",
        "The plan asks {number} units anew for some rows: {names}.",
        len(incomplete),
        names=unit_names(incomplete),
    )


_LAST_COLUMN = len(WIDTHS) - 1
_CHART_COLUMN, _CHART_GAP, _FILLER_HEIGHT = 6, 8, 20
_HEADLINE_SIZE = 15
_TILES_ROW = 4
_BLOCKS: tuple[tuple[Callable[[Any, ReportContext, int], Block], Callable[[Any, str, Bars], Any]], ...] = (
    (write_units, unit_chart),
    (write_groups, group_chart),
    (write_quarters, quarter_chart),
)
# It is the first sheet and written last, because its formulas need the positions on the others.
SHEET: ReportSheet[ReportColumn] = ReportSheet(
    N_("Summary"),
    heading_row=0,
    after=(plan_fact.SHEET, shortfalls.SHEET, units.SHEET, data.SHEET, signature.SHEET),
)


def write(sheet: Any, report: ReportContext) -> None:
    """Write one page. Its counts are formulas over plan and fact and over the data."""
    title = _("{centre} · how the plan was met, {quarter}")
    title = title.format(centre=report.figures.plan.centre.name, quarter=report.period_title)
    start_sheet(sheet, report, title, "", SHEET.heading_row)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    _write_headline(sheet, report)
    _write_control(sheet, report)
    row = write_tiles(sheet, report, _TILES_ROW)
    _write_year_returns(sheet, report, row - 1)
    row = write_worst(sheet, report, row)
    for write_block, draw in _BLOCKS:
        row = _add_chart(sheet, report, write_block(sheet, report, row), draw, row)
    sheet.print_area(0, 0, row - 1, _LAST_COLUMN)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.activate()


def _add_chart(
    sheet: Any, report: ReportContext, block: Block, draw: Callable[[Any, str, Bars], Any], row: int
) -> int:
    """Put a chart beside its table.

    If the chart is taller, filler rows follow the table.

    Returns:
        The next free row.
    """
    if block.bars is None:
        return block.next_row
    height = max(block.bars.height, block.height * 4 / 3 - _CHART_GAP)
    chart = draw(report.book, sheet.get_name(), block.bars)
    chart.set_size({"width": CHART_WIDTH, "height": height})
    options = {
        "object_position": 2,
        "x_offset": _CHART_GAP,
        "y_offset": _CHART_GAP // 2,
        "description": replace_invalid_in_xml(block.bars.alt_text),
    }
    sheet.insert_chart(row, _CHART_COLUMN, chart, options)
    missing = math.ceil((height + _CHART_GAP - block.height * 4 / 3) / _FILLER_HEIGHT)
    for row_below in range(block.next_row, block.next_row + missing):
        sheet.set_row_pixels(row_below, _FILLER_HEIGHT)
    return block.next_row + max(0, missing)


def _write_headline(sheet: Any, report: ReportContext) -> None:
    """Write the worst shortfall in the largest letters of the page.

    The counts and the units without a return follow under it.
    """
    figures, formats = report.figures, report.formats
    ink = STATUS_INK[headline_status(figures, report.shortfalls)]
    worst, counts = worst_shortfall_text(report.shortfalls), headline_text(figures, report.shortfalls)
    first, second = (worst, counts) if worst else (counts, "")
    for row, text, size in ((1, first, _HEADLINE_SIZE), (2, second, 11)):
        cell_format = formats.text(bold=True, font_size=size, font_color=ink, valign="vcenter")
        sheet.merge_range(row, 0, row, _LAST_COLUMN, "", cell_format)
        sheet.write_string(row, 0, text, cell_format)
        height = row_height([(text, sum(WIDTHS) * 9.5 / size)], 18 if text else 4) * size / 10
        sheet.set_row(row, height if text else 4)


def _write_year_returns(sheet: Any, report: ReportContext, row: int) -> None:
    """Write the returns of the year so far into the row under the tiles, which is a gap without them."""
    if text := year_returns_text(report.figures):
        sheet.set_row(row, 18)
        cell_format = report.formats(font_color=MUTED, valign="vcenter", font_size=9)
        sheet.write_string(row, 0, text, cell_format)


def _write_control(sheet: Any, report: ReportContext) -> None:
    formats, version, control = report.formats, report.content.version, report.positions.control
    note = _("As of {moment} · plan version {version} of {day} · {edition}").format(
        moment=f"{report.made_at:%d.%m.%Y %H:%M}",
        version=version.number,
        day=f"{version.adopted_on:%d.%m.%Y}",
        edition=edition_text(report),
    )
    sheet.set_row(3, 18)
    sheet.write_string(3, 0, note, formats.subtitle)
    agrees, differs = _("✓ agrees"), _("✗ differs")
    label = _("Control of the sheets against each other:")
    sheet.write_string(
        3, _LAST_COLUMN - 1, label, formats(font_color=MUTED, align="right", valign="vcenter", font_size=9)
    )
    same = ",".join(f'{cell}="{AGREES}"' for _name, cell in control.cells)
    wrong = "&".join(
        f'IF({cell}="{AGREES}","",{quote_text(f" · {name} ")}&{cell})' for name, cell in control.cells
    )
    cell_format = formats(bold=True, font_color=STATUS_INK[Status.MET], valign="vcenter", indent=1)
    formula = f"=IF(AND({same}),{quote_text(agrees)},{quote_text(differs)}&{wrong})"
    sheet.write_formula(3, _LAST_COLUMN, formula, cell_format, agrees if control.agree else differs)
    criteria = {
        "type": "cell",
        "criteria": "!=",
        "value": quote_text(agrees),
        "format": formats.conditional(font_color=STATUS_INK[Status.SHORT]),
    }
    sheet.conditional_format(xl_rowcol_to_cell(3, _LAST_COLUMN), criteria)


def edition_text(report: ReportContext) -> str:
    """Return the number of the edition, or the words for a working copy."""
    edition = report.content.edition
    return _("edition {number}").format(number=edition.number) if edition else _("working copy")
