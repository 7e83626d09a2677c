"""The real plan, asked of as many bureaus as wanted."""

from importlib.resources import as_file, files

from msgspec.structs import replace

from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.plan import Counting, Plan, Unit, UnitKind


def wide_plan(units: int, rows: int | None = None, times: int = 1) -> Plan:
    """The Korosten plan for so many bureaus, each of which answers for all of it.

    Args:
        units: The number of bureaus.
        rows: Of so many measures the plan is cut off; None keeps all.
        times: How many times over it holds its measures, each time under codes of their own.
    """
    with as_file(files("xlplan.workflows") / "demo_data" / "korosten-2021-q2.xlsx") as sample:
        plan, _findings = read_plan(sample)
    assert plan is not None
    many = tuple(Unit(f"U{number:04}", f"Бюро {number:04}", UnitKind.BUREAU, ("усі",)) for number in range(units))
    codes = tuple(unit.code for unit in many)
    measures = tuple(
        replace(
            measure,
            units=codes,
            responsible="усі",
            executors=(),
            code=f"{before}{measure.code}",
            indicators=tuple(
                replace(each, key=f"{before}{each.key}", counting=Counting.JOINT) for each in measure.indicators
            ),
        )
        for before in ([f"{time}." for time in range(1, times + 1)] if times > 1 else [""])
        for measure in plan.measures
    )
    return replace(plan, units=many, measures=measures[:rows], shares=(), events=())
