"""A workbook that records what is written to it. It takes the calls that the writers of a template make."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from xlplan.documents.template.elements import STUB_NUMBER, cell_xml, rule_xml
from xlplan.documents.template.pieces import Call, Cell, Look, Piece, Pieces, look_with

# XlsxWriter cuts a longer text. It leaves out a longer footer, and one with the signs of a picture.
_LONGEST_TEXT, _LONGEST_FOOTER = 16_000, 120
_PICTURES = "&G", "&[Picture]"
_MOST_PIECES = 4096


class UnrecordableError(Exception):
    """A template holds what is written by XlsxWriter alone, such as a note."""


class RecordedSheet:
    """Sheet that records what a sheet of XlsxWriter would write. Other calls than these are kept as they are."""

    def __init__(self, name: str, pieces: Pieces, texts: list[str]) -> None:
        self.name = name
        self.footer = ""
        self.row_sizes: dict[int, tuple[int]] = {}
        self._content = self._written = Piece(texts=texts)
        self._pieces = pieces

    @property
    def content(self) -> Piece:
        """All that was written."""
        return self._content

    def once(self, key: Hashable, write: Callable[[], Any]) -> Any:
        """Return what `write` returns, and write what it writes. It is called once for all sheets with a key."""
        key = (self.name, key)
        piece = self._pieces.get(key)
        if piece is None:
            around, self._written = self._written, Piece()
            piece = self._written
            try:
                piece.result = write()
            finally:
                self._written = around
            if len(self._pieces) >= _MOST_PIECES:
                del self._pieces[next(iter(self._pieces))]
            self._pieces[key] = piece
        self._written.add(piece)
        self.row_sizes.update((number, (row.height,)) for number, row in piece.rows.items() if row.height)
        return piece.result

    def write_string(self, row: int, column: int, text: str, look: Look | None = None) -> None:
        """Record a cell with a text."""
        if len(text) > _LONGEST_TEXT:
            raise UnrecordableError
        address = xl_rowcol_to_cell(row, column)
        start = f'<c r="{address}" s="' if look else f'<c r="{address}'
        self._written.row(row).cells[column] = Cell(start, "</v></c>", look, text)
        self._written.texts.append(text)

    def write_blank(self, row: int, column: int, _blank: object, look: Look) -> None:
        """Record a cell with nothing in it."""
        start = f'<c r="{xl_rowcol_to_cell(row, column)}" s="'
        self._written.row(row).cells[column] = Cell(start, '"/>', look)

    def write_number(self, row: int, column: int, number: float, look: Look) -> None:
        """Record a cell with a number."""
        self._write("number", row, column, look, number)

    def write_boolean(self, row: int, column: int, value: bool, look: Look) -> None:
        """Record a cell that is true or false."""
        self._write("boolean", row, column, look, value)

    def write_datetime(self, row: int, column: int, day: date, look: Look) -> None:
        """Record a cell with a date."""
        self._write("datetime", row, column, look, day)

    def write_formula(self, row: int, column: int, formula: str, look: Look, value: object = 0) -> None:
        """Record a cell with a formula and the value that it shows."""
        self._write("formula", row, column, look, formula, value)

    def write_comment(self, _row: int, _column: int, _text: str, _options: object) -> None:
        """Refuse a note.

        Raises:
            UnrecordableError: Always, for XlsxWriter writes further parts for it.
        """
        raise UnrecordableError

    def merge_range(
        self, first_row: int, first_column: int, last_row: int, last_column: int, _text: str, look: Look
    ) -> None:
        """Record a merge of cells and its cells, with nothing in them."""
        for row in range(first_row, last_row + 1):
            for column in range(first_column, last_column + 1):
                self.write_blank(row, column, None, look)
        self._keep("merge_range", (first_row, first_column, last_row, last_column, "", look), {})

    def set_row(self, row: int, height: float) -> None:
        """Record the height of a row."""
        # As XlsxWriter rounds it.
        pixels = int(height * 4.0 / 3.0 + 0.5)
        self._written.row(row).height = pixels
        self.row_sizes[row] = (pixels,)

    def set_footer(self, footer: str) -> None:
        """Record the footer."""
        if len(footer) > _LONGEST_FOOTER or any(sign in footer for sign in _PICTURES):
            raise UnrecordableError
        self.footer = footer

    def data_validation(
        self, first_row: int, first_column: int, last_row: int, last_column: int, options: Mapping[str, object]
    ) -> None:
        """Record a rule for cells as XML: what stands before the addresses of the cells, and the rest."""
        rule = dict(options)
        others: Any = rule.pop("other_cells", ())
        cells = ((first_row, first_column, last_row, last_column), *others)
        addresses = " ".join(_range(*each) for each in cells)
        before, after = _rule_xml(_frozen(rule))
        self._written.hints.append((before, f"{addresses}{after}"))

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Return a method that keeps a call of this name, which writes no cell."""
        if name.startswith(("_", "write")):
            raise AttributeError(name)
        return lambda *values, **options: self._keep(name, values, options)

    def _keep(self, name: str, values: Sequence[object], options: Mapping[str, object]) -> None:
        self._written.calls.append(Call(name, _frozen(tuple(values)), _frozen(options)))

    def _write(self, kind: str, row: int, column: int, look: Look, *values: Any) -> None:
        start = f'<c r="{xl_rowcol_to_cell(row, column)}" s="'
        xml = cell_xml(kind, row, column, values)
        self._written.row(row).cells[column] = Cell(start, xml.removeprefix(f"{start}{STUB_NUMBER}"), look)


