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
    only: str | None = None,
    tell: Callable[[str], None] = lambda _name: None,
) -> IssueResult:
    """Writes and records a template for each unit that has something to report under the plan in force.

    A unit whose rows have not changed since the last issue keeps its template, and with it its form code. Where
    the plan changed them, the new template carries over what the unit has entered, and only what changed is asked
    again. `only`: the name or code of one unit; `tell` hears of each template written.
    XlplanError where no adopted plan covers the quarter, or it is closed.
    """
    workspace, at = context.workspace, context.now()
    with write_transaction(context.ledger) as connection:
        require_open(connection, quarter)
        version, plan = plan_for_quarter(connection, quarter)
        standing = {issue.unit.code: issue for issue in latest_issues(connection, quarter)}
        works = [
            _template_job(connection, workspace, issue, standing, at)
            for issue in draft_issues(connection, workspace, plan, version.number, quarter, only, at)
        ]
    # Recorded first: a template that is out in the world is always one that the ledger knows.
    owing = [work for work in works if work.issue.rows]
    standing_still = [work for work in owing if not work.is_new and work.path.exists()]
    templates = tuple(write_template_file(workspace, work, tell) for work in owing if work not in standing_still)
    withdrawn = [work for work in works if work.is_new and not work.issue.rows]
    for path in _outdated_files(workspace, works):
        path.unlink(missing_ok=True)
    return IssueResult(
        quarter,
        version,
        templates,
        unchanged=tuple(work.path for work in standing_still),
        withdrawn_units=tuple(work.issue.unit.name for work in withdrawn),
        unadopted_plans=unadopted_plans(context, plan),
    )


def _template_job(
    connection: Connection, workspace: Workspace, issue: Issue, standing: dict[str, Issue], at: datetime
) -> TemplateJob:
    """Records the issue where it says something new."""
    older = standing.get(issue.unit.code)
    same = older and _questions(older) == _questions(issue)
    new = not same and bool(issue.rows or older)
    if new:
        record_issue(connection, issue, at)
    elif older:
        # A template that was lost is made as it was: with what the one before it carried over.
        issue, older = older, issue_before(connection, older)
    path = workspace.template(issue.quarter, issue.unit.name)
    return TemplateJob(issue, path, new, older, load_prior_answers(connection, issue) if older else None)


def _questions(issue: Issue) -> tuple[object, ...]:
    """What makes a template another one; a return accepted since then does not, though it changes the past."""
    return tuple(replace(row, past=None) for row in issue.rows), issue.unit, issue.due


def _outdated_files(workspace: Workspace, works: list[TemplateJob]) -> Iterator[Path]:
    """The files of templates whose unit owes nothing any more or has another name now."""
    for work in works:
        if work.is_new and work.previous:
            old = workspace.template(work.issue.quarter, work.previous.unit.name)
            if not work.issue.rows or old != work.path:
                yield old


def unadopted_plans(context: OpenWorkspace, plan: Plan) -> tuple[Path, ...]:
    """The plan workbooks for the quarters of `plan`, which is in force, that say something else."""
    with context.ledger.connect() as connection:
        known = {each.sha256 for each in plan_versions(connection)}
    changed = [path for path in context.workspace.plan_workbooks if sha256_of(path) not in known]
    read = ((path, read_plan(path)[0]) for path in changed)
    return tuple(
        path
        for path, other in read
        if other is None or (other != plan and set(other.centre.quarters) & set(plan.centre.quarters))
    )
