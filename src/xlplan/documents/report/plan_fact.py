"""The sheet of plan against fact: every indicator, and its units under it."""

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlplan.documents.report.cells import Cell, clip_to_cell
from xlplan.documents.report.context import ReportContext
from xlplan.documents.report.phrases import centre_explanation_of, former_name, reason_of, status_text
from xlplan.documents.report.plan_fact_rows import (
    SMALL_FONT,
    Form,
    IndicatorRow,
    PlanFactColumn,
    RowWriter,
    UnitCell,
    UnitRow,
)
from xlplan.documents.report.row_index import RowIndex
from xlplan.documents.report.sheet import ReportSheet, set_widths, start_sheet, write_headings
from xlplan.documents.style import INK, LINE, STATUS_INK
from xlplan.domain.entries import EntryKind
from xlplan.domain.figures import IndicatorFigure, QuarterFigures
from xlplan.domain.status import Status
from xlplan.text.translation import N_, _

# In per cent. At this scale the sheet fits on two pages of A4.
_PRINT_SCALE = 72


def _indicator_done(row: IndicatorRow) -> Cell:
    if row.figure.status is Status.NOTHING_AROSE:
        return row.text(_(Status.NOTHING_AROSE.value), row.formats.words)
    return row.sum_of_units("done", row.figure.done, row.formats.number)


def _indicator_deviation(row: IndicatorRow) -> Cell:
    if not _has_judgement(row.figure):
        return row.blank
    formula = f'=IF(OR({_units_missing(row)}),"",{row.address("done")}-{row.address("target")})'
    return row.formula(formula, row.figure.deviation, row.formats.deviation)


def _indicator_percent(row: IndicatorRow) -> Cell:
    if not _has_judgement(row.figure):
        return row.blank
    done, target = row.address("done"), row.address("target")
    formula = f'=IF(OR({_units_missing(row)},{target}=0),"",{done}/{target})'
    return row.formula(formula, row.figure.percent, row.formats.percent)


def _has_judgement(figure: IndicatorFigure) -> bool:
    return figure.target.count is not None and figure.status is not Status.NOTHING_AROSE and bool(figure.units)


def _units_missing(row: IndicatorRow) -> str:
    # Units are missing by their status. A unit that is not asked has a blank cell and is not missing.
    statuses = row.cells_below("status")
    signs = (status.sign for status in (Status.NOT_RETURNED, Status.EXPECTED))
    missing = "+".join(f'COUNTIF({statuses},"{sign}*")' for sign in signs)
    return f'{row.address("done")}="",{missing}>0'


def _indicator_done_to_date(row: IndicatorRow) -> Cell:
    partial = row.formats.partial if row.figure.is_partial_to_date else row.formats.number
    return row.sum_of_units("done_to_date", row.figure.done_to_date, partial, with_former=True)


def _indicator_status_to_date(row: IndicatorRow) -> Cell:
    status = row.figure.status_to_date
    return row.text(status.shown, row.formats_by_status[status].status)


def _indicator_share_of_year(row: IndicatorRow) -> Cell:
    share, done = row.figure.share_of_year, row.address("done_to_date")
    if share is None:
        return row.blank
    return row.formula(f'=IF({done}="","",{done}/{row.figure.target_year})', share, row.formats.share)


def _indicator_explanation(row: IndicatorRow) -> Cell:
    """Return the coordinator's words on a shortfall of the centre, or a warning that nobody gives a reason.

    The reasons of units stand in their own rows.
    """
    shortfall = row.shortfall
    if shortfall is None:
        return row.blank
    explained = bool(reason_of(shortfall))
    return row.text(centre_explanation_of(shortfall), row.formats.plain if explained else row.formats.warning)


def _unit_name(row: UnitRow) -> UnitCell:
    return clip_to_cell(former_name(row.figure)), row.formats.link if row.linked else row.formats.name


def _unit_target(row: UnitRow) -> UnitCell:
    if row.figure.left_in:
        return None
    if row.joint:
        return row.texts.joint, row.formats.words
    return row.planned(row.figure.target.count)


def _unit_done(row: UnitRow) -> UnitCell:
    entry = row.figure.entry
    if entry.number is not None:
        return entry.number, row.formats.number
    return (row.texts.nothing_arose, row.formats.words) if entry.kind is EntryKind.NOTHING_AROSE else None


def _unit_deviation(row: UnitRow) -> UnitCell:
    deviation = row.figure.deviation
    return None if deviation is None else (deviation, row.formats.deviation)


def _unit_percent(row: UnitRow) -> UnitCell:
    number, target = row.figure.entry.number, row.figure.target.count
    return (number / target, row.formats.percent) if number is not None and target and not row.joint else None


def _unit_status(row: UnitRow) -> UnitCell:
    # A unit alone is not judged against a joint target. The row above shows the status of the target.
    status = row.figure.status
    if (row.joint and status is Status.NOT_JUDGED) or row.figure.left_in:
        return None
    return row.texts.statuses[status], row.formats.status


def _unit_target_to_date(row: UnitRow) -> UnitCell:
    return None if row.joint else row.planned(row.figure.target_to_date)


def _unit_explanation(row: UnitRow) -> UnitCell:
    if not row.explanation:
        return None
    unexplained = row.figure.status is Status.SHORT and not row.figure.entry.reason.strip()
    return clip_to_cell(row.explanation), row.formats.warning if unexplained else row.formats.plain


