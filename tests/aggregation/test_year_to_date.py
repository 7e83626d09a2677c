"""The year of an indicator: what earlier quarters left undone, its share, its forecast, its promises."""

import pytest
from msgspec.structs import replace

from tests.support.small_plan import PAST, QUARTER, entry, figures_of, measure, plan_of, returned, year_of
from tests.support.year_sample import YEAR, year_figures, year_plan
from xlplan.aggregation.quarter import quarter_figures
from xlplan.aggregation.year_to_date import forecast
from xlplan.domain.figures import Period, QuarterBasis
from xlplan.domain.plan import AddsUp, Better
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.target import count_target

CARRIED = [
    # earlier: planned, done -> left undone, and the status of the year so far with 2 of 2 done now
    (4, 1, 3, Status.SHORT),
    (4, 4, 0, Status.MET),
    (4, 6, 0, Status.OVER),
    (4, None, None, Status.NOT_RETURNED),
    (0, 0, 0, Status.MET),
    (None, None, None, Status.MET),
]


@pytest.mark.parametrize(("planned", "done", "left", "status"), CARRIED)
def test_what_earlier_quarters_left_undone_is_carried_and_a_missing_return_is_not_zero(
    planned: int | None, done: int | None, left: int | None, status: Status
) -> None:
    plan = plan_of(measure("1.1", 2, "lead", "A", earlier=planned))
    figure = figures_of(plan, {"A": {"1.1": 2}}, earlier={"A": {"1.1": done}}).indicators[0]
    assert (figure.backlog, figure.units[0].backlog, figure.status_to_date) == (left, left, status)


def test_a_ceiling_carries_what_was_too_much_and_a_latest_value_carries_nothing() -> None:
    plan = plan_of(
        measure("1.1", 2, "lead", "A", earlier=2, better=Better.LESS),
        measure("1.2", 2, "lead", "A", earlier=2, adds_up=AddsUp.LAST),
    )
    said = {"A": {"1.1": 1, "1.2": 1}}
    figures = figures_of(plan, said, earlier={"A": {"1.1": 5, "1.2": 0}}).indicators
    assert [figure.backlog for figure in figures] == [3, None]
    assert [figure.status_to_date for figure in figures] == [Status.SHORT, Status.SHORT]


FORECASTS = [
    # targets of the quarters, quarter now, done so far -> forecast
    ((2, 2, 2, 2), 1, 3, 12),
    ((2, 2, 2, 2), 2, 3, 6),
    ((2, 2, 2, 2), 3, 5, 7),
    ((None, None, 2, 2), 2, 1, None),
    ((None, None, 2, 2), 3, 1, 2),
    ((2, None, 2, None), 2, 3, 6),
    ((2, 2, 2, 2), 4, 7, 7),
    ((2, 2, 2, 2), 1, None, None),
]


@pytest.mark.parametrize(("targets", "number", "done", "expected"), FORECASTS)
def test_the_forecast_is_the_pace_of_the_planned_quarters_so_far(
    targets: tuple[int | None, ...], number: int, done: int | None, expected: int | None
) -> None:
    elapsed, planned = (sum(each is not None for each in part) for part in (targets[:number], targets))
    assert forecast(done, elapsed, planned) == expected


def test_a_year_is_asked_for_and_forecast_by_its_own_quarters() -> None:
    """The plan goes on into the next year."""
    quarters = (*YEAR, Quarter(2024, 1))
    targets = tuple((quarter, count_target(2)) for quarter in quarters)
    made = measure("1.1", 2, "lead", "A")
    plan = plan_of(replace(made, indicators=(replace(made.indicators[0], targets=targets),)))
    year = {quarter: QuarterBasis(plan, owed=plan.units) for quarter in YEAR}
    year[YEAR[0]] = replace(year[YEAR[0]], returns={"A": returned("A", entry("1.1", 2))})
    year[YEAR[1]] = replace(year[YEAR[1]], returns={"A": returned("A", entry("1.1", 1))})
    (figure,) = quarter_figures(year, Period(YEAR[1], PAST, PAST)).indicators
    assert (figure.target_year, figure.forecast) == (8, 6)


def test_the_forecast_of_an_indicator_is_that_of_its_units_together() -> None:
    for figure in year_figures(YEAR[1]).indicators:
        if not figure.is_partial_to_date:
            counts = [figure.indicator.target(quarter).count is not None for quarter in YEAR]
            due = forecast(figure.done_to_date, sum(counts[:2]), sum(counts))
            assert figure.forecast == (due if figure.indicator.is_summed else None)
    assert any(figure.forecast for figure in year_figures(YEAR[1]).indicators)


