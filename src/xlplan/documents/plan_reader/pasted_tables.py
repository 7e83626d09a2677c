"""Tables pasted into `План` with headings of their own, which say what its columns hold."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from xlplan.documents.formats.grid import column_letters
from xlplan.documents.plan_reader.codes import CODE, plain_code, split_code
from xlplan.documents.plan_reader.grid import Grid, cell_text, numbers_columns
from xlplan.documents.plan_reader.heading_words import NUMBER, name_of_heading, settle_unit
from xlplan.documents.plan_reader.period_columns import PERIODS, QuarterParts, period_of_heading, quarter_parts
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_layout_kinds import (
    PLAN_HEADINGS_ALIKE,
    PLAN_HEADINGS_READ,
    PLAN_HEADINGS_UNCLEAR,
    PLAN_INDICATOR_BY_RESULT,
    PLAN_PERIODS_SUMMED,
    PLAN_PERIODS_TO_DATE,
    PLAN_PERIODS_UNCLEAR,
)
from xlplan.domain.sheets import PLAN
from xlplan.domain.target_reading import ANY_UNIT, is_target
from xlplan.text.normalize import match_key
from xlplan.text.translation import quote

# A row of headings names so many columns, one of them the measure or the indicator.
_FEWEST = 3
_TARGETS = ("q1", "q2", "q3", "q4", "total")
# A purpose under a heading with one of these words says what comes of the measure.
_RESULT = re.compile(match_key("результат|ефект|показник|outcome|output|result|indicator"))


class PastedTable(Struct, frozen=True):
    """A table with headings of its own.

    Attributes:
        first: The row of its headings, from 0.
        last: The second row of its headings, where it has two; else the first.
        end: The row behind its last one.
        meanings: The name of the column that each heading means, by position.
        columns: The position of each column by its name, where it is plain.
        alike: The positions of headings that could be the same column, by its name.
        numbers: The position of the column that numbers the rows; None where there is none.
        is_numbered: These numbers are the codes, so a row without a measure of its own has none.
        periods: The columns of months, half-years and nine months.
        parts: The columns that make the quarters, where the table has others than quarters.
        result: The position of a column of results that holds the indicators; None where another is headed so.
    """

    first: int
    last: int
    end: int
    meanings: Mapping[int, str]
    columns: Mapping[str, int]
    alike: Mapping[str, tuple[int, ...]]
    numbers: int | None = None
    is_numbered: bool = False
    periods: tuple[int, ...] = ()
    parts: QuarterParts | None = None
    result: int | None = None

    @property
    def made_of(self) -> frozenset[int]:
        """The columns that make the quarters."""
        return frozenset(at for own in self.parts.columns.values() for at in own) if self.parts else frozenset()


def pasted_tables(grid: Grid, at: int | None, own: Mapping[str, int]) -> tuple[PastedTable, ...]:
    """Return the tables of `План` whose headings stand in another order than its own.

    Headings that are repeated, as on each page of a printed form, begin no table.

    Args:
        grid: The sheet.
        at: The row of the sheet's own headings, from 0; None where it has none.
        own: The position of each column under these headings.
    """
    starts: list[tuple[int, int, dict[int, str]]] = []
    is_whole = all(column.name in own for column in PLAN.columns if column.required)
    row = 0 if at is None or not is_whole else at + 1
    known = dict(own)
    while row < len(grid.rows):
        last, meanings = _read_headings(grid, row)
        if meanings and not _agree(meanings, known):
            starts.append((row, last, meanings))
            known = {name: position for position, name in meanings.items()}
        row = last + 1
    ends = [first for first, _last, _meanings in starts[1:]] + [len(grid.rows)]
    return tuple(_table(grid, *start, end) for start, end in zip(starts, ends, strict=False))


def headings_findings(grid: Grid, table: PastedTable) -> Iterator[Finding]:
    """Yield what is said of a table's headings: how they are read, or what nobody can tell."""
    place = grid.place(table.first, min(table.meanings))
    for name, positions in table.alike.items():
        seen = ", ".join(_shown(grid, table, position) for position in positions)
        yield PLAN_HEADINGS_ALIKE.at(
            grid.place(table.last, positions[0]), seen=seen, heading=PLAN.column(name).heading
        )
    lacking = [] if table.alike else _lacking(grid, table)
    unclear = not table.parts and table.periods and not {"q1", "q2", "q3", "q4"} <= table.columns.keys()
    if unclear or table.parts:
        shown = ", ".join(_shown(grid, table, position) for position in sorted({*table.periods, *table.made_of}))
        kind = PLAN_PERIODS_UNCLEAR if not table.parts else PLAN_PERIODS_SUMMED
        kind = PLAN_PERIODS_TO_DATE if table.parts and table.parts.are_cumulative else kind
        yield kind.at(grid.place(table.last, table.periods[0]), seen=shown)
    lacking = [name for name in lacking if not (unclear and name == "total")]
    if table.result is not None and not lacking:
        told = grid.place(table.last, table.result)
        yield PLAN_INDICATOR_BY_RESULT.at(told, seen=_heading(grid, table, table.result))
    if lacking:
        missing = ", ".join(quote(PLAN.column(name).shown) for name in lacking)
        seen = "; ".join(_columns_shown(grid, table))
        yield PLAN_HEADINGS_UNCLEAR.at(place, row=table.first + 1, missing=missing, seen=seen)
    elif not table.alike and not unclear:
        # The total of cumulative columns stands in none of its own.
        own = {name: at for name, at in table.columns.items() if at < grid.width}
        by_position = sorted(own.items(), key=lambda item: item[1])
        read = "; ".join(
            f"{_shown(grid, table, position)} — {PLAN.column(name).shown}" for name, position in by_position
        )
        yield PLAN_HEADINGS_READ.at(place, row=table.first + 1, read=read)


