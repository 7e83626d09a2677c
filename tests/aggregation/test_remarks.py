"""The register of events and the remarks: what was planned, what was said, what may have been counted twice."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.support.report_sample import event
from tests.support.small_plan import OPEN, PAST, QUARTER, Answer, figures_of, measure, plan_of
from xlplan.aggregation.events import event_rows
from xlplan.aggregation.remarks import remarks
from xlplan.domain.decisions import Waiver
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.findings.answer_kinds import PERSONAL_DATA, ROW_LEFT_OUT
from xlplan.domain.findings.finding import Location
from xlplan.domain.plan import PlannedEvent
from xlplan.domain.report import EventState, RemarkKind

PLANNED = (
    PlannedEvent("1.1#1", "A", QUARTER, "Лекція у школі", "14.05"),
    PlannedEvent("1.1#2", "A", QUARTER, "Семінар"),
    PlannedEvent("1.1#1", "B", QUARTER, "Зустріч"),
)


def figures(said: dict[str, dict[str, Answer]], today: date = PAST) -> QuarterFigures:
    plan = plan_of(measure("1.1", 3, "joint", "ABC"), measure("1.2", 3, "joint", "ABC"))
    return figures_of(replace(plan, events=PLANNED), said, today)


def test_a_planned_event_of_which_nothing_was_said_is_shown_as_such_and_one_of_a_silent_unit_otherwise() -> None:
    rows = event_rows(figures({"A": {"1.1": 1}}), {"A": [event("1.1", "", "14.05.2021", "25", "1.1#1")]})
    assert [(row.unit.code, row.title, row.state, row.people) for row in rows] == [
        ("A", "Лекція у школі", EventState.HELD, 25),
        ("A", "Семінар", EventState.UNSAID, None),
        ("B", "Зустріч", EventState.NOT_RETURNED, None),
    ]
    (still_open,) = event_rows(figures({"A": {"1.1": 1}}, OPEN), {})[2:]
    assert still_open.state is EventState.EXPECTED


def test_an_event_that_an_older_template_numbered_otherwise_is_found_by_its_name() -> None:
    said = [event("1.1", "семінар ", "20.05.2021", planned="1.1#1"), event("1.1", "Інша зустріч")]
    rows = event_rows(figures({"A": {"1.1": 1}}), {"A": said})
    assert [(row.title, row.planned, row.said is not None) for row in rows[:3]] == [
        ("Лекція у школі", True, False),
        ("Семінар", True, True),
        ("Інша зустріч", False, True),
    ]


@pytest.mark.parametrize(
    ("typed", "people"), [("25", 25), ("1 200", 1200), ("0", 0), ("багато", None), ("", None)]
)
def test_people_are_counted_only_where_the_number_is_plain(typed: str, people: int | None) -> None:
    rows = event_rows(figures({"C": {}}), {"C": [event("1.1", "Лекція", "", typed)]})
    assert rows[-1].people == people


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
    assert [each.key for each in remarks(figures(said), {}, ())] == codes


SAME = [
    (event("1.1", "Лекція у школі", "14.05.2021"), event("1.2", "лекція  у ШКОЛІ", "14.05.2021"), 1),
    (event("1.1", "Лекція у школі", "14.05.2021"), event("1.1", "Лекція у школі", "15.05.2021"), 0),
    (event("1.1", "Лекція у школі", "14.05.2021"), event("1.1", "Семінар", "14.05.2021"), 0),
    (event("1.1", "Лекція у школі"), event("1.1", "Лекція у школі"), 0),
]


@pytest.mark.parametrize(("one", "other", "doubts"), SAME)
def test_two_units_with_one_event_on_one_day_are_a_doubt(one: object, other: object, doubts: int) -> None:
    now = figures({"A": {}, "C": {}})
    rows = event_rows(now, {"A": [one], "C": [other]})  # type: ignore[list-item]
    said = remarks(now, {}, rows)
    assert [each.kind for each in said] == [RemarkKind.DOUBLE] * doubts
    own = event_rows(now, {"A": [one, one]})  # type: ignore[list-item]
    assert remarks(now, {}, own) == ()


def test_a_waiver_stands_in_place_of_the_warnings_of_its_kind_and_unit_until_its_day() -> None:
    warned = PERSONAL_DATA.at(Location("", "Звіт", "F9", "1.1"), heading="Description", seen="a phone number")
    noted = ROW_LEFT_OUT.at(Location("", "Звіт", "A30"), seen="…")
    waived = Waiver(QUARTER, "A", "personal-data", "телефон бюро", PAST, datetime(2021, 7, 6), "І. Коваль")
    now, said = figures({"A": {"1.1": 1}}), {"A": [warned, noted], "B": [warned]}
    assert [each.kind for each in remarks(now, said, ())] == [RemarkKind.WARNING]
    assert [each.kind for each in remarks(now, said, (), (waived,))] == [RemarkKind.WAIVED]
    over = replace(waived, until=OPEN)
    assert [each.kind for each in remarks(now, said, (), (over,))] == [RemarkKind.WARNING, RemarkKind.WAIVED]
