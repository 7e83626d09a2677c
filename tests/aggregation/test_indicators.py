from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.small_plan import OPEN, PAST, QUARTER, Answer, figures_of, measure, plan_of
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import IndicatorFigure
from xlplan.domain.plan import AddsUp, Better
from xlplan.domain.status import Status

MET, OVER, SHORT, SILENT = Status.MET, Status.OVER, Status.SHORT, Status.NOT_RETURNED
NOTHING, UNJUDGED, EXPECTED = Status.NOTHING_AROSE, Status.NOT_JUDGED, Status.EXPECTED

# A unit that is not named in `said` has not returned; None is a cell left blank in a return.
TWO_ONE, TWO_TWO, DEMAND, BLANK = {"A": 2, "B": 1}, {"A": 2, "B": 2}, "за потреби", (None,) * 4
CASES: dict[str, tuple[str, object, dict[str, int], dict[str, Answer], tuple[object, ...]]] = {
    # rule: counting, target, shares, said -> done, deviation, shortfall, unknown, status
    "split, all met": ("split", 3, TWO_ONE, {"A": 2, "B": 1}, (3, 0, 0, 0, MET)),
    "split, more than asked": ("split", 3, TWO_ONE, {"A": 4, "B": 1}, (5, 2, 0, 0, OVER)),
    "split, a reported zero counts": ("split", 3, TWO_ONE, {"A": 2, "B": 0}, (2, -1, 1, 0, SHORT)),
    "split, the silent one could make it up": ("split", 3, TWO_ONE, {"A": 2}, (2, None, 0, 1, SILENT)),
    "split, the silent one brings its own share only": (
        "split", 4, TWO_TWO, {"A": 1}, (1, None, 1, 2, SHORT),
    ),
    "split, one unit's surplus covers another's gap": (
        "split", 4, TWO_TWO, {"A": 3}, (3, None, 0, 1, SILENT),
    ),
    "split, met already without the silent one": ("split", 2, {"A": 1, "B": 1}, {"A": 2}, (2, None, 0, 0, MET)),
    "split, all silent": ("split", 3, TWO_ONE, {}, (None, None, 0, 3, SILENT)),
    "split, a blank is silence, not zero": ("split", 3, TWO_ONE, {"A": 2, "B": None}, (2, None, 0, 1, SILENT)),
    "split, the silent one has no share": ("split", 3, {"A": 3}, {"A": 2}, (2, -1, 1, 0, SHORT)),
    "split, words do not answer a count": ("split", 3, TWO_ONE, {"A": 2, "B": "так"}, (2, None, 0, 1, SILENT)),
    "joint, contributions add up": ("joint", 6, {}, {"A": 4, "B": 2}, (6, 0, 0, 0, MET)),
    "joint, short together": ("joint", 6, {}, {"A": 4, "B": 0}, (4, -2, 2, 0, SHORT)),
    "joint, the silent one could bring all": ("joint", 6, {}, {"A": 1}, (1, None, 0, 5, SILENT)),
    "joint, met without the silent one": ("joint", 6, {}, {"A": 7}, (7, None, 0, 0, OVER)),
    "joint, nothing arose is no number": ("joint", 6, {}, {"A": "∅", "B": 6}, (6, 0, 0, 0, MET)),
    "joint, nothing arose anywhere": ("joint", 6, {}, {"A": "∅", "B": "∅"}, (*BLANK, NOTHING)),
    "joint, nothing arose here, silence there": ("joint", 6, {}, {"A": "∅"}, (None, None, 0, 6, SILENT)),
    "lead, only the first unit reports": ("lead", 3, {}, {"A": 2, "B": 9}, (2, -1, 1, 0, SHORT)),
    "lead, silent": ("lead", 3, {}, {"B": 9}, (None, None, 0, 3, SILENT)),
    "a target of zero can be met": ("lead", 0, {}, {"A": 0}, (0, 0, 0, 0, MET)),
    "on demand, a number is not judged": ("joint", DEMAND, {}, {"A": 2, "B": "∅"}, (2, *BLANK[1:], UNJUDGED)),
    "on demand, nothing arose": ("joint", DEMAND, {}, {"A": "∅", "B": "∅"}, (*BLANK, NOTHING)),
    "on demand, silence is not nothing": ("joint", DEMAND, {}, {"A": "∅"}, (*BLANK, SILENT)),
    "on demand, a blank answers nothing": ("lead", DEMAND, {}, {"A": None}, (*BLANK, SILENT)),
    "continuous, told in words": ("lead", "постійно", {}, {"A": "щотижня"}, (*BLANK, UNJUDGED)),
    "continuous, a blank is silence": ("lead", "постійно", {}, {"A": None}, (*BLANK, SILENT)),
    "on demand, nothing here, words there": ("joint", DEMAND, {}, {"A": "∅", "B": "так"}, (*BLANK, UNJUDGED)),
    "continuous, told in words here, silence there": (
        "joint", "постійно", {}, {"A": "щотижня"}, (*BLANK, UNJUDGED),
    ),
    "no target, nothing is asked": ("lead", "", {}, {}, (*BLANK, UNJUDGED)),
    "no target, a blank is no fault": ("lead", "", {}, {"A": None}, (*BLANK, UNJUDGED)),
    "no target, a fact is shown": ("lead", "", {}, {"A": 5}, (5, None, None, None, UNJUDGED)),
}  # fmt: skip


