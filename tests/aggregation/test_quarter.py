"""The quarter as a whole: its shortfalls worst first, its course of the year, what was promised for it."""

from collections import Counter

import pytest
from msgspec.structs import replace

from tests.support.small_plan import (
    DUE,
    OPEN,
    PAST,
    QUARTER,
    entry,
    figures_of,
    measure,
    plan_of,
    returned,
    year_of,
)
from xlplan.aggregation.quarter import quarter_figures, shortfalls
from xlplan.domain.entries import Entry
from xlplan.domain.figures import Period, QuarterFigures
from xlplan.domain.plan import Better, Plan, Share
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.unit_of_measure import Number

FIRST = Quarter(2021, 1)


def test_shortfalls_stand_by_the_part_missing_then_by_the_number_then_in_plan_order() -> None:
    plan = plan_of(
        measure("1.1", 17, "lead", "A"),  # 2 of 17 missing
        measure("1.2", 4, "lead", "A"),  # 2 of 4
        measure("1.3", 10, "joint", "AB"),  # 5 of 10
        measure("1.4", 1, "lead", "A"),
        measure("1.5", 1, "lead", "A"),
    )
    said = {"A": {"1.1": 15, "1.2": 2, "1.3": 5, "1.4": 0, "1.5": 0}, "B": {"1.3": 0}}
    rows = shortfalls(figures_of(plan, said))
    assert [(row.figure.indicator.key, row.missing) for row in rows] == [
        ("1.4", 1),
        ("1.5", 1),
        ("1.3", 5),
        ("1.2", 2),
        ("1.1", 2),
    ]


def test_a_unit_falls_short_of_its_share_the_centre_of_a_joint_target() -> None:
    plan = plan_of(
        measure("1.1", 3, "split", "AB"), measure("1.2", 5, "joint", "AB"), shares={"1.1": {"A": 2, "B": 1}}
    )
    rows = shortfalls(figures_of(plan, {"A": {"1.1": 2, "1.2": 1}, "B": {"1.1": 0, "1.2": 1}}))
    assert [(row.figure.indicator.key, row.unit and row.unit.unit.code, row.missing) for row in rows] == [
        ("1.1", "B", 1),
        ("1.2", None, 3),
    ]


def test_what_the_silent_could_bring_stands_beside_a_shortfall_and_is_not_in_it() -> None:
    plan = plan_of(measure("1.1", 4, "split", "AB"), shares={"1.1": {"A": 2, "B": 2}})
    (row,) = shortfalls(figures_of(plan, {"A": {"1.1": 1}}))
    assert (row.unit and row.unit.unit.code, row.missing, row.unknown) == ("A", 1, 2)


def test_silence_alone_is_no_shortfall() -> None:
    plan = plan_of(measure("1.1", 4, "split", "AB"), shares={"1.1": {"A": 2, "B": 2}})
    assert shortfalls(figures_of(plan, {})) == ()


def test_a_broken_ceiling_is_a_shortfall_by_what_is_over_it() -> None:
    plan = plan_of(measure("1.1", 3, "lead", "A", better=Better.LESS))
    (row,) = shortfalls(figures_of(plan, {"A": {"1.1": 5}}))
    assert row.missing == 2


def test_who_returned_and_who_is_silent() -> None:
    figures = figures_of(plan_of(measure("1.1", 3, "joint", "ABC")), {"A": {"1.1": 1}, "C": {"1.1": 1}})
    assert [unit.code for unit in figures.accepted_units] == ["A", "C"]
    assert [unit.code for unit in figures.silent_units] == ["B"]


@pytest.mark.parametrize(("done", "missing"), [(10, []), (9, []), (8, [2])])
def test_what_is_enough_by_the_setting_is_no_shortfall_though_it_is_less_than_the_target(
    done: int, missing: list[int]
) -> None:
    own = plan_of(measure("1.1", 10, "lead", "A"))
    joint = plan_of(measure("1.1", 10, "joint", "AB"))
    for plan, said in ((own, {"A": {"1.1": done}}), (joint, {"A": {"1.1": done}, "B": {"1.1": 0}})):
        assert [row.missing for row in shortfalls(figures_of(plan, said, on_track=0.9))] == missing


