"""The cells of a plan workbook as rows under their headings."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from xlplan.documents.formats.grid import column_letters
from xlplan.documents.plan_reader.cell_looks import look_findings, shorten, struck_rows
from xlplan.documents.plan_reader.codes import level_of
from xlplan.documents.plan_reader.grid import Grid, cell_text, numbers_columns
from xlplan.documents.plan_reader.pasted_tables import PastedTable, headings_findings, pasted_tables
from xlplan.documents.plan_reader.period_columns import grid_of_quarters
from xlplan.domain.findings.answer_kinds import ENTRY_WITHOUT_VALUE
from xlplan.domain.findings.finding import Finding, Location, errors_of
from xlplan.domain.findings.plan_cell_kinds import PLAN_SHEET_HIDDEN
from xlplan.domain.findings.plan_kinds import (
    PLAN_COLUMN_NOT_READ,
    PLAN_HEADING_MISSING,
    PLAN_ROW_LEFT_OUT,
    PLAN_SHEET_MISSING,
)
from xlplan.domain.findings.plan_layout_kinds import PLAN_COLUMN_LOST
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import PLAN, Sheet, find_columns, find_heading_row, find_sheet, is_past_heading
from xlplan.text.normalize import match_key
from xlplan.text.translation import all_translations, quote

NO_COLUMNS: Mapping[str, int] = {}
# A cell merged over so many columns is one over the whole width.
_WIDE = 3
# So many texts of a column that is not read are told.
_MOST_TEXTS = 12


class Row(Struct, frozen=True):
    """A row below the headings.

    Attributes:
        grid: The sheet.
        at: The position of the row, from 0.
        columns: The position of each column by its name in `domain.sheets`.
        cells: The values.
        elsewhere: The position of the row that a column's value comes from, where that is another row.
    """

    grid: Grid
    at: int
    columns: Mapping[str, int]
    cells: tuple[object, ...]
    elsewhere: Mapping[str, int] = field(default_factory=dict)

    def value(self, name: str) -> object:
        """Return the value of a column, as the file holds it; None where the sheet has no such column."""
        column = self.columns.get(name)
        return None if column is None or column >= len(self.cells) else self.cells[column]

    def text(self, name: str) -> str:
        """Return the value of a column as clean text, "" where it is blank."""
        return cell_text(self.value(name))

    def place(self, name: str, key: str = "") -> Location:
        """Return the location of the row's cell in a column."""
        column = self.columns.get(name, 0)
        # A column that the sheet does not have gets its values from elsewhere in the row.
        return self.grid.place(self.elsewhere.get(name, self.at), column if column < self.grid.width else 0, key)

    def with_value(self, name: str, value: object, at: int | None = None) -> "Row":
        """Return the row with another value in a column; `at` is the position of the row that it comes from."""
        elsewhere = self.elsewhere if at is None else {**self.elsewhere, name: at}
        if name not in self.columns:
            columns = {**self.columns, name: len(self.cells)}
            return replace(self, columns=columns, cells=(*self.cells, value), elsewhere=elsewhere)
        cells = list(self.cells)
        cells[self.columns[name]] = value
        return replace(self, cells=tuple(cells), elsewhere=elsewhere)


def find_grid(grids: dict[str, Grid], sheet: Sheet, file: str, findings: list[Finding]) -> Grid | None:
    """Return the grid of a sheet; None, with a finding, where the workbook lacks it."""
    name = find_sheet(grids, sheet)
    if name is None:
        seen = ", ".join(map(quote, grids)) or "—"
        findings.append(PLAN_SHEET_MISSING.at(Location(file), sheet=sheet.shown, seen=seen))
        return None
    if grids[name].is_hidden:
        findings.append(PLAN_SHEET_HIDDEN.at(grids[name].place(0, 0), sheet=name))
    return grids[name]


