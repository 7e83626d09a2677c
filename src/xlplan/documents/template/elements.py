"""Elements of a workbook as XlsxWriter writes them, one by one, on a sheet that belongs to no workbook of ours."""

from functools import cache, lru_cache
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.sharedstrings import SharedStrings

from xlplan.documents import style
from xlplan.documents.formula_sheet import plain_text
from xlplan.documents.template.template_sheet import TemplateSheet

# The number of the look in a cell.
STUB_NUMBER = 1


class _StubFormat:
    def _get_xf_index(self) -> int:
        return STUB_NUMBER


@cache
def _scratch() -> tuple[Workbook, Any]:
    """Return a workbook, and a sheet of it, that are never saved."""
    book = Workbook(BytesIO(), {**style.BASE_OPTIONS, "in_memory": True})
    return book, book.add_worksheet("scratch", TemplateSheet)


@cache
def row_start(number: int, span: str, height: int | None) -> str:
    """Return the tag that begins a row. Its height is in pixels, its number from 0."""
    _book, sheet = _scratch()
    sheet.fh = StringIO()
    info = None
    if height is not None:
        sheet.set_row_pixels(number, height)
        info = sheet.row_info.pop(number)
    sheet._write_row(number, span, info)
    return str(sheet.fh.getvalue())


def cell_xml(kind: str, row: int, column: int, values: tuple[Any, ...]) -> str:
    """Return a cell with the look `STUB_NUMBER`, written by the method of this kind."""
    _book, sheet = _scratch()
    sheet.fh = StringIO()
    look = _StubFormat()
    if kind == "formula":
        formula, value = values
        sheet.write_formula(row, column, formula, look, value)
    else:
        getattr(sheet, f"write_{kind}")(row, column, *values, look)
    sheet._write_cell(row, column, sheet.table[row].pop(column))
    return str(sheet.fh.getvalue())


def rule_xml(rule: dict[str, Any]) -> tuple[str, str] | None:
    """Return a rule for cells as XML, before and after their addresses; None where XlsxWriter refuses it."""
    _book, sheet = _scratch()
    sheet.fh = StringIO()
    if sheet.data_validation(0, 0, 0, 0, rule):
        return None
    sheet._write_data_validation(sheet.validations.pop())
    # No attribute holds a quote, so this stands nowhere before its place.
    before, place, after = sheet.fh.getvalue().partition(' sqref="A1"')
    return f"{before}{place[:-3]}", f'"{after}'


def footer_xml(footer: str) -> str:
    """Return the element of a footer."""
    _book, sheet = _scratch()
    sheet.fh = StringIO()
    sheet.set_footer(footer)
    sheet._write_odd_footer()
    return str(sheet.fh.getvalue())


@lru_cache(maxsize=4096)
def text_xml(text: str) -> str:
    """Return a text as an element of the table of texts."""
    table = SharedStrings()
    table.fh = StringIO()
    table._write_si(plain_text(text))
    return str(table.fh.getvalue())


def escaped(text: str) -> str:
    """Return a text as it stands in an element."""
    _book, sheet = _scratch()
    return str(sheet._escape_control_characters(sheet._escape_data(text)))


def part_xml(part: Any, properties: object) -> bytes:
    """Return the part of the properties of a document."""
    part._set_properties(properties)
    part.fh = StringIO()
    part._assemble_xml_file()
    return str(part.fh.getvalue()).encode()
