"""Results that units share. A report makes the cells of a result once, so only what is the same may be shared."""

from collections.abc import Mapping

from msgspec.structs import replace

from tests.support.small_plan import DUE, PAST, QUARTER, entry, measure, plan_of, returned, year_of
from xlplan.aggregation.quarter import quarter_figures
from xlplan.domain.entries import Entry
from xlplan.domain.figures import Period, UnitResult
from xlplan.domain.plan import Plan
from xlplan.domain.quarter import Quarter

ANSWER = entry("1.1", 2)


def results_of(
    plan: Plan, answers: Mapping[str, Entry], earlier: Mapping[str, Entry] | None = None
) -> list[UnitResult]:
    """The results of the units under the only indicator; `answers` and `earlier`: by the code of the unit."""
    returns = {
        quarter: {unit: returned(unit, each) for unit, each in entries.items()}
        for quarter, entries in ((Quarter(2021, 1), earlier or {}), (QUARTER, answers))
    }
    figures = quarter_figures(year_of(plan, returns), Period(QUARTER, PAST, DUE))
    return [unit.result for unit in figures.indicators[0].units]


def test_units_with_the_same_target_and_answer_share_a_result() -> None:
    first, second = results_of(plan_of(measure("1.1", 4, "joint", "AB")), {"A": ANSWER, "B": ANSWER})
    assert first is second


def test_units_with_other_words_have_results_of_their_own() -> None:
    other = replace(ANSWER, description="інше")
    first, second = results_of(plan_of(measure("1.1", 4, "joint", "AB")), {"A": ANSWER, "B": other})
    assert (first.entry, second.entry) == (ANSWER, other)


def test_units_with_other_targets_have_results_of_their_own() -> None:
    plan = plan_of(measure("1.1", 5, "split", "AB"), shares={"1.1": {"A": 2, "B": 3}})
    first, second = results_of(plan, {"A": ANSWER, "B": ANSWER})
    assert (first.deviation, second.deviation) == (0, -1)


def test_a_unit_that_owes_its_return_shares_no_result_with_one_that_left_its_row_blank() -> None:
    blank = entry("1.1", None)
    first, second = results_of(plan_of(measure("1.1", "за потреби", "joint", "AB")), {"A": blank})
    assert first.entry is blank
    assert second.entry is not blank


def test_units_with_another_year_before_have_results_of_their_own() -> None:
    plan = plan_of(measure("1.1", 4, "joint", "ABC", earlier=4))
    earlier = {"A": entry("1.1", 1), "B": entry("1.1", 3), "C": entry("1.1", 3)}
    first, second, third = results_of(plan, dict.fromkeys("ABC", ANSWER), earlier)
    assert (first.done_to_date, second.done_to_date) == (3, 5)
    assert second is third
