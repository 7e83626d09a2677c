"""A row that only heads the measures below it gives them a direction, a task or a subtask, wherever it stands."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.plan_workbook import PLAN_HEADINGS, plan_book, planned
from xlplan.documents.plan_reader.reader import PlanReading, interpret_plan

HOR = "Хорошівське БПД"
WIDTH = len(PLAN_HEADINGS)
Row = Sequence[object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "План.xlsx"


def measure(code: str) -> list[object]:
    return planned(code, f"Захід номер {code}", HOR, f"показник {code}", None, 1, 1, 1, 1, 4)


def heading(text: str, column: int = 0) -> list[object]:
    return [*[None] * column, text, *[None] * (WIDTH - column - 1)]


def read(path: Path, *rows: Row, wide: bool = True) -> PlanReading:
    """The reading of `План` with these rows; `wide`: rows with one text are merged over the whole width."""
    alone = [at for at, row in enumerate(rows) if sum(value is not None for value in row) == 1]
    merged = [f"{'ABCDEFG'[_column(rows[at])]}{at + 2}:O{at + 2}" for at in alone] if wide else []
    return interpret_plan(plan_book(path, plan=rows, merged=merged))


def _column(row: Row) -> int:
    return next(at for at, value in enumerate(row) if value is not None)


def levels(reading: PlanReading) -> list[tuple[str, str, str]]:
    assert reading.plan, [str(finding) for finding in reading.findings]
    return [(each.direction, each.task, each.subtask) for each in reading.plan.measures]


@pytest.mark.parametrize("column", [0, 1, 2, 4, 5])
@pytest.mark.parametrize(
    ("high", "low"),
    [
        ("Напрям 1. Доступ", "Завдання 1.1. Наближення"),
        ("І. Доступ", "1. Наближення"),
        ("ІІІ Доступ", "3.1. Наближення"),
        ("ДОСТУП ДО ПРАВОСУДДЯ", "Наближення послуг"),
        ("Розділ 1. Доступ", "Наближення послуг"),
        ("Strategic goal 1: Access", "1.1 Closer services"),
        ("Direction 1. Access", "Task 1.1. Closer services"),
    ],
)
def test_two_headings_are_a_direction_and_a_task_in_whatever_column(
    path: Path, column: int, high: str, low: str
) -> None:
    rows = [heading(high, column), heading(low, column), measure("1.1.1"), heading(low, column), measure("1.2.1")]
    reading = read(path, *rows)
    (direction, task, subtask), (again, *_rest) = levels(reading)
    assert direction
    assert task
    assert high.endswith(direction.split(" ", 1)[-1])
    assert low.endswith(task.split(" ", 1)[-1])
    assert (subtask, again) == ("", direction)


@pytest.mark.parametrize("wide", [True, False])
def test_three_headings_are_direction_task_and_subtask(path: Path, wide: bool) -> None:
    rows = [heading("I. Доступ"), heading("1. Послуги"), heading("1.1 Виїзди"), measure("1.1.1.1")]
    assert levels(read(path, *rows, wide=wide)) == [("I. Доступ", "1. Послуги", "1.1 Виїзди")]


def test_a_number_beside_a_heading_belongs_to_it(path: Path) -> None:
    row = planned("ІІ", "Правопросвітництво")
    assert levels(read(path, row, measure("2.1"), wide=False)) == [("ІІ Правопросвітництво", "", "")]


def test_headings_without_numbers_that_follow_each_other_stand_under_each_other(path: Path) -> None:
    rows = [heading("Доступ"), heading("Послуги"), measure("1.1.1"), heading("Правопросвіта"), heading("Молодь")]
    assert levels(read(path, *rows, measure("2.1.1"))) == [
        ("Доступ", "Послуги", ""),
        ("Правопросвіта", "Молодь", ""),
    ]


def test_a_single_heading_among_such_is_read_as_a_task_and_told(path: Path) -> None:
    rows = [heading("Доступ"), heading("Послуги"), measure("1.1.1"), heading("Якість"), measure("1.2.1")]
    reading = read(path, *rows)
    assert levels(reading) == [("Доступ", "Послуги", ""), ("Доступ", "Якість", "")]
    assert [(each.code, each.location.cell) for each in reading.findings] == [("plan-banner-read", "A5")]


def test_headings_of_one_kind_are_all_directions(path: Path) -> None:
    rows = [heading("Доступ"), measure("1.1"), heading("Правопросвіта"), measure("2.1")]
    assert levels(read(path, *rows)) == [("Доступ", "", ""), ("Правопросвіта", "", "")]


def test_a_heading_in_its_own_column_keeps_it(path: Path) -> None:
    rows = [heading("Доступ", 1), measure("1.1"), heading("Якість", 1), measure("2.1")]
    assert levels(read(path, *rows, wide=False)) == [("", "Доступ", ""), ("", "Якість", "")]


def test_a_text_that_may_go_on_with_the_measure_above_is_asked_about(path: Path) -> None:
    reading = read(path, measure("1.1"), heading("у школах та ліцеях", 5), measure("1.2"), wide=False)
    assert ("plan-text-alone", "F3") in [(each.code, each.location.cell) for each in reading.findings]
