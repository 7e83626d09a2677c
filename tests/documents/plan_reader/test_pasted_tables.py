"""A table pasted into `План` with headings of its own is read by these, in whatever order they stand."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.support.paths import ROOT
from tests.support.plan_workbook import plan_book as book_of
from tests.support.plan_workbook import planned
from xlplan.documents.plan_reader.reader import PlanReading, interpret_plan
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.domain.plan import Measure
from xlplan.domain.sheets import PLAN
from xlplan.text.translation import use_language

HOR, LUG = "Хорошівське БПД", "Лугинське БПД"
PAPER = [
    "№ з/п",
    "Найменування заходу",
    "Виконавець",
    "Індикатор",
    "І кв.",
    "ІІ кв.",
    "ІІІ кв.",
    "ІV кв.",
    "Всього",
]
REAL_PLANS = [
    next((ROOT / folder).glob("*.xlsx")) for folder in ("templates", "examples/livoberezhnyi-2023/templates")
]
IN_WORDS_OF_PAPER = {
    "Код": "№ з/п",
    "Захід": "Зміст заходу",
    "Відповідальний": "Виконавець",
    "Термін": "Строк виконання",
    "Показник": "Індикатор",
    "I": "І кв.",
    "II": "2 квартал",
    "Разом": "Усього за рік",
    "Примітка": "Примітки",
}
Table = Sequence[Sequence[object]]
# The position, from 0, of the check beside the columns of the sheet.
CHECK = len(PLAN.columns)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "План.xlsx"


def read(
    path: Path, *table: Sequence[object], merged: Sequence[str] = (), period: str = "2021 рік"
) -> PlanReading:
    """The reading of a table that stands in `План` from row 2 on, under the sheet's own headings."""
    return interpret_plan(book_of(path, details={"Період": period}, plan=table, merged=merged))


def measures(reading: PlanReading) -> list[Measure]:
    assert reading.plan, [str(finding) for finding in reading.findings]
    return list(reading.plan.measures)


def faults(reading: PlanReading) -> list[Finding]:
    return [finding for finding in reading.findings if finding.severity is Severity.ERROR]


def told(reading: PlanReading, code: str) -> list[Finding]:
    return [finding for finding in reading.findings if finding.code == code]


def test_the_columns_are_read_by_the_headings_of_the_table(path: Path) -> None:
    reading = read(path, PAPER, [1, "Захід 1.1 Лекції", HOR, "лекції", 1, 2, 3, 4, 10])
    (measure,) = measures(reading)
    assert (measure.code, measure.title, measure.units) == ("1.1", "Лекції", ("HOR",))
    assert [target.count for _quarter, target in measure.indicators[0].targets] == [1, 2, 3, 4]


def test_how_each_column_is_read_is_told_once(path: Path) -> None:
    reading = read(path, PAPER, [1, "Захід 1.1 Лекції", HOR, "лекції", 1, 2, 3, 4, 10])
    (note,) = told(reading, "plan-headings-read")
    assert note.location.cell == "A2"
    assert "B «Найменування заходу» — Захід; C «Виконавець» — Відповідальний" in note.problem


def test_headings_in_english_are_read(path: Path) -> None:
    use_language("en")
    headings = ["No.", "KPI", "Q1", "Q2", "Q3", "Q4", "Total", "Activity", "Owner", "Deadline", "Notes"]
    reading = read(path, headings, ["1.1", "lectures", 1, 1, 1, 1, 4, "Lectures", HOR, "monthly", "see order"])
    (measure,) = measures(reading)
    assert (measure.code, measure.title, measure.term) == ("1.1", "Lectures", "monthly")
    assert measure.indicators[0].note == "see order"


def test_two_rows_of_headings_are_read_together(path: Path) -> None:
    first = ["п/п", "Зміст заходу", "Відповідальні", "Показник результативності", "План на 2026 рік", *[None] * 4]
    second = [*[None] * 4, "I", "II", "III", "IV", "Разом"]
    merged = ["A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:I2"]
    (measure,) = measures(
        read(path, first, second, [1, "1.1 Лекції", LUG, "лекції", 1, 1, 1, 1, 4], merged=merged)
    )
    assert [target.count for _quarter, target in measure.indicators[0].targets] == [1, 1, 1, 1]


