"""Pieces of a recorded template: rows of cells as XML, and the other calls to XlsxWriter as they came.

In the XML of a cell only the number of its look and the number of its text are left open, since both count through
a whole workbook.
"""

from collections.abc import Hashable, Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

from msgspec import Struct, field

from xlplan.documents.template.elements import row_start

# A row is written for each order of looks that the templates of an issue have; few have many.
_MOST_RENDERED = 8


class Look(Struct, frozen=True, eq=False):
    """The format of cells, by its properties. There is one object for the same properties: see `look_with`."""

    properties: Mapping[str, object]


@cache
def _look(properties: tuple[tuple[str, object], ...]) -> Look:
    return Look(dict(properties))


def look_with(properties: Mapping[str, object]) -> Look:
    """Return the look with these properties."""
    return _look(tuple(sorted(properties.items())))


class Cell(NamedTuple):
    """A cell as XML: the number of the look stands after `start`, that of the text before `end`."""

    start: str
    end: str
    look: Look | None = None
    text: str | None = None


class Row(Struct, dict=True):
    """The cells of a row by column, and its height in pixels; None where nothing sets it."""

    cells: dict[int, Cell] = field(default_factory=dict)
    height: int | None = None
    _rendered: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def looks(self) -> Mapping[Look, None]:
        """The looks of the cells in the order in which XlsxWriter meets them. The row must be whole."""
        return {cell.look: None for _column, cell in sorted(self.cells.items()) if cell.look}

    @cached_property
    def extent(self) -> tuple[int, int] | None:
        """The first and the last column; None without cells. The row must be whole."""
        return (min(self.cells), max(self.cells)) if self.cells else None

    def xml(self, number: int, span: str, grows: bool, numbers: "LookNumbers") -> tuple[str, ...]:
        """Return the row as XML, cut where the number of a text belongs: XML, text, XML, text and so on, XML.

        Args:
            number: The number of the row, from 0.
            span: The columns of its block of rows, as XlsxWriter writes them.
            grows: The row keeps its height but grows with its text.
            numbers: The numbers of the looks.
        """
        key = (numbers, span, grows)
        if key not in self._rendered:
            if len(self._rendered) >= _MOST_RENDERED:
                self._rendered.clear()
            start = row_start(number, span, self.height)
            self._rendered[key] = self._cut(start.replace(' customHeight="1"', "") if grows else start, numbers)
        return self._rendered[key]

    def _cut(self, start: str, numbers: "LookNumbers") -> tuple[str, ...]:
        if not self.cells:
            return (f"{start[:-1]}/>",)
        parts, xml = [], [start]
        for _column, cell in sorted(self.cells.items()):
            xml += (cell.start, str(numbers.of[cell.look])) if cell.look else (cell.start,)
            if cell.text is not None:
                parts += ["".join(xml) + '" t="s"><v>', cell.text]
                xml = []
            xml.append(cell.end)
        return (*parts, "".join(xml) + "</row>")


class LookNumbers(Struct, frozen=True, eq=False):
    """The number that each look has in a workbook."""

    of: Mapping[Look, int]


class Call(NamedTuple):
    """A call that writes no cell: the name of the method and what it was given."""

    name: str
    values: Hashable
    options: Hashable


class Piece(Struct):
    """The cells that one part of a writer wrote, to be written again without it.

    Attributes:
        rows: The rows by number, from 0.
        texts: The texts of cells in the order in which they were written.
        hints: The rules for cells as XML, before and after the addresses of the cells.
        calls: The calls that write none of these.
        result: What the part of the writer returned.
    """

    rows: dict[int, Row] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    hints: list[tuple[str, str]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    result: Any = None
    _shared: set[int] = field(default_factory=set)

    def row(self, number: int) -> Row:
        """Return a row to write to, new where there is none."""
        if number in self._shared:
            # The piece that wrote it is written again elsewhere.
            self._shared.remove(number)
            self.rows[number] = Row(dict(self.rows[number].cells), self.rows[number].height)
        return self.rows.setdefault(number, Row())

    def add(self, other: "Piece") -> None:
        """Write what another piece wrote."""
        for number, written in other.rows.items():
            if number in self.rows:
                row = self.row(number)
                row.cells.update(written.cells)
                row.height = row.height if written.height is None else written.height
            else:
                self.rows[number] = written
                self._shared.add(number)
        self.texts += other.texts
        self.hints += other.hints
        self.calls += other.calls


Pieces = dict[Hashable, Piece]
