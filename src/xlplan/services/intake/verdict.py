"""The verdict on a file: its owner, its entries, its findings."""

import logging
from collections.abc import Iterator
from dataclasses import replace

from xlplan.domain.copies import CopyOrder
from xlplan.domain.entries import EventEntry
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
from xlplan.domain.submission import Outcome, Submission, Verdict
from xlplan.ledger import validation_context
from xlplan.ledger.database import Connection, LedgerError
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
from xlplan.validation.identification import identify, suggest_issues
from xlplan.validation.plausibility import FAR_OVER
from xlplan.validation.reissued import apply_reissue
from xlplan.validation.returns import check_return

log = logging.getLogger(__name__)


def decide_verdict(
    connection: Connection,
    content: ReturnContent | tuple[Finding, ...],
    far_over: float = FAR_OVER,
    order: CopyOrder | None = None,
) -> Verdict:
    """Decide the verdict on a new file, in view of earlier submissions for the same return.

    Args:
        connection: The ledger.
        content: The content of the file, or the reasons why it cannot be read.
        far_over: The setting of that name.
        order: Its place among the copies that came with it.
    """
    if not isinstance(content, ReturnContent):
        return Verdict(Outcome.NOT_TAKEN, None, content)
    try:
        return _judge(connection, content, far_over, order)
    except (LedgerError, connection.driver.module.Error):
        # A problem of the ledger is not one of the file. SQLite may have one in the middle of reading rows.
        raise
    except Exception as bug:  # only this file is lost; its bytes stay in the archive
        log.exception("a file could not be judged")
        return Verdict(Outcome.NOT_TAKEN, None, (FILE_FAILED.at(seen=repr(bug)),))


def _judge(connection: Connection, content: ReturnContent, far_over: float, order: CopyOrder | None) -> Verdict:
    issue, current, findings_on_identity = _identify(connection, content)
    findings_on_identity = _note_closed_quarter(connection, issue, findings_on_identity)
    if issue is None or errors_of(findings_on_identity):
        return Verdict(Outcome.NOT_TAKEN, issue, findings_on_identity)
    earlier = validation_context.earlier_numbers(connection, issue)
    checked_return = check_return(issue, content, earlier, far_over)
    if current and current != issue:
        checked_return = apply_reissue(checked_return, issue, current)
    entries, events, findings = checked_return
    all_findings = findings_on_identity + findings
    outcome = Outcome.TO_CORRECT if errors_of(all_findings) else Outcome.ACCEPTED
    verdict = Verdict(outcome, current, all_findings, entries, events, content.filled_by, content.saved_at)
    arrival = _load_arrival(connection, verdict, _events_of_others(connection, issue, events))
    return check_arrival(replace(arrival, order=order))


def _load_arrival(connection: Connection, verdict: Verdict, others: dict[str, list[EventEntry]]) -> Arrival:
    """Return a verdict with what came before for the same return, and the events of other units."""
    earlier = submissions_of_return(connection, verdict.issue) if verdict.issue else ()
    if not earlier:
        return Arrival(verdict, others)
    previous = earlier[-1]
    # Most returns are accepted. For these no earlier verdict has to be read.
    both_to_correct = Outcome.TO_CORRECT is verdict.outcome is previous.outcome
    withdrawals = withdrawals_of(connection, previous.quarter) if previous.quarter else {}
    return Arrival(
        verdict,
        others,
        earlier_submissions=[submission for submission in earlier if submission.number not in withdrawals],
        last_submission=previous,
        last_verdict=load_verdict(connection, previous) if both_to_correct else None,
    )


def _events_of_others(
    connection: Connection, issue: Issue, events: tuple[EventEntry, ...]
) -> dict[str, list[EventEntry]]:
    """Return the accepted events of other units on the days of these events, by the name of the unit."""
    days = {event.held_on for event in events if event.held_on and event.place}
    events_by_unit: dict[str, list[EventEntry]] = {}
    if days:
        for form_code, event in validation_context.events_of_others(
            connection, issue.unit.code, issue.quarter, days
        ):
            other_issue = issue_by_code(connection, form_code)
            events_by_unit.setdefault(other_issue.unit.name if other_issue else form_code, []).append(event)
    return events_by_unit


def _note_closed_quarter(
    connection: Connection, issue: Issue | None, findings: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """Add that the quarter is closed, if it is. The return is then kept, but does not count yet."""
    edition = closing_edition(connection, issue.quarter) if issue else None
    if issue is None or edition is None:
        return findings
    quarter_closed = QUARTER_CLOSED.at(quarter=issue.quarter.title, date=f"{edition.closed_at:%d.%m.%Y}")
    # The note that the return counts for its earlier quarter would be wrong now.
    return (quarter_closed, *(each for each in findings if each.kind != EARLIER_QUARTER))


def _identify(
    connection: Connection, content: ReturnContent
) -> tuple[Issue | None, Issue | None, tuple[Finding, ...]]:
    """Return the issue that the file was made on, the one that counts now, and the findings on the identity."""
    codes = {code for carried in content.form_codes.values() for code in carried}
    known = {code: issued for code in codes if (issued := load_issue_standing(connection, code))}
    code, name = centre_identity(connection) if not known else ("", "")
    issue, findings = identify(content, code, known, name)
    if any(finding.kind == IDENTITY_MISSING for finding in findings):
        findings += suggest_issues(content.rows, _current_issues(connection))
    return issue, known[str(issue.form_code)].current if issue else None, findings


def _current_issues(connection: Connection) -> Iterator[Issue]:
    for quarter in issued_quarters(connection):
        yield from iter_latest_issues(connection, quarter)


def load_verdict(connection: Connection, submission: Submission) -> Verdict:
    """Load the recorded verdict on a submission. It says so if the submission was withdrawn."""
    issue = issue_by_code(connection, submission.form_code) if submission.form_code else None
    withdrawals = withdrawals_of(connection, submission.quarter) if submission.quarter else {}
    withdrawal = withdrawals.get(submission.number)
    notices = (
        (RETURN_WITHDRAWN.at(date=f"{withdrawal.at:%d.%m.%Y}", reason=withdrawal.reason),) if withdrawal else ()
    )
    return Verdict(
        submission.outcome,
        issue,
        (*notices, *findings_of(connection, submission.number)),
        entries_of(connection, submission.number),
        events_of(connection, submission.number),
        submission.filled_by,
        submission.saved_at,
    )