def _only(
    counting: str, target: object, shares: dict[str, int], said: dict[str, Answer], **more: object
) -> IndicatorFigure:
    measures = {name: more.pop(name) for name in ("better", "adds_up") if name in more}
    plan = plan_of(measure("1.1", target, counting, "AB", **measures), shares={"1.1": shares})  # type: ignore[arg-type]
    answers = {unit: {"1.1": answer} for unit, answer in said.items()}
    return figures_of(plan, answers, **more).indicators[0]  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", CASES)
def test_an_indicator_is_judged_by_what_is_known(rule: str) -> None:
    counting, target, shares, said, expected = CASES[rule]
    figure = _only(counting, target, shares, said)
    assert (figure.done, figure.deviation, figure.shortfall, figure.unknown, figure.status) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"A": 2, "B": 1}, (3, 0, MET)),
        ({"A": 2, "B": 2}, (1, 0, SHORT)),
        ({"A": 4}, (1, None, SHORT)),  # over the ceiling already, whatever comes
        ({"A": 2}, (0, None, SILENT)),  # under it so far, but the silent one may add
        ({}, (0, None, SILENT)),
    ],
)
def test_a_ceiling_is_broken_by_more_and_never_kept_by_silence(
    said: dict[str, Answer], expected: tuple[int, int | None, Status]
) -> None:
    figure = _only("joint", 3, {}, said, better=Better.LESS)
    known = 0 if expected[2] is MET else expected[0]
    assert (figure.shortfall, figure.unknown, figure.status) == (known, *expected[1:])


def test_a_silent_unit_has_not_broken_a_ceiling_of_none_at_all() -> None:
    figure = _only("joint", 0, {}, {}, better=Better.LESS)
    assert (figure.shortfall, figure.unknown, figure.status) == (0, None, SILENT)


def test_silence_is_expected_up_to_the_due_day_and_not_returned_after_it() -> None:
    assert [_only("joint", 3, {}, {}, today=day).status for day in (OPEN, PAST)] == [EXPECTED, SILENT]


def test_what_counts_as_enough_also_counts_for_what_the_silent_could_bring() -> None:
    # 8 of 10 known, 1 may come: 9 is enough at 0.9.
    assert _only("split", 10, {"A": 9, "B": 1}, {"A": 8}, on_track=0.9).status is SILENT
    assert _only("split", 10, {"A": 9, "B": 1}, {"A": 8, "B": 1}, on_track=0.9).status is MET
    assert _only("split", 10, {"A": 9, "B": 1}, {"A": 8}, on_track=1.0).status is SHORT


