"""From a file as read to a verdict: whose it is, what it reports, what is wrong with it."""

import logging
from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from xlplan.domain.findings.file_kinds import (
    EARLIER_QUARTER,
    FILE_FAILED,
    IDENTITY_MISSING,
    QUARTER_CLOSED,
    RETURN_WITHDRAWN,
)
from xlplan.domain.findings.finding import Finding, errors_of
from xlplan.domain.issue import Issue
from xlplan.domain.returned import ReturnContent
from xlplan.domain.submission import EventEntry, Outcome, Submission, Verdict
from xlplan.ledger import validation_context as beside
from xlplan.ledger.decisions import withdrawals_of
from xlplan.ledger.editions import closing_edition
from xlplan.ledger.issues import (
    centre_identity,
    issue_by_code,
    issued_quarters,
    iter_latest_issues,
    load_issue_standing,
)
from xlplan.ledger.submissions import entries_of, events_of, findings_of, submissions_of_return
from xlplan.validation.arrival_order import check_arrival
from xlplan.validation.context import Arrival
from xlplan.validation.identification import identify, looks_like
from xlplan.validation.plausibility import FAR_OVER
from xlplan.validation.reissued import apply_reissue
from xlplan.validation.returns import check_return

log = logging.getLogger(__name__)


def decide_verdict(
    connection: Connection, read: ReturnContent | tuple[Finding, ...], far_over: float = FAR_OVER
) -> Verdict:
    """The verdict on a file that was not seen before, in view of what came for the same return before it.

    `far_over`: the setting of that name.
    """
    if not isinstance(read, ReturnContent):
        return Verdict(Outcome.NOT_TAKEN, None, read)
    try:
        return _judge(connection, read, far_over)
    except SQLAlchemyError:
        raise  # the ledger's trouble is not the file's
    except Exception as bug:  # it costs this file alone, which stays in the archive
        log.exception("a file could not be judged")
        return Verdict(Outcome.NOT_TAKEN, None, (FILE_FAILED.at(seen=repr(bug)),))


def _judge(connection: Connection, read: ReturnContent, far_over: float) -> Verdict:
    made_on, current, whose = _identify(connection, read)
    whose = _note_closed_quarter(connection, made_on, whose)
    if made_on is None or errors_of(whose):
        return Verdict(Outcome.NOT_TAKEN, made_on, whose)
    earlier = beside.earlier_numbers(connection, made_on.unit.code, made_on.quarter)
    checked = check_return(made_on, read, earlier, far_over)
    if current and current != made_on:
        checked = apply_reissue(checked, made_on, current)
    entries, events, findings = checked
    every = whose + findings
    outcome = Outcome.TO_CORRECT if errors_of(every) else Outcome.ACCEPTED
    verdict = Verdict(outcome, current, every, entries, events, read.filled_by, read.saved_at)
    return check_arrival(_load_arrival(connection, verdict, _events_of_others(connection, made_on, events)))


def _load_arrival(connection: Connection, verdict: Verdict, others: dict[str, list[EventEntry]]) -> Arrival:
    """Return a verdict with what came before for the same return, and the events of other units."""
    earlier = submissions_of_return(connection, verdict.issue) if verdict.issue else ()
    if not earlier:
        return Arrival(verdict, others)
    last = earlier[-1]
    # Most returns are accepted: then nothing more is read than who came before.
    compared = Outcome.TO_CORRECT is verdict.outcome is last.outcome
    taken_back = withdrawals_of(connection, last.quarter) if last.quarter else {}
    return Arrival(
        verdict,
        others,
        earlier=[submission for submission in earlier if submission.number not in taken_back],
        last=last,
        last_verdict=load_verdict(connection, last) if compared else None,
    )


def _events_of_others(
    connection: Connection, issue: Issue, events: tuple[EventEntry, ...]
) -> dict[str, list[EventEntry]]:
    """The accepted events of other units on the days of these, by the names of the units."""
    days = {event.held_on for event in events if event.held_on and event.place}
    found_there: dict[str, list[EventEntry]] = {}
    if days:
        for form_code, event in beside.events_of_others(connection, issue.unit.code, issue.quarter, days):
            theirs = issue_by_code(connection, form_code)
            found_there.setdefault(theirs.unit.name if theirs else form_code, []).append(event)
    return found_there


def _note_closed_quarter(
    connection: Connection, issue: Issue | None, whose: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """What is said of whose return it is, where its quarter is closed: then it is kept, and does not count yet."""
    edition = closing_edition(connection, issue.quarter) if issue else None
    if issue is None or edition is None:
        return whose
    closed = QUARTER_CLOSED.at(quarter=issue.quarter.title, date=f"{edition.closed_at:%d.%m.%Y}")
    # That an earlier quarter counts where it belongs is not so now.
    return (closed, *(each for each in whose if each.kind != EARLIER_QUARTER))


def _identify(
    connection: Connection, read: ReturnContent
) -> tuple[Issue | None, Issue | None, tuple[Finding, ...]]:
    """The issue that the file was made on, the one that counts now, and what is to be said about that."""
    codes = {code for carried in read.form_codes.values() for code in carried}
    known = {code: issued for code in codes if (issued := load_issue_standing(connection, code))}
    code, name = centre_identity(connection) if not known else ("", "")
    issue, whose = identify(read, code, known, name)
    if any(finding.kind == IDENTITY_MISSING for finding in whose):
        whose += looks_like(read.rows, _current_issues(connection))
    return issue, known[str(issue.form_code)].current if issue else None, whose


def _current_issues(connection: Connection) -> Iterator[Issue]:
    for quarter in issued_quarters(connection):
        yield from iter_latest_issues(connection, quarter)


def load_verdict(connection: Connection, submission: Submission) -> Verdict:
    """The verdict that the ledger holds on a submission; of one that was withdrawn it says so."""
    issue = issue_by_code(connection, submission.form_code) if submission.form_code else None
    taken = withdrawals_of(connection, submission.quarter) if submission.quarter else {}
    back = taken.get(submission.number)
    withdrawn = (RETURN_WITHDRAWN.at(date=f"{back.at:%d.%m.%Y}", reason=back.reason),) if back else ()
    return Verdict(
        submission.outcome,
        issue,
        (*withdrawn, *findings_of(connection, submission.number)),
        entries_of(connection, submission.number),
        events_of(connection, submission.number),
        submission.filled_by,
        submission.saved_at,
    )
