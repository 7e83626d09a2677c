"""What changed between two editions: every figure and text, and whose file is why."""

from datetime import datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.support.small_plan import NAMES, PAST, QUARTER, UNITS, Answer, entry, figures_of, measure, plan_of
from xlplan.aggregation.restatement import Comparison, changed_files, compare_editions, net_effect
from xlplan.aggregation.restatement import CountedSubmission as File
from xlplan.aggregation.snapshot import snapshot_of
from xlplan.domain.edition import EditionSnapshot, SnapshotRow
from xlplan.domain.entries import Entry
from xlplan.domain.plan import AddsUp, Counting, Indicator, Measure, Plan, Ratio
from xlplan.domain.quarter import Quarter
from xlplan.domain.restatement import Cause, FigureChange, changed_rows
from xlplan.domain.submission import Outcome, Submission
from xlplan.domain.unit_of_measure import PERCENTAGE

FIRST = Quarter(2021, 1)
PLAN = plan_of(
    measure("1.1.1", 5, "split", "AB", earlier=4),
    measure("1.1.2", "за потреби", "lead", "A"),
    shares={"1.1.1": {"A": 3, "B": 2}},
)
UnitAnswers = dict[str, dict[str, Answer]]
WHEN = datetime(2021, 7, 20, 9, 30)


def snapshot(
    said: UnitAnswers, plan: Plan = PLAN, earlier: UnitAnswers | None = None, mark: str = "old"
) -> EditionSnapshot:
    """The figures of an edition; the file of each unit has the unit and `mark` for its SHA-256."""
    figures = figures_of(plan, said, PAST, earlier)
    counted = {
        quarter: {unit: f"{unit}-{quarter.number}-{mark}" for unit in units}
        for quarter, units in ((FIRST, earlier or {}), (QUARTER, said))
    }
    return replace(snapshot_of(figures, {}), files=counted)


def compared(
    before: UnitAnswers, now: UnitAnswers, earlier: tuple[UnitAnswers, UnitAnswers] = ({}, {}), **more: object
) -> tuple[FigureChange, ...]:
    """What the second says otherwise; a unit's file is another one only where its answers are."""
    old, new = snapshot(before, earlier=earlier[0]), snapshot(now, earlier=earlier[1], mark="new")
    answers = {}
    counted: dict[str, dict[Quarter, dict[str, str]]] = {mark: {FIRST: {}, QUARTER: {}} for mark in ("old", "new")}
    for quarter, was, is_ in ((FIRST, *earlier), (QUARTER, before, now)):
        for mark, said, other in (("old", was, is_), ("new", is_, was)):
            for unit, rows in said.items():
                same = other.get(unit) == rows
                sha = f"{unit}-{quarter.number}-{'same' if same else mark}"
                counted[mark][quarter][unit] = sha
                sent = Submission(1, sha, f"{sha}.xlsx", WHEN, Outcome.ACCEPTED, None, quarter, unit)
                answers[sha] = File(sent, {key: entry(key, value) for key, value in rows.items()})
    old, new = replace(old, files=counted["old"]), replace(new, files=counted["new"])
    needed = changed_files(old, new)
    used = {sha: file for sha, file in answers.items() if sha in needed}
    return compare_editions(Comparison(QUARTER, old, new, used, (PLAN, PLAN), **more))  # type: ignore[arg-type]


def answered(old: Entry, new: Entry) -> tuple[FigureChange, ...]:
    """What the second edition says otherwise where one unit gave the one answer and then the other."""
    snapshots, files = [], {}
    for mark, each in (("old", old), ("new", new)):
        sent = Submission(1, mark, f"{mark}.xlsx", WHEN, Outcome.ACCEPTED, None, QUARTER, "A")
        files[mark] = File(sent, {each.key: each})
        snapshots.append(EditionSnapshot((), {QUARTER: {"A": mark}}))
    rows = snapshot({"A": {"1.1.1": 3}}).rows
    before, now = (replace(each, rows=rows) for each in snapshots)
    return compare_editions(Comparison(QUARTER, before, now, files, (PLAN, PLAN)))


