"""The plan of the next year or quarter: what stays of the last one, and what is asked for anew."""

from datetime import date

import pytest
from msgspec.structs import replace

from tests.support.small_plan import QUARTER, measure, plan_of, typed
from xlplan.domain.next_plan import begin_next_plan, next_quarters
from xlplan.domain.plan import AddsUp, Better, Counting, EmptyLevel, Indicator, Measure, Plan, PlannedEvent, Ratio
from xlplan.domain.quarter import Quarter, read_quarter
from xlplan.domain.target import UNSET
from xlplan.domain.unit_of_measure import PERCENTAGE
from xlplan.text.translation import use_language

YEAR = tuple(Quarter(2023, number) for number in range(1, 5))
NEXT_YEAR = tuple(Quarter(2024, number) for number in range(1, 5))


def of_year(*targets: object, total: object = None, **more: object) -> Plan:
    """A plan of a year with one indicator."""
    by_quarter = tuple((quarter, typed(each)) for quarter, each in zip(YEAR, targets, strict=False))
    row = Indicator("1.1", "лекції", Counting.JOINT, by_quarter, typed(total), **more)  # type: ignore[arg-type]
    plan = plan_of(measure("1.1", 1, "joint", "AB"))
    centre = replace(plan.centre, period="2023 рік", year=2023, quarters=YEAR, plan_title="План на 2023 рік")
    return replace(plan, centre=centre, measures=(replace(plan.measures[0], indicators=(row,)),))


def only_row(plan: Plan) -> Indicator:
    return begin_next_plan(plan).plan.measures[0].indicators[0]


def with_words(plan: Plan, **words: object) -> Plan:
    return replace(plan, measures=tuple(replace(each, **words) for each in plan.measures))


@pytest.mark.parametrize(
    ("quarters", "following"),
    [(YEAR, NEXT_YEAR), ((Quarter(2021, 2),), (Quarter(2021, 3),)), ((Quarter(2021, 4),), (Quarter(2022, 1),))],
)
def test_after_a_year_comes_the_next_and_after_a_quarter_the_next_quarter(
    quarters: tuple[Quarter, ...], following: tuple[Quarter, ...]
) -> None:
    assert next_quarters(quarters) == following


def test_the_period_and_the_title_of_a_year_name_the_next_one() -> None:
    centre = begin_next_plan(of_year(1)).plan.centre
    assert (centre.period, centre.year, centre.quarters) == ("2024 рік", 2024, NEXT_YEAR)
    assert centre.plan_title == "План на 2024 рік"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Локальний план на ІІ квартал 2021 року", "Локальний план на ІІІ квартал 2021 року"),
        ("План, II квартал 2021", "План, ІІІ квартал 2021"),
        ("План на 2-й квартал 2021 року, завдання 2", "План на 3-й квартал 2021 року, завдання 2"),
        (
            "Local plan of measures for the II quarter of 2021",
            "Local plan of measures for the ІІІ quarter of 2021",
        ),
        ("План 2021-Q2", "План 2021-Q3"),
        ("План ІІ", "План ІІ"),
    ],
)
def test_the_title_of_a_quarter_names_the_next_one(text: str, expected: str) -> None:
    plan = plan_of(measure("1.1", 1, "joint", "AB"))
    plan = replace(plan, centre=replace(plan.centre, plan_title=text))
    assert begin_next_plan(plan).plan.centre.plan_title == expected


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_period_of_a_quarter_reads_as_the_next_one_in_either_language(language: str, number: int) -> None:
    quarter = Quarter(2021, number)
    use_language(language)
    plan = plan_of(measure("1.1", 1, "joint", "AB"))
    for period in (
        f"{quarter.numeral} квартал 2021 року",
        f"{quarter.numeral} quarter of 2021",
        f"2021-Q{number}",
    ):
        old = replace(plan, centre=replace(plan.centre, period=period, quarters=(quarter,)), measures=())
        (following,) = next_quarters((quarter,))
        assert read_quarter(begin_next_plan(old).plan.centre.period) == following


def test_the_approval_is_that_of_its_plan() -> None:
    plan = of_year(1)
    for who, stays in (
        ("Директор Оксана ПЕТРЕНКО", True),
        ("Наказ № 5", False),
        ("Наказ від 05.01.2023", False),
    ):
        centre = replace(plan.centre, approved_by=who, approved_on=date(2023, 1, 5), signed_by="О. Коваленко")
        new = begin_next_plan(replace(plan, centre=centre)).plan.centre
        assert (new.approved_by == who, new.approved_on, new.signed_by) == (stays, None, "О. Коваленко")


