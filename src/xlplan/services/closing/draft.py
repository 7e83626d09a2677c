"""The editions that closing a quarter makes: its own, and one of each later quarter that it changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from xlplan.aggregation.restatement import Answer, Comparison, changes, differing, kept_of
from xlplan.domain.edition import Cause, Change, Edition, Kept
from xlplan.domain.gathered import Gathered
from xlplan.domain.quarter import Quarter
from xlplan.ledger import submissions as queries
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.editions import closed_by, editions_of, kept_in, latest_editions
from xlplan.storage.workspace import Workspace


@dataclass(frozen=True)
class Draft:
    """An edition to be made of what was gathered, and what it says otherwise than the one before it, if any."""

    gathered: Gathered
    kept: Kept
    before: Edition | None
    changes: tuple[Change, ...]

    @property
    def number(self) -> int:
        """Its number, counted from 1."""
        return self.before.number + 1 if self.before else 1


def later_closed(workspace: Workspace, quarter: Quarter) -> tuple[Quarter, ...]:
    """The later quarters of the year that are closed, oldest first."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        later = (each.quarter for each in latest_editions(connection) if each.quarter > quarter)
        return tuple(each for each in later if each.year == quarter.year and closed_by(connection, each))


def draft_editions(workspace: Workspace, gathered: Gathered, later: Iterable[Gathered]) -> tuple[Draft, ...]:
    """A draft for the quarter itself, and one for each of the `later` closed ones whose figures have changed."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        own = _draft(connection, gathered)
        others = (_draft(connection, each) for each in later)
        return (own, *(draft for draft in others if draft.changes))


def _draft(connection: Connection, gathered: Gathered) -> Draft:
    kept = kept_of(gathered.figures, gathered.returns)
    editions = editions_of(connection, gathered.quarter)
    if not editions:
        return Draft(gathered, kept, None, ())
    before = editions[-1]
    return Draft(gathered, kept, before, changes(_compared(connection, gathered, before, kept)))


def _compared(connection: Connection, gathered: Gathered, before: Edition, kept: Kept) -> Comparison:
    old = kept_in(connection, before)
    answers = {}
    for sha256 in differing(old, kept):
        submission = queries.submission_by_hash(connection, sha256)
        if submission:
            entries = queries.entries_of(connection, submission.number)
            answers[sha256] = Answer(submission, {entry.key: entry for entry in entries})
    version = gathered.version
    revised = None
    if version.number != before.plan_version:
        revised = Cause(version.file, version.recorded_at, version.sha256)
    plans = (queries.plan_version(connection, before.plan_version), gathered.figures.plan)
    return Comparison(gathered.quarter, old, kept, answers, plans, revised)
