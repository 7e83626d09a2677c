"""Tables of an ods: where their cells stand. Source of the structure: OpenDocument 1.3, part 3, chapter 9."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from xlplan.documents.formats.grid import MergedRange, Rows, SheetDetails, column_letters
from xlplan.documents.formats.ods_cells import CellReader, SeenCell
from xlplan.domain.returned import CellProblem, CellValue, LeftOut

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_ROW, _COLUMN = f"{TABLE}table-row", f"{TABLE}table-column"
_ROW_GROUPS = (f"{TABLE}table-row-group", f"{TABLE}table-header-rows", f"{TABLE}table-rows")
_COLUMN_GROUPS = (f"{TABLE}table-column-group", f"{TABLE}table-header-columns", f"{TABLE}table-columns")
_STYLE, _DEFAULT_STYLE = f"{TABLE}style-name", f"{TABLE}default-cell-style-name"
_ROWS_REPEATED, _COLUMNS_REPEATED = f"{TABLE}number-rows-repeated", f"{TABLE}number-columns-repeated"
_ROWS_SPANNED, _COLUMNS_SPANNED = f"{TABLE}number-rows-spanned", f"{TABLE}number-columns-spanned"
_HIDDEN = ("collapse", "filter")
# The limits of every spreadsheet program. A file may claim more.
_ROWS, _COLUMNS = 1_048_576, 16_384
# The attributes that an empty cell may have.
_POSITION = frozenset((_STYLE, _COLUMNS_REPEATED, f"{TABLE}content-validation-name", f"{TABLE}protected"))


class _Sheet(Struct):
    """The parts of a sheet, as they are found."""

    rows: list[list[CellValue]] = field(default_factory=list)
    problems: dict[str, CellProblem] = field(default_factory=dict)
    left_out: dict[str, tuple[LeftOut, ...]] = field(default_factory=dict)
    merged: list[MergedRange] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)


class _Columns(Struct, frozen=True):
    """The columns of a sheet: the style of cells that have none of their own, and which are hidden."""

    styles: list[str]
    hidden: frozenset[int]


def read_table(table: Element, reader: CellReader, has_1904_dates: bool) -> tuple[Rows, SheetDetails]:
    """Return the values of a table, and what it tells of its cells beside them.

    Repeated cells and rows are written out, and empty ends are cut off.
    """
    sheet, columns = _Sheet(), _read_columns(table)
    number = 0
    for row, is_hidden in _members(table, _ROW, _ROW_GROUPS, is_hidden=False):
        repeated = min(_count(row, _ROWS_REPEATED), _ROWS - number)
        filled, merged = _read_row(row, columns.styles, reader)
        if filled:
            _add_rows(sheet, number, repeated, filled)
            if is_hidden:
                sheet.hidden_rows.update(range(number, number + repeated))
        for offset in range(repeated if filled else min(repeated, 1)):
            at = number + offset
            sheet.merged.extend(MergedRange(at, at + down, column, end) for column, end, down in merged)
        number += repeated
    width = max(map(len, sheet.rows), default=0)
    details = SheetDetails(
        sheet.problems,
        sheet.left_out,
        tuple(sheet.merged),
        frozenset(sheet.hidden_rows),
        frozenset(column for column in columns.hidden if column < width),
        has_1904_dates,
    )
    return sheet.rows, details


def _add_rows(sheet: _Sheet, number: int, repeated: int, filled: list[tuple[int, int, SeenCell]]) -> None:
    """Add a row that stands `repeated` times from row `number` on; `filled`: (column, repetitions, cell)."""
    values: list[CellValue] = []
    for column, times, cell in filled:
        values.extend([None] * (column - len(values)))
        values.extend([cell.value] * times)
        if cell.problem or cell.left_out:
            for row in range(number, number + repeated):
                for at in range(column, column + times):
                    _add_details(sheet, f"{column_letters(at)}{row + 1}", cell)
    sheet.rows.extend([] for _ in range(number - len(sheet.rows)))
    sheet.rows.extend([values] * repeated)


def _add_details(sheet: _Sheet, address: str, cell: SeenCell) -> None:
    if cell.problem:
        sheet.problems[address] = cell.problem
    if cell.left_out:
        sheet.left_out[address] = cell.left_out


def _read_row(
    row: Element, column_styles: list[str], reader: CellReader
) -> tuple[list[tuple[int, int, SeenCell]], list[tuple[int, int, int]]]:
    """Return the cells of a row that hold something, and its merged ranges.

    Returns:
        (column, repetitions, cell) of each cell, and (column, end column, rows) of each range.
    """
    filled, merged = [], []
    row_style = row.get(_DEFAULT_STYLE, "")
    column = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        repeated = min(_count(cell, _COLUMNS_REPEATED), _COLUMNS - column)
        if repeated > 0 and (len(cell) or not _POSITION.issuperset(cell.attrib)):
            own = cell.get(_STYLE) or row_style
            style = own or (column_styles[column] if column < len(column_styles) else "")
            seen = reader.read(cell, style)
            if seen.value is not None or seen.problem or seen.left_out:
                filled.append((column, repeated, seen))
            down, across = _count(cell, _ROWS_SPANNED), _count(cell, _COLUMNS_SPANNED)
            if down > 1 or across > 1:
                merged.append((column, min(column + across, _COLUMNS), min(down, _ROWS)))
        column += repeated
    return filled, merged


def _read_columns(table: Element) -> _Columns:
    styles: list[str] = []
    hidden: set[int] = set()
    for column, is_hidden in _members(table, _COLUMN, _COLUMN_GROUPS, is_hidden=False):
        at = len(styles)
        repeated = min(_count(column, _COLUMNS_REPEATED), _COLUMNS - at)
        styles.extend([column.get(_DEFAULT_STYLE, "")] * repeated)
        if is_hidden:
            hidden.update(range(at, at + repeated))
    return _Columns(styles, frozenset(hidden))


def _members(
    parent: Element, member: str, groups: tuple[str, ...], is_hidden: bool
) -> Iterator[tuple[Element, bool]]:
    """Yield the rows or the columns of a table, those of groups too, and if they are hidden."""
    for child in parent:
        if child.tag == member:
            yield child, is_hidden or child.get(f"{TABLE}visibility") in _HIDDEN
        elif child.tag in groups:
            yield from _members(child, member, groups, is_hidden or child.get(f"{TABLE}display") == "false")


def _count(element: Element, name: str) -> int:
    text = element.get(name)
    # More digits than any sheet has rows; the limits of a sheet are applied to what they say.
    return max(1, int(text[:9])) if text and text.isdecimal() else 1
