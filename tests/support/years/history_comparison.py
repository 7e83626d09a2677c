"""The history of a played year, as CSV and on the sheets of trends, held against the independent sums."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.support.centre import call
from tests.support.years.as_plan import quarter_of
from tests.support.years.difference import Difference, ShownSheet
from tests.support.years.model import JOINT, Row, Scenario, is_count
from tests.support.years.numbers import known_sum
from tests.support.years.oracle import QuarterSum, RowSum
from tests.support.years.player import PlayedYear, moment
from tests.support.years.readers import JOINTLY
from tests.support.years.standing import Standing
from tests.support.years.year_sum import quarter_sum
from xlplan.services.report.history import export_history

_COMPARED = (
    *("quarter", "code_then", "code_now", "unit", "target_then", "target"),
    *("done_then", "done_now", "status_then", "status"),
)
_QUARTER_COLUMN = 3


def differences_of_history(played: PlayedYear) -> Iterator[Difference]:
    """What the history tells otherwise than the sums of each quarter, when it was first signed and at the end."""
    scenario, end = played.scenario, moment(played.scenario.end)
    files = call(export_history, played.workspace, lambda: end, None, None, True).files
    book, table = (each.path for each in files)
    sheet = ShownSheet(scenario, 0, table.name)
    with table.open(encoding="utf-8", newline="") as file:
        seen = Counter(tuple(row[name] for name in _COMPARED) for row in csv.DictReader(file))
    wanted = Counter(_rows(played))
    yield from sheet.differ("", "рядки", sorted((wanted - seen).elements()), sorted((seen - wanted).elements()))
    steps = len(scenario.steps)
    yield from _of_trends(played, book, steps, scenario.end, sorted(played.reports))
    for quarter, (path, seen_steps) in sorted(played.reports.items()):
        at = scenario.end if seen_steps == steps else scenario.steps[seen_steps - 1].at
        quarters = [each for each in sorted(played.reports) if each <= quarter]
        yield from _of_trends(played, path, seen_steps, at, quarters)


def _first_sum(played: PlayedYear, quarter: int, steps: int) -> QuarterSum | None:
    """The sum of a quarter as it was first signed, if it was by then."""
    scenario = played.scenario
    signed = [at for _path, at in played.editions.get(quarter, []) if at <= steps]
    return quarter_sum(scenario, signed[0], quarter, scenario.steps[signed[0] - 1].at) if signed else None


def _rows(played: PlayedYear) -> Iterator[tuple[str, ...]]:
    """The rows that the history must have, as texts."""
    scenario, steps = played.scenario, len(played.scenario.steps)
    standing = Standing()
    for step in scenario.steps:
        standing.take(step)
    newest = standing.version(max(played.reports))
    assert newest
    for quarter in sorted(played.reports):
        now = _sides(scenario, quarter_sum(scenario, steps, quarter, scenario.end))
        first = _first_sum(played, quarter, steps)
        then = _sides(scenario, first) if first else {}
        codes = {name: row.row.code for (name, _unit), (row, *_rest) in (then if first else now).items()}
        for name, unit in {**now, **then}:
            codes_now = [row.code for row in newest.rows if name in row.names]
            values = zip((then.get((name, unit)), now.get((name, unit))), ("", ""), strict=True)
            pairs = [each[1:] if each else (None, None, None) for each, _blank in values]
            shown = [_text(value) for both in zip(*pairs, strict=True) for value in both]
            yield (
                str(quarter_of(quarter)),
                codes.get(name, ""),
                codes_now[0] if codes_now else "",
                unit,
                *shown,
            )


def _sides(
    scenario: Scenario, quarter: QuarterSum
) -> dict[tuple[str, str], tuple[RowSum, object, object, object]]:
    """By row and unit: the row, and target, result and status of the unit, or of what the units have in common."""
    found: dict[tuple[str, str], tuple[RowSum, object, object, object]] = {}
    for row in quarter.rows:
        is_joint = row.row.counting == JOINT and is_count(row.target)
        for unit in row.units:
            target = None if is_joint else unit.cell.target
            found[row.row.name, scenario.units[unit.unit]] = (row, target, unit.cell.shown, unit.status)
        if is_joint:
            found[row.row.name, JOINTLY] = (row, row.target, None, row.status)
    return found


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def _of_trends(
    played: PlayedYear, path: Path, steps: int, at: datetime, quarters: Sequence[int]
) -> Iterator[Difference]:
    """Targets and results on a sheet of trends, as reported and now."""
    scenario = played.scenario
    sheet = ShownSheet(scenario, quarters[-1], f"{path.name}: Динаміка")
    shown = _trends(path)
    now = {each: quarter_sum(scenario, steps, each, at) for each in quarters}
    then = {each: first for each in quarters if (first := _first_sum(played, each, steps))}
    for row in (each.row for each in now[quarters[-1]].rows):
        own = shown.get(row.code, {})
        if len(quarters) == 1 and not own:
            # Of a quarter alone the sheet shows only what changed since it was signed.
            changed = bool(then) and _of_row(now[quarters[0]], row) != _of_row(then[quarters[0]], row)
            yield from sheet.differ(row.code, "змінено", changed, False)
            continue
        for place, quarter in enumerate(quarters):
            present, reported = (_of_row(sums.get(quarter), row) for sums in (now, then))
            for what, wanted in (
                ("План", (present or reported or (None, None))[0]),
                ("Тепер", present[1] if present else None),
                ("Звітовано", reported[1] if reported else None),
            ):
                if what == "Звітовано" and not then:
                    continue
                value = (own.get(what) or [None] * len(quarters))[place]
                # In place of a number stands a sign; the line of the bars has nothing there.
                is_sign = what == "Звітовано" and isinstance(value, str)
                yield from sheet.differ(f"{row.code} {what}", str(quarter), wanted, None if is_sign else value)


def _of_row(quarter: QuarterSum | None, row: Row) -> tuple[object, object] | None:
    """The target and the result of a row in a quarter: the sums of the rows that it carries on."""
    own = [each for each in quarter.rows if each.row.name in row.names] if quarter else []
    if not own:
        return None
    if len(own) == 1:
        return own[0].target, own[0].done
    counts = [each.target for each in own if is_count(each.target)]
    words = "; ".join(dict.fromkeys(each.target for each in own if isinstance(each.target, str)))
    return known_sum(counts) if counts else words, known_sum([each.done for each in own])  # type: ignore[arg-type]


def _trends(path: Path) -> dict[str, dict[str, list[object]]]:
    """By code, the cells of the quarters in each row of an entry."""
    found: dict[str, dict[str, list[object]]] = {}
    with CalamineWorkbook.from_path(str(path)) as book:
        rows = book.get_sheet_by_name("Динаміка").to_python(skip_empty_area=False)
    top = next(at for at, row in enumerate(rows) if row and row[0] == "Код")
    last = next((at for at, value in enumerate(rows[top]) if value == "Графік"), len(rows[top]))
    for row in rows[top + 1 :]:
        if str(row[0]).startswith("Рядки, яких"):
            break
        cells: list[object] = [None if value == "" else value for value in row[_QUARTER_COLUMN:last]]
        found.setdefault(str(row[0]), {})[str(row[2])] = cells
    return found
