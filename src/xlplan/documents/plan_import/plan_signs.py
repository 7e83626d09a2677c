"""The signs of a plan in a file that came as a return: sheets of a plan workbook, or headings of a plan."""

from collections.abc import Iterator

from msgspec import Struct

from xlplan.documents.plan_import.source import Source
from xlplan.documents.plan_reader.grid import Grid, cell_text
from xlplan.documents.plan_reader.pasted_tables import PastedTable, pasted_tables
from xlplan.domain.sheets import DETAILS, PLAN, REPORT, UNITS, find_columns, find_sheet
from xlplan.text.translation import quote

# The headings of a table stand near the top of a sheet.
_LOOKED_THROUGH = 60
_QUARTERS = ("q1", "q2", "q3", "q4")
_SHOWN = 4


class PlanSign(Struct, frozen=True):
    """The sign that a file is a plan.

    `headings`: those of its table, quoted; "" for a plan workbook, which shows by its sheets.
    """

    headings: str = ""


def find_plan_sign(source: Source) -> PlanSign | None:
    """Return the sign that a file is a plan; None where it has none.

    A plan says who is responsible for a measure, or asks for the numbers of several quarters. A list of results
    does neither, and has a heading for what was done.
    """
    grids = [part for part in source.parts if isinstance(part, Grid)]
    if all(find_sheet([grid.sheet for grid in grids], sheet) for sheet in (DETAILS, UNITS, PLAN)):
        return PlanSign()
    found = ((grid, table) for grid in grids for table in _tables(grid) if _is_of_plan(grid, table))
    return next((PlanSign(_headings_shown(grid, table)) for grid, table in found), None)


def _tables(grid: Grid) -> Iterator[PastedTable]:
    yield from pasted_tables(grid.cut(_LOOKED_THROUGH), None, {})


def _is_of_plan(grid: Grid, table: PastedTable) -> bool:
    if any("done" in find_columns(grid.rows[row], REPORT) for row in range(table.first, table.last + 1)):
        return False
    names = set(table.meanings.values())
    return "responsible" in names or len(names.intersection(_QUARTERS)) > 1


def _headings_shown(grid: Grid, table: PastedTable) -> str:
    texts = (
        cell_text(grid.value(table.last, at)) or cell_text(grid.value(table.first, at)) for at in table.meanings
    )
    return ", ".join(map(quote, list(dict.fromkeys(texts))[:_SHOWN]))
