"""Events and shares of an imported plan: what the document settles is written, and the rest is asked."""

import pytest

from tests.support.plan_sources import doubted, plan_in, quarter, year
from xlplan.documents.plan_import.importer import ImportedPlan
from xlplan.domain.findings.plan_import_table_kinds import (
    IMPORT_EVENT_HOLDER,
    IMPORT_EVENT_QUARTER,
    IMPORT_EVENTS_FEWER,
    IMPORT_SHARES_ASKED,
    IMPORT_SHARES_PROPOSED,
)
from xlplan.domain.findings.plan_number_kinds import PLAN_TARGET_PER_UNIT
from xlplan.domain.returned import CellValue
from xlplan.domain.sheets import PLAN, SHARES

OZE, SOS, HAI = "Озерянське БПД", "Сосницьке БПД", "Гайське БПД"
PEOPLE = {OZE: "Працівники Озерянського БПД", SOS: "Працівники Сосницького БПД", HAI: "Працівники Гайського БПД"}


def planned(target: str, units: list[str], events: list[str]) -> ImportedPlan:
    """A plan for a quarter with one measure, its events dashed in its cell, its executors beside them."""
    measure = "\n".join(["Захід 1.1.1 Лекції.", *(f"- {event}" for event in events)])
    executors = "\n".join(PEOPLE[unit] for unit in units)
    others = [
        ("1.2 Б", f"1.2.{at} Інше", name, "", "інше", "1") for at, name in enumerate((OZE, SOS, HAI), start=1)
    ]
    return plan_in(quarter(("1.1 А", measure, executors, "протягом кварталу", "лекції", target), *others))


def lines(plan: ImportedPlan) -> list[tuple[object, ...]]:
    return [(row["unit"], row["quarter"], row["share"], row["event"]) for row in plan.rows.shares]


def codes(plan: ImportedPlan, sheet: str = SHARES.name) -> list[tuple[int, str, str]]:
    return [(row, column, code) for (row, column), found in doubted(plan, sheet).items() for code in found]


def test_as_many_executors_as_events_are_matched_in_order() -> None:
    plan = planned("2", [OZE, SOS], ["лекція в школі", "лекція в ліцеї"])

    assert lines(plan) == [(OZE, "ІІ", 1, "лекція в школі"), (SOS, "ІІ", 1, "лекція в ліцеї")]
    assert codes(plan) == []


def test_one_executor_takes_all_events_also_where_fewer_are_named_than_planned() -> None:
    plan = planned("3", [OZE], ["лекція в школі", "лекція в ліцеї"])

    assert lines(plan) == [(OZE, "ІІ", "", "лекція в школі"), (OZE, "ІІ", "", "лекція в ліцеї")]
    assert codes(plan) == []


def test_as_many_executors_as_the_target_have_one_each_and_that_is_marked() -> None:
    plan = planned("2", [OZE, SOS], ["лекція в школі"])

    assert lines(plan) == [(OZE, "ІІ", 1, ""), (SOS, "ІІ", 1, ""), ("", "ІІ", "", "лекція в школі")]
    assert codes(plan) == [
        (0, "share", IMPORT_SHARES_PROPOSED.code),
        (1, "share", IMPORT_SHARES_PROPOSED.code),
        (2, "unit", IMPORT_EVENT_HOLDER.code),
        (2, "event", IMPORT_EVENTS_FEWER.code),
    ]


def test_where_the_numbers_differ_nothing_is_guessed_and_shares_and_holder_are_asked() -> None:
    plan = planned("3", [OZE, SOS], ["лекція в школі"])

    assert lines(plan) == [("", "ІІ", "", "лекція в школі")]
    assert codes(plan) == [(0, "unit", IMPORT_EVENT_HOLDER.code), (0, "event", IMPORT_EVENTS_FEWER.code)]
    assert codes(plan, PLAN.name) == [(0, "counting", IMPORT_SHARES_ASKED.code)]


def test_a_dash_inside_a_line_is_no_event() -> None:
    row = ("1.1 А", "1.1.1 Лекції - зустрічі\nв школах - ліцеях", OZE, "", "лекції", "2")

    plan = plan_in(quarter(row))

    assert plan.rows.shares == []
    assert plan.rows.plan[0]["measure"] == "Лекції - зустрічі в школах - ліцеях"


