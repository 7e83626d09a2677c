"""A table that plans by months, or since the start of the year, is read by quarters; by half-years it is asked."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.plan_workbook import plan_book
from xlplan.documents.plan_reader.reader import PlanReading, interpret_plan
from xlplan.domain.findings.finding import Severity

HOR = "Хорошівське БПД"
MONTHS = [
    *("січень", "лютий", "березень", "квітень", "травень", "червень"),
    *("липень", "серпень", "вересень", "жовтень", "листопад", "грудень"),
]
START = ["№ з/п", "Найменування заходу", "Виконавець", "Показник"]
Table = Sequence[Sequence[object]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "План.xlsx"


def read(path: Path, *table: Sequence[object]) -> PlanReading:
    return interpret_plan(plan_book(path, plan=table))


def row(*targets: object, title: str = "лекції") -> list[object]:
    return [1, "Захід 1.1 Лекції", HOR, title, *targets]


def planned(reading: PlanReading) -> list[object]:
    assert reading.plan, [str(finding) for finding in reading.findings]
    indicator = reading.measures[0].indicators[0]
    targets = [target for _quarter, target in indicator.targets]
    return [*(each.words if each.count is None else each.count for each in targets), indicator.total.count]


@pytest.mark.parametrize(
    "months",
    [MONTHS, [month.capitalize() for month in MONTHS], [f"{month} 2021 р." for month in MONTHS]],
)
def test_months_are_added_up(path: Path, months: list[str]) -> None:
    reading = read(path, [*START, *months, "Разом"], row(1, None, 2, "3", 3, 3, "-", 1, None, 1, 1, 1, 16))
    assert planned(reading) == [3, 9, 1, 3, 16]
    assert {finding.code for finding in reading.findings} >= {"plan-periods-summed"}
    assert "plan-column-not-read" not in {finding.code for finding in reading.findings}


def test_words_in_the_months_are_those_of_the_quarter(path: Path) -> None:
    reading = read(path, [*START, *MONTHS], row(*["постійно"] * 12))
    assert planned(reading) == [*["постійно"] * 4, None]


def test_months_below_the_year_are_read_too(path: Path) -> None:
    above = [*START, "План на 2021 рік", *[None] * 11]
    assert planned(read(path, above, [*[None] * 4, *MONTHS], row(*[1] * 12))) == [3, 3, 3, 3, None]


def test_a_month_with_a_number_and_one_with_words_are_asked_about(path: Path) -> None:
    reading = read(path, [*START, *MONTHS], row(5, "постійно", *[1] * 10))
    faults = [finding for finding in reading.findings if finding.severity is Severity.ERROR]
    assert [(fault.code, fault.location.cell) for fault in faults] == [("plan-target-unclear", "E3")]


@pytest.mark.parametrize(
    "headings",
    [
        ["І квартал", "І півріччя", "9 місяців", "рік"],
        ["I кв. 2021", "6 місяців", "дев'ять місяців 2021 року", "Разом за рік"],
        ["січень-березень", "січень – червень", "січень – вересень", "за рік"],
        ["Q1", "first half", "9 months", "year"],
    ],
)
def test_numbers_since_the_start_of_the_year_are_read_by_what_a_quarter_adds(
    path: Path, headings: list[str]
) -> None:
    reading = read(path, [*START, *headings], row(2, 5, 5, 9))
    assert planned(reading) == [2, 3, 0, 4, 9]
    assert [finding.code for finding in reading.findings if finding.severity is Severity.WARNING] == [
        "plan-periods-to-date"
    ]


def test_a_share_since_the_start_of_the_year_stays_as_it_is(path: Path) -> None:
    headings = [*START, "І квартал", "І півріччя", "9 місяців", "рік"]
    assert planned(read(path, headings, row("90%", "91%", "92%", "93%", title="Частка, %")))[:4] == [
        90,
        91,
        92,
        93,
    ]


@pytest.mark.parametrize("headings", [["І півріччя", "ІІ півріччя"], ["H1", "H2", "Total"], ["січень", "лютий"]])
def test_other_periods_are_one_sentence_that_says_what_to_do(path: Path, headings: list[str]) -> None:
    reading = read(path, [*START, *headings], row(*[3] * len(headings)))
    faults = [finding for finding in reading.findings if finding.severity is Severity.ERROR]
    assert [fault.code for fault in faults] == ["plan-periods-unclear"]
    assert f"«{headings[0]}»" in faults[0].problem


def test_half_years_beside_quarters_are_not_read(path: Path) -> None:
    headings = [*START, "I", "II", "І півріччя", "III", "IV", "рік"]
    reading = read(path, headings, row(1, 2, 3, 3, 4, 10))
    assert planned(reading) == [1, 2, 3, 4, 10]
    assert "plan-column-not-read" in {finding.code for finding in reading.findings}
