"""The forms of the two real plans beside their documents, cell by cell. What is expected is made of CSV files."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.form_reading import KOROSTEN, LIVOBEREZHNYI, plain, plan_of
from tests.support.look_at import look_at
from tests.support.paths import ROOT
from xlplan.documents.plan_form.writer import write_plan_form
from xlplan.domain.quarter import Quarter

MADE = datetime(2021, 3, 10, 9, 0, tzinfo=UTC)
QUARTERLY = ROOT / "examples" / "korosten-2021-q2" / "plan"
YEARLY = ROOT / "examples" / "livoberezhnyi-2023" / "plan"
Line = list[str]
CsvRow = Mapping[str, str]


def table_of(path: Path) -> list[CsvRow]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def sheet_of(path: Path, plan: Path, period: int | Quarter) -> Worksheet:
    write_plan_form(path, plan_of(plan), period, "", MADE)
    sheet = look_at(path).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def lines_of(sheet: Worksheet) -> list[Line]:
    """The rows below the headings down to the end of the table. A merged cell has its text in each row of it."""
    texts = {(cell.row, cell.column): plain(cell.value or "") for row in sheet.iter_rows() for cell in row}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                texts[row, column] = plain(sheet.cell(area.min_row, area.min_col).value or "")
    first = int(re.findall(r"\d+", sheet.print_title_rows or "")[-1]) + 1
    ends = (row for row in range(first, sheet.max_row + 1) if sheet.cell(row, 1).border.left.style is None)
    rows = range(first, next(ends, sheet.max_row + 1))
    return [[texts[row, column] for column in range(1, sheet.max_column + 1)] for row in rows]


def quarterly_lines() -> Iterator[Line]:
    """The rows of the quarterly form: a measure or an event each, who carries it out beside it."""
    events = table_of(QUARTERLY / "2021-Q2-events.csv")
    rows = table_of(QUARTERLY / "2021-Q2-measures.csv")
    words = {"Коростенський МЦ": "Працівники Коростенського МЦ"} | {
        each["unit"]: f"Працівники {each['unit'].replace('ке БПД', 'кого БПД')}"
        for each in events
        if each["unit"].endswith("БПД")
    }
    tasks = list(dict.fromkeys(row["task_code"] for row in rows))
    for direction, of_direction in groupby(rows, lambda row: f"{row['direction_no']}. {row['direction']}"):
        yield [direction] * 8
        for row in of_direction:
            number = str(tasks.index(row["task_code"]) + 1)
            levels = [number, f"Завдання {row['task_code']} {row['task']}", row["purpose"]]
            if not row["measure_code"]:
                yield [*levels, *[""] * 5]
                continue
            own = [each for each in events if each["measure_code"] == row["measure_code"]]
            holders = {words[each["unit"]] for each in own}
            beside = [name for name in row["responsible"].split("; ") if name not in holders]
            measure = f"Захід {row['measure_code']} {row['measure']}"
            result = [row["indicator"], row["target"]]
            yield [*levels, measure, " ".join(beside), row["term"], *result]
            for each in own:
                event = f"- {each['event']}" if each["event"] else ""
                yield [*levels, event, words[each["unit"]], "", *result]


def yearly_lines() -> Iterator[Line]:
    """The rows of the yearly form: an indicator's name over all its columns, then the centre's row."""
    rows = table_of(YEARLY / "2023-measures.csv")
    tasks = list(dict.fromkeys(row["task_code"] for row in rows))
    for row in rows:
        levels = [
            f"{tasks.index(row['task_code']) + 1}.",
            f"Завдання {row['task_code']}. {row['task']}",
            f"Підзавдання {row['subtask_code']}. {row['subtask']}",
            row["purpose"],
            f"{row['measure_code']} {row['measure']}",
            row["responsible"].replace("; ", ", "),
        ]
        yield [*levels, *[row["indicator"]] * 6]
        quarters = [row[name] for name in ("I", "II", "III", "IV")]
        words = row["total"] if not row["total"].isdecimal() else ""
        yield [*levels, "ЛБ КМЦ", *([words] * 5 if words else [*quarters, row["total"]])]


FORMS: dict[str, tuple[Path, int | Quarter, Callable[[], Iterator[Line]]]] = {
    "quarter": (KOROSTEN, Quarter(2021, 2), quarterly_lines),
    "year": (LIVOBEREZHNYI, 2023, yearly_lines),
}


@pytest.mark.parametrize("case", FORMS)
def test_every_cell_of_the_form_is_that_of_the_document(case: str, tmp_path: Path) -> None:
    plan, period, expected = FORMS[case]
    found = lines_of(sheet_of(tmp_path / "a.xlsx", plan, period))
    wanted = [[plain(text) for text in line] for line in expected()]
    assert len(found) == len(wanted)
    assert [line for line in zip(found, wanted, strict=True) if line[0] != line[1]] == []


def test_the_executors_of_the_quarterly_form_are_those_of_the_document(tmp_path: Path) -> None:
    lines = lines_of(sheet_of(tmp_path / "a.xlsx", KOROSTEN, Quarter(2021, 2)))
    named = Counter(line[4] for line in lines if line[4] and line[0] != line[4])
    assert named["Працівники Коростенського МЦ та бюро ПД"] == 12
    assert named["Працівники Хорошівського БПД"] >= 8
    assert all(name.startswith("Працівники ") for name in named)


def test_the_term_of_a_measure_stands_once(tmp_path: Path) -> None:
    lines = lines_of(sheet_of(tmp_path / "a.xlsx", KOROSTEN, Quarter(2021, 2)))
    measures = [line for line in lines if line[3].startswith("Захід ")]
    assert sum(line[5] == "протягом кварталу" for line in lines) == len(measures) == 37
