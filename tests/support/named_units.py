"""A centre whose units have the codes and names that a test gives them, with few rows each."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec.structs import replace

from tests.support.centre import QUARTER, at, call
from tests.support.revision import put_plan
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.template.identity import form_code_of
from xlplan.domain.plan import Counting, Plan, Unit, UnitKind
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.issues import latest_issues
from xlplan.services.new_workspace import new_workspace
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace
from xlplan.workflows.plan_adoption import PlanAdoption, adopt

Units = Mapping[str, str]
_GROUP = "усі"


def plan_of(units: Units, words: str = "") -> Plan:
    """Three measures of the Korosten plan, for which all units answer together; `words` follow their titles."""
    plan = _korosten()
    measures = tuple(
        replace(
            each,
            title=each.title + words,
            units=tuple(units),
            responsible=_GROUP,
            executors=(),
            indicators=tuple(replace(row, counting=Counting.JOINT) for row in each.indicators),
        )
        for each in plan.measures[:3]
    )
    named = tuple(Unit(code, name, UnitKind.BUREAU, (_GROUP,)) for code, name in units.items())
    return replace(plan, units=named, measures=measures, shares=(), events=())


@cache
def _korosten() -> Plan:
    sample = files("xlplan.workflows") / "demo_data" / "korosten-2021-q2.xlsx"
    plan, _findings = read_plan(Path(str(sample)))
    assert plan is not None
    return plan


def centre_of(folder: Path, units: Units) -> Workspace:
    """A centre of these units, by their codes, its plan adopted and its templates issued."""
    workspace = new_workspace(folder, at(), with_plan=False)
    put_plan(workspace, plan_of(units))
    call(adopt_plan, workspace, lambda: at(10, 3), None, "")
    call(issue_templates, workspace, lambda: at(14, 6), QUARTER)
    return workspace


def revised(workspace: Workspace, units: Units, words: str = "") -> PlanAdoption:
    """The adoption of a plan with these units instead; other words make every template a new one."""
    put_plan(workspace, plan_of(units, words))
    return call(adopt, workspace, lambda: at(20, 6), reason="наказ № 17")


def current_codes(workspace: Workspace) -> dict[str, str]:
    """The form code that counts now, by the code of the unit."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return {issue.unit.code: str(issue.form_code) for issue in latest_issues(connection, QUARTER)}


def on_disk(workspace: Workspace) -> dict[str, str]:
    """The unit whose current template each file is, by the name of the file; "" for any other file."""
    units = {code: unit for unit, code in current_codes(workspace).items()}
    folder = workspace.templates / str(QUARTER)
    return {path.stem: units.get(form_code_of(path), "") for path in folder.iterdir()}
