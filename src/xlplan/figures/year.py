"""Year to date: one rule, the indicator's own, for what was planned and what was done."""

from collections.abc import Mapping, Sequence

from xlplan.allotment import unit_target
from xlplan.model import AddsUp, Indicator, Plan
from xlplan.quarter import Quarter
from xlplan.submission import AcceptedReturn


def year_to_date(values: Sequence[int | None], adds_up: AddsUp) -> int | None:
    """The value since the start of the year from one value a quarter, None where there is none.

    SUM adds the quarters that have one, LAST takes the latest; None where no quarter has one.
    Source: design, quarter and year to date.
    """
    known = [value for value in values if value is not None]
    if not known:
        return None
    return sum(known) if adds_up is AddsUp.SUM else known[-1]


def target_to_date(plan: Plan, indicator: Indicator, quarter: Quarter, unit: str | None = None) -> int | None:
    """The count planned since the start of the year, for the centre or for one unit; None without a count."""
    counts = [
        (unit_target(plan, indicator, unit, past) if unit else indicator.target(past)).count
        for past in quarter.to_date
    ]
    return year_to_date(counts, indicator.adds_up)


def done_to_date(
    indicator: Indicator,
    quarter: Quarter,
    returns: Mapping[Quarter, Mapping[str, AcceptedReturn]],
    units: Sequence[str],
) -> int | None:
    """The number reported since the start of the year by these units together; None where none was."""
    by_quarter = []
    for past in quarter.to_date:
        accepted = [returns.get(past, {}).get(unit) for unit in units]
        entries = [each.entries.get(indicator.key) for each in accepted if each]
        numbers = [entry.number for entry in entries if entry and entry.number is not None]
        by_quarter.append(sum(numbers) if numbers else None)
    return year_to_date(by_quarter, indicator.adds_up)
