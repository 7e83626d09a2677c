"""The marked return: the unit's own file with marks, or a fresh template with its answers."""

import logging
import re
from collections.abc import Container
from datetime import datetime
from pathlib import Path

from xlplan.domain.findings.answer_kinds import ROW_ASKED_AGAIN
from xlplan.domain.findings.file_kinds import FORM_OLDER
from xlplan.domain.findings.finding import Effect, Finding, errors_of
from xlplan.domain.issue import Issue
from xlplan.domain.returned import ReturnContent
from xlplan.domain.sheets import REPORT_ENTRIES
from xlplan.domain.submission import MarkedReturn, Verdict
from xlplan.services.intake.record import RecordedFile
from xlplan.storage.atomic import ensure_folder
from xlplan.storage.workspace import Workspace, file_name

log = logging.getLogger(__name__)

_MARKED = re.compile(r".* (\d{4,})\.xlsx")


def write_marked_return(path: Path, recorded: RecordedFile, content: object, password: str) -> MarkedReturn | None:
    """Write the marked return of a recorded file.

    Args:
        path: The path of the marked return.
        recorded: The file as recorded.
        content: The content of the file. It fills a fresh template if the file itself cannot be marked.
        password: The password of the sheets.

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

    ensure_folder(path.parent)
    try:
        errors = errors_of(findings)
        archived_path = recorded.archived.path
        if _can_mark_own_file(findings) and mark_return(
            archived_path, path, findings, issue.form_code, recorded.attempt
        ):
            return MarkedReturn(path.name, is_own=True, has_pink_cells=any(each.location.cell for each in errors))
        received = recorded.submission.received_at
        _write_fresh_template(path, issue, recorded.verdict, content, received, password)
        return MarkedReturn(path.name, is_own=False, has_pink_cells=any(each.location.row for each in errors))
    except OSError:
        raise
    except Exception:  # only the marks are lost; the receipt lists the same errors
        log.exception("a file could not be marked")
        return None


def _write_fresh_template(
    path: Path, issue: Issue, verdict: Verdict, content: object, made_at: datetime, password: str
) -> None:
    from xlplan.documents.template.prefill import event_cells
    from xlplan.documents.template.workbook import write_template

    rows_asked_again = {finding.location.row for finding in verdict.findings if finding.kind == ROW_ASKED_AGAIN}
    answers = {
        row.key: {
            name: cell.value
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


def remove_older_marked(workspace: Workspace, issue: Issue, numbers: Container[int]) -> None:
    """Remove the marked returns of these submissions, earlier ones of a return. The archive keeps what came.

    The number tells whose they are. Two units may have names that are the same as the name of a file.
    """
    folder = workspace.to_correct(issue.quarter)
    if folder.is_dir():
        for path in folder.iterdir():
            match = _MARKED.fullmatch(path.name)
            if match and int(match[1]) in numbers:
                path.unlink(missing_ok=True)
