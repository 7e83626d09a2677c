"""Findings about what the cells of a plan show beside their values: struck out, raised, scaled, hidden."""

from collections.abc import Collection, Iterator, Mapping

from xlplan.documents.formats.grid import column_letters
from xlplan.documents.plan_reader.grid import Grid, cell_text
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_cell_kinds import (
    PLAN_CELL_RAISED,
    PLAN_CELL_SCALED,
    PLAN_CELL_STRUCK,
    PLAN_CELL_STRUCK_WHOLE,
    PLAN_CELL_UNSEEN,
    PLAN_COLUMNS_HIDDEN,
    PLAN_ROW_STRUCK,
    PLAN_ROWS_HIDDEN,
)
from xlplan.domain.findings.plan_source_kinds import PLAN_TEXT_DELETED, PLAN_TEXT_HIDDEN, PLAN_TEXT_PLACEHOLDER
from xlplan.domain.returned import CellProblem
from xlplan.text.normalize import clean_spaces
from xlplan.text.number_ranges import runs_of

# A row in which one of these is struck out is a row that somebody took out of the plan.
_KEYS = ("code", "measure", "indicator", "name", "unit", "event")
_KINDS = {CellProblem.SCALED: PLAN_CELL_SCALED, CellProblem.UNSEEN: PLAN_CELL_UNSEEN}
# The parts that the cell of a table in a Word document leaves out.
_UNSEEN_PARTS = {"hidden": PLAN_TEXT_HIDDEN, "deleted": PLAN_TEXT_DELETED, "placeholder": PLAN_TEXT_PLACEHOLDER}
_LONGEST = 90


def struck_rows(grid: Grid, columns: Mapping[str, int], first: int) -> frozenset[int]:
    """Return the rows below the headings that are struck out: by their code or name, or as a whole."""
    read, keys = columns.values(), {columns[name] for name in _KEYS if name in columns}
    struck = [spot for spot in grid.left_out if spot[0] >= first and _is_struck_whole(grid, *spot)]
    by_key = {row for row, column in struck if column in keys}
    whole = {row for row, column in struck if column in read and not _has_text(grid, row, read)}
    return frozenset(by_key | whole)


def look_findings(grid: Grid, columns: Collection[int], struck: Collection[int], first: int) -> Iterator[Finding]:
    """Yield the findings about the cells of these columns, from the row `first` on.

    Args:
        grid: The sheet.
        columns: The columns that are read.
        struck: The rows that are struck out. Each is one finding.
        first: The first row below the headings.
    """
    for row in sorted(struck):
        cells = sorted(column for at, column in grid.left_out if at == row and column in columns)
        seen = shorten(" · ".join(_left(grid, row, column, "struck") for column in cells))
        yield PLAN_ROW_STRUCK.at(grid.place(row, cells[0]), seen=seen)
    for (row, column), problem in grid.problems.items():
        value = grid.value(row, column)
        if row >= first and column in columns and problem in _KINDS and value is not None:
            yield _KINDS[problem].at(grid.place(row, column), seen=shorten(cell_text(value)))
    for row, column in grid.left_out:
        if row >= first and column in columns and row not in struck:
            yield from _left_out(grid, row, column)
    yield from _hidden(grid, columns, first)


def _left_out(grid: Grid, row: int, column: int) -> Iterator[Finding]:
    place, seen = grid.place(row, column), shorten(cell_text(grid.value(row, column)))
    struck, raised = _left(grid, row, column, "struck"), _left(grid, row, column, "raised")
    if struck and _is_struck_whole(grid, row, column):
        yield PLAN_CELL_STRUCK_WHOLE.at(place, left=struck)
    elif struck:
        yield PLAN_CELL_STRUCK.at(place, left=struck, seen=seen)
    if raised:
        yield PLAN_CELL_RAISED.at(place, left=raised, seen=seen)
    for kind, told in _UNSEEN_PARTS.items():
        if left := _left(grid, row, column, kind):
            yield told.at(place, left=left)


def _hidden(grid: Grid, columns: Collection[int], first: int) -> Iterator[Finding]:
    read = range(first, len(grid.rows))
    hidden = [row for row in grid.hidden_rows if row in read and _has_text(grid, row, columns)]
    for start, end in runs_of(hidden):
        rows = str(start + 1) if start == end else f"{start + 1}–{end + 1}"
        yield PLAN_ROWS_HIDDEN.at(grid.place(start, min(columns, default=0)), rows=rows)
    unseen = sorted(
        column
        for column in grid.hidden_columns
        if column in columns and any(cell_text(grid.value(row, column)) for row in read)
    )
    if unseen:
        letters = ", ".join(map(column_letters, unseen))
        yield PLAN_COLUMNS_HIDDEN.at(grid.place(first, unseen[0]), columns=letters)


def _has_text(grid: Grid, row: int, columns: Collection[int]) -> bool:
    return any(cell_text(grid.value(row, column)) for column in columns)


def _is_struck_whole(grid: Grid, row: int, column: int) -> bool:
    return not cell_text(grid.value(row, column)) and bool(_left(grid, row, column, "struck"))


def _left(grid: Grid, row: int, column: int, kind: str) -> str:
    parts = (clean_spaces(part.text) for part in grid.left_out[row, column] if part.kind == kind)
    return shorten(" … ".join(filter(None, parts)))


def shorten(text: str) -> str:
    """Return a text that fits a finding: its beginning, if it is long."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
