"""What is recorded is read back as it was."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from msgspec import json
from msgspec.structs import replace

from tests.support.centre import QUARTER, at, issue_of
from xlplan.domain.deadline import Deadline, DeadlineRecord, Timeliness
from xlplan.domain.entries import Entry, EntryKind, EventEntry
from xlplan.domain.findings.answer_kinds import ENTRY_MISSING
from xlplan.domain.findings.finding import Location
from xlplan.domain.issue import Issue, IssueStanding
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Outcome, Submission, Verdict
from xlplan.ledger import migrations
from xlplan.ledger.accepted import accepted_returns
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import Connection
from xlplan.ledger.deadlines import deadline_of, record_deadline
from xlplan.ledger.issues import (
    issue_before,
    issue_by_code,
    issues_of_same_unit,
    latest_issue_headers,
    latest_issues,
    load_issue_standing,
    record_issue,
)
from xlplan.ledger.json_bodies import issue_body, plan_body, read_issue_body, read_plan_body
from xlplan.ledger.plans import load_plan
from xlplan.ledger.submissions import (
    entries_of,
    events_of,
    findings_of,
    record_arrival,
    record_submission,
    submission_by_hash,
    submissions_not_taken,
    submissions_of,
)
from xlplan.storage.workspace import Workspace

ZERO = Entry("1.1.1", EntryKind.NUMBER, 0, reason="=скасовано", action="15.07", sheet="Звіт", cell="E8")
NOTHING = Entry("2.1.1", EntryKind.NOTHING_AROSE, sheet="Звіт", cell="E30")
BLANK = Entry("2.1.2", EntryKind.MISSING, sheet="Звіт", cell="E31")
EVENT = EventEntry("1.1.1#1", "1.1.1", "зустріч", "14.05.2021", "12", "", "Заходи", "A7")


@pytest.fixture
def ledger(centre: Workspace) -> Iterator[Connection]:
    with open_ledger(centre.ledger) as opened, opened.write() as connection:
        yield connection


@pytest.fixture
def issue(centre: Workspace) -> Issue:
    return issue_of(centre, "HOR")


def submitted(
    ledger: Connection, sha256: str, outcome: Outcome, issue: Issue | None, moment: datetime, *entries: Entry
) -> Submission:
    findings = (ENTRY_MISSING.at(Location(sheet="Звіт", cell="E8", row="1.1.1"), heading="Done"),)
    verdict = Verdict(outcome, issue, findings, entries, (EVENT,))
    return record_submission(ledger, sha256, f"{sha256}.xlsx", moment, verdict)


def test_plans_and_issues_read_back_equal(centre: Workspace, ledger: Connection, issue: Issue) -> None:
    plan = load_plan(ledger, 1)
    assert read_plan_body(plan_body(plan)) == plan
    assert read_issue_body(issue_body(issue).encode()) == issue
    assert issue_by_code(ledger, str(issue.form_code)) == issue


def test_an_issue_stands_beside_those_of_later_quarters_and_knows_the_latest_of_them(
    ledger: Connection, issue: Issue
) -> None:
    later = Quarter(2021, 4)
    record_issue(ledger, replace(issue, form_code=replace(issue.form_code, quarter=later)), at())
    assert load_issue_standing(ledger, str(issue.form_code)) == IssueStanding(issue, issue, later)
    assert load_issue_standing(ledger, "ПЗ-KR-2021Q2-XXX-XXXX-X") is None


def test_an_issue_recorded_by_an_older_xlplan_is_read_as_it_was(ledger: Connection, issue: Issue) -> None:
    nothing = replace(issue, form_code=replace(issue.form_code, token="ZZZZ"), rows=())
    record_issue(ledger, nothing, at())
    for each in (issue, nothing):
        whole = json.encode(each).decode()
        ledger.run("UPDATE issues SET body = ? WHERE form_code = ?", (whole, str(each.form_code)))
    for statement in migrations.UPGRADES[5]:
        ledger.run(statement)
    assert issue_by_code(ledger, str(issue.form_code)) == issue
    assert issue_by_code(ledger, str(nothing.form_code)) == nothing


def test_the_heads_of_issues_are_the_issues_without_their_rows(ledger: Connection, issue: Issue) -> None:
    other = next(each for each in latest_issues(ledger, QUARTER) if each.unit != issue.unit)
    for each, rows in ((issue, issue.rows), (other, ())):
        again = replace(each, form_code=replace(each.form_code, token="ZZZZ"), rows=rows)
        record_issue(ledger, again, at())
    whole = latest_issues(ledger, QUARTER)
    assert latest_issue_headers(ledger, QUARTER) == tuple(replace(each, rows=()) for each in whole)


def test_the_three_kinds_of_blank_and_every_text_read_back_as_they_were(ledger: Connection, issue: Issue) -> None:
    made = submitted(ledger, "a", Outcome.ACCEPTED, issue, at(), ZERO, NOTHING, BLANK)
    assert set(entries_of(ledger, made.number)) == {ZERO, NOTHING, BLANK}
    assert events_of(ledger, made.number) == (EVENT,)
    (finding,) = findings_of(ledger, made.number)
    assert (finding.code, finding.location) == ("entry-missing", Location(sheet="Звіт", cell="E8", row="1.1.1"))
    assert submission_by_hash(ledger, "a") == made


def test_the_latest_accepted_submission_counts_with_its_attempt(ledger: Connection, issue: Issue) -> None:
    submitted(ledger, "a", Outcome.TO_CORRECT, issue, at(5), BLANK)
    submitted(ledger, "b", Outcome.ACCEPTED, issue, at(6), ZERO)
    submitted(ledger, "c", Outcome.TO_CORRECT, issue, at(7), BLANK)
    counting = accepted_returns(ledger, QUARTER)["HOR"]
    assert (counting.sha256, counting.attempt, counting.in_time) == ("b", 2, True)
    assert counting.entries == {"1.1.1": ZERO}


def test_a_return_is_late_after_the_due_day(ledger: Connection, issue: Issue) -> None:
    submitted(ledger, "a", Outcome.ACCEPTED, issue, at(10), ZERO)
    assert accepted_returns(ledger, QUARTER)["HOR"].timeliness is Timeliness.LATE


def test_the_deadline_recorded_last_judges_every_return(ledger: Connection, issue: Issue) -> None:
    submitted(ledger, "a", Outcome.ACCEPTED, issue, at(10), ZERO)
    for due, grace_days, told in (
        (at(10).date(), 0, Timeliness.IN_TIME),
        (at(9).date(), 1, Timeliness.IN_GRACE),
        (at(8).date(), 1, Timeliness.LATE),
    ):
        record_deadline(ledger, DeadlineRecord(QUARTER, due, grace_days, False, at(), "Оксана"))
        assert accepted_returns(ledger, QUARTER)["HOR"].timeliness is told
        assert deadline_of(ledger, QUARTER) == Deadline(due, grace_days)


def test_a_file_of_no_return_stands_apart(ledger: Connection) -> None:
    made = submitted(ledger, "a", Outcome.NOT_TAKEN, None, at())
    assert submissions_not_taken(ledger) == (made,)
    assert submissions_of(ledger, QUARTER) == ()


def test_the_same_claim_taken_up_again_is_one_arrival(ledger: Connection) -> None:
    for _ in range(2):
        record_arrival(ledger, "claim-1", "звіт.xlsx", 7, "a", at())
    rows = ledger.run("SELECT claim, file, size FROM arrivals").fetchall()
    assert rows == [("claim-1", "звіт.xlsx", 7)]


def test_a_newer_issue_of_a_unit_takes_the_place_of_the_older(ledger: Connection, issue: Issue) -> None:
    newer = replace(issue, form_code=replace(issue.form_code, token="ZZZZ"))
    record_issue(ledger, newer, at())
    assert newer in latest_issues(ledger, QUARTER)
    assert issue not in latest_issues(ledger, QUARTER)
    assert issues_of_same_unit(ledger, str(issue.form_code)) == (issue, newer)
    assert load_issue_standing(ledger, str(issue.form_code)) == IssueStanding(issue, newer, QUARTER)
    assert issue_by_code(ledger, str(issue.form_code)) == issue


def test_units_keep_their_place_when_they_are_issued_anew(ledger: Connection, issue: Issue) -> None:
    before = [each.unit.code for each in latest_issues(ledger, QUARTER)]
    record_issue(ledger, replace(issue, form_code=replace(issue.form_code, token="ZZZZ")), at())
    assert [each.unit.code for each in latest_issues(ledger, QUARTER)] == before


def test_a_unit_whose_latest_issue_has_no_rows_owes_nothing(ledger: Connection, issue: Issue) -> None:
    nothing = replace(issue, form_code=replace(issue.form_code, token="ZZZZ"), rows=())
    record_issue(ledger, nothing, at())
    assert "HOR" not in {each.unit.code for each in latest_issues(ledger, QUARTER)}
    assert issue_before(ledger, nothing) == issue