def test_a_unit_is_judged_by_its_own_share_and_not_at_all_by_a_joint_target() -> None:
    split = _only("split", 3, {"A": 2, "B": 1}, {"A": 1, "B": 2})
    assert [unit.status for unit in split.units] == [SHORT, OVER]
    assert [(unit.deviation, unit.shortfall) for unit in split.units] == [(-1, 1), (1, 0)]
    joint = _only("joint", 3, {}, {"A": 1, "B": 2})
    assert [(unit.status, unit.deviation, unit.shortfall) for unit in joint.units] == [(UNJUDGED, None, None)] * 2


@pytest.mark.parametrize(
    ("counting", "target", "judged"),
    [
        ("split", 3, True),
        ("lead", 3, True),
        ("joint", 3, False),
        ("lead", "за потреби", False),
        ("lead", "", False),
    ],
)
def test_a_unit_is_judged_where_its_own_target_is_a_number(counting: str, target: object, judged: bool) -> None:
    figure = _only(counting, target, {"A": 2, "B": 1}, {"A": 1})
    assert figure.units[0].is_judged is judged


def test_of_a_silent_unit_nothing_is_known() -> None:
    unit = _only("lead", 3, {}, {}).units[0]
    assert (unit.entry, unit.is_answered, unit.source) == (Entry("1.1", EntryKind.MISSING), False, None)


def test_the_percentage_is_the_part_of_the_target_that_is_done() -> None:
    assert _only("joint", 6, {}, {"A": 1, "B": 2}).percent == 0.5
    assert _only("joint", 0, {}, {"A": 1, "B": 2}).percent is None


def test_a_blank_row_keeps_the_place_of_its_file() -> None:
    unit = _only("lead", 3, {}, {"A": None}).units[0]
    assert not unit.is_answered
    assert unit.source is not None
    assert (unit.source.sheet, unit.source.cell) == ("Звіт", "E12")


@pytest.mark.parametrize(
    ("adds_up", "earlier", "said", "to_date", "partial"),
    [
        (AddsUp.SUM, {"A": 1, "B": 2}, {"A": 3, "B": 4}, 10, False),
        (AddsUp.LAST, {"A": 1, "B": 2}, {"A": 3, "B": 4}, 7, False),
        # A unit that is asked and silent makes the sum partial. Its older value does not step in.
        (AddsUp.LAST, {"A": 1, "B": 2}, {"A": 3}, 3, True),
        (AddsUp.SUM, {"A": 1}, {"A": 3, "B": 4}, 8, True),
        (AddsUp.SUM, {}, {}, None, True),
    ],
)
def test_the_year_to_date_follows_the_indicators_rule_and_tells_when_it_lacks_a_return(
    adds_up: AddsUp, earlier: dict[str, int], said: dict[str, int], to_date: int | None, partial: bool
) -> None:
    plan = plan_of(measure("1.1", 9, "joint", "AB", adds_up=adds_up, earlier=5))
    figure = figures_of(
        plan,
        {unit: {"1.1": number} for unit, number in said.items()},
        earlier={unit: {"1.1": number} for unit, number in earlier.items()},
    ).indicators[0]
    assert (figure.done_to_date, figure.is_partial_to_date) == (to_date, partial)
    assert figure.target_to_date == (14 if adds_up is AddsUp.SUM else 9)


# said in the quarter, said in the one before, the day -> the status of the year so far, against 5 + 9 planned
SO_FAR: dict[str, tuple[dict[str, Answer], dict[str, Answer], date, Status]] = {
    "met together": ({"A": 7, "B": 2}, {"A": 3, "B": 2}, PAST, MET),
    "short together": ({"A": 7, "B": 1}, {"A": 3, "B": 2}, PAST, SHORT),
    "what is lacking may still lift it": ({"A": 7}, {"A": 3, "B": 2}, PAST, SILENT),
    "what is lacking is still expected": ({"A": 7}, {"A": 3, "B": 2}, OPEN, EXPECTED),
    "what an earlier quarter lacks is expected no more": ({"A": 7, "B": 2}, {"A": 3}, OPEN, SILENT),
    "met already without what is lacking": ({"A": 11}, {"A": 3}, OPEN, MET),
    "nothing is known": ({}, {}, PAST, SILENT),
    "nothing arose all year": ({"A": "∅", "B": "∅"}, {"A": "∅", "B": "∅"}, PAST, NOTHING),
    "nothing arose, as far as it was told": ({"A": "∅", "B": "∅"}, {"A": "∅"}, PAST, SILENT),
}


