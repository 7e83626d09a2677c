"""From a file as read to a verdict: whose it is, what it reports, what is wrong with it."""

from sqlalchemy import Connection

from xlplan.finding import Finding, errors, found
from xlplan.ledger import queries
from xlplan.model import Issue
from xlplan.rules.check import check
from xlplan.rules.identity import identify
from xlplan.submission import Outcome, Returned, Submission, Verdict


def judge(connection: Connection, read: Returned | tuple[Finding, ...]) -> Verdict:
    """The verdict on a file that was not seen before."""
    if not isinstance(read, Returned):
        return Verdict(Outcome.NOT_TAKEN, None, read)
    issue, whose = _identified(connection, read)
    if issue is None or errors(whose):
        return Verdict(Outcome.NOT_TAKEN, issue, whose)
    try:
        entries, events, findings = check(issue, read)
    except Exception as bug:  # it costs this file alone, which stays in the archive
        return Verdict(Outcome.NOT_TAKEN, issue, (*whose, found("file-failed", seen=repr(bug))))
    every = whose + findings
    outcome = Outcome.TO_CORRECT if errors(every) else Outcome.ACCEPTED
    return Verdict(outcome, issue, every, entries, events)


def _identified(connection: Connection, read: Returned) -> tuple[Issue | None, tuple[Finding, ...]]:
    codes = {code for carried in read.form_codes.values() for code in carried}
    issues = [issue for code in codes for issue in queries.issues_of_same_unit(connection, code)]
    known = {str(issue.form_code): issue for issue in issues}
    latest = {(issue.unit.code, issue.quarter): issue for issue in issues}
    code, name = queries.centre(connection) if not known else ("", "")
    return identify(read, code, known, latest, name)


def recorded(connection: Connection, submission: Submission) -> Verdict:
    """The verdict that the ledger holds on a submission."""
    issue = queries.issue_by_code(connection, submission.form_code) if submission.form_code else None
    return Verdict(
        submission.outcome,
        issue,
        queries.findings_of(connection, submission.number),
        queries.entries_of(connection, submission.number),
        queries.events_of(connection, submission.number),
    )
