"""What came before says what else is told: an older copy, a file with nothing corrected, a late one."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from msgspec.structs import replace

from tests.support.return_tables import QUARTER, issue, issue_row
from xlplan.domain.deadline import Deadline
from xlplan.domain.entries import Entry, EntryKind, EventEntry
from xlplan.domain.findings.answer_kinds import ENTRY_MISSING, ENTRY_NOT_A_NUMBER, PERSONAL_DATA
from xlplan.domain.findings.file_kinds import CARRIERS_LOST
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.submission import Attempt, Outcome, Submission, Verdict
from xlplan.validation.arrival_order import (
    attempt_of,
    check_arrival,
    check_nothing_corrected,
    check_older_than_counted,
)
from xlplan.validation.context import Arrival

ISSUE = issue(issue_row("1.1", 5), issued=date(2021, 4, 1))
CAME = datetime(2021, 7, 5, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def submission(number: int, outcome: Outcome, saved_at: datetime | None = None) -> Submission:
    code = str(ISSUE.form_code)
    return Submission(number, str(number), "a.xlsx", CAME, outcome, code, QUARTER, "HOR", saved_at=saved_at)


def verdict(
    outcome: Outcome, *findings: Finding, done: int | None = None, saved_at: datetime | None = None
) -> Verdict:
    entry = Entry("1.1", EntryKind.MISSING if done is None else EntryKind.NUMBER, done, cell="E6")
    return Verdict(outcome, ISSUE, findings, (entry,), (), "", saved_at)


def of_older(now: Verdict, earlier: tuple[Submission, ...]) -> tuple[Finding, ...]:
    return tuple(check_older_than_counted(Arrival(now, earlier_submissions=earlier)))


def of_unchanged(now: Verdict, last: Submission, before: Verdict) -> tuple[Finding, ...]:
    return tuple(check_nothing_corrected(Arrival(now, last_submission=last, last_verdict=before)))


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [each.code for each in findings]


@pytest.mark.parametrize(
    ("received", "late"),
    [
        (datetime(2021, 7, 8, 9, 0), False),
        (datetime(2021, 7, 9, 23, 59), False),
        (datetime(2021, 7, 10, 0, 1), True),
    ],
)
def test_a_return_is_late_from_the_day_after_it_was_due(received: datetime, late: bool) -> None:
    assert attempt_of(Deadline(date(2021, 7, 9), 3), 2, received) == Attempt(2, date(2021, 7, 9), late)


@pytest.mark.parametrize(
    ("outcome", "counted", "saved", "expected"),
    [
        (Outcome.ACCEPTED, CAME, CAME - HOUR, ["older-than-counted"]),
        (Outcome.ACCEPTED, CAME, CAME, []),
        (Outcome.ACCEPTED, CAME, CAME + HOUR, []),
        (Outcome.ACCEPTED, CAME, None, []),
        (Outcome.ACCEPTED, None, CAME - HOUR, []),
        (Outcome.TO_CORRECT, CAME, CAME - HOUR, []),
    ],
)
def test_a_file_saved_before_the_one_that_counts_is_taken_with_a_warning(
    outcome: Outcome, counted: datetime | None, saved: datetime | None, expected: list[str]
) -> None:
    earlier = (submission(1, Outcome.ACCEPTED, counted), submission(2, Outcome.TO_CORRECT, CAME + 9 * HOUR))
    assert codes(of_older(verdict(outcome, saved_at=saved), earlier)) == expected


def test_an_older_copy_is_warned_of_whenever_a_return_arrives() -> None:
    now = verdict(Outcome.ACCEPTED, saved_at=CAME - HOUR)
    counted = submission(1, Outcome.ACCEPTED, CAME)
    arrival = Arrival(now, earlier_submissions=(counted,), last_submission=counted)
    assert codes(check_arrival(arrival).findings) == ["older-than-counted"]


def test_where_nothing_counts_yet_no_file_is_older() -> None:
    earlier = (submission(1, Outcome.TO_CORRECT, CAME),)
    assert of_older(verdict(Outcome.ACCEPTED, saved_at=CAME - HOUR), earlier) == ()


def test_a_file_is_held_against_the_one_accepted_last() -> None:
    earlier = (submission(1, Outcome.ACCEPTED, CAME + HOUR), submission(2, Outcome.ACCEPTED, CAME - HOUR))
    assert of_older(verdict(Outcome.ACCEPTED, saved_at=CAME), earlier) == ()


def test_an_older_file_is_told_with_both_moments_in_the_time_of_the_centre_and_the_receipt() -> None:
    counted = replace(
        submission(3, Outcome.ACCEPTED, CAME), received_at=CAME.astimezone(timezone(timedelta(hours=3)))
    )
    (finding,) = of_older(verdict(Outcome.ACCEPTED, saved_at=CAME - HOUR), (counted,))
    assert "05.07.2021 12:00" in finding.problem
    assert "(05.07.2021 13:00, квитанція № 3)" in finding.problem


UNREADABLE = {"heading": "Done", "description": "Description"}
FAULT = ENTRY_MISSING.at(Location("", "Звіт", "E6", "1.1"), heading="Done")
MOVED = ENTRY_MISSING.at(Location("", "Звіт", "E7", "1.1"), heading="Done")
ELSEWHERE = ENTRY_MISSING.at(Location("", "Звіт", "E6", "1.2"), heading="Done")
OTHER = ENTRY_NOT_A_NUMBER.at(Location("", "Звіт", "E6", "1.1"), seen="5 шт.", **UNREADABLE)
AGAIN = ENTRY_NOT_A_NUMBER.at(Location("", "Звіт", "E6", "1.1"), seen="п'ять", **UNREADABLE)
NOTE = CARRIERS_LOST.at(seen="прихований аркуш")
WARNED = PERSONAL_DATA.at(Location("", "Звіт", "F6", "1.1"), heading="Description", seen="a telephone number")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (verdict(Outcome.TO_CORRECT, FAULT), verdict(Outcome.TO_CORRECT, FAULT), ["nothing-corrected"]),
        (verdict(Outcome.TO_CORRECT, FAULT), verdict(Outcome.TO_CORRECT, MOVED, NOTE), ["nothing-corrected"]),
        (verdict(Outcome.TO_CORRECT, OTHER), verdict(Outcome.TO_CORRECT, AGAIN), []),
        (verdict(Outcome.TO_CORRECT, FAULT), verdict(Outcome.TO_CORRECT, ELSEWHERE), []),
        (verdict(Outcome.TO_CORRECT, FAULT, WARNED), verdict(Outcome.TO_CORRECT, FAULT), []),
        (verdict(Outcome.TO_CORRECT, FAULT), verdict(Outcome.TO_CORRECT, FAULT, done=1), []),
        (verdict(Outcome.TO_CORRECT, FAULT, OTHER), verdict(Outcome.TO_CORRECT, FAULT), []),
        (verdict(Outcome.TO_CORRECT), verdict(Outcome.ACCEPTED), []),
        (verdict(Outcome.ACCEPTED), verdict(Outcome.TO_CORRECT), []),
        (verdict(Outcome.ACCEPTED), verdict(Outcome.ACCEPTED), []),
    ],
)
def test_the_same_answers_with_the_same_faults_are_called_uncorrected(
    before: Verdict, now: Verdict, expected: list[str]
) -> None:
    assert codes(of_unchanged(now, submission(1, Outcome.TO_CORRECT), before)) == expected


LECTURE = EventEntry("", "1.1", "лекція", "14.05.2021", sheet="Заходи", cell="C7")


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (LECTURE, ["nothing-corrected"]),
        (replace(LECTURE, cell="C9", sheet="Заходи (2)"), ["nothing-corrected"]),
        (replace(LECTURE, people="12"), []),
    ],
)
def test_an_event_that_moved_is_the_same_and_one_that_says_more_is_not(
    event: EventEntry, expected: list[str]
) -> None:
    before, now = (replace(verdict(Outcome.TO_CORRECT, FAULT), events=events) for events in ((LECTURE,), (event,)))
    assert codes(of_unchanged(now, submission(1, Outcome.TO_CORRECT), before)) == expected


def test_a_row_that_moved_to_another_sheet_is_no_other_answer() -> None:
    before, now = verdict(Outcome.TO_CORRECT, FAULT, done=1), verdict(Outcome.TO_CORRECT, FAULT, done=1)
    moved = replace(now, entries=tuple(replace(each, sheet="Звіт (2)") for each in now.entries))
    assert codes(of_unchanged(moved, submission(1, Outcome.TO_CORRECT), before)) == ["nothing-corrected"]


def test_an_uncorrected_file_is_told_with_the_moment_and_the_receipt_of_the_one_before() -> None:
    same = verdict(Outcome.TO_CORRECT, FAULT)
    (finding,) = of_unchanged(same, submission(11, Outcome.TO_CORRECT), same)
    assert "05.07.2021 10:00 (квитанція № 11)" in finding.problem
