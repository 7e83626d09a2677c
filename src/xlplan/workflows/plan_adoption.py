"""The adoption of a plan: a new version, then the templates and the workbooks that it touches."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.plan.adopt import AdoptionResult, adopt_plan
from xlplan.services.plan.undo import AdoptionUndoingResult, undo_adoption
from xlplan.services.report.consolidate import ConsolidationResult, consolidate, stale_quarters
from xlplan.services.templates import IssueResult, issue_templates
from xlplan.workflows.board import refresh_board_and_tell


class PlanAdoption(Struct, frozen=True):
    """The result of an adoption: the version, the templates of each issued quarter, the rewritten workbooks.

    `refused`: the quarters whose workbook could not be rewritten, with the reason.
    """

    adoption: AdoptionResult
    issues: tuple[IssueResult, ...]
    reports: tuple[ConsolidationResult, ...]
    refused: tuple[tuple[Quarter, OSError | XlplanError], ...] = ()

    @property
    def is_complete(self) -> bool:
        """Tells that everything was written."""
        return not self.refused and all(issue.is_complete for issue in self.issues)


def adopt(
    context: OpenWorkspace,
    file: Path | None = None,
    reason: str = "",
    on: date | None = None,
    applies_from: Quarter | None = None,
    progress: Callable[[str], None] = lambda _name: None,
) -> PlanAdoption:
    """Adopt a plan workbook, issue the templates that it touches again, and rewrite the workbooks.

    Once the version is in force, a file that cannot be written ends nothing; it is in the result. After that, and
    after a crash, it can be run again. It adopts nothing twice, and does the rest of the work.

    Args:
        context: The workspace.
        file: The plan workbook. By default the only one in templates/.
        reason: The reason of the change.
        on: The day of the adoption.
        applies_from: The first quarter for which the version counts.
        progress: It hears the name of each template that is written.
    """
    adoption = adopt_plan(context, file, reason, on, applies_from)
    issues = tuple(issue_templates(context, quarter, progress=progress) for quarter in adoption.issued_quarters)
    reports, refused = _consolidate_stale_quarters(context)
    return PlanAdoption(adoption, issues, reports, refused)


class PlanUndoing(Struct, frozen=True):
    """The result of taking a version back: the versions, the rewritten workbooks, and those that were refused."""

    undoing: AdoptionUndoingResult
    reports: tuple[ConsolidationResult, ...]
    refused: tuple[tuple[Quarter, OSError | XlplanError], ...] = ()


def undo(context: OpenWorkspace, reason: str) -> PlanUndoing:
    """Take the latest version of the plan back, and rewrite the workbooks."""
    return PlanUndoing(undo_adoption(context, reason), *_consolidate_stale_quarters(context))


def _consolidate_stale_quarters(
    context: OpenWorkspace,
) -> tuple[tuple[ConsolidationResult, ...], tuple[tuple[Quarter, OSError | XlplanError], ...]]:
    """Rewrite the board and the workbooks that differ from the ledger. Return these, and what was refused."""
    reports: list[ConsolidationResult] = []
    refused: list[tuple[Quarter, OSError | XlplanError]] = []
    for quarter in stale_quarters(context):
        try:
            reports.append(consolidate(context, quarter))
        except (OSError, XlplanError) as problem:
            refused.append((quarter, problem))
    refresh_board_and_tell(context)
    return tuple(reports), tuple(refused)
