"""The table `[due]` of the settings: quarters with a due day of their own, one a line."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from xlplan.domain.deadline import due_day_problem
from xlplan.domain.quarter import Quarter, read_quarter
from xlplan.text.translation import _

TABLE = "due"
EXAMPLE = "2021-Q2 = 2021-07-15"
DueDays = tuple[tuple[Quarter, date], ...]


def read_due_days(path: Path, table: object, settings: Collection[str]) -> tuple[DueDays, list[str]]:
    """Return the due days in the table, by quarter, and a sentence about each line that is wrong.

    Args:
        path: The file of the settings.
        table: The value of the table.
        settings: The names of the settings, which stand above the table.
    """
    if not isinstance(table, Mapping):
        problem = _("{file}: “{key}” is a table. Write [{key}] in a line, and below it a line like this: {line}")
        return (), [problem.format(file=path, key=TABLE, line=EXAMPLE)]
    found: dict[Quarter, date] = {}
    problems = []
    for key, value in table.items():
        quarter, day = read_quarter(key), _read_day(value)
        if problem := _problem(key, value, settings, found):
            problems.append(f"{path}, [{TABLE}]: {problem}")
        elif quarter and day:
            found[quarter] = day
    return tuple(sorted(found.items())), problems


def _problem(key: str, value: Any, settings: Collection[str], found: Collection[Quarter]) -> str:
    """Return what is wrong with a line of the table; "" where nothing is."""
    quarter, day = read_quarter(key), _read_day(value)
    if key in settings:
        return _("the setting “{key}” stands below [{table}]. Move its line above [{table}].").format(
            key=key, table=TABLE
        )
    if quarter is None:
        return _("“{seen}” is not a quarter. Write the line like this: {line}").format(seen=key, line=EXAMPLE)
    if quarter in found:
        return _("the {quarter} stands there a second time. Leave one of the two lines.").format(
            quarter=quarter.title
        )
    if day is None:
        return _("“{seen}” is not a date. Write the line like this: {line}").format(
            seen=value, line=f"{quarter} = {quarter.last_day.isoformat()}"
        )
    problem = due_day_problem(quarter, day)
    return problem and _("{problem}. Correct the date of {quarter}.").format(problem=problem, quarter=quarter)


def due_line_problem(path: Path, number: int, line: str) -> str:
    """Return a sentence about a line of the table that TOML cannot read."""
    key, _sign, value = line.partition("#")[0].partition("=")
    quarter, day = read_quarter(key.strip(" \t'\"")), _read_day(value.strip(" \t'\""))
    example = f"{quarter} = {day.isoformat()}" if quarter and day else EXAMPLE
    return _("{file}, line {line}: “{seen}” cannot be read. Write the line like this: {example}").format(
        file=path, line=number, seen=line.strip()[:40], example=example
    )


def _read_day(value: object) -> date | None:
    # Hardly any settings name a day, and its patterns take longer than all settings.
    from xlplan.domain.day_reading import read_day

    return read_day(value).day if isinstance(value, str | date) else None
