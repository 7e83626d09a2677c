"""What stands behind a row of a new template: accepted quarters only, and what the last of them promised."""

import pytest
from msgspec.structs import replace

from tests.support.small_plan import PAST, UNITS, Answer, entry, measure, plan_of, returned, year_of
from xlplan.aggregation.indicators import earlier_indicators
from xlplan.aggregation.year_to_date import index_by_line, past_quarters, row_history
from xlplan.domain.figures import Period
from xlplan.domain.issue import RowHistory
from xlplan.domain.plan import AddsUp, Better, Measure, Plan
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import AcceptedReturn
from xlplan.domain.target import count_target

Q1, Q2, Q3, Q4 = (Quarter(2021, number) for number in range(1, 5))


def year(counting: str = "lead", units: str = "A", **more: object) -> Measure:
    """A measure with 1, 2, 3 and 4 planned for the quarters."""
    made = measure("1.1", 1, counting, units, **more)  # type: ignore[arg-type]
    (indicator,) = made.indicators
    targets = tuple((quarter, count_target(quarter.number)) for quarter in (Q1, Q2, Q3, Q4))
    return replace(made, indicators=(replace(indicator, targets=targets),))


def said(answer: Answer, action: str = "") -> AcceptedReturn:
    own = replace(entry("1.1", answer), action=action)
    return returned("A", own)


def past(
    before: Quarter, answers: dict[Quarter, AcceptedReturn], made: Measure | None = None
) -> RowHistory | None:
    plan: Plan = plan_of(made or year())
    basis = year_of(plan, {quarter: {"A": each} for quarter, each in answers.items()})
    indexes = index_by_line(basis, earlier_indicators(basis, Period(before, PAST, PAST)))
    quarters = past_quarters(("1.1",), indexes)
    last = before.to_date[-2] if before.number > 1 else None
    return row_history(quarters, UNITS["A"].code, plan.measures[0].indicators[0].adds_up, last)


def test_the_first_quarter_has_no_past() -> None:
    assert past(Q1, {Q1: said(5)}) is None


def test_a_year_without_an_accepted_return_has_no_past() -> None:
    assert past(Q3, {}) is None


def test_a_return_without_the_row_is_no_past_of_it() -> None:
    """The row was added to the plan later."""
    assert past(Q2, {Q1: returned("A", entry("1.2", 5))}) is None


def test_plan_and_fact_add_up_over_the_accepted_quarters_only() -> None:
    assert past(Q4, {Q1: said(1), Q3: said(2)}) == RowHistory(target=4, done=3, shortfall=1)


def test_a_blank_is_not_a_zero() -> None:
    assert past(Q2, {Q1: said(None)}) == RowHistory(target=1, done=None)


def test_nothing_arose_is_not_a_zero_either() -> None:
    assert past(Q2, {Q1: said("∅")}) == RowHistory(target=1, done=None)


def test_what_was_promised_counts_where_the_very_last_quarter_fell_short() -> None:
    assert past(Q3, {Q2: said(0, "лекція 15.07")}) == RowHistory(
        target=2, done=0, shortfall=2, promised="лекція 15.07"
    )
    assert past(Q3, {Q2: said(2, "лекція 15.07")}) == RowHistory(target=2, done=2)
    assert past(Q3, {Q1: said(0, "лекція 15.04")}) == RowHistory(target=1, done=0, shortfall=1)


def test_an_indicator_of_the_latest_value_shows_the_latest() -> None:
    made = year(adds_up=AddsUp.LAST)
    assert past(Q4, {Q1: said(1), Q2: said(5)}, made) == RowHistory(target=2, done=5, adds_up=AddsUp.LAST)


def test_a_ceiling_falls_short_from_above() -> None:
    assert past(Q2, {Q1: said(4, "менше скарг")}, year(better=Better.LESS)) == RowHistory(
        target=1, done=4, shortfall=3, promised="менше скарг"
    )


@pytest.mark.parametrize("counting", ["joint"])
def test_a_joint_target_is_nobodys_own(counting: str) -> None:
    assert past(Q2, {Q1: said(0, "зробимо")}, year(counting, "AB")) == RowHistory(target=None, done=0)


def test_the_past_of_a_mean_is_a_sum_and_its_quarters() -> None:
    """The template joins them with the present quarter."""
    made = year(adds_up=AddsUp.MEAN)
    history = past(Q4, {Q1: said(1), Q3: said(2)}, made)
    assert history == RowHistory(4, 3, AddsUp.MEAN, shortfall=1, target_quarters=2, done_quarters=2)
