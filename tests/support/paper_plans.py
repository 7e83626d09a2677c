"""The two real plans as Word documents, laid out as they are on paper, made of the CSV files of the repository."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from tests.support.paths import ROOT
from tests.support.word_files import cell, docx, paragraph, row, table

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

_GOES_ON = cell(merge="continue")

Row = Mapping[str, str]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def write_quarterly_plan(path: Path) -> Path:
    """Writes the plan of the Korosten centre: events in the measures' cells, their executors beside them."""
    events = _rows(_KOROSTEN / "2021-Q2-events.csv")
    rows = [row(*_QUARTER_HEADINGS)]
    measures = _rows(_KOROSTEN / "2021-Q2-measures.csv")
    number = 0
    for direction, of_direction in groupby(measures, lambda row: f"{row['direction_no']}. {row['direction']}"):
        rows.append(row(cell(direction, span=len(_QUARTER_HEADINGS))))
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
    path.write_bytes(docx(*map(paragraph, above), table(*rows), *map(paragraph, below)))
    return path


def _quarter_rows(number: int, group: list[Row], events: Iterable[Row]) -> Iterator[str]:
    task = f"Завдання {group[0]['task_code']} {group[0]['task']}"
    columns = (
        _merged_down([str(number)] * len(group)),
        _merged_down([task] * len(group)),
        _merged_down([each["purpose"] for each in group]),
    )
    for each, *levels in zip(group, *columns, strict=True):
        code = each["measure_code"]
        own = [event["event"] for event in events if event["measure_code"] == code]
        measure = [f"Захід {code} {each['measure']}.", *(f"- {title}" for title in own if title)] if code else []
        people = each["responsible"].split("; ")
        yield row(*levels, cell(*measure), cell(*people), each["term"], each["indicator"], each["target"])


def _merged_down(texts: Sequence[str]) -> list[str]:
    """Cells of a column, one for each row: equal neighbours are merged downward."""
    cells = []
    for at, text in enumerate(texts):
        goes_on = at > 0 and texts[at - 1] == text
        begins = not goes_on and at + 1 < len(texts) and texts[at + 1] == text
        cells.append(cell("" if goes_on else text, merge="continue" if goes_on else "restart" if begins else ""))
    return cells


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
    first = row(*(cell(each, merge="restart") for each in _YEAR_HEADINGS), cell(heading, span=6))
    merges = ["continue"] * len(_YEAR_HEADINGS) + [""] * 6
    second = row(*(cell(text, merge=merge) for text, merge in zip(below, merges, strict=True)))
    rows = (first, second, *_year_rows(measures))
    title = (
        "План діяльності Лівобережного київського місцевого центру з надання безоплатної вторинної правової "
        "допомоги на 2023 рік"
    )
    path.write_bytes(docx(paragraph(title), table(*rows, columns=12)))
    return path


def _year_rows(measures: list[Row]) -> Iterator[str]:
    tasks = list(dict.fromkeys(each["task_code"] for each in measures))
    before: Row = {}
    for each in measures:
        number = tasks.index(each["task_code"]) + 1
        texts = {
            f"{number}.": ("task_code",),
            f"Завдання {each['task_code']}. {each['task']}": ("task_code",),
            f"Підзавдання {each['subtask_code']}. {each['subtask']}": ("subtask_code",),
            each["purpose"]: ("subtask_code", "purpose"),
            f"{each['measure_code']} {each['measure']}": ("measure_code",),
            each["responsible"].replace("; ", ", "): ("measure_code",),
        }
        levels = [
            cell(text, merge="restart") if any(each[name] != before.get(name) for name in names) else _GOES_ON
            for text, names in texts.items()
        ]
        yield row(*levels, cell(each["indicator"], span=6))
        in_words = not each["total"].isdecimal()
        targets = [cell(each["total"], span=5)] if in_words else [cell(each[name]) for name in _FIGURES]
        yield row(*(_GOES_ON for _level in levels), "ЛБ КМЦ", *targets)
        before = each