def test_numbers_shares_events_and_notes_are_not_taken_over() -> None:
    plan = plan_of(measure("1.1", 5, "split", "AB"), shares={"1.1": {"A": 2, "B": 3}})
    noted = replace(plan.measures[0].indicators[0], note="сумнів", total=typed(5))
    measures = (replace(plan.measures[0], indicators=(noted,)),)
    plan = replace(plan, measures=measures, events=(PlannedEvent("1.1#1", "A", QUARTER, "лекція"),))
    new = begin_next_plan(plan).plan
    row = new.measures[0].indicators[0]
    assert (row.targets, row.total, row.note) == ((), UNSET, "")
    assert (new.shares, new.events) == ((), ())


def test_words_in_the_place_of_a_target_stay_for_they_ask_for_the_same_again() -> None:
    words = ["за потреби"] * 4
    row = only_row(of_year(*words, total="за потреби"))
    assert row.targets == tuple((quarter, typed("за потреби")) for quarter in NEXT_YEAR)
    assert row.total == typed("за потреби")


@pytest.mark.parametrize("targets", [("за потреби", 5), ("протягом 2023 року",)])
def test_words_beside_numbers_and_words_that_name_a_year_do_not_stay(targets: tuple[object, ...]) -> None:
    assert only_row(of_year(*targets)).targets == ()


def test_the_rules_of_a_row_stay() -> None:
    rules = {"adds_up": AddsUp.LAST, "better": Better.LESS, "unit_of_measure": PERCENTAGE}
    row = only_row(of_year(5, ratio=Ratio("1.1/2", "1.1/3"), **rules))
    assert (row.adds_up, row.better, row.unit_of_measure) == (AddsUp.LAST, Better.LESS, PERCENTAGE)
    assert (row.title, row.counting, row.ratio) == ("лекції", Counting.JOINT, Ratio("1.1/2", "1.1/3"))


def test_each_row_names_itself_as_the_one_that_it_continues() -> None:
    assert only_row(of_year(5)).continues == ("1.1",)
    # What an earlier plan called it is no matter of the next one.
    assert only_row(of_year(5, continues=("7.7",))).continues == ("1.1",)


@pytest.mark.parametrize(
    ("term", "stays"),
    [("щомісяця", True), ("червень", True), ("до 01.06", True), ("до 01.06.2023", False), ("2023 рік", False)],
)
def test_a_term_that_names_a_year_is_left_empty(term: str, stays: bool) -> None:
    begun = begin_next_plan(with_words(of_year(1), term=term))
    assert begun.plan.measures[0].term == (term if stays else "")
    assert begun.dropped_terms == (() if stays else ("1.1",))


@pytest.mark.parametrize(
    ("term", "stays"),
    [("протягом кварталу", True), ("червень", False), ("до 30.06", False), ("II квартал", False)],
)
def test_a_term_that_names_a_part_of_a_quarter_is_left_empty(term: str, stays: bool) -> None:
    begun = begin_next_plan(with_words(plan_of(measure("1.1", 1, "joint", "AB")), term=term))
    assert begun.plan.measures[0].term == (term if stays else "")


def test_measures_whose_words_name_the_time_of_the_last_plan_are_told() -> None:
    assert begin_next_plan(with_words(of_year(1), title="Конкурс 2023 року")).dated == ("1.1",)
    assert begin_next_plan(with_words(of_year(1), title="Наказ 2022 року")).dated == ()
    quarter = plan_of(measure("1.1", 1, "joint", "AB", title="Підсумки 2021 року"))
    assert begin_next_plan(quarter).dated == ()
    assert begin_next_plan(with_words(quarter, title="Підсумки ІІ кварталу")).dated == ("1.1",)


def test_units_levels_and_executors_stay() -> None:
    plan = with_words(
        of_year(1), responsible="усі бюро", executors=("працівники всіх бюро",), purpose="Люди знають"
    )
    new = begin_next_plan(plan).plan
    kept: Measure = new.measures[0]
    assert new.units == plan.units
    assert (kept.direction, kept.task, kept.purpose) == ("1. Напрям", "1.1. Завдання", "Люди знають")
    assert (kept.responsible, kept.units) == ("усі бюро", ("A", "B"))
    assert kept.executors == ("працівники всіх бюро",)


def test_levels_without_measures_stay_and_are_named_where_they_name_the_year() -> None:
    levels = (EmptyLevel(task="1.1 Сайт", before="1.1", note="сумнів"), EmptyLevel(task="1.2 Дні права 2023 року"))
    begun = begin_next_plan(replace(of_year(1), empty_levels=levels))
    assert begun.plan.empty_levels == (replace(levels[0], note=""), levels[1])
    assert begun.dated == ("1.2 Дні права 2023 року",)
