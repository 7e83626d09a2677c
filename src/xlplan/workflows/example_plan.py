"""The example plan: the real plan of the Korosten centre for a quarter, a workbook that the package carries."""

from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.plan_writer.writer import write_plan
from xlplan.domain.errors import XlplanError
from xlplan.domain.new_centre import NewCentre
from xlplan.domain.quarter import Quarter
from xlplan.services.new_workspace import new_workspace, plans_in
from xlplan.storage.atomic import atomic_write
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _

EXAMPLE_QUARTER = Quarter(2021, 2)
_WORKBOOK = "korosten-2021-q2.xlsx"


def write_example_plan(path: Path, made_at: datetime) -> None:
    """Write the plan workbook of the example, with sheets and headings in the language in use."""
    with as_file(files("xlplan.workflows") / "demo_data" / _WORKBOOK) as workbook:
        plan, _findings = read_plan(workbook)
    atomic_write(path, lambda beside: write_plan(beside, plan, made_at))


def new_example_workspace(folder: Path, now: datetime, contact: str = "", timezone: str = "") -> Workspace:
    """Make a workspace whose plan workbook is filled: the example, to look at and to edit. It holds no returns.

    Args:
        folder: The folder of the workspace.
        now: The present moment.
        contact: The person whom the units ask.
        timezone: The name of the time zone; "" for the usual one.

    Raises:
        XlplanError: The folder is a workspace already, or it holds a plan.
    """
    if plans_in(folder):
        raise XlplanError(_("{folder} holds a plan already. Choose another folder.").format(folder=folder))
    workspace = new_workspace(folder, now, with_plan=False, centre=NewCentre(contact=contact, timezone=timezone))
    write_example_plan(workspace.new_plan(EXAMPLE_QUARTER), now)
    return workspace
