"""The sheet of plan against fact, and the expressions by which other sheets count and add up its rows."""

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as at

from xlplan.documents.formulas import quote_text
from xlplan.documents.report.common import Report, RowIndex, start_sheet, write_headings
from xlplan.documents.report.links import sheet_name
from xlplan.documents.report.plan_fact_rows import HEADING_ROW, Rows
from xlplan.documents.report.sheets import PLAN_FACT, PLAN_FACT_IN_YEAR, WIDTHS, places_of, plan_fact
from xlplan.documents.style import INK, LINE, STATUS_INK
from xlplan.domain.status import Status
from xlplan.text.translation import _

# The columns up to the year to date, and its status, stand in the same places in each form that has them.
_AT = places_of(PLAN_FACT_IN_YEAR)
# Per cent of its size: what two pages of A4 have room for.
_SCALE = 72


def write_plan_fact(sheet: Any, report: Report) -> RowIndex:
    """Writes the sheet and returns where the figures stand on it.

    Totals are formulas over the unit rows with cached values; they stay blank where nothing was reported.
    Units are folded under an indicator where nothing is amiss. Source: design, consolidated workbook.
    """
    form = plan_fact(report.figures.covers_year, report.figures.is_year_end)
    title = _("Plan and fact · {quarter}").format(quarter=report.period)
    start_sheet(sheet, report, title, _note(report), HEADING_ROW)
    write_headings(sheet, report, form, WIDTHS, HEADING_ROW)
    sheet.freeze_panes(HEADING_ROW + 1, 2)
    sheet.outline_settings(symbols_below=False)
    if report.figures.covers_year:
        # On one page nobody could read it: the quarter on the first, the year on the second.
        sheet.set_print_scale(_SCALE)
        sheet.repeat_columns(0, 1)
        sheet.set_v_pagebreaks([_AT["target_to_date"]])
    rows = Rows(sheet, report, form)
    for figure in report.figures.indicators:
        rows.write(figure)
        sheet.settle()
    places = rows.places
    sheet.autofilter(HEADING_ROW, 0, places.last, len(form.columns) - 1)
    _draw_lines(sheet, report, places, len(form.columns) - 1)
    _write_totals(sheet, report, places)
    return places


def _note(report: Report) -> str:
    if report.figures.covers_year and not report.figures.is_year_end:
        return _(
            "“+” shows the units; a blue name leads to its file. *: a return is missing. "
            "The forecast is the pace so far; nothing is judged by it."
        )
    return _(
        "An indicator's row adds up its units; “+” on the left shows them. A blue name leads to the file that "
        "a number came from. * means that an earlier return of this year or one of this quarter is missing."
    )


def _draw_lines(sheet: Any, report: Report, places: RowIndex, last_column: int) -> None:
    """One rule for the lines between the rows of units, which have no cells where there is nothing to say."""
    line = report.formats.conditional(top=4, top_color=LINE)
    key, name = (at(places.first, _AT[column], col_abs=True) for column in ("key", "measure"))
    criteria = {"type": "formula", "criteria": f'=AND({key}="",{name}<>"")', "format": line}
    sheet.conditional_format(places.first, 0, places.last, last_column, criteria)


def count_of(status: Status, places: RowIndex, first: int | None = None, last: int | None = None) -> str:
    """An expression that counts the indicator rows with a status, in all rows or from `first` to `last`.

    Only an indicator's row has both a code and a status; what follows the word (units that are lacking) is free.
    """
    rows = (places.first if first is None else first, places.last if last is None else last)
    statuses, keys = (_column(name, *rows) for name in ("status", "key"))
    return f'COUNTIFS({statuses},{quote_text(f"{status.shown}*")},{keys},"?*")'


def count_to_date(status: Status, places: RowIndex) -> str:
    """The same for the year to date, in a plan for the year."""
    statuses, keys = (_column(name, places.first, places.last) for name in ("status_to_date", "key"))
    return f'COUNTIFS({statuses},{quote_text(f"{status.shown}*")},{keys},"?*")'


def sum_of(name: str, places: RowIndex) -> str:
    """An expression that adds up a column of the indicator rows, those with a code."""
    rows = (places.first, places.last)
    return f'SUMIFS({_column(name, *rows)},{_column("key", *rows)},"?*")'


def _column(name: str, first: int, last: int) -> str:
    column = _AT[name]
    return f"{sheet_name(PLAN_FACT.shown)}!{at(first, column, True, True)}:{at(last, column, True, True)}"


def _write_totals(sheet: Any, report: Report, places: RowIndex) -> None:
    formats = report.formats
    row = places.last + 2
    sheet.write_string(row, _AT["measure"], _("Indicators by status"), formats(bold=True, font_color=INK))
    for status in Status:
        row += 1
        ink = STATUS_INK[status]
        sheet.write_string(row, _AT["measure"], status.shown, formats.text(font_color=ink, indent=1))
        look = formats(bold=True, font_color=ink, align="center")
        number = len(report.figures.with_status(status))
        sheet.write_formula(row, _AT["target"], f"={count_of(status, places)}", look, number)
    cells = f"{at(row - len(Status) + 1, _AT['target'])}:{at(row, _AT['target'])}"
    row += 1
    sheet.write_string(row, _AT["measure"], _("Indicators in all"), formats(bold=True, top=1, indent=1))
    look = formats(bold=True, top=1, align="center")
    sheet.write_formula(row, _AT["target"], f"=SUM({cells})", look, len(report.figures.indicators))
