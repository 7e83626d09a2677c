"""The rules about what a cell of a return shows beside its value: struck-out and raised signs, hidden rows."""

from collections.abc import Iterable, Iterator

from xlplan.domain.findings.cell_kinds import (
    CELL_RAISED,
    CELL_STRUCK,
    CELL_STRUCK_WHOLE,
    COLUMNS_HIDDEN,
    LOCKED_STRUCK,
    ROW_STRUCK,
    ROWS_HIDDEN,
)
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.returned import CellContent, ReturnedRow
from xlplan.domain.sheets import HEADINGS, LOCKED_COLUMNS
from xlplan.text.number_ranges import number_ranges
from xlplan.validation.context import ReturnContext
from xlplan.validation.quoting import quote_cell, shorten


def check_left_out(context: ReturnContext) -> Iterator[Finding]:
    """Note each cell of which a part is struck out or raised, and so was not counted."""
    rows = (*(context.content.rows if context.content.has_report_sheet else ()), *context.content.events)
    for row in rows:
        for name, cell in row.cells.items():
            if cell.left_out:
                yield from _left_out(row, name, cell)


def _left_out(row: ReturnedRow, name: str, cell: CellContent) -> Iterator[Finding]:
    location = Location(sheet=row.sheet, cell=cell.cell, row=row.key)
    if name == "key":
        if any(part.kind == "struck" for part in cell.left_out):
            yield ROW_STRUCK.at(location, row=shorten(row.key))
        return
    for kind, of_kind in (("struck", CELL_STRUCK), ("raised", CELL_RAISED)):
        left = _join(part.text for part in cell.left_out if part.kind == kind)
        if left and cell.blank and kind == "struck" and name in LOCKED_COLUMNS:
            yield LOCKED_STRUCK.at(location, heading=HEADINGS[name], left=left)
        elif left and cell.blank and kind == "struck":
            yield CELL_STRUCK_WHOLE.at(location, heading=HEADINGS[name], left=left)
        elif left:
            yield of_kind.at(location, heading=HEADINGS[name], left=left, seen=quote_cell(cell))


def _join(texts: Iterable[str]) -> str:
    return shorten(" … ".join(text for text in (each.strip() for each in texts) if text))


def check_hidden_cells(context: ReturnContext) -> Iterator[Finding]:
    """Note the rows and columns of a sheet that were read though nobody sees them."""
    for sheet, rows in context.content.hidden_rows.items():
        yield ROWS_HIDDEN.at(Location(sheet=sheet), rows=number_ranges(rows))
    for sheet, columns in context.content.hidden_columns.items():
        yield COLUMNS_HIDDEN.at(Location(sheet=sheet), columns=", ".join(columns))
