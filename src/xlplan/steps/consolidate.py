"""Consolidating: plan and accepted returns become the centre's workbook of a quarter."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Connection

from xlplan.books.report.workbook import write_report
from xlplan.contents import Contents, SubmissionRow
from xlplan.errors import XlplanError
from xlplan.figure import Period, QuarterFigures, Shortfall
from xlplan.figures.events import event_rows
from xlplan.figures.quarter import quarter_figures, shortfalls
from xlplan.figures.remarks import remarks
from xlplan.files.archive import kept
from xlplan.files.put import put
from xlplan.ledger import queries, record
from xlplan.ledger.said import events_by_file, findings_by_file
from xlplan.ledger.store import open_ledger, writing
from xlplan.model import Issue, Plan, PlanVersion
from xlplan.quarter import Quarter
from xlplan.submission import AcceptedReturn, Outcome
from xlplan.texts import _, mark
from xlplan.workspace import Workspace

# What an accepted submission is called once a later one counts, and the others always.
_STATES = {
    Outcome.ACCEPTED: mark("superseded"),
    Outcome.TO_CORRECT: mark("to correct"),
    Outcome.NOT_TAKEN: mark("not taken"),
}


@dataclass(frozen=True)
class Consolidated:
    """The workbook that was written and the figures in it. `beside`: the usual name was held open elsewhere."""

    path: Path
    beside: bool
    figures: QuarterFigures
    shortfalls: tuple[Shortfall, ...]


def consolidate(workspace: Workspace, quarter: Quarter, now: Callable[[], datetime]) -> Consolidated:
    """Writes the consolidated workbook of a quarter. XlplanError where nothing was issued for it."""
    # One at a time: two watchers must not put an older workbook over a newer one.
    with open_ledger(workspace.ledger) as ledger, FileLock(workspace.ledger.with_suffix(".report.lock")):
        with ledger.connect() as connection:
            # Asked first: what is accepted meanwhile may be left out, but is then consolidated again.
            upto = queries.last_number(connection, quarter)
            contents = _gather(connection, workspace, quarter, now())

        def write(path: Path) -> None:
            write_report(path, contents, now(), _archive_link(workspace, quarter))

        path, beside = put(workspace.report(quarter), write, now())
        with writing(ledger) as connection:
            record.record_report(connection, quarter, upto, path.name, now())
    return Consolidated(path, beside, contents.figures, contents.shortfalls)


def stale_quarters(workspace: Workspace, moment: datetime) -> tuple[Quarter, ...]:
    """The quarters with returns whose workbook is missing or out of date at `moment`, oldest first."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        quarters = queries.issued_quarters(connection)
        return tuple(quarter for quarter in quarters if _stale(connection, workspace, quarter, moment))


def _stale(connection: Connection, workspace: Workspace, quarter: Quarter, moment: datetime) -> bool:
    newest = queries.last_number(connection, quarter)
    made = queries.last_report(connection, quarter)
    if not newest or made is None:
        return newest > 0
    in_force = queries.plan_in_force(connection, (quarter,))
    if in_force and made.made_at < in_force[0].recorded_at:
        return True
    late = workspace.settings.late_from(max(issue.due for issue in queries.latest_issues(connection, quarter)))
    # When the due day has passed, what was expected is called not returned.
    return newest > made.upto or made.made_at < late <= moment or not workspace.report(quarter).exists()


def _gather(connection: Connection, workspace: Workspace, quarter: Quarter, moment: datetime) -> Contents:
    # Without their rows: those of all units at once would outweigh everything else.
    issues = tuple(replace(each, rows=()) for each in queries.each_latest_issue(connection, quarter))
    if not issues:
        known = ", ".join(str(each) for each in queries.issued_quarters(connection)) or "-"
        raise XlplanError(
            _(
                "Nothing was issued for {quarter}; issued so far: {known}. Run “xlplan issue {quarter}” first."
            ).format(quarter=quarter, known=known)
        )
    due = max(issue.due for issue in issues)
    before = workspace.settings.late_from(due)
    version, plan = _plan_of(connection, issues)
    returns = {each: queries.accepted_returns(connection, each, before) for each in quarter.to_date}
    period = Period(quarter, moment.date(), due, workspace.settings.on_track)
    owed = tuple(issue.unit for issue in issues)
    figures = quarter_figures(plan, period, owed, returns)
    said, found = events_by_file(connection, quarter), findings_by_file(connection, quarter)
    by_file = {unit: each.sha256 for unit, each in returns[quarter].items()}
    events = event_rows(figures, {unit: said.get(sha256, ()) for unit, sha256 in by_file.items()})
    return Contents(
        figures=figures,
        shortfalls=shortfalls(figures),
        version=version,
        submissions=_submission_rows(connection, issues, returns[quarter], before),
        events=events,
        remarks=remarks(figures, {unit: found.get(sha256, ()) for unit, sha256 in by_file.items()}, events),
    )


def _plan_of(connection: Connection, issues: tuple[Issue, ...]) -> tuple[PlanVersion, Plan]:
    """The version of the plan in force for the quarter of these issues, with its plan."""
    found = queries.plan_in_force(connection, (issues[0].quarter,))
    if found is None:
        raise LookupError("a quarter that was issued has a plan")
    return found


def _submission_rows(
    connection: Connection, issues: tuple[Issue, ...], accepted: dict[str, AcceptedReturn], before: datetime
) -> tuple[SubmissionRow, ...]:
    rows = []
    everything = queries.submissions_of(connection, issues[0].quarter)
    findings = queries.finding_counts(connection, issues[0].quarter)
    for issue in issues:
        own = [each for each in everything if each.unit == issue.unit.code]
        counting = accepted[issue.unit.code].sha256 if issue.unit.code in accepted else None
        for attempt, each in enumerate(own, 1):
            state = _(_STATES[each.outcome])
            rows.append(
                SubmissionRow(
                    unit=issue.unit.name,
                    state=_accepted(accepted[issue.unit.code]) if each.sha256 == counting else state,
                    received_at=each.received_at,
                    in_time=each.received_at < before,
                    attempt=attempt,
                    file=each.file,
                    findings=findings.get(each.number, 0),
                    sha256=each.sha256,
                    counts=each.sha256 == counting,
                )
            )
        if not own:
            rows.append(SubmissionRow(unit=issue.unit.name, state=_("not returned")))
    return tuple(rows)


def _accepted(returned: AcceptedReturn) -> str:
    if not returned.asked:
        return _("accepted")
    return _("accepted; asked anew: {rows}").format(rows=", ".join(returned.asked))


def _archive_link(workspace: Workspace, quarter: Quarter) -> Callable[[str], str]:
    folder = workspace.report(quarter).parent

    # Asked for every figure of a return.
    @cache
    def link(sha256: str) -> str:
        path = kept(workspace.archive, sha256)
        return Path(os.path.relpath(path, folder)).as_posix() if path else ""

    return link