def test_a_target_of_the_year_so_far_is_the_centres_or_the_units_own() -> None:
    plan = plan_of(measure("1.1", 5, "split", "AB"), shares={"1.1": {"A": 3, "B": 2}})
    (figure,) = figures_of(plan, {}).indicators
    assert (figure.target_to_date, [unit.target_to_date for unit in figure.units]) == (5, [3, 2])


def test_a_centre_carries_nothing_over_where_one_of_its_units_has_not_answered() -> None:
    plan = plan_of(measure("1.1", 2, "joint", "AB", earlier=4))
    figure = figures_of(plan, {}, earlier={"A": {"1.1": 1}}).indicators[0]
    assert (figure.backlog, [unit.backlog for unit in figure.units]) == (None, [None, None])
    figure = figures_of(plan, {}, earlier={"A": {"1.1": 1}, "B": {"1.1": 2}}).indicators[0]
    assert (figure.backlog, [unit.backlog for unit in figure.units]) == (1, [None, None])


def test_without_a_return_there_is_no_forecast() -> None:
    figures = {figure.indicator.key: figure for figure in year_figures(YEAR[2]).indicators}
    lacking = [figure for figure in figures.values() if figure.is_partial_to_date]
    assert lacking
    assert {figure.forecast for figure in lacking} == {None}


def test_a_plan_of_one_quarter_has_no_target_of_the_year() -> None:
    figures = figures_of(plan_of(measure("1.1", 2, "lead", "A")), {"A": {"1.1": 2}})
    assert (figures.covers_year, figures.is_year_end) == (False, False)
    assert (figures.indicators[0].target_year, figures.indicators[0].share_of_year) == (None, None)


def test_over_four_quarters_the_real_plan_adds_up_to_its_own_total() -> None:
    figures = year_figures(YEAR[3])
    assert (figures.covers_year, figures.is_year_end) == (True, True)
    for figure in figures.indicators:
        whole = figure.indicator.total.count
        quarters = [target.count for _quarter, target in figure.indicator.targets if target.count is not None]
        if whole is not None and sum(quarters) == whole:
            assert figure.target_year == figure.target_to_date == whole
    assert sum(figure.target_year is not None for figure in figures.indicators) == 36
    assert [quarter for quarter, _counts in figures.status_counts] == list(YEAR)
    assert {sum(counts.values()) for _quarter, counts in figures.status_counts} == {len(year_plan().measures)}


def test_the_course_of_the_year_judges_each_quarter_as_its_own_workbook_does() -> None:
    fourth = dict(year_figures(YEAR[3]).status_counts)
    for quarter in YEAR[:3]:
        assert fourth[quarter] == dict(year_figures(quarter).status_counts)[quarter]


KEPT = {True: "kept", False: "broken", None: "not said"}


@pytest.mark.parametrize("kept", KEPT)
def test_a_promise_of_the_last_quarter_is_shown_with_whether_it_was_kept(kept: bool | None) -> None:
    plan = plan_of(measure("1.1", 2, "lead", "A", earlier=3), measure("1.2", 2, "lead", "A", earlier=1))
    short = replace(entry("1.1", 1), reason="карантин", action="лекція 15.07")
    before = returned("A", short, replace(entry("1.2", 1), action="і надалі"))
    now = returned("A", replace(entry("1.1", 2), kept=kept), entry("1.2", 2))
    returns = {Quarter(2021, 1): {"A": before}, QUARTER: {"A": now}}
    figures = quarter_figures(year_of(plan, returns), Period(QUARTER, PAST, PAST))
    (promise,) = figures.promises
    assert (promise.figure.indicator.key, promise.shortfall, promise.text) == ("1.1", 2, "лекція 15.07")
    assert promise.unit
    assert promise.unit.entry.kept is kept


def test_a_row_asked_anew_by_a_revision_counts_as_not_returned_and_its_unit_as_incomplete() -> None:
    plan = plan_of(measure("1.1", 2, "lead", "A"), measure("1.2", 2, "lead", "A"))
    asked = replace(returned("A", entry("1.2", 2)), asked_again=("1.1",))
    year = year_of(plan, {QUARTER: {"A": asked}})
    figures = quarter_figures(year, Period(QUARTER, PAST, PAST))
    # The due day is past on the day after it.
    late = quarter_figures(year, Period(QUARTER, PAST, PAST.replace(day=1)))
    assert [figure.status for figure in figures.indicators] == [Status.EXPECTED, Status.MET]
    assert [figure.status for figure in late.indicators] == [Status.NOT_RETURNED, Status.MET]
    assert (late.accepted_units, late.incomplete_units, late.silent_units) == ((), plan.units, ())
