"""Year to date: the indicator's own rule, the same for targets and results."""

from collections.abc import Iterable, Mapping, Sequence

from xlplan.aggregation.judging import is_answered, shortfall
from xlplan.domain.figures import Returns
from xlplan.domain.issue import RowHistory, unit_target
from xlplan.domain.plan import AddsUp, Better, Counting, Indicator, Plan
from xlplan.domain.quarter import Quarter

_QUARTERS = 4


def known_sum(values: Iterable[int | None]) -> int | None:
    """Return the sum of the values that are known; None where none is, because nothing known is not zero."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def year_to_date(values: Sequence[int | None], adds_up: AddsUp) -> int | None:
    """Return the value since the start of the year from one value a quarter, None where a quarter has none.

    SUM adds the quarters that have a value, LAST takes the latest. The result is None where no quarter has one.
    Source: design, quarter and year to date.
    """
    if adds_up is AddsUp.SUM:
        return known_sum(values)
    return next((value for value in reversed(values) if value is not None), None)


def target_to_date(
    plan: Plan, indicator: Indicator, quarters: Sequence[Quarter], unit: str | None = None
) -> int | None:
    """Return the count planned in these quarters, for the centre or for one unit; None without a count."""
    counts = [
        (unit_target(plan, indicator, unit, quarter) if unit else indicator.target(quarter)).count
        for quarter in quarters
    ]
    return year_to_date(counts, indicator.adds_up)


def done_to_date(
    indicator: Indicator, quarters: Sequence[Quarter], returns: Mapping[Quarter, Returns], unit: str
) -> int | None:
    """Return the number that a unit reported in these quarters; None where it reported none.

    The number of the centre is the sum over its units. Total and unit rows then agree by either rule.
    """
    numbers: list[int | None] = []
    for quarter in quarters:
        accepted = returns.get(quarter, {}).get(unit)
        entry = accepted.entries.get(indicator.key) if accepted else None
        numbers.append(entry.number if entry else None)
    return year_to_date(numbers, indicator.adds_up)


def all_answered(
    plan: Plan,
    indicator: Indicator,
    quarters: Iterable[Quarter],
    returns: Mapping[Quarter, Returns],
    units: Sequence[str],
) -> bool:
    """Tell whether each of these units answered the indicator in each of these quarters."""
    for quarter in quarters:
        accepted = returns.get(quarter, {})
        for unit in units:
            entry = accepted[unit].entries.get(indicator.key) if unit in accepted else None
            if entry is None or not is_answered(entry, unit_target(plan, indicator, unit, quarter)):
                return False
    return True


def backlog(target: int | None, done: int | None, indicator: Indicator) -> int | None:
    """Return what earlier quarters left undone, from their targets and results together.

    A surplus in one quarter makes up for a gap in another.

    Returns:
        The backlog, never negative, 0 where nothing was left. None without a target or a number, and where the
            latest value counts: such an indicator has nothing to catch up on.
    """
    if target is None or done is None or indicator.adds_up is AddsUp.LAST:
        return None
    return max(0, target - done if indicator.better is Better.MORE else done - target)


def target_of_year(plan: Plan, indicator: Indicator, year: int) -> int | None:
    """Return the count planned for a whole year.

    It is None where the plan does not cover the year or gives no count.
    """
    quarters = tuple(each for each in plan.centre.quarters if each.year == year)
    return target_to_date(plan, indicator, quarters) if len(quarters) == _QUARTERS else None


def forecast(done: int | None, indicator: Indicator, quarter: Quarter) -> int | None:
    """Return the result that the year will have at the present pace.

    The pace is what was done for each planned quarter that has passed.

    Returns:
        A whole number, rounded half up. None without a number, and before the first planned quarter. None also
            where the latest value counts, because such an indicator has no pace.
    """
    planned = [
        each for each, target in indicator.targets if target.count is not None and each.year == quarter.year
    ]
    elapsed = sum(each <= quarter for each in planned)
    if done is None or not elapsed or indicator.adds_up is AddsUp.LAST:
        return None
    return (2 * done * len(planned) + elapsed) // (2 * elapsed)


def row_history(
    plan: Plan, indicator: Indicator, unit: str, quarter: Quarter, returns: Mapping[Quarter, Returns]
) -> RowHistory | None:
    """Return a unit's history of an indicator before a quarter; None where no earlier return answers it.

    Only quarters with an accepted return count, for targets as for results, so that the two can be compared. A
    joint target belongs to no unit, so it is left out.
    """
    answered = [
        (past, accepted.entries[indicator.key])
        for past in quarter.to_date[:-1]
        if (accepted := returns.get(past, {}).get(unit)) and indicator.key in accepted.entries
    ]
    if not answered:
        return None
    targets = {past: unit_target(plan, indicator, unit, past) for past, _entry in answered}
    has_own_target = indicator.counting is not Counting.JOINT
    last, entry = answered[-1]
    missed = shortfall(entry, targets[last], indicator.better) if has_own_target else None
    is_last = quarter.to_date[-2] == last
    return RowHistory(
        target=year_to_date([each.count for each in targets.values()], indicator.adds_up)
        if has_own_target
        else None,
        done=year_to_date([entry.number for _past, entry in answered], indicator.adds_up),
        adds_up=indicator.adds_up,
        shortfall=missed or None,
        promised=entry.action if missed and is_last else "",
    )
