"""The cells of a row, and the way in which rows travel from one process to another."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from itertools import repeat
from typing import Any, cast

from xlplan.documents.formats.grid import SheetDetails
from xlplan.domain.returned import CellContent, CellProblem, CellValue, LeftOut, ReturnedRow

Row = Sequence[CellValue]
Column = list[CellValue]
_make_content = partial(tuple.__new__, CellContent)


class Cells(Mapping[str, CellContent]):
    """The cells of one row by column name. Each is made on demand, because the reader asks for few of them."""

    __slots__ = ("_number", "details", "places", "row")

    def __init__(
        self, row: Row, number: int, places: Mapping[str, tuple[int, str]], details: SheetDetails
    ) -> None:
        self.row = row
        self._number = number
        self.places = places
        self.details = details

    def __getitem__(self, name: str) -> CellContent:
        at, letter = self.places[name]
        value = self.row[at] if at < len(self.row) else None
        return _content(value, f"{letter}{self._number}", self.details.problems, self.details.left_out)

    def holds(self, name: str) -> bool:
        """Tell if a cell holds anything, a formula or an error without a value included."""
        at, letter = self.places.get(name, (len(self.row), ""))
        value = self.row[at] if at < len(self.row) else None
        if value is None or (isinstance(value, str) and not value.strip()):
            cell = f"{letter}{self._number}"
            return cell in self.details.problems or cell in self.details.left_out
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

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, self._columns) if self else (tuple, ())

    def received(self) -> tuple[ReturnedRow, ...]:
        """Return the rows as the receiver gets them."""
        return _rebuild(*self._columns) if self else ()

    # Whoever applies the rules to the rows and sends them asks twice.
    @cached_property
    def _columns(self) -> tuple[Any, ...]:
        first = cast("Cells", self[0].cells)
        rows = [cast("Cells", each.cells).row for each in self]
        letters = [letter for _at, letter in first.places.values()]
        columns = [_column(rows, at) for at, _letter in first.places.values()]
        numbers = [each.number for each in self]
        keys = [each.key for each in self]
        problems, left_out = first.details.problems, first.details.left_out
        sheet = self[0].sheet
        return sheet, keys, numbers, list(first.places), letters, columns, problems, left_out


def _content(
    value: CellValue,
    cell: str,
    problems: Mapping[str, CellProblem],
    left_out: Mapping[str, tuple[LeftOut, ...]],
) -> CellContent:
    value = None if value == "" else value
    problem = problems.get(cell)
    # An error has no value, and the text of one that a file holds beside it is none.
    if problem and value is not None and not problem.has_value:
        problem = None
    return CellContent(value, cell, problem, left_out.get(cell, ()))


def _column(rows: Sequence[Row], at: int) -> Column:
    """Return the values of one column, None for a blank. A row may end before the column."""
    return [None if at >= len(row) or (value := row[at]) == "" else value for row in rows]


# The returns on one plan have the same rows in the same places.
@lru_cache(maxsize=64)
def _addresses(letter: str, numbers: tuple[int, ...]) -> tuple[str, ...]:
    """Return the addresses of the cells of a column in these rows."""
    return tuple(f"{letter}{number}" for number in numbers)


def _rebuild(
    sheet: str,
    keys: list[str],
    numbers: list[int],
    names: list[str],
    letters: list[str],
    columns: list[Column],
    problems: Mapping[str, CellProblem],
    left_out: Mapping[str, tuple[LeftOut, ...]],
) -> tuple[ReturnedRow, ...]:
    seen: list[Iterator[CellContent]] = []
    places = tuple(numbers)
    for letter, values in zip(letters, columns, strict=True):
        cells = _addresses(letter, places)
        if problems or left_out:
            seen.append(map(partial(_content, problems=problems, left_out=left_out), values, cells))
        else:
            seen.append(map(_make_content, zip(values, cells, repeat(None), repeat(()), strict=False)))
    return tuple(
        ReturnedRow(key, sheet, number, dict(zip(names, row, strict=True)))
        for key, number, row in zip(keys, numbers, zip(*seen, strict=True), strict=True)
    )
