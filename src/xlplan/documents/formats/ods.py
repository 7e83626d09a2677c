"""The reader of ods: one parse of the content gives values and looks alike."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from xml.etree.ElementTree import Element

from xlplan.documents.formats.grid import Parts, Rows, SheetDetails, UnreadableError, local_name
from xlplan.documents.formats.ods_cells import CellReader
from xlplan.documents.formats.ods_styles import OdsStyles
from xlplan.documents.formats.ods_tables import TABLE, read_table
from xlplan.documents.formats.xml_parts import parse_xml
from xlplan.domain.findings.file_kinds import FILE_DAMAGED, FILE_ENCRYPTED

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SPREADSHEET = f"{_OFFICE}body/{_OFFICE}spreadsheet"
_NAMES = f"{TABLE}named-expressions"
_FIRST_DAY = datetime(1899, 12, 30)


class OdsBook:
    """An ods workbook. Source of its structure: OpenDocument 1.3, part 3."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._content = parse_xml(parts.get("content.xml", b""))
        if not len(self._content):
            raise UnreadableError(FILE_ENCRYPTED if _is_encrypted(parts) else FILE_DAMAGED)
        spreadsheet = self._content.find(_SPREADSHEET)
        self._spreadsheet = Element("nothing") if spreadsheet is None else spreadsheet
        self._tables = {
            table.get(f"{TABLE}name", ""): table for table in self._spreadsheet.iterfind(f"{TABLE}table")
        }
        self._read: dict[str, tuple[Rows, SheetDetails]] = {}
        self.names = tuple(self._tables)

    @property
    def hidden_sheets(self) -> frozenset[str]:
        """The sheets whose style does not display them."""
        styles = {
            style.get(f"{_STYLE}name")
            for style in self._content.iter(f"{_STYLE}style")
            if any(part.get(f"{TABLE}display") == "false" for part in style.iter(f"{_STYLE}table-properties"))
        }
        return frozenset(name for name, table in self._tables.items() if table.get(f"{TABLE}style-name") in styles)

    def rows(self, sheet: str) -> Rows:
        """Return the values of the cells as a person sees them; repeated cells are written out."""
        return self._sheet(sheet)[0]

    def details(self, sheet: str) -> SheetDetails:
        """Return what the sheet tells of its cells beside their values."""
        return self._sheet(sheet)[1]

    def property(self, name: str) -> str:
        """Read a property from `meta.xml`."""
        for element in parse_xml(self._parts.get("meta.xml", b"")).iter():
            if any(local_name(key) == "name" and value == name for key, value in element.attrib.items()):
                return "".join(element.itertext())
        return ""

    def defined_name(self, name: str) -> str:
        """Read a name from `content.xml`: an expression, or the address of a range."""
        for element in self._defined_names():
            if element.get(f"{TABLE}name") == name:
                return element.get(f"{TABLE}expression", "") or element.get(f"{TABLE}cell-range-address", "")
        return ""

    def _defined_names(self) -> Iterator[Element]:
        """Yield the names of the workbook, and then those of single sheets."""
        for parent in (self._spreadsheet, *self._tables.values()):
            for names in parent.iterfind(_NAMES):
                yield from names

    def _sheet(self, sheet: str) -> tuple[Rows, SheetDetails]:
        if sheet not in self._read:
            try:
                self._read[sheet] = read_table(self._tables[sheet], self._reader, self._first_day.year == 1904)
            except RecursionError:
                # Groups within groups, or spans within spans, deeper than any program writes them.
                raise UnreadableError(FILE_DAMAGED) from None
        return self._read[sheet]

    @cached_property
    def _reader(self) -> CellReader:
        part = self._parts.get("styles.xml")
        shared = parse_xml(part or b"")
        # Without its styles nobody can tell which numbers are seen otherwise.
        if part is not None and not len(shared):
            raise UnreadableError(FILE_DAMAGED)
        return CellReader(OdsStyles(self._content, shared), self._first_day)

    @cached_property
    def _first_day(self) -> datetime:
        path = f"{TABLE}calculation-settings/{TABLE}null-date"
        settings = self._spreadsheet.find(path)
        try:
            day = "" if settings is None else settings.get(f"{TABLE}date-value", "")
            return datetime.fromisoformat(day).replace(tzinfo=None)
        except ValueError:
            return _FIRST_DAY


def _is_encrypted(parts: Parts) -> bool:
    """Tell if the list of parts says that they are encrypted."""
    manifest = parse_xml(parts.get("META-INF/manifest.xml", b""))
    return any(local_name(element.tag) == "encryption-data" for element in manifest.iter())
