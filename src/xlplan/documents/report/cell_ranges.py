"""Addresses of cells that a formula names one by one, with neighbours as one range."""

from collections.abc import Iterable

from xlsxwriter.utility import xl_rowcol_to_cell

# A function takes 255 arguments. Source: Excel specifications and limits.
MOST_RANGES = 250


def cell_ranges(cells: Iterable[tuple[int, int]]) -> list[str]:
    """Return the addresses of cells, given by row and column in order, with neighbours as one range."""
    runs: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for row, column in cells:
        if runs and runs[-1][1] in ((row - 1, column), (row, column - 1)):
            runs[-1] = (runs[-1][0], (row, column))
        else:
            runs.append(((row, column), (row, column)))
    return [f"{xl_rowcol_to_cell(*first)}:{xl_rowcol_to_cell(*last)}" for first, last in runs]
