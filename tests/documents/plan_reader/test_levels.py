"""Rows of a plan that hold only a direction, a task, a subtask or a purpose: over measures, or without any."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Office
from tests.support.plan_workbook import PLAN_HEADINGS, plan_book, planned
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.plan_writer.writer import write_plan
from xlplan.domain.plan import EmptyLevel, Plan

MADE = datetime(2021, 3, 10, 9, 0, tzinfo=UTC)
HOR = "Хорошівське БПД"
FIRST, SECOND = "1. Доступ", "2. Якість"


def levels(
    direction: str | None = None,
    task: str | None = None,
    subtask: str | None = None,
    purpose: str | None = None,
    code: str | None = None,
    **cells: str,
) -> list[object]:
    """A row with these levels, and a measure where it has a code."""
    row = planned(code, f"Лекції {code}", HOR, "лекції", None, 1) if code else planned()
    row[:4] = [direction, task, subtask, purpose]
    for heading, value in cells.items():
        row[PLAN_HEADINGS.index(heading)] = value
    return row


def plan_of(path: Path, *rows: Sequence[object]) -> Plan:
    plan, findings = read_plan(plan_book(path, plan=rows))
    assert plan is not None, [str(finding) for finding in findings]
    return plan


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "План.xlsx"


def test_a_task_without_measures_stays_before_the_measure_that_follows(path: Path) -> None:
    plan = plan_of(
        path,
        levels(FIRST, "1.1 Зустрічі", code="1.1.1"),
        levels(None, "1.2 Переадресація", None, "Партнерство"),
        levels(None, "1.3 Сайт", code="1.3.1"),
    )
    assert plan.empty_levels == (EmptyLevel(FIRST, "1.2 Переадресація", "", "Партнерство", "1.3.1"),)
    assert [(each.code, each.task, each.purpose) for each in plan.measures] == [
        ("1.1.1", "1.1 Зустрічі", ""),
        ("1.3.1", "1.3 Сайт", ""),
    ]


def test_after_the_last_measure_it_stays_at_the_end(path: Path) -> None:
    plan = plan_of(path, levels(FIRST, "1.1 Зустрічі", code="1.1.1"), levels(SECOND), levels(None, "2.1 Сайт"))
    assert plan.empty_levels == (EmptyLevel(SECOND, "2.1 Сайт"),)


def test_a_subtask_and_a_purpose_stay_too(path: Path) -> None:
    plan = plan_of(
        path,
        levels(FIRST, "1.1 Зустрічі", "1.1.1 Села", "Знання", "1.1.1.1"),
        levels(purpose="Довіра"),
        levels(subtask="1.1.2 Міста"),
        levels(subtask="1.1.3 Школи", code="1.1.3.1"),
    )
    assert [(each.subtask, each.purpose) for each in plan.empty_levels] == [
        ("1.1.1 Села", "Довіра"),
        ("1.1.2 Міста", ""),
    ]


def test_a_row_over_its_measures_is_no_level_without_measures(path: Path) -> None:
    plan = plan_of(
        path, levels(FIRST), levels(None, "1.1 Зустрічі"), levels(purpose="Знання"), levels(code="1.1.1")
    )
    assert plan.empty_levels == ()
    (measure,) = plan.measures
    assert (measure.direction, measure.task, measure.purpose) == (FIRST, "1.1 Зустрічі", "Знання")


def test_the_note_beside_it_stays(path: Path) -> None:
    rows = [levels(FIRST, "1.1 Зустрічі", code="1.1.1"), levels(None, "1.2 Сайт", Примітка="чекаємо наказу")]
    assert [each.note for each in plan_of(path, *rows).empty_levels] == ["чекаємо наказу"]
    _plan, findings = read_plan(path)
    assert [(each.code, each.location.cell) for each in findings] == [
        ("plan-noted", "P3"),
        ("plan-level-empty", "B3"),
    ]


def test_a_note_beside_a_task_with_measures_is_told(path: Path) -> None:
    rows = [levels(FIRST, "1.1 Зустрічі", Примітка="чекаємо наказу"), levels(code="1.1.1")]
    assert plan_of(path, *rows).empty_levels == ()
    assert [(each.code, each.location.cell) for each in read_plan(path)[1]] == [("plan-noted", "P2")]


def test_two_tasks_in_a_row_without_measures_keep_their_order(path: Path) -> None:
    plan = plan_of(path, levels(FIRST, "1.1 А"), levels(None, "1.2 Б"), levels(None, "1.3 В", code="1.3.1"))
    assert [(each.task, each.before) for each in plan.empty_levels] == [("1.1 А", "1.3.1"), ("1.2 Б", "1.3.1")]


@pytest.fixture
def whole(path: Path) -> Plan:
    """A plan with a level of each kind without measures."""
    return plan_of(
        path,
        levels("1.1 Порожній"),
        levels(FIRST, "1.1 Зустрічі", "1.1.1 Села", "Знання", "1.1.1.1"),
        levels(purpose="Довіра"),
        levels(subtask="1.1.2 Міста", Примітка="сумнів"),
        levels(None, "1.2 Сайт", "—", "Партнерство"),
        levels(SECOND, "2.1 Якість", code="2.1.1"),
        levels("3. Кінець"),
    )


def test_the_workbook_of_a_plan_has_a_row_for_each_and_reads_back(whole: Plan, tmp_path: Path) -> None:
    write_plan(tmp_path / "again.xlsx", whole, MADE)
    assert len(whole.empty_levels) == 5
    assert read_plan(tmp_path / "again.xlsx")[0] == whole


def test_the_check_beside_such_a_row_says_nothing(whole: Plan, tmp_path: Path) -> None:
    write_plan(tmp_path / "again.xlsx", whole, MADE)
    sheet = openpyxl.load_workbook(tmp_path / "again.xlsx", data_only=True)["План"]
    headings = [str(cell.value) for cell in sheet[5]]
    code, check = headings.index("Код"), headings.index("Перевірка")
    told = [(row[code], row[check] or "") for row in sheet.iter_rows(min_row=6, max_row=12, values_only=True)]
    assert told == [(None, ""), ("1.1.1.1", "✓"), (None, ""), (None, ""), (None, ""), ("2.1.1", "✓"), (None, "")]


@pytest.mark.office
@pytest.mark.parametrize("to", ["xlsx", "ods", "xls"])
def test_it_reads_back_from_libreoffice(whole: Plan, tmp_path: Path, to: str, office: Office) -> None:
    write_plan(tmp_path / "again.xlsx", whole, MADE)
    assert read_plan(office(tmp_path / "again.xlsx", to))[0] == whole