@pytest.mark.parametrize("case", SO_FAR)
def test_the_year_so_far_is_judged_by_what_is_known_of_it(case: str) -> None:
    now, before, today, status = SO_FAR[case]
    plan = plan_of(measure("1.1", 9, "joint", "AB", earlier=5))
    said, earlier = ({unit: {"1.1": answer} for unit, answer in each.items()} for each in (now, before))
    assert figures_of(plan, said, today, earlier).indicators[0].status_to_date is status


@pytest.mark.parametrize(("done", "status"), [(15, SHORT), (13, SILENT)])
def test_a_ceiling_of_the_year_that_is_broken_stays_broken_and_one_that_is_not_is_not_kept_yet(
    done: int, status: Status
) -> None:
    plan = plan_of(measure("1.1", 9, "joint", "AB", earlier=5, better=Better.LESS))
    figures = figures_of(plan, {"A": {"1.1": done}}, earlier={"A": {"1.1": 0}, "B": {"1.1": 0}})
    assert figures.indicators[0].status_to_date is status


def test_a_year_without_a_number_to_reach_is_not_judged() -> None:
    plan = plan_of(measure("1.1", "за потреби", "joint", "AB", earlier="за потреби"))
    figures = figures_of(plan, {"A": {"1.1": 2}}, earlier={"A": {"1.1": 1}})
    assert figures.indicators[0].status_to_date is UNJUDGED


def test_a_plan_that_begins_in_the_middle_of_the_year_lacks_nothing_before_it() -> None:
    figures = figures_of(plan_of(measure("1.1", 9, "joint", "AB")), {"A": {"1.1": 4}, "B": {"1.1": 4}})
    assert not figures.indicators[0].is_partial_to_date
    assert [quarter for quarter, _counts in figures.status_counts] == [QUARTER]


_SAID = st.dictionaries(st.sampled_from("ABC"), st.one_of(st.integers(0, 9), st.just("∅"), st.none()))


@given(_SAID, st.sampled_from(["split", "joint", "lead"]), st.integers(0, 12))
def test_a_total_is_the_sum_of_what_its_units_reported_and_silence_is_never_zero(
    said: dict[str, Answer], counting: str, target: int
) -> None:
    plan = plan_of(measure("1.1", target, counting, "ABC"), shares={"1.1": {"A": target, "B": 0, "C": 0}})
    figure = figures_of(plan, {unit: {"1.1": answer} for unit, answer in said.items()}).indicators[0]
    numbers = [said[unit.unit.code] for unit in figure.units if isinstance(said.get(unit.unit.code), int)]
    assert figure.done == (sum(numbers) if numbers else None)  # type: ignore[arg-type]
    waiting = {unit.unit.code for unit in figure.units if said.get(unit.unit.code) is None}
    assert {unit.code for unit in figure.waiting_units} == waiting
    if waiting:
        assert figure.deviation is None
        assert figure.percent is None
    if figure.shortfall is not None and figure.unknown is not None:
        assert figure.shortfall + figure.unknown == max(0, target - (figure.done or 0))


@given(_SAID, st.sampled_from(["split", "joint"]), st.integers(0, 12), st.sampled_from(list(permutations("ABC"))))
def test_the_order_of_the_units_changes_no_figure(
    said: dict[str, Answer], counting: str, target: int, order: tuple[str, ...]
) -> None:
    answers = {unit: {"1.1": answer} for unit, answer in said.items()}
    results = []
    for units in ("ABC", "".join(order)):
        plan = plan_of(measure("1.1", target, counting, units), shares={"1.1": {"A": target, "B": 0, "C": 0}})
        figure = figures_of(plan, answers).indicators[0]
        results.append((figure.done, figure.deviation, figure.shortfall, figure.unknown, figure.status))
    assert results[0] == results[1]
