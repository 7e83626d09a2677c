"""The editions that a closing makes: of the quarter itself, and of each later closed quarter that it changes."""

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xlplan.aggregation.restatement import (
    Comparison,
    CountedSubmission,
    changed_files,
    compare_editions,
    net_effect,
)
from xlplan.aggregation.snapshot import snapshot_of
from xlplan.domain.decision_log import Decision, DecisionKind
from xlplan.domain.edition import Edition, EditionSnapshot
from xlplan.domain.entries import Entry
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.finding import Location
from xlplan.domain.findings.record_kinds import EDITION_CHANGED
from xlplan.domain.quarter import Quarter
from xlplan.domain.report import QuarterSnapshot
from xlplan.domain.restatement import NO_EFFECT, Cause, FigureChange, NetEffect, Restatement
from xlplan.domain.submission import Submission
from xlplan.ledger.database import Connection
from xlplan.ledger.decisions import waivers_of
from xlplan.ledger.editions import (
    closing_edition,
    edition_snapshot,
    editions_of,
    latest_editions,
    record_edition,
    reopening_of,
)
from xlplan.ledger.issues import issue_by_code
from xlplan.ledger.locks import LockName
from xlplan.ledger.places import other_place_of
from xlplan.ledger.plans import load_plan
from xlplan.ledger.reports import ledger_position
from xlplan.ledger.submissions import entries_of, submission_by_hash
from xlplan.services.open_workspace import OpenWorkspace, decision_transaction
from xlplan.storage.archive import archive_link, find_stored, is_stored, sha256_of, store
from xlplan.storage.last_backup import restore_command
from xlplan.storage.own_files import write_own
from xlplan.storage.permissions import make_read_only
from xlplan.storage.temporary import private_folder
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _


class EditionDraft(Struct, frozen=True):
    """A planned edition, its differences from the previous edition if there is one, and what they come to."""

    quarter_snapshot: QuarterSnapshot
    edition_snapshot: EditionSnapshot
    previous: Edition | None
    changes: tuple[FigureChange, ...]
    effect: NetEffect = NO_EFFECT

    @property
    def number(self) -> int:
        """The number of the edition, counted from 1."""
        return self.previous.number + 1 if self.previous else 1


def later_closed(context: OpenWorkspace, quarter: Quarter) -> tuple[Quarter, ...]:
    """Return the closed later quarters of the year, oldest first."""
    with context.ledger.connect() as connection:
        later = (each.quarter for each in latest_editions(connection) if each.quarter > quarter)
        return tuple(each for each in later if each.year == quarter.year and closing_edition(connection, each))


def draft_editions(
    context: OpenWorkspace, snapshot: QuarterSnapshot, later_snapshots: Iterable[QuarterSnapshot]
) -> tuple[EditionDraft, ...]:
    """Draft the edition of a quarter, and one of each later closed quarter whose figures have changed."""
    with context.ledger.connect() as connection:
        own_draft = _draft_edition(connection, snapshot)
        later_drafts = (_draft_edition(connection, each) for each in later_snapshots)
        return (own_draft, *(draft for draft in later_drafts if draft.changes))


def _draft_edition(connection: Connection, snapshot: QuarterSnapshot) -> EditionDraft:
    figures = snapshot_of(snapshot.figures, snapshot.returns, waivers_of(connection, snapshot.quarter))
    editions = editions_of(connection, snapshot.quarter)
    if not editions:
        return EditionDraft(snapshot, figures, None, ())
    previous = editions[-1]
    comparison = _comparison(connection, snapshot, previous, figures)
    effect = net_effect(snapshot.quarter, comparison.before, figures)
    return EditionDraft(snapshot, figures, previous, compare_editions(comparison), effect)


def _comparison(
    connection: Connection, snapshot: QuarterSnapshot, previous: Edition, new_figures: EditionSnapshot
) -> Comparison:
    old_figures = edition_snapshot(connection, previous)
    answers = {}
    for sha256 in changed_files(old_figures, new_figures):
        submission = submission_by_hash(connection, sha256)
        if submission:
            answers[sha256] = CountedSubmission(submission, _entries_by_line(connection, submission))
    version = snapshot.version
    revision = None
    if version.number != previous.plan_version:
        revision = Cause(version.file, version.recorded_at, version.sha256)
    plans = (load_plan(connection, previous.plan_version), snapshot.figures.plan)
    lines = snapshot.figures.basis.lines
    return Comparison(snapshot.quarter, old_figures, new_figures, answers, plans, revision, lines)


