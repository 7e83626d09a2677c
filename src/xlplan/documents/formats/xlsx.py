"""The reader of xlsx and xlsm: calamine, and a search of the bytes for details that calamine does not report."""

import io
import posixpath
import re
from contextlib import suppress
from functools import cached_property
from itertools import chain
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from xlplan.documents.formats.grid import Parts, Rows, SheetDetails, UnreadableError, local_name
from xlplan.documents.formats.percent import percent_styles, show_percents
from xlplan.domain.findings.file_kinds import FILE_DAMAGED, FILE_ENCRYPTED
from xlplan.domain.returned import CellProblem

# A cell with an error, and a formula without a value, as saved by a program that does not calculate.
_ERROR = re.compile(rb'<c r="([A-Z]+[0-9]+)"(?=[^>]*\st="e")')
_HOLLOW = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"([^>]*)>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(<v\s*/>|<v></v>)?\s*</c>'
)
# The possible ends of such a formula; the second is that of a formula shared with another cell.
_HOLLOW_ENDS = (
    re.compile(rb"</f>\s*(?:</c>|<v></v>|<v\s*/>)"),
    re.compile(rb'"\s*/>\s*(?:</c>|<v></v>|<v\s*/>)'),
)
# A sign that a style may show a percentage. The styles are parsed only where it is found.
_MAYBE_PERCENT = re.compile(rb'numFmtId="(?:9|10)"|formatCode="[^"]*%')
_USUAL_PATH = "xl/workbook.xml"


class XlsxBook:
    """An xlsx or xlsm workbook. Source of its structure: ECMA-376, parts of a spreadsheet."""

    def __init__(self, data: bytes, parts: Parts) -> None:
        self._book = open_with_calamine(data)
        self._parts = parts

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The worksheets. Charts and macro sheets hold no cells."""
        return sheet_names(self._book)

    def rows(self, sheet: str) -> Rows:
        """Return the rows by calamine. Whole numbers are floats; a number shown as a percentage is a text."""
        rows = sheet_rows(self._book, sheet)
        return show_percents(rows, self._sheet_data(sheet), self._percents) if self._percents else rows

    def details(self, sheet: str) -> SheetDetails:
        """Return the cells with an error, and the formulas without a value."""
        text = self._sheet_data(sheet)
        found: dict[str, CellProblem] = {}
        # `_HOLLOW` is tried only at the few possible places, because over the whole sheet it is slow.
        for end in chain.from_iterable(ends.finditer(text) for ends in _HOLLOW_ENDS):
            hollow = _HOLLOW.match(text, max(0, text.rfind(b"<c ", 0, end.start())))
            # A formula whose result is an empty text has a value.
            if hollow and not (hollow[3] and b't="str"' in hollow[2]):
                found[hollow[1].decode()] = CellProblem.FORMULA
        if b't="e"' in text:
            found.update((cell.decode(), CellProblem.ERROR) for cell in _ERROR.findall(text))
        return SheetDetails(found)

    def property(self, name: str) -> str:
        """Read a property from `docProps/custom.xml`."""
        for element in self._xml("docProps/custom.xml"):
            if element.get("name") == name:
                return "".join(element.itertext())
        return ""

    def defined_name(self, name: str) -> str:
        """Read a name from `xl/workbook.xml`. The value of a constant is in quotes."""
        for element in self._workbook.iter():
            if local_name(element.tag) == "definedName" and element.get("name") == name:
                return element.text or ""
        return ""

    @cached_property
    def _percents(self) -> frozenset[bytes]:
        styles = next((part for name, part in self._parts.items() if name.endswith("styles.xml")), b"")
        return percent_styles(parse_xml(styles)) if _MAYBE_PERCENT.search(styles) else frozenset()

    @cached_property
    def _workbook(self) -> ElementTree.Element:
        return self._xml(self._workbook_path)

    @cached_property
    def _workbook_path(self) -> str:
        if _USUAL_PATH in self._parts:
            return _USUAL_PATH
        for relation in self._xml("_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
        return _USUAL_PATH

    def _sheet_data(self, sheet: str) -> bytes:
        """Return the sheet's XML up to the end of its cells. A form's hints follow and are three times as long."""
        return self._parts.get(self._sheet_paths.get(sheet, ""), b"").partition(b"</sheetData>")[0]

    @cached_property
    def _sheet_paths(self) -> dict[str, str]:
        folder, file = posixpath.split(self._workbook_path)
        relations = self._xml(f"{folder}/_rels/{file}.rels")
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        paths = {}
        for element in self._workbook.iter():
            if local_name(element.tag) == "sheet":
                key = next((value for name, value in element.attrib.items() if local_name(name) == "id"), None)
                path = posixpath.normpath(posixpath.join("/", folder, targets.get(key, "")))
                paths[element.get("name", "")] = path.lstrip("/")
        return paths

    def _xml(self, path: str) -> ElementTree.Element:
        return parse_xml(self._parts.get(path, b""))


def open_with_calamine(data: bytes) -> CalamineWorkbook:
    """Open the workbook in these bytes. calamine may also panic, which is not an Exception.

    Raises:
        UnreadableError: The file is encrypted or damaged.
    """
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise UnreadableError(FILE_ENCRYPTED) from None
    except (CalamineError, OSError, ValueError):
        raise UnreadableError(FILE_DAMAGED) from None


def sheet_names(book: CalamineWorkbook) -> tuple[str, ...]:
    """Return the names of the worksheets."""
    return tuple(sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet)


def sheet_rows(book: CalamineWorkbook, sheet: str) -> Rows:
    """Return the rows of a sheet, from A1 on.

    Raises:
        UnreadableError: The sheet is damaged.
    """
    try:
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError):
        raise UnreadableError(FILE_DAMAGED) from None


def parse_xml(xml: bytes) -> ElementTree.Element:
    """Return the root of an XML part; an empty element where the part is missing, damaged or declares entities."""
    # Plain bytes cannot declare an entity without this word. defusedxml takes ten times as long.
    if b"<!DOCTYPE" not in xml and b"\0" not in xml:
        with suppress(ElementTree.ParseError, ValueError):
            return ElementTree.fromstring(xml)
    return ElementTree.Element("nothing")
