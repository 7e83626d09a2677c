"""One thing said twice is asked about: an event in two rows or by two units, a text pasted down a column."""

import pytest

from tests.support.return_tables import issue, issue_row, returned
from xlplan.domain.entries import EventEntry
from xlplan.domain.findings.finding import Finding, Location, errors_of
from xlplan.domain.sheets import HEADINGS
from xlplan.domain.submission import Outcome, Verdict
from xlplan.validation.context import Arrival
from xlplan.validation.duplicates import check_events_elsewhere, check_repeated_texts
from xlplan.validation.returns import check_return, read_answers

HEAD = "key | event | held_on | place"
ISSUE = issue(issue_row("1.1", None), issue_row("1.2", None))
REPORT = """
key | measure   | indicator | target | done | description | reason | action
1.1 | Захід 1.1 | лекції    |        |      | | |
1.2 | Захід 1.2 | лекції    |        |      | | |
"""


def codes_of(*lines: str) -> list[str]:
    _entries, _events, findings = check_return(ISSUE, returned(REPORT, "\n".join((HEAD, *lines))))
    return codes(findings)


def elsewhere(ours: EventEntry, theirs: EventEntry) -> tuple[Finding, ...]:
    """What is found in a return of one event, where another unit has reported one as well."""
    verdict = Verdict(Outcome.ACCEPTED, ISSUE, (), (), (ours,))
    return tuple(check_events_elsewhere(Arrival(verdict, {"Лугинське БПД": (theirs,)})))


def pasted(report: str) -> tuple[Finding, ...]:
    """What the rule of repeated texts finds in a report."""
    return tuple(check_repeated_texts(read_answers(ISSUE, returned(report))))


def codes(findings: tuple[Finding, ...]) -> list[str]:
    assert not errors_of(findings)
    assert all(finding.problem and finding.remedy for finding in findings)
    return [f"{finding.code}@{finding.location.cell}" for finding in findings]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("01.04.2021", []),
        ("30.06.2021", []),
        ("31.03.2021", ["event-outside-quarter@C7"]),
        ("01.07.2021", ["event-outside-quarter@C7"]),
        ("14.05.2012", ["event-outside-quarter@C7"]),
        ("травень", ["event-date-unclear@C7"]),
    ],
)
def test_a_day_outside_the_quarter_is_asked_about(day: str, expected: list[str]) -> None:
    assert codes_of(f"1.1 | лекція | {day} | школа") == expected


FIRST = "1.1 | Лекція в школі | 14.05.2021 | школа № 1"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("1.1 | Лекція в школі | 14.05.2021 | школа № 1", ["event-repeated@B8"]),
        ("1.2 | лекцiя  в школі | 14.05.2021 р. | Школа № 1", ["event-repeated@B8"]),
        ("1.1 | Лекція в школі | 15.05.2021 | школа № 1", []),
        ("1.1 | Лекція в школі | 14.05.2021 | школа № 2", []),
        ("1.1 | Зустріч | 14.05.2021 | школа № 1", []),
    ],
)
def test_an_event_of_one_day_title_and_place_in_two_rows_is_asked_about(second: str, expected: list[str]) -> None:
    assert codes_of(FIRST, second) == expected


def test_an_event_in_three_rows_is_asked_about_once_with_all_its_cells() -> None:
    _entries, _events, (finding,) = check_return(ISSUE, returned(REPORT, "\n".join((HEAD, FIRST, FIRST, FIRST))))
    assert "B7, B8, B9" in finding.problem


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        (("Лекція в школі", "14.05.2021", "школа № 1"), ["event-elsewhere@B7"]),
        (("ЛЕКЦІЯ в школi", "14.05.2021", "Школа  № 1"), ["event-elsewhere@B7"]),
        (("Лекція в школі", "14.05.2021", ""), []),
        (("Лекція в школі", "14.05.2021", "ліцей"), []),
        (("Лекція в школі", "15.05.2021", "школа № 1"), []),
    ],
)
def test_an_event_that_another_unit_reports_too_is_asked_about(
    theirs: tuple[str, str, str], expected: list[str]
) -> None:
    title, day, place = theirs
    ours = EventEntry("", "1.1", "Лекція в школі", "14.05.2021", sheet="Заходи", cell="B7", place="школа № 1")
    other = EventEntry("", "1.1", title, day, place=place)
    findings = elsewhere(ours, other)
    assert codes(findings) == expected
    assert all("Лугинське БПД" in finding.problem for finding in findings)


