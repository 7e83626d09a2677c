"""Writer of the official forms: black on white, A4 landscape, headings and page number on every page."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from xlplan.documents.formula_sheet import FormulaSheet
from xlplan.documents.plan_form.pages import MARGINS_INCHES, Box, Form, Page, lay_out
from xlplan.documents.plan_form.quarter_form import quarter_form
from xlplan.documents.plan_form.year_form import year_form
from xlplan.documents.style import Formats, set_properties
from xlplan.domain.plan import Plan
from xlplan.domain.quarter import Quarter
from xlplan.storage.atomic import atomic_write_bytes
from xlplan.text.translation import _

_FONT = "Times New Roman"
_BLACK = "#000000"
_SIDES = {"t": "top", "b": "bottom", "l": "left", "r": "right"}
_A4 = 9
_LAST_CELL = "XFD1048576"
# The unit of a column's width is a digit of this font. At this size a digit is equally wide in every program, so a
# form made for A4 fits it in all of them. XlsxWriter counts with the digits of its own font.
_BASE = {"font_name": _FONT, "font_size": 12, "font_scheme": False}
_DIGIT, _WRITERS_DIGIT = 8, 7


def write_plan_form(path: Path, plan: Plan, period: int | Quarter, version: str, made_at: datetime) -> None:
    """Write the form of the plan for a year or a quarter to `path`, whole or not at all.

    The same arguments give the same bytes.

    Args:
        path: The workbook to write.
        plan: The plan.
        period: A year or a quarter.
        version: The text of the footer that names the version of the plan.
        made_at: The date of the workbook.

    Raises:
        PermissionError: Another program holds `path` open.
    """
    form = year_form(plan) if isinstance(period, int) else quarter_form(plan, period)
    content = BytesIO()
    book = xlsxwriter.Workbook(
        content, {"default_format_properties": _BASE, "default_row_height": 21, "in_memory": True}
    )
    sheet = book.add_worksheet(_("Plan {period}").format(period=form.name), FormulaSheet)
    _write_form(sheet, Formats(book), form)
    # A number with decimals or a sign is a text on purpose.
    if any(box.is_count for box in form.body):
        sheet.ignore_errors({"number_stored_as_text": f"A1:{_LAST_CELL}"})
    _set_page(sheet, version)
    set_properties(book, form.title.replace("\n", " "), plan.centre.name, made_at)
    book.close()
    atomic_write_bytes(path, content.getvalue())


def _write_form(sheet: Any, formats: Formats, form: Form) -> None:
    for column, pixels in enumerate(form.widths):
        sheet.set_column_pixels(column, column, pixels * _WRITERS_DIGIT / _DIGIT)
    top, heading, pages = lay_out(form)
    row = 0
    breaks = []
    for page in (top, heading, *pages):
        _write_page(sheet, formats, page, row)
        row += len(page.heights)
        breaks.append(row)
    sheet.repeat_rows(len(top.heights), len(top.heights) + len(heading.heights) - 1)
    # Each page of the body but the last ends with a break.
    sheet.set_h_pagebreaks(breaks[2:-1])
    sheet.print_area(0, 0, row - 1, len(form.widths) - 1)


def _write_page(sheet: Any, formats: Formats, page: Page, first: int) -> None:
    for number, points in enumerate(page.heights):
        sheet.set_row(first + number, round(points, 2))
    for box in page.boxes:
        _write_box(sheet, _format(formats, box), box, first + box.row)


def _write_box(sheet: Any, cell_format: Any, box: Box, row: int) -> None:
    if box.down > 1 or box.across > 1:
        sheet.merge_range(row, box.column, row + box.down - 1, box.column + box.across - 1, "", cell_format)
    if isinstance(box.value, int):
        sheet.write_number(row, box.column, box.value, cell_format)
    elif box.value.strip():
        sheet.write_string(row, box.column, box.value, cell_format)
    else:
        sheet.write_blank(row, box.column, None, cell_format)


def _format(formats: Formats, box: Box) -> Any:
    style = box.style
    # A program shrinks a number that is too long for its column. A wrapped one it shows as ###.
    fit = {"shrink": True} if box.is_number else {"text_wrap": True}
    text = {"quote_prefix": True} if isinstance(box.value, str) else {}
    return formats(
        font_name=_FONT,
        font_color=_BLACK,
        font_size=style.size,
        bold=style.bold,
        italic=style.italic,
        align=style.align,
        valign=style.valign,
        **fit,
        **text,
        **{_SIDES[edge]: 1 for edge in box.edges},
    )


def _set_page(sheet: Any, version: str) -> None:
    # Excel ignores page breaks in a sheet that is fitted to the page. The widths of the columns fit A4 anyway.
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(**MARGINS_INCHES)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    font = f'&"{_FONT},Regular"&9'
    page = _("page {page} of {pages}").format(page="&P", pages="&N")
    sheet.set_footer(f"&L{font}{version.replace('&', '&&')}&R{font}{page}")
