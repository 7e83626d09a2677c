"""The cells of a row, and the way in which rows travel from one process to another."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from typing import cast

from xlplan.domain.returned import CellContent, CellValue, ReturnedRow

Row = Sequence[CellValue]
Column = list[CellValue]
_make_content = partial(tuple.__new__, CellContent)


class Cells(Mapping[str, CellContent]):
    """The cells of one row by column name. Each is made on demand, because the reader asks for few of them."""

    __slots__ = ("_number", "places", "problems", "row")

    def __init__(
        self, row: Row, number: int, places: Mapping[str, tuple[int, str]], problems: Mapping[str, str]
    ) -> None:
        self.row = row
        self._number = number
        self.places = places
        self.problems = problems

    def __getitem__(self, name: str) -> CellContent:
        at, letter = self.places[name]
        cell = f"{letter}{self._number}"
        value = self.row[at] if at < len(self.row) else None
        if value is None or value == "":
            return CellContent(None, cell, self.problems.get(cell, ""))
        return CellContent(value, cell)

    def holds(self, name: str) -> bool:
        """Tell if a cell holds anything, a formula or an error without a value included."""
        at, letter = self.places.get(name, (len(self.row), ""))
        value = self.row[at] if at < len(self.row) else None
        if value is None or (isinstance(value, str) and not value.strip()):
            return f"{letter}{self._number}" in self.problems
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def __repr__(self) -> str:
        return repr(dict(self))


class TableRows(tuple[ReturnedRow, ...]):
    """The rows of one table as read, with their `Cells`.

    Pickling sends columns of plain values, because a form has a thousand cells. The receiver gets a plain tuple of
    rows with dicts of cells, because the rules ask for all of them.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[object, ...]:
        if not self:
            return tuple, ()
        first = cast("Cells", self[0].cells)
        rows = [cast("Cells", each.cells).row for each in self]
        letters = [letter for _at, letter in first.places.values()]
        columns = [_column(rows, at) for at, _letter in first.places.values()]
        numbers = [each.number for each in self]
        keys = [each.key for each in self]
        return _rebuild, (self[0].sheet, keys, numbers, list(first.places), letters, columns, first.problems)


def _column(rows: Sequence[Row], at: int) -> Column:
    """Return the values of one column, None for a blank. A row may end before the column."""
    return [None if at >= len(row) or (value := row[at]) == "" else value for row in rows]


def _rebuild(
    sheet: str,
    keys: list[str],
    numbers: list[int],
    names: list[str],
    letters: list[str],
    columns: list[Column],
    problems: Mapping[str, str],
) -> tuple[ReturnedRow, ...]:
    seen = []
    for letter, values in zip(letters, columns, strict=True):
        cells = [f"{letter}{number}" for number in numbers]
        why = map(partial(_problem_of, problems), values, cells) if problems else repeat("")
        seen.append(map(_make_content, zip(values, cells, why, strict=False)))
    return tuple(
        ReturnedRow(key, sheet, number, dict(zip(names, row, strict=True)))
        for key, number, row in zip(keys, numbers, zip(*seen, strict=True), strict=True)
    )


def _problem_of(problems: Mapping[str, str], value: CellValue, cell: str) -> str:
    """Return the problem of a cell without a value."""
    return problems.get(cell, "") if value is None else ""
