"""The unit of measure of a row that does not name it: its title tells, or the words beside its numbers."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.plan_workbook import PLAN_HEADINGS, plan_book, planned
from xlplan.documents.plan_reader.indicator_words import says_ceiling
from xlplan.documents.plan_reader.reader import PlanReading, interpret_plan
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.domain.plan import AddsUp, Better
from xlplan.domain.unit_of_measure import WHOLE_THINGS, UnitOfMeasure
from xlplan.text.translation import use_language


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "План.xlsx"


def read(path: Path, title: str, targets: Sequence[object], unit: str = "", adds_up: str = "") -> PlanReading:
    row = planned("1.1", "Захід", "Хорошівське БПД", title, None, *targets)
    row[PLAN_HEADINGS.index("Одиниця")] = unit or None
    row[PLAN_HEADINGS.index("Підсумок")] = adds_up or None
    return interpret_plan(plan_book(path, plan=[row]))


def unit_of(reading: PlanReading) -> UnitOfMeasure:
    return reading.measures[0].indicators[0].unit_of_measure


def errors(reading: PlanReading) -> list[Finding]:
    return [each for each in reading.findings if each.severity is Severity.ERROR]


def codes(reading: PlanReading) -> list[str]:
    return [each.code for each in reading.findings if each.code != "plan-number-read"]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Сума виплат, тис. грн", UnitOfMeasure("тис. грн", 2)),
        ("Сума виплат, тис. грн (наростаючим підсумком)", UnitOfMeasure("тис. грн", 2)),
        ("Витрати (у тис. гривень)", UnitOfMeasure("тис. гривень", 2)),
        ("Виплачено (грн)", UnitOfMeasure("грн", 2)),
        ("Сума, $", UnitOfMeasure("$", 2)),
        ("Навчання, год.", UnitOfMeasure("год", 1)),
        ("Навчання (години)", UnitOfMeasure("години", 1)),
        ("Строк – днів", UnitOfMeasure("днів", 0)),
        ("Training, hours", UnitOfMeasure("hours", 1)),
        ("Paid, UAH thousand", UnitOfMeasure("UAH thousand", 2)),
        ("Paid (in thousand UAH)", UnitOfMeasure("thousand UAH", 2)),
    ],
)
def test_the_unit_that_a_title_names_is_that_of_its_numbers(path: Path, title: str, unit: UnitOfMeasure) -> None:
    reading = read(path, title, [1, 2, 3, 4])
    assert unit_of(reading) == unit
    assert "plan-unit-read" in codes(reading)


@pytest.mark.parametrize(
    "title", ["лекцій, людино-годин", "Звернення (місяць)", "звіти, грн, днів", "л", "заходи"]
)
def test_a_title_that_names_no_unit_counts_whole_things(path: Path, title: str) -> None:
    reading = read(path, title, [1, 2, 3, 4])
    assert unit_of(reading) == WHOLE_THINGS
    assert codes(reading) == []


def test_a_title_of_a_row_in_words_gives_no_unit(path: Path) -> None:
    assert codes(read(path, "Виплати, грн", [None, None, None, None, "за потреби"])) == []


def test_money_in_a_title_may_have_decimals(path: Path) -> None:
    reading = read(path, "Сума виплат, тис. грн", ["12,5", 450.5, 1, 2])
    assert errors(reading) == []
    counts = [target.count for _quarter, target in reading.measures[0].indicators[0].targets]
    assert counts == [Decimal("12.5"), Decimal("450.5"), 1, 2]


@pytest.mark.parametrize(
    ("unit", "decimals"), [("тис. грн", 2), ("млн грн", 2), ("thousand UAH", 2), ("hours", 1), ("шт.", 0)]
)
def test_the_words_of_money_and_hours_have_decimals_without_a_number(path: Path, unit: str, decimals: int) -> None:
    assert unit_of(read(path, "заняття", [1], unit)) == UnitOfMeasure(unit, decimals)


@pytest.mark.parametrize(("unit", "typed"), [("бал", "4,5"), ("бал", 4.5), ("км", 12.75), ("points", "4.5")])
def test_a_word_that_measures_has_the_decimals_of_its_numbers(path: Path, unit: str, typed: object) -> None:
    reading = read(path, "оцінка", [typed], unit)
    assert errors(reading) == []
    assert unit_of(reading).decimals in (1, 2)
    assert "plan-decimals-read" in codes(reading)


@pytest.mark.parametrize("unit", ["шт.", "осіб", "бал; 0", "сторінок"])
def test_what_is_counted_whole_gets_no_decimals_by_its_numbers(path: Path, unit: str) -> None:
    assert [each.code for each in errors(read(path, "оцінка", ["4,5"], unit))] == ["plan-target-decimals"]


@pytest.mark.parametrize(
    ("typed", "number", "word"),
    [
        ("12,5 тис. грн", "12.5", "тис. грн"),
        ("не більше 12,5 тис.грн", "12.5", "тис.грн"),
        ("$12.5", "12.5", "$"),
        ("3 год", "3", "год"),
        ("12.5 UAH thousand", "12.5", "UAH thousand"),
    ],
)
def test_the_word_beside_every_number_of_a_row_is_its_unit(path: Path, typed: str, number: str, word: str) -> None:
    reading = read(path, "виплати", [typed])
    assert errors(reading) == []
    (target,) = [target for _quarter, target in reading.measures[0].indicators[0].targets]
    assert (target.count, unit_of(reading).word) == (Decimal(number), word)


def test_forms_of_one_word_are_one_unit(path: Path) -> None:
    reading = read(path, "виплати", ["12,5 тис. грн", "1 тис. гривень"])
    assert errors(reading) == []
    assert unit_of(reading) == UnitOfMeasure("тис. грн", 2)


@pytest.mark.parametrize(
    ("targets", "unit"),
    [(["12,5 тис. грн", 12500], ""), (["12,5 тис. грн", "3 грн"], ""), (["12,5 тис. грн"], "грн")],
)
def test_a_unit_that_the_rest_of_the_row_does_not_have_is_asked_about(
    path: Path, targets: list[object], unit: str
) -> None:
    fault = errors(read(path, "виплати", targets, unit))[0]
    assert (fault.code, fault.location.cell) == ("plan-target-other-unit", "K2")
    assert "«Одиниця»" in fault.remedy


def test_a_year_is_no_number_of_years(path: Path) -> None:
    assert [each.code for each in errors(read(path, "звіти", ["2026 року"]))] == ["plan-target-unclear"]


@pytest.mark.parametrize(
    "title",
    [
        *("Кількість скарг, не більше", "Строк розгляду, не більше (днів)", "Не більше днів", "Скарги (максимум)"),
        *("Complaints, no more than", "No more than (days)", "Waiting time (max, days)", "скарги ≤"),
    ],
)
def test_a_ceiling_in_a_title_makes_its_numbers_ceilings(path: Path, title: str) -> None:
    reading = read(path, title, [3, 4])
    assert reading.measures[0].indicators[0].better is Better.LESS
    assert "plan-ceiling-read" in codes(reading)


@pytest.mark.parametrize(
    "title",
    ["Заявники, що чекали не більше трьох днів", "Заявники, не більше тижня", "Максимальна кількість учасників"],
)
def test_a_ceiling_of_something_else_says_nothing_of_the_numbers(title: str) -> None:
    assert not says_ceiling(title)


def test_a_floor_in_a_cell_against_the_ceiling_of_its_title_is_asked_about(path: Path) -> None:
    (fault,) = errors(read(path, "скарги, не більше", ["не менше 3"]))
    assert (fault.code, fault.location.cell) == ("plan-limits-clash", "K2")
    assert "I2" in fault.problem


@pytest.mark.parametrize(
    ("title", "each"),
    [("скарги", "не більше 3"), ("Строк, не більше (днів)", 3), ("complaints", "no more than 3")],
)
def test_one_ceiling_for_every_quarter_and_the_year_is_a_level(path: Path, title: str, each: object) -> None:
    reading = read(path, title, [each] * 5)
    assert errors(reading) == []
    assert reading.measures[0].indicators[0].adds_up is AddsUp.LAST
    (told,) = [finding for finding in reading.findings if finding.code == "plan-level-read"]
    assert "«Підсумок»" in told.remedy
    assert "«сума»" in told.remedy


def test_one_ceiling_of_money_for_every_quarter_and_the_year_is_asked_about(path: Path) -> None:
    (fault,) = errors(read(path, "витрати", ["не більше 3 грн"] * 5))
    assert (fault.code, fault.location.cell) == ("plan-total-other-rule", "O2")
    assert "«останнє»" in fault.remedy


def test_ceilings_that_add_up_are_added_up(path: Path) -> None:
    reading = read(path, "скарги", ["не більше 3"] * 4 + ["не більше 12"])
    assert reading.measures[0].indicators[0].adds_up is AddsUp.SUM


@pytest.mark.parametrize("words", ["х", "x", "Х", "X", "н/з", "n/a"])
def test_a_cross_is_no_target(path: Path, words: str) -> None:
    reading = read(path, "звіти", [words, 1, words, 1, 2])
    assert errors(reading) == []
    assert len(reading.measures[0].indicators[0].targets) == 2
    assert codes(reading) == ["plan-target-not-given"] * 2


def test_all_of_it_is_told_in_english(path: Path) -> None:
    use_language("en")
    reading = read(path, "Paid, UAH thousand", [1])
    assert "“Unit of measure”" in reading.findings[0].remedy
