"""From a file as read to a verdict: whose it is, what it reports, what is wrong with it."""

import logging

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from xlplan.finding import Finding, errors, found
from xlplan.ledger import queries
from xlplan.model import Issue
from xlplan.rules.check import check
from xlplan.rules.identity import identify
from xlplan.submission import Outcome, Returned, Submission, Verdict

log = logging.getLogger(__name__)


def judge(connection: Connection, read: Returned | tuple[Finding, ...]) -> Verdict:
    """The verdict on a file that was not seen before."""
    if not isinstance(read, Returned):
        return Verdict(Outcome.NOT_TAKEN, None, read)
    try:
        return _judged(connection, read)
    except SQLAlchemyError:
        raise  # the ledger's trouble is not the file's
    except Exception as bug:  # it costs this file alone, which stays in the archive
        log.exception("a file could not be judged")
        return Verdict(Outcome.NOT_TAKEN, None, (found("file-failed", seen=repr(bug)),))


def _judged(connection: Connection, read: Returned) -> Verdict:
    issue, whose = _identified(connection, read)
    if issue is None or errors(whose):
        return Verdict(Outcome.NOT_TAKEN, issue, whose)
    entries, events, findings = check(issue, read)
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
