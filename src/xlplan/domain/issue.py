"""Which rows of a plan each unit answers for, and with which target."""

from xlplan.domain.plan import Counting, Indicator, IssueRow, Measure, Plan, Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import UNSET, Target, TargetKind, count


def reporting_units(measure: Measure, indicator: Indicator) -> tuple[str, ...]:
    """The codes of the units that report an indicator: all that are named, or only the first where one leads."""
    return measure.units[:1] if indicator.counting is Counting.LEAD else measure.units


def unit_target(plan: Plan, indicator: Indicator, unit: str, quarter: Quarter) -> Target:
    """The target that a unit sees: its own share of a split count, else the indicator's target."""
    whole = indicator.target(quarter)
    if indicator.counting is not Counting.SPLIT or whole.kind is not TargetKind.COUNT:
        return whole
    own = plan.share(indicator.key, unit, quarter)
    return UNSET if own is None else count(own)


def rows_of(plan: Plan, unit: Unit, quarter: Quarter) -> tuple[IssueRow, ...]:
    """The rows of a unit's template, in the plan's own order; empty where the unit has nothing to report."""
    rows = []
    for measure in plan.measures:
        for indicator in measure.indicators:
            if unit.code not in reporting_units(measure, indicator):
                continue
            events = tuple(
                event
                for event in plan.events
                if event.unit == unit.code
                and event.quarter == quarter
                and event.key.rpartition("#")[0] == indicator.key
            )
            rows.append(
                IssueRow(
                    key=indicator.key,
                    measure=measure.title,
                    indicator=indicator.title,
                    target=unit_target(plan, indicator, unit.code, quarter),
                    counting=indicator.counting,
                    better=indicator.better,
                    direction=measure.direction,
                    task=measure.task,
                    events=events,
                )
            )
    return tuple(rows)
