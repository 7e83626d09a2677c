"""The reader of ods: calamine, and odfpy for files and cells that calamine cannot read."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeVar

from odf import teletype
from odf.namespaces import OFFICENS, TABLENS
from odf.opendocument import load
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from xlplan.documents.formats.grid import Parts, Rows, SheetDetails, UnreadableError, column_letters
from xlplan.documents.formats.number_formats import as_percent
from xlplan.documents.formats.xlsx import open_with_calamine, sheet_names, sheet_rows
from xlplan.documents.formats.xml_parts import parse_xml
from xlplan.domain.findings.file_kinds import FILE_DAMAGED, FILE_ENCRYPTED
from xlplan.domain.returned import CellProblem, CellValue

# The namespace in which LibreOffice marks an error; odfpy has no name for it.
_CALCEXTNS = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_CELLS = (TableCell().qname, CoveredTableCell().qname)
_PARAGRAPH = P().qname
# The limits of every spreadsheet program. A file may claim more.
_ROWS, _COLUMNS = 1_048_576, 16_384

# An error, as LibreOffice marks it, or a formula cell without a value.
_PROBLEM = re.compile(
    rb'calcext:value-type="error"|<table:table-cell(?=[^>]*\stable:formula=)(?![^>]*\soffice:value-type=)[^>]*/>'
)
# Parts of a text that calamine drops, and numbers shown as a percentage.
_LEFT_OUT = re.compile(rb'<text:(?:tab|line-break)\b|office:value-type="percentage"')

T = TypeVar("T")


class OdfReader:
    """Every sheet as rows, blanks as None. odfpy is slow, but it reads files that calamine refuses."""

    def __init__(self, data: bytes) -> None:
        try:
            document = load(io.BytesIO(data))
            # Not `document.spreadsheet`: in an indented file that is the line break before it.
            tables = document.body.getElementsByType(Table)
        except MemoryError:
            raise
        # odfpy and expat fail on a damaged file with errors of any type.
        except Exception:
            raise UnreadableError(FILE_DAMAGED) from None
        self._tables = {str(table.getAttrNS(TABLENS, "name")): table for table in tables}
        self.names = tuple(self._tables)

    def rows(self, sheet: str) -> Rows:
        """Return the values of the cells; repeated cells are written out, empty ends are cut off."""
        rows: list[list[CellValue]] = []
        for number, cells in self._filled(sheet):
            rows.extend([] for _ in range(number - len(rows)))
            row: list[CellValue] = []
            for column, cell in cells:
                row.extend([None] * (column - len(row)))
                row.append(_value(cell))
            rows.append(row)
        return rows

    def problems(self, sheet: str) -> Mapping[str, CellProblem]:
        """Return the cells with an error, and the formulas without a value."""
        return {
            f"{column_letters(column)}{number + 1}": problem
            for number, cells in self._filled(sheet)
            for column, cell in cells
            if (problem := _problem(cell))
        }

    def _filled(self, sheet: str) -> Iterator[tuple[int, list[tuple[int, Any]]]]:
        """Yield (row, [(column, cell)]) of the cells that hold something, counted from 0."""
        number = 0
        for row in self._tables[sheet].getElementsByType(TableRow):
            cells = list(_cells(row))
            repeated = _count(row, "number-rows-repeated")
            if cells:
                yield from ((number + offset, cells) for offset in range(min(repeated, _ROWS - number)))
            number += repeated


def _cells(row: Any) -> Iterator[tuple[int, Any]]:
    column = 0
    for cell in row.childNodes:
        if getattr(cell, "qname", None) not in _CELLS:
            continue
        repeated = _count(cell, "number-columns-repeated")
        if _value(cell) is not None or _problem(cell):
            yield from ((column + offset, cell) for offset in range(min(repeated, _COLUMNS - column)))
        column += repeated


def _count(element: Any, name: str) -> int:
    text = str(element.getAttrNS(TABLENS, name) or 1)
    return max(1, int(text)) if text.isdecimal() else 1


def _problem(cell: Any) -> CellProblem | None:
    if cell.getAttrNS(_CALCEXTNS, "value-type") == "error":
        return CellProblem.ERROR
    if not cell.getAttrNS(TABLENS, "formula") or cell.getAttrNS(OFFICENS, "value-type"):
        return None
    # An empty paragraph is the value of a formula that gives an empty text.
    has_text = any(getattr(child, "qname", None) == _PARAGRAPH for child in cell.childNodes)
    return None if has_text else CellProblem.FORMULA


def _value(cell: Any) -> CellValue:
    if cell.getAttrNS(_CALCEXTNS, "value-type") == "error":
        return None
    kind = str(cell.getAttrNS(OFFICENS, "value-type") or "")
    try:
        if kind in ("float", "percentage", "currency"):
            number = float(str(cell.getAttrNS(OFFICENS, "value")))
            return as_percent(number) if kind == "percentage" else number
        if kind == "date":
            return _date(str(cell.getAttrNS(OFFICENS, "date-value")))
        if kind == "boolean":
            return str(cell.getAttrNS(OFFICENS, "boolean-value")) == "true"
        if kind == "time":
            return _time(str(cell.getAttrNS(OFFICENS, "time-value")))
    except ValueError:
        pass
    return _text(cell) or None


def _text(cell: Any) -> str:
    """Return the paragraphs of the cell itself, without those of its comment."""
    own = [child for child in cell.childNodes if getattr(child, "qname", None) == _PARAGRAPH]
    if own:
        return "\n".join(teletype.extractText(paragraph) for paragraph in own)
    return str(cell.getAttrNS(OFFICENS, "string-value") or "")


def _date(text: str) -> CellValue:
    moment = datetime.fromisoformat(text)
    return moment if moment.time() != time.min else date(moment.year, moment.month, moment.day)


def _time(text: str) -> CellValue:
    """Read `PT10H30M00S`: a time of day, or a duration of a day and more.

    Raises:
        ValueError: The text has another form.
    """
    hours, rest = text.removeprefix("PT").split("H")
    minutes, seconds = rest.removesuffix("S").split("M")
    length = timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))
    return (datetime.min + length).time() if length < timedelta(days=1) else length


class OdsBook:
    """An ods workbook. Source of its structure: OpenDocument 1.3, part 3."""

    def __init__(self, data: bytes, parts: Parts) -> None:
        self._data = data
        self._parts = parts

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets."""
        return self._either(lambda: sheet_names(self._calamine), lambda: self._odf.names)

    def rows(self, sheet: str) -> Rows:
        """Return the rows by calamine; by odfpy where calamine fails or would drop something that people see."""
        if _LEFT_OUT.search(self._parts.get("content.xml", b"")):
            read: Rows = self._odf.rows(sheet)
            return read
        return self._either(lambda: sheet_rows(self._calamine, sheet), lambda: self._odf.rows(sheet))

    def details(self, sheet: str) -> SheetDetails:
        """Return the cells without a value. odfpy reads them, and only where a search of the bytes finds one."""
        if not _PROBLEM.search(self._parts.get("content.xml", b"")):
            return SheetDetails()
        return SheetDetails(self._odf.problems(sheet))

    def property(self, name: str) -> str:
        """Read a property from `meta.xml`."""
        for element in parse_xml(self._parts.get("meta.xml", b"")).iter():
            if any(key.endswith("}name") and value == name for key, value in element.attrib.items()):
                return "".join(element.itertext())
        return ""

    def defined_name(self, name: str) -> str:
        """Read a name from `content.xml`: an expression, or the address of a range."""
        text = self._parts.get("content.xml", b"")
        pattern = rb'<table:named-(?:range|expression)\s[^>]*table:name="' + re.escape(name.encode()) + rb'"[^>]*>'
        match = re.search(pattern, text)
        if not match:
            return ""
        value = re.search(rb'table:(?:expression|cell-range-address)="([^"]*)"', match[0])
        return value[1].decode("utf-8", "replace").replace("&quot;", '"').replace("&apos;", "'") if value else ""

    @cached_property
    def _calamine(self) -> Any:
        return open_with_calamine(self._data)

    @cached_property
    def _odf(self) -> Any:
        # odfpy does not report a part that it could read only half.
        if not len(parse_xml(self._parts.get("content.xml", b""))):
            raise UnreadableError(FILE_DAMAGED)
        return OdfReader(self._data)

    def _either(self, first: Callable[[], T], second: Callable[[], T]) -> T:
        try:
            return first()
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except UnreadableError as refused:
            if refused.finding.kind == FILE_ENCRYPTED:
                raise
        # A panic of calamine is not an Exception.
        except BaseException:
            pass
        return second()