def test_two_events_without_a_place_are_two() -> None:
    event = EventEntry("", "1.1", "Лекція", "14.05.2021")
    assert elsewhere(event, event) == ()


LONG, SHORT = "проведено зустріч із громадою", "проведено"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((LONG, LONG, LONG), ["text-repeated@F7"]),
        ((LONG, LONG, f"{LONG} у травні"), []),
        ((LONG, LONG, ""), []),
        ((SHORT, SHORT, SHORT), []),
    ],
)
def test_a_long_text_pasted_into_three_rows_is_asked_about_once(
    texts: tuple[str, ...], expected: list[str]
) -> None:
    keys = ("1.1", "1.2", "1.3")
    lines = (f"{key} | Захід {key} | лекції | | | {text} | |" for key, text in zip(keys, texts, strict=True))
    head = "key | measure | indicator | target | done | description | reason | action"
    wanted = issue(*(issue_row(key, None) for key in keys))
    _entries, _events, findings = check_return(wanted, returned("\n".join((head, *lines))))
    assert codes(findings) == expected
    assert all("1.1, 1.2, 1.3" in finding.problem for finding in findings)


LONG_TITLE = "Зустріч із громадою про права працівників і безоплатну правову допомогу"
QUOTED = "Зустріч із громадою про права працівників і безоплатну…"


def test_a_repeated_event_is_told_where_it_stands_last_with_its_title_short() -> None:
    lines = "\n".join((HEAD, *(f"1.1 | {LONG_TITLE} | 14.05.2021 | школа" for _ in range(3))))
    _entries, _events, (finding,) = check_return(ISSUE, returned(REPORT, lines))
    assert finding.location == Location(sheet="Заходи", cell="B9", row="1.1")
    assert dict(finding.values) == {"seen": QUOTED, "day": "14.05.2021", "cells": "B7, B8, B9"}


@pytest.mark.parametrize("line", ["1.1 | Лекція в школі | | школа № 1", "1.1 | | 14.05.2021 | школа № 1"])
def test_events_without_a_day_or_without_a_title_are_not_held_against_each_other(line: str) -> None:
    assert [each for each in codes_of(line, line) if not each.startswith("event-without-date")] == []


def test_an_event_of_another_unit_is_told_at_our_own_cell_with_the_title_short_and_their_name() -> None:
    ours = EventEntry("", "1.1", LONG_TITLE, "14.05.2021", sheet="Заходи", cell="B7", place="школа")
    (finding,) = elsewhere(ours, ours)
    assert finding.location == Location(sheet="Заходи", cell="B7", row="1.1")
    assert dict(finding.values) == {"seen": QUOTED, "day": "14.05.2021", "unit": "Лугинське БПД"}


def test_an_event_that_nobody_named_is_nobodys_other() -> None:
    event = EventEntry("", "1.1", "", "14.05.2021", place="школа № 1")
    assert elsewhere(event, event) == ()


@pytest.mark.parametrize("column", ["description", "reason", "action"])
def test_a_text_is_pasted_in_whichever_column_it_stands(column: str) -> None:
    lines = (f"{key} | {LONG_TITLE}" for key in ("1.1", "1.2", "1.3"))
    (finding,) = pasted("\n".join((f"key | {column}", *lines)))
    assert finding.location == Location(sheet="Звіт", cell="B7")
    assert dict(finding.values) == {"heading": HEADINGS[column], "rows": "1.1, 1.2, 1.3", "seen": QUOTED}


@pytest.mark.parametrize(("length", "number"), [(19, 0), (20, 1)])
def test_a_text_is_long_from_twenty_signs_on(length: int, number: int) -> None:
    lines = (f"{key} | {'а' * length}" for key in ("1.1", "1.2", "1.3"))
    assert len(pasted("\n".join(("key | reason", *lines)))) == number


def test_a_row_without_a_code_is_listed_by_its_cell() -> None:
    (finding,) = pasted(f"key | reason\n1.1 | {LONG}\n | {LONG}\n1.3 | {LONG}")
    assert dict(finding.values)["rows"] == "1.1, B8, 1.3"


def test_a_text_under_one_heading_is_not_that_under_another() -> None:
    assert pasted(f"key | reason | action\n1.1 | {LONG} | {LONG}\n1.2 | {LONG} | {LONG}") == ()