def test_a_surplus_of_one_unit_does_not_hide_the_shortfall_of_another() -> None:
    plan = plan_of(measure("1.1", 4, "split", "AB"), shares={"1.1": {"A": 2, "B": 2}})
    (row,) = shortfalls(figures_of(plan, {"A": {"1.1": 5}, "B": {"1.1": 1}}))
    assert (row.unit and row.unit.unit.code, row.missing) == ("B", 1)


def test_no_shortfall_of_the_centre_is_without_a_row() -> None:
    """The plan asks the centre for more than its units have shares of."""
    plan = plan_of(measure("1.1", 5, "split", "AB"), shares={"1.1": {"A": 2, "B": 2}})
    (row,) = shortfalls(figures_of(plan, {"A": {"1.1": 2}, "B": {"1.1": 2}}))
    assert (row.unit, row.missing) == (None, 1)


def test_a_ceiling_of_none_at_all_that_is_exceeded_stands_first() -> None:
    plan = plan_of(measure("1.1", 10, "lead", "A"), measure("1.2", 0, "lead", "A", better=Better.LESS))
    rows = shortfalls(figures_of(plan, {"A": {"1.1": 0, "1.2": 1}}))
    assert [(row.figure.indicator.key, row.missing) for row in rows] == [("1.2", 1), ("1.1", 10)]


def test_an_earlier_quarter_awaits_nothing_more() -> None:
    plan = plan_of(measure("1.1", 3, "lead", "A", earlier=3))
    assert figures_of(plan, {}, OPEN).status_counts == (
        (FIRST, Counter({Status.NOT_RETURNED: 1})),
        (QUARTER, Counter({Status.EXPECTED: 1})),
    )


def promises(plan: Plan, before: dict[str, Entry], quarter: Quarter = QUARTER) -> list[tuple[str, Number, str]]:
    """(unit, what it missed in the quarter before, what it promised); `before`: by unit, its entry there."""
    returns = {FIRST: {unit: returned(unit, each) for unit, each in before.items()}}
    figures: QuarterFigures = quarter_figures(year_of(plan, returns), Period(quarter, PAST, DUE))
    return [(each.unit.unit.code, each.shortfall, each.text) for each in figures.promises if each.unit]


def promised(done: int, action: str = "лекція 15.07") -> Entry:
    return replace(entry("1.1", done), action=action)


@pytest.mark.parametrize(
    ("counting", "expected"),
    [("lead", [("A", 2, "лекція 15.07")]), ("split", [("A", 1, "лекція 15.07")]), ("joint", [])],
)
def test_what_a_unit_promised_is_held_against_a_target_of_its_own_and_a_joint_one_is_nobodys(
    counting: str, expected: list[tuple[str, int, str]]
) -> None:
    plan = replace(
        plan_of(measure("1.1", 2, counting, "AB", earlier=3)),
        shares=(Share("1.1", "A", FIRST, 2), Share("1.1", "B", FIRST, 1)),
    )
    assert promises(plan, {"A": promised(1)}) == expected


def test_where_nothing_was_promised_or_nothing_was_missing_there_is_no_promise() -> None:
    plan = plan_of(measure("1.1", 2, "split", "ABC", earlier=6))
    plan = replace(plan, shares=tuple(Share("1.1", unit, FIRST, 2) for unit in "ABC"))
    before = {"A": promised(1, "  "), "B": promised(2), "C": promised(0, " лекція 15.07\n")}
    assert promises(plan, before) == [("C", 2, "лекція 15.07")]


def test_more_than_a_ceiling_is_what_was_missed_of_it() -> None:
    plan = plan_of(measure("1.1", 2, "lead", "A", earlier=3, better=Better.LESS))
    assert promises(plan, {"A": promised(7)}) == [("A", 4, "лекція 15.07")]


def test_the_first_quarter_of_a_year_has_no_promises() -> None:
    plan = plan_of(measure("1.1", 2, "lead", "A", earlier=3))
    assert promises(plan, {"A": promised(1)}, FIRST) == []
