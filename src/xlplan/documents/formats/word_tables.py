"""The tables of a Word document by the columns of their grid. Source: ECMA-376 part 1, 17.4."""

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from xlplan.documents.formats.grid import MergedRange, SheetDetails, column_letters
from xlplan.documents.formats.word import RemarkKind, WordRemark, WordTable
from xlplan.documents.formats.word_numbering import BULLET
from xlplan.documents.formats.word_text import Block, Cell, Line, Paragraph, Table, TableRow
from xlplan.domain.returned import CellValue, LeftOut


class _Content(Struct):
    """The content of a cell: its lines, what they leave out, and what is peculiar about them."""

    lines: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    told: list[tuple[RemarkKind, str]] = field(default_factory=list)
    has_bullet: bool = False

    @property
    def text(self) -> str:
        """The text, without blank lines at its ends. A list of one item is none, so its dash says nothing."""
        text = "\n".join(self.lines).strip("\n")
        return text.removeprefix(BULLET) if self.has_bullet and "\n" not in text else text

    @property
    def all_text(self) -> str:
        """The text with what is left out of it, on one line."""
        return " ".join(filter(None, (*self.lines, *(part.text for part in self.left_out))))

    def add(self, line: Line) -> None:
        """Add a line."""
        # A line of which nothing is seen is no line, but one that is empty divides.
        if line.text or not line.left_out:
            self.lines.append(line.text)
        self.has_bullet |= line.has_bullet
        self.left_out.extend(line.left_out)
        self.told.extend(("inserted", text) for text in line.inserted)

    def include(self, other: "_Content", kind: RemarkKind) -> None:
        """Add the content of a text box or of a table in the cell."""
        self.lines.extend(other.lines)
        self.left_out.extend(other.left_out)
        self.told.extend(other.told)
        if other.text:
            self.told.append((kind, other.text))


def content_of(blocks: Iterable[Block]) -> _Content:
    """Return the content of a cell or a text box, from its blocks."""
    content = _Content()
    for block in blocks:
        if isinstance(block, Paragraph):
            for line in block.lines:
                content.add(line)
            if block.boxes:
                content.include(content_of(block.boxes), "boxed")
        else:
            content.include(_nested(block), "nested")
    return content


def _nested(table: Table) -> _Content:
    """Return a table in a cell as lines: one for each of its rows."""
    content = _Content()
    for row in table.rows:
        cells = [content_of(cell.blocks) for cell in row.cells]
        if len(cells) == 1:
            content.lines.extend(cells[0].lines)
        else:
            content.lines.append(" ".join(filter(None, (cell.text.replace("\n", " ") for cell in cells))))
        for cell in cells:
            content.left_out.extend(cell.left_out)
            content.told.extend(cell.told)
    return content


def is_frame(table: Table) -> bool:
    """Tell if a table only frames others: the tables in its cells have more cells than it has."""
    return _count_inside(table) > sum(len(row.cells) for row in table.rows)


def _count_inside(table: Table) -> int:
    return sum(
        len(row.cells)
        for cells in table.rows
        for cell in cells.cells
        for inside in cell.blocks
        if isinstance(inside, Table)
        for row in inside.rows
    )


def framed_blocks(table: Table) -> Iterator[Block]:
    """Yield the blocks in the cells of a table that only frames them, in the order of reading."""
    for row in table.rows:
        for cell in row.cells:
            yield from cell.blocks


def lay_out(table: Table) -> WordTable:
    """Return a table as rows of texts by the columns of its grid."""
    layout = _Layout()
    for row in table.rows:
        layout.take(row)
    return layout.result()


