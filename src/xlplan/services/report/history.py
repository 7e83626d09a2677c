"""The history of the quarters, written for whoever analyses it: a workbook, and CSV for open data."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xlplan.aggregation.history import course_of, history_rows, seen_now, seen_then
from xlplan.aggregation.indicators import figures_alone
from xlplan.documents.history.columns import HistoryContent
from xlplan.documents.history.writer import history_csv, write_history
from xlplan.domain.edition import CENTRE, Edition, EditionSnapshot
from xlplan.domain.errors import XlplanError
from xlplan.domain.figures import Period, QuarterBasis
from xlplan.domain.history import QuarterHistory, SeenFigure
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Source
from xlplan.ledger.database import Connection
from xlplan.ledger.deadlines import deadline_of
from xlplan.ledger.editions import closing_edition, edition_snapshot, editions_of
from xlplan.ledger.issues import issue_by_code, issued_quarters
from xlplan.ledger.locks import LockName
from xlplan.ledger.plan_lines import lines_of_version
from xlplan.ledger.plans import load_plan
from xlplan.ledger.submissions import entries_of, submission_by_hash
from xlplan.ledger.year import quarter_basis
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage.publish import Published, publish
from xlplan.text.translation import _


class HistoryResult(Struct, frozen=True):
    """The files that were written, the workbook first, their quarters and the number of their rows."""

    files: tuple[Published, ...]
    quarters: tuple[Quarter, ...]
    rows: int


def export_history(
    context: OpenWorkspace, first: Quarter | None = None, last: Quarter | None = None, with_csv: bool = False
) -> HistoryResult:
    """Write all quarters into outbox/, or those between two.

    Args:
        context: The workspace.
        first: The first quarter. By default the first that was issued.
        last: The last quarter. By default the last that was issued.
        with_csv: Write the rows as CSV too, beside the workbook.

    Raises:
        XlplanError: No quarter was issued there.
    """
    workspace, moment = context.workspace, context.now()
    with context.ledger.connect() as connection:
        content = load_history(connection, context, first, last)
    path = workspace.history(first, last)
    files = [(path, lambda file: write_history(file, content, moment))]
    if with_csv:
        files.append((path.with_suffix(".csv"), lambda file: _write_bytes(file, history_csv(content))))
    with context.lock(LockName.REPORT):
        published = tuple(publish(workspace.own_files, place, write, moment) for place, write in files)
    return HistoryResult(published, content.quarters, len(content.rows))


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def load_history(
    connection: Connection, context: OpenWorkspace, first: Quarter | None, last: Quarter | None
) -> HistoryContent:
    """Load the figures of the quarters, as reported and as they stand now.

    Raises:
        XlplanError: No quarter was issued there.
    """
    issued = issued_quarters(connection)
    quarters = [each for each in issued if (not first or each >= first) and (not last or each <= last)]
    if not quarters:
        known = f"{issued[0]} – {issued[-1]}" if issued else "—"
        raise XlplanError(
            _("No templates were issued in these quarters, so there is no history; there is {known}.").format(
                known=known
            )
        )
    bases = {each: basis for each in issued if (basis := quarter_basis(connection, each))}
    histories = [_history(connection, context, each, bases[each]) for each in quarters]
    newest = bases[issued[-1]]
    units = {unit.code: unit.name for basis in bases.values() for unit in basis.plan.units}
    keys_now = {line: key for key, lines in newest.lines.items() for line in lines}
    return HistoryContent(
        plan=newest.plan,
        quarters=tuple(quarters),
        rows=tuple(history_rows(histories, keys_now)),
        units=units,
        course=course_of(histories, newest.plan, newest.lines, context.workspace.settings.on_track),
    )


def _history(
    connection: Connection, context: OpenWorkspace, quarter: Quarter, basis: QuarterBasis
) -> QuarterHistory:
    deadline, today = deadline_of(connection, quarter), context.now().date()
    if closing_edition(connection, quarter):
        # A closed quarter expects no more returns.
        today = max(today, deadline.last_day + timedelta(days=1))
    period = Period(quarter, today, deadline.due, context.workspace.settings.on_track, deadline.grace_days)
    now = seen_now(basis, figures_alone(basis, period), with_units=True)
    editions = editions_of(connection, quarter)
    if not editions:
        return QuarterHistory(quarter, now)
    return QuarterHistory(quarter, now, _seen_in(connection, editions[0]), editions[0])


def _seen_in(connection: Connection, edition: Edition) -> tuple[SeenFigure, ...]:
    """Return the figures of an edition with the cells that they came from."""
    snapshot, version = edition_snapshot(connection, edition), edition.plan_version
    figures = seen_then(
        snapshot, load_plan(connection, version), lines_of_version(connection, version), with_units=True
    )
    sources = {(unit, line): source for unit, line, source in _sources(connection, edition.quarter, snapshot)}
    return tuple(
        each if each.unit == CENTRE else replace(each, source=sources.get((each.unit, each.line)))
        for each in figures
    )


def _sources(
    connection: Connection, quarter: Quarter, snapshot: EditionSnapshot
) -> Iterator[tuple[str, str, Source]]:
    """Yield the cells of the files that counted in an edition, by unit and line."""
    counted: Mapping[str, str] = snapshot.files.get(quarter, {})
    for unit, sha256 in counted.items():
        submission = submission_by_hash(connection, sha256)
        issue = issue_by_code(connection, str(submission.form_code)) if submission else None
        if submission is None or issue is None:
            continue
        lines = {row.key: row.line for row in issue.rows}
        for entry in entries_of(connection, submission.number):
            source = Source(submission.shown_file, sha256, entry.sheet, entry.cell)
            yield unit, lines.get(entry.key, entry.key), source
