"""The executors of a plan in its own words: which units they mean, and how one unit is called beside an event."""

import pytest
from msgspec.structs import replace

from tests.support.small_plan import measure, plan_of
from xlplan.domain.executor_wording import ExecutorWording, WordedExecutor, comparable
from xlplan.domain.plan import Measure, Plan

ALL = "Усі бюро"


def worded(code: str, responsible: str, *executors: str) -> Measure:
    return replace(measure(code, 3, "joint", "AB"), responsible=responsible, executors=executors)


def plan_with(*measures: Measure) -> Plan:
    plan = plan_of(*measures)
    grouped = tuple(replace(unit, groups=(ALL,) if unit.code in "AB" else ()) for unit in plan.units)
    return replace(plan, units=grouped)


def test_an_executor_means_a_unit_or_all_units_of_a_group() -> None:
    own = worded("1.1", f"Хорошівське БПД; {ALL}", "Працівники Хорошівського БПД", "працівники всіх бюро")
    assert ExecutorWording(plan_with(own)).of_measure(own) == (
        WordedExecutor("Працівники Хорошівського БПД", ("A",)),
        WordedExecutor("працівники всіх бюро", ("A", "B")),
    )


def test_a_measure_without_words_of_its_own_names_its_units() -> None:
    own = worded("1.1", "Хорошівське БПД; Народицьке БПД")
    assert [each.words for each in ExecutorWording(plan_with(own)).of_measure(own)] == [
        "Хорошівське БПД",
        "Народицьке БПД",
    ]
    nobody = worded("1.2", "")
    assert ExecutorWording(plan_with(nobody)).of_measure(nobody) == ()


@pytest.mark.parametrize(
    ("unit", "words"),
    [("A", "начальник Хорошівського БПД"), ("B", "Працівники Народицького БПД"), ("C", None)],
    ids=["the measure's words", "another measure's words", "no words"],
)
def test_a_unit_is_called_as_its_measure_calls_it_or_another_or_by_its_name(unit: str, words: str | None) -> None:
    first = worded(
        "1.1", "Хорошівське БПД; Народицьке БПД", "Працівники Хорошівського БПД", "Працівники Народицького БПД"
    )
    own = worded("1.2", f"Хорошівське БПД; {ALL}", "начальник Хорошівського БПД", "усі")
    plan = plan_with(first, own, measure("1.3", 3, "joint", "ABC"))
    assert ExecutorWording(plan).of_unit(own, unit) == (words or plan.unit(unit).name)


def test_a_plan_recorded_without_words_is_the_one_that_words_the_same_names() -> None:
    named, own = (
        plan_with(worded("1.1", "Хорошівське БПД", *executors))
        for executors in ((), ("Працівники Хорошівського БПД",))
    )
    assert comparable(own, named) == named
    assert comparable(named, own) != own
    other = plan_with(worded("1.1", "Хорошівське БПД", "начальник Хорошівського БПД"))
    assert comparable(own, other) == own != other
