"""The file of a template, with the answers carried over from the previous one; and a copy without locks."""

import os
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from pathlib import Path

from msgspec import Struct

from xlplan.documents.template.prefill import entry_cells, event_cells
from xlplan.documents.template.protection import remove_locks
from xlplan.documents.template.stamping import TemplateStamps
from xlplan.domain.entries import Entry, EntryKind, EventEntry
from xlplan.domain.errors import XlplanError
from xlplan.domain.issue import Issue
from xlplan.domain.reissue import carry_entries, carry_events, rows_to_ask_again
from xlplan.domain.submission import Outcome
from xlplan.ledger.database import Connection
from xlplan.ledger.decisions import withdrawals_of
from xlplan.ledger.issues import issue_by_code
from xlplan.ledger.submissions import entries_of, events_of, submissions_of
from xlplan.storage.atomic import atomic_write_bytes
from xlplan.storage.own_files import write_own
from xlplan.storage.workspace import Workspace, require_file
from xlplan.text.translation import N_, _


class Renewal(Enum):
    """The reason for a new template that asks for the same; the value is the catalogue's words for it."""

    YEAR_KNOWN = N_("updated: the year so far is known now")
    YEAR_CHANGED = N_("updated: the year so far has changed")
    DUE_DAY_MOVED = N_("updated: the due day has moved")
    MARGIN_CHANGED = N_("updated: the part of a target that is enough has changed")


class IssuedTemplate(Struct, frozen=True):
    """A template that was written.

    Attributes:
        unit: The name of the unit.
        path: The file.
        instead_of: The usual path of the template, where somebody else's file is there; None at the usual path.
        replaces: The form code of the template that it replaces; "" if there is none.
        rows_to_answer: The row codes that the unit must answer again, since the plan changed them.
        answers_carried: The number of answers carried over.
        is_settled: The accepted return of the unit answers the new template too. Nothing has to be sent.
        renewal: What made it new, if it asks for the same as the one that it replaces; else None.
    """

    unit: str
    path: Path
    instead_of: Path | None = None
    replaces: str = ""
    rows_to_answer: tuple[str, ...] = ()
    answers_carried: int = 0
    is_settled: bool = False
    renewal: Renewal | None = None


class PriorAnswers(Struct, frozen=True):
    """The answers of a unit so far, the issue that they were made on, and the acceptance of that return."""

    issue: Issue
    entries: tuple[Entry, ...]
    events: tuple[EventEntry, ...]
    is_accepted: bool


class TemplateJob(Struct, frozen=True):
    """The work on one unit's template.

    Attributes:
        issue: The issue of the unit.
        path: The usual path of the template.
        previous: The issue that it replaces. None if there is none.
        prior_answers: The answers to the previous template.
        renewal: What made the issue new, if it asks for the same as the previous one; else None.
    """

    issue: Issue
    path: Path
    previous: Issue | None
    prior_answers: PriorAnswers | None
    renewal: Renewal | None = None


def load_prior_answers(connection: Connection, issue: Issue) -> PriorAnswers | None:
    """Load the unit's answers so far, from its latest submission that was taken and not withdrawn."""
    withdrawn = withdrawals_of(connection, issue.quarter)
    submissions = [
        each
        for each in submissions_of(connection, issue.quarter)
        if each.unit == issue.unit.code
        and each.form_code
        and each.outcome is not Outcome.NOT_TAKEN
        and each.number not in withdrawn
    ]
    if not submissions:
        return None
    latest = submissions[-1]
    issue_answered = issue_by_code(connection, str(latest.form_code))
    if issue_answered is None:
        return None
    return PriorAnswers(
        issue_answered,
        entries_of(connection, latest.number),
        events_of(connection, latest.number),
        latest.outcome is Outcome.ACCEPTED,
    )


def write_template_file(
    workspace: Workspace, job: TemplateJob, place: Path, stamps: TemplateStamps, progress: Callable[[str], None]
) -> IssuedTemplate:
    """Write a template to a place, with the answers that still fit it.

    Args:
        workspace: The workspace.
        job: The work on the template.
        place: The place.
        stamps: What the templates of one issue have in common.
        progress: It hears the name of the file.

    Raises:
        XlplanError: The folder is a link to another place.
        OSError: The disk is full, for example, or another program has the file open (Windows).
    """
    issue, prior = job.issue, job.prior_answers
    computed = {row.key for row in issue.rows if row.ratio}
    before = prior.issue if prior else job.previous
    rows_to_answer = rows_to_ask_again(before, issue) if before else ()
    carried = carry_entries(prior.entries, prior.issue, issue) if prior else ()
    events = carry_events(prior.events, prior.issue, issue) if prior else ()
    content = stamps.template_bytes(
        issue,
        datetime.combine(issue.issued_on, datetime.min.time(), workspace.settings.zone),
        entry_cells(carried, rows_to_answer),
        event_cells(events),
        password=workspace.settings.sheet_password,
    )
    write_own(workspace.own_files, place, lambda beside: beside.write_bytes(content))
    progress(place.name)
    return IssuedTemplate(
        unit=issue.unit.name,
        path=place,
        instead_of=None if place == job.path else job.path,
        replaces=str(job.previous.form_code) if job.previous else "",
        rows_to_answer=rows_to_answer,
        answers_carried=sum(
            _has_answer(each) and each.key not in {*rows_to_answer, *computed} for each in carried
        ),
        is_settled=bool(prior and prior.is_accepted and not rows_to_answer),
        renewal=job.renewal,
    )


def unlock(workspace: Workspace, file: Path) -> Path:
    """Write a copy of a workbook without locks next to it. The file itself is not changed.

    Returns:
        The copy.

    Raises:
        XlplanError: There is no such file, it is no Excel workbook, or the copy exists already.
    """
    require_file(file)
    book = remove_locks(file.read_bytes())
    if book is None:
        raise XlplanError(
            _("{file} is no Excel workbook (.xlsx, .xlsm). Save it as one and unlock that.").format(file=file)
        )
    copy = workspace.unlocked_copy(file)
    if os.path.lexists(copy):
        raise XlplanError(_("There is a file {file} already. Move it away first.").format(file=copy))
    atomic_write_bytes(copy, book)
    return copy


def _has_answer(entry: Entry) -> bool:
    return entry.kind is not EntryKind.MISSING or bool(entry.description)
