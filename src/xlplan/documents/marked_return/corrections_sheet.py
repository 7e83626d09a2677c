"""The first sheet of a marked return: the corrections, each with a link to its cell."""

from collections.abc import Collection
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink

from xlplan.documents import style
from xlplan.documents.marked_return.finding_cells import FindingCells
from xlplan.domain.findings.finding import Severity
from xlplan.domain.form_code import FormCode
from xlplan.domain.sheets import CORRECTIONS
from xlplan.domain.status import Status
from xlplan.text.translation import _, ngettext

_WIDTHS = {"number": 6, "place": 32, "problem": 58, "remedy": 50}
_LINE_HEIGHT = 13.5
_HEADING_ROW = 7
_SIDE = Side(style="thin", color=f"FF{style.LINE[1:]}")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


def write_corrections(
    book: Workbook,
    finding_cells: FindingCells,
    colours: Collection[str],
    form_code: FormCode,
    attempt: int,
    notice: str,
) -> None:
    """Add the sheet in the first place and let the workbook open there. Errors come first.

    Args:
        book: The workbook of the return.
        finding_cells: Each finding with its cell; None for a finding without one.
        colours: The colours that cells to correct have.
        form_code: The form code of the return.
        attempt: The number of the attempt.
        notice: The sentence at the top, such as the day by which the corrected file is due.
    """
    sheet = book.create_sheet(CORRECTIONS.shown, 0)
    for letter, column in zip("ABCD", CORRECTIONS.columns, strict=True):
        sheet.column_dimensions[letter].width = _WIDTHS[column.name]
    errors = [finding_cell for finding_cell in finding_cells if finding_cell[0].severity is Severity.ERROR]
    warnings = [finding_cell for finding_cell in finding_cells if finding_cell[0].severity is not Severity.ERROR]
    _write_head(sheet, len(errors), form_code, attempt, notice)
    for row, step in enumerate(_steps(colours), 4):
        _write_cell(sheet, row, 1, step).alignment = Alignment(vertical="top")
    row, next_number = _HEADING_ROW + 1, 1
    # The bands have the colours of the cells, and say what they mean.
    pink = _("Must be corrected · pink cells") if style.FAULT in colours else _("Must be corrected")
    amber = _("Please have a look as well")
    if style.DOUBT in colours:
        amber = _("Please have a look as well · amber cells: what is right may stay as it is")
    for title, group, fill in ((pink, errors, style.FAULT), (amber, warnings, style.DOUBT)):
        if group:
            _write_band(sheet, row, title, fill)
            row = _write_rows(sheet, row + 1, group, next_number)
            next_number += len(group)
    _set_page(sheet, form_code)
    sheet.sheet_view.zoomScale = next(
        (each.sheet_view.zoomScale for each in book.worksheets if each is not sheet), None
    )
    _activate(book, sheet)


def _write_head(sheet: Any, errors: int, form_code: FormCode, attempt: int, notice: str) -> None:
    title = ngettext("To correct: {number} finding", "To correct: {number} findings", errors)
    _write_cell(sheet, 1, 1, title if errors else _("Please have a look"), bold=True, size=16, color=style.INK)
    source = _("Return for the {quarter} · form code {code}").format(
        quarter=form_code.quarter.title, code=form_code
    )
    attempt_text = _("attempt {number}").format(number=attempt)
    _write_cell(sheet, 2, 1, f"{source} · {attempt_text}", color=style.MUTED)
    _write_cell(sheet, 3, 1, notice, bold=True, color=style.STATUS_INK[Status.SHORT])
    for column, heading in enumerate(CORRECTIONS.columns, 1):
        cell = _write_cell(sheet, _HEADING_ROW, column, heading.shown, bold=True, color="#FFFFFF")
        cell.fill = PatternFill("solid", fgColor=f"FF{style.INK[1:]}")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for row, height in ((1, 28), (2, 18), (3, 22), (4, 16), (5, 16), (6, 24), (_HEADING_ROW, 24)):
        sheet.row_dimensions[row].height = height


def _steps(colours: Collection[str]) -> tuple[str, str, str]:
    if not colours:
        return (
            _("1. Read below what is wrong: no single cell of the file can be shown for it."),
            _("2. Do what stands under “How to correct it”."),
            _("3. Save the file and send it back. This sheet need not be removed."),
        )
    return (
        _("1. Click a cell under “Where”: it leads to the cell to correct. A note there says what is wrong."),
        _("2. Type the correct answer: the colour of the cell then goes away."),
        _("3. Save the file and send it back. This sheet need not be removed."),
    )


def _write_band(sheet: Any, row: int, title: str, fill: str) -> None:
    for column in range(1, len(CORRECTIONS.columns) + 1):
        cell = _write_cell(sheet, row, column, title if column == 1 else "", bold=True)
        cell.fill = PatternFill("solid", fgColor=f"FF{fill[1:]}")
        cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
    sheet.row_dimensions[row].height = 20


def _write_rows(sheet: Any, row: int, finding_cells: FindingCells, first: int) -> int:
    for number, (finding, cell) in enumerate(finding_cells, first):
        texts = (finding.location.shown, finding.whole_problem, finding.whole_remedy)
        row_cells = [_write_cell(sheet, row, 1, number)]
        row_cells += [_write_cell(sheet, row, column, text) for column, text in enumerate(texts, 2)]
        for row_cell in row_cells:
            row_cell.border = _BORDER
            row_cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
        row_cells[0].alignment = Alignment(horizontal="center", vertical="center")
        if cell is not None:
            _link_to_cell(row_cells[1], cell)
        widths = list(_WIDTHS.values())[1:]
        lines = max(style.count_lines(text, width - 4) for text, width in zip(texts, widths, strict=True))
        sheet.row_dimensions[row].height = max(1, lines) * _LINE_HEIGHT + 8
        row += 1
    return row


def _link_to_cell(shown: Any, cell: Any) -> None:
    sheet = cell.parent.title.replace("'", "''")
    target = f"'{sheet}'!{cell.coordinate}"
    shown.hyperlink = Hyperlink(ref=shown.coordinate, location=target, tooltip=_("Go to the cell"))
    shown.font = Font(name=style.FONT, size=10, color=f"FF{style.LINK[1:]}", underline="single")


def _write_cell(
    sheet: Any,
    row: int,
    column: int,
    value: int | str,
    bold: bool = False,
    size: int = 10,
    color: str = style.TEXT,
) -> Any:
    cell = sheet.cell(row, column)
    cell.font = Font(name=style.FONT, size=size, bold=bold, color=f"FF{color[1:]}")
    cell.value = value
    if isinstance(value, str) and value:
        # The text may quote an answer that begins with =. It must not become a formula.
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _set_page(sheet: Any, form_code: FormCode) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = sheet.cell(_HEADING_ROW + 1, 1)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_HEADING_ROW}:{_HEADING_ROW}"
    sheet.oddFooter.left.text = str(form_code)
    sheet.oddFooter.right.text = _("page {page} of {pages}").format(page="&P", pages="&N")
    # The sheet is locked without a password, because corrections belong on the other sheets.
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _activate(book: Workbook, sheet: Any) -> None:
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0
    if book.views:
        book.views[0].firstSheet = 0
    # openpyxl writes formulas without their values, so every program has to calculate on opening.
    book.calculation.fullCalcOnLoad = True
