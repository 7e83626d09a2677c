"""The issue of a quarter's templates: recorded first, then written. A template without changes stays."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.issue import Issue, RowHistory
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.ledger.connection import write_transaction
from xlplan.ledger.editions import require_open
from xlplan.ledger.issues import issue_before, latest_issues, record_issue
from xlplan.ledger.plans import plan_versions
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.templates.template_file import (
    IssuedTemplate,
    Renewal,
    TemplateJob,
    load_prior_answers,
    write_template_file,
)
from xlplan.services.templates.unit_issue import draft_issues, plan_for_quarter
from xlplan.storage.archive import sha256_of
from xlplan.storage.workspace import Workspace


@dataclass(frozen=True)
class IssueResult:
    """The templates of a quarter after an issue.

    Attributes:
        quarter: The quarter.
        version: The version of the plan in force.
        templates: The templates that were written.
        unchanged: The templates without changes.
        withdrawn_units: The units that have nothing to report any more.
        unadopted_plans: The plan workbooks for the quarter that differ from the version in force.
    """

    quarter: Quarter
    version: PlanVersion
    templates: tuple[IssuedTemplate, ...]
    unchanged: tuple[Path, ...]
    withdrawn_units: tuple[str, ...]
    unadopted_plans: tuple[Path, ...]

    @property
    def written(self) -> tuple[Path, ...]:
        """The files that were written."""
        return tuple(template.path for template in self.templates)


def issue_templates(
    context: OpenWorkspace,
    quarter: Quarter,
    unit_name: str | None = None,
    progress: Callable[[str], None] = lambda _name: None,
) -> IssueResult:
    """Write and record a template for each unit that has something to report under the plan in force.

    A unit whose rows have not changed since the last issue keeps its template and its form code. Otherwise the new
    template carries the unit's answers over, and only the changed rows are asked again. Where the year so far has
    become known or changed since then, the template is new as well, as long as nothing has come back on it.

    Args:
        context: The workspace.
        quarter: The quarter.
        unit_name: Only this unit, by code or name.
        progress: It hears the name of each template that is written.

    Raises:
        XlplanError: No adopted plan covers the quarter, it is closed, or there is no such unit.
    """
    workspace, now = context.workspace, context.now()
    with write_transaction(context.ledger) as connection:
        require_open(connection, quarter)
        version, plan = plan_for_quarter(connection, quarter)
        latest = {issue.unit.code: issue for issue in latest_issues(connection, quarter)}
        jobs = [
            _template_job(connection, workspace, issue, latest, now)
            for issue in draft_issues(connection, workspace, plan, version.number, quarter, unit_name, now)
        ]
    # Issues are recorded before templates are written, so that the ledger knows every template out in the world.
    with_rows = [job for job in jobs if job.issue.rows]
    unchanged = [job for job in with_rows if not job.is_new and job.path.exists()]
    templates = tuple(write_template_file(workspace, job, progress) for job in with_rows if job not in unchanged)
    withdrawn_jobs = [job for job in jobs if job.is_new and not job.issue.rows]
    for path in _outdated_files(workspace, jobs):
        path.unlink(missing_ok=True)
    return IssueResult(
        quarter,
        version,
        templates,
        unchanged=tuple(job.path for job in unchanged),
        withdrawn_units=tuple(job.issue.unit.name for job in withdrawn_jobs),
        unadopted_plans=unadopted_plans(context, plan),
    )


def _template_job(
    connection: Connection, workspace: Workspace, issue: Issue, latest: dict[str, Issue], now: datetime
) -> TemplateJob:
    """Plan the template of a unit, and record its issue if it differs from the latest one."""
    previous = latest.get(issue.unit.code)
    renewal = _renewal(connection, previous, issue) if previous else None
    is_unchanged = previous and _questions(previous) == _questions(issue) and not renewal
    is_new = not is_unchanged and bool(issue.rows or previous)
    if is_new:
        record_issue(connection, issue, now)
    elif previous:
        # A lost template is made again as it was, with the answers carried over from the one before it.
        issue, previous = previous, issue_before(connection, previous)
    path = workspace.template(issue.quarter, issue.unit.name)
    prior_answers = load_prior_answers(connection, issue) if previous else None
    return TemplateJob(issue, path, is_new, previous, prior_answers, renewal)


def _questions(issue: Issue) -> tuple[object, ...]:
    """Return everything that a template asks for, of whom, and by when."""
    return tuple(replace(row, past=None) for row in issue.rows), issue.unit, issue.due


def _renewal(connection: Connection, previous: Issue, issue: Issue) -> Renewal | None:
    """Return what makes an issue new that asks for the same as the previous one; None where nothing does.

    The year so far and the promise are taken in only while nothing has come back: a unit that has answered is not
    asked about a promise afterwards.
    """
    if _questions(previous) != _questions(issue):
        return None
    if previous.on_track != issue.on_track:
        return Renewal.MARGIN_CHANGED
    if _history(previous) == _history(issue) or load_prior_answers(connection, previous):
        return None
    return Renewal.YEAR_CHANGED if any(_history(previous)) else Renewal.YEAR_KNOWN


def _history(issue: Issue) -> tuple[RowHistory | None, ...]:
    return tuple(row.past for row in issue.rows)


def _outdated_files(workspace: Workspace, jobs: list[TemplateJob]) -> Iterator[Path]:
    """Yield the templates of units that have nothing to report any more, or have another name now."""
    for job in jobs:
        if job.is_new and job.previous:
            previous_path = workspace.template(job.issue.quarter, job.previous.unit.name)
            if not job.issue.rows or previous_path != job.path:
                yield previous_path


def unadopted_plans(context: OpenWorkspace, plan: Plan) -> tuple[Path, ...]:
    """Return the plan workbooks for the quarters of the plan in force that differ from it."""
    with context.ledger.connect() as connection:
        known_hashes = {each.sha256 for each in plan_versions(connection)}
    changed = [path for path in context.workspace.plan_workbooks if sha256_of(path) not in known_hashes]
    readings = ((path, read_plan(path)[0]) for path in changed)
    return tuple(
        path
        for path, other in readings
        if other is None or (other != plan and set(other.centre.quarters) & set(plan.centre.quarters))
    )
