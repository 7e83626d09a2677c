"""The columns of a Word table as a person sees them, where the edges of its rows do not quite meet.

Somebody drags the edge of one row a little, and Word gives the table a further column, as narrow as that. A cell
below a heading would then stand in another column than the heading.
"""

from collections.abc import Iterable, Sequence

from xlplan.documents.formats.word_text import Cell, TableRow

# Twentieths of a point, about six millimetres: edges nearer than that are meant to be one.
_NEAR = 360


def straighten(rows: Sequence[TableRow], widths: Sequence[int]) -> None:
    """Move the cells of a table to the columns that are seen. No cell loses its last column.

    Args:
        rows: The rows, their cells by the columns of the table's grid.
        widths: The widths of the columns of the grid, as far as they are known.
    """
    cells = [cell for row in rows for cell in row.cells]
    spans = {(cell.column, cell.end_column) for cell in cells}
    # Of each edge, the edge that it is one with.
    edges = {edge: edge for span in spans for edge in span}
    used = sorted(edges)
    narrow = [(distance, at) for at in range(1, len(used)) if (distance := _distance(used, at, widths)) < _NEAR]
    for _width, at in sorted(narrow):
        _unite(edges, used[at - 1], used[at], spans)
    numbers = {edge: number for number, edge in enumerate(sorted(set(edges.values())))}
    for cell in cells:
        _move(cell, numbers[edges[cell.column]], numbers[edges[cell.end_column]])


def _distance(used: Sequence[int], at: int, widths: Sequence[int]) -> int:
    """Return how far an edge is from the one before it; a large number where nobody knows."""
    between = widths[used[at - 1] : used[at]]
    is_known = len(between) == used[at] - used[at - 1] and all(width > 0 for width in between)
    return sum(between) if is_known else _NEAR


def _unite(edges: dict[int, int], first: int, second: int, spans: Iterable[tuple[int, int]]) -> None:
    """Make two edges one, unless a cell would have no width then."""
    one, other = edges[first], edges[second]
    joined = {edge: one if at == other else at for edge, at in edges.items()}
    if all(joined[start] != joined[end] for start, end in spans):
        edges.update(joined)


def _move(cell: Cell, column: int, end_column: int) -> None:
    cell.column, cell.end_column = column, end_column
