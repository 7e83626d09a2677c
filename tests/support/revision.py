"""A plan that is changed in the middle of a quarter, as an order would change it."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from tests.support.centre import QUARTER, at, call
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.plan_writer.writer import write_plan
from xlplan.domain.plan import Counting, Indicator, Measure, Plan, Share
from xlplan.domain.target import count_target
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import language
from xlplan.workflows.plan_adoption import PlanAdoption, adopt

# The plans of workbooks by their bytes, and the workbooks of plans: many tests change the same plan alike.
_read: dict[bytes, Plan] = {}
_written: dict[tuple[str, str], bytes] = {}
REASON = "наказ № 17 від 12.05.2021"
NEW = Measure(
    "1.4.11",
    "Лекції про права споживачів",
    ("HOR",),
    (Indicator("1.4.11", "лекції", Counting.LEAD, ((QUARTER, count_target(2)),), count_target(2)),),
    direction="1. Суб'єкти відповідного права мають рівний доступ до БПД",
    responsible="Хорошівське БПД",
)


def edit(workspace: Workspace, change: Callable[[Plan], Plan]) -> None:
    """Changes the plan workbook of the workspace."""
    path = workspace.templates / "План.xlsx"
    known = hashlib.sha256(path.read_bytes()).digest()
    if known not in _read:
        plan, _findings = read_plan(path)
        assert plan is not None
        _read[known] = plan
    put_plan(workspace, change(_read[known]))


def put_plan(workspace: Workspace, plan: Plan) -> None:
    """Makes a plan the only one of the workspace."""
    path = workspace.templates / "План.xlsx"
    wanted = (language(), repr(plan))
    if wanted not in _written:
        write_plan(path, plan, at())
        _written[wanted] = path.read_bytes()
    path.write_bytes(_written[wanted])


def revise(workspace: Workspace, change: Callable[[Plan], Plan], moment: datetime | None = None) -> PlanAdoption:
    """Changes the plan workbook and adopts it."""
    edit(workspace, change)
    return call(adopt, workspace, lambda: moment or at(12, 5), reason=REASON)


def targeted(plan: Plan, code: str, number: int) -> Plan:
    """The plan with another count for the first indicator of a measure."""

    def changed(measure: Measure) -> Measure:
        first, *rest = measure.indicators
        aimed = replace(first, targets=((QUARTER, count_target(number)),), total=count_target(number))
        return replace(measure, indicators=(aimed, *rest))

    measures = tuple(changed(each) if each.code == code else each for each in plan.measures)
    return replace(plan, measures=measures)


def shared(plan: Plan, code: str, unit: str, number: int) -> Plan:
    """The plan with another share for a unit."""
    shares = tuple(
        Share(each.indicator, each.unit, each.quarter, number)
        if (each.indicator, each.unit) == (code, unit)
        else each
        for each in plan.shares
    )
    return replace(plan, shares=shares)


def without(plan: Plan, code: str) -> Plan:
    """The plan without a measure."""
    return replace(
        plan,
        measures=tuple(each for each in plan.measures if each.code != code),
        shares=tuple(each for each in plan.shares if each.indicator != code),
        events=tuple(each for each in plan.events if each.key.rpartition("#")[0] != code),
    )


def by_order(plan: Plan) -> Plan:
    """One share changed (with its target), one measure dropped, one added: two of six units are touched."""
    changed = shared(targeted(plan, "1.1.2", 3), "1.1.2", "LUG", 2)
    dropped = without(changed, "3.1.4")
    return replace(dropped, measures=(*dropped.measures, NEW))
