"""The official forms read back by where things stand on them: nothing here is the printing code's own."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.look_at import look_at
from tests.support.paths import ROOT
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.plan import Measure, Plan, in_plan_order

KOROSTEN = ROOT / "templates" / "План Коростенського МЦ 2021-Q2.xlsx"
LIVOBEREZHNYI = ROOT / "examples" / "livoberezhnyi-2023" / "templates" / "План Лівобережного КМЦ 2023.xlsx"
Row = dict[str, Any]
# The columns of the paper forms, each under a letter of its own, whichever of them a form has.
_QUARTER = {
    "п/п": "A",
    "Найменування завдання": "B",
    "Підзавдання": "S",
    "Мета та основний результат виконання завдання": "C",
    "Найменування заходу для виконання завдання": "D",
    "Відповідальний виконавець заходу (на рівні відділу або службової особи*)": "E",
    "Термін (дата) виконання заходу": "F",
    "Найменування показників результативності виконання заходу": "G",
    "Показник результативності": "H",
}
_YEAR = {
    "п/п": "A",
    "Найменування завдання": "B",
    "Підзавдання": "C",
    "Мета та основний результат виконання завдання": "D",
    "Найменування заходу для виконання завдання": "E",
    "Відповідальний виконавець (на рівні відділу або службової особи)": "F",
    "Кількість показників результативності виконання заходу": "G",
    **{"I": "H", "II": "I", "III": "J", "IV": "K", "Разом": "L"},
}


@dataclass
class Printed:
    """A form in parts: the texts above, each row as values by the letters of the paper's columns, the foot."""

    above: list[str]
    headings: list[Row]
    rows: list[Row]
    foot: list[str] = field(default_factory=list)


@cache
def plan_of(path: Path) -> Plan:
    plan, findings = read_plan(path)
    assert plan is not None, [str(finding) for finding in findings]
    return plan


def read_form(path: Path, heading_rows: int) -> Printed:
    """The form, cut at its heading and where the table's left border ends. That of a year has two heading rows."""
    sheet = look_at(path).worksheets[0]
    rows = list(sheet.iter_rows())
    known = _QUARTER if heading_rows == 1 else _YEAR
    start = next(at for at, row in enumerate(rows) if any(cell.value in known for cell in row))
    end = next((at for at, row in enumerate(rows) if at > start and row[0].border.left.style is None), len(rows))
    letters: dict[str, str] = {}
    for row in rows[start : start + heading_rows]:
        letters |= {cell.column_letter: known[str(cell.value)] for cell in row if cell.value in known}
    body = [
        {letters[cell.column_letter]: cell.value for cell in row if cell.value is not None}
        for row in rows[start:end]
    ]
    return Printed(
        above=[plain(cell.value) for row in rows[:start] for cell in row if cell.value is not None],
        headings=body[:heading_rows],
        rows=body[heading_rows:],
        foot=[plain(cell.value) for row in rows[end:] for cell in row if cell.value is not None],
    )


def plain(text: Any) -> str:
    """A text on one line."""
    return re.sub(r"\s+", " ", str(text)).strip()


def words_of(plan: Plan) -> list[str]:
    """Every word and number that a plan's form must show, one time for each place where it stands."""
    found: list[str] = []
    above: tuple[str, ...] = ("", "", "", "")
    for row in in_plan_order(plan.measures, plan.empty_levels):
        levels = (row.direction, row.task, row.subtask, row.purpose)
        for at, level in enumerate(levels):
            found += words(level) if levels[: at + 1] != above[: at + 1] else []
        above = levels
        if isinstance(row, Measure):
            found += [*words(row.code), *words(row.title)]
            found += [word for each in row.indicators for word in words(each.title)]
    return found + [word for event in plan.events for word in words(event.title)]


def words(text: str) -> list[str]:
    """The words of a text; a line may end after a hyphen or a slash."""
    return re.findall(r"\w+", text)