class RecordedBook:
    """Workbook that records what is written to its sheets."""

    def __init__(self, pieces: Pieces) -> None:
        self.sheets: list[RecordedSheet] = []
        # Texts get their numbers in the order in which they were written, whatever the sheet.
        self.texts: list[str] = []
        self.properties: dict[str, Any] = {}
        self.custom_property: tuple[str, str, str] = ("", "", "")
        self.defined_name: tuple[str, str] = ("", "")
        self._pieces = pieces

    def add_worksheet(self, name: str, _kind: object = None) -> RecordedSheet:
        """Add a sheet."""
        self.sheets.append(RecordedSheet(name, self._pieces, self.texts))
        return self.sheets[-1]

    def add_format(self, properties: Mapping[str, object]) -> Look:
        """Return a look with these properties."""
        return look_with(properties)

    def set_properties(self, properties: dict[str, Any]) -> None:
        """Record the properties of the document."""
        self.properties = properties

    def set_custom_property(self, name: str, value: str, kind: str) -> None:
        """Record a property of our own."""
        self.custom_property = (name, value, kind)

    def define_name(self, name: str, formula: str) -> None:
        """Record a defined name."""
        self.defined_name = (name, formula)


def _frozen(value: object) -> Hashable:
    """Return a value that can be compared and looked up; see `thawed`."""
    if isinstance(value, Look) or not isinstance(value, list | tuple | dict):
        return value
    if isinstance(value, dict):
        return _Dict(tuple((name, _frozen(each)) for name, each in value.items()))
    return tuple(map(_frozen, value))


class _Dict(NamedTuple):
    items: tuple[tuple[str, Hashable], ...]


def thawed(value: Any, real_format: Callable[[Look], object]) -> Any:
    """Return the value that was frozen, with a format of a workbook in place of each look."""
    if isinstance(value, Look):
        return real_format(value)
    if isinstance(value, _Dict):
        return {name: thawed(each, real_format) for name, each in value.items}
    if isinstance(value, tuple):
        return [thawed(each, real_format) for each in value]
    return value


@lru_cache(maxsize=1024)
def _rule_xml(rule: Hashable) -> tuple[str, str]:
    xml = rule_xml(thawed(rule, lambda look: look))
    if xml is None:
        raise UnrecordableError
    return xml


@lru_cache(maxsize=4096)
def _range(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    return str(xl_range(first_row, first_column, last_row, last_column))
