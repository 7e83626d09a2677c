"""What stands behind a row of a new template: the unit's year so far, and what it promised last quarter."""

from collections.abc import Mapping

from xlplan.aggregation.judging import shortfall
from xlplan.aggregation.year_to_date import year_to_date
from xlplan.domain.figures import Returns
from xlplan.domain.issue import unit_target
from xlplan.domain.plan import Counting, Indicator, Past, Plan
from xlplan.domain.quarter import Quarter


def past_of(
    plan: Plan, indicator: Indicator, unit: str, quarter: Quarter, returns: Mapping[Quarter, Returns]
) -> Past | None:
    """A unit's past of an indicator before a quarter; None where no earlier return of the year answers it.

    Only quarters whose return was accepted count, for the plan as for what was done, so that the two can be held
    against each other. A joint target is nobody's own, so it is left out.
    """
    answered = [
        (past, accepted.entries[indicator.key])
        for past in quarter.to_date[:-1]
        if (accepted := returns.get(past, {}).get(unit)) and indicator.key in accepted.entries
    ]
    if not answered:
        return None
    targets = {past: unit_target(plan, indicator, unit, past) for past, _entry in answered}
    own = indicator.counting is not Counting.JOINT
    last, entry = answered[-1]
    missed = shortfall(entry, targets[last], indicator.better) if own else None
    is_last = quarter.to_date[-2] == last
    return Past(
        target=year_to_date([each.count for each in targets.values()], indicator.adds_up) if own else None,
        done=year_to_date([entry.number for _past, entry in answered], indicator.adds_up),
        adds_up=indicator.adds_up,
        shortfall=missed or None,
        promised=entry.action if missed and is_last else "",
    )
