"""The register of events: what was said is kept as said, what is unclear is a warning."""

import pytest

from tests.support.return_tables import issue, issue_row, returned
from xlplan.domain.findings.finding import Finding, errors_of
from xlplan.domain.submission import EventEntry
from xlplan.validation.returns import check_return

HEAD = "key | number | event | planned_on | held_on | people | link"
ISSUE = issue(issue_row("1.1", 1, events="лекція; зустріч"), issue_row("1.2"))
REPORT = """
key | measure   | indicator | target | done | description | reason | action
1.1 | Захід 1.1 | лекції    | 1      | 1    | | |
1.2 | Захід 1.2 | лекції    | 1      | 1    | | |
"""


def checked(*lines: str) -> tuple[tuple[EventEntry, ...], tuple[Finding, ...]]:
    _entries, events, findings = check_return(ISSUE, returned(REPORT, "\n".join((HEAD, *lines))))
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
    assert [(each.code, each.location.cell) for each in findings] == [("entry-understood", "E7")]


@pytest.mark.parametrize("typed", ["травень", "31.02.2021", "14.05", "14-15.05.2021", "5", "'44330'", "!error"])
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
