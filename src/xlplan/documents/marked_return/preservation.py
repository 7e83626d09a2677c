"""The content of a person's workbook: what openpyxl would lose."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from html import escape
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook
from python_calamine import CalamineError, CalamineWorkbook

from xlplan.domain.sheets import CORRECTIONS, find_sheet

# Parts that programs write in their own way, or that only describe the file. openpyxl reads notes completely.
# Drawings are judged by their content, because LibreOffice writes empty ones.
_REWRITTEN_PARTS = re.compile(
    r"rels$|/_rels/|calcChain|sharedStrings|printerSettings|thumbnail|vmlDrawing|/comments|/persons/|^docProps/"
    r"|^customXml/|^docMetadata/|\[Content_Types\]|xl/(workbook|styles|metadata|theme/theme\d*)\.xml$|xl/worksheets/[^/]*$"
    r"|commentsDrawing|/drawings/drawing\d*\.xml$",
    re.IGNORECASE,
)
_DRAWING = re.compile(r"^xl/drawings/drawing[^/]*\.xml$")
_SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp)[ >]")
_EXTENSION = re.compile(rb"<(?:\w+:)?ext\s[^>]*?uri=\"(\{[0-9A-Fa-f-]+\})\"")
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")
# Error checks that a person dismissed; a view setting of Excel for Mac; a list to choose from on another sheet.
# The values that such a list allows are checked when the file comes back.
_NEGLIGIBLE_EXTENSIONS = {
    b"{01252117-D84E-4E92-8308-4BE1C098FCBB}",
    b"{64002731-A6B0-56B0-2670-7721B7C09600}",
    b"{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}",
}


def loses_content(before: bytes, after: bytes, book: Workbook) -> bool:
    """Return True if `after`, which openpyxl wrote from `book`, lacks content of `before`.

    The values of formulas do not count, because every program calculates them on opening.
    """
    with ZipFile(BytesIO(before)) as source, ZipFile(BytesIO(after)) as target:
        lost_parts = _count_parts(source) - _count_parts(target)
        if lost_parts or _has_dropped_content(source):
            return True
    try:
        return not _same_cells(before, after, book)
    except CalamineError:
        return True


def _count_parts(parts: ZipFile) -> Counter[str]:
    """Return the number of parts of each kind.

    A kind is a folder and a name without its number, because openpyxl renumbers parts.
    """
    names = (PurePosixPath(name) for name in parts.namelist() if not name.endswith("/"))
    return Counter(
        "/".join((str(name.parent), re.sub(r"\d+", "", name.name)))
        for name in names
        if not _REWRITTEN_PARTS.search(str(name))
    )


def _has_dropped_content(parts: ZipFile) -> bool:
    for name in parts.namelist():
        if _DRAWING.match(name) and _SHAPE.search(parts.read(name)):
            return True
        if (
            _SHEET.match(name)
            and {uri.upper() for uri in _EXTENSION.findall(parts.read(name))} - _NEGLIGIBLE_EXTENSIONS
        ):
            return True
    return False


def _same_cells(before: bytes, after: bytes, book: Workbook) -> bool:
    """Return True if a reader other than openpyxl finds every cell unchanged, formulas aside."""
    source, target = (CalamineWorkbook.from_filelike(BytesIO(content)) for content in (before, after))
    corrections = find_sheet(source.sheet_names, CORRECTIONS)
    for name in source.sheet_names:
        if name not in target.sheet_names:
            if name != corrections:
                return False
            continue
        if name != corrections and not _same_sheet(_grid(source, name), _grid(target, name), book[name]):
            return False
    return True


def _grid(book: CalamineWorkbook, name: str) -> list[list[Any]]:
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _same_sheet(before: list[list[Any]], after: list[list[Any]], sheet: Any) -> bool:
    for row, values in enumerate(before):
        others = after[row] if row < len(after) else []
        if values == others:
            continue
        for column, value in enumerate(values):
            other = others[column] if column < len(others) else ""
            same = value == other or repr(value) == repr(other)
            if not same and sheet.cell(row + 1, column + 1).data_type != "f":
                return False
    return True


# The cell of a formula as openpyxl writes it.
_FORMULA = re.compile(
    r'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?)>(<f(?:\s[^>]*)?(?:/>|>[^<]*</f>))<v\s*(?:/>|></v>)</c>'
)


def restore_values(before: bytes, after: bytes, book: Workbook) -> bytes:
    """Return `after`, which openpyxl wrote from `book`, with the values that the formulas have in `before`.

    A formula without a value there stays without one.
    """
    formulas = {
        sheet.title: [cell.coordinate for cell in list(sheet._cells.values()) if cell.data_type == "f"]
        for sheet in book.worksheets
    }
    values = _values_of(before, {name: cells for name, cells in formulas.items() if cells})
    # openpyxl numbers the parts of the sheets by their order.
    wanted = {
        f"xl/worksheets/sheet{number}.xml": values.get(name) for number, name in enumerate(formulas, start=1)
    }
    if not any(wanted.values()):
        return after
    out = BytesIO()
    with ZipFile(BytesIO(after)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if cells := wanted.get(part.filename):
                content = _fill_in_values(content.decode("utf-8"), cells).encode("utf-8")
            target.writestr(part, content)
    return out.getvalue()


def _values_of(content: bytes, cells: Mapping[str, Sequence[str]]) -> Mapping[str, Mapping[str, object]]:
    """Return the values of cells by their sheet and address, of the sheets that the workbook has."""
    if not cells:
        return {}
    found = {}
    # Row by row openpyxl takes a third of the time.
    book = load_workbook(BytesIO(content), data_only=True, read_only=True)
    for name in cells.keys() & set(book.sheetnames):
        sheet = book[name]
        # A file may give its sheet another size than it has.
        sheet.reset_dimensions()
        values = {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        found[name] = {address: values.get(address) for address in cells[name]}
    book.close()
    return found


def _fill_in_values(xml: str, cells: Mapping[str, object]) -> str:
    return _FORMULA.sub(lambda match: _cell_xml(match, cells.get(match[1])), xml)


def _cell_xml(match: re.Match[str], value: Any) -> str:
    kind, text = _value_xml(value)
    return f'<c r="{match[1]}"{match[2]}{kind}>{match[3]}<v>{text}</v></c>' if text else match[0]


def _value_xml(value: Any) -> tuple[str, str]:
    """Return the type of a cell and its value in the XML of a spreadsheet. Source: ECMA-376, 18.3.1.4."""
    if value is None:
        return "", ""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, int | float):
        return "", repr(value)
    if isinstance(value, date | datetime | time | timedelta):
        return "", repr(to_excel(value))  # type: ignore[no-untyped-call]
    text = escape(str(value), quote=False)
    return (' t="e"' if text.startswith("#") else ' t="str"'), text
