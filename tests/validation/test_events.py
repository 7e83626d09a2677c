"""The register of events: what was said is kept as said, what is unclear is a warning."""

import pytest

from tests.support.return_tables import issue, issue_row, returned
from xlplan.domain.entries import EventEntry
from xlplan.domain.findings.finding import Finding, Location, errors_of
from xlplan.validation.returns import check_return

HEAD = "key | number | event | planned_on | held_on | people | link"
FORMS = "key | event | held_on | form"
ISSUE = issue(issue_row("1.1", 1, events="лекція; зустріч"), issue_row("1.2"))
REPORT = """
key | measure   | indicator | target | done | description | reason | action
1.1 | Захід 1.1 | лекції    | 1      | 1    | | |
1.2 | Захід 1.2 | лекції    | 1      | 1    | | |
"""


def checked(*lines: str, head: str = HEAD) -> tuple[tuple[EventEntry, ...], tuple[Finding, ...]]:
    _entries, events, findings = check_return(ISSUE, returned(REPORT, "\n".join((head, *lines))))
    assert errors_of(findings) == ()
    return events, findings


def test_a_planned_event_is_known_by_its_code_and_number() -> None:
    events, findings = checked("1.1 | 2 | зустріч | травень | 14.05.2021 | 12 | http://x.ua")
    assert events == (EventEntry("1.1#2", "1.1", "зустріч", "14.05.2021", "12", "http://x.ua", "Заходи", "C7"),)
    assert findings == ()


def test_an_event_of_which_nothing_was_said_makes_no_entry() -> None:
    assert checked("1.1 | 1 | лекція | травень | | |") == ((), ())


@pytest.mark.parametrize("number", ["", "3", "третій"])
def test_an_event_that_was_not_planned_is_kept_without_a_planned_key(number: str) -> None:
    events, findings = checked(f"1.1 | {number} | ще одна лекція | | 14.05.2021 | 3 |")
    assert [(each.event, each.key, each.title) for each in events] == [("", "1.1", "ще одна лекція")]
    assert findings == ()


@pytest.mark.parametrize("typed", ["14.05.2021", "14.5.2021", "14.05.2021 р.", "14/05/2021", "2021-05-14"])
def test_a_plain_date_is_understood_however_typed(typed: str) -> None:
    events, findings = checked(f"1.1 | 1 | лекція | | {typed} | |")
    assert (events[0].held_on, findings) == ("14.05.2021", ())


def test_a_date_that_was_saved_without_its_looks_is_understood_and_noted() -> None:
    events, findings = checked("1.1 | 1 | лекція | | 44330 | |")
    assert events[0].held_on == "14.05.2021"
    assert [(each.code, each.location.cell) for each in findings] == [("event-date-understood", "E7")]


@pytest.mark.parametrize(
    "typed", ["травень", "31.02.2021", "05/14/2021", "14 мая 2021", "12.05", "5", "'44330'", "!error"]
)
def test_what_is_not_plainly_a_date_is_a_warning(typed: str) -> None:
    _events, findings = checked(f"1.1 | 1 | лекція | | {typed} | |")
    assert [(each.code, each.location.cell) for each in findings] == [("event-date-unclear", "E7")]


@pytest.mark.parametrize(
    ("typed", "kept", "expected"),
    [
        ("", "", []),
        ("12", "12", []),
        ("'12'", "12", ["entry-understood"]),
        ("0", "0", []),
        ("близько 12", "близько 12", ["event-people-unclear"]),
        ("12.5", "12.5", ["event-people-unclear"]),
        ("-3", "-3", ["event-people-unclear"]),
        ("!formula", "", ["event-people-unclear"]),
    ],
)
def test_people_reached_is_a_whole_number_or_blank(typed: str, kept: str, expected: list[str]) -> None:
    events, findings = checked(f"1.1 | 1 | лекція | | 14.05.2021 | {typed} |")
    assert events[0].people == kept
    assert [each.code for each in findings] == expected


def test_an_event_under_an_unknown_code_is_kept_and_told() -> None:
    events, findings = checked("9.9 | | лекція | | 14.05.2021 | 12 |")
    assert (events[0].key, events[0].event) == ("9.9", "")
    assert [(each.code, each.location.cell, each.location.row) for each in findings] == [
        ("event-unknown", "A7", "9.9")
    ]


def test_an_event_without_a_code_is_kept_and_told() -> None:
    events, findings = checked(" | | лекція | | 14.05.2021 | 12 |")
    assert events[0].title == "лекція"
    assert [each.code for each in findings] == ["event-without-code"]


@pytest.mark.parametrize("form", ["", "очно", "онлайн", "змішано", "ОНЛАЙН", "oчно", "in person", " online "])
def test_the_form_of_an_event_is_one_of_three_however_spelled(form: str) -> None:
    events, findings = checked(f"1.1 | лекція | 14.05.2021 | {form}", head=FORMS)
    assert (events[0].form, findings) == (form.strip(), ())


@pytest.mark.parametrize(
    ("typed", "kept", "seen"), [("у дворі", "у дворі", "у дворі"), ("5", "5", "5"), ("!formula", "", "a formula")]
)
def test_another_form_is_kept_and_told_with_the_three_that_are_known(typed: str, kept: str, seen: str) -> None:
    events, (finding,) = checked(f"1.1 | лекція | 14.05.2021 | {typed}", head=FORMS)
    assert events[0].form == kept
    assert (finding.code, finding.location) == ("event-form-unclear", Location("", "Заходи", "D7", "1.1"))
    assert dict(finding.values) == {"heading": "Form", "seen": seen, "known": "“очно”, “онлайн”, “змішано”"}


