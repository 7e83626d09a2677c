"""The reader of xlsx and xlsm: calamine, and the XML of a sheet for what calamine does not report."""

import io
import posixpath
from collections.abc import Mapping
from functools import cache, cached_property
from xml.etree import ElementTree

from msgspec.structs import replace
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from xlplan.documents.formats.grid import (
    Parts,
    Rows,
    SheetDetails,
    UnreadableError,
    column_letters,
    local_name,
)
from xlplan.documents.formats.text_runs import shown_signs, strike_out
from xlplan.documents.formats.xlsx_cells import (
    SharedText,
    SheetReading,
    find_merged,
    find_problems,
    may_have_runs,
    may_look_otherwise,
    read_sheet,
    read_text,
    shown_value,
)
from xlplan.documents.formats.xlsx_styles import CellStyles, is_true, read_styles
from xlplan.documents.formats.xml_parts import end_of_cells, parse_xml, plain_name, respell
from xlplan.domain.findings.file_kinds import FILE_DAMAGED, FILE_ENCRYPTED

_USUAL_PATH = "xl/workbook.xml"


class XlsxBook:
    """An xlsx or xlsm workbook. Source of its structure: ECMA-376, parts of a spreadsheet."""

    def __init__(self, data: bytes, parts: Parts) -> None:
        data, self._parts = respell(data, parts)
        self._book = open_with_calamine(data)
        # The same sheet is asked for several times.
        self._part, self._plain = cache(self._part_of), cache(self._plain_rows)
        self._shown = cache(self._shown_in)
        self._looks_otherwise = cache(self._looks_otherwise_in)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The worksheets. Charts and macro sheets hold no cells."""
        return sheet_names(self._book)

    @cached_property
    def hidden_sheets(self) -> frozenset[str]:
        """The worksheets that are hidden, also those that only a program can show."""
        return frozenset(
            each.name for each in self._book.sheets_metadata if each.visible is not SheetVisibleEnum.Visible
        )

    def rows(self, sheet: str) -> Rows:
        """Return the rows as a person sees them. Whole numbers are floats."""
        return self._shown(sheet)[0] if self._looks_otherwise(sheet) else self._plain(sheet)

    def details(self, sheet: str) -> SheetDetails:
        """Return what the sheet tells of its cells beside their values."""
        if not self._looks_otherwise(sheet) and (problems := find_problems(*self._part(sheet))) is not None:
            merged = find_merged(*self._part(sheet))
            if merged is not None:
                return SheetDetails(problems, merged=merged, has_1904_dates=self._has_1904_dates)
        return self._shown(sheet)[1]

    def property(self, name: str) -> str:
        """Read a property from `docProps/custom.xml`."""
        for element in self._xml("docprops/custom.xml"):
            if element.get("name") == name:
                return "".join(element.itertext())
        return ""

    def defined_name(self, name: str) -> str:
        """Read a name from `xl/workbook.xml`. The value of a constant is in quotes."""
        for element in self._workbook.iter():
            if local_name(element.tag) == "definedName" and element.get("name") == name:
                return element.text or ""
        return ""

    def _looks_otherwise_in(self, sheet: str) -> bool:
        return may_look_otherwise(*self._part(sheet), self._styles, self._texts)

    def _shown_in(self, sheet: str) -> tuple[Rows, SheetDetails]:
        reading = read_sheet(self._part(sheet)[0], self._styles, self._texts)
        return _shown(self._plain(sheet), reading, self._styles, self._has_1904_dates)

    def _plain_rows(self, sheet: str) -> Rows:
        rows = sheet_rows(self._book, sheet)
        if not self._strings_may_return and not _may_return(*self._part(sheet)):
            return rows
        return [[shown_signs(value) if isinstance(value, str) else value for value in row] for row in rows]

    def _part_of(self, sheet: str) -> tuple[bytes, int]:
        """Return the XML of a sheet, and where its cells end."""
        part = self._parts.get(self._sheet_paths.get(sheet, ""), b"")
        return part, end_of_cells(part)

    @cached_property
    def _strings_may_return(self) -> bool:
        texts = self._related("sharedStrings")
        return _may_return(texts, len(texts))

    @cached_property
    def _has_1904_dates(self) -> bool:
        properties = (each for each in self._workbook if local_name(each.tag) == "workbookPr")
        return any(is_true(each.get("date1904", "")) for each in properties)

    @cached_property
    def _styles(self) -> CellStyles:
        return read_styles(self._related("styles"))

    @cached_property
    def _texts(self) -> Mapping[int, SharedText]:
        """The shared texts with looks."""
        part = self._related("sharedStrings")
        if not self._styles.struck and not may_have_runs(part, len(part)):
            return {}
        items = (element for element in parse_xml(part) if local_name(element.tag) == "si")
        texts = {at: read_text(item) for at, item in enumerate(items)}
        return {
            at: text
            for at, text in texts.items()
            if text.left_out or (self._styles.struck and text.in_struck_cell)
        }

    @cached_property
    def _workbook(self) -> ElementTree.Element:
        return self._xml(self._workbook_path)

    @cached_property
    def _workbook_path(self) -> str:
        if _USUAL_PATH in self._parts:
            return _USUAL_PATH
        for relation in self._xml("_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                return plain_name(relation.get("Target", ""))
        return _USUAL_PATH

    @cached_property
    def _relations(self) -> ElementTree.Element:
        folder, file = posixpath.split(self._workbook_path)
        return self._xml(f"{folder}/_rels/{file}.rels")

    def _related(self, kind: str) -> bytes:
        """Return the part of the workbook of this kind."""
        for relation in self._relations:
            if relation.get("Type", "").endswith(f"/{kind}"):
                return self._parts.get(self._target(relation), b"")
        return next((part for name, part in self._parts.items() if name.endswith(f"{kind.lower()}.xml")), b"")

    def _target(self, relation: ElementTree.Element) -> str:
        folder = posixpath.dirname(self._workbook_path)
        target = relation.get("Target", "").replace("\\", "/")
        return plain_name(posixpath.normpath(posixpath.join("/", folder, target)))

    @cached_property
    def _sheet_paths(self) -> dict[str, str]:
        targets = {relation.get("Id"): self._target(relation) for relation in self._relations}
        paths = {}
        for element in self._workbook.iter():
            if local_name(element.tag) == "sheet":
                key = next((value for name, value in element.attrib.items() if local_name(name) == "id"), None)
                paths[element.get("name", "")] = targets.get(key, "")
        return paths

    def _xml(self, path: str) -> ElementTree.Element:
        return parse_xml(self._parts.get(path, b""))


def _shown(
    rows: Rows, reading: SheetReading, styles: CellStyles, has_1904_dates: bool
) -> tuple[Rows, SheetDetails]:
    """Return the rows as a person sees them, and the details with the problems of their number formats."""
    shown = [list(row) for row in rows]
    problems, left_out = dict(reading.details.problems), dict(reading.details.left_out)
    for (row, column), style in reading.formatted.items():
        if row < len(shown) and column < len(shown[row]):
            value, problem = shown_value(shown[row][column], style, styles)
            shown[row][column] = value
            if problem and value != "":
                problems[f"{column_letters(column)}{row + 1}"] = problem
    for (row, column), text in reading.texts.items():
        if row < len(shown) and column < len(shown[row]):
            shown[row][column] = shown_signs(text)
    for row, column in reading.struck:
        if row < len(shown) and column < len(shown[row]) and (parts := strike_out(shown[row][column])):
            shown[row][column] = None
            left_out[f"{column_letters(column)}{row + 1}"] = parts
    return shown, replace(reading.details, problems=problems, left_out=left_out, has_1904_dates=has_1904_dates)


def _may_return(part: bytes, end: int) -> bool:
    """Tell if a text of a part may have a carriage return, which XML writes as `&#13;` and Excel as `_x000D_`.

    The same signs begin NUL, `_x0000_`.
    """
    # A search for a single rare byte costs a tenth of a search for several.
    signs = ((b"_", b"_x000"), (b"#", b"&#"))
    return any(part.find(rare, 0, end) >= 0 and part.find(whole, 0, end) >= 0 for rare, whole in signs)


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
