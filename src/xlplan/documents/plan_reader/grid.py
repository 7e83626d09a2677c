"""A sheet of a plan workbook: its values row by row, and what its cells show beside them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime

from msgspec import Struct, field
from msgspec.structs import replace

from xlplan.documents.formats.grid import MergedRange, column_letters
from xlplan.domain.findings.finding import Location
from xlplan.domain.returned import CellProblem, LeftOut
from xlplan.text.normalize import clean_spaces
from xlplan.text.translation import N_

_ERROR, _FORMULA = N_("an error value"), N_("a formula without a value")


class Grid(Struct, frozen=True):
    """A sheet's values, row by row from the first. A cell merged downward has its value in every row.

    Attributes:
        file: The name of the file.
        sheet: The name of the sheet.
        rows: The values.
        problems: The reasons why values cannot be taken as they are, by row and column.
        left_out: Struck-out and raised parts of texts, which the values do not have, by row and column.
        merged: The merged ranges.
        hidden_rows: The rows that a person does not see.
        hidden_columns: The columns that a person does not see.
        has_1904_dates: A bare number is another day than usual.
        is_hidden: A person does not see the sheet.
    """

    file: str
    sheet: str
    rows: tuple[tuple[object, ...], ...] = ()
    problems: Mapping[tuple[int, int], CellProblem] = field(default_factory=dict)
    left_out: Mapping[tuple[int, int], tuple[LeftOut, ...]] = field(default_factory=dict)
    merged: tuple[MergedRange, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    has_1904_dates: bool = False
    is_hidden: bool = False

    @property
    def unread(self) -> Iterator[tuple[int, int, str]]:
        """Row, column and a word for each error, and for each formula without a saved value."""
        words = {CellProblem.ERROR: _ERROR, CellProblem.FORMULA: _FORMULA}
        return ((*spot, words[problem]) for spot, problem in self.problems.items() if problem in words)

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def cut(self, end: int) -> "Grid":
        """Return the grid without the rows from `end` on, counted from 0."""
        if end >= len(self.rows):
            return self
        return replace(
            self,
            rows=self.rows[:end],
            problems={spot: problem for spot, problem in self.problems.items() if spot[0] < end},
            left_out={spot: parts for spot, parts in self.left_out.items() if spot[0] < end},
            hidden_rows=frozenset(row for row in self.hidden_rows if row < end),
        )

    def without(self, columns: Collection[int]) -> "Grid":
        """Return the grid with these columns blank."""
        if not columns:
            return self
        rows = (tuple(None if at in columns else value for at, value in enumerate(row)) for row in self.rows)
        return replace(self, rows=tuple(rows))

    def value(self, row: int, column: int) -> object:
        """Return the value of a cell; None where the sheet has no such cell."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else None

    def place(self, row: int, column: int, key: str = "") -> Location:
        """Return the location of a cell, by its position from 0."""
        return Location(self.file, self.sheet, f"{column_letters(column)}{row + 1}", key)


def numbers_columns(cells: Iterable[object]) -> bool:
    """Tell if a row only numbers the columns of a printed table: 1, 2, 3 and so on."""
    numbers: list[int] = []
    for value in cells:
        if not (text := cell_text(value)):
            continue
        if not text.isdecimal() or len(text) > 2:
            return False
        numbers.append(int(text))
    return len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def cell_text(value: object) -> str:
    """Return a cell's value as clean text: a whole number without a point, a date as dd.mm.yyyy."""
    if isinstance(value, str):
        return clean_spaces(value)
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_spaces(str(value))
