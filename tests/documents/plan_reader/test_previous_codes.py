"""The column `Попередній код`: the rows before that a row continues, as people write them."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.support.plan_workbook import PLAN_HEADINGS, plan_book, planned
from xlplan.documents.plan_reader.reader import PlanReading, interpret_plan

COLUMN = PLAN_HEADINGS.index("Попередній код")


def reading(path: Path, cell: object) -> PlanReading:
    """The reading of a plan with one row, which has this cell in the column."""
    row = planned("1.1", "Лекції", "Усі", "лекції", None, 1)
    row[COLUMN] = cell
    return interpret_plan(plan_book(path / "План.xlsx", plan=[row]))


@pytest.mark.parametrize(
    ("cell", "continues"),
    [
        (None, None),
        ("—", None),
        ("1.4.5", ("1.4.5",)),
        (" 1.4.5. ", ("1.4.5",)),
        ("захід 1.4.5", ("1.4.5",)),
        ("1.4.5/2", ("1.4.5/2",)),
        ("1.4.5 / 2", ("1.4.5/2",)),
        ("1.4.5/1", ("1.4.5",)),
        ("1.3; 1.5", ("1.3", "1.5")),
        ("1.3, 1.5/2;", ("1.3", "1.5/2")),
        ("1.3\n1.5", ("1.3", "1.5")),
        ("1.3; 1.3", ("1.3",)),
        (7, ("7",)),
        ("новий", ()),
        ("Новий", ()),
        ("new", ()),
    ],
)
def test_codes_and_the_word_for_a_new_row_are_read_in_any_spelling(
    tmp_path: Path, cell: object, continues: tuple[str, ...] | None
) -> None:
    plan = reading(tmp_path, cell).plan
    assert plan is not None
    assert plan.indicator("1.1").continues == continues


@pytest.mark.parametrize(
    "cell", ["як був", "1.3 новий", "новий; 1.3", "1.3/", "1.3/0", ";", 1.1, datetime(2021, 4, 1)]
)
def test_what_nobody_can_read_is_a_finding_at_its_cell(tmp_path: Path, cell: object) -> None:
    read = reading(tmp_path, cell)
    found = [(each.code, each.location.cell) for each in read.findings if each.code != "plan-target-unset"]
    assert found == [("plan-previous-unclear", "U2")]
    assert read.plan is None


def test_a_workbook_without_the_column_is_as_good(tmp_path: Path) -> None:
    path = plan_book(tmp_path / "План.xlsx")
    book = openpyxl.load_workbook(path)
    book["План"].delete_cols(COLUMN + 1)
    book.save(path)
    read = interpret_plan(path)
    assert read.plan is not None
    assert read.plan.indicator("1.1").continues is None
    assert read.places["1.1"].cell == "E2"
    assert reading(tmp_path, None).places["1.1"].cell == "U2"
