"""What the centre looks at before it signs: what may have been counted twice, warnings, what was let pass."""

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from tests.support.report_sample import event
from tests.support.small_plan import NAMES, OPEN, PAST, QUARTER, Answer, figures_of, measure, plan_of
from xlplan.aggregation.events import event_rows
from xlplan.aggregation.remarks import double_counts, find_remarks
from xlplan.domain.decisions import Waiver, silencing
from xlplan.domain.entries import EventEntry
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.findings.answer_kinds import LOCKED_CHANGED, PERSONAL_DATA, ROW_LEFT_OUT
from xlplan.domain.findings.finding import Location
from xlplan.domain.plan import Better, PlannedEvent
from xlplan.domain.report import Remark, RemarkKind
from xlplan.domain.submission import Source

A, C = NAMES["A"], NAMES["C"]


def figures(said: dict[str, dict[str, Answer]]) -> QuarterFigures:
    return figures_of(plan_of(measure("1.1", 3, "joint", "ABC"), measure("1.2", 3, "joint", "ABC")), said)


DOUBLES = [
    ({"A": {"1.1": 2}, "B": {"1.1": 2}}, ["1.1"]),
    ({"A": {"1.1": 2}, "B": {"1.1": 1}}, []),
    ({"A": {"1.1": 4}, "B": {"1.1": 0}}, []),
    ({"A": {"1.1": 4}}, []),
]


@pytest.mark.parametrize(("said", "codes"), DOUBLES)
def test_joint_facts_above_target_from_several_units_may_be_counted_twice(
    said: dict[str, dict[str, Answer]], codes: list[str]
) -> None:
    assert [each.key for each in find_remarks(figures(said), {}, ())] == codes


@pytest.mark.parametrize(
    ("counting", "target", "better", "doubts"),
    [
        ("joint", 3, Better.MORE, 1),
        ("joint", 3, Better.LESS, 0),
        ("joint", "за потреби", Better.MORE, 0),
        ("split", 3, Better.MORE, 0),
        ("lead", 3, Better.MORE, 0),
    ],
)
def test_only_what_units_bring_together_towards_a_number_may_be_counted_twice(
    counting: str, target: object, better: Better, doubts: int
) -> None:
    plan = plan_of(measure("1.1", target, counting, "AB", better=better), shares={"1.1": {"A": 2, "B": 1}})
    assert len(find_remarks(figures_of(plan, {"A": {"1.1": 9}, "B": {"1.1": 9}}), {}, ())) == doubts


def test_a_unit_that_brought_one_has_brought_something() -> None:
    assert len(find_remarks(figures({"A": {"1.1": 1}, "B": {"1.1": 3}}), {}, ())) == 1


def test_a_possible_double_count_says_who_brought_how_much_to_which_target() -> None:
    (remark,) = find_remarks(figures({"A": {"1.1": 3}, "B": {"1.1": 0}, "C": {"1.1": 1}}), {}, ())
    assert remark == Remark(
        RemarkKind.DOUBLE,
        "",
        "1.1",
        f"Разом 4 при спільному плані 3: {A} 3, {C} 1.",
        "З'ясуйте, чи два підрозділи не порахували те саме.",
    )


SAME = [
    (event("1.1", "Лекція у школі", "14.05.2021"), event("1.2", "лекція  у ШКОЛІ", "14.05.2021"), 1),
    (event("1.1", "Лекція у школі", "14.05.2021"), event("1.1", "Лекція у школі", "15.05.2021"), 0),
    (event("1.1", "Лекція у школі", "14.05.2021"), event("1.1", "Семінар", "14.05.2021"), 0),
    (event("1.1", "Лекція у школі"), event("1.1", "Лекція у школі"), 0),
    (event("1.1", "", "14.05.2021"), event("1.1", "", "14.05.2021"), 0),
]


@pytest.mark.parametrize(("one", "other", "doubts"), SAME)
def test_two_units_with_one_event_on_one_day_are_a_doubt(one: EventEntry, other: EventEntry, doubts: int) -> None:
    now = figures({"A": {}, "C": {}})
    rows = event_rows(now, {"A": [one], "C": [other]})
    said = find_remarks(now, {}, rows)
    assert [each.kind for each in said] == [RemarkKind.DOUBLE] * doubts
    own = event_rows(now, {"A": [one, one]})
    assert find_remarks(now, {}, own) == ()


def test_one_event_of_several_units_is_told_with_their_names_and_its_codes_and_where_the_first_stands() -> None:
    now = figures({"A": {}, "C": {}})
    alone = event("1.1", "Зустріч", "13.05.2021")
    lecture, same = event("1.1", "Лекція", "14.05.2021"), event("1.2", "лекція", "14.05.2021")
    again = replace(lecture, title="ЛЕКЦІЯ", cell="C10")
    rows = event_rows(now, {"A": [alone, lecture, again], "C": [same, replace(lecture, key="")]})
    (remark,) = find_remarks(now, {}, rows)
    assert remark == Remark(
        RemarkKind.DOUBLE,
        f"{A}, {C}",
        "1.1, 1.2",
        "Про подію «Лекція» 14.05.2021 звітують кілька підрозділів.",
        "Якщо це одна подія, нехай про неї звітує один підрозділ.",
        Source(f"{A}.xlsx", "a" * 64, "Заходи", "C9"),
    )


def test_events_that_are_only_planned_are_not_reported_by_anybody() -> None:
    planned = tuple(PlannedEvent(f"1.1#{unit}", unit, QUARTER, "Лекція", "14.05.2021") for unit in "AC")
    now = figures({"A": {}, "C": {}})
    now = replace(now, basis=replace(now.basis, plan=replace(now.plan, events=planned)))
    assert find_remarks(now, {}, event_rows(now, {})) == ()


