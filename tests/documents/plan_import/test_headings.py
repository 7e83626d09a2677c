"""Headings and banners of a centre's own table: what they are read as, and that nothing under them is lost."""

from collections.abc import Sequence

import pytest

from tests.support.plan_sources import FILE, TITLE, grid, plan_in, refusal
from xlplan.documents.formats.grid import MergedRange
from xlplan.documents.plan_import.importer import ImportedPlan
from xlplan.documents.plan_import.source import Source
from xlplan.documents.plan_reader.grid import Grid
from xlplan.domain.findings.plan_kinds import PLAN_COLUMN_NOT_READ
from xlplan.domain.findings.plan_layout_kinds import (
    PLAN_COLUMN_LOST,
    PLAN_HEADINGS_UNCLEAR,
    PLAN_INDICATOR_BY_RESULT,
)
from xlplan.domain.returned import CellValue

UNIT = "Озерянське БПД"
USUAL = ("Найменування заходу", "Виконавець", "Показник", "І", "ІІ", "ІІІ", "IV", "Разом")
Cells = Sequence[CellValue]


def measure(number: int) -> Cells:
    return (f"{number}. Захід", UNIT, f"показник {number}", 1, 1, 1, 1, 4)


def banners(headings: Cells, *rows: Cells) -> Grid:
    """A table in which a row with a single text is merged over the whole width, as on paper."""
    table = (headings, *rows)
    wide = [at for at, row in enumerate(table) if len(row) == 1]
    return grid(*table, merged=[MergedRange(at, at + 1, 0, len(headings)) for at in wide])


def imported(table: Grid) -> ImportedPlan:
    return plan_in(Source(FILE, (TITLE, table)))


def levels(plan: ImportedPlan) -> list[tuple[object, object, object]]:
    return [(row["direction"], row["task"], row.get("code")) for row in plan.rows.plan]


@pytest.mark.parametrize("heading", ["Напрям", "Напрям роботи", "Пріоритет", "Сфера діяльності", "Priority"])
def test_tasks_over_the_width_go_on_over_a_column_of_directions(heading: str) -> None:
    rows = (
        ["Завдання 1. Доступність"],
        ["Села", *measure(1)],
        ["Міста", *measure(2)],
        ["Завдання 2. Розвиток"],
        ["Кадри", *measure(3)],
    )

    assert levels(imported(banners((heading, *USUAL), *rows))) == [
        ("Села", "1. Доступність", "1"),
        ("Міста", "1. Доступність", "2"),
        ("Кадри", "2. Розвиток", "3"),
    ]


def test_priorities_over_the_width_are_above_a_column_of_directions() -> None:
    rows = (
        ["Пріоритет. Доступ"],
        ["Села", *measure(1)],
        ["Міста", *measure(2)],
        ["Пріоритет. Якість"],
        ["Кадри", *measure(3)],
    )

    assert levels(imported(banners(("Напрям", *USUAL), *rows))) == [
        ("Пріоритет. Доступ", "Села", "1"),
        ("Пріоритет. Доступ", "Міста", "2"),
        ("Пріоритет. Якість", "Кадри", "3"),
    ]


@pytest.mark.parametrize("before", [("Хтось",), ("№", "Напрям"), ("№", "Хтось"), ("Примітка",), ("Термін",)])
def test_a_task_over_the_width_counts_whatever_column_it_begins_in(before: tuple[str, ...]) -> None:
    filled = tuple(f"{at}" for at in range(1, len(before) + 1))
    rows = (["Завдання 1. Доступність"], [*filled, *measure(1)], ["Завдання 2. Розвиток"], [*filled, *measure(2)])

    plan = imported(banners((*before, *USUAL), *rows))

    assert [row["task"] for row in plan.rows.plan] == ["1. Доступність", "2. Розвиток"]


def test_the_texts_of_a_column_whose_heading_is_not_known_are_told() -> None:
    headings = ("Відання", *USUAL)
    rows = (tuple(range(1, 10)), ["Села", *measure(1)], [None, *measure(2)], ["Міста", *measure(3)])

    (told,) = (each for each in imported(grid(headings, *rows)).findings if each.kind is PLAN_COLUMN_LOST)

    assert told.location.cell == "A3"
    assert "«Відання»" in told.problem
    assert "«Села» (A3), «Міста» (A5)" in told.problem


def test_a_column_of_numbers_alone_that_is_not_known_is_only_noted() -> None:
    findings = imported(grid(("Відання", *USUAL), [7, *measure(1)])).findings

    assert PLAN_COLUMN_NOT_READ in [each.kind for each in findings]
    assert PLAN_COLUMN_LOST not in [each.kind for each in findings]


@pytest.mark.parametrize(
    "heading", ["Очікуваний результат", "Очікувані результати (показники)", "Expected results"]
)
def test_results_are_the_indicators_where_no_column_is_headed_so(heading: str) -> None:
    plan = imported(grid((*USUAL[:2], heading, *USUAL[3:]), measure(1)))

    assert plan.rows.plan[0]["indicator"] == "показник 1"
    assert PLAN_INDICATOR_BY_RESULT in [each.kind for each in plan.findings]


def test_results_beside_indicators_are_the_purpose() -> None:
    (row,) = imported(grid((*USUAL, "Очікуваний результат"), [*measure(1), "Довіра"])).rows.plan

    assert (row["purpose"], row["indicator"]) == ("Довіра", "показник 1")


def test_a_plan_by_terms_without_numbers_is_read_as_far_as_it_goes() -> None:
    headings = ("№ з/п", "Захід", "Виконавець", "Термін виконання", "Очікуваний результат")

    (row,) = imported(grid(headings, [1, "Виїзди", UNIT, "щокварталу", "проведені виїзди"])).rows.plan

    assert (row["measure"], row["term"], row["indicator"]) == ("Виїзди", "щокварталу", "проведені виїзди")


def test_a_plan_by_terms_alone_is_read_as_far_as_it_goes() -> None:
    (row,) = imported(grid(("№ з/п", "Захід", "Виконавець", "Термін"), [1, "Виїзди", UNIT, "грудень"])).rows.plan

    assert (row["measure"], row["responsible"], row["term"]) == ("Виїзди", UNIT, "грудень")


def test_a_column_that_could_hold_the_numbers_is_asked_about_with_every_column_of_the_table() -> None:
    headings = ("Захід", "Виконавець", "Термін", "Показник", "Скільки має бути")

    (finding,) = refusal(Source(FILE, (grid(headings, ["Виїзди", UNIT, "грудень", "виїзди", 4]),)))

    assert finding.kind is PLAN_HEADINGS_UNCLEAR
    assert "A «Захід» — Захід" in finding.problem
    assert "E «Скільки має бути» — ?" in finding.problem
    assert "аркуш" not in finding.problem