def test_two_rows_of_headings_are_read_over_the_checks_of_the_sheet(path: Path) -> None:
    first = [*PAPER[:4], "План на 2021 рік", *[None] * (CHECK - 4)]
    second = [*[None] * 4, "I", "II", "III", "IV", "Разом", *[None] * (CHECK - 9), "плану немає"]
    row = [1, "1.1 Лекції", HOR, "лекції", 1, 1, 1, 1, 4, *[None] * (CHECK - 9), "✓"]
    book = openpyxl.load_workbook(book_of(path, details={"Період": "2021 рік"}, plan=[first, second, row]))
    book["План"].cell(1, CHECK + 1, "Перевірка")
    book.save(path)
    (measure,) = measures(interpret_plan(path))
    assert [target.count for _quarter, target in measure.indicators[0].targets] == [1, 1, 1, 1]


def test_a_second_column_headed_as_an_indicator_holds_the_targets_where_its_values_are_numbers(path: Path) -> None:
    headings = ["п/п", "Найменування заходу", "Виконавець", "Найменування показників", "Показник результативності"]
    rows = [[1, "Захід 1.1 Лекції", HOR, "лекції", 3], [2, "Захід 1.2 Тренінги", LUG, "тренінги", "за потреби"]]
    plan = measures(read(path, headings, *rows, period="ІІ квартал 2021 року"))
    assert [each.indicators[0].title for each in plan] == ["лекції", "тренінги"]
    assert plan[0].indicators[0].targets[0][1].count == 3


def test_numbers_of_rows_are_codes_where_the_measures_have_none(path: Path) -> None:
    rows: Table = [[1, "Лекції", HOR, "лекції", 1, 1, 1, 1], [2, None, None, "слухачі", 9, 9, 9, 9]]
    plan = measures(read(path, PAPER, *rows, [3, "Тренінги", LUG, "тренінги", 1, 1, 1, 1]))
    assert [(each.code, [one.title for one in each.indicators]) for each in plan] == [
        ("1", ["лекції", "слухачі"]),
        ("3", ["тренінги"]),
    ]


def test_a_title_above_the_pasted_table_is_left_out(path: Path) -> None:
    reading = read(path, ["ПЛАН на 2021 рік"], PAPER, [1, "Захід 1.1 Лекції", HOR, "лекції", 1, 1, 1, 1])
    assert [each.code for each in measures(reading)] == ["1.1"]
    assert [each.location.cell for each in told(reading, "plan-row-left-out")] == ["A2"]


def test_measures_above_the_pasted_table_are_read_by_the_headings_of_the_sheet(path: Path) -> None:
    above = planned("1.1", "Лекції", HOR, "лекції", None, 1, 1, 1, 1, 4)
    plan = measures(read(path, above, PAPER, [1, "Захід 1.2 Тренінги", LUG, "тренінги", 2, 2, 2, 2]))
    assert [(each.code, each.units) for each in plan] == [("1.1", ("HOR",)), ("1.2", ("LUG",))]


def test_headings_repeated_on_each_page_are_left_out(path: Path) -> None:
    first, second = [1, "Захід 1.1 Лекції", HOR, "лекції", 1], [2, "Захід 1.2 Тренінги", LUG, "тренінги", 1]
    reading = read(path, PAPER, first, PAPER, second)
    assert [each.code for each in measures(reading)] == ["1.1", "1.2"]
    assert len(told(reading, "plan-headings-read")) == 1


def test_a_table_after_another_is_read_by_its_own_headings(path: Path) -> None:
    other = ["Виконавець", "Індикатор", "Захід", "І кв."]
    rows: Table = [[1, "Захід 1.1 Лекції", HOR, "лекції", 1], other, [LUG, "тренінги", "Захід 1.2 Тренінги", 2]]
    plan = measures(read(path, PAPER, *rows))
    assert [(each.code, each.units) for each in plan] == [("1.1", ("HOR",)), ("1.2", ("LUG",))]


def test_headings_in_the_order_of_the_sheet_change_nothing(path: Path) -> None:
    printed = planned("Код заходу", "Назва заходу", "Виконавець", "Індикатор", None, "І кв.")
    reading = read(path, printed, planned("1.1", "Лекції", HOR, "лекції", None, 1, 1, 1, 1, 4))
    assert [each.code for each in measures(reading)] == ["1.1"]
    assert told(reading, "plan-headings-read") == []


def test_a_table_pasted_over_the_headings_of_the_sheet_is_read(path: Path) -> None:
    book = openpyxl.load_workbook(book_of(path, plan=[]))
    book["План"].delete_rows(1)
    for row in (PAPER, [1, "Захід 1.1 Лекції", HOR, "лекції", 1, 1, 1, 1, 4]):
        book["План"].append(row)
    book.save(path)
    assert [each.code for each in measures(interpret_plan(path))] == ["1.1"]