def _entries_by_line(connection: Connection, submission: Submission) -> Mapping[str, Entry]:
    """Return the entries of a submission by the lines of the rows that it was made on."""
    issue = issue_by_code(connection, str(submission.form_code))
    lines = {row.key: row.line for row in issue.rows} if issue else {}
    return {lines.get(entry.key, entry.key): entry for entry in entries_of(connection, submission.number)}


def make_editions(context: OpenWorkspace, drafts: Sequence[EditionDraft]) -> tuple[Edition, ...]:
    """Make all drafted editions, or none of them. This closes their quarters.

    The workbooks are stored in the archive first, then recorded, then put into the outbox. So a crash leaves each
    quarter either open or closed. A file that the outbox lacks is later restored from the archive.

    Raises:
        XlplanError: A submission or a decision came in after the drafts were made.
    """
    workspace, now = context.workspace, context.now()
    with context.lock(LockName.REPORT):
        with context.ledger.connect() as connection:
            _require_open(connection, drafts[0].quarter_snapshot.quarter)
            editions = [_new_edition(connection, workspace, draft, drafts[0], now, context.by) for draft in drafts]
        archived = tuple(
            _archive_workbook(workspace, draft, each) for draft, each in zip(drafts, editions, strict=True)
        )
        with decision_transaction(context) as transaction:
            connection = transaction.connection
            _require_open(connection, drafts[0].quarter_snapshot.quarter)
            if any(
                ledger_position(connection, each.quarter_snapshot.quarter) != each.quarter_snapshot.position
                for each in drafts
            ):
                raise XlplanError(
                    _(
                        "Something came in for {quarter} while it was being closed, so it was not. Look at the "
                        "sign-off sheet again: xlplan close {quarter}."
                    ).format(quarter=drafts[0].quarter_snapshot.quarter)
                )
            for draft, each in zip(drafts, archived, strict=True):
                record_edition(connection, each, draft.edition_snapshot)
            transaction.record(_closing(drafts, archived))
    for each in archived:
        _put_into_outbox(workspace, each)
    return archived


def _require_open(connection: Connection, quarter: Quarter) -> None:
    """Refuse to close a quarter that another coordinator closed while this one looked at the sign-off sheet."""
    if edition := closing_edition(connection, quarter):
        raise XlplanError(
            _(
                "{quarter} was closed meanwhile: edition {number}, by {person} at {time}. Nothing was changed. To "
                "change a closed quarter, reopen it: xlplan reopen {quarter}."
            ).format(
                quarter=quarter,
                number=edition.number,
                person=edition.by,
                time=f"{edition.closed_at:%d.%m.%Y %H:%M}",
            )
        )


def _closing(drafts: Sequence[EditionDraft], editions: Sequence[Edition]) -> Decision:
    """Return the closing as the decision log names it."""
    made = [
        {
            "quarter": str(edition.quarter),
            "number": edition.number,
            "file": edition.file,
            "sha256": edition.sha256,
            "changes": len(draft.changes),
        }
        for draft, edition in zip(drafts, editions, strict=True)
    ]
    previous = drafts[0].previous
    before = {"edition": previous.number, "sha256": previous.sha256} if previous else {}
    own = editions[0]
    return Decision(DecisionKind.CLOSING, own.note, own.quarter, before=before, after={"editions": made})


