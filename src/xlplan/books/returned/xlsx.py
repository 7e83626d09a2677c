"""xlsx and xlsm by calamine, and what calamine does not tell by a search of the bytes."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from xlplan.books.returned.grid import Rows, UnreadableError

# A cell with an error; a formula whose value is missing, which is how a program that cannot calculate saves it.
_ERROR = re.compile(rb'<c r="([A-Z]+[0-9]+)"(?=[^>]*\st="e")')
_HOLLOW = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"([^>]*)>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(<v\s*/>|<v></v>)?\s*</c>'
)
_HOLLOW_SIGN = re.compile(rb"</f>\s*(?:</c>|<v></v>|<v ?/>)")
_CHUNK = 32_768
_USUAL_PATH = "xl/workbook.xml"
# What zipfile raises for a part that is missing, damaged or encrypted.
PART_TROUBLES = (
    KeyError,
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


class XlsxBook:
    """Source of the shape: ECMA-376, parts of a spreadsheet."""

    def __init__(self, data: bytes, archive: zipfile.ZipFile) -> None:
        self._book = open_with_calamine(data)
        self._archive = archive

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The worksheets; charts and macro sheets hold no cells."""
        return names_of(self._book)

    def rows(self, sheet: str) -> Rows:
        """As calamine gives them; whole numbers are floats."""
        return rows_of(self._book, sheet)

    def troubles(self, sheet: str) -> Mapping[str, str]:
        """By a search of the sheet's XML, for calamine gives such cells as blank."""
        text = self._sheet_data(sheet)
        found: dict[str, str] = {}
        # The quick search first: `_HOLLOW` takes as long as reading the sheet.
        if _HOLLOW_SIGN.search(text) or b'"/></c>' in text:
            for cell, attributes, value in _HOLLOW.findall(text):
                # A formula that gives an empty text has a value: nothing.
                if not (value and b't="str"' in attributes):
                    found[cell.decode()] = "formula"
        if b't="e"' in text:
            found.update((cell.decode(), "error") for cell in _ERROR.findall(text))
        return found

    def property(self, name: str) -> str:
        """From `docProps/custom.xml`."""
        for element in self._xml("docProps/custom.xml"):
            if element.get("name") == name:
                return "".join(element.itertext())
        return ""

    def defined(self, name: str) -> str:
        """From `xl/workbook.xml`; the value of a constant stands in quotes."""
        for element in self._workbook.iter():
            if _local(element.tag) == "definedName" and element.get("name") == name:
                return element.text or ""
        return ""

    @cached_property
    def _workbook(self) -> ElementTree.Element:
        return self._xml(self._workbook_path)

    @cached_property
    def _workbook_path(self) -> str:
        if _USUAL_PATH in self._archive.NameToInfo:
            return _USUAL_PATH
        for relation in self._xml("_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
        return _USUAL_PATH

    def _sheet_data(self, sheet: str) -> bytes:
        """The sheet's XML up to the end of its cells: a form's hints, which follow, are three times as long."""
        data = b""
        with suppress(*PART_TROUBLES), self._archive.open(self._sheet_paths[sheet]) as part:
            while b"</sheetData>" not in data[-_CHUNK - 12 :] and (more := part.read(_CHUNK)):
                data += more
        return data

    @cached_property
    def _sheet_paths(self) -> dict[str, str]:
        folder, file = posixpath.split(self._workbook_path)
        relations = self._xml(f"{folder}/_rels/{file}.rels")
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        paths = {}
        for element in self._workbook.iter():
            if _local(element.tag) == "sheet":
                key = next((value for name, value in element.attrib.items() if _local(name) == "id"), None)
                path = posixpath.normpath(posixpath.join("/", folder, targets.get(key, "")))
                paths[element.get("name", "")] = path.lstrip("/")
        return paths

    def _xml(self, path: str) -> ElementTree.Element:
        return parsed(read_part(self._archive, path))


def open_with_calamine(data: bytes) -> CalamineWorkbook:
    """The workbook by its bytes. UnreadableError; calamine may also panic, which is not an Exception."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise UnreadableError("file-encrypted") from None
    except (CalamineError, OSError, ValueError):
        raise UnreadableError("file-damaged") from None


def names_of(book: CalamineWorkbook) -> tuple[str, ...]:
    """The names of the worksheets."""
    return tuple(sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet)


def rows_of(book: CalamineWorkbook, sheet: str) -> Rows:
    """The rows of a sheet, from A1 on. UnreadableError."""
    try:
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError):
        raise UnreadableError("file-damaged") from None


def read_part(archive: zipfile.ZipFile, path: str) -> bytes:
    """The bytes of a part; b"" where there is none or it is damaged."""
    try:
        return archive.read(path)
    except PART_TROUBLES:
        return b""


def parsed(xml: bytes) -> ElementTree.Element:
    """The root of an XML part; an empty one where the part is missing, damaged or declares entities."""
    # In plain bytes an entity cannot be declared without this word; defusedxml takes ten times as long.
    if b"<!DOCTYPE" not in xml and b"\0" not in xml:
        with suppress(ElementTree.ParseError, ValueError):
            return ElementTree.fromstring(xml)
    return ElementTree.Element("nothing")


def _local(name: str) -> str:
    return name.rpartition("}")[2]
