"""The reader of xls: xlrd, with a look at the records for what costs xlrd too much."""

import io
import re

import xlrd
from msgspec.structs import replace
from xlrd.biffh import XL_CELL_ERROR

from xlplan.documents.formats.grid import Rows, SheetDetails, UnreadableError, column_letters
from xlplan.documents.formats.xls_cells import LookReader, has_unusual_formats, plain_value
from xlplan.documents.formats.xls_records import SheetRecords, WorkbookRecords, read_records
from xlplan.domain.findings.file_kinds import FILE_DAMAGED, FILE_ENCRYPTED
from xlplan.domain.form_code import read_form_codes
from xlplan.domain.returned import CellProblem, CellValue, LeftOut

_NEAR = 4096
# A form code as xlplan writes it, in 8 and in 16 bits. Its check character is judged afterwards.
_CODES = {
    "latin-1": re.compile(rb"[A-Z0-9]{2,6}-\d\dQ[1-4]-[A-Z0-9]{2,6}-[A-Z0-9]{4}-[A-Z0-9]"),
    "utf-16-le": re.compile(
        rb"(?:[A-Z0-9]\0){2,6}-\0(?:\d\0){2}Q\0[1-4]\0-\0(?:[A-Z0-9]\0){2,6}-\0(?:[A-Z0-9]\0){4}-\0[A-Z0-9]\0"
    ),
}


class XlsBook:
    """An xls workbook. Source of its structure: MS-XLS, as xlrd reads it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._book, self._records, has_looks = _opened(data)
        self._looks = LookReader(self._book) if has_looks else None
        self._read: dict[str, tuple[Rows, SheetDetails]] = {}
        self.names = tuple(self._book.sheet_names())

    @property
    def hidden_sheets(self) -> frozenset[str]:
        """The sheets that are hidden, also those that only a program can show."""
        return frozenset(name for name in self.names if self._book.sheet_by_name(name).visibility)

    def rows(self, sheet: str) -> Rows:
        """Return the rows as a person sees them."""
        return self._sheet(sheet)[0]

    def details(self, sheet: str) -> SheetDetails:
        """Return what the sheet tells of its cells beside their values. A formula always has its value."""
        return self._sheet(sheet)[1]

    def property(self, name: str) -> str:
        """Return the form codes that stand near the property's name, because xlrd does not read properties.

        The name and the value are plain text in one small stream, in 8 or 16 bits. Source: MS-OLEPS.
        """
        codes: dict[str, None] = {}
        for encoding, pattern in _CODES.items():
            at = self._data.find(name.encode(encoding))
            while at >= 0:
                for code in pattern.findall(self._data, max(0, at - _NEAR), at + _NEAR):
                    codes.update(dict.fromkeys(map(str, read_form_codes(code.decode(encoding)))))
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

    def _sheet(self, name: str) -> tuple[Rows, SheetDetails]:
        if name not in self._read:
            sheet = self._book.sheet_by_name(name)
            rows, details = self._plain_cells(sheet) if self._looks is None else _cells(sheet, self._looks)
            records = self._records_of(name)
            self._read[name] = (
                rows,
                replace(
                    details,
                    merged=tuple(records.merged),
                    hidden_rows=frozenset(row for row in records.hidden_rows if row < sheet.nrows),
                    hidden_columns=frozenset(column for column in records.hidden_columns if column < sheet.ncols),
                    has_1904_dates=self._book.datemode == 1,
                ),
            )
        return self._read[name]

    def _plain_cells(self, sheet: xlrd.sheet.Sheet) -> tuple[Rows, SheetDetails]:
        """Return the cells of a sheet in which none looks other than its value."""
        mode = self._book.datemode
        rows = []
        problems = {}
        for row in range(sheet.nrows):
            kinds = sheet.row_types(row)
            values = sheet.row_values(row)
            rows.append([plain_value(kind, value, mode) for kind, value in zip(kinds, values, strict=True)])
            if XL_CELL_ERROR in kinds:
                for column, kind in enumerate(kinds):
                    if kind == XL_CELL_ERROR:
                        problems[f"{column_letters(column)}{row + 1}"] = CellProblem.ERROR
        return rows, SheetDetails(problems)

    def _records_of(self, name: str) -> SheetRecords:
        # The places where the sheets begin, in the order of their names.
        places = getattr(self._book, "_sh_abs_posn", ())
        index = self._book.sheet_names().index(name)
        place = places[index] if index < len(places) else -1
        return self._records.sheets.get(place, SheetRecords())


def _cells(sheet: xlrd.sheet.Sheet, looks: LookReader) -> tuple[Rows, SheetDetails]:
    """Return the cells of a sheet with their looks."""
    rows: list[list[CellValue]] = []
    problems: dict[str, CellProblem] = {}
    left_out: dict[str, tuple[LeftOut, ...]] = {}
    for row in range(sheet.nrows):
        cells = [looks.read(sheet, row, column) for column in range(sheet.row_len(row))]
        rows.append([cell.value for cell in cells])
        for column, cell in enumerate(cells):
            if cell.problem:
                problems[f"{column_letters(column)}{row + 1}"] = cell.problem
            if cell.left_out:
                left_out[f"{column_letters(column)}{row + 1}"] = cell.left_out
    return rows, SheetDetails(problems, left_out)


def _opened(data: bytes) -> tuple[xlrd.Book, WorkbookRecords, bool]:
    """Open the workbook, with its formats only where they make a cell look other than its value.

    The styles of single cells cost time and memory, and nearly no file needs them.

    Returns:
        The workbook, what its records tell, and whether it was opened with its formats.
    """
    try:
        book = _open(data, has_looks=False)
        # xlrd reads the one sheet of a version before Excel 95 at once, and leaves no bytes to look at.
        is_old = not book.mem
        records = WorkbookRecords() if is_old else read_records(book.mem, book.base, book.stream_len)
        has_looks = records.has_unusual_font or has_unusual_formats(book)
        if has_looks:
            book = _open(data, has_looks=True)
        if not is_old:
            for number in range(book.nsheets):
                book.get_sheet(number)
            book.release_resources()
    except xlrd.XLRDError as error:
        raise UnreadableError(FILE_ENCRYPTED if "encrypted" in str(error) else FILE_DAMAGED) from None
    except MemoryError:
        raise
    # xlrd fails on a damaged file with errors of any type.
    except Exception:
        raise UnreadableError(FILE_DAMAGED) from None
    return book, records, has_looks


def _open(data: bytes, has_looks: bool) -> xlrd.Book:
    # Sheets are read after the look at the records, for which the bytes must still be there.
    options = {"formatting_info": has_looks, "on_demand": True, "ragged_rows": True}
    return xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), **options)
