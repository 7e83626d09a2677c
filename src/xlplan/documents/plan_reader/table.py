"""The cells of a plan workbook as rows under their headings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlplan.documents.formats.grid import column_letters
from xlplan.documents.plan_reader.cell_looks import look_findings, struck_rows
from xlplan.documents.plan_reader.grid import Grid, cell_text
from xlplan.domain.findings.answer_kinds import ENTRY_WITHOUT_VALUE
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.plan_kinds import PLAN_COLUMN_NOT_READ, PLAN_HEADING_MISSING, PLAN_SHEET_MISSING
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import Sheet, find_columns, find_heading_row, find_sheet, is_past_heading
from xlplan.text.normalize import match_key
from xlplan.text.translation import all_translations, quote


@dataclass(frozen=True)
class Row:
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
    columns: dict[str, int]
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
        return self.grid.place(self.elsewhere.get(name, self.at), self.columns.get(name, 0), key)

    def with_value(self, name: str, value: object, at: int | None = None) -> "Row":
        """Return the row with another value in a column; `at` is the position of the row that it comes from."""
        cells = list(self.cells)
        cells[self.columns[name]] = value
        elsewhere = self.elsewhere if at is None else {**self.elsewhere, name: at}
        return replace(self, cells=tuple(cells), elsewhere=elsewhere)


def find_grid(grids: dict[str, Grid], sheet: Sheet, file: str, findings: list[Finding]) -> Grid | None:
    """Return the grid of a sheet; None, with a finding, where the workbook lacks it."""
    name = find_sheet(grids, sheet)
    if name is None:
        seen = ", ".join(map(quote, grids)) or "—"
        findings.append(PLAN_SHEET_MISSING.at(Location(file), sheet=sheet.shown, seen=seen))
        return None
    return grids[name]


def rows_below(
    grid: Grid, sheet: Sheet, findings: list[Finding], quarters: Collection[Quarter] = ()
) -> tuple[Row, ...] | None:
    """Return the rows below the headings without blank ones; None, with findings, where a heading is missing.

    `quarters` are those of the plan, if they are known. Columns about an earlier plan are no part of this one.
    """
    at = find_heading_row(grid.rows, sheet)
    columns = {} if at is None else find_columns(grid.rows[at], sheet)
    missing = [column.shown for column in sheet.columns if column.required and column.name not in columns]
    if missing:
        # A missing heading row is one fault, not one for each heading.
        headings: Sequence[str] = missing if at is not None else (", ".join(missing),)
        place = grid.place(at or 0, 0)
        findings += [PLAN_HEADING_MISSING.at(place, sheet=grid.sheet, heading=each) for each in headings]
        return None
    first = 0 if at is None else at + 1
    names = {column: sheet.column(name).shown for name, column in columns.items()}
    findings += _other_columns(grid, sheet, first, names, quarters)
    findings += [
        ENTRY_WITHOUT_VALUE.at(grid.place(row, column), heading=names[column], seen=seen)
        for row, column, seen in grid.unread
        if row >= first and column in names
    ]
    struck = struck_rows(grid, columns, first)
    findings += look_findings(grid, columns.values(), struck, first)
    rows = (Row(grid, below, columns, grid.rows[below]) for below in range(first, len(grid.rows)))
    return tuple(row for row in rows if row.at not in struck and any(row.text(name) for name in columns))


def _other_columns(
    grid: Grid, sheet: Sheet, first: int, names: dict[int, str], quarters: Collection[Quarter]
) -> list[Finding]:
    """Return findings about columns that hold something below the headings and do not belong to the sheet."""
    headings = grid.rows[first - 1] if first else ()
    own = {match_key(shown) for check in sheet.checks for shown in all_translations(check.heading)}
    texts = [cell_text(heading) for heading in headings]
    aside = (match_key(text) in own or is_past_heading(text, quarters) for text in texts)
    known = {*names, *(at for at, is_aside in enumerate(aside) if is_aside)}
    filled = {
        column: row
        for row in range(len(grid.rows) - 1, first - 1, -1)
        for column, value in enumerate(grid.rows[row])
        if column not in known and cell_text(value)
    }
    return [
        PLAN_COLUMN_NOT_READ.at(
            grid.place(row, column),
            column=(texts[column] if column < len(texts) else "") or column_letters(column),
            seen=cell_text(grid.rows[row][column]),
        )
        for column, row in sorted(filled.items())
    ]