_FORMS_OF_YEAR = (Form.IN_YEAR, Form.WHOLE_YEAR)
_FORMS_TO_DATE = (Form.TO_DATE, Form.IN_YEAR, Form.WHOLE_YEAR)
_ONLY_IN_YEAR = (Form.IN_YEAR,)
# The columns of all three forms.
SHEET: ReportSheet[PlanFactColumn] = ReportSheet(
    N_("Plan and fact"),
    (
        PlanFactColumn("key", N_("Code"), 7, lambda row: row.text(row.figure.indicator.key, row.formats.text)),
        PlanFactColumn(
            "measure",
            N_("Measure / unit"),
            52,
            lambda row: row.text(row.figure.measure.title, row.formats.text),
            _unit_name,
            margin=0,
        ),
        PlanFactColumn(
            "indicator",
            N_("Indicator"),
            19,
            lambda row: row.text(row.figure.indicator.title, row.formats.plain, SMALL_FONT),
            margin=2,
        ),
        PlanFactColumn(
            "target", N_("Target"), 10, lambda row: row.planned(row.figure.target.shown), _unit_target, margin=0
        ),
        PlanFactColumn("done", N_("Done"), 14, _indicator_done, _unit_done),
        PlanFactColumn("deviation", N_("Deviation"), 12, _indicator_deviation, _unit_deviation),
        PlanFactColumn("percent", N_("%"), 7, _indicator_percent, _unit_percent),
        PlanFactColumn(
            "status",
            N_("Status"),
            23,
            lambda row: row.text(status_text(row.figure), row.formats.status),
            _unit_status,
            margin=2,
        ),
        PlanFactColumn(
            "target_to_date",
            N_("Target to date"),
            10,
            lambda row: row.planned(row.figure.target_to_date),
            _unit_target_to_date,
            heading_of_year=N_("Target of the year"),
        ),
        PlanFactColumn(
            "done_to_date",
            N_("Done to date"),
            11,
            _indicator_done_to_date,
            lambda row: row.number(row.figure.done_to_date),
            heading_of_year=N_("Done in the year"),
        ),
        PlanFactColumn(
            "status_to_date",
            N_("Status to date"),
            18,
            _indicator_status_to_date,
            forms=_FORMS_TO_DATE,
            heading_of_year=N_("Status of the year"),
        ),
        PlanFactColumn(
            "carried",
            N_("Left undone in earlier quarters"),
            13,
            lambda row: row.value(row.figure.backlog),
            lambda row: row.number(row.figure.backlog),
            forms=(Form.TO_DATE, Form.IN_YEAR),
        ),
        PlanFactColumn(
            "target_year",
            N_("Target of the year"),
            9,
            lambda row: row.planned(row.figure.target_year),
            forms=_ONLY_IN_YEAR,
        ),
        PlanFactColumn(
            "share_of_year", N_("Share of the year"), 9, _indicator_share_of_year, forms=_FORMS_OF_YEAR
        ),
        PlanFactColumn(
            "forecast",
            N_("Forecast for the year"),
            10,
            lambda row: row.value(row.figure.forecast, row.formats.forecast),
            forms=_ONLY_IN_YEAR,
        ),
        PlanFactColumn(
            "explanation",
            N_("Reason, what will be done, description"),
            46,
            _indicator_explanation,
            _unit_explanation,
            margin=2,
        ),
    ),
    streams=True,
)


def columns_of(figures: QuarterFigures) -> tuple[PlanFactColumn, ...]:
    """Return the columns of the form that fits the quarter."""
    form = _form_of(figures)
    return tuple(column.in_form(form) for column in SHEET.columns if form in column.forms)


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
    sheet.set_row(SHEET.heading_row, 42)
    set_widths(sheet, columns)
    write_headings(sheet, report, columns, SHEET.heading_row)
    sheet.freeze_panes(SHEET.heading_row + 1, 2)
    sheet.outline_settings(symbols_below=False)
    rows = RowWriter(sheet, report, columns, SHEET.heading_row + 1)
    for figure in report.figures.indicators:
        rows.write(figure)
        sheet.flush()
    index = report.positions.rows = rows.index(SHEET.shown)
    if _form_of(report.figures) is not Form.QUARTER:
        # One page would be too small to read. The quarter is on the first page, the year on the second.
        sheet.set_print_scale(_PRINT_SCALE)
        sheet.repeat_columns(0, 1)
        sheet.set_v_pagebreaks([index.columns["target_to_date"]])
    sheet.autofilter(SHEET.heading_row, 0, index.last, len(columns) - 1)
    _draw_lines(sheet, report, index)
    _write_totals(sheet, report, index)


def _note(report: ReportContext) -> str:
    if report.figures.covers_year and not report.figures.is_year_end:
        return _(
            "“+” shows the units; a blue name leads to its file. *: a return is missing. "
            "The forecast is the pace so far; nothing is judged by it."
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


def _write_totals(sheet: Any, report: ReportContext, index: RowIndex) -> None:
    formats = report.formats
    label, number = index.columns["measure"], index.columns["target"]
    row = index.last + 2
    sheet.write_string(row, label, _("Indicators by status"), formats(bold=True, font_color=INK))
    for status in Status:
        row += 1
        ink = STATUS_INK[status]
        sheet.write_string(row, label, status.shown, formats.text(font_color=ink, indent=1))
        cell_format = formats(bold=True, font_color=ink, align="center")
        count = len(report.figures.with_status(status))
        sheet.write_formula(row, number, f"={index.count_of(status)}", cell_format, count)
    cells = f"{xl_rowcol_to_cell(row - len(Status) + 1, number)}:{xl_rowcol_to_cell(row, number)}"
    row += 1
    sheet.write_string(row, label, _("Indicators in all"), formats(bold=True, top=1, indent=1))
    cell_format = formats(bold=True, top=1, align="center")
    sheet.write_formula(row, number, f"=SUM({cells})", cell_format, len(report.figures.indicators))
