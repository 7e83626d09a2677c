"""Year to date: one rule, the indicator's own, for what was planned and what was done."""

from collections.abc import Iterable, Mapping, Sequence

from xlplan.allotment import unit_target
from xlplan.figure import Returns
from xlplan.model import AddsUp, Indicator, Plan
from xlplan.quarter import Quarter


def known_sum(values: Iterable[int | None]) -> int | None:
    """The sum of the values that are known; None where none is, for nothing known is not zero."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def year_to_date(values: Sequence[int | None], adds_up: AddsUp) -> int | None:
    """The value since the start of the year from one value a quarter, None where there is none.

    SUM adds the quarters that have one, LAST takes the latest; None where no quarter has one.
    Source: design, quarter and year to date.
    """
    if adds_up is AddsUp.SUM:
        return known_sum(values)
    return next((value for value in reversed(values) if value is not None), None)


def target_to_date(plan: Plan, indicator: Indicator, quarter: Quarter, unit: str | None = None) -> int | None:
    """The count planned since the start of the year, for the centre or for one unit; None without a count."""
    counts = [
        (unit_target(plan, indicator, unit, past) if unit else indicator.target(past)).count
        for past in quarter.to_date
    ]
    return year_to_date(counts, indicator.adds_up)


def done_to_date(
    indicator: Indicator, quarter: Quarter, returns: Mapping[Quarter, Returns], unit: str
) -> int | None:
    """The number that a unit reported since the start of the year; None where it reported none.

    The centre's is the sum over its units, so that total and unit rows agree by either rule.
    """
    numbers: list[int | None] = []
    for past in quarter.to_date:
        accepted = returns.get(past, {}).get(unit)
        entry = accepted.entries.get(indicator.key) if accepted else None
        numbers.append(entry.number if entry else None)
    return year_to_date(numbers, indicator.adds_up)


def partial_to_date(
    plan: Plan, quarter: Quarter, returns: Mapping[Quarter, Returns], units: Sequence[str]
) -> bool:
    """Whether an earlier quarter of the plan lacks the return of one of these units."""
    past = [each for each in quarter.to_date if each in plan.centre.quarters and each != quarter]
    return any(unit not in returns.get(each, {}) for each in past for unit in units)