def told(found: tuple[FigureChange, ...]) -> list[tuple[object, ...]]:
    return [(each.key, each.unit, each.heading, each.old, each.new) for each in found]


A, B = NAMES["A"], NAMES["B"]


def test_the_same_answers_are_no_change() -> None:
    said: UnitAnswers = {"A": {"1.1.1": 3, "1.1.2": "∅"}, "B": {"1.1.1": 2}}
    assert compared(said, said) == ()


def test_a_corrected_number_changes_the_centre_and_its_unit_with_their_status() -> None:
    before: UnitAnswers = {"A": {"1.1.1": 1, "1.1.2": "∅"}, "B": {"1.1.1": 2}}
    now: UnitAnswers = {"A": {"1.1.1": 3, "1.1.2": "∅"}, "B": {"1.1.1": 2}}
    found = compared(before, now)
    assert told(found) == [
        ("1.1.1", "", "Done", 3, 5),
        ("1.1.1", "", "Status", "fell short", "met"),
        ("1.1.1", "", "Done since the start of the year", 3, 5),
        ("1.1.1", A, "Done", 1, 3),
        ("1.1.1", A, "Status", "fell short", "met"),
        ("1.1.1", A, "Done since the start of the year", 1, 3),
    ]
    causes = {each.causes for each in found}
    assert causes == {(Cause("A-2-new.xlsx", WHEN, "A-2-new", A, QUARTER),)}


def test_zero_nothing_arose_and_not_reported_are_three_values() -> None:
    zero: UnitAnswers = {"A": {"1.1.2": 0}}
    nothing: UnitAnswers = {"A": {"1.1.2": "∅"}}
    silent: UnitAnswers = {}
    values = {
        (each.old, each.new)
        for before, now in ((zero, nothing), (nothing, silent), (silent, zero))
        for each in compared(before, now)
        if (each.unit, each.heading) == (A, "Done")
    }
    assert values == {(0, "nothing arose"), ("nothing arose", None), (None, 0)}


def test_a_return_taken_back_is_the_cause_where_none_has_taken_its_place() -> None:
    found = compared({"A": {"1.1.1": 3}}, {})
    assert {cause for each in found for cause in each.causes} == {
        Cause("A-2-old.xlsx", WHEN, "A-2-old", A, QUARTER, is_withdrawal=True)
    }


def test_an_earlier_quarter_changes_only_what_is_since_the_start_of_the_year_and_is_named() -> None:
    said: UnitAnswers = {"A": {"1.1.1": 3}, "B": {"1.1.1": 2}}
    found = compared(said, said, ({"A": {"1.1.1": 1}}, {"A": {"1.1.1": 4}}))
    assert told(found) == [
        ("1.1.1", "", "Done since the start of the year", 6, 9),
        ("1.1.1", "", "Status to date", "fell short", "met"),
        ("1.1.1", A, "Done since the start of the year", 4, 7),
        ("2021-Q1", "", "met", None, 1),
        ("2021-Q1", "", "fell short", 1, None),
    ]
    assert {cause.quarter for each in found for cause in each.causes} == {FIRST}


def test_a_file_that_says_the_same_of_a_row_is_not_the_cause_of_its_change() -> None:
    before: UnitAnswers = {"A": {"1.1.1": 3, "1.1.2": 1}, "B": {"1.1.1": 1}}
    now: UnitAnswers = {"A": {"1.1.1": 3, "1.1.2": 2}, "B": {"1.1.1": 2}}
    centre = next(each for each in compared(before, now) if (each.key, each.unit) == ("1.1.1", ""))
    assert [cause.unit for cause in centre.causes] == [B]


def test_words_that_changed_are_told_with_what_they_were() -> None:
    found = compared({"A": {"1.1.2": "перша лекція"}}, {"A": {"1.1.2": "друга лекція"}})
    assert told(found) == [("1.1.2", A, "Description", "перша лекція", "друга лекція")]


