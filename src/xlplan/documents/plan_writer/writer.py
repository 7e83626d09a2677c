"""Writer of the plan workbook: a blank one to begin with, or a plan to continue editing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from xlplan.documents.formula_sheet import FormulaSheet
from xlplan.documents.plan_reader.quarter_totals import QUARTER_COLUMNS
from xlplan.documents.plan_writer.cells import PlanCell, PlanRows, rows_of_plan, spreadsheet_value
from xlplan.documents.plan_writer.check_cells import formula_texts, plan_checks, share_checks
from xlplan.documents.plan_writer.checks import plan_check, share_check
from xlplan.documents.plan_writer.guidance import FIRST_ROW, GUIDES, HEADING_ROW, LAST_ROW, write_prompts
from xlplan.documents.plan_writer.highlighting import colour_plan, colour_shares
from xlplan.documents.plan_writer.noted_cells import AMBER, NO_FILL, NO_NOTES, NotedCells, write_note
from xlplan.documents.plan_writer.past import NARROWED, PastPlan, write_past
from xlplan.documents.style import (
    BAND,
    BAND_LIGHT,
    BASE_OPTIONS,
    ENTRY,
    ENTRY_LINE,
    INK,
    LINE,
    MUTED,
    Formats,
    count_lines,
    filter_heading_height,
    set_page,
    set_properties,
)
from xlplan.domain.period_reading import read_period
from xlplan.domain.plan import Plan
from xlplan.domain.sheets import DETAIL_LINES, DETAILS, PLAN, SHARES, UNITS, Sheet
from xlplan.storage.atomic import atomic_write_bytes
from xlplan.text.normalize import clean_spaces
from xlplan.text.translation import _

# Counted from 0, as XlsxWriter does.
_HEADING_ROW = HEADING_ROW - 1
_FIRST_ROW = FIRST_ROW - 1
# Room to paste a plan into. The longest known plan has 52 rows and six units.
_SPARE_ROWS = {UNITS.name: 20, PLAN.name: 60, SHARES.name: 60}
_CHECKS = {PLAN.name: plan_check, SHARES.name: share_check}
_LINE_HEIGHT = 12.75
# All sheets have one zoom, at which a screen of 1366 pixels shows the plan from its first column to the total.
_ZOOM = 70
# A sheet of spare rows alone is printed on one page.
_PRINTED_SPARE_ROWS = 20
_TALLEST_ROW = 400.0
_GROUP_LINE = {"top": 1, "top_color": INK}
# In a cell of another format Excel turns a code into a number or a date.
_CODES = ("code", "continues")
_LEVELS = ("direction", "task", "subtask", "purpose")
_LEVEL_SIZE = 9
_UNUSED_LEVEL = 13.0
# What stays in view while the targets are edited: the columns to the left of this one.
_FIRST_SCROLLED = {PLAN.name: "responsible"}
_CENTRED_COLUMNS = (
    "code",
    "kind",
    "counting",
    "term",
    "q1",
    "q2",
    "q3",
    "q4",
    "total",
    "adds_up",
    "better",
    "unit_of_measure",
    "across_units",
    "continues",
    "quarter",
    "share",
)


def write_plan(path: Path, plan: Plan | None, made_at: datetime) -> None:
    """Write a plan workbook in the language in use; without a plan it has headings and guidance only.

    `read_plan` reads it back as the same plan. The same plan and date give the same bytes.
    """
    write_plan_rows(path, rows_of_plan(plan) if plan else PlanRows({}), made_at)


def write_next_plan(path: Path, plan: Plan, past: PastPlan, made_at: datetime) -> None:
    """Write the workbook of a plan that is begun from the last one, which stands to the right of it."""
    write_plan_rows(path, rows_of_plan(plan), made_at, past)


def write_plan_rows(
    path: Path, rows: PlanRows, made_at: datetime, past: PastPlan | None = None, noted: NotedCells = NO_NOTES
) -> None:
    """Write a plan workbook of these cells, even where they make no valid plan; whole or not at all.

    Args:
        path: The workbook.
        rows: The cells.
        made_at: The time of the writing.
        past: The last plan, to stand beside this one.
        noted: The cells that a person should look at, and why.
    """
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {**BASE_OPTIONS, "in_memory": True})
    formats = Formats(book)
    centre, period = (str(rows.details.get(name) or "") for name in ("name", "period"))
    about = " · ".join(filter(None, (centre, period)))
    last = max(LAST_ROW, FIRST_ROW + max(len(rows.plan), len(rows.shares)) + _SPARE_ROWS[PLAN.name])
    _write_details(book, formats, rows.details, noted)
    _write_table(book, formats, UNITS, about, rows.units, last, noted=noted)
    plan_sheet = _write_table(book, formats, PLAN, about, rows.plan, last, plan_checks(rows), noted)
    share_sheet = _write_table(book, formats, SHARES, about, rows.shares, last, share_checks(rows), noted)
    _widen_numbers(plan_sheet, formats, PLAN, rows.plan)
    _widen_numbers(share_sheet, formats, SHARES, rows.shares)
    colour_plan(formats, plan_sheet, last)
    colour_shares(formats, share_sheet, last)
    if rows.plan:
        _narrow_unused(plan_sheet, rows)
    if past:
        _write_past(plan_sheet, formats, past, len(rows.plan) + _SPARE_ROWS[PLAN.name])
    book.get_worksheet_by_name(PLAN.shown if rows.plan else DETAILS.shown).activate()
    set_properties(book, about or PLAN.shown, centre, made_at)
    book.close()
    atomic_write_bytes(path, content.getvalue())


def _write_details(
    book: Any, formats: Formats, values: Mapping[str, str | date | None], noted: NotedCells
) -> None:
    guide = GUIDES[DETAILS.name]
    sheet = book.add_worksheet(DETAILS.shown, FormulaSheet)
    _write_title(sheet, formats, DETAILS, "")
    if noted:
        explained = _("Amber cells: look at each; its note says why.")
        sheet.write_string(len(guide.lines) + 1, 0, explained, formats.subtitle)
    for column, width in enumerate(guide.widths):
        sheet.set_column(column, column, width)
    entry = {"bg_color": ENTRY, "border": 1, "border_color": ENTRY_LINE, "valign": "vcenter"}
    for row, detail in enumerate(DETAIL_LINES, start=_HEADING_ROW):
        value = values.get(detail.name)
        findings = noted.get((DETAILS.name, -1, detail.name), ())
        looks = {**entry, **AMBER} if findings else entry
        hint = _("required; for example: {example}") if detail.required else _("for example: {example}")
        sheet.write_string(row, 0, _(detail.label), formats.text(bold=True, font_color=INK, valign="vcenter"))
        if isinstance(value, date):
            sheet.write_datetime(row, 1, value, formats(num_format="dd.mm.yyyy", align="left", **looks))
        else:
            _write_cell(sheet, row, 1, value or "", formats.text(**looks))
        if findings:
            write_note(sheet, row, 1, findings)
        hint = hint.format(example=_(detail.example))
        sheet.write_string(row, 2, hint, formats.text(font_color=MUTED, italic=True, valign="vcenter", indent=1))
        lines = max(count_lines(str(value or ""), guide.widths[1]), count_lines(hint, guide.widths[2]))
        sheet.set_row(row, max(24.0, 8 + _LINE_HEIGHT * lines))
    set_page(sheet, 0, str(values.get("name") or ""))
    sheet.set_zoom(_ZOOM)
    sheet.freeze_panes(_HEADING_ROW - 1, 0)
    sheet.set_selection(_HEADING_ROW, 1, _HEADING_ROW, 1)


def _write_title(sheet: Any, formats: Formats, layout: Sheet, about: str) -> None:
    guide = GUIDES[layout.name]
    title = _(guide.title)
    sheet.write_string(0, 0, f"{title} · {about}" if about else title, formats.title)
    sheet.set_row(0, 26)
    for row, line in enumerate(guide.lines, start=1):
        sheet.write_string(row, 0, _(line), formats.subtitle)


def _write_table(
    book: Any,
    formats: Formats,
    layout: Sheet,
    about: str,
    rows: Sequence[Mapping[str, PlanCell]],
    last: int,
    shown: Sequence[str] = (),
    noted: NotedCells = NO_NOTES,
) -> Any:
    """Write a sheet with its title, guidance, headings, rows, and spare rows ready to be filled.

    Args:
        book: An XlsxWriter workbook.
        formats: The formats of the workbook.
        layout: The sheet with its columns.
        about: The centre and the period, for the title and the footer.
        rows: The cells of each row by column name.
        last: The last row of lists and formulas, counted from 1.
        shown: The values of the checks, row by row.
        noted: The cells that a person should look at.

    Returns:
        The XlsxWriter worksheet.
    """
    guide, spare = GUIDES[layout.name], _SPARE_ROWS[layout.name]
    sheet = book.add_worksheet(layout.shown, FormulaSheet)
    _write_title(sheet, formats, layout, about)
    for position, column in enumerate(layout.columns):
        sheet.set_column(position, position, guide.widths[position], _cell_format(formats, column.name))
        sheet.write_string(_HEADING_ROW, position, column.shown, formats.filter_heading)
    headings = [column.shown for column in layout.columns]
    sheet.set_row(_HEADING_ROW, filter_heading_height(headings, guide.widths))
    if not rows:
        _write_example(sheet, formats, layout)
    above: Mapping[str, PlanCell] = {}
    looks = _RowLooks(formats, layout)
    for row, cells in enumerate([*rows, *({} for _spare in range(spare))], start=_FIRST_ROW):
        starts_group = _starts_group(layout, cells, above)
        for position, column in enumerate(layout.columns):
            findings = noted.get((layout.name, row - _FIRST_ROW, column.name), ())
            cell_format = looks.of_cell(column.name, starts_group, is_noted=bool(findings))
            _write_cell(sheet, row, position, cells.get(column.name, ""), cell_format)
            if findings:
                write_note(sheet, row, position, findings)
        sheet.set_row(row, _row_height(layout, cells, above) if cells else 18)
        above = cells
    _write_checks(sheet, formats, layout, last, [*shown, *[""] * spare])
    bottom = _FIRST_ROW + len(rows) + spare - 1
    sheet.autofilter(_HEADING_ROW, 0, bottom, len(layout.columns) - 1)
    names = [column.name for column in layout.columns]
    sheet.freeze_panes(_FIRST_ROW, names.index(_FIRST_SCROLLED.get(layout.name, names[0])))
    sheet.set_zoom(_ZOOM)
    write_prompts(sheet, layout, last)
    letters = [xl_col_to_name(at) for at, column in enumerate(layout.columns) if column.name in _CODES]
    codes = " ".join(f"{letter}{_FIRST_ROW + 1}:{letter}{last}" for letter in letters)
    sheet.ignore_errors({"number_stored_as_text": codes})
    set_page(sheet, _HEADING_ROW, about)
    printed = len(rows) or _PRINTED_SPARE_ROWS
    sheet.print_area(0, 0, _FIRST_ROW + printed - 1, _last_printed(layout, rows))
    return sheet


class _RowLooks:
    """The formats of the cells of a table, each made with its first cell: thousands of cells have a few."""

    def __init__(self, formats: Formats, layout: Sheet) -> None:
        self._formats = formats
        self._frame = {"border": 1, "border_color": LINE, "valign": "top" if layout is PLAN else "vcenter"}
        self._made: dict[tuple[str, bool, bool], Any] = {}

    def of_cell(self, name: str, starts_group: bool, is_noted: bool) -> Any:
        """Return the format of a cell in the column `name`."""
        key = name, starts_group, is_noted
        if key not in self._made:
            frame = self._frame | (_GROUP_LINE if starts_group else {})
            self._made[key] = _cell_format(self._formats, name, frame, AMBER if is_noted else NO_FILL)
        return self._made[key]


def _last_printed(layout: Sheet, rows: Sequence[Mapping[str, PlanCell]]) -> int:
    """Return the position of the last column on paper: the columns to the right that nobody uses stay out."""
    used = {name for row in rows for name, cell in row.items() if cell != ""}
    return max(
        position
        for position, column in enumerate(layout.columns)
        if column.required or column.name in used or layout is not PLAN or not rows
    )


def _write_example(sheet: Any, formats: Formats, layout: Sheet) -> None:
    """Write an example of a filled row above the headings, where the reader never looks."""
    example = GUIDES[layout.name].example
    properties = {"italic": True, "font_color": MUTED, "font_size": 9, "valign": "bottom"}
    for position, column in enumerate(layout.columns):
        if text := example.get(column.name):
            align = {"align": "center"} if column.name in _CENTRED_COLUMNS else {}
            sheet.write_string(_HEADING_ROW - 1, position, _(text), formats.text(**properties, **align))
    guidance = GUIDES[layout.name].lines
    texts = (_(guidance[-1]), _("In italics above the headings: an example."))
    sheet.write_string(len(guidance), 0, " ".join(texts), formats.subtitle)
    sheet.set_row(_HEADING_ROW - 1, 28)


def _write_checks(sheet: Any, formats: Formats, layout: Sheet, last: int, shown: Sequence[str]) -> None:
    """Write the checks to the right of the columns, each formula with its value.

    They look different from the other columns, because nobody fills them in.
    """
    for position, column in enumerate(layout.checks, start=len(layout.columns)):
        properties = {"border": 1, "border_color": LINE, "bg_color": BAND_LIGHT, "font_color": MUTED}
        properties |= {"align": "center", "valign": "top" if layout is PLAN else "vcenter", "text_wrap": True}
        sheet.set_column(position, position, GUIDES[layout.name].widths[position])
        heading = formats(bold=True, font_color=INK, bg_color=BAND, align="center", valign="vcenter")
        sheet.write_string(_HEADING_ROW, position, column.shown, heading)
        check = _CHECKS[layout.name]()
        texts = formula_texts(check, layout, range(FIRST_ROW, FIRST_ROW + len(shown)), last)
        cell_format = formats(**properties) if texts else None
        for row, (text, value) in enumerate(zip(texts, shown, strict=True), start=_FIRST_ROW):
            sheet.write_formula(row, position, f"={text}", cell_format, value)


def _starts_group(layout: Sheet, row: Mapping[str, PlanCell], above: Mapping[str, PlanCell]) -> bool:
    """Tell whether a new task starts with the row, or in `Розподіл` a new measure."""
    name = {PLAN.name: "task", SHARES.name: "code"}.get(layout.name, "")
    return bool(row and above and row.get(name) != above.get(name))


def _cell_format(
    formats: Formats, name: str, frame: Mapping[str, object] | None = None, fill: Mapping[str, object] = NO_FILL
) -> Any:
    properties: dict[str, object] = dict(frame or {})
    if name in _CENTRED_COLUMNS:
        properties["align"] = "center"
    if name in _CODES:
        properties["num_format"] = "@"
    if name == "code":
        properties |= {"bold": True, "font_color": INK}
    if name in _LEVELS and frame:
        properties |= {"bg_color": BAND_LIGHT, "font_size": _LEVEL_SIZE}
    if name == "note":
        properties["font_color"] = MUTED
    return formats.text(**{**properties, **fill})


def _write_cell(sheet: Any, row: int, column: int, value: PlanCell, cell_format: Any) -> None:
    if value == "":
        sheet.write_blank(row, column, None, cell_format)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, spreadsheet_value(value), cell_format)
    else:
        sheet.write_string(row, column, str(value), cell_format)


def _row_height(layout: Sheet, row: Mapping[str, PlanCell], above: Mapping[str, PlanCell]) -> float:
    """Return a height that shows every text of the row that does not repeat the row above."""
    names = [column.name for column in layout.columns]
    widths = dict(zip(names, GUIDES[layout.name].widths, strict=False))
    widths |= {name: widths[name] * 10 / _LEVEL_SIZE for name in _LEVELS if name in widths}
    repeatable = _LEVELS if row.get("code") != above.get("code") else tuple(widths)
    # A row may repeat all of the row above: two events of one unit without a description.
    shown = [name for name, text in row.items() if name not in repeatable or text != above.get(name)]
    lines = max((count_lines(str(row[name]), widths[name]) for name in shown), default=1)
    return min(_TALLEST_ROW, 6 + _LINE_HEIGHT * max(lines, 1))


def _widen_numbers(sheet: Any, formats: Formats, layout: Sheet, rows: Sequence[Mapping[str, PlanCell]]) -> None:
    """Make room for long numbers: a narrow cell shows 11000.5 without its decimals."""
    for position, column in enumerate(layout.columns):
        cells = (row.get(column.name, "") for row in rows)
        longest = max((len(str(cell)) for cell in cells if not isinstance(cell, str)), default=0)
        if longest + 1.5 > GUIDES[layout.name].widths[position]:
            sheet.set_column(position, position, longest + 1.5, _cell_format(formats, column.name))


def _narrow_unused(sheet: Any, rows: PlanRows) -> None:
    """Make the columns narrow that this plan does not use; the next plan may use them."""
    used = {name for row in rows.plan for name in _LEVELS if row.get(name) not in ("", None)}
    period = read_period(clean_spaces(str(rows.details.get("period") or "")))
    used |= {f"q{quarter.number}" for quarter in period[1]} if period else set(QUARTER_COLUMNS)
    for position, column in enumerate(PLAN.columns):
        if column.name in (*_LEVELS, *QUARTER_COLUMNS) and column.name not in used:
            sheet.set_column(position, position, 4 if column.name in QUARTER_COLUMNS else _UNUSED_LEVEL)


def _write_past(sheet: Any, formats: Formats, past: PastPlan, rows: int) -> None:
    """Write the last plan to the right of the checks, and bring both nearer to the targets.

    Whoever sorts the `rows` of the plan by its filter takes the last plan along.
    """
    columns = (*PLAN.columns, *PLAN.checks)
    for position, column in enumerate(columns):
        if column.name in NARROWED:
            sheet.set_column(position, position, NARROWED[column.name], _cell_format(formats, column.name))
    write_past(sheet, formats, past, _HEADING_ROW, len(columns))
    rightmost = len(columns) + len(past.headings) - 1
    sheet.autofilter(_HEADING_ROW, 0, _FIRST_ROW + rows - 1, rightmost)
