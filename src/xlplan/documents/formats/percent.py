"""Numbers that a cell shows as a percentage. The file holds 1 for 100 %, which is not a count."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from xlplan.documents.formats.grid import Rows, column_index, local_name
from xlplan.documents.formats.number_formats import as_percent

# Formats that every program has built in. Source: ECMA-376, numFmt.
_BUILT_IN = {"9", "10"}
# A percent sign in quotes or after a backslash is only a character.
_LITERAL = re.compile(r'"[^"]*"|\\.')
# Each search stays within its tag.
_CELL = re.compile(rb"<c\s[^<>]*")
_STYLE = re.compile(rb'\ss="([0-9]{1,6})"')
_PLACE = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')


def shows_percent(form: str) -> bool:
    """Tell if a number format shows a percentage."""
    return "%" in _LITERAL.sub("", form)


def percent_styles(styles: ElementTree.Element) -> frozenset[bytes]:
    """Return the indices of the cell styles of an xlsx that show a percentage.

    Args:
        styles: The root element of the styles part.
    """
    shown = set(_BUILT_IN)
    for element in styles.iter():
        if local_name(element.tag) == "numFmt" and shows_percent(element.get("formatCode", "")):
            shown.add(element.get("numFmtId", ""))
    return frozenset(
        str(at).encode() for at, style in enumerate(_cell_styles(styles)) if style.get("numFmtId") in shown
    )


def show_percents(rows: Rows, cells: bytes, styles: frozenset[bytes]) -> Rows:
    """Replace numbers in cells with one of these styles by the texts that people see.

    Args:
        rows: The rows of a sheet, from A1 on.
        cells: The XML of the sheet's cells.
        styles: Indices of cell styles, as digits.
    """
    changed = [list(row) for row in rows]
    for cell in _CELL.finditer(cells):
        style, place = _STYLE.search(cell[0]), _PLACE.search(cell[0])
        if style and place and style[1] in styles:
            row, column = int(place[2]) - 1, column_index(place[1].decode())
            if 0 <= row < len(changed) and column < len(changed[row]):
                changed[row][column] = as_percent(changed[row][column])
    return changed


def _cell_styles(styles: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for element in styles:
        if local_name(element.tag) == "cellXfs":
            yield from element