def test_a_change_without_another_file_is_put_down_to_the_new_version_of_the_plan() -> None:
    said: UnitAnswers = {"A": {"1.1.1": 3}, "B": {"1.1.1": 2}}
    revised = Cause("План.xlsx", WHEN, "p" * 64)
    other = plan_of(
        measure("1.1.1", 7, "split", "AB", earlier=4, adds_up=AddsUp.SUM),
        measure("1.1.2", "за потреби", "lead", "A"),
        shares={"1.1.1": {"A": 3, "B": 4}},
    )
    found = compare_editions(
        Comparison(QUARTER, snapshot(said), snapshot(said, other), {}, (PLAN, other), revised)
    )
    assert ("1.1.1", B, "Target", 2, 4) in told(found)
    assert {each.causes for each in found} == {(revised,)}


def test_a_row_that_the_plan_dropped_is_told_with_what_it_was() -> None:
    other = plan_of(measure("1.1.1", 5, "split", "AB", earlier=4), shares={"1.1.1": {"A": 3, "B": 2}})
    found = compare_editions(
        Comparison(QUARTER, snapshot({"A": {"1.1.2": 4}}), snapshot({}, other), {}, (PLAN, other), None)
    )
    assert ("1.1.2", A, "Done", 4, None) in told(found)
    assert {each.measure for each in found if each.key == "1.1.2"} == {"Зустрічі"}


def test_nothing_arose_is_kept_for_the_centre_as_for_its_unit() -> None:
    shown = {row.unit: row.done for row in snapshot({"A": {"1.1.2": "∅"}}).rows if row.key == "1.1.2"}
    assert shown == {"": "nothing arose", "A": "nothing arose"}


def test_every_text_of_an_answer_is_compared_and_spaces_around_it_are_no_change() -> None:
    old, new = entry("1.1.1", 3), entry("1.1.1", 3)
    old = replace(old, reason=" карантин ", action="лекція 15.07")
    new = replace(new, description="у школі", reason="карантин", action="")
    assert told(answered(old, new)) == [
        ("1.1.1", A, "Description", None, "у школі"),
        ("1.1.1", A, "What will be done", "лекція 15.07", None),
    ]
    assert told(answered(replace(old, action=""), replace(old, action="", reason="хвороба"))) == [
        ("1.1.1", A, "Reason for the shortfall", "карантин", "хвороба"),
    ]


@pytest.mark.parametrize(
    ("covered", "to_date"),
    [((QUARTER,), set()), ((FIRST, QUARTER), {"Done since the start of the year", "Status to date"})],
    ids=["the first quarter of the plan", "a later one"],
)
def test_the_year_so_far_is_told_only_where_a_plan_covers_an_earlier_quarter(
    covered: tuple[Quarter, ...], to_date: set[str]
) -> None:
    plan = plan_of(measure("1.1.1", 5, "lead", "A"))
    files: dict[Quarter, dict[str, str]] = {quarter: {} for quarter in covered}
    before, now = (
        replace(snapshot_of(figures_of(plan, {"A": {"1.1.1": done}}), {}), files=files) for done in (4, 5)
    )
    found = compare_editions(Comparison(QUARTER, before, now, {}, (plan, plan)))
    assert {each.heading for each in found} == {"Done", "Status"} | to_date
    assert bool(net_effect(QUARTER, before, now).to_date) == bool(to_date)


def test_the_net_effect_counts_returns_and_indicators_by_status_changed_or_not() -> None:
    before, now = (
        snapshot({"A": {"1.1.1": 1, "1.1.2": 1}}),
        snapshot({"A": {"1.1.1": 3, "1.1.2": 1}, "B": {"1.1.1": 2}}),
    )
    effect = net_effect(QUARTER, before, now)
    assert [(each.word, each.old, each.new) for each in effect.of_quarter] == [
        ("fell short", 1, 0),
        ("met", 0, 1),
        ("no numeric target", 1, 1),
        ("returns accepted", 1, 2),
    ]


