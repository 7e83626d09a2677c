"""The answer to a file: a receipt, and a marked return where something must be corrected."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xlplan.books.layout import REPORT_ENTRIES
from xlplan.books.receipt import receipt_text
from xlplan.files.whole import write_bytes
from xlplan.finding import Finding, errors
from xlplan.model import Issue
from xlplan.quarter import Quarter
from xlplan.submission import Outcome, Returned, Submission, Verdict
from xlplan.texts import _
from xlplan.workspace import Workspace, file_name

# Errors of rows whose answers a fresh template has no place for.
_OUTSIDE = ("row-unknown", "row-without-code", "row-repeated")


@dataclass(frozen=True)
class Answered:
    """A file that was answered: how, whose it is, what is wrong, and where its answers lie."""

    file: str
    outcome: Outcome
    quarter: Quarter | None
    unit: str
    problems: tuple[Finding, ...]
    receipt: Path
    marked: Path | None


def write_answer(
    workspace: Workspace, submission: Submission, verdict: Verdict, original: Path, read: object
) -> Answered:
    """Writes the answer to a submission that is recorded; the same submission always gets the same answer.

    `original` is the file in the archive, `read` what it held: where the unit's own file cannot be marked, a
    fresh template is filled with that.
    """
    issue = verdict.issue
    marked, own = None, True
    if issue and verdict.outcome is Outcome.TO_CORRECT:
        marked = _marked_path(workspace, issue, submission)
        password = workspace.settings.sheet_password
        own = _mark(marked, original, issue, verdict, read, submission.received_at, password)
    elif issue and verdict.outcome is Outcome.ACCEPTED:
        _clear_marked(workspace, issue)
    unit = issue.unit.name if issue else ""
    name = file_name(f"{submission.number:04} {unit or submission.file} - {_(verdict.outcome.value)}")
    receipt = workspace.receipts(submission.quarter) / f"{name}.txt"
    text = receipt_text(submission, verdict, marked.name if marked else "", own)
    # The byte order mark and the line ends are for the Notepad of an old Windows.
    write_bytes(receipt, text.replace("\n", "\r\n").encode("utf-8-sig"))
    return Answered(
        submission.file, verdict.outcome, submission.quarter, unit, errors(verdict.findings), receipt, marked
    )


def _marked_path(workspace: Workspace, issue: Issue, submission: Submission) -> Path:
    folder = workspace.to_correct(issue.quarter)
    return folder / f"{file_name(issue.unit.name)} {submission.number:04}.xlsx"


def _clear_marked(workspace: Workspace, issue: Issue) -> None:
    """What was to be corrected is settled once a return is accepted; the files themselves are in the archive."""
    folder = workspace.to_correct(issue.quarter)
    if folder.is_dir():
        name = re.compile(re.escape(file_name(issue.unit.name)) + r" \d{4,}\.xlsx")
        for path in folder.iterdir():
            if name.fullmatch(path.name):
                path.unlink(missing_ok=True)


def _mark(
    path: Path, original: Path, issue: Issue, verdict: Verdict, read: object, made: datetime, password: str
) -> bool:
    """Marks the unit's own file; False where a fresh, pre-filled template had to be made instead."""
    # Few files are to correct, and what marks them takes longer to import than many files to deal with.
    from xlplan.books.marked.mark import mark_return
    from xlplan.books.template.refill import event_cells
    from xlplan.books.template.write import write_template

    path.parent.mkdir(parents=True, exist_ok=True)
    if _correctable(verdict.findings) and mark_return(original, path, verdict.findings, issue.form_code):
        return True
    again = {finding.place.row for finding in verdict.findings if finding.code == "row-asked-again"}
    answers = {
        row.key: {
            name: seen.value
            for name, seen in row.cells.items()
            # What was done is asked again; how it was described still helps.
            if name == "description" or (name in REPORT_ENTRIES and row.key not in again)
        }
        for row in (read.rows if isinstance(read, Returned) else ())
    }
    events = [
        {name: seen.value for name, seen in event.cells.items()}
        for event in (read.events if isinstance(read, Returned) else ())
    ]
    # An older template may number its events otherwise than the new one does.
    renumbered = event_cells(verdict.events) if _on_older_form(verdict.findings) else events
    write_template(path, issue, made, answers, renumbered, verdict.findings, password)
    return False


def _on_older_form(findings: tuple[Finding, ...]) -> bool:
    return any(finding.code == "form-older" for finding in findings)


def _correctable(findings: tuple[Finding, ...]) -> bool:
    """Whether a unit's own file still has the cells to correct.

    Where rows or columns of the template are gone, or a newer template has other rows, nobody can put them into
    the file under its lock, so a fresh template is better; but not where answers stand outside its rows, which it
    would leave behind.
    """
    if _on_older_form(findings):
        return False
    wrong = errors(findings)
    gone = any(finding.place.row and not finding.place.cell for finding in wrong)
    return not gone or any(finding.code in _OUTSIDE for finding in wrong)
