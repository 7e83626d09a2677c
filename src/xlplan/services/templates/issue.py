"""The issue of a quarter's templates: recorded first, then brought together with the files on disk."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.template.stamping import TemplateStamps
from xlplan.domain.clock_doubt import QuarterDoubt, doubt_quarter
from xlplan.domain.deadline import Deadline
from xlplan.domain.decision_log import Decision, DecisionKind
from xlplan.domain.errors import XlplanError
from xlplan.domain.executor_wording import comparable
from xlplan.domain.issue import Issue, RowHistory
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.ledger.database import Connection
from xlplan.ledger.editions import require_open
from xlplan.ledger.issues import issue_before, latest_issues, record_issue, units_of_form_codes
from xlplan.ledger.plans import plan_versions
from xlplan.services.open_workspace import OpenWorkspace, decision_transaction
from xlplan.services.templates.due_day import DeadlineChange, settle_deadline
from xlplan.services.templates.folder import (
    ClearedFolder,
    RefusedFile,
    TemplateFolder,
    clear_outdated,
    read_folder,
    template_place,
)
from xlplan.services.templates.template_file import (
    IssuedTemplate,
    Renewal,
    TemplateJob,
    load_prior_answers,
    write_template_file,
)
from xlplan.services.templates.unit_issue import draft_issues, plan_for_quarter
from xlplan.storage.archive import sha256_of
from xlplan.storage.atomic import DISK_FULL
from xlplan.storage.workspace import Workspace, unit_file_names


class IssueResult(Struct, frozen=True):
    """The templates of a quarter after an issue.

    Attributes:
        quarter: The quarter.
        version: The version of the plan in force.
        templates: The templates that were written.
        unchanged: The templates without changes.
        withdrawn_units: The units that have nothing to report any more.
        unadopted_plans: The plan workbooks for the quarter that differ from the version in force.
        outdated: The outdated templates that stay, since somebody changed them.
        not_written: The templates that could not be written. The next issue writes them.
        not_removed: The outdated templates that could not be removed. The next issue removes them.
        doubt: What makes one doubt the quarter, or the clock.
        deadline: The deadline of the quarter, and what it was before.
    """

    quarter: Quarter
    version: PlanVersion
    templates: tuple[IssuedTemplate, ...]
    unchanged: tuple[Path, ...]
    withdrawn_units: tuple[str, ...]
    unadopted_plans: tuple[Path, ...]
    deadline: DeadlineChange
    outdated: tuple[Path, ...] = ()
    not_written: tuple[RefusedFile, ...] = ()
    not_removed: tuple[RefusedFile, ...] = ()
    doubt: QuarterDoubt | None = None

    @property
    def written(self) -> tuple[Path, ...]:
        """The files that were written."""
        return tuple(template.path for template in self.templates)

    @property
    def is_complete(self) -> bool:
        """Tells that nothing was refused."""
        return not self.not_written and not self.not_removed


class _RecordedIssue(Struct, frozen=True):
    """The issue of a unit that counts now, recorded just now or before, and the one that it replaces."""

    issue: Issue
    is_new: bool
    previous: Issue | None = None
    renewal: Renewal | None = None


def issue_templates(
    context: OpenWorkspace,
    quarter: Quarter,
    unit_name: str | None = None,
    progress: Callable[[str], None] = lambda _name: None,
    due: date | None = None,
) -> IssueResult:
    """Record an issue for each unit that has something to report under the plan in force, and write its template.

    A unit whose rows have not changed since the last issue keeps its template and its form code. Otherwise the new
    template carries the unit's answers over, and only the changed rows are asked again. Where the year so far has
    become known or changed since then, or the due day has moved, the template is new as well, as long as nothing
    has come back on it.

    Whatever ended the issue before, each unit has its template afterwards, unless the disk or another program
    refuses a file; all of those are in the result.

    Args:
        context: The workspace.
        quarter: The quarter.
        unit_name: Only this unit, by code or name.
        progress: It hears the name of each template that is written.
        due: The due day of the quarter; None leaves it as it was named before, or as the settings say.

    Raises:
        XlplanError: No adopted plan covers the quarter, it is closed, there is no such unit, or the due day is
            wrong.
    """
    workspace, now = context.workspace, context.now()
    # Issues are recorded before templates are written, so that the ledger knows every template out in the world.
    with decision_transaction(context) as transaction:
        connection = transaction.connection
        require_open(connection, quarter)
        version, plan = plan_for_quarter(connection, quarter)
        latest = {issue.unit.code: issue for issue in latest_issues(connection, quarter)}
        deadline = settle_deadline(connection, context, quarter, due, unit_name is not None)
        day = deadline.now.due
        drafts = draft_issues(connection, workspace, plan, version.number, quarter, unit_name, day, now)
        recorded = (_record(connection, draft, latest.get(draft.unit.code), now) for draft in drafts)
        issues = [each for each in recorded if each]
        new_issues = [each for each in issues if each.is_new]
        if new_issues or deadline.is_recorded:
            transaction.record(_decision(quarter, version, new_issues, deadline))
    current = _current_codes(latest, issues)
    folder = read_folder(workspace.templates / str(quarter))
    names = unit_file_names(plan.units)
    missing, unchanged = [], []
    for each in issues:
        if each.issue.rows:
            path = workspace.template(quarter, names[each.issue.unit.code])
            on_disk = folder.carrier(str(each.issue.form_code), path)
            if on_disk:
                unchanged.append(on_disk)
            else:
                missing.append((each, path))
    with context.ledger.connect() as connection:
        jobs = [_template_job(connection, each, path) for each, path in missing]
    templates, not_written = _write_all(workspace, jobs, folder, current, progress)
    cleared = _clear(context, quarter, folder, current, issues if unit_name else None)
    held = {refused.path for refused in not_written}
    return IssueResult(
        quarter,
        version,
        templates,
        unchanged=tuple(unchanged),
        withdrawn_units=tuple(each.issue.unit.name for each in issues if each.is_new and not each.issue.rows),
        unadopted_plans=unadopted_plans(context, plan),
        deadline=deadline,
        outdated=cleared.kept,
        not_written=not_written,
        not_removed=tuple(refused for refused in cleared.refused if refused.path not in held),
        doubt=doubt_quarter(quarter, deadline.now.due, now.date()) if issues else None,
    )


def _record(connection: Connection, draft: Issue, latest: Issue | None, now: datetime) -> _RecordedIssue | None:
    """Record the issue of a unit if it differs from the latest one, which counts otherwise.

    There is none for a unit that has nothing to report and never had.
    """
    renewal = _renewal(connection, latest, draft) if latest else None
    if latest and not renewal and _questions(latest) == _questions(draft):
        return _RecordedIssue(latest, is_new=False)
    if not latest and not draft.rows:
        return None
    record_issue(connection, draft, now)
    return _RecordedIssue(draft, True, latest, renewal)


def _decision(
    quarter: Quarter, version: PlanVersion, new_issues: Sequence[_RecordedIssue], deadline: DeadlineChange
) -> Decision:
    """Return the issue as the decision log names it."""
    replaced = {each.issue.unit.code: str(each.previous.form_code) for each in new_issues if each.previous}
    codes = {each.issue.unit.code: str(each.issue.form_code) for each in new_issues}
    only = next(iter(codes)) if len(codes) == 1 else ""
    before = {**_named(deadline.before), "units": replaced}
    after = {"version": version.number, **_named(deadline.now), "units": codes}
    return Decision(DecisionKind.ISSUE, "", quarter, only, "", before, after)


def _named(deadline: Deadline | None) -> dict[str, object]:
    return {"due": deadline.due.isoformat(), "grace_days": deadline.grace_days} if deadline else {}


def _current_codes(latest: Mapping[str, Issue], issues: Iterable[_RecordedIssue]) -> frozenset[str]:
    """Return the form codes that count now, of all units of the quarter."""
    counting = {**latest, **{each.issue.unit.code: each.issue for each in issues}}
    return frozenset(str(issue.form_code) for issue in counting.values() if issue.rows)


def _template_job(connection: Connection, recorded: _RecordedIssue, path: Path) -> TemplateJob:
    """Load what a template is made from. A lost one is made again as it was, with the answers from before it."""
    issue = recorded.issue
    previous = recorded.previous if recorded.is_new else issue_before(connection, issue)
    prior_answers = load_prior_answers(connection, issue) if previous else None
    return TemplateJob(issue, path, previous, prior_answers, recorded.renewal)


def _write_all(
    workspace: Workspace,
    jobs: Iterable[TemplateJob],
    folder: TemplateFolder,
    current: Collection[str],
    progress: Callable[[str], None],
) -> tuple[tuple[IssuedTemplate, ...], tuple[RefusedFile, ...]]:
    """Write the templates. One that is refused keeps no other from being written, unless the disk is full."""
    templates: list[IssuedTemplate] = []
    refused: list[RefusedFile] = []
    stamps = TemplateStamps()
    full: OSError | None = None
    for job in jobs:
        if full:
            refused.append(RefusedFile(job.path, full))
            continue
        try:
            place = template_place(workspace.own_files, job.path, str(job.issue.form_code), folder, current)
            templates.append(write_template_file(workspace, job, place, stamps, progress))
        except (OSError, XlplanError) as problem:
            refused.append(RefusedFile(job.path, problem))
            if isinstance(problem, OSError) and problem.errno in DISK_FULL:
                full = problem
    return tuple(templates), tuple(refused)


def _clear(
    context: OpenWorkspace,
    quarter: Quarter,
    folder: TemplateFolder,
    current: Collection[str],
    only: Collection[_RecordedIssue] | None,
) -> ClearedFolder:
    """Remove the templates on disk whose form code was issued for the quarter and counts no more.

    Args:
        context: The workspace.
        quarter: The quarter.
        folder: The templates on disk.
        current: The form codes that count now.
        only: Only the templates of these units; None for all.
    """
    strange = {path: code for path, code in folder.codes.items() if code and code not in current}
    with context.ledger.connect() as connection:
        units = units_of_form_codes(connection, quarter, set(strange.values()))
    wanted = set(units.values()) if only is None else {each.issue.unit.code for each in only}
    outdated = {path: code for path, code in strange.items() if units.get(code) in wanted}
    return clear_outdated(context.workspace.own_files, outdated)


def _questions(issue: Issue) -> tuple[object, ...]:
    """Return everything that a template asks for, and of whom. Where letters go asks for nothing."""
    return tuple(replace(row, past=None) for row in issue.rows), replace(issue.unit, email="")


def _renewal(connection: Connection, previous: Issue, issue: Issue) -> Renewal | None:
    """Return what makes an issue new that asks for the same as the previous one; None where nothing does.

    The year so far, the promise and the due day are taken in only while nothing has come back: a unit that has
    answered is not asked about a promise afterwards, and nobody sends it a template for a day alone.
    """
    if _questions(previous) != _questions(issue):
        return None
    if previous.on_track != issue.on_track:
        return Renewal.MARGIN_CHANGED
    has_same_history, has_same_day = _history(previous) == _history(issue), previous.due == issue.due
    if (has_same_history and has_same_day) or load_prior_answers(connection, previous):
        return None
    if not has_same_day:
        return Renewal.DUE_DAY_MOVED
    return Renewal.YEAR_CHANGED if any(_history(previous)) else Renewal.YEAR_KNOWN


def _history(issue: Issue) -> tuple[RowHistory | None, ...]:
    return tuple(row.past for row in issue.rows)


def unadopted_plans(context: OpenWorkspace, plan: Plan) -> tuple[Path, ...]:
    """Return the plan workbooks for the quarters of the plan in force that differ from it.

    One that another program shares with nobody is left out: nobody can tell then what it says.
    """
    with context.ledger.connect() as connection:
        known_hashes = {each.sha256 for each in plan_versions(connection)}
    return tuple(path for path in context.workspace.plan_workbooks if _differs(path, plan, known_hashes))


def _differs(path: Path, plan: Plan, known_hashes: Collection[str]) -> bool:
    """Tell if a plan workbook was never adopted, and is damaged or says something else of the plan's quarters."""
    with suppress(OSError):
        if sha256_of(path) not in known_hashes:
            other = read_plan(path)[0]
            return other is None or (
                comparable(other, plan) != plan and bool(set(other.centre.quarters) & set(plan.centre.quarters))
            )
    return False