def test_several_executors_without_events_and_another_target_reach_it_together() -> None:
    plan = planned("5", [OZE, SOS], [])

    assert lines(plan) == []
    assert codes(plan, PLAN.name) == []


def test_a_share_of_one_is_proposed_in_each_quarter_that_plans_as_many() -> None:
    row = ("1.1 А", "1.1.1 Семінари", f"{OZE}\n{SOS}", "семінари", None, 2, None, 2, 4)

    assert lines(plan_in(year(row))) == [
        (OZE, "ІІ", 1, ""),
        (SOS, "ІІ", 1, ""),
        (OZE, "IV", 1, ""),
        (SOS, "IV", 1, ""),
    ]


@pytest.mark.parametrize("target", ["за потреби", "2 %", ""])
def test_a_target_that_is_no_count_has_no_shares(target: str) -> None:
    assert lines(planned(target, [OZE, SOS], [])) == []


def test_the_quarter_of_an_event_of_a_yearly_plan_is_that_of_its_date() -> None:
    measure = "1.1.1 Лекції\n- 12.02.2026 лекція в школі\n- 20.05.2026 лекція в ліцеї"
    row = ("1.1 А", measure, OZE, "лекції", 1, 1, None, None, 2)

    plan = plan_in(year(row))

    assert [(line["quarter"], line["event"], line["on"]) for line in plan.rows.shares] == [
        ("І", "лекція в школі", "12.02.2026"),
        ("ІІ", "лекція в ліцеї", "20.05.2026"),
    ]


def test_the_quarter_of_an_event_without_a_date_is_asked_where_several_have_targets() -> None:
    row = ("1.1 А", "1.1.1 Лекції\n- лекція в школі", OZE, "лекції", 1, 1, None, None, 2)

    plan = plan_in(year(row))

    assert codes(plan) == [(0, "quarter", IMPORT_EVENT_QUARTER.code)]


def test_an_event_names_its_unit_and_its_date() -> None:
    plan = planned("2", [OZE, SOS], [f"лекція в школі (травень, {SOS})", f"лекція в ліцеї ({OZE})"])

    assert lines(plan) == [(SOS, "ІІ", 1, "лекція в школі"), (OZE, "ІІ", 1, "лекція в ліцеї")]
    assert [row["on"] for row in plan.rows.shares] == ["травень", ""]
    assert codes(plan) == []


def counted(events: list[str], *indicators: tuple[str, CellValue]) -> list[tuple[object, object]]:
    """The indicators under which an import lists the events of a measure whose cell spans its indicators."""
    measure = "\n".join(["1.1.1 Робота з громадами", *(f"- {event}" for event in events)])
    rows = [("1.1 А", measure, OZE, indicator, *[None] * 3, target, target) for indicator, target in indicators]
    return [(row["indicator"], row["event"]) for row in plan_in(year(*rows)).rows.shares]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("кількість учасників", 40), ("проведено лекцій", 2)),
        (("частка задоволених, %", "80 %"), ("проведено лекцій", 5)),
        (("people reached", 40), ("workshops held", 6)),
        (("speeches", 40), ("speakers", 2)),
    ],
)
def test_events_of_a_measure_are_listed_once_under_the_indicator_that_counts_them(
    first: tuple[str, CellValue], second: tuple[str, CellValue]
) -> None:
    events = ["лекція в школі", "лекція в ліцеї"]

    assert counted(events, first, second) == [(second[0], event) for event in events]
    assert counted(events, second, first) == [(second[0], event) for event in events]


def test_where_nothing_tells_the_events_are_under_the_first_indicator() -> None:
    assert counted(["лекція в школі"], ("скарги", 7), ("години", 9)) == [("скарги", "лекція в школі")]


@pytest.mark.parametrize("indicator", ["meetings held per department", "зустрічі на кожне бюро"])
def test_a_target_that_its_words_may_give_to_each_unit_is_asked_where_it_says_who_counts(indicator: str) -> None:
    row = ("1.1 А", "1.1.1 Зустрічі", f"{OZE}\n{SOS}", indicator, None, 3, None, None, 3)

    assert codes(plan_in(year(row)), PLAN.name) == [(0, "counting", PLAN_TARGET_PER_UNIT.code)]
