"""The table of a plan in a document: found by its headings, with the lines of text around it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.plan_import.source import Source
from xlplan.documents.plan_reader.cleanup import TARGETS, clean_rows
from xlplan.documents.plan_reader.codes import level_of, plain_code, split_code
from xlplan.documents.plan_reader.grid import Grid, cell_text
from xlplan.documents.plan_reader.heading_words import name_of_heading
from xlplan.documents.plan_reader.levels import LEVELS
from xlplan.documents.plan_reader.merged_cells import spread_merged
from xlplan.documents.plan_reader.pasted_tables import PastedTable, headings_findings, pasted_tables
from xlplan.documents.plan_reader.table import Row, rows_of_tables
from xlplan.domain.findings.finding import Finding, Location, errors_of
from xlplan.domain.findings.plan_import_table_kinds import (
    IMPORT_IS_PLAN_WORKBOOK,
    IMPORT_NO_TABLE,
    IMPORT_TABLE_EMPTY,
    IMPORT_TABLE_UNKNOWN,
    IMPORT_TABLES_SEVERAL,
)
from xlplan.domain.sheets import DETAILS, PLAN, UNITS, find_sheet
from xlplan.domain.target_reading import is_target
from xlplan.text.normalize import match_key
from xlplan.text.translation import quote

# The beginnings of a line under a table that is no row of it.
_BELOW = re.compile(
    rf"(?:\*|(?:{match_key('директор|директорка|заступник|заступниця|начальник|начальниця|керівник|керівниця')}"
    rf"|{match_key('головний|головна|провідний|завідувач|в.о.|т.в.о.|виконавець|підготував|склав|склала')}"
    rf"|{match_key('погоджено|затверджено|примітка|примітки|підпис|director|head|deputy|acting|chief|manager')}"
    rf"|{match_key('prepared|approved|agreed|signed|note|notes')})(?!\w))"
)
_SHOWN_HEADINGS = 12
_LONGEST = 90


class FoundTable(Struct, frozen=True):
    """The table of a plan.

    Attributes:
        rows: Its rows under the columns of `План`, cleaned.
        above: The lines of text above it, in the order of reading.
        below: The lines of text below it.
        findings: How its headings are read, and what was left out of its rows.
    """

    rows: tuple[Row, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    findings: tuple[Finding, ...]


class _Part(Struct, frozen=True):
    """A grid of the source with tables of a plan; `at` is its position in the source."""

    at: int
    grid: Grid
    tables: tuple[PastedTable, ...]


def find_table(source: Source) -> FoundTable | tuple[Finding, ...]:
    """Return the table of a plan, or the findings that say why there is none: all of them at once."""
    grids = [(at, part) for at, part in enumerate(source.parts) if isinstance(part, Grid)]
    place = Location(source.file)
    if not any(cell_text(value) for _at, grid in grids for row in grid.rows for value in row):
        return (IMPORT_NO_TABLE.at(place),)
    if all(find_sheet([grid.sheet for _at, grid in grids], sheet) for sheet in (DETAILS, UNITS, PLAN)):
        return (IMPORT_IS_PLAN_WORKBOOK.at(place, command=f'xlplan plan check "{source.file}"'),)
    parts = [_Part(at, grid, tables) for at, grid in grids if (tables := pasted_tables(grid, None, {}))]
    if not parts:
        seen = "; ".join(_texts_shown(_fullest_row(grid)) for _at, grid in grids if any(map(any, grid.rows)))
        return (IMPORT_TABLE_UNKNOWN.at(place, seen=seen),)
    unclear = tuple(
        each for part in parts for table in part.tables for each in headings_findings(part.grid, table)
    )
    if errors := errors_of(unclear):
        return errors
    if not _are_one(parts):
        seen = "; ".join(_table_shown(part.grid, table) for part in parts for table in part.tables)
        return (IMPORT_TABLES_SEVERAL.at(place, seen=seen),)
    found = _read_parts(source, parts)
    return found if found.rows else (IMPORT_TABLE_EMPTY.at(place),)


def _read_parts(source: Source, parts: Sequence[_Part]) -> FoundTable:
    findings: list[Finding] = []
    rows: list[Row] = []
    below: list[str] = []
    for part in parts:
        end = _end_of_rows(part)
        cut = replace(part.tables[-1], end=end)
        grid = part.grid.cut(end)
        read = rows_of_tables(grid, (*part.tables[:-1], cut), findings) or ()
        rows += clean_rows(spread_merged(read, findings), PLAN, findings)
        below += lines_of_cells(part.grid.rows[end:])
    first, last = parts[0], parts[-1]
    above = [*_lines_of_parts(source.parts[: first.at]), *lines_of_cells(first.grid.rows[: first.tables[0].first])]
    used = {part.at for part in parts}
    between = [part for at, part in enumerate(source.parts) if first.at < at < last.at and at not in used]
    below = [*_lines_of_parts(between), *below, *_lines_of_parts(source.parts[last.at + 1 :])]
    return FoundTable(tuple(rows), tuple(above), tuple(below), tuple(findings))


def _are_one(parts: Sequence[_Part]) -> bool:
    """Tell if tables go on with each other: the same headings, and no code in two of them."""
    tables = [(part.grid, table) for part in parts for table in part.tables]
    first = set(tables[0][1].columns)
    codes: set[str] = set()
    for grid, table in tables:
        own = set(_codes(grid, table))
        if len(tables) > 1 and (set(table.columns) != first or own & codes):
            return False
        codes |= own
    return True


def _codes(grid: Grid, table: PastedTable) -> Iterator[str]:
    for row in range(table.last + 1, min(table.end, len(grid.rows))):
        measure = grid.value(row, table.columns["measure"])
        code = plain_code(cell_text(grid.value(row, table.columns["code"]))) if "code" in table.columns else ""
        if found := code or split_code(cell_text(measure))[0]:
            yield found


def _end_of_rows(part: _Part) -> int:
    """Return the row behind the last one of a table: what stands below it, such as a signature, is no row."""
    end = len(part.grid.rows)
    rows = rows_of_tables(part.grid, part.tables, []) or ()
    last = max((at for at, row in enumerate(rows) if _is_row(row)), default=-1)
    for before, row in zip(rows[last : len(rows)], rows[last + 1 :], strict=False):
        stands_apart = row.at > before.at + 1
        first = next(text for value in part.grid.rows[row.at] if (text := cell_text(value)))
        if stands_apart or _BELOW.match(match_key(first)):
            return row.at
    # Lines of a signature may stand in columns that are not read.
    return end if last < 0 else _end_of_block(part.grid, rows[-1].at)


def _end_of_block(grid: Grid, last: int) -> int:
    blank = (at for at in range(last + 1, len(grid.rows)) if not any(map(cell_text, grid.rows[at])))
    return next(blank, len(grid.rows))


def _is_row(row: Row) -> bool:
    """Tell if a row is surely one of the plan: with a code, a level, or an indicator and its measure or target."""
    measure, indicator = row.text("measure"), row.text("indicator")
    if plain_code(row.text("code")).replace(".", "").isdecimal() or split_code(measure)[0]:
        return True
    if indicator and (measure or any(is_target(row.value(name)) for name in TARGETS)):
        return True
    return any(level_of(row.text(name)) for name in LEVELS[:3])


def lines_of_cells(rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of text in cells that are no table: block by block, in a block column by column.

    The cells of a single row are one line, for a post and a name stand beside each other.
    """
    lines: list[str] = []
    block: list[Sequence[object]] = []
    for row in (*rows, ()):
        if any(cell_text(value) for value in row):
            block.append(row)
        elif block:
            lines += _lines_of_block(block)
            block = []
    return lines