def _read_headings(grid: Grid, row: int) -> tuple[int, dict[int, str]]:
    """Return the last row of the headings that begin at `row`, and their meanings; none for any other row."""
    meanings = _meanings(grid.rows[row])
    # A single text above is the title of the table.
    if row + 1 < len(grid.rows) and len(meanings) > 1 and _continues(grid, row, meanings):
        both = {**meanings, **_meanings(grid.rows[row + 1])}
        if len(set(both.values())) > len(set(meanings.values())):
            return (row + 1, settle_unit(both)) if _is_heading_row(both) else (row, {})
    return (row, settle_unit(meanings)) if _is_heading_row(meanings) else (row, {})


def _continues(grid: Grid, row: int, meanings: Mapping[int, str]) -> bool:
    """Tell if the row below adds only headings: each of its texts is one, or is merged from above."""
    above, below = grid.rows[row], grid.rows[row + 1]
    return all(
        not cell_text(value) or _meaning(value) or cell_text(value) == cell_text(above[position])
        for position, value in enumerate(below)
        if position < len(above)
    ) and any(position not in meanings and _meaning(value) for position, value in enumerate(below))


def _meaning(value: object) -> str:
    """Return the name of the column or the period that a heading means; "" for any other text."""
    return name_of_heading(value) or (period_of_heading(value) if isinstance(value, str) else "")


def _meanings(cells: tuple[object, ...]) -> dict[int, str]:
    named = ((position, _meaning(value)) for position, value in enumerate(cells))
    return {position: name for position, name in named if name}


def _is_heading_row(meanings: Mapping[int, str]) -> bool:
    names = set(meanings.values())
    return len(names) >= _FEWEST and not names.isdisjoint(("measure", "indicator"))


def _agree(meanings: Mapping[int, str], known: Mapping[str, int]) -> bool:
    """Tell if headings stand where they are known to stand. A number in a form may be headed as an indicator."""
    counted = {position for name, position in known.items() if name in _TARGETS}
    return all(
        name == NUMBER or known.get(name) == position or (name in ("indicator", "total") and position in counted)
        for position, name in meanings.items()
    )


def _table(grid: Grid, first: int, last: int, meanings: dict[int, str], end: int) -> PastedTable:
    filled: dict[str, list[int]] = {}
    for position, name in meanings.items():
        filled.setdefault(name, []).append(position)
    rows = range(last + 1, end)
    for name, positions in filled.items():
        with_values = [at for at in positions if any(cell_text(grid.value(row, at)) for row in rows)]
        filled[name] = with_values or positions[:1]
    _tell_targets(grid, rows, filled)
    numbers = filled.pop(NUMBER, [])
    is_numbered = False
    if numbers and "code" not in filled:
        has_points = _has_points(grid, rows, numbers[0])
        is_numbered = not has_points and not _have_codes(grid, rows, filled.get("measure", []))
        if has_points or is_numbered:
            filled["code"] = numbers[:1]
    result = _result(grid, first, last, filled)
    if result is not None:
        filled["purpose"] = [position for position in filled["purpose"] if position != result]
        filled = {name: positions for name, positions in filled.items() if positions} | {"indicator": [result]}
    parts = quarter_parts(filled) if "indicator" in filled else None
    periods = tuple(sorted(at for name in PERIODS for at in filled.pop(name, ())))
    columns = {name: positions[0] for name, positions in filled.items() if len(positions) == 1}
    alike = {name: tuple(positions) for name, positions in filled.items() if len(positions) > 1}
    if parts:
        columns |= {name: parts.position(name) for name in parts.columns}
        columns |= {"total": grid.width} if parts.are_cumulative else {}
    number = numbers[0] if numbers else None
    return PastedTable(first, last, end, meanings, columns, alike, number, is_numbered, periods, parts, result)


