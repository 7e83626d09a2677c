"""A year in which the plan changes: figures follow the line of descent of a row, and never its code."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from tests.support.small_plan import PAST, Answer, entry, measure, plan_of, returned
from xlplan.aggregation.quarter import quarter_figures
from xlplan.aggregation.remarks import find_remarks
from xlplan.domain.descent import Lines, lines_of, trace_descent
from xlplan.domain.figures import IndicatorFigure, Period, QuarterBasis, QuarterFigures
from xlplan.domain.plan import AddsUp, Better, Measure, Plan, Ratio, Share
from xlplan.domain.quarter import Quarter
from xlplan.domain.report import RemarkKind
from xlplan.domain.status import Status
from xlplan.domain.target import UNSET, count_target
from xlplan.domain.target_reading import read_target
from xlplan.domain.unit_of_measure import PERCENTAGE, Number

FIRST, SECOND, THIRD, FOURTH = (Quarter(2021, number) for number in range(1, 5))
Said = Mapping[str, Mapping[str, Answer]]


def planned(
    code: str,
    title: str,
    targets: Mapping[Quarter, object],
    counting: str = "lead",
    units: str = "A",
    **more: object,
) -> Measure:
    """A measure with its targets of some quarters."""
    made = measure(code, 1, counting, units, title=title, **more)  # type: ignore[arg-type]
    by_quarter = tuple((quarter, read_target(value) or UNSET) for quarter, value in targets.items())
    return replace(made, indicators=(replace(made.indicators[0], targets=by_quarter),))


def plan(*measures: Measure, shares: Mapping[tuple[str, str, Quarter], int] | None = None) -> Plan:
    own = tuple(Share(key, unit, quarter, count) for (key, unit, quarter), count in (shares or {}).items())
    return replace(plan_of(*measures), shares=own)


def year(*quarters: tuple[Quarter, Plan, Said]) -> dict[Quarter, QuarterBasis]:
    """The quarters of a year, each with its plan and what units said; lines of descent are made in this order."""
    basis: dict[Quarter, QuarterBasis] = {}
    before: tuple[Plan, Lines] | None = None
    taken: set[str] = set()
    for quarter, now, said in quarters:
        if before is None or before[0] != now:
            descent = trace_descent(before[0], now) if before else trace_descent(now, now)
            lines = lines_of(descent, before[1], now, taken) if before else _own_lines(now)
            assert not descent.open_rows
            taken |= {line for each in lines.values() for line in each}
            before = now, lines
        accepted = {
            unit: returned(unit, *(entry(key, value) for key, value in rows.items()))
            for unit, rows in said.items()
        }
        basis[quarter] = QuarterBasis(now, before[1], accepted, now.units)
    return basis


def _own_lines(now: Plan) -> Lines:
    return {each.key: (each.key,) for measure_ in now.measures for each in measure_.indicators}


def figures_in(quarter: Quarter, basis: dict[Quarter, QuarterBasis], on_track: float = 1.0) -> QuarterFigures:
    return quarter_figures(basis, Period(quarter, PAST, PAST.replace(day=1), on_track))


def row(quarter: Quarter, basis: dict[Quarter, QuarterBasis], key: str = "1.1") -> IndicatorFigure:
    return next(each for each in figures_in(quarter, basis).indicators if each.indicator.key == key)


def to_date(figure: IndicatorFigure) -> tuple[Number | None, Number | None, Status]:
    return figure.target_to_date, figure.done_to_date, figure.status_to_date


def test_another_measure_under_an_old_code_takes_nothing_over() -> None:
    tables = planned("1.1", "Круглі столи", {FIRST: 10})
    named_new = planned("1.1", "Публікації", {SECOND: 2})
    papers = replace(named_new, indicators=(replace(named_new.indicators[0], continues=()),))
    basis = year((FIRST, plan(tables), {"A": {"1.1": 10}}), (SECOND, plan(papers), {"A": {"1.1": 2}}))
    assert to_date(row(SECOND, basis)) == (2, 2, Status.MET)


def test_one_measure_in_the_plans_of_two_quarters_adds_up_its_targets_as_its_results() -> None:
    first, second = (planned("1.1", "Круглі столи", {quarter: 4}) for quarter in (FIRST, SECOND))
    basis = year((FIRST, plan(first), {"A": {"1.1": 1}}), (SECOND, plan(second), {"A": {"1.1": 4}}))
    figure = row(SECOND, basis)
    assert to_date(figure) == (8, 5, Status.SHORT)
    assert figure.backlog == 3


def test_a_row_that_moves_takes_its_results_to_the_new_code() -> None:
    visits = planned("1.1", "Виїзди до громад", {FIRST: 100, SECOND: 100})
    before = plan(visits)
    inserted = planned("1.1", "Публікації", {SECOND: 2})
    moved = planned("1.2", "Виїзди до громад", {FIRST: 100, SECOND: 100})
    basis = year(
        (FIRST, before, {"A": {"1.1": 100}}), (SECOND, plan(inserted, moved), {"A": {"1.1": 2, "1.2": 90}})
    )
    assert to_date(row(SECOND, basis, "1.1")) == (2, 2, Status.MET)
    assert to_date(row(SECOND, basis, "1.2")) == (200, 190, Status.SHORT)


def test_merged_rows_add_up_from_before() -> None:
    old = plan(planned("1.1", "Лекції", {FIRST: 2}), planned("1.2", "Семінари", {FIRST: 3}))
    new = planned("1.1", "Лекції та семінари", {SECOND: 5})
    merged = replace(new, indicators=(replace(new.indicators[0], continues=("1.1", "1.2")),))
    basis = year((FIRST, old, {"A": {"1.1": 2, "1.2": 1}}), (SECOND, plan(merged), {"A": {"1.1": 5}}))
    assert to_date(row(SECOND, basis)) == (10, 8, Status.SHORT)


def test_a_unit_that_left_leaves_its_results_in_a_row_of_its_own() -> None:
    lead_a = planned("1.1", "Лекції", {FIRST: 5, SECOND: 5}, units="AB")
    lead_b = planned("1.1", "Лекції", {FIRST: 5, SECOND: 5}, units="BA")
    basis = year((FIRST, plan(lead_a), {"A": {"1.1": 5}}), (SECOND, plan(lead_b), {"A": {}, "B": {"1.1": 5}}))
    figure = row(SECOND, basis)
    assert to_date(figure) == (10, 10, Status.MET)
    (former,) = figure.former_units
    assert (former.unit.code, former.target_to_date, former.done_to_date, former.left_in) == ("A", 5, 5, SECOND)
    (now,) = figure.units
    assert (now.unit.code, now.target_to_date, now.done_to_date) == ("B", 5, 5)


def test_a_row_added_later_is_not_missing_in_the_quarters_before() -> None:
    old = planned("1.1", "Лекції", {FIRST: 1, SECOND: 1})
    added = planned("1.2", "Семінари", {SECOND: 3})
    basis = year((FIRST, plan(old), {"A": {"1.1": 1}}), (SECOND, plan(old, added), {"A": {"1.1": 1, "1.2": 3}}))
    figures = figures_in(SECOND, basis)
    assert to_date(row(SECOND, basis, "1.2")) == (3, 3, Status.MET)
    assert not row(SECOND, basis, "1.2").is_partial_to_date
    assert dict(figures.status_counts)[FIRST] == {Status.MET: 1}


def test_the_latest_value_is_of_the_latest_quarter_with_all_units_of_that_quarter() -> None:
    """Shares of 3 and 2, then of 4 and none, all met."""
    made = planned("1.1", "Консультації", {FIRST: 5, SECOND: 4}, "split", "AB", adds_up=AddsUp.LAST)
    shared = plan(made, shares={("1.1", "A", FIRST): 3, ("1.1", "B", FIRST): 2, ("1.1", "A", SECOND): 4})
    basis = year((FIRST, shared, {"A": {"1.1": 3}, "B": {"1.1": 2}}), (SECOND, shared, {"A": {"1.1": 4}, "B": {}}))
    figure = row(SECOND, basis)
    assert to_date(figure) == (4, 4, Status.MET)
    assert [(unit.target_to_date, unit.done_to_date) for unit in figure.units] == [(4, 4), (None, None)]


LATEST: list[tuple[object, Answer, tuple[int | None, int | None, Status]]] = [
    # target of the second quarter, what is said in it -> the year so far after 5 of 5 in the first
    (None, None, (5, 5, Status.MET)),
    (None, 7, (5, 7, Status.OVER)),
    ("постійно", 4, (5, 4, Status.SHORT)),
    (6, 6, (6, 6, Status.MET)),
]


@pytest.mark.parametrize(("target", "said", "expected"), LATEST)
def test_a_quarter_without_a_target_leaves_the_latest_target_in_place(
    target: object, said: Answer, expected: tuple[int | None, int | None, Status]
) -> None:
    made = planned("1.1", "Договори", {FIRST: 5, SECOND: target}, adds_up=AddsUp.LAST)
    basis = year((FIRST, plan(made), {"A": {"1.1": 5}}), (SECOND, plan(made), {"A": {"1.1": said}}))
    assert to_date(row(SECOND, basis)) == expected


@pytest.mark.parametrize("said", [1, 6])
def test_the_year_so_far_of_the_first_quarter_is_judged_as_the_quarter(said: int) -> None:
    """10 = 5 + 5; one unit is silent."""
    made = planned("1.1", "Лекції", {FIRST: 10}, "split", "AB")
    shared = plan(made, shares={("1.1", "A", FIRST): 5, ("1.1", "B", FIRST): 5})
    figure = row(FIRST, year((FIRST, shared, {"A": {"1.1": said}})))
    assert figure.status_to_date is figure.status
    assert figure.status is (Status.SHORT if said == 1 else Status.NOT_RETURNED)


def test_what_the_silent_could_still_bring_decides_on_the_year_as_on_the_quarter() -> None:
    made = planned("1.1", "Лекції", {FIRST: 10, SECOND: 10}, "split", "AB")
    shares = {("1.1", unit, quarter): 5 for unit in "AB" for quarter in (FIRST, SECOND)}
    shared = plan(made, shares=shares)
    for said, status in ((1, Status.SHORT), (9, Status.NOT_RETURNED)):
        basis = year((FIRST, shared, {"A": {"1.1": 5}, "B": {"1.1": 5}}), (SECOND, shared, {"A": {"1.1": said}}))
        assert row(SECOND, basis).status_to_date is status


def test_what_was_made_up_for_is_not_carried_on() -> None:
    made = planned("1.1", "Лекції", {FIRST: 5, SECOND: 5})
    for said, left in ((5, 2), (7, 0)):
        basis = year((FIRST, plan(made), {"A": {"1.1": 3}}), (SECOND, plan(made), {"A": {"1.1": said}}))
        assert row(SECOND, basis).backlog == row(SECOND, basis).units[0].backlog == left


def test_a_margin_leaves_no_shortfall_and_no_promise() -> None:
    made = planned("1.1", "Лекції", {FIRST: 10, SECOND: 10})
    basis = year((FIRST, plan(made), {"A": {"1.1": 9}}), (SECOND, plan(made), {"A": {"1.1": 9}}))
    promised = replace(basis[FIRST].returns["A"].entries["1.1"], action="надолужимо")
    basis[FIRST] = replace(
        basis[FIRST], returns={"A": replace(basis[FIRST].returns["A"], entries={"1.1": promised})}
    )
    loose, strict = figures_in(SECOND, basis, 0.9), figures_in(SECOND, basis)
    assert (loose.indicators[0].shortfall, loose.indicators[0].units[0].shortfall, loose.promises) == (0, 0, ())
    assert [promise.text for promise in strict.promises] == ["надолужимо"]


def test_the_promise_of_a_row_that_moved_is_asked_about_under_its_new_code() -> None:
    before = plan(planned("1.1", "Виїзди", {FIRST: 5, SECOND: 5}))
    now = plan(planned("1.1", "Публікації", {SECOND: 1}), planned("1.2", "Виїзди", {FIRST: 5, SECOND: 5}))
    basis = year((FIRST, before, {"A": {"1.1": 1}}), (SECOND, now, {"A": {"1.1": 1, "1.2": 5}}))
    said = basis[FIRST].returns["A"]
    entries = {"1.1": replace(said.entries["1.1"], action="поїдемо")}
    basis[FIRST] = replace(basis[FIRST], returns={"A": replace(said, entries=entries)})
    (promise,) = figures_in(SECOND, basis).promises
    assert (promise.figure.indicator.key, promise.shortfall, promise.text) == ("1.2", 4, "поїдемо")


def test_the_target_of_a_year_is_that_of_each_quarter_s_own_version() -> None:
    old = planned("1.1", "Лекції", {FIRST: 1, SECOND: 2, THIRD: 3, FOURTH: 4})
    new = planned("1.1", "Лекції", {FIRST: 100, SECOND: 20, THIRD: 30, FOURTH: 40})
    basis = year(
        (FIRST, plan(old), {"A": {"1.1": 1}}),
        (SECOND, plan(new), {"A": {"1.1": 20}}),
        (THIRD, plan(new), {}),
        (FOURTH, plan(new), {}),
    )
    figure = row(SECOND, basis)
    assert (figure.target_to_date, figure.target_year, figure.forecast) == (21, 91, 42)


def test_a_ceiling_that_is_exceeded_stays_exceeded_whoever_is_silent() -> None:
    made = planned("1.1", "Скарги", {FIRST: 4, SECOND: 4}, "joint", "AB", better=Better.LESS)
    basis = year((FIRST, plan(made), {"A": {"1.1": 9}}), (SECOND, plan(made), {"A": {"1.1": 0}, "B": {"1.1": 0}}))
    assert to_date(row(SECOND, basis)) == (8, 9, Status.SHORT)


def test_a_total_that_the_quarters_of_the_year_do_not_make_is_told() -> None:
    old = planned("1.1", "Лекції", dict.fromkeys((FIRST, SECOND, THIRD, FOURTH), 1))
    new = planned("1.1", "Лекції", dict.fromkeys((FIRST, SECOND, THIRD, FOURTH), 2))
    new = replace(new, indicators=(replace(new.indicators[0], total=count_target(8)),))
    basis = year(
        (FIRST, plan(old), {"A": {"1.1": 1}}),
        (SECOND, plan(new), {"A": {"1.1": 2}}),
        (THIRD, plan(new), {}),
        (FOURTH, plan(new), {}),
    )
    (remark,) = find_remarks(figures_in(SECOND, basis), {}, ())
    assert (remark.kind, remark.key) == (RemarkKind.WARNING, "1.1")
    assert "8" in remark.text
    assert "7" in remark.text


def test_a_computed_share_follows_its_counts_to_their_new_codes() -> None:
    counts = [planned("1.1", "Звернення", {}), planned("1.2", "Розглянуто у строк", {})]
    share = planned("1.3", "Частка у строк", {FIRST: 90, SECOND: 90})
    moved = [replace(each, code=code) for each, code in zip([*counts, share], ("2.1", "2.2", "2.3"), strict=True)]
    before = plan(*counts, _computed(share, "1.3", Ratio("1.2", "1.1")))
    now = plan(*(_recoded(each) for each in moved[:2]), _computed(moved[2], "2.3", Ratio("2.2", "2.1")))
    basis = year(
        (FIRST, before, {"A": {"1.1": 10, "1.2": 1}}),
        (SECOND, now, {"A": {"2.1": 10, "2.2": 10}}),
    )
    figure = row(SECOND, basis, "2.3")
    assert figure.done == 100
    assert to_date(figure) == (90, 55, Status.SHORT)


def _recoded(measure_: Measure) -> Measure:
    return replace(measure_, indicators=(replace(measure_.indicators[0], key=measure_.code),))


def _computed(measure_: Measure, key: str, ratio: Ratio) -> Measure:
    (own,) = measure_.indicators
    made = replace(own, key=key, ratio=ratio, unit_of_measure=PERCENTAGE, adds_up=AddsUp.LAST)
    return replace(measure_, indicators=(made,))
