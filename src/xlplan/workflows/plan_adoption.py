"""The adoption of a plan: a new version, then the templates and the workbooks that it touches."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.plan.adopt import AdoptionResult, adopt_plan
from xlplan.services.report.consolidate import ConsolidationResult, consolidate, stale_quarters
from xlplan.services.templates import IssueResult, issue_templates


@dataclass(frozen=True)
class PlanAdoption:
    """What adopting did: the version, the templates of each quarter that was issued, the workbooks rewritten."""

    adoption: AdoptionResult
    issues: tuple[IssueResult, ...]
    reports: tuple[ConsolidationResult, ...]


def adopt(
    context: OpenWorkspace,
    file: Path | None = None,
    reason: str = "",
    on: date | None = None,
    progress: Callable[[str], None] = lambda _name: None,
) -> PlanAdoption:
    """Adopts the plan workbook, issues anew the templates that it touches, brings the reports up to date.

    Done again after a crash, it adopts nothing twice and does what is still to be done.
    """
    adoption = adopt_plan(context, file, reason, on)
    issues = tuple(issue_templates(context, quarter, progress=progress) for quarter in adoption.issued_quarters)
    return PlanAdoption(adoption, issues, tuple(consolidate(context, each) for each in stale_quarters(context)))
