"""The sheet of plan against fact: every indicator, and its units under it."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.page_fit import (
    height_of,
    page_points,
    pixels_of,
    scale_of,
)
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.pages import (
    MOST_BREAKS,
    PageFiller,
    set_header,
)
from xlplan.documents.report.phrases import (
    status_text,
    unit_has_no_base,
)
from xlplan.documents.report.plan_fact_cells import (
    indicator_deviation,
    indicator_done,
    indicator_done_to_date,
    indicator_explanation,
    indicator_percent,
    indicator_share_of_year,
    indicator_status_to_date,
    unit_deviation,
    unit_done,
    unit_done_to_date,
    unit_explanation,
    unit_percent,
    unit_status,
    unit_target,
    unit_target_to_date,
)
from xlplan.documents.report.plan_fact_layout import lay_out
from xlplan.documents.report.plan_fact_rows import (
    Form,
    PlanFactColumn,
    RowWriter,
)
from xlplan.documents.report.plan_fact_units import SMALL_FONT
from xlplan.documents.report.row_index import RowIndex
from xlplan.documents.report.sheet import ReportSheet, column_positions, set_widths, start_sheet, write_headings
from xlplan.documents.report.units_of_measure import across_text, names_units, number_width
from xlplan.documents.style import (
    INK,
    LINE,
    STATUS_INK,
)
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.plan import AcrossUnits
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import indicator_title
from xlplan.text.translation import N_, _

# Larger letters would make the sheet longer and no easier to read.
_MOST_SCALE = 0.8
# The columns that each page repeats where the year has pages of its own.
_TOTALS_HEIGHT = 17
_REPEATED = ("key", "measure", "indicator")


_FORMS_OF_YEAR = (Form.IN_YEAR, Form.WHOLE_YEAR)
_FORMS_TO_DATE = (Form.TO_DATE, Form.IN_YEAR, Form.WHOLE_YEAR)
_ONLY_IN_YEAR = (Form.IN_YEAR,)
# The columns of all three forms.
SHEET: ReportSheet[PlanFactColumn] = ReportSheet(
    N_("Plan and fact"),
    (
        PlanFactColumn("key", N_("Code"), 8, lambda row: row.text(row.figure.indicator.key, row.formats.text)),
        PlanFactColumn(
            "measure",
            N_("Measure / unit"),
            37,
            lambda row: row.text(row.figure.measure.title, row.formats.text),
            margin=0,
        ),
        PlanFactColumn(
            "indicator",
            N_("Indicator"),
            15,
            lambda row: row.text(
                indicator_title(row.figure.indicator.title, row.figure.indicator.unit_of_measure),
                row.formats.plain,
                SMALL_FONT,
            ),
            margin=2,
        ),
        PlanFactColumn(
            "unit_of_measure",
            N_("Unit of measure"),
            11,
            lambda row: row.text(row.figure.indicator.unit_of_measure.word, row.formats.plain, SMALL_FONT),
            margin=2,
        ),
        PlanFactColumn(
            "across_units",
            N_("Across units"),
            13,
            lambda row: row.text(across_text(row.figure.indicator), row.formats.plain, SMALL_FONT),
            margin=2,
        ),
        PlanFactColumn(
            "target", N_("Target"), 9, lambda row: row.planned(row.figure.target.shown), unit_target, margin=0
        ),
        PlanFactColumn("done", N_("Done"), 12, indicator_done, unit_done),
        PlanFactColumn("deviation", N_("Deviation"), 13, indicator_deviation, unit_deviation),
        PlanFactColumn("percent", N_("%"), 7, indicator_percent, unit_percent),
        PlanFactColumn(
            "status",
            N_("Status"),
            18,
            lambda row: row.text(status_text(row.figure), row.formats.status),
            unit_status,
            margin=2,
        ),
        PlanFactColumn(
            "target_to_date",
            N_("Target to date"),
            10,
            lambda row: row.planned(row.figure.target_to_date),
            unit_target_to_date,
            heading_of_year=N_("Target of the year"),
        ),
        PlanFactColumn(
            "done_to_date",
            N_("Done to date"),
            12,
            indicator_done_to_date,
            unit_done_to_date,
            heading_of_year=N_("Done in the year"),
        ),
        PlanFactColumn(
            "status_to_date",
            N_("Status to date"),
            16,
            indicator_status_to_date,
            forms=_FORMS_TO_DATE,
            heading_of_year=N_("Status of the year"),
        ),
        PlanFactColumn(
            "carried",
            N_("Left undone in earlier quarters"),
            17,
            lambda row: row.value(row.figure.backlog),
            lambda row: row.number(row.figure.backlog),
            forms=(Form.TO_DATE, Form.IN_YEAR),
        ),
        PlanFactColumn(
            "target_year",
            N_("Target of the year"),
            10,
            lambda row: row.planned(row.figure.target_year),
            forms=_ONLY_IN_YEAR,
        ),
        PlanFactColumn(
            "share_of_year", N_("Share of the year"), 10, indicator_share_of_year, forms=_FORMS_OF_YEAR
        ),
        PlanFactColumn(
            "forecast",
            N_("Forecast for the year"),
            11,
            lambda row: row.value(row.figure.forecast, row.formats.forecast),
            forms=_ONLY_IN_YEAR,
        ),
        PlanFactColumn(
            "explanation",
            N_("Reason, what will be done, description"),
            27,
            indicator_explanation,
            unit_explanation,
            margin=2,
        ),
    ),
    streams=True,
)


# A plan of whole things that add up has no such columns: they would say the same in every row.
_COLUMNS_OF_UNITS = ("unit_of_measure", "across_units")
_NUMBERS = (
    *("target", "done", "deviation", "target_to_date", "done_to_date"),
    *("carried", "target_year", "forecast"),
)
# With this width the words for a share without a base take one line.
_WIDTH_OF_WORDS = 20


def columns_of(figures: QuarterFigures) -> tuple[PlanFactColumn, ...]:
    """Return the columns of the form that fits the quarter, as wide as its numbers."""
    form, hidden = _form_of(figures), () if names_units(figures) else _COLUMNS_OF_UNITS
    least = dict.fromkeys(_NUMBERS, number_width(figures.indicators))
    if unit_has_no_base(figures):
        least["done"] = max(least["done"], _WIDTH_OF_WORDS)
    return tuple(
        replace(column, width=max(column.width, least.get(column.name, 0)))
        for column in (each.in_form(form) for each in SHEET.columns if form in each.forms)
        if column.name not in hidden
    )


def _form_of(figures: QuarterFigures) -> Form:
    if figures.is_year_end:
        return Form.WHOLE_YEAR
    if figures.covers_year:
        return Form.IN_YEAR
    return Form.TO_DATE if figures.has_earlier_quarters else Form.QUARTER


def write(sheet: Any, report: ReportContext) -> None:
    """Write the indicators with their units under them, and a count by status below.

    Totals are formulas over the rows of the units with cached values. They stay blank if nothing was reported.
    Units are folded if they and their indicator need no attention. Source: design, consolidated workbook.
    """
    columns = columns_of(report.figures)
    title = _("Plan and fact · {quarter}").format(quarter=report.period_title)
    start_sheet(sheet, report, title, _note(report), SHEET.heading_row)
    set_widths(sheet, columns)
    write_headings(sheet, report, columns, SHEET.heading_row, filtered=True)
    sheet.freeze_panes(SHEET.heading_row + 1, 2)
    sheet.outline_settings(symbols_below=False)
    positions, first = column_positions(columns), SHEET.heading_row + 1
    index = lay_out(SHEET.shown, report.figures.indicators, positions, first)
    pages = _start_pages(sheet, report, columns, title)
    rows = RowWriter(sheet, report, columns, index, pages)
    for figure in report.figures.indicators:
        rows.write(figure)
        sheet.flush()
    report.positions.rows = index
    sheet.autofilter(SHEET.heading_row, 0, index.last, len(columns) - 1)
    _draw_lines(sheet, report, index)
    last = _write_totals(sheet, report, index)
    pages.add(index.last + 1, [_TOTALS_HEIGHT] * (last - index.last))
    sheet.set_h_pagebreaks(pages.breaks[:MOST_BREAKS])
    if "status_to_date" in positions:
        sheet.print_area(SHEET.heading_row, 0, last, len(columns) - 1)


def _start_pages(sheet: Any, report: ReportContext, columns: Sequence[PlanFactColumn], title: str) -> PageFiller:
    """Set the scale of the pages, and the columns that the year's pages repeat; return what finds their ends."""
    positions = column_positions(columns)
    if "status_to_date" not in positions:
        scale = scale_of(pixels_of(column.width for column in columns))
        sheet.set_print_scale(round(100 * scale))
        repeated = height_of(sheet, range(SHEET.heading_row + 1))
        return PageFiller(page_points(scale) - repeated)
    # One page would be too small to read. The quarter is on the first page, the year on the second.
    year = positions["target_to_date"]
    of_year = [columns[positions[name]] for name in _REPEATED] + list(columns[year:])
    scale = min(
        scale_of(pixels_of(column.width for column in each), _MOST_SCALE) for each in (columns[:year], of_year)
    )
    sheet.set_print_scale(round(100 * scale))
    sheet.repeat_columns(0, positions["indicator"])
    sheet.set_v_pagebreaks([year])
    # Over the few columns of a page, title and legend would be cut off.
    set_header(
        sheet,
        title,
        _("*: a return is missing. Tinted: what fell short or was not returned in the time of the page."),
    )
    sheet.repeat_rows(SHEET.heading_row)
    return PageFiller(page_points(scale, has_header=True) - height_of(sheet, [SHEET.heading_row]))


