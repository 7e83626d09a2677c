"""A new plan workbook: empty, with guidance."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from xlplan.documents.plan_writer.writer import write_plan
from xlplan.domain.errors import XlplanError
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _


def new_plan(workspace: Workspace, now: Callable[[], datetime], file: Path | None = None) -> Path:
    """Writes an empty plan workbook, by default into templates/. XlplanError where the file exists already."""
    path = file or workspace.templates / f"{_('Plan')}.xlsx"
    if path.exists():
        raise XlplanError(_("There is a file {file} already. Name another.").format(file=path))
    write_plan(path, None, now())
    return path