def rows_below(
    grid: Grid, sheet: Sheet, findings: list[Finding], quarters: Collection[Quarter] = ()
) -> tuple[Row, ...] | None:
    """Return the rows below the headings without blank ones; None, with findings, where a heading is missing.

    A table pasted into `План` is read by its own headings. `quarters` are those of the plan, if they are known.
    Columns about an earlier plan are no part of this one.
    """
    at = find_heading_row(grid.rows, sheet)
    columns = {} if at is None else find_columns(grid.rows[at], sheet)
    aside = set() if at is None else _columns_aside(grid.rows[at], sheet, quarters)
    # A pasted table may have its second row of headings beside a check of the sheet.
    grid = grid.without(aside)
    if sheet is PLAN and (tables := pasted_tables(grid, at, columns)):
        return rows_of_tables(grid, tables, findings, at, columns, aside)
    missing = [column.shown for column in sheet.columns if column.required and column.name not in columns]
    if missing:
        # A missing heading row is one fault, not one for each heading.
        headings: Sequence[str] = missing if at is not None else (", ".join(missing),)
        place = grid.place(at or 0, 0)
        findings += [PLAN_HEADING_MISSING.at(place, sheet=grid.sheet, heading=each) for each in headings]
        return None
    first = 0 if at is None else at + 1
    return _rows_from(grid, sheet, columns, aside, first, findings)


def rows_of_tables(
    grid: Grid,
    tables: Sequence[PastedTable],
    findings: list[Finding],
    at: int | None = None,
    own: Mapping[str, int] = NO_COLUMNS,
    aside: Collection[int] = (),
) -> tuple[Row, ...] | None:
    """Return the rows of tables with headings of their own; None, with findings, where a heading is unclear.

    Args:
        grid: The sheet.
        tables: The tables.
        findings: Takes the findings.
        at: The row of the sheet's own headings; the rows between them and the first table are read too.
        own: The position of each column under these headings.
        aside: Columns of which nothing is said.
    """
    told = [each for table in tables for each in headings_findings(grid, table)]
    findings += told
    if errors_of(tuple(told)):
        return None
    rows: tuple[Row, ...] = ()
    if at is not None and at < tables[0].first:
        rows = _rows_above(grid.cut(tables[0].first), own, aside, at + 1, findings)
    for table in tables:
        part = grid.cut(table.end)
        columns = dict(table.columns)
        if table.numbers is not None:
            # A direction over the whole width stands in the first column, which numbers the rows.
            columns.setdefault("direction", table.numbers)
        if table.parts:
            inside = range(table.last + 1, len(part.rows))
            part = grid_of_quarters(part, inside, table.parts, table.columns["indicator"])
        heads = _Headings(table.first, table.last)
        read = _rows_from(part, PLAN, columns, {*aside, *table.made_of}, heads.last + 1, findings, heads)
        rows += _without_numbers(read, table) if table.numbers is not None else read
    return rows


def _without_numbers(rows: tuple[Row, ...], table: PastedTable) -> tuple[Row, ...]:
    """Return the rows of a numbered table: a text alone in the column of numbers is a direction, nothing else is.

    Where the numbers are codes, a row that only goes on with the measure above has none.
    """
    settled: list[Row] = []
    before = ""
    for row in rows:
        others = {name: at for name, at in row.columns.items() if at != table.numbers}
        text = cell_text(row.cells[table.numbers or 0])
        if any(map(str.isalpha, text)) and not any(row.text(name) for name in others):
            settled.append(replace(row, columns={**others, "direction": table.numbers or 0}))
            continue
        goes_on = table.is_numbered and row.text("measure") in ("", before)
        before = row.text("measure") or before
        kept = others if goes_on or "code" not in table.columns else {**others, "code": row.columns["code"]}
        settled.append(replace(row, columns=kept))
    return tuple(row for row in settled if any(row.text(name) for name in row.columns))


def _rows_above(
    grid: Grid, columns: Mapping[str, int], aside: Collection[int], first: int, findings: list[Finding]
) -> tuple[Row, ...]:
    """Return the rows above a pasted table, if they are measures; else nothing, with a note on each."""
    seen: list[Finding] = []
    rows = _rows_from(grid, PLAN, columns, aside, first, seen)
    if any(row.text("code") and row.text("indicator") for row in rows):
        findings += seen
        return rows
    for row in rows:
        texts = " · ".join(text for value in row.cells if (text := cell_text(value)))
        findings.append(PLAN_ROW_LEFT_OUT.at(grid.place(row.at, 0), seen=shorten(texts)))
    return ()


