"""The course of the rows over quarters: joined along lines of descent, as reported and as it stands now."""

from collections.abc import Mapping
from decimal import Decimal

from tests.support.small_plan import Answer, figures_of, measure, plan_of
from xlplan.aggregation.history import course_of, history_rows, seen_now, seen_then
from xlplan.aggregation.snapshot import snapshot_of
from xlplan.domain.descent import Lines
from xlplan.domain.history import Course, QuarterHistory, SeenFigure
from xlplan.domain.plan import Measure, Plan
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status

FIRST, SECOND = Quarter(2020, 4), Quarter(2021, 2)
Answers = Mapping[str, Mapping[str, Answer]]


def seen(plan: Plan, answers: Answers, lines: Lines | None = None, units: bool = False) -> tuple[SeenFigure, ...]:
    """The figures of a quarter as they stand now; a row without lines is a line of its own."""
    figures = figures_of(plan, answers)
    own = {key: (key,) for key in (row.key for each in plan.measures for row in each.indicators)}
    named = {**own, **(lines or {})}
    return tuple(
        SeenFigure(
            each.row, named[each.row.key][0], each.target, each.done, each.status, each.is_partial, each.unit,
            each.source,
        )
        for each in seen_now(figures.basis, figures.indicators, units)
    )  # fmt: skip


def signed(plan: Plan, answers: Answers, units: bool = False) -> tuple[SeenFigure, ...]:
    """The figures of a quarter as an edition keeps them."""
    return seen_then(snapshot_of(figures_of(plan, answers), {}), plan, {}, units)


def course(histories: list[QuarterHistory], plan: Plan, lines: Lines | None = None) -> Course:
    keys = [row.key for each in plan.measures for row in each.indicators]
    return course_of(histories, plan, {**{key: (key,) for key in keys}, **(lines or {})}, 1.0)


def one(*measures: Measure) -> Plan:
    return plan_of(*measures)


def test_a_row_is_followed_by_its_line_and_never_by_its_code() -> None:
    before = one(measure("1.1", 3, "lead", "A"), measure("1.2", 5, "lead", "A", title="Лекції"))
    now = one(measure("1.2", 4, "lead", "A"))
    first = QuarterHistory(FIRST, seen(before, {"A": {"1.1": 2, "1.2": 5}}, {"1.1": ("x",), "1.2": ("y",)}))
    second = QuarterHistory(SECOND, seen(now, {"A": {"1.2": 4}}, {"1.2": ("x",)}))
    (row, ended) = course([first, second], now, {"1.2": ("x",)}).rows
    assert [point.now and point.now.done for point in row.points.values()] == [2, 4]
    assert (ended.row.key, ended.row.measure.title, ended.is_in_plan) == ("1.2", "Лекції", False)
    assert list(ended.points) == [FIRST]


def test_rows_that_were_merged_add_up_and_a_silent_one_makes_the_sum_partial() -> None:
    before = one(measure("1.1", 3, "lead", "A"), measure("1.2", 5, "lead", "B"))
    now = one(measure("1.1", 9, "joint", "AB"))
    lines = {"1.1": ("1.1", "1.2")}
    for answers, result in (
        ({"A": {"1.1": 3}, "B": {"1.2": 4}}, (8, 7, Status.SHORT, False)),
        ({"A": {"1.1": 3}}, (8, 3, None, True)),
        ({}, (8, None, Status.NOT_RETURNED, True)),
    ):
        histories = [QuarterHistory(FIRST, seen(before, answers)), QuarterHistory(SECOND, seen(now, {}))]
        (row,) = course(histories, now, lines).rows
        figure = row.points[FIRST].now
        assert figure
        assert (figure.target, figure.done, figure.status, figure.is_partial) == result


def test_a_new_row_has_no_figure_before_and_that_is_no_zero() -> None:
    before, now = one(measure("1.1", 3, "lead", "A")), one(measure("2.1", 1, "lead", "A"))
    histories = [QuarterHistory(FIRST, seen(before, {"A": {"1.1": 3}})), QuarterHistory(SECOND, seen(now, {}))]
    new, _ended = course(histories, now).rows
    assert FIRST not in new.points
    point = new.points[SECOND]
    assert (point.then, point.now and point.now.done, point.now and point.now.status) == (
        None,
        None,
        Status.NOT_RETURNED,
    )


