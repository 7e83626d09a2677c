"""The answer to a file: a receipt, a marked return if there are errors, and a line in the log of answers."""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from xlplan.documents.receipt.page import receipt_page
from xlplan.domain.findings.finding import Finding, errors_of
from xlplan.domain.messages import Sender
from xlplan.domain.personal_data import hide_personal_data
from xlplan.domain.submission import MarkedReturn, Outcome, SubmissionState
from xlplan.ledger.database import Ledger
from xlplan.services.intake.correction import (
    marked_path,
    numbers_of_return,
    remove_older_marked,
    write_marked_return,
)
from xlplan.services.intake.early_check import FileReading
from xlplan.services.intake.record import RecordedFile
from xlplan.services.intake.results import IntakeResult
from xlplan.storage.append_log import append_lines, has_line
from xlplan.storage.own_files import own_place, remove_own, write_own_bytes, written_place
from xlplan.storage.workspace import Workspace, file_name
from xlplan.validation.finding_groups import group_findings


def write_answer(workspace: Workspace, ledger: Ledger, recorded: RecordedFile, read: FileReading) -> IntakeResult:
    """Write the answer to a recorded file.

    The same bytes always get the receipt of their number. It says how they stand now.

    Args:
        workspace: The workspace.
        ledger: The ledger.
        recorded: The file as recorded.
        read: What the child process read from the file.
    """
    submission, verdict = recorded.submission, recorded.verdict
    unit = verdict.issue.unit.name if verdict.issue else ""
    owner = file_name(unit or hide_personal_data(submission.file))[:50]
    name = f"{submission.number:04} {owner} - {workspace.names.word(recorded.standing.answer.value)}.html"
    receipt = own_place(workspace.own_files, workspace.receipts(submission.quarter) / name)
    is_answered = receipt.exists() and not _is_answered_anew(recorded)
    marked = _mark_return(workspace, ledger, recorded, read, is_answered)
    if not is_answered:
        shown = replace(verdict, findings=group_findings(verdict.findings))
        page = receipt_page(submission, shown, recorded.attempt, marked, recorded.standing, recorded.sender)
        write_own_bytes(workspace.own_files, receipt, page.encode("utf-8", "replace"))
        # A file that was answered before a crash may have been overtaken by one that came with it.
        if recorded.is_repeated or recorded.is_retried:
            _remove_older_receipts(workspace, receipt, submission.number)
    return IntakeResult(
        file=hide_personal_data(recorded.claim.name),
        outcome=verdict.outcome,
        standing=recorded.standing,
        quarter=submission.quarter,
        unit=unit,
        errors=errors_of(verdict.findings),
        receipt=receipt,
        marked_return=workspace.to_correct(verdict.issue.quarter) / marked.name
        if verdict.issue and marked
        else None,
        number=submission.number,
        received_at=submission.received_at,
        attempt=recorded.attempt.number if recorded.attempt else 0,
        is_repeated=recorded.is_repeated,
        sender=recorded.sender,
    )


def log_answers(workspace: Workspace, answered: Iterable[tuple[RecordedFile, IntakeResult]]) -> None:
    """Add a line for each answered file to the log of answers."""
    lines = [
        _log_line(workspace, recorded, result)
        for recorded, result in answered
        # A process that is killed after it wrote the line, and before it released the file, comes here twice.
        if not (recorded.is_retried and has_line(workspace.answers, recorded.claim.id))
    ]
    if lines:
        append_lines(workspace.answers, lines)


def _is_answered_anew(recorded: RecordedFile) -> bool:
    """Tell if an existing receipt may say something that is not true any more.

    That of the latest file to correct is kept: somebody may be at work in the marked return that it names.
    """
    stays = recorded.standing.state is SubmissionState.TO_CORRECT and recorded.is_latest
    return recorded.is_repeated and not stays


def _remove_older_receipts(workspace: Workspace, receipt: Path, number: int) -> None:
    """Remove our receipts of this number that say how the file stood before."""
    for path in receipt.parent.glob(f"{number:04} *.html"):
        if path != receipt:
            # A program that has it open may forbid it. The newer receipt lies next to it then.
            with suppress(OSError):
                remove_own(workspace.own_files, path)


def _mark_return(
    workspace: Workspace, ledger: Ledger, recorded: RecordedFile, read: FileReading, is_answered: bool
) -> MarkedReturn | None:
    """Write the marked return if this is the latest submission for its return. Remove those of earlier ones."""
    issue, number = recorded.verdict.issue, recorded.submission.number
    if issue is None or not recorded.is_latest or recorded.verdict.outcome is Outcome.NOT_TAKEN:
        return None
    marked = None
    if recorded.verdict.outcome is Outcome.TO_CORRECT:
        usual = marked_path(workspace, issue, number)
        if is_answered and (written := written_place(workspace.own_files, usual)):
            return MarkedReturn(written.name)
        path = own_place(workspace.own_files, usual)
        marked = write_marked_return(workspace, path, recorded, read)
        # Another process may have recorded a later submission meanwhile, and have cleaned up before us.
        if numbers_of_return(ledger, issue)[-1] > number:
            remove_own(workspace.own_files, path)
    if recorded.attempt and recorded.attempt.number > 1:
        remove_older_marked(workspace, ledger, issue, number)
    return marked


def _log_line(workspace: Workspace, recorded: RecordedFile, result: IntakeResult) -> str:
    """Return the line about one file for the log of answers: JSON in English words, for programs."""
    submission = recorded.submission
    line = {
        "at": recorded.taken_at.isoformat(),
        "claim": recorded.claim.id,
        "file": result.file,
        **_mail_json(recorded.sender),
        "sha256": submission.sha256,
        "again": result.is_repeated,
        "quarter": str(submission.quarter) if submission.quarter else None,
        "unit": submission.unit,
        "form_code": submission.form_code,
        "attempt": result.attempt or None,
        "verdict": result.outcome.value,
        "standing": result.standing.state.value,
        "light": result.standing.answer.light.value,
        "findings": [_finding_json(each) for each in recorded.verdict.findings],
        "receipt": result.number,
        "receipt_file": workspace.place(result.receipt),
        "to_correct": workspace.place(result.marked_return) if result.marked_return else None,
    }
    return json.dumps(line, ensure_ascii=False)


def _mail_json(sender: Sender | None) -> dict[str, object]:
    """Return what the log says of the mail that a file came by; nothing for any other file."""
    if sender is None:
        return {}
    of_unit = sender.is_of_unit
    return {"mail": {"from": sender.shown, "at": sender.came_at.isoformat(), "of_unit": of_unit}}


def _finding_json(finding: Finding) -> dict[str, object]:
    place = finding.location
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": place.sheet,
        "cell": place.cell,
        "row": place.row,
        "values": dict(finding.shown_values),
    }
