"""The cells of a workbook that its findings name: found, shown to a person, and open to be corrected."""

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.cell import MergedCell
from openpyxl.styles import Protection
from openpyxl.utils import column_index_from_string
from openpyxl.workbook import Workbook

from xlplan.documents import style
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.domain.findings.number_kinds import SHARE_CHANGED
from xlplan.domain.sheets import (
    EVENT_ENTRIES,
    EVENTS,
    LOCKED_COLUMNS,
    REPORT,
    REPORT_ENTRIES,
    find_columns,
    find_heading_row,
)

FindingCells = Sequence[tuple[Finding, Any]]
# The cells of a sheet that findings name, each with its findings.
CellFindings = Sequence[tuple[Any, Sequence[Finding]]]
_TOP_ROWS = 40


def find_cell(book: Workbook, finding: Finding) -> Any:
    """Return the cell that a finding names; None if it names none or the file lacks the sheet.

    Of merged cells it is the first one: all others have no content and no note.
    """
    location = finding.location
    if location.sheet not in book.sheetnames or not location.cell:
        return None
    sheet = book[location.sheet]
    cell = sheet[location.cell]
    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if location.cell in area)
        cell = sheet.cell(merged.min_row, merged.min_col)
    return cell


def group_by_cell(finding_cells: FindingCells) -> Mapping[Any, CellFindings]:
    """Return the cells with findings and their findings, by sheet."""
    by_sheet: dict[Any, dict[str, tuple[Any, list[Finding]]]] = {}
    for finding, cell in finding_cells:
        if cell is not None:
            by_cell = by_sheet.setdefault(cell.parent, {})
            by_cell.setdefault(cell.coordinate, (cell, []))[1].append(finding)
    return {sheet: list(by_cell.values()) for sheet, by_cell in by_sheet.items()}


def reveal(cell: Any) -> None:
    """Show a cell to correct whose sheet, row or column is hidden: nobody finds a note there."""
    sheet = cell.parent
    sheet.sheet_state = "visible"
    row = sheet.row_dimensions.get(cell.row)
    if row is not None:
        row.hidden = False
        row.height = row.height or None
    for key, column in sheet.column_dimensions.items():
        first = column.min or column_index_from_string(key)
        if first <= cell.column <= (column.max or first):
            column.hidden = False
            # openpyxl gives 13 where a file gives no width, so 0 is what the file says.
            column.width = column.width or 13


def fills_of(cells: CellFindings) -> dict[str, str]:
    """Return the colour of each cell with an error or a warning, by its address. An error comes first."""
    return {cell.coordinate: style.SEVERITY_FILL[weight] for cell, found in cells if (weight := _weight(found))}


def open_cells(sheet: Any, cells: CellFindings) -> list[tuple[Any, Sequence[Finding]]]:
    """Return those cells that a unit can correct.

    An entry cell is unlocked if it is locked: Excel locks it when a locked cell of another file is pasted over it.
    """
    entries, locked = _columns_of(sheet)
    opened = []
    for cell, found in cells:
        is_computed = any(finding.kind == SHARE_CHANGED for finding in found)
        if cell.column in entries and cell.protection.locked and not is_computed:
            cell.protection = Protection(locked=False, hidden=cell.protection.hidden)
        is_locked = cell.column in locked or (sheet.protection.sheet and cell.protection.locked)
        if not is_locked:
            opened.append((cell, found))
    return opened


def _weight(findings: Sequence[Finding]) -> Severity | None:
    severities = {finding.severity for finding in findings}
    return next((each for each in style.SEVERITY_FILL if each in severities), None)


def _columns_of(sheet: Any) -> tuple[frozenset[int], frozenset[int]]:
    """Return the columns, from 1, whose cells a unit fills, and those that it only reads."""
    top: list[dict[int, object]] = [{} for _row in range(_TOP_ROWS)]
    for (row, column), cell in sheet._cells.items():
        if row <= _TOP_ROWS and isinstance(cell.value, str):
            top[row - 1][column] = cell.value
    rows = [[cells.get(column) for column in range(1, max(cells, default=0) + 1)] for cells in top]
    for contract, entries, locked in ((REPORT, REPORT_ENTRIES, LOCKED_COLUMNS), (EVENTS, EVENT_ENTRIES, ())):
        heading = find_heading_row(rows, contract)
        if heading is not None:
            columns = {name: position + 1 for name, position in find_columns(rows[heading], contract).items()}
            return _chosen(columns, entries), _chosen(columns, locked)
    return frozenset(), frozenset()


def _chosen(columns: Mapping[str, int], names: Sequence[str]) -> frozenset[int]:
    return frozenset(column for name, column in columns.items() if name in names)
