"""Cells of a plan workbook that a person should look at: filled in amber, each with a note that says why."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

from xlplan.documents.plan_writer.guidance import FIRST_ROW, HEADING_ROW
from xlplan.documents.style import DOUBT, count_lines
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.sheets import DETAIL_LINES, DETAILS, PLAN, SHARES, UNITS

# The name of a sheet in `domain.sheets`, the position of a row in `PlanRows`, and the name of a column. On the
# sheet of the details the position is -1.
CellKey = tuple[str, int, str]
NotedCells = Mapping[CellKey, Sequence[Finding]]

_AUTHOR = "xlplan"
_CELL = re.compile(r"[A-Z]+(\d+)")
_NOTE_WIDTH = 44
_SHEETS = {sheet.name: sheet for sheet in (UNITS, PLAN, SHARES)}
AMBER: Mapping[str, object] = {"bg_color": DOUBT}
NO_FILL: Mapping[str, object] = {}
NO_NOTES: NotedCells = {}


def place_of_cell(file: str, key: CellKey) -> Location:
    """Return the location of a cell in a workbook that is written of `PlanRows`."""
    sheet, row, name = key
    if sheet == DETAILS.name:
        line = next(at for at, detail in enumerate(DETAIL_LINES) if detail.name == name)
        return Location(file, DETAILS.shown, f"B{HEADING_ROW + line}")
    column = next(at for at, column in enumerate(_SHEETS[sheet].columns) if column.name == name)
    return Location(file, _SHEETS[sheet].shown, f"{xl_col_to_name(column)}{FIRST_ROW + row}")


def key_of_cell(place: Location) -> CellKey | None:
    """Return the key of a cell from its location; None for a place that is no cell of a row or of a detail."""
    found = _CELL.fullmatch(place.cell)
    if not found:
        return None
    column, row = xl_cell_to_rowcol(place.cell)[1], int(found[1])
    if place.sheet == DETAILS.shown:
        line = row - HEADING_ROW
        known = column == 1 and 0 <= line < len(DETAIL_LINES)
        return (DETAILS.name, -1, DETAIL_LINES[line].name) if known else None
    sheet = next((sheet for sheet in _SHEETS.values() if sheet.shown == place.sheet), None)
    if sheet is None or row < FIRST_ROW or column >= len(sheet.columns):
        return None
    return sheet.name, row - FIRST_ROW, sheet.columns[column].name


def read_noted(path: Path) -> frozenset[CellKey]:
    """Return the cells of a plan workbook that have a note.

    Raises:
        OSError: The file cannot be reached.
    """
    # The import takes a third of a second.
    from openpyxl import load_workbook

    cells = (cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.comment)
    keys = (key_of_cell(Location("", cell.parent.title, cell.coordinate)) for cell in cells)
    return frozenset(key for key in keys if key)


def write_note(sheet: Any, row: int, column: int, findings: Sequence[Finding]) -> None:
    """Write what is doubtful of a cell as its note; row and column count from 0."""
    text = "\n\n".join(f"{finding.whole_problem} {finding.whole_remedy}" for finding in findings)
    height = 16 * count_lines(text, _NOTE_WIDTH) + 12
    properties = {"author": _AUTHOR, "width": 330, "height": height, "font_size": 9, "color": "#FFF9E8"}
    sheet.write_comment(row, column, text, properties)
