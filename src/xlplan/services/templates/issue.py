"""The templates of a quarter: recorded first, then written; those that nothing changed stay."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.issue import Issue
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.ledger.connection import write_transaction
from xlplan.ledger.editions import require_open
from xlplan.ledger.issues import issue_before, latest_issues, record_issue
from xlplan.ledger.plans import plan_versions
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.templates.template_file import (
    IssuedTemplate,
    TemplateJob,
    load_prior_answers,
    write_template_file,
)
from xlplan.services.templates.unit_issue import draft_issues, plan_for_quarter
from xlplan.storage.archive import sha256_of
from xlplan.storage.workspace import Workspace


@dataclass(frozen=True)
class IssueResult:
    """What issuing did: the templates written, those that stand unchanged, the units that owe nothing any more.

    `unadopted`: plan workbooks for the quarter that say something else than the version in force.
    """

    quarter: Quarter
    version: PlanVersion
    templates: tuple[IssuedTemplate, ...]
    unchanged: tuple[Path, ...]
    withdrawn_units: tuple[str, ...]
    unadopted_plans: tuple[Path, ...]

    @property
    def written(self) -> tuple[Path, ...]:
        """The files written."""
        return tuple(template.path for template in self.templates)


def issue_templates(
    context: OpenWorkspace,
    quarter: Quarter,
    unit_name: str | None = None,
    progress: Callable[[str], None] = lambda _name: None,
) -> IssueResult:
    """Writes and records a template for each unit that has something to report under the plan in force.

    A unit whose rows have not changed since the last issue keeps its template, and with it its form code. Where
    the plan changed them, the new template carries over what the unit has entered, and only what changed is asked
    again. `unit_name`: the name or code of one unit; `progress` hears of each template written.
    XlplanError where no adopted plan covers the quarter, or it is closed.
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
    # Recorded first: a template that is out in the world is always one that the ledger knows.
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
    """Records the issue where it says something new."""
    previous = latest.get(issue.unit.code)
    is_unchanged = previous and _questions(previous) == _questions(issue)
    is_new = not is_unchanged and bool(issue.rows or previous)
    if is_new:
        record_issue(connection, issue, now)
    elif previous:
        # A template that was lost is made as it was: with what the one before it carried over.
        issue, previous = previous, issue_before(connection, previous)
    path = workspace.template(issue.quarter, issue.unit.name)
    return TemplateJob(issue, path, is_new, previous, load_prior_answers(connection, issue) if previous else None)


def _questions(issue: Issue) -> tuple[object, ...]:
    """What makes a template another one; a return accepted since then does not, though it changes the past."""
    return tuple(replace(row, past=None) for row in issue.rows), issue.unit, issue.due


def _outdated_files(workspace: Workspace, jobs: list[TemplateJob]) -> Iterator[Path]:
    """The files of templates whose unit owes nothing any more or has another name now."""
    for job in jobs:
        if job.is_new and job.previous:
            previous_path = workspace.template(job.issue.quarter, job.previous.unit.name)
            if not job.issue.rows or previous_path != job.path:
                yield previous_path


def unadopted_plans(context: OpenWorkspace, plan: Plan) -> tuple[Path, ...]:
    """The plan workbooks for the quarters of `plan`, which is in force, that say something else."""
    with context.ledger.connect() as connection:
        known_hashes = {each.sha256 for each in plan_versions(connection)}
    changed = [path for path in context.workspace.plan_workbooks if sha256_of(path) not in known_hashes]
    readings = ((path, read_plan(path)[0]) for path in changed)
    return tuple(
        path
        for path, other in readings
        if other is None or (other != plan and set(other.centre.quarters) & set(plan.centre.quarters))
    )
