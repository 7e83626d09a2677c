"""The title of an indicator, and its total, tell how its numbers come together; else a person is asked."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.plan_workbook import plan_book, planned
from xlplan.documents.plan_reader.reader import PlanReading, interpret_plan
from xlplan.domain.findings.finding import Severity
from xlplan.domain.plan import AddsUp
from xlplan.text.translation import use_language

HOR = "Хорошівське БПД"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "План.xlsx"


def read(path: Path, title: str, targets: Sequence[object], responsible: str = HOR) -> PlanReading:
    return interpret_plan(plan_book(path, plan=[planned("1.1", "Захід", responsible, title, None, *targets)]))


def faults(reading: PlanReading) -> list[tuple[str, str]]:
    return [(each.code, each.location.cell) for each in reading.findings if each.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "title",
    [
        *("Кількість підписників (наростаючим підсумком)", "Підписники, з наростаючим підсумком"),
        *("Чисельність станом на кінець року", "Накопичувально: договори", "Library card holders (cumulative)"),
    ],
)
@pytest.mark.parametrize("total", [650, None])
def test_a_cumulative_indicator_takes_its_latest_quarter(path: Path, title: str, total: object) -> None:
    reading = read(path, title, [500, 550, 600, 650, total])
    assert reading.plan
    assert reading.measures[0].indicators[0].adds_up is AddsUp.LAST
    assert [each.code for each in reading.findings] == ["plan-cumulative-read"]


def test_a_total_that_adds_up_is_believed_against_the_title(path: Path) -> None:
    reading = read(path, "Підписники (наростаючим підсумком)", [1, 2, 3, 4, 10])
    assert reading.measures[0].indicators[0].adds_up is AddsUp.SUM


@pytest.mark.parametrize(
    ("targets", "rule"),
    [([500, 550, 600, 650, 650], "останнє"), ([4, 4, 4, 4, 4], "останнє"), ([2, 4, 2, 4, 3], "середнє")],
)
def test_a_total_that_is_no_sum_names_the_rule_that_makes_it_and_its_column(
    path: Path, targets: list[int], rule: str
) -> None:
    reading = read(path, "підписники", targets)
    (fault,) = [each for each in reading.findings if each.severity is Severity.ERROR]
    assert (fault.code, fault.location.cell) == ("plan-total-other-rule", "O2")
    assert f"«{rule}»" in fault.remedy
    assert "«Підсумок»" in fault.remedy


def test_any_other_total_is_only_wrong(path: Path) -> None:
    assert faults(read(path, "підписники", [1, 2, 3, 4, 11])) == [("plan-total-differs", "O2")]


@pytest.mark.parametrize(
    ("title", "targets"),
    [
        ("Частка звернень, розглянутих у строк, %", ["100%"] * 5),
        ("Задоволеність клієнтів (%)", [90, 90, 95, 95]),
        ("% вчасних відповідей", ["95 %", "95 %", "95 %", "95 %"]),
        ("Відсоток вчасних відповідей", ["95%", "95%", "95%", "95%"]),
        ("Share of cases closed in time", ["95%", "95%", "95%", "95%"]),
    ],
)
def test_a_title_that_speaks_of_per_cent_makes_its_numbers_percentages(
    path: Path, title: str, targets: list[object]
) -> None:
    reading = read(path, title, targets)
    assert reading.plan, [str(each) for each in reading.findings]
    assert reading.measures[0].indicators[0].unit_of_measure.is_percentage
    assert "plan-percent-read" in {each.code for each in reading.findings}


@pytest.mark.parametrize("title", ["лекції", "Частка лекцій"])
def test_a_percentage_that_its_title_does_not_name_is_asked_about(path: Path, title: str) -> None:
    assert faults(read(path, title, ["100%", 1, 1, 1]))[0] == ("plan-target-percent", "K2")


@pytest.mark.parametrize(
    ("title", "example"), [("тис. грн", "тис. грн; 3"), ("Навчання (год)", "год; 2"), ("лекції", "день; 1")]
)
def test_decimals_are_allowed_in_the_words_of_their_own_row(path: Path, title: str, example: str) -> None:
    reading = read(path, title, ["12,5125"] * 4)
    fault = next(each for each in reading.findings if each.code == "plan-target-decimals")
    assert example in fault.remedy
    assert "«Одиниця»" in fault.remedy


@pytest.mark.parametrize(
    "words", ["за дорученням директора", "щоквартально", "протягом року", "до 20 березня", "as needed"]
)
def test_words_that_say_when_are_no_unit(path: Path, words: str) -> None:
    assert faults(read(path, "лекції", [1, 1, 1, 1, 4], words)) == [("plan-responsible-is-term", "G2")]


def test_all_of_it_is_told_in_english(path: Path) -> None:
    use_language("en")
    reading = read(path, "subscribers", [500, 550, 600, 650, 650])
    assert "“last”" in reading.findings[0].remedy
