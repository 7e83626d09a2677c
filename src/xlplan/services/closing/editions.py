"""Making editions: written, archived, recorded, and last put where they are found."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from xlplan.documents.report.workbook import write_report
from xlplan.domain.edition import Edition, Restated
from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.ledger.connection import open_ledger, writing
from xlplan.ledger.editions import closed_by, editions_of, latest_editions, record_edition, reopening_of
from xlplan.ledger.reports import basis_of
from xlplan.services.closing.draft import Draft
from xlplan.storage.archive import archive_link, keep, kept
from xlplan.storage.atomic import write_whole
from xlplan.storage.publish import report_lock
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _

_READ_ONLY = 0o444


def make_editions(workspace: Workspace, drafts: Sequence[Draft], at: datetime, by: str) -> tuple[Edition, ...]:
    """Makes every drafted edition, all of them or none, which closes their quarters.

    The workbooks are in the archive before they are recorded, and recorded before they lie in the outbox: a crash
    in between leaves the quarter either open or closed, and what is missing in the outbox is put there from the
    archive. XlplanError where something came in since the drafts were made.
    """
    with report_lock(workspace.ledger), open_ledger(workspace.ledger) as ledger:
        with ledger.connect() as connection:
            editions = [_edition(connection, workspace, draft, drafts[0], at, by) for draft in drafts]
        made = tuple(_written(workspace, draft, each) for draft, each in zip(drafts, editions, strict=True))
        with writing(ledger) as connection:
            if any(basis_of(connection, each.gathered.quarter) != each.gathered.basis for each in drafts):
                raise XlplanError(
                    _(
                        "Something came in for {quarter} while it was being closed, so it was not. Look at the "
                        "sign-off sheet again: xlplan close {quarter}."
                    ).format(quarter=drafts[0].gathered.quarter)
                )
            for draft, each in zip(drafts, made, strict=True):
                record_edition(connection, each, draft.kept)
    for each in made:
        _place(workspace, each)
    return made


def edition_of(workspace: Workspace, quarter: Quarter) -> Path | None:
    """The file of the edition by which a quarter is closed, in its place; None while the quarter is open."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        edition = closed_by(connection, quarter)
    if edition is None:
        return None
    restore_editions(workspace)
    return _path(workspace, edition)


def restore_editions(workspace: Workspace) -> tuple[Path, ...]:
    """Puts every recorded edition that the outbox lacks there again, from the archive; which these were."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        quarters = [edition.quarter for edition in latest_editions(connection)]
        every = [edition for quarter in quarters for edition in editions_of(connection, quarter)]
    return tuple(_place(workspace, each) for each in every if not _path(workspace, each).exists())


def _edition(
    connection: Connection, workspace: Workspace, draft: Draft, first: Draft, at: datetime, by: str
) -> Edition:
    quarter = draft.gathered.quarter
    path = workspace.edition(quarter, draft.number)
    if path.exists():
        raise XlplanError(
            _(
                "{file} is there already, but no such edition was made. Move it elsewhere, then close again."
            ).format(file=path.relative_to(workspace.root))
        )
    return Edition(
        quarter=quarter,
        number=draft.number,
        closed_at=at,
        by=by,
        note=_note(connection, draft, first),
        upto=draft.gathered.basis.own,
        plan_version=draft.gathered.version.number,
        file=path.name,
    )


def _note(connection: Connection, draft: Draft, first: Draft) -> str:
    """Why there is another edition: as the reopening said, or because an earlier quarter was corrected."""
    if draft is not first:
        return _("the {quarter} was corrected, edition {number}").format(
            quarter=first.gathered.quarter.title, number=first.number
        )
    reopening = reopening_of(connection, draft.before) if draft.before else None
    return reopening.reason if reopening else ""


def _written(workspace: Workspace, draft: Draft, edition: Edition) -> Edition:
    """The edition as it is in the archive."""
    folder = workspace.edition(edition.quarter, edition.number).parent
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / edition.file
        restated = Restated(edition, draft.before, draft.changes) if draft.before else None
        contents = replace(draft.gathered.contents, edition=edition)
        write_report(path, contents, edition.closed_at, archive_link(workspace.archive, folder), restated)
        return replace(edition, sha256=keep(workspace.archive, path).sha256)


def _path(workspace: Workspace, edition: Edition) -> Path:
    return workspace.edition(edition.quarter, edition.number)


def _place(workspace: Workspace, edition: Edition) -> Path:
    path = _path(workspace, edition)
    source = kept(workspace.archive, edition.sha256)
    if source is None:
        raise XlplanError(
            _("The archive lacks {file} ({sha256}). Put back a copy of the archive.").format(
                file=edition.file, sha256=edition.sha256
            )
        )
    write_whole(path, partial(_copy, source))
    return path


def _copy(source: Path, to: Path) -> None:
    shutil.copyfile(source, to)
    to.chmod(_READ_ONLY)