WARNED = PERSONAL_DATA.at(Location("", "Звіт", "F9", "1.1"), heading="Description", seen="a phone number")
WAIVER = Waiver(QUARTER, "A", "personal-data", "телефон бюро", PAST, datetime(2021, 7, 6), "І. Коваль")
LATER = LOCKED_CHANGED.at(Location("", "Звіт", "B9", "1.1"), heading="Measure", seen="а", issued="б")


def test_a_warning_is_shown_with_the_unit_the_row_the_words_and_the_cell() -> None:
    (remark,) = find_remarks(figures({"A": {"1.1": 1}}), {"A": [WARNED]}, ())
    source = Source(f"{A}.xlsx", "a" * 64, "Звіт", "F9")
    assert remark == Remark(RemarkKind.WARNING, A, "1.1", WARNED.problem, WARNED.remedy, source)


def test_a_waiver_stands_in_place_of_the_warnings_of_its_kind_and_unit_until_its_day() -> None:
    noted = ROW_LEFT_OUT.at(Location("", "Звіт", "A30"), seen="…")
    now, found = figures({"A": {"1.1": 1}}), {"A": [WARNED, noted], "B": [WARNED]}
    assert [each.kind for each in find_remarks(now, found, ())] == [RemarkKind.WARNING]
    assert [each.kind for each in find_remarks(now, found, (), (WAIVER,))] == [RemarkKind.WAIVED]
    over = replace(WAIVER, until=OPEN)
    assert [each.kind for each in find_remarks(now, found, (), (over,))] == [RemarkKind.WARNING, RemarkKind.WAIVED]


def test_a_waiver_silences_its_own_kind_and_its_own_unit_only() -> None:
    found = {"A": [WARNED, LATER], "C": [WARNED]}
    shown = find_remarks(figures({"A": {"1.1": 1}, "C": {"1.1": 1}}), found, (), (WAIVER,))
    assert [(each.kind, each.units) for each in shown] == [
        (RemarkKind.WARNING, A),
        (RemarkKind.WARNING, C),
        (RemarkKind.WAIVED, A),
    ]
    assert shown[0].text == LATER.problem


@pytest.mark.parametrize(
    ("waiver", "units", "words"),
    [
        (WAIVER, A, "Виняток зроблено (І. Коваль, до 12.07.2021): телефон бюро"),
        (replace(WAIVER, until=None), A, "Виняток зроблено (І. Коваль): телефон бюро"),
        (replace(WAIVER, unit="ZZZ"), "ZZZ", "Виняток зроблено (І. Коваль, до 12.07.2021): телефон бюро"),
    ],
)
def test_what_was_let_pass_is_told_with_the_reason_who_did_it_and_until_when(
    waiver: Waiver, units: str, words: str
) -> None:
    (remark,) = find_remarks(figures({}), {}, (), (waiver,))
    assert (remark.kind, remark.units, remark.key, remark.text) == (
        RemarkKind.WAIVED,
        units,
        "",
        f"«…»: схоже, тут …; у звіті таких даних бути не повинно. {words}",
    )


SILENCED = [
    # The waiver's unit, row and last day; the finding's unit, row and the day; whether it is silenced.
    ("A", "", None, "A", "1.1", PAST, True),
    ("A", "", None, "A", "", PAST, True),
    ("A", "1.1", None, "A", "1.1", PAST, True),
    ("A", "1.1", None, "A", "1.10", PAST, False),
    ("A", "1.1", None, "A", "", PAST, False),
    ("A", "1.1", None, "C", "1.1", PAST, False),
    ("", "1.2", None, "", "1.1, 1.2", PAST, True),
    ("", "", None, "A", "1.1", PAST, False),
    ("A", "", PAST, "A", "1.1", PAST, True),
    ("A", "", OPEN, "A", "1.1", PAST, False),
]


@pytest.mark.parametrize(("unit", "row", "until", "at_unit", "at_row", "day", "silenced"), SILENCED)
def test_a_waiver_silences_by_unit_code_row_and_day(
    unit: str, row: str, until: date | None, at_unit: str, at_row: str, day: date, silenced: bool
) -> None:
    waiver = replace(WAIVER, unit=unit, key=row, until=until)
    assert (silencing((waiver,), at_unit, waiver.code, at_row, day) == waiver) == silenced
    assert silencing((waiver,), at_unit, "another-code", at_row, day) is None


def test_a_possible_double_count_is_silenced_by_a_waiver_of_the_centre() -> None:
    now = figures({"A": {"1.1": 2, "1.2": 2}, "B": {"1.1": 2, "1.2": 2}})
    waiver = replace(WAIVER, unit="", code="double-count", key="1.1", until=None)
    shown = find_remarks(now, {}, (), (waiver,))
    assert [(each.kind, each.key) for each in shown] == [
        (RemarkKind.DOUBLE, "1.2"),
        (RemarkKind.WAIVED, "1.1"),
    ]
    assert [each.key for each in double_counts(now, ())] == ["1.1", "1.2"]
    assert shown[-1].text.startswith("Можливо, пораховано двічі. … Виняток зроблено")


def test_a_waiver_without_an_end_holds() -> None:
    shown = find_remarks(figures({"A": {"1.1": 1}}), {"A": [WARNED]}, (), (replace(WAIVER, until=None),))
    assert [each.kind for each in shown] == [RemarkKind.WAIVED]