def _lines_of_block(block: Sequence[Sequence[object]]) -> list[str]:
    if len(block) == 1:
        texts = [str(value) if isinstance(value, str) else cell_text(value) for value in block[0]]
        filled = list(dict.fromkeys(text for text in texts if text.strip()))
        if not any("\n" in text for text in filled):
            return ["\t".join(filled)]
    lines: list[str] = []
    for column in range(max(map(len, block))):
        cells = [row[column] if column < len(row) else None for row in block]
        texts = [value if isinstance(value, str) else cell_text(value) for value in cells]
        for before, text in zip(("", *texts), texts, strict=False):
            # A cell merged downward has its text in every row.
            lines += [line for line in text.splitlines() if line.strip() and text != before]
    return lines


def _lines_of_parts(parts: Iterable[str | Grid]) -> list[str]:
    lines: list[str] = []
    for part in parts:
        lines += [part] if isinstance(part, str) else lines_of_cells(part.rows)
    return lines


def _fullest_row(grid: Grid) -> Sequence[object]:
    """Return the row that looks most like headings."""
    return max(grid.rows, key=lambda row: (sum(bool(name_of_heading(value)) for value in row), len(set(row))))


def _texts_shown(row: Sequence[object]) -> str:
    texts = [_shorten(text) for value in row if (text := cell_text(value))]
    return ", ".join(map(quote, dict.fromkeys(texts[:_SHOWN_HEADINGS])))


def _table_shown(grid: Grid, table: PastedTable) -> str:
    return f"{grid.place(table.first, min(table.meanings)).shown} ({_texts_shown(grid.rows[table.first])})"


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