def test_the_rows_that_changed_are_one_for_each_measure_and_unit_with_the_centre_beside_the_first() -> None:
    found = changed_rows(compared({}, {"A": {"1.1.1": 3, "1.1.2": 1}, "B": {"1.1.1": 2}}))
    rows = [
        (row.place.key, row.place.unit, bool(row.own), bool(row.centre))
        for row in found
        if row.place.key.startswith("1")
    ]
    assert rows == [("1.1.1", A, True, True), ("1.1.1", B, True, False), ("1.1.2", A, True, True)]


def test_a_target_of_the_year_that_the_plan_changed_is_told_as_that() -> None:
    other = plan_of(
        measure("1.1.1", 5, "split", "AB", earlier=6),
        measure("1.1.2", "за потреби", "lead", "A"),
        shares={"1.1.1": {"A": 3, "B": 2}},
    )
    found = compare_editions(Comparison(QUARTER, snapshot({}), snapshot({}, other), {}, (PLAN, other)))
    assert told(found) == [("1.1.1", "", "Target since the start of the year", 9, 11)]


def test_a_file_is_the_cause_before_a_new_version_of_the_plan_is() -> None:
    revised = Cause("План.xlsx", WHEN, "p" * 64)
    found = compared({"A": {"1.1.1": 1}}, {"A": {"1.1.1": 3}}, plan_change=revised)
    assert {cause.file for each in found for cause in each.causes} == {"A-2-new.xlsx"}


def test_a_change_that_neither_a_file_nor_the_plan_explains_has_no_cause() -> None:
    before, now = (
        replace(each, files={}) for each in (snapshot({"A": {"1.1.1": 1}}), snapshot({"A": {"1.1.1": 3}}))
    )
    found = compare_editions(Comparison(QUARTER, before, now, {}, (PLAN, PLAN)))
    assert {each.causes for each in found} == {()}


def test_changes_stand_in_the_plans_order_and_what_it_dropped_after_them_the_centre_before_its_units() -> None:
    before = plan_of(measure("1.1.3", 1, "lead", "A"), measure("1.1.1", 5, "joint", "AB"))
    now = plan_of(measure("1.1.2", 1, "lead", "A"), measure("1.1.1", 6, "joint", "AB"))
    found = compare_editions(Comparison(QUARTER, snapshot({}, before), snapshot({}, now), {}, (before, now)))
    order = list(dict.fromkeys((each.key, each.unit) for each in found if each.heading == "Target"))
    assert order == [
        ("1.1.2", ""), ("1.1.2", A), ("1.1.1", ""), ("1.1.1", A), ("1.1.1", B), ("1.1.3", ""), ("1.1.3", A),
    ]  # fmt: skip


def test_measures_and_units_are_named_as_the_plan_names_them_now() -> None:
    other = replace(
        plan_of(measure("1.1.1", 7, "lead", "A", title="Лекції"), measure("1.1.2", 1, "lead", "A")),
        units=(replace(UNITS["A"], name="Хорошівський відділ"),),
    )
    found = compare_editions(Comparison(QUARTER, snapshot({}), snapshot({}, other), {}, (PLAN, other)))
    named = {(each.key, each.measure, each.unit) for each in found}
    assert {("1.1.1", "Лекції", "Хорошівський відділ"), ("1.1.2", "Зустрічі", "")} <= named
    # A unit that the plan has no more keeps the name that it had.
    assert ("1.1.1", "Лекції", B) in named


def test_a_row_and_a_unit_that_neither_plan_has_are_told_by_their_codes() -> None:
    nowhere = plan_of(measure("1.1.9", 1, "lead", "C"))
    found = compare_editions(Comparison(QUARTER, snapshot({}), EditionSnapshot((), {}), {}, (nowhere, nowhere)))
    assert {(each.measure, each.unit) for each in found} == {("", ""), ("", "A"), ("", "B")}


