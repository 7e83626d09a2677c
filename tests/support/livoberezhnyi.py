"""A centre for tests that span a year: the real Livoberezhnyi plan, three departments, four quarters of 2023."""

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.support.centre import call, call_by, clean_answer, take_files
from tests.support.paths import ROOT
from xlplan.documents.cell_values import cell_number
from xlplan.domain.issue import Issue
from xlplan.domain.plan import Counting
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellValue
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.issues import latest_issues
from xlplan.services.new_workspace import new_workspace
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import DecisionResult, close, prepare_closing
from xlplan.workflows.fill_template import fill_template

QUARTERS = tuple(Quarter(2023, number) for number in (1, 2, 3, 4))
FIRST, SECOND, THIRD, FOURTH = QUARTERS
UNITS = ("KER", "BPD", "FIN")
Changes = Mapping[str, Mapping[str, CellValue]]
_PLAN = ROOT / "examples/livoberezhnyi-2023/templates/План Лівобережного КМЦ 2023.xlsx"


def on(day: int, month: int, hour: int = 10) -> datetime:
    """A moment of 2023 in Kyiv."""
    return datetime(2023, month, day, hour, tzinfo=ZoneInfo("Europe/Kyiv"))


def after(quarter: Quarter, day: int = 5) -> datetime:
    """A day of the month after a quarter; the fifth is within the deadline."""
    return datetime(
        2023 + quarter.number // 4, quarter.number % 4 * 3 + 1, day, 10, tzinfo=ZoneInfo("Europe/Kyiv")
    )


def adopt_year(folder: Path) -> Workspace:
    """A workspace with the Livoberezhnyi plan adopted; nothing issued yet."""
    workspace = new_workspace(folder, on(3, 1), with_plan=False)
    shutil.copyfile(_PLAN, workspace.templates / "План.xlsx")
    call(adopt_plan, workspace, lambda: on(3, 1), None, "")
    return workspace


def issue_half_a_year(workspace: Workspace) -> None:
    """Issues the templates of two quarters in March."""
    for quarter in (FIRST, SECOND):
        call(issue_templates, workspace, lambda: on(1, 3), quarter)


def issue_of(workspace: Workspace, quarter: Quarter, unit: str) -> Issue:
    """What was issued to a department for a quarter."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return next(each for each in latest_issues(connection, quarter) if each.unit.code == unit)


def drop(
    workspace: Workspace, quarter: Quarter, unit: str, changes: Changes | None = None, name: str = ""
) -> Path:
    """Drops a return into the inbox: every target met and promise kept, but for `changes` (code, column, value).

    Of a joint target the first department that reports it does all, the others nothing.
    """
    issue = issue_of(workspace, quarter, unit)
    answers = {row.key: {**clean_answer(row)} for row in issue.rows}
    assert answers.keys() >= (changes or {}).keys()
    for row in issue.rows:
        if row.target.count is not None and row.counting is Counting.JOINT:
            answers[row.key]["done"] = cell_number(row.target.count) if unit != "FIN" else 0
        if row.promised:
            answers[row.key]["kept"] = "так"
        answers[row.key].update((changes or {}).get(row.key, {}))
    path = workspace.inbox / (name or f"{issue.unit.name} {quarter}.xlsx")
    fill_template(workspace.template(quarter, issue.unit.name), path, answers)
    return path


def play_quarter(workspace: Workspace, quarter: Quarter, changes: Mapping[str, Changes] | None = None) -> None:
    """Issues a quarter and takes in a return of every department. No workbook is written."""
    call(issue_templates, workspace, lambda: after(quarter, 1), quarter)
    for unit in UNITS:
        drop(workspace, quarter, unit, (changes or {}).get(unit))
    take_files(workspace, after(quarter))


def close_quarter(workspace: Workspace, quarter: Quarter, moment: datetime | None = None) -> DecisionResult:
    """Closes a quarter without asking, by default on the twelfth of the month after it."""
    at = moment or after(quarter, 12)
    return call_by("director", close, workspace, lambda: at, call(prepare_closing, workspace, lambda: at, quarter))
