"""The marked return: the unit's own file with marks, or a fresh template with its answers."""

import logging
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.answer_kinds import ROW_ASKED_AGAIN
from xlplan.domain.findings.file_kinds import FORM_OLDER
from xlplan.domain.findings.finding import Effect, Finding, Severity, errors_of
from xlplan.domain.issue import Issue
from xlplan.domain.returned import CellValue, ReturnContent
from xlplan.domain.sheets import REPORT_ENTRIES
from xlplan.domain.submission import MarkedReturn, Verdict
from xlplan.ledger.database import Ledger
from xlplan.ledger.submissions import submissions_of_return
from xlplan.services.intake.early_check import FileReading, whole_content
from xlplan.services.intake.record import RecordedFile
from xlplan.storage.answer_files import marked_files
from xlplan.storage.own_files import remove_own, write_own
from xlplan.storage.workspace import Workspace, file_name

log = logging.getLogger(__name__)


def write_marked_return(
    workspace: Workspace, path: Path, recorded: RecordedFile, read: FileReading
) -> MarkedReturn | None:
    """Write the marked return of a recorded file.

    Args:
        workspace: The workspace.
        path: The path of the marked return. It is free, or holds a file of ours.
        recorded: The file as recorded.
        read: The content of the file. It fills a fresh template if the file itself cannot be marked.

    Returns:
        The marked return. None if neither way works, which is logged.

    Raises:
        OSError: The disk is full, for example.
    """
    issue, findings = recorded.verdict.issue, recorded.verdict.findings
    if issue is None or recorded.attempt is None:
        return None
    # Few files need marks, and this import takes longer than the intake of many files.
    from xlplan.documents.marked_return.marker import mark_return

    archived, attempt = recorded.archived.path, recorded.attempt
    marked = MarkedReturn(path.name, is_own=False)

    def write(file: Path) -> None:
        nonlocal marked
        marks = None
        if _can_mark_own_file(findings):
            marks = mark_return(archived, file, findings, issue.form_code, attempt)
        if marks is not None:
            marked = MarkedReturn(path.name, True, marks.pink, marks.amber, marks.lost_links)
            return
        password, received = workspace.settings.sheet_password, recorded.submission.received_at
        content = whole_content(read)
        pink, amber = _write_fresh_template(file, issue, recorded.verdict, content, received, password)
        marked = MarkedReturn(path.name, False, pink, amber)

    try:
        write_own(workspace.own_files, path, write)
        return marked
    except (OSError, XlplanError):
        raise
    except Exception:  # only the marks are lost; the receipt lists the same errors
        log.exception("a file could not be marked")
        return None


def _write_fresh_template(
    path: Path, issue: Issue, verdict: Verdict, content: object, made_at: datetime, password: str
) -> tuple[bool, bool]:
    """Write a template with the answers of a return. Return whether it has pink cells, and amber ones."""
    from xlplan.documents.cell_values import cell_number
    from xlplan.documents.template.entry_cells import findings_by_cell
    from xlplan.documents.template.prefill import event_cells
    from xlplan.documents.template.workbook import write_template

    rows_asked_again = {finding.location.row for finding in verdict.findings if finding.kind == ROW_ASKED_AGAIN}
    # The template calls a number that was typed as a text wrong, though it was understood.
    numbers = {
        ("done", entry.key): cell_number(entry.number) for entry in verdict.entries if entry.number is not None
    }
    answers: dict[str, dict[str, CellValue]] = {
        row.key: {
            name: numbers.get((name, row.key), cell.value)
            for name, cell in row.cells.items()
            # The result is asked again, but the description still helps.
            if name == "description" or (name in REPORT_ENTRIES and row.key not in rows_asked_again)
        }
        for row in (content.rows if isinstance(content, ReturnContent) else ())
    }
    events = [
        {name: cell.value for name, cell in event.cells.items()}
        for event in (content.events if isinstance(content, ReturnContent) else ())
    ]
    # An older template may number its events in another way than the new one.
    renumbered = event_cells(verdict.events) if _is_on_older_form(verdict.findings) else events
    write_template(path, issue, made_at, answers, renumbered, verdict.findings, password)
    shown = [each.severity for found in findings_by_cell(verdict.findings).values() for each in found]
    return Severity.ERROR in shown, Severity.WARNING in shown


def _is_on_older_form(findings: tuple[Finding, ...]) -> bool:
    return any(finding.kind == FORM_OLDER for finding in findings)


def _can_mark_own_file(findings: tuple[Finding, ...]) -> bool:
    """Tell if a unit's own file still has the cells to correct.

    The sheet, rows or columns of the template may be gone, or a newer template may have other rows. Nobody can add
    them under the lock of the file, so a fresh template is better. A fresh template would lose answers that stand
    outside its rows, though; with such answers the own file is marked.
    """
    errors = errors_of(findings)
    if any(finding.has(Effect.NEEDS_FRESH_TEMPLATE) for finding in findings):
        return False
    row_is_missing = any(finding.location.row and not finding.location.cell for finding in errors)
    return not row_is_missing or any(finding.has(Effect.OUTSIDE_TEMPLATE) for finding in errors)


def marked_path(workspace: Workspace, issue: Issue, number: int) -> Path:
    """Return the path of the marked return of a submission."""
    return workspace.to_correct(issue.quarter) / f"{file_name(issue.unit.name)} {number:04}.xlsx"


def numbers_of_return(ledger: Ledger, issue: Issue) -> list[int]:
    """Return the numbers of the submissions of the return that an issue asks for, oldest first."""
    with ledger.connect() as connection:
        return [each.number for each in submissions_of_return(connection, issue)]


def remove_older_marked(workspace: Workspace, ledger: Ledger, issue: Issue, number: int) -> None:
    """Remove the marked returns of the submissions for a return before a number. The archive keeps what came.

    One in which somebody has worked stays. The number tells whose they are: two units may have names that are the
    same as the name of a file.
    """
    earlier = {each for each in numbers_of_return(ledger, issue) if each < number}
    for marked, path in marked_files(workspace.to_correct(issue.quarter)):
        if marked in earlier:
            # A program that has it open may forbid it. It stays until the next return of the unit.
            with suppress(PermissionError):
                remove_own(workspace.own_files, path)
