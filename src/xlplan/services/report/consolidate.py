"""The consolidation: plan and accepted returns become the workbook of a quarter."""

import gc
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from xlplan.aggregation.events import event_rows
from xlplan.aggregation.quarter import quarter_figures, shortfalls, year_shortfalls
from xlplan.aggregation.remarks import find_remarks
from xlplan.domain.deadline import Deadline
from xlplan.domain.decisions import Withdrawal
from xlplan.domain.figures import Period
from xlplan.domain.findings.finding import Effect
from xlplan.domain.plan import Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.report import QuarterSnapshot, ReportContent, SubmissionRow
from xlplan.domain.submission import AcceptedReturn, Submission, SubmissionState
from xlplan.ledger.accepted import load_counting_rules
from xlplan.ledger.database import Connection
from xlplan.ledger.deadlines import deadline_of
from xlplan.ledger.decision_log import decision_record
from xlplan.ledger.decisions import waivers_of
from xlplan.ledger.editions import closing_edition, require_open
from xlplan.ledger.issues import issued_quarters, require_issued
from xlplan.ledger.locks import HeldLock, LockName, LockTakenError
from xlplan.ledger.messages import senders_of
from xlplan.ledger.plans import last_plan_change
from xlplan.ledger.reports import (
    events_by_file,
    findings_by_file,
    last_report,
    ledger_position,
    record_report,
    version_of,
)
from xlplan.ledger.submissions import finding_counts, submissions_of
from xlplan.ledger.year import year_basis
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.report.course import load_course
from xlplan.storage.archive import archive_link
from xlplan.storage.publish import Obstacle, publish, reclaim_name, waiting_copies
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _


class ConsolidationResult(Struct, frozen=True):
    """The workbook that was written, and what is told of it.

    Attributes:
        quarter: Its quarter.
        path: The file.
        obstacle: What keeps the file from its usual name, so that it lies next to it; None where nothing does.
        accepted_count: The number of units whose return counts.
        owed_count: The number of units that owe one.
        short_count: The number of indicators that fell short.
    """

    quarter: Quarter
    path: Path
    obstacle: Obstacle | None
    accepted_count: int
    owed_count: int
    short_count: int


def consolidate(context: OpenWorkspace, quarter: Quarter) -> ConsolidationResult:
    """Write the working copy of a quarter's workbook.

    Raises:
        XlplanError: Nothing was issued for the quarter, or it is closed.
    """
    with context.lock(LockName.REPORT) as held:
        return _write_workbook(context, quarter, held)


def consolidate_stale(context: OpenWorkspace) -> tuple[ConsolidationResult, ...]:
    """Write the workbooks that are missing or out of date. One that another process is writing is waited for."""
    written = []
    for quarter in stale_quarters(context):
        with context.lock(LockName.REPORT) as held:
            # Whoever was waited for has written it, perhaps with all that came.
            with context.ledger.connect() as connection:
                is_stale = _is_stale(connection, context.workspace, quarter, context.now())
            if is_stale:
                written.append(_write_workbook(context, quarter, held))
    return tuple(written)


def _write_workbook(context: OpenWorkspace, quarter: Quarter, held: HeldLock) -> ConsolidationResult:
    """Write a workbook. One process at a time does: an older one must not replace a newer one."""
    from xlplan.documents.report.workbook import write_report

    workspace, now = context.workspace, context.now
    with _without_garbage_collection():
        with context.ledger.connect() as connection:
            require_open(connection, quarter)
            snapshot = _load_snapshot(connection, workspace, quarter, now())

        def write(path: Path) -> None:
            link = archive_link(workspace.archive, workspace.report(quarter).parent)
            write_report(path, snapshot.content, now(), link)
            held.require()

        published = publish(workspace.own_files, workspace.report(quarter), write, now())
        with context.ledger.write() as connection:
            position = snapshot.position
            record_report(
                connection, quarter, position.last_number, position.decision_count, published.path.name, now()
            )
    figures = snapshot.figures
    return ConsolidationResult(
        quarter=quarter,
        path=published.path,
        obstacle=published.obstacle,
        accepted_count=len(figures.accepted_units),
        owed_count=len(figures.units),
        short_count=len({row.figure.indicator.key for row in snapshot.shortfalls}),
    )


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Switch garbage collection off.

    All objects live to the end. A collector would visit half a million values for nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def load_quarter(context: OpenWorkspace, quarter: Quarter, closing: bool = False) -> QuarterSnapshot:
    """Load a quarter from the ledger as it is now.

    Args:
        context: The workspace.
        quarter: The quarter.
        closing: Load it as the edition that closes it: no return is expected any more.

    Raises:
        XlplanError: Nothing was issued for the quarter.
    """
    with context.ledger.connect() as connection:
        return _load_snapshot(connection, context.workspace, quarter, context.now(), closing)


def stale_quarters(context: OpenWorkspace) -> tuple[Quarter, ...]:
    """Return the open quarters with returns whose workbook is missing or out of date, oldest first."""
    with context.ledger.connect() as connection:
        quarters = issued_quarters(connection)
        moment = context.now()
        return tuple(quarter for quarter in quarters if _is_stale(connection, context.workspace, quarter, moment))


class ReclaimedNames(Struct, frozen=True):
    """The workbooks that have their own name again, and those whose name another program still has open.

    A workbook whose name is that of a file changed by hand is neither: only a person can free that name.
    """

    reclaimed: tuple[Path, ...]
    still_held: tuple[Path, ...]