def test_all_that_is_said_of_an_event_is_kept_without_the_spaces_around_it() -> None:
    line = "1.1 | ' ярмарок ' | 14.05.2021 | 12 | ' Малин ' | онлайн | ' місцева рада ' | ' http://x.ua '"
    events, findings = checked(line, head="key | event | held_on | people | place | form | partner | link")
    assert events == (
        EventEntry(
            event="", key="1.1", title="ярмарок", held_on="14.05.2021", people="12", link="http://x.ua",
            sheet="Заходи", cell="B7", place="Малин", form="онлайн", partner="місцева рада",
        ),
    )  # fmt: skip
    assert findings == ()


SAID = {
    "held_on": "14.05.2021",
    "place": "Малин",
    "form": "онлайн",
    "people": "12",
    "partner": "рада",
    "link": "x.ua",
}


@pytest.mark.parametrize("column", SAID)
def test_a_planned_event_of_which_anything_at_all_was_said_is_one_that_was_reported(column: str) -> None:
    events, findings = checked(f"1.1 | 1 | лекція | {SAID[column]}", head=f"key | number | event | {column}")
    assert [each.event for each in events] == ["1.1#1"]
    assert [each.code for each in findings] == ([] if column == "held_on" else ["event-without-date"])


def test_a_cell_that_cannot_be_read_says_something() -> None:
    events, findings = checked("1.1 | 1 | лекція | | !error | |")
    assert [each.event for each in events] == ["1.1#1"]
    assert [each.code for each in findings] == ["event-date-unclear"]


def test_an_event_beside_the_plan_needs_no_more_than_its_name() -> None:
    events, findings = checked("1.1 | | ярмарок | | | |")
    assert ([each.title for each in events], findings) == (["ярмарок"], ())


def test_an_empty_row_and_a_planned_one_that_was_left_alone_end_nothing() -> None:
    events, _findings = checked(
        "1.1 | 1 | лекція | травень | | |", " | | | | | |", "1.1 | 2 | зустріч | | 14.05.2021 | |"
    )
    assert [each.event for each in events] == ["1.1#2"]


@pytest.mark.parametrize(("serial", "day"), [("36526", "01.01.2000"), ("73050", "31.12.2099")])
def test_a_bare_number_is_a_day_from_2000_to_2099(serial: str, day: str) -> None:
    events, findings = checked(f"1.1 | 1 | лекція | | {serial} | |")
    assert events[0].held_on == day
    assert [each.code for each in findings] == ["event-date-understood", "event-outside-quarter"]


@pytest.mark.parametrize("serial", ["36525", "73051"])
def test_a_bare_number_of_another_century_is_no_day(serial: str) -> None:
    events, (finding,) = checked(f"1.1 | 1 | лекція | | {serial} | |")
    assert (events[0].held_on, finding.code) == (serial, "event-date-unclear")


# typed under: day, people; what is told of it
TOLD = [
    ("травень", "", "event-date-unclear", "E7", {"heading": "Held on", "seen": "травень"}),
    ("!formula", "", "event-date-unclear", "E7", {"heading": "Held on", "seen": "a formula"}),
    ("44330", "", "event-date-understood", "E7", {"heading": "Held on", "seen": "44330", "day": "14.05.2021"}),
    ("", "багато", "event-people-unclear", "F7", {"heading": "People reached", "seen": "багато"}),
    ("", "12.5", "event-people-unclear", "F7", {"heading": "People reached", "seen": "12,5"}),
    ("", "'12'", "entry-understood", "F7", {"heading": "People reached", "seen": "12", "number": "12"}),
]


@pytest.mark.parametrize(("day", "people", "code", "cell", "values"), TOLD)
def test_what_is_told_of_an_event_quotes_its_cell(
    day: str, people: str, code: str, cell: str, values: dict[str, str]
) -> None:
    _events, findings = checked(f"1.1 | 1 | лекція | | {day} | {people} |")
    (finding,) = (each for each in findings if each.code != "event-without-date")
    assert (finding.code, finding.location) == (code, Location("", "Заходи", cell, "1.1"))
    assert dict(finding.values) == values


def test_a_day_outside_the_quarter_is_told_with_the_quarter() -> None:
    _events, (finding,) = checked("1.1 | 1 | лекція | | 01.07.2021 | |")
    assert finding.location == Location("", "Заходи", "E7", "1.1")
    assert dict(finding.values) == {"heading": "Held on", "seen": "01.07.2021", "quarter": "ІІ квартал 2021 року"}


LONG = "Зустріч із громадою про права працівників і безоплатну правову допомогу"


@pytest.mark.parametrize(
    ("title", "seen"),
    [("лекція", "лекція"), ("", "…"), (LONG, "Зустріч із громадою про права працівників і безоплатну…")],
)
def test_an_event_without_a_code_is_named_by_its_title(title: str, seen: str) -> None:
    _events, (finding,) = checked(f" | | {title} | | 14.05.2021 | |")
    assert finding.location == Location("", "Заходи", "A7", "")
    assert dict(finding.values) == {"seen": seen}


def test_a_code_that_is_no_code_is_quoted_short() -> None:
    _events, (finding,) = checked(f"{LONG} | | лекція | | 14.05.2021 | |")
    assert dict(finding.values) == {"row": "Зустріч із громадою про права працівників і безоплатну…"}
