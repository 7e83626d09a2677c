"""Whether marking a file would lose something that it holds: its parts and cells before and after."""

import re
from collections import Counter
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZipFile

from openpyxl.workbook import Workbook
from python_calamine import CalamineError, CalamineWorkbook

from xlplan.domain.sheets import CORRECTIONS, find_sheet

# What programs make anew, or what only describes the file. openpyxl reads notes whole; a drawing is judged by what
# is in it, for LibreOffice writes empty ones.
_MADE_ANEW = re.compile(
    r"rels$|/_rels/|calcChain|sharedStrings|printerSettings|thumbnail|vmlDrawing|/comments|/persons/|^docProps/"
    r"|^customXml/|^docMetadata/|\[Content_Types\]|xl/(workbook|styles|metadata|theme/theme\d*)\.xml$|xl/worksheets/[^/]*$"
    r"|commentsDrawing|/drawings/drawing\d*\.xml$",
    re.IGNORECASE,
)
_DRAWING = re.compile(r"^xl/drawings/drawing[^/]*\.xml$")
_SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp)[ >]")
_EXTENSION = re.compile(rb"<(?:\w+:)?ext\s[^>]*?uri=\"(\{[0-9A-Fa-f-]+\})\"")
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")
# Error checks that a person dismissed; a view setting of Excel for Mac; a list to choose from that lies on another
# sheet, which Excel keeps apart: what it guards is checked again when the file comes back.
_NO_LOSS = {
    b"{01252117-D84E-4E92-8308-4BE1C098FCBB}",
    b"{64002731-A6B0-56B0-2670-7721B7C09600}",
    b"{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}",
}


def loses_content(before: bytes, after: bytes, book: Workbook) -> bool:
    """Whether `after`, which openpyxl wrote from `book`, lacks something that `before` holds.

    Values of formulas are let go, since every program calculates them on opening.
    """
    with ZipFile(BytesIO(before)) as source, ZipFile(BytesIO(after)) as target:
        lost_parts = _kinds(source) - _kinds(target)
        if lost_parts or _holds_what_is_dropped(source):
            return True
    try:
        return not _same_cells(before, after, book)
    except CalamineError:
        return True


def _kinds(parts: ZipFile) -> Counter[str]:
    """How many parts of each kind: a folder and a name without its number, for openpyxl numbers anew."""
    names = (PurePosixPath(name) for name in parts.namelist() if not name.endswith("/"))
    return Counter(
        "/".join((str(name.parent), re.sub(r"\d+", "", name.name)))
        for name in names
        if not _MADE_ANEW.search(str(name))
    )


def _holds_what_is_dropped(parts: ZipFile) -> bool:
    for name in parts.namelist():
        if _DRAWING.match(name) and _SHAPE.search(parts.read(name)):
            return True
        if _SHEET.match(name) and {uri.upper() for uri in _EXTENSION.findall(parts.read(name))} - _NO_LOSS:
            return True
    return False


def _same_cells(before: bytes, after: bytes, book: Workbook) -> bool:
    """Whether another reader than openpyxl sees every cell unchanged, except formulas."""
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