def _result(grid: Grid, first: int, last: int, filled: Mapping[str, list[int]]) -> int | None:
    """Return the column of results that holds the indicators: the only one, where no column is headed so."""
    if "indicator" in filled:
        return None
    heads = {at: [cell_text(grid.value(row, at)) for row in (first, last)] for at in filled.get("purpose", [])}
    results = [at for at, texts in heads.items() if any(_RESULT.search(match_key(text)) for text in texts)]
    return results[0] if len(results) == 1 else None


def _tell_targets(grid: Grid, rows: range, filled: dict[str, list[int]]) -> None:
    """Settle two columns headed as indicators, of which one holds numbers: these are the targets."""
    positions = filled.get("indicator", [])
    if len(positions) == 2 and not any(name in filled for name in _TARGETS):
        counted = [position for position in positions if _holds_targets(grid, rows, position)]
        if len(counted) == 1:
            filled["total"] = counted
            filled["indicator"] = [position for position in positions if position not in counted]


def _holds_targets(grid: Grid, rows: range, position: int) -> bool:
    values = [value for row in rows if cell_text(value := grid.value(row, position))]
    targets = [value for value in values if is_target(value, ANY_UNIT)]
    return len(targets) * 2 > len(values)


def _has_points(grid: Grid, rows: range, position: int) -> bool:
    """Tell if the column that numbers the rows holds codes of measures, which have points."""
    texts = (plain_code(cell_text(grid.value(row, position))) for row in rows)
    return any("." in text and CODE.fullmatch(text) for text in texts)


def _have_codes(grid: Grid, rows: range, positions: list[int]) -> bool:
    """Tell if texts of measures begin with their codes."""
    return any(split_code(cell_text(grid.value(row, at)))[0] for row in rows for at in positions)


def _lacking(grid: Grid, table: PastedTable) -> list[str]:
    """Return the names of the columns without which no row can be read.

    Indicators and numbers may be lacking where the measures have a term, and no column can hold them.
    """
    lacking = [name for name in ("measure", "responsible", "indicator") if name not in table.columns]
    lacking += [] if any(name in table.columns for name in _TARGETS) else ["total"]
    if not {"indicator", "total"}.issuperset(lacking) or "term" not in table.columns:
        return lacking
    rows = range(table.last + 1, table.end)
    unread = [at for at in range(grid.width) if at not in table.meanings and _holds_words(grid, rows, at)]
    return lacking if unread or table.periods else []


def _holds_words(grid: Grid, rows: range, position: int) -> bool:
    """Tell if a column holds something besides banners and the row that numbers the columns."""
    return any(
        cell_text(grid.value(row, position))
        for row in rows
        if not numbers_columns(grid.rows[row]) and sum(bool(cell_text(value)) for value in grid.rows[row]) > 1
    )


def _columns_shown(grid: Grid, table: PastedTable) -> Iterator[str]:
    """Yield each heading with its meaning; a question mark where it has none."""
    meant = {position: PLAN.column(name).shown for name, position in table.columns.items()}
    for position in range(grid.width):
        if _heading(grid, table, position) and position != table.numbers:
            yield f"{_shown(grid, table, position)} — {meant.get(position, '?')}"


def _heading(grid: Grid, table: PastedTable, position: int) -> str:
    """Return a heading's words; of two, one above the other, those that mean the column."""
    texts = [cell_text(grid.value(row, position)) for row in (table.last, table.first)]
    told = (text for text in texts if name_of_heading(text) == table.meanings.get(position, ""))
    return next((text for text in told if text), next(filter(None, texts), ""))


def _shown(grid: Grid, table: PastedTable, position: int) -> str:
    return f"{column_letters(position)} {quote(_heading(grid, table, position))}"