def test_what_was_signed_stands_beside_what_stands_now() -> None:
    plan = one(measure("1.1", 3, "lead", "A"), measure("1.2", 2, "lead", "A"), measure("1.3", 2, "lead", "A"))
    then = signed(plan, {"A": {"1.1": 2, "1.2": 2, "1.3": "∅"}})
    now = seen(plan, {"A": {"1.1": 3, "1.2": 2}})
    told = course([QuarterHistory(SECOND, now, then)], plan)
    points = [row.points[SECOND] for row in told.rows]
    results = [[each.shown for each in point.seen] for point in points]
    assert results == [[2, 3], [2, 2], [Status.NOTHING_AROSE, None]]
    assert [row.row.key for row, _quarter in told.corrected] == ["1.1", "1.3"]
    assert told.was_reported


def test_an_edition_says_that_a_unit_had_not_answered() -> None:
    plan = one(measure("1.1", 6, "joint", "ABC"))
    (centre,) = signed(plan, {"A": {"1.1": 2}, "B": {"1.1": 1}})
    assert (centre.done, centre.is_partial) == (3, True)
    (whole,) = signed(plan, {"A": {"1.1": 2}, "B": {"1.1": 1}, "C": {"1.1": 0}})
    assert (whole.done, whole.is_partial) == (3, False)


def test_a_new_target_is_told_too_and_words_are_a_target() -> None:
    then, now = one(measure("1.1", 3, "lead", "A")), one(measure("1.1", "за потреби", "lead", "A"))
    history = QuarterHistory(SECOND, seen(now, {"A": {"1.1": 3}}), signed(then, {"A": {"1.1": 3}}))
    (row,) = course([history], now).rows
    point = row.points[SECOND]
    assert [each.target for each in point.seen] == [3, "за потреби"]
    assert (point.has_new_target, point.has_new_result) == (True, False)


def test_the_rows_of_units_add_up_to_the_figures_of_the_centre() -> None:
    plan = plan_of(
        measure("1.1", 3, "split", "AC"),
        measure("1.3", 6, "joint", "ABC"),
        shares={"1.1": {"A": 2, "C": 1}},
    )
    answers: Answers = {"A": {"1.1": 2, "1.3": 1}, "C": {"1.1": 0, "1.3": 4}}
    history = QuarterHistory(SECOND, seen(plan, answers, units=True), signed(plan, answers, units=True))
    rows = list(history_rows([history], {"1.1": "9.9"}))
    for line, target, done in (("1.1", 3, 2), ("1.3", 6, 5)):
        own = [row for row in rows if row.line == line]
        for side in ([row.now for row in own], [row.then for row in own]):
            figures = [each for each in side if each]
            assert sum(each.target for each in figures if isinstance(each.target, int | Decimal)) == target
            assert sum(each.done or 0 for each in figures) == done
    assert [row.unit for row in rows] == ["A", "C", "A", "B", "C", ""]
    assert {(row.key_then, row.key_now) for row in rows} == {("1.1", "9.9"), ("1.3", "")}
    silent = next(row.now for row in rows if row.unit == "B")
    assert silent
    assert (silent.done, silent.status) == (None, Status.NOT_RETURNED)


def test_a_row_that_only_the_edition_had_stays_in_the_history() -> None:
    then, now = (
        one(measure("1.1", 3, "lead", "A"), measure("1.2", 1, "lead", "B")),
        one(measure("1.1", 3, "lead", "A")),
    )
    history = QuarterHistory(
        SECOND,
        seen(now, {"A": {"1.1": 3}}, units=True),
        signed(then, {"A": {"1.1": 3}, "B": {"1.2": 1}}, units=True),
    )
    last = list(history_rows([history], {"1.1": "1.1"}))[-1]
    assert (last.key_then, last.key_now, last.now, last.then and last.then.done) == ("1.2", "", None, 1)
    assert last.row.key == "1.2"
