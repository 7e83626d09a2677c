"""The issue of a quarter's templates, after which the board shows the quarter."""

from collections.abc import Callable
from datetime import date

from xlplan.domain.quarter import Quarter
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.templates import IssueResult, issue_templates
from xlplan.workflows.board import refresh_board_and_tell


def issue(
    context: OpenWorkspace,
    quarter: Quarter,
    unit: str | None = None,
    progress: Callable[[str], None] = lambda _name: None,
    due: date | None = None,
) -> IssueResult:
    """Issue the templates of a quarter as `issue_templates` does, and write the board anew."""
    result = issue_templates(context, quarter, unit, progress, due)
    refresh_board_and_tell(context)
    return result
