"""The answer to a file: a receipt, a marked return if there are errors, and a line in the log of answers."""

import json
from dataclasses import replace

from sqlalchemy import Engine

from xlplan.documents.receipt.page import receipt_page
from xlplan.domain.findings.file_kinds import RETURN_WITHDRAWN
from xlplan.domain.findings.finding import Finding, errors_of
from xlplan.domain.issue import Issue
from xlplan.domain.submission import MarkedReturn, Outcome
from xlplan.ledger.submissions import submissions_of_return
from xlplan.services.intake.correction import marked_path, remove_older_marked, write_marked_return
from xlplan.services.intake.record import RecordedFile
from xlplan.services.intake.results import IntakeResult
from xlplan.storage.append_log import append_line, has_line
from xlplan.storage.atomic import atomic_write_bytes
from xlplan.storage.workspace import Workspace, file_name
from xlplan.text.translation import _
from xlplan.validation.finding_groups import group_findings


def write_answer(workspace: Workspace, ledger: Engine, recorded: RecordedFile, content: object) -> IntakeResult:
    """Write the answer to a recorded file. The same bytes always get the same receipt.

    Args:
        workspace: The workspace.
        ledger: The ledger.
        recorded: The file as recorded.
        content: The content of the file, as the child process read it.
    """
    submission, verdict = recorded.submission, recorded.verdict
    unit = verdict.issue.unit.name if verdict.issue else ""
    owner = file_name(unit or submission.file)[:50]
    name = f"{submission.number:04} {owner} - {_(verdict.outcome.value)}.html"
    receipt = workspace.receipts(submission.quarter) / name
    # An existing receipt is still the answer. Its words about the marked return were true when it was made.
    # It is written again only to say that the return was withdrawn later.
    withdrawn = any(finding.kind == RETURN_WITHDRAWN for finding in verdict.findings)
    is_answered = receipt.exists() and not withdrawn
    marked = _mark_return(workspace, ledger, recorded, content, is_answered)
    if not is_answered:
        shown = replace(verdict, findings=group_findings(verdict.findings))
        page = receipt_page(submission, shown, recorded.attempt, marked)
        atomic_write_bytes(receipt, page.encode("utf-8", "replace"))
    result = IntakeResult(
        file=recorded.claim.name,
        outcome=verdict.outcome,
        quarter=submission.quarter,
        unit=unit,
        errors=errors_of(verdict.findings),
        receipt=receipt,
        marked_return=workspace.to_correct(verdict.issue.quarter) / marked.name
        if verdict.issue and marked
        else None,
        number=submission.number,
        attempt=recorded.attempt.number if recorded.attempt else 0,
        is_repeated=recorded.is_repeated,
    )
    # A process that is killed after it wrote the line, and before it released the file, comes here twice.
    if not (recorded.is_retried and has_line(workspace.answers, recorded.claim.id)):
        append_line(workspace.answers, _log_line(workspace, recorded, result))
    return result


def _mark_return(
    workspace: Workspace, ledger: Engine, recorded: RecordedFile, content: object, is_answered: bool
) -> MarkedReturn | None:
    """Write the marked return if this is the latest submission for its return. Remove those of earlier ones."""
    issue, number = recorded.verdict.issue, recorded.submission.number
    if issue is None or not recorded.is_latest or recorded.verdict.outcome is Outcome.NOT_TAKEN:
        return None
    marked = None
    if recorded.verdict.outcome is Outcome.TO_CORRECT:
        path = marked_path(workspace, issue, number)
        if is_answered and path.exists():
            return MarkedReturn(path.name)
        marked = write_marked_return(path, recorded, content, workspace.settings.sheet_password)
        if _is_overtaken(ledger, issue, number):
            path.unlink(missing_ok=True)
    remove_older_marked(workspace, issue, number)
    return marked


def _is_overtaken(ledger: Engine, issue: Issue, number: int) -> bool:
    """Tell if another process has recorded a later submission meanwhile, and may have cleaned up before us."""
    with ledger.connect() as connection:
        return submissions_of_return(connection, issue)[-1].number > number


def _log_line(workspace: Workspace, recorded: RecordedFile, result: IntakeResult) -> str:
    """Return the line about one file for the log of answers: JSON in English words, for programs."""
    submission = recorded.submission
    line = {
        "at": recorded.taken_at.isoformat(),
        "claim": recorded.claim.id,
        "file": result.file,
        "sha256": submission.sha256,
        "again": result.is_repeated,
        "quarter": str(submission.quarter) if submission.quarter else None,
        "unit": submission.unit,
        "form_code": submission.form_code,
        "attempt": result.attempt or None,
        "verdict": result.outcome.value,
        "findings": [_finding_json(each) for each in recorded.verdict.findings],
        "receipt": result.number,
        "receipt_file": result.receipt.relative_to(workspace.root).as_posix(),
        "to_correct": result.marked_return.relative_to(workspace.root).as_posix()
        if result.marked_return
        else None,
    }
    return json.dumps(line, ensure_ascii=False)


def _finding_json(finding: Finding) -> dict[str, object]:
    place = finding.location
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": place.sheet,
        "cell": place.cell,
        "row": place.row,
        "values": dict(finding.values),
    }
