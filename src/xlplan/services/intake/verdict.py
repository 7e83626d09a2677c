"""The verdict on a file: its owner, its entries, its findings."""

import logging
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from xlplan.domain.copies import CopyOrder, ReturnKey
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
from xlplan.domain.quarter import Quarter
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
    latest_issue_body,
    load_issue_standing,
)
from xlplan.ledger.submissions import entries_of, events_of, findings_of, submissions_of_return
from xlplan.services.intake.early_check import BasisKey, CheckBasis, CheckedFile, FileReading
from xlplan.text.translation import language
from xlplan.validation.arrival_order import check_arrival
from xlplan.validation.context import Arrival
from xlplan.validation.identification import identify, suggest_issues
from xlplan.validation.plausibility import FAR_OVER
from xlplan.validation.reissued import CheckedReturn, apply_reissue
from xlplan.validation.returns import check_return

log = logging.getLogger(__name__)


def decide_verdict(
    connection: Connection,
    read: FileReading,
    far_over: float = FAR_OVER,
    order: CopyOrder | None = None,
) -> Verdict:
    """Decide the verdict on a new file, in view of earlier submissions for the same return.

    Args:
        connection: The ledger.
        read: The content of the file, checked or not, or the reasons why it cannot be read.
        far_over: The setting of that name.
        order: Its place among the copies that came with it.
    """
    if isinstance(read, tuple):
        return Verdict(Outcome.NOT_TAKEN, None, read)
    try:
        return _judge(connection, read, far_over, order)
    except (LedgerError, connection.driver.module.Error):
        # A problem of the ledger is not one of the file. SQLite may have one in the middle of reading rows.
        raise
    except Exception as bug:  # only this file is lost; its bytes stay in the archive
        log.exception("a file could not be judged")
        return Verdict(Outcome.NOT_TAKEN, None, (FILE_FAILED.at(seen=repr(bug)),))


def _judge(
    connection: Connection, read: ReturnContent | CheckedFile, far_over: float, order: CopyOrder | None
) -> Verdict:
    content = read.outline if isinstance(read, CheckedFile) else read
    issue, current, findings_on_identity = _identify(connection, content, _bodies(read))
    findings_on_identity = _note_closed_quarter(connection, issue, findings_on_identity)
    if issue is None or errors_of(findings_on_identity):
        return Verdict(Outcome.NOT_TAKEN, issue, findings_on_identity)
    checked_return = _check(connection, issue, read, far_over)
    if current and current != issue:
        checked_return = apply_reissue(checked_return, issue, current)
    entries, events, findings = checked_return
    all_findings = findings_on_identity + findings
    outcome = Outcome.TO_CORRECT if errors_of(all_findings) else Outcome.ACCEPTED
    verdict = Verdict(outcome, current, all_findings, entries, events, content.filled_by, content.saved_at)
    arrival = _load_arrival(connection, verdict, _events_of_others(connection, issue, events))
    return check_arrival(replace(arrival, order=order))


def _check(
    connection: Connection, issue: Issue, read: ReturnContent | CheckedFile, far_over: float
) -> CheckedReturn:
    """Apply the rules about one return, unless the process that read it did so on the basis that still holds."""
    if isinstance(read, CheckedFile):
        if read.key == _basis_key(connection, str(issue.form_code), issue.quarter, issue.unit.code, far_over):
            return read.checked
        read = read.content
    return check_return(issue, read, validation_context.earlier_numbers(connection, issue), far_over)


def load_basis(connection: Connection, return_key: ReturnKey, far_over: float) -> CheckBasis | None:
    """Return the basis on which a file of that return is checked; None where nothing was issued for it.

    Args:
        connection: The ledger.
        return_key: The return that the file seems to be.
        far_over: The setting of that name.
    """
    _centre, quarter, unit = return_key
    issued = latest_issue_body(connection, quarter, unit)
    if issued is None:
        return None
    form_code, body = issued
    key = _basis_key(connection, form_code, quarter, unit, far_over)
    issue = issue_by_code(connection, form_code) if key.earlier else None
    earlier = validation_context.earlier_numbers(connection, issue) if issue else {}
    return CheckBasis(key, body, earlier, language())


def _basis_key(connection: Connection, form_code: str, quarter: Quarter, unit: str, far_over: float) -> BasisKey:
    return BasisKey(form_code, validation_context.earlier_submissions(connection, unit, quarter), far_over)


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


def _bodies(read: ReturnContent | CheckedFile) -> Mapping[str, bytes]:
    """Return the bodies of issues that came with a file, by form code."""
    return {read.key.form_code: read.issue_body} if isinstance(read, CheckedFile) and read.issue_body else {}


def _identify(
    connection: Connection, content: ReturnContent, bodies: Mapping[str, bytes]
) -> tuple[Issue | None, Issue | None, tuple[Finding, ...]]:
    """Return the issue that the file was made on, the one that counts now, and the findings on the identity."""
    codes = {code for carried in content.form_codes.values() for code in carried}
    known = {code: issued for code in codes if (issued := load_issue_standing(connection, code, bodies))}
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