def edition_of(context: OpenWorkspace, quarter: Quarter) -> Path | None:
    """Return the file of the edition that closes a quarter, restored if necessary. None while it is open.

    Raises:
        XlplanError: The file is not the one that was signed, or lies at another place.
    """
    with context.ledger.connect() as connection:
        edition = closing_edition(connection, quarter)
        elsewhere = other_place_of(connection, edition.sha256) if edition else None
    if edition is None:
        return None
    restore_editions(context)
    path = _edition_path(context.workspace, edition)
    if elsewhere and not path.exists():
        raise XlplanError(
            _("{file} lies where the quarter was closed ({place}). Run the command there.").format(
                file=edition.file, place=elsewhere
            )
        )
    if (seen := sha256_of(path)) != edition.sha256:
        finding = EDITION_CHANGED.at(
            Location(edition.file), number=edition.number, quarter=quarter.title, seen=seen
        )
        raise XlplanError(str(finding))
    return path


def restore_editions(context: OpenWorkspace) -> tuple[Path, ...]:
    """Restore the recorded editions that the outbox lacks from the archive.

    An edition that was made at another place is there, unless the places share their archive.

    Returns:
        The restored files.
    """
    with context.ledger.connect() as connection:
        quarters = [edition.quarter for edition in latest_editions(connection)]
        workspace = context.workspace
        lacking = [
            edition
            for quarter in quarters
            for edition in editions_of(connection, quarter)
            if not os.path.lexists(_edition_path(workspace, edition))
        ]
        at_hand = [
            each
            for each in lacking
            if is_stored(workspace.archive, each.sha256) or not other_place_of(connection, each.sha256)
        ]
    return tuple(_put_into_outbox(workspace, each) for each in at_hand)


def _new_edition(
    connection: Connection, workspace: Workspace, draft: EditionDraft, first: EditionDraft, now: datetime, by: str
) -> Edition:
    quarter = draft.quarter_snapshot.quarter
    path = workspace.edition(quarter, draft.number)
    if os.path.lexists(path):
        raise XlplanError(
            _(
                "{file} is there already, but no such edition was made. Move it elsewhere, then close again."
            ).format(file=path.relative_to(workspace.root))
        )
    return Edition(
        quarter=quarter,
        number=draft.number,
        closed_at=now,
        by=by,
        note=_edition_note(connection, draft, first),
        upto=draft.quarter_snapshot.position.last_number_of_quarter,
        plan_version=draft.quarter_snapshot.version.number,
        file=path.name,
    )


def _edition_note(connection: Connection, draft: EditionDraft, first: EditionDraft) -> str:
    """Return the reason for another edition: that of the reopening, or the correction of an earlier quarter."""
    if draft is not first:
        return _("the {quarter} was corrected, edition {number}").format(
            quarter=first.quarter_snapshot.quarter.title, number=first.number
        )
    reopening = reopening_of(connection, draft.previous) if draft.previous else None
    return reopening.reason if reopening else ""


def _archive_workbook(workspace: Workspace, draft: EditionDraft, edition: Edition) -> Edition:
    """Write the workbook of an edition into the archive, and return the edition with the hash of the file."""
    # A round looks after the editions, and writes none.
    from xlplan.documents.report.workbook import write_report

    folder = workspace.edition(edition.quarter, edition.number).parent
    with private_folder() as temporary:
        path = temporary / edition.file
        restatement = None
        if draft.previous:
            restatement = Restatement(edition, draft.previous, draft.changes, draft.effect)
        content = replace(draft.quarter_snapshot.content, edition=edition)
        write_report(path, content, edition.closed_at, archive_link(workspace.archive, folder), restatement)
        return replace(edition, sha256=store(workspace.archive, path).sha256)


def _edition_path(workspace: Workspace, edition: Edition) -> Path:
    return workspace.edition(edition.quarter, edition.number)


def _put_into_outbox(workspace: Workspace, edition: Edition) -> Path:
    path = _edition_path(workspace, edition)
    source = find_stored(workspace.archive, edition.sha256)
    if source is None:
        raise XlplanError(
            _(
                "The archive lacks {file}, or it was changed there ({sha256}). Bring it back from a backup: "
                "{command}."
            ).format(file=edition.file, sha256=edition.sha256, command=restore_command(workspace.root))
        )
    # Somebody may have put another file there since it was looked at. Then `status` says what to do with it.
    if not os.path.lexists(path):
        write_own(workspace.own_files, path, partial(_copy_read_only, source))
    return path


def _copy_read_only(source: Path, to: Path) -> None:
    shutil.copyfile(source, to)
    make_read_only(to)