def test_two_columns_that_could_be_the_same_are_asked_about_in_one_sentence(path: Path) -> None:
    headings = ["Код", "Захід", "Відповідальні", "Виконавець", "Індикатор", "Всього"]
    rows = [[f"1.{at}", "Лекції", HOR, LUG, "лекції", 1] for at in range(1, 9)]
    (fault,) = faults(read(path, headings, *rows))
    assert (fault.code, fault.location.cell) == ("plan-headings-alike", "C2")
    assert fault.problem == ("На «Відповідальний» схожі кілька стовпців: C «Відповідальні», D «Виконавець».")


def test_an_empty_column_is_no_second_one(path: Path) -> None:
    headings = ["Код", "Захід", "Відповідальні", "Виконавець", "Індикатор", "І кв."]
    assert measures(read(path, headings, ["1.1", "Лекції", None, LUG, "лекції", 1]))[0].units == ("LUG",)


def test_a_heading_that_nobody_can_tell_is_one_sentence(path: Path) -> None:
    headings = ["Код", "Захід", "Термін", "Хто робить", "Індикатор", "Скільки"]
    rows = [[f"1.{at}", "Лекції", "щомісяця", LUG, "лекції", 1] for at in range(1, 9)]
    (fault,) = faults(read(path, headings, *rows))
    assert fault.code == "plan-headings-unclear"
    assert "не означає «Відповідальний», «Разом»" in fault.problem
    assert "D «Хто робить» — ?; E «Індикатор» — Показник; F «Скільки» — ?" in fault.problem


def test_shares_of_a_table_that_is_not_read_are_no_further_faults(path: Path) -> None:
    headings = ["Код", "Захід", "Відповідальні", "Виконавець", "Індикатор", "Всього"]
    share = ["1.1", None, HOR, 1, 1, None, None]
    book_of(path, plan=[headings, ["1.1", "Лекції", HOR, LUG, "лекції", 1]], shares=[share])
    assert [each.code for each in faults(interpret_plan(path))] == ["plan-headings-alike"]


def test_a_task_over_the_whole_width_needs_no_column_of_tasks(path: Path) -> None:
    headings = ["Напрям", "Захід", "Виконавець", "Індикатор", "І кв."]
    rows: Table = [["1. Доступ"], ["Завдання 1.1 Інформація"], [None, "Захід 1.1.1 Лекції", HOR, "лекції", 1]]
    (measure,) = measures(read(path, headings, *rows))
    assert (measure.direction, measure.task) == ("1. Доступ", "1.1 Інформація")


def test_a_direction_over_the_whole_width_stands_in_the_column_of_numbers(path: Path) -> None:
    rows: Table = [
        ["1. Доступ"],
        [1, "Захід 1.1 Лекції", HOR, "лекції", 1],
        ["2. Якість"],
        [2, "2.1 Збори", LUG, "збори"],
    ]
    plan = measures(read(path, PAPER, *rows))
    assert [(each.code, each.direction) for each in plan] == [("1.1", "1. Доступ"), ("2.1", "2. Якість")]


def test_a_direction_stands_in_the_column_of_numbers_that_are_codes(path: Path) -> None:
    rows: Table = [["І. Доступ"], ["1.1", "Лекції", HOR, "лекції", 1], [None, None, None, "слухачі", 5]]
    (measure,) = measures(read(path, PAPER, *rows))
    assert (measure.code, measure.direction, len(measure.indicators)) == ("1.1", "І. Доступ", 2)


def test_words_merged_across_the_quarters_of_the_table_are_of_each(path: Path) -> None:
    row = [1, "Захід 1.1 Лекції", HOR, "лекції", "постійно", None, None, None, None]
    (measure,) = measures(read(path, PAPER, row, merged=["E3:I3"]))
    assert len(measure.indicators[0].targets) == 4


@pytest.mark.parametrize("plan", REAL_PLANS, ids=lambda path: path.stem)
def test_a_real_plan_in_another_order_under_paper_headings_is_the_same_plan(path: Path, plan: Path) -> None:
    book = openpyxl.load_workbook(plan)
    sheet = book["План"]
    first = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "Напрям")
    table = [[cell.value for cell in row if not str(cell.value).startswith("=")] for row in sheet.iter_rows(first)]
    width = table[0].index("Перевірка")
    table[0] = [IN_WORDS_OF_PAPER.get(str(heading), heading) for heading in table[0]]
    for at, row in enumerate(table, start=first + 1):
        for column in range(width):
            sheet.cell(at, width - column).value = row[column]
    book.save(path)
    pasted = interpret_plan(path)
    assert told(pasted, "plan-headings-read")
    assert pasted.plan == interpret_plan(plan).plan
