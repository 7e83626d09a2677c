"""The two real plans as Word documents, laid out as they are on paper, made of the CSV files of the repository."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from tests.support.paths import ROOT
from tests.support.word_files import Cell, merged_down, paragraph, table, write_word

_KOROSTEN = ROOT / "examples" / "korosten-2021-q2" / "plan"
_LIVOBEREZHNYI = ROOT / "examples" / "livoberezhnyi-2023" / "plan"
_QUARTER_HEADINGS = (
    *("п/п", "Найменування завдання", "Мета та основний результат виконання завдання"),
    *(
        "Найменування заходу для виконання завдання",
        "Відповідальний виконавець заходу (на рівні відділу або службової особи*)",
    ),
    *("Термін (дата) виконання заходу", "Найменування показників результативності виконання заходу"),
    "Показник результативності",
)
_YEAR_HEADINGS = (
    *("п/п", "Найменування завдання", "Підзавдання", "Мета та основний результат виконання завдання"),
    *(
        "Найменування заходу для виконання завдання",
        "Відповідальний виконавець (на рівні відділу або службової особи)",
    ),
)
_FIGURES = ("I", "II", "III", "IV", "total")
_GENITIVE = {"ське БПД": "ського БПД", "цьке БПД": "цького БПД", "ський МЦ": "ського МЦ"}

Row = Mapping[str, str]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def people_of(unit: str) -> str:
    """The executors of a measure as the quarterly plan names them: “Працівники Хорошівського БПД”."""
    for ending, genitive in _GENITIVE.items():
        unit = unit.replace(ending, genitive)
    return f"Працівники {unit}"


def write_quarterly_plan(path: Path) -> Path:
    """Writes the plan of the Korosten centre: events in the measures' cells, their executors beside them."""
    events = _rows(_KOROSTEN / "2021-Q2-events.csv")
    rows: list[list[Cell | str]] = [list(_QUARTER_HEADINGS)]
    measures = _rows(_KOROSTEN / "2021-Q2-measures.csv")
    number = 0
    for direction, of_direction in groupby(measures, lambda row: f"{row['direction_no']}. {row['direction']}"):
        rows.append([Cell(direction, span=len(_QUARTER_HEADINGS))])
        for _code, group in groupby(of_direction, lambda row: row["task_code"]):
            number += 1
            rows += _quarter_rows(number, list(group), events)
    above = (
        *("ЗАТВЕРДЖЕНО", "Директор Коростенського місцевого", "центру з надання БПД у Житомирській", "області"),
        *("«10» березня 2021 року", ""),
        "Локальний план заходів Коростенського місцевого центру з надання безоплатної вторинної правової допомоги",
        "на ІІ квартал 2021 року",
    )
    below = ("", "Заступник начальника відділу правопросвітництва та надання безоплатної правової допомоги")
    return write_word(path, (*map(paragraph, above), table(rows), *map(paragraph, below)))


def _quarter_rows(number: int, group: list[Row], events: Iterable[Row]) -> Iterator[list[Cell | str]]:
    task = f"Завдання {group[0]['task_code']} {group[0]['task']}"
    columns = [
        merged_down([str(number)] * len(group)),
        merged_down([task] * len(group)),
        merged_down([row["purpose"] for row in group]),
    ]
    for row, *levels in zip(group, *columns, strict=True):
        own = [each for each in events if each["measure_code"] == row["measure_code"]]
        titles = [f"- {each['event']}" for each in own if each["event"]]
        code = row["measure_code"]
        measure = "\n".join([f"Захід {code} {row['measure']}.", *titles]) if code else ""
        people = "\n".join(people_of(unit) for unit in row["responsible"].split("; ") if unit)
        yield [*levels, measure, people, row["term"], row["indicator"], row["target"]]


def write_yearly_plan(path: Path) -> Path:
    """Writes the plan of the Livoberezhnyi centre: two rows of headings, figures under the indicators' names."""
    measures = _rows(_LIVOBEREZHNYI / "2023-measures.csv")
    heading = "Найменування показників результативності виконання заходу"
    below = (
        *("" for _heading in _YEAR_HEADINGS),
        "Кількість показників результативності виконання заходу",
        *_FIGURES[:4],
        "Разом",
    )
    first: list[Cell | str] = [*(Cell(each, merge="begin") for each in _YEAR_HEADINGS), Cell(heading, span=6)]
    second = [Cell(each, merge="go on" if at < len(_YEAR_HEADINGS) else "") for at, each in enumerate(below)]
    rows = [first, second, *_year_rows(measures)]
    title = (
        "План діяльності Лівобережного київського місцевого центру з надання безоплатної вторинної правової "
        "допомоги на 2023 рік"
    )
    return write_word(path, (paragraph(title), table(rows)))


def _year_rows(measures: list[Row]) -> Iterator[list[Cell | str]]:
    tasks = list(dict.fromkeys(row["task_code"] for row in measures))
    before: Row = {}
    for row in measures:
        is_new = {
            name: any(row[each] != before.get(each) for each in keys)
            for name, keys in {
                "task": ("task_code",),
                "subtask": ("subtask_code",),
                "purpose": ("subtask_code", "purpose"),
            }.items()
        }
        texts = [
            (f"{tasks.index(row['task_code']) + 1}.", is_new["task"]),
            (f"Завдання {row['task_code']}. {row['task']}", is_new["task"]),
            (f"Підзавдання {row['subtask_code']}. {row['subtask']}", is_new["subtask"]),
            (row["purpose"], is_new["purpose"]),
            (f"{row['measure_code']} {row['measure']}", True),
            (row["responsible"].replace("; ", ", "), True),
        ]
        levels = [Cell(text, merge="begin") if begins else Cell(merge="go on") for text, begins in texts]
        yield [*levels, Cell(row["indicator"], span=6)]
        figures = [row[name] for name in _FIGURES]
        in_words = not row["total"].isdecimal()
        targets: list[Cell | str] = [Cell(row["total"], span=5)] if in_words else [*figures]
        yield [*(Cell(merge="go on") for _level in levels), "ЛБ КМЦ", *targets]
        before = row