class _Layout:
    """A table as its rows come by."""

    def __init__(self) -> None:
        self._rows: list[list[CellValue]] = []
        self._left_out: dict[str, tuple[LeftOut, ...]] = {}
        self._remarks: list[WordRemark] = []
        self._width = 0
        self._hidden: set[int] = set()
        self._merged: list[MergedRange] = []
        # The merged cells that may go on, by their first column.
        self._open: dict[int, MergedRange] = {}
        # The texts of merged cells whose first row is deleted, by their first column.
        self._left_over: dict[int, str] = {}

    def take(self, row: TableRow) -> None:
        """Add a row; of one that is deleted, only tell."""
        at = len(self._rows)
        if row.is_deleted:
            self._delete(at, row)
            return
        self._rows.append([])
        if row.is_hidden:
            self._hidden.add(at)
        going_on: dict[int, MergedRange] = {}
        for cell in row.cells:
            self._take_cell(at, cell, going_on, row.is_inserted)
        on = {span[:3:2] for span in going_on.values()}
        self._close(span for span in self._open.values() if span[:3:2] not in on)
        self._open = going_on
        self._left_over = {}
        if row.is_inserted:
            self._tell_inserted(at)

    def result(self) -> WordTable:
        """Return the table."""
        self._close(self._open.values())
        details = SheetDetails(
            left_out=self._left_out, merged=tuple(sorted(self._merged)), hidden_rows=frozenset(self._hidden)
        )
        return WordTable(self._rows, details, tuple(self._remarks), self._width)

    def _delete(self, at: int, row: TableRow) -> None:
        """Tell of a deleted row. What its cells say for rows below stays."""
        texts = {cell.column: content_of(cell.blocks).all_text for cell in row.cells}
        self._left_over.update((cell.column, texts.pop(cell.column)) for cell in row.cells if cell.begins_merge)
        self._remarks.append(WordRemark("row deleted", " · ".join(filter(None, texts.values())), at))

    def _take_cell(self, at: int, cell: Cell, going_on: dict[int, MergedRange], is_row_inserted: bool) -> None:
        content = content_of(cell.blocks)
        column = cell.column
        self._width = max(self._width, cell.end_column)
        if cell.is_deleted:
            self._remarks.append(WordRemark("cell deleted", content.all_text, at, column))
            return
        left = max((first for first, span in going_on.items() if span.end_column == column), default=None)
        above = self._open.get(column)
        if cell.continues_left and left is not None:
            going_on[left] = going_on[left]._replace(end_column=cell.end_column)
            self._leave_out(going_on[left].first, left, content)
        elif cell.continues_above and above is not None:
            going_on[column] = above._replace(end=at + 1)
            self._leave_out(above.first, column, content)
        else:
            going_on[column] = MergedRange(at, at + 1, column, cell.end_column)
            if cell.continues_above and not content.text and column in self._left_over:
                content.lines.append(self._left_over[column])
            self._put(at, column, content)
            left_out = tuple(content.left_out)
            if left_out:
                self._left_out[_address(at, column)] = left_out
            told = (each for each in content.told if each[0] != "inserted" or not is_row_inserted)
            self._remarks.extend(WordRemark(kind, text, at, column) for kind, text in told)

    def _put(self, at: int, column: int, content: _Content) -> None:
        if content.text:
            row = self._rows[at]
            row.extend([None] * (column - len(row)))
            row.append(content.text)

    def _leave_out(self, at: int, column: int, content: _Content) -> None:
        """Keep what stands in a cell that another one covers: Word does not show it."""
        if content.all_text:
            address = _address(at, column)
            hidden = LeftOut("hidden", content.all_text)
            self._left_out[address] = (*self._left_out.get(address, ()), hidden)

    def _close(self, spans: Iterable[MergedRange]) -> None:
        for span in spans:
            if span.end - span.first > 1 or span.end_column - span.column > 1:
                self._merged.append(span)

    def _tell_inserted(self, at: int) -> None:
        """Tell of an inserted row, at its longest text: that is what it is about."""
        texts = [str(value or "").replace("\n", " ") for value in self._rows[at]]
        column = max(range(len(texts)), key=lambda column: len(texts[column]), default=0)
        self._remarks.append(WordRemark("row inserted", " · ".join(filter(None, texts)), at, column))


def _address(row: int, column: int) -> str:
    return f"{column_letters(column)}{row + 1}"
