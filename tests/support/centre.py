"""A centre for tests: the real Korosten plan, issued, and bureaus that answer."""

import hashlib
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

# Files are read in forks of this process. What it has imported, none of them needs to import.
import xlplan.documents.return_reader.reader
import xlplan.sandbox.inspection  # noqa: F401
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellValue
from xlplan.domain.target import TargetKind
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.issues import latest_issues
from xlplan.services.intake.inbox_pass import PassResult, process_inbox
from xlplan.services.intake.results import IntakeListener
from xlplan.services.new_workspace import new_workspace
from xlplan.services.open_workspace import OpenWorkspace, open_workspace
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.workflows.fill_template import fill_template
from xlplan.workflows.intake_round import RoundResult, run_intake_round

QUARTER = Quarter(2021, 2)
ZONE = ZoneInfo("Europe/Kyiv")
P = ParamSpec("P")
T = TypeVar("T")
Answers = dict[str, dict[str, CellValue]]
# What was filled in before, by the template and the answers: most tests have copies of the same templates.
_filled: dict[tuple[bytes, str], bytes] = {}
# The units that have sent a return, by their workspace. Who sends another saves it later than the one before.
_sent: set[tuple[Path, str]] = set()


def at(day: int = 5, month: int = 7, hour: int = 10) -> datetime:
    """A moment of 2021 in Kyiv; by default within the deadline of the second quarter."""
    return datetime(2021, month, day, hour, 0, tzinfo=ZONE)


class Hurried(IntakeListener):
    """Waits for nothing."""

    def pause(self, seconds: float) -> None:
        pass


def call(
    service: Callable[Concatenate[OpenWorkspace, P], T],
    workspace: Workspace,
    now: Callable[[], datetime],
    *arguments: P.args,
    **options: P.kwargs,
) -> T:
    """What a service or workflow returns, in a workspace that is opened for it alone, as a command does.

    The clock is right, whatever the ledger says: a test may go back in time.
    """
    with open_workspace(workspace, now, is_clock_right=True) as context:
        return service(context, *arguments, **options)


def call_by(
    person: str,
    service: Callable[Concatenate[OpenWorkspace, P], T],
    workspace: Workspace,
    now: Callable[[], datetime],
    *arguments: P.args,
    **options: P.kwargs,
) -> T:
    """The same as `call`, by a person who is named."""
    with open_workspace(workspace, now, person, is_clock_right=True) as context:
        return service(context, *arguments, **options)


def new_centre(folder: Path) -> Workspace:
    """A workspace with the Korosten plan, adopted, its six templates issued."""
    workspace = new_workspace(folder, at(), with_plan=False)
    sample = files("xlplan.workflows") / "demo_data" / "korosten-2021-q2.xlsx"
    shutil.copyfile(str(sample), workspace.templates / "План.xlsx")
    call(adopt_plan, workspace, lambda: at(10, 3), None, "")
    call(issue_templates, workspace, lambda: at(14, 6), QUARTER)
    return workspace


def copy_of(root: Path, to: Path) -> Workspace:
    """The workspace of a folder, in a copy of it."""
    return find_workspace(Path(shutil.copytree(root, to)))


def issue_of(workspace: Workspace, unit: str) -> Issue:
    """What was issued to a unit, by its code."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return next(issue for issue in latest_issues(connection, QUARTER) if issue.unit.code == unit)


def clean_answer(row: IssueRow) -> dict[str, CellValue]:
    """An answer with nothing to correct: the target met, words where words are asked for."""
    if row.target.kind is TargetKind.COUNT:
        count = float(row.target.count) if isinstance(row.target.count, Decimal) else row.target.count
        return {"done": count if row.is_judged else 1, "description": "проведено"}
    if row.target.kind is TargetKind.CONTINUOUS:
        return {"description": "щодня"}
    return {} if row.target.kind is TargetKind.UNSET else {"done": "потреби не було"}


def send(
    workspace: Workspace, unit: str, changes: Mapping[str, Mapping[str, CellValue]] | None = None, name: str = ""
) -> Path:
    """Drops a unit's return into the inbox: clean answers, but for `changes` (row code -> column -> value)."""
    issue = issue_of(workspace, unit)
    answers = {row.key: {**clean_answer(row), **(changes or {}).get(row.key, {})} for row in issue.rows}
    path = workspace.inbox / (name or f"{issue.unit.name}.xlsx")
    template = workspace.template(QUARTER, issue.unit.name)
    wanted = (hashlib.sha256(template.read_bytes()).digest(), repr(answers))
    if wanted not in _filled or (workspace.root, unit) in _sent:
        fill_template(template, path, answers)
        _filled[wanted] = path.read_bytes()
    else:
        path.write_bytes(_filled[wanted])
    _sent.add((workspace.root, unit))
    return path


def take_files(workspace: Workspace, moment: datetime | None = None) -> PassResult:
    """One pass over the inbox, without waiting and without the workbook that a round writes."""
    return call(process_inbox, workspace, lambda: moment or at(), Hurried())


def take(workspace: Workspace, moment: datetime | None = None) -> RoundResult:
    """One round over the inbox, without waiting."""
    return call(run_intake_round, workspace, lambda: moment or at(), Hurried())