def reclaim_names(context: OpenWorkspace, wait_seconds: float | None = None) -> ReclaimedNames:
    """Give each workbook that was written next to an open one its own name, if that is free now.

    Args:
        context: The workspace.
        wait_seconds: How long a process is waited for that writes a workbook just now; None for as long as it
            takes. Whoever waits no longer finds the names held.
    """
    with context.ledger.connect() as connection:
        paths = [context.workspace.report(quarter) for quarter in issued_quarters(connection)]
    record = context.workspace.own_files
    waiting = [path for path in paths if waiting_copies(record, path)]
    if not waiting:
        return ReclaimedNames((), ())
    try:
        with context.lock(LockName.REPORT, wait_seconds):
            obstacles = {path: reclaim_name(record, path) for path in waiting}
    except LockTakenError:
        return ReclaimedNames((), tuple(waiting))
    return ReclaimedNames(
        tuple(path for path, obstacle in obstacles.items() if obstacle is None),
        tuple(path for path, obstacle in obstacles.items() if obstacle is Obstacle.HELD),
    )


def _is_stale(connection: Connection, workspace: Workspace, quarter: Quarter, moment: datetime) -> bool:
    last = last_report(connection, quarter)
    position = ledger_position(connection, quarter)
    if closing_edition(connection, quarter) or position is None:
        return False
    if not position.last_number_of_quarter or last is None:
        return position.last_number_of_quarter > 0
    # A version that applies from a later quarter changes the target of the year.
    plan_change = last_plan_change(connection)
    if plan_change and last.made_at < plan_change:
        return True
    # After the deadline, a missing return is called not returned instead of expected.
    deadline = deadline_of(connection, quarter)
    deadline_has_passed = deadline.is_past(moment) and not deadline.is_past(last.made_at)
    has_news = position.last_number > last.last_number or position.decision_count > last.decision_count
    return has_news or deadline_has_passed or not os.path.lexists(workspace.report(quarter))


def _load_snapshot(
    connection: Connection, workspace: Workspace, quarter: Quarter, moment: datetime, closing: bool = False
) -> QuarterSnapshot:
    require_issued(connection, quarter)
    position, version = ledger_position(connection, quarter), version_of(connection, quarter)
    edition = closing_edition(connection, quarter)
    if position is None or version is None:
        raise LookupError("a quarter that was issued has a plan")
    deadline = deadline_of(connection, quarter)
    year = year_basis(connection, quarter)
    returns = year[quarter].returns
    # A closed quarter expects no more returns.
    today = max(moment.date(), deadline.last_day + timedelta(days=1)) if closing or edition else moment.date()
    period = Period(quarter, today, deadline.due, workspace.settings.on_track, deadline.grace_days)
    figures = quarter_figures(year, period)
    events_by_hash, findings_by_hash = events_by_file(connection, quarter), findings_by_file(connection, quarter)
    by_file = {unit: each.sha256 for unit, each in returns.items()}
    events = event_rows(figures, {unit: events_by_hash.get(sha256, ()) for unit, sha256 in by_file.items()})
    findings = {
        unit: tuple(each for each in findings_by_hash.get(sha256, ()) if not each.has(Effect.SETTLED_BY_COUNTING))
        for unit, sha256 in by_file.items()
    }
    # The signature froze what was waived. Waivers that end later change nothing in a closed quarter.
    waiver_day = edition.closed_at.date() if edition else moment.date()
    contents = ReportContent(
        figures=figures,
        shortfalls=shortfalls(figures),
        year_shortfalls=year_shortfalls(figures),
        version=version,
        submissions=_submission_rows(connection, quarter, year[quarter].owed, returns, deadline),
        events=events,
        remarks=find_remarks(figures, findings, events, waivers_of(connection, quarter), waiver_day),
        record=decision_record(connection, quarter, version.number),
        course=load_course(connection, figures, period, closing),
    )
    return QuarterSnapshot(contents, year, position, edition)


def _submission_rows(
    connection: Connection,
    quarter: Quarter,
    owed: tuple[Unit, ...],
    accepted: Mapping[str, AcceptedReturn],
    deadline: Deadline,
) -> tuple[SubmissionRow, ...]:
    rows = []
    by_unit: dict[str | None, list[Submission]] = defaultdict(list)
    for each in submissions_of(connection, quarter):
        by_unit[each.unit].append(each)
    findings = finding_counts(connection, quarter)
    rules = load_counting_rules(connection, quarter)
    senders = senders_of(connection, quarter)
    for unit in owed:
        own_submissions = by_unit.get(unit.code, [])
        counting = accepted.get(unit.code)
        for attempt, submission in enumerate(own_submissions, 1):
            state = rules.state(submission, counting)
            sender = senders.get(submission.sha256)
            rows.append(
                SubmissionRow(
                    unit=unit.name,
                    state=_state_text(state, counting, rules.withdrawals.get(submission.number)),
                    received_at=submission.received_at,
                    timeliness=deadline.timeliness(submission.received_at),
                    attempt=attempt,
                    file=submission.shown_file,
                    findings=findings.get(submission.number, 0),
                    sha256=submission.sha256,
                    counts=state is SubmissionState.COUNTS,
                    sender=sender.shown if sender else "",
                    mail_came_at=sender.came_at if sender else None,
                )
            )
        if not own_submissions:
            rows.append(SubmissionRow(unit=unit.name, state=_("not returned")))
    return tuple(rows)


def _state_text(state: SubmissionState, counting: AcceptedReturn | None, withdrawal: Withdrawal | None) -> str:
    """Return the name of a submission's state.

    Args:
        state: The state.
        counting: The return of its unit that counts.
        withdrawal: The withdrawal of the submission.
    """
    if state is SubmissionState.COUNTS:
        rows_asked_again = counting.asked_again if counting else ()
        return (
            _("accepted; asked anew: {rows}").format(rows=", ".join(rows_asked_again))
            if rows_asked_again
            else _("accepted")
        )
    if withdrawal:
        return _("withdrawn: {reason}").format(reason=withdrawal.reason)
    return _(state.value)
