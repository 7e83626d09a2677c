"""The reader of xls: xlrd."""

import io
from datetime import date, datetime, time

import xlrd
from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
)

from xlplan.documents.formats.grid import Rows, SheetDetails, UnreadableError, column_letters
from xlplan.documents.formats.number_formats import NumberSense, as_percent, number_sense
from xlplan.domain.findings.file_kinds import FILE_DAMAGED, FILE_ENCRYPTED
from xlplan.domain.form_code import read_form_codes
from xlplan.domain.returned import CellProblem, CellValue

_NEAR = 4096


class XlsBook:
    """An xls workbook. Source of its structure: MS-XLS, as xlrd reads it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._book = _opened(data)
        self._percents = _percent_styles(self._book)
        if self._percents:
            # Styles of single cells cost time and memory, and nearly no file needs them.
            self._book = _opened(data, formatting_info=True)
        self.names = tuple(self._book.sheet_names())

    def rows(self, sheet: str) -> Rows:
        """Return the rows; dates and percentages by the number format, as Excel shows them."""
        cells = self._book.sheet_by_name(sheet)
        rows = [
            [
                self._value(kind, value)
                for kind, value in zip(cells.row_types(row), cells.row_values(row), strict=True)
            ]
            for row in range(cells.nrows)
        ]
        if self._percents:
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if cells.cell_xf_index(number, column) in self._percents:
                        row[column] = as_percent(value)
        return rows

    def details(self, sheet: str) -> SheetDetails:
        """Return the error cells. A formula always has its value in an xls."""
        cells = self._book.sheet_by_name(sheet)
        problems = {
            f"{column_letters(column)}{row + 1}": CellProblem.ERROR
            for row in range(cells.nrows)
            for column, kind in enumerate(cells.row_types(row))
            if kind == XL_CELL_ERROR
        }
        return SheetDetails(problems)

    def property(self, name: str) -> str:
        """Return the form codes that stand near the property's name, because xlrd does not read properties.

        The name and the value are plain text in one small stream, in 8 or 16 bits. Source: MS-OLEPS.
        """
        codes: dict[str, None] = {}
        for encoding in ("latin-1", "utf-16-le"):
            at = self._data.find(name.encode(encoding))
            while at >= 0:
                near = self._data[max(0, at - _NEAR) : at + _NEAR]
                # A text of 16 bits may begin at an odd byte.
                for start in (0, 1) if encoding == "utf-16-le" else (0,):
                    text = near[start:].decode(encoding, "replace")
                    codes.update(dict.fromkeys(map(str, read_form_codes(text))))
                at = self._data.find(name.encode(encoding), at + 1)
        return " ".join(codes)

    def defined_name(self, name: str) -> str:
        """Return a constant in quotes or the address of a cell."""
        for item in self._book.name_map.get(name.lower(), ()):
            value = getattr(item.result, "value", None)
            if isinstance(value, str):
                return f'"{value}"'
            if item.result is not None:
                return str(item.result.text)
        return ""

    def _value(self, kind: int, value: object) -> CellValue:
        if kind in (XL_CELL_EMPTY, XL_CELL_BLANK, XL_CELL_ERROR):
            return None
        if kind == XL_CELL_BOOLEAN:
            return bool(value)
        if kind == XL_CELL_DATE and isinstance(value, float):
            return _date(value, self._book.datemode)
        return value if isinstance(value, str | float) else str(value)


def _opened(data: bytes, **options: bool) -> xlrd.Book:
    try:
        return xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), ragged_rows=True, **options)
    except xlrd.XLRDError as error:
        raise UnreadableError(FILE_ENCRYPTED if "encrypted" in str(error) else FILE_DAMAGED) from None
    except MemoryError:
        raise
    # xlrd fails on a damaged file with errors of any type.
    except Exception:
        raise UnreadableError(FILE_DAMAGED) from None


def _percent_styles(book: xlrd.Book) -> set[int]:
    """Return the indices of the cell styles that show a percentage."""
    forms = {
        key
        for key, form in book.format_map.items()
        if number_sense(form.format_str or "", 1.0) is NumberSense.PERCENTAGE
    }
    return {at for at, style in enumerate(book.xf_list) if not style.is_style and style.format_key in forms}


def _date(number: float, mode: int) -> CellValue:
    try:
        moment: datetime = xlrd.xldate_as_datetime(number, mode)
    except (ValueError, OverflowError):
        return number
    if 0 <= number < 1:
        return moment.time()
    return moment if moment.time() != time.min else date(moment.year, moment.month, moment.day)