def _note(report: ReportContext) -> str:
    """Return the line under the title. A sheet with means says what they are of."""
    means = any(each.indicator.across_units is AcrossUnits.MEAN for each in report.figures.indicators)
    weights = _("A mean is unweighted, over the units with a number.") if means else ""
    return " ".join(filter(None, (_legend(report), weights)))


def _legend(report: ReportContext) -> str:
    if report.figures.covers_year and not report.figures.is_year_end:
        return _(
            "“+” shows the units; a blue name leads to its file. *: a return is missing. "
            "The forecast is the pace so far; nothing is judged by it."
        )
    if names_units(report.figures):
        return _(
            "“+” shows the units; “Across units” says how they make the number. "
            "A blue name leads to its file. *: a return is missing."
        )
    return _(
        "An indicator's row adds up its units; “+” on the left shows them. A blue name leads to the file that "
        "a number came from. * means that an earlier return of this year or one of this quarter is missing."
    )


def _draw_lines(sheet: Any, report: ReportContext, index: RowIndex) -> None:
    """Draw the lines between the rows of units with one rule, because their blank cells do not exist."""
    line = report.formats.conditional(top=4, top_color=LINE)
    key, name = (
        xl_rowcol_to_cell(index.first, index.columns[column], col_abs=True) for column in ("key", "measure")
    )
    criteria = {"type": "formula", "criteria": f'=AND({key}="",{name}<>"")', "format": line}
    sheet.conditional_format(index.first, 0, index.last, len(index.columns) - 1, criteria)


def _write_totals(sheet: Any, report: ReportContext, index: RowIndex) -> int:
    """Write the number of indicators with each status under the rows; return the last row."""
    formats = report.formats
    label, number = index.columns["measure"], index.columns["target"]
    row = index.last + 2
    sheet.write_string(row, label, _("Indicators by status"), formats(bold=True, font_color=INK))
    statuses = [each for each in Status if each is not Status.NO_BASE or report.figures.with_status(each)]
    for status in statuses:
        row += 1
        ink = STATUS_INK[status]
        sheet.write_string(row, label, status.shown, formats.text(font_color=ink, indent=1))
        cell_format = formats(bold=True, font_color=ink, align="center")
        count = len(report.figures.with_status(status))
        sheet.write_formula(row, number, f"={index.count_of(status)}", cell_format, count)
    cells = f"{xl_rowcol_to_cell(row - len(statuses) + 1, number)}:{xl_rowcol_to_cell(row, number)}"
    row += 1
    sheet.write_string(row, label, _("Indicators in all"), formats(bold=True, top=1, indent=1))
    cell_format = formats(bold=True, top=1, align="center")
    sheet.write_formula(row, number, f"=SUM({cells})", cell_format, len(report.figures.indicators))
    return row
