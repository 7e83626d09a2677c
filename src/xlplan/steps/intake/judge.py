"""From a file as read to a verdict: whose it is, what it reports, what is wrong with it."""

from sqlalchemy import Connection

from xlplan.finding import Finding, errors
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
    entries, events, findings = check(issue, read)
    every = whose + findings
    outcome = Outcome.TO_CORRECT if errors(every) else Outcome.ACCEPTED
    return Verdict(outcome, issue, every, entries, events)


def _identified(connection: Connection, read: Returned) -> tuple[Issue | None, tuple[Finding, ...]]:
    codes = {code for carried in read.form_codes.values() for code in carried}
    issues = (queries.issue_by_code(connection, code) for code in codes)
    known = {str(issue.form_code): issue for issue in issues if issue}
    units = {issue.unit.code for issue in known.values()}
    latest = {key: issue for unit in units for key, issue in queries.latest_of_unit(connection, unit).items()}
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
