"""From a file as read to a verdict: whose it is, what it reports, what is wrong with it."""

import logging
from dataclasses import replace

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from xlplan.finding import Finding, errors, found
from xlplan.ledger import queries
from xlplan.ledger.attempts import submissions_of_return
from xlplan.model import Issue
from xlplan.rules.check import check
from xlplan.rules.identity import identify
from xlplan.rules.revised import brought_forward
from xlplan.steps.intake.order import of_closed, of_older, of_unchanged
from xlplan.submission import Outcome, Returned, Submission, Verdict

log = logging.getLogger(__name__)


def judge(connection: Connection, read: Returned | tuple[Finding, ...]) -> Verdict:
    """The verdict on a file that was not seen before, in view of what came for the same return before it."""
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
    made_on, current, whose = _identified(connection, read)
    # No quarter can be closed yet.
    whose = (*whose, *(of_closed(made_on, closed=False) if made_on else ()))
    if made_on is None or errors(whose):
        return Verdict(Outcome.NOT_TAKEN, made_on, whose)
    checked = check(made_on, read)
    if current and current != made_on:
        checked = brought_forward(checked, made_on, current)
    entries, events, findings = checked
    every = whose + findings
    outcome = Outcome.TO_CORRECT if errors(every) else Outcome.ACCEPTED
    verdict = Verdict(outcome, current, every, entries, events, read.filled_by, read.saved_at)
    return _after(connection, verdict)


def _after(connection: Connection, verdict: Verdict) -> Verdict:
    """The verdict with what is to be said because of what came before."""
    earlier = submissions_of_return(connection, verdict.issue) if verdict.issue else ()
    if not earlier:
        return verdict
    last = earlier[-1]
    # Most returns are accepted: then nothing more is read than who came before.
    compared = Outcome.TO_CORRECT is verdict.outcome is last.outcome
    unchanged = of_unchanged(verdict, last, recorded(connection, last)) if compared else ()
    return replace(verdict, findings=(*unchanged, *verdict.findings, *of_older(verdict, earlier)))


def _identified(connection: Connection, read: Returned) -> tuple[Issue | None, Issue | None, tuple[Finding, ...]]:
    """The issue that the file was made on, the one that counts now, and what is to be said about that."""
    codes = {code for carried in read.form_codes.values() for code in carried}
    issues = [issue for code in codes for issue in queries.issues_of_same_unit(connection, code)]
    known = {str(issue.form_code): issue for issue in issues}
    latest = {(issue.unit.code, issue.quarter): issue for issue in issues}
    code, name = queries.centre(connection) if not known else ("", "")
    issue, whose = identify(read, code, known, latest, name)
    return issue, latest[issue.unit.code, issue.quarter] if issue else None, whose


def recorded(connection: Connection, submission: Submission) -> Verdict:
    """The verdict that the ledger holds on a submission."""
    issue = queries.issue_by_code(connection, submission.form_code) if submission.form_code else None
    return Verdict(
        submission.outcome,
        issue,
        queries.findings_of(connection, submission.number),
        queries.entries_of(connection, submission.number),
        queries.events_of(connection, submission.number),
        submission.filled_by,
        submission.saved_at,
    )
