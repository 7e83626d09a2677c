"""Issuing: a plan workbook becomes a locked template for each unit of a quarter."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from xlplan.allotment import rows_of
from xlplan.books.plan.read import read_plan
from xlplan.books.template.write import write_template
from xlplan.errors import XlplanError
from xlplan.files.archive import keep
from xlplan.finding import Finding, Severity, errors
from xlplan.formcode import FormCode
from xlplan.ledger import queries, record
from xlplan.ledger.store import open_ledger, writing
from xlplan.model import Issue, Plan, Unit
from xlplan.quarter import Quarter
from xlplan.texts import _
from xlplan.workspace import Workspace

# Letters and digits that nobody confuses when a code is read out over the telephone.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Issued:
    """What issuing did: the templates written, those that stand unchanged, and what to know about the plan."""

    quarter: Quarter
    written: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    warnings: tuple[Finding, ...]


def issue_templates(
    workspace: Workspace,
    quarter: Quarter,
    now: Callable[[], datetime],
    only: str | None = None,
    tell: Callable[[str], None] = lambda _name: None,
) -> Issued:
    """Writes and records a template for each unit that has something to report.

    A unit whose rows have not changed since the last issue keeps its template, and with it its form code.
    `only`: the name or code of one unit; `tell` hears of each template written.
    XlplanError where no sound plan covers the quarter.
    """
    plan, file, findings = _find_plan(workspace, quarter)
    warnings = tuple(finding for finding in findings if finding.severity is Severity.WARNING)
    units = _units(plan, only)
    at = now()
    written, unchanged = [], []
    with open_ledger(workspace.ledger) as ledger:
        with writing(ledger) as connection:
            version = _plan_version(connection, workspace, plan, file, at)
            standing = {issue.unit.code: issue for issue in queries.latest_issues(connection, quarter)}
            current = []
            for unit in units:
                issue = _issue(workspace, plan, unit, quarter, version, at)
                old = standing.get(unit.code)
                if old and (old.rows, old.unit, old.due) == (issue.rows, issue.unit, issue.due):
                    issue = old
                elif issue.rows:
                    record.record_issue(connection, issue, at)
                current.append((issue, issue is old))
        # Recorded first: a template that is out in the world is always one that the ledger knows.
        for issue, stands in current:
            path = workspace.template(quarter, issue.unit.name)
            if issue.rows and not (stands and path.exists()):
                write_template(path, issue, _made(issue, workspace))
                written.append(path)
                tell(path.name)
            elif issue.rows:
                unchanged.append(path)
    return Issued(quarter, tuple(written), tuple(unchanged), warnings)


def _find_plan(workspace: Workspace, quarter: Quarter) -> tuple[Plan, Path, tuple[Finding, ...]]:
    templates, files = workspace.templates, workspace.plan_books
    if not files:
        raise XlplanError(
            _("There is no plan workbook (.xlsx) in {folder}. Put one there.").format(folder=templates)
        )
    plans: list[tuple[Plan, Path, tuple[Finding, ...]]] = []
    faulty: list[Finding] = []
    for path in files:
        plan, findings = read_plan(path)
        if plan is None:
            faulty += errors(findings)
        else:
            plans.append((plan, path, findings))
    covering = [each for each in plans if quarter in each[0].centre.quarters]
    if len(covering) == 1:
        return covering[0]
    if covering:
        raise XlplanError(
            _("Several plan workbooks cover {quarter}: {files}. Leave one of them in {folder}.").format(
                quarter=quarter,
                files=", ".join(path.name for _plan, path, _findings in covering),
                folder=templates,
            )
        )
    if faulty:
        raise XlplanError(*(str(finding) for finding in faulty))
    known = ", ".join(str(each) for plan, _path, _findings in plans for each in plan.centre.quarters)
    raise XlplanError(
        _("The plan has no quarter {quarter}; it covers {known}. Name one of these.").format(
            quarter=quarter, known=known
        )
    )


def _units(plan: Plan, only: str | None) -> tuple[Unit, ...]:
    if only is None:
        return plan.units
    chosen = tuple(unit for unit in plan.units if only in (unit.code, unit.name))
    if not chosen:
        names = ", ".join(f"{unit.code} ({unit.name})" for unit in plan.units)
        raise XlplanError(
            _("The plan has no unit “{seen}”. Name one of these: {known}.").format(seen=only, known=names)
        )
    return chosen


def _plan_version(connection: Connection, workspace: Workspace, plan: Plan, file: Path, at: datetime) -> int:
    """The version that this very workbook was recorded as, recorded now where it is new."""
    kept = keep(workspace.archive, file)
    known = {sha256: version for version, sha256 in queries.plan_versions(connection)}
    if kept.sha256 in known:
        return known[kept.sha256]
    return record.record_plan(connection, plan, file.name, kept.sha256, at)


def _issue(workspace: Workspace, plan: Plan, unit: Unit, quarter: Quarter, version: int, at: datetime) -> Issue:
    token = "".join(secrets.choice(_SIGNS) for _sign in range(4))
    return Issue(
        form_code=FormCode(plan.centre.code, quarter, unit.code, token),
        centre=plan.centre.name,
        unit=unit,
        plan_version=version,
        issued_on=at.date(),
        due=quarter.last_day + timedelta(days=workspace.settings.due_days),
        rows=rows_of(plan, unit, quarter),
    )


def _made(issue: Issue, workspace: Workspace) -> datetime:
    """The moment in a template's properties: from the issue, so that the same issue gives the same bytes."""
    return datetime.combine(issue.issued_on, datetime.min.time(), workspace.settings.zone)
