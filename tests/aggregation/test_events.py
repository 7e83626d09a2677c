"""The register of events: what was planned, what was said of it, what nobody mentioned."""

from datetime import date

import pytest
from msgspec.structs import replace

from tests.support.report_sample import event
from tests.support.small_plan import OPEN, PAST, QUARTER, UNITS, Answer, figures_of, measure, plan_of
from xlplan.aggregation.events import event_rows
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.plan import PlannedEvent
from xlplan.domain.quarter import Quarter
from xlplan.domain.report import EventRow, EventState
from xlplan.domain.submission import Source

PLANNED = (
    PlannedEvent("1.1#1", "A", QUARTER, "Лекція у школі", "14.05"),
    PlannedEvent("1.1#2", "A", QUARTER, "Семінар"),
    PlannedEvent("1.1#1", "B", QUARTER, "Зустріч"),
)


def figures(
    said: dict[str, dict[str, Answer]], today: date = PAST, planned: tuple[PlannedEvent, ...] = PLANNED
) -> QuarterFigures:
    plan = plan_of(measure("1.1", 3, "joint", "ABC"), measure("1.2", 3, "joint", "ABC"))
    return figures_of(replace(plan, events=planned), said, today)


def test_a_planned_event_of_which_nothing_was_said_is_shown_as_such_and_one_of_a_silent_unit_otherwise() -> None:
    rows = event_rows(figures({"A": {"1.1": 1}}), {"A": [event("1.1", "", "14.05.2021", "25", "1.1#1")]})
    assert [(row.unit.code, row.title, row.state, row.people) for row in rows] == [
        ("A", "Лекція у школі", EventState.HELD, 25),
        ("A", "Семінар", EventState.NOT_MENTIONED, None),
        ("B", "Зустріч", EventState.NOT_RETURNED, None),
    ]
    (still_open,) = event_rows(figures({"A": {"1.1": 1}}, OPEN), {})[2:]
    assert still_open.state is EventState.EXPECTED


def test_an_event_under_a_row_that_is_asked_anew_is_awaited_like_the_row() -> None:
    now = figures({"A": {"1.1": 1}})
    for key, state in (("1.1", EventState.NOT_RETURNED), ("1.2", EventState.NOT_MENTIONED)):
        asked = replace(now.returns["A"], asked_again=(key,))
        then = replace(now, basis=replace(now.basis, returns={"A": asked}))
        assert event_rows(then, {})[0].state is state


def test_only_the_events_planned_for_the_unit_and_the_quarter_have_a_row() -> None:
    planned = (PLANNED[0], PlannedEvent("1.1#1", "A", Quarter(2021, 1), "Торішня"))
    rows = event_rows(figures({"A": {}, "C": {}}, planned=planned), {})
    assert [(row.unit.code, row.title) for row in rows] == [("A", "Лекція у школі")]


def test_an_event_of_the_plan_is_shown_as_planned_with_what_was_said_and_where_it_stands() -> None:
    entry = event("1.1", "", "14.05.2021", "25", "1.1#1")
    assert event_rows(figures({"A": {"1.1": 1}}), {"A": [entry]})[0] == EventRow(
        unit=UNITS["A"],
        key="1.1",
        title="Лекція у школі",
        is_planned=True,
        planned_on="14.05",
        state=EventState.HELD,
        entry=entry,
        people=25,
        source=Source("Хорошівське БПД.xlsx", "a" * 64, "Заходи", "C9"),
    )


def test_an_event_beside_the_plan_is_shown_by_what_the_unit_says_of_it() -> None:
    entry = event("1.2", "Ярмарок", "14.05.2021", "25")
    assert event_rows(figures({"C": {"1.1": 1}}, planned=()), {"C": [entry]}) == (
        EventRow(
            unit=UNITS["C"],
            key="1.2",
            title="Ярмарок",
            is_planned=False,
            planned_on="",
            state=EventState.HELD,
            entry=entry,
            people=25,
            source=Source("Овруцьке БПД.xlsx", "c" * 64, "Заходи", "C9"),
        ),
    )


def test_an_event_of_which_nothing_was_said_has_no_source_and_keeps_what_was_planned() -> None:
    row = event_rows(figures({"A": {"1.1": 1}}), {})[0]
    assert (row.key, row.planned_on, row.entry, row.source) == ("1.1", "14.05", None, None)


def test_what_was_said_is_left_as_it_came() -> None:
    said = [event("1.1", "", "14.05.2021", "25", "1.1#1")]
    assert [len(event_rows(figures({"A": {"1.1": 1}}), {"A": said})) for _ in range(2)] == [3, 3]


# What is said of an event, and which of the planned ones it is taken for.
MATCHES = {
    "its own number, without a title": (event("1.1", "", planned="1.1#2"), "Семінар"),
    "its own number and title": (event("1.1", "семінар", planned="1.1#2"), "Семінар"),
    "the number of another one, by its title": (event("1.1", "семінар ", planned="1.1#1"), "Семінар"),
    "no number, by its title": (event("1.1", "Семінар"), "Семінар"),
    "no number and no title": (event("1.1", ""), None),
    "the title under another code": (event("1.2", "Семінар"), None),
    "the number of one and the title of none": (event("1.1", "Круглий стіл", planned="1.1#2"), None),
    "another title under the code": (event("1.1", "Інша зустріч"), None),
}


@pytest.mark.parametrize("case", MATCHES)
def test_an_event_is_taken_for_a_planned_one_by_number_and_title_or_by_code_and_title(case: str) -> None:
    entry, title = MATCHES[case]
    rows = event_rows(figures({"A": {"1.1": 1}}), {"A": [entry]})
    assert [row.title for row in rows if row.is_planned and row.entry] == ([title] if title else [])
    assert [row.is_planned for row in rows if row.entry] == [title is not None]


@pytest.mark.parametrize(
    ("typed", "people"), [("25", 25), ("1 200", 1200), ("0", 0), ("багато", None), ("", None)]
)
def test_people_are_counted_only_where_the_number_is_plain(typed: str, people: int | None) -> None:
    rows = event_rows(figures({"C": {}}), {"C": [event("1.1", "Лекція", "", typed)]})
    assert rows[-1].people == people