def _rows_from(
    grid: Grid,
    sheet: Sheet,
    columns: Mapping[str, int],
    aside: Collection[int],
    first: int,
    findings: list[Finding],
    heads: "_Headings | None" = None,
) -> tuple[Row, ...]:
    """Return the rows from `first` on that hold something in these columns; nothing is said of those `aside`.

    Where the table has headings of its own, `heads`, a banner counts in whatever column it begins.
    """
    names = {column: sheet.column(name).shown for name, column in columns.items()}
    banners = _banners_elsewhere(grid, first, {*names, *aside}) if heads else {}
    findings += _other_columns(grid, first, {*names, *aside}, banners, heads)
    findings += [
        ENTRY_WITHOUT_VALUE.at(grid.place(row, column), heading=names[column], seen=seen)
        for row, column, seen in grid.unread
        if row >= first and column in names
    ]
    struck = struck_rows(grid, columns, first)
    findings += look_findings(grid, columns.values(), struck, first)
    rows = (
        Row(grid, at, {**columns, "direction": banners[at]} if at in banners else columns, grid.rows[at])
        for at in range(first, len(grid.rows))
    )
    return tuple(row for row in rows if row.at not in struck and any(row.text(name) for name in row.columns))


class _Headings(Struct, frozen=True):
    """The first and the last row of the headings that a table has of its own, from 0."""

    first: int
    last: int


def _banners_elsewhere(grid: Grid, first: int, read: Collection[int]) -> dict[int, int]:
    """Return the column of each row's only text where that heads the rows below and its column is not read."""
    found: dict[int, int] = {}
    for at in range(first, len(grid.rows)):
        filled = [column for column, value in enumerate(grid.rows[at]) if cell_text(value)]
        if len(filled) != 1 or filled[0] in read:
            continue
        text = cell_text(grid.rows[at][filled[0]])
        if any(map(str.isalpha, text)) and (level_of(text, by_number=False) or is_wide(grid, at, filled[0])):
            found[at] = filled[0]
    return found


def is_wide(grid: Grid, row: int, column: int) -> bool:
    """Tell if a cell is merged over so many columns that its text heads rows."""
    return any(
        span.first <= row < span.end and span.end_column - span.column >= _WIDE
        for span in grid.merged
        if span.column <= column < span.end_column
    )


def _other_columns(
    grid: Grid,
    first: int,
    read: Collection[int],
    banners: Mapping[int, int],
    heads: _Headings | None,
) -> list[Finding]:
    """Return findings about columns that hold something below the headings and do not belong to the sheet."""
    filled: dict[int, dict[str, int]] = {}
    for row in range(first, len(grid.rows)):
        cells = () if row in banners or numbers_columns(grid.rows[row]) else grid.rows[row]
        for column, value in enumerate(cells):
            if column not in read and (text := cell_text(value)):
                filled.setdefault(column, {}).setdefault(text, row)
    headings = range(heads.first, heads.last + 1) if heads else range(max(first - 1, 0), first)
    findings: list[Finding] = []
    for column, texts in sorted(filled.items()):
        own = [text for row in reversed(headings) if (text := cell_text(grid.value(row, column)))]
        values = {"column": own[0] if own else column_letters(column)}
        place = grid.place(next(iter(texts.values())), column)
        if heads and any(any(map(str.isalpha, text)) for text in texts):
            seen = ", ".join(f"{quote(shorten(text))} ({place_of})" for text, place_of in _cells(texts, column))
            seen += ", …" if len(texts) > _MOST_TEXTS else ""
            example = PLAN.column("direction").shown
            findings.append(PLAN_COLUMN_LOST.at(place, seen=seen, example=example, **values))
        else:
            findings.append(PLAN_COLUMN_NOT_READ.at(place, seen=next(iter(texts)), **values))
    return findings


def _cells(texts: Mapping[str, int], column: int) -> list[tuple[str, str]]:
    """Return the first texts of a column, each with its cell."""
    return [(text, f"{column_letters(column)}{row + 1}") for text, row in list(texts.items())[:_MOST_TEXTS]]


def _columns_aside(headings: Sequence[object], sheet: Sheet, quarters: Collection[Quarter]) -> set[int]:
    """Return the columns that are for people alone: checks, and what an earlier plan had."""
    own = {match_key(shown) for check in sheet.checks for shown in all_translations(check.heading)}
    texts = [cell_text(heading) for heading in headings]
    return {at for at, text in enumerate(texts) if match_key(text) in own or is_past_heading(text, quarters)}
