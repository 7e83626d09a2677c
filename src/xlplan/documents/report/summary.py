"""The summary: one page for the director, with the worst shortfalls and the units without a return."""

import math
from collections.abc import Callable
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.formulas import quote_text
from xlplan.documents.report import data, plan_fact, shortfalls, signature, units
from xlplan.documents.report.cells import row_height
from xlplan.documents.report.charts import CHART_WIDTH, Bars, group_chart, quarter_chart, unit_chart
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.links import replace_invalid_in_xml
from xlplan.documents.report.sheet import ReportColumn, ReportSheet, start_sheet
from xlplan.documents.report.signature import AGREES
from xlplan.documents.report.summary_tables import WIDTHS, Block, write_groups, write_heading, write_quarters
from xlplan.documents.report.summary_texts import (
    headline_status,
    headline_text,
    worst_of_year_text,
    worst_shortfall_text,
    year_headline_text,
    year_status,
)
from xlplan.documents.report.summary_tiles import write_tiles, write_year_tiles
from xlplan.documents.report.summary_units import write_units
from xlplan.documents.report.summary_worst import MOST_SHORTFALLS, write_worst, write_worst_of_year
from xlplan.documents.report.year_returns import year_returns_text
from xlplan.documents.style import MUTED, STATUS_INK
from xlplan.domain.status import Status
from xlplan.text.translation import N_, _

_LAST_COLUMN = len(WIDTHS) - 1
_CHART_COLUMN, _CHART_GAP, _FILLER_HEIGHT = 6, 8, 20
_HEADLINE_SIZE, _QUARTER_HEADLINE_SIZE = 15, 12
# Under the year's, those of the quarter are fewer: the sheet of shortfalls has all.
_SHORTFALLS_UNDER_YEAR = 3
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
    """Write one page. Its counts are formulas over plan and fact and over the data.

    Of a year that is over the year comes first: sentences, tiles, worst shortfalls. The last quarter's follow.
    """
    title = _("{centre} · how the plan was met, {quarter}")
    title = title.format(centre=report.figures.plan.centre.name, quarter=report.period_title)
    start_sheet(sheet, report, title, "", SHEET.heading_row)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    _write_control(sheet, report)
    write_first = _write_year_first if report.figures.is_year_end else _write_quarter_first
    row = write_first(sheet, report)
    for write_block, draw in _BLOCKS:
        row = _add_chart(sheet, report, write_block(sheet, report, row), draw, row)
    sheet.print_area(0, 0, row - 1, _LAST_COLUMN)
    sheet.fit_to_pages(1, 1)
    if report.figures.is_year_end:
        # With two sets of tiles and shortfalls the page is higher than wide.
        sheet.set_portrait()
    sheet.center_horizontally()
    sheet.activate()


def _write_quarter_first(sheet: Any, report: ReportContext) -> int:
    """Write the headline, the tiles and the worst shortfalls of a quarter; return the row after them."""
    figures, shortfalls = report.figures, report.shortfalls
    ink = STATUS_INK[headline_status(figures, shortfalls)]
    worst, counts = worst_shortfall_text(shortfalls), headline_text(figures, shortfalls)
    _write_headline(sheet, report, 1, worst, counts, ink)
    row = write_tiles(sheet, report, _TILES_ROW)
    if figures.covers_year:
        row = write_year_tiles(sheet, report, row, _("Since the start of the year"))
    _write_year_returns(sheet, report, row - 1)
    return write_worst(sheet, report, row, _("The worst shortfalls"), MOST_SHORTFALLS)


def _write_year_first(sheet: Any, report: ReportContext) -> int:
    """Write what opens the page of a year that is over; return the row after it."""
    figures, quarter = report.figures, report.quarter_title
    year = _("the year {year}").format(year=figures.period.quarter.year)
    ink = STATUS_INK[year_status(figures)]
    worst, counts = worst_of_year_text(report.content.year_shortfalls), year_headline_text(figures)
    _write_headline(sheet, report, 1, worst, counts, ink)
    row = write_year_tiles(sheet, report, _TILES_ROW, _capital(year))
    _write_year_returns(sheet, report, row - 1)
    row = write_worst_of_year(sheet, report, row)
    write_heading(sheet, report, row, _capital(quarter))
    ink = STATUS_INK[headline_status(figures, report.shortfalls)]
    worst = worst_shortfall_text(report.shortfalls, is_under_year=True)
    counts = headline_text(figures, report.shortfalls, is_under_year=True)
    _write_headline(sheet, report, row + 1, worst, counts, ink, _QUARTER_HEADLINE_SIZE)
    row = write_tiles(sheet, report, row + 3)
    heading = _("The worst shortfalls, {quarter}").format(quarter=quarter)
    return write_worst(sheet, report, row, heading, _SHORTFALLS_UNDER_YEAR)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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


def _write_headline(
    sheet: Any,
    report: ReportContext,
    row: int,
    worst: str,
    counts: str,
    ink: str,
    size: float = _HEADLINE_SIZE,
) -> None:
    """Write the worst shortfall in large letters; the counts and the units without a return follow under it."""
    first, second = (worst, counts) if worst else (counts, "")
    for text_row, text, text_size in ((row, first, size), (row + 1, second, 11)):
        cell_format = report.formats.text(bold=True, font_size=text_size, font_color=ink, valign="vcenter")
        sheet.merge_range(text_row, 0, text_row, _LAST_COLUMN, "", cell_format)
        sheet.write_string(text_row, 0, text, cell_format)
        height = row_height([(text, sum(WIDTHS) * 9.5 / text_size)], 18 if text else 4) * text_size / 10
        sheet.set_row(text_row, height if text else 4)


def _write_year_returns(sheet: Any, report: ReportContext, row: int) -> None:
    """Write the returns of the year so far into the row under the tiles, or that nothing is known of the year."""
    figures = report.figures
    unknown = _("Nothing can be said of the year: plans do not cover all of its quarters.")
    if text := " ".join(filter(None, (year_returns_text(figures), "" if figures.covers_year else unknown))):
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
    label = _("Cross-check of the sheets:")
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