def test_a_first_return_of_zero_in_an_earlier_quarter_changes_the_later_edition_beside_its_facts() -> None:
    """The sum stays what it was; that it is short, and by how much from before, was not known."""
    plan = plan_of(measure("1.1.1", 5, "joint", "AB", earlier=4))
    said: UnitAnswers = {"A": {"1.1.1": 3}, "B": {"1.1.1": 2}}
    earlier: list[UnitAnswers] = [{"A": {"1.1.1": 1}}, {"A": {"1.1.1": 1}, "B": {"1.1.1": 0}}]
    before, now = (snapshot(said, plan, each) for each in earlier)
    found = told(compare_editions(Comparison(QUARTER, before, now, {}, (plan, plan))))
    assert ("1.1.1", "", "Status to date", "not returned", "fell short") in found
    assert ("1.1.1", "", "Left undone in earlier quarters", None, 3) in found
    assert ("2021-Q1", B, "Return", "not returned", None) in found


def test_an_earlier_value_that_the_latest_one_replaces_changes_the_course_of_the_year_only() -> None:
    """9, then 10 in the first quarter, of a row whose latest value counts."""
    plan = plan_of(measure("1.1.1", 5, "lead", "A", earlier=10, adds_up=AddsUp.LAST))
    before, now = (
        snapshot({"A": {"1.1.1": 5}}, plan, {"A": {"1.1.1": done}}, mark)
        for done, mark in ((9, "old"), (10, "new"))
    )
    found = told(compare_editions(Comparison(QUARTER, before, now, {}, (plan, plan))))
    assert found == [("2021-Q1", "", "met", None, 1), ("2021-Q1", "", "fell short", 1, None)]


def test_what_an_older_edition_does_not_hold_is_no_change() -> None:
    said: UnitAnswers = {"A": {"1.1.1": 3}}
    before, now = snapshot(said), snapshot(said, earlier={"A": {"1.1.1": 1}})
    older = replace(before, details={}, headings=frozenset(), rows=now.rows)
    assert compare_editions(Comparison(QUARTER, older, replace(now, files=older.files), {}, (PLAN, PLAN))) == ()


def test_a_computed_share_of_the_centre_changed_because_of_the_counts_of_a_unit() -> None:
    parts = (
        Indicator("1.2.1", "заяв", Counting.JOINT, ()),
        Indicator("1.2.1/2", "вчасно", Counting.JOINT, ()),
        Indicator(
            "1.2.1/3",
            "частка",
            Counting.SPLIT,
            (),
            unit_of_measure=PERCENTAGE,
            ratio=Ratio("1.2.1/2", "1.2.1"),
        ),
    )
    plan = replace(PLAN, measures=(Measure("1.2.1", "Розгляд заяв", ("A",), parts),))
    snapshots, files = [], {}
    # 1 of 2 and 2 of 4: the unit's own share is 50 % in both.
    for mark, whole, part, share in (("old", 2, 1, Decimal("66.7")), ("new", 4, 2, Decimal("62.5"))):
        sent = Submission(1, mark, f"{mark}.xlsx", WHEN, Outcome.ACCEPTED, None, QUARTER, "A")
        answers = {"1.2.1": whole, "1.2.1/2": part, "1.2.1/3": 50}
        files[mark] = File(sent, {key: entry(key, number) for key, number in answers.items()})
        row = SnapshotRow("1.2.1/3", "", 60, share, "exceeded", 60, share)
        snapshots.append(EditionSnapshot((row,), {QUARTER: {"A": mark}}))
    before, now = snapshots
    changes = compare_editions(Comparison(QUARTER, before, now, files, (plan, plan)))
    done = next(each for each in changes if each.old != 60)
    assert (done.old, done.new, done.unit_of_measure) == (Decimal("66.7"), Decimal("62.5"), PERCENTAGE)
    assert [cause.sha256 for cause in done.causes] == ["new"]
