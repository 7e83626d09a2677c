"""Figures of a quarter as a whole, and its shortfalls, worst first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from xlplan.aggregation.indicators import earlier_quarters, indicator_figures
from xlplan.aggregation.judging import shortfall
from xlplan.domain.figures import IndicatorFigure, Period, Promise, QuarterFigures, Returns, Shortfall
from xlplan.domain.issue import unit_target
from xlplan.domain.plan import Counting, Plan, Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status


def quarter_figures(
    plan: Plan, period: Period, owed: tuple[Unit, ...], returns: Mapping[Quarter, Returns]
) -> QuarterFigures:
    """Return all figures of a quarter from a plan and the accepted returns of its year so far."""
    indicators = indicator_figures(plan, period, returns)
    return QuarterFigures(
        plan=plan,
        period=period,
        indicators=indicators,
        units=owed,
        returns=returns.get(period.quarter, {}),
        status_counts=(*_status_counts(plan, period, returns), (period.quarter, _count_statuses(indicators))),
        promises=tuple(_promises(plan, period, returns, indicators)),
    )


def _count_statuses(indicators: Iterable[IndicatorFigure]) -> Mapping[Status, int]:
    return Counter(figure.status for figure in indicators)


def _status_counts(
    plan: Plan, period: Period, returns: Mapping[Quarter, Returns]
) -> Iterator[tuple[Quarter, Mapping[Status, int]]]:
    """Count the statuses of the earlier quarters.

    Their due days are past, so a missing return is not expected any more.
    """
    for quarter in earlier_quarters(plan, period.quarter):
        earlier_period = replace(period, quarter=quarter, due=date.min)
        yield (
            quarter,
            _count_statuses(indicator_figures(plan, earlier_period, {quarter: returns.get(quarter, {})})),
        )


def _promises(
    plan: Plan, period: Period, returns: Mapping[Quarter, Returns], indicators: Iterable[IndicatorFigure]
) -> Iterator[Promise]:
    """Yield what units promised about the shortfalls of the last quarter."""
    if period.quarter.number == 1:
        return
    last = period.quarter.to_date[-2]
    for figure in indicators:
        for unit in figure.units:
            accepted = returns.get(last, {}).get(unit.unit.code)
            entry = accepted.entries.get(figure.indicator.key) if accepted else None
            has_own_target = figure.indicator.counting is not Counting.JOINT
            if entry is None or not has_own_target or not entry.action.strip():
                continue
            target = unit_target(plan, figure.indicator, unit.unit.code, last)
            if missed := shortfall(entry, target, figure.indicator.better):
                yield Promise(figure, unit, missed, entry.action.strip())


def shortfalls(figures: QuarterFigures) -> tuple[Shortfall, ...]:
    """Return every shortfall, worst first.

    The order is by the number missing, then by its part of the target, then by the plan.
    """
    rows = [row for figure in figures.indicators for row in _shortfalls_of(figure)]
    return tuple(sorted(rows, key=lambda row: (-row.missing, -_part_of_target(row))))


def _shortfalls_of(figure: IndicatorFigure) -> list[Shortfall]:
    rows = [
        Shortfall(figure, unit, unit.shortfall, figure.unknown)
        for unit in figure.units
        if unit.status is Status.SHORT and unit.shortfall
    ]
    # A joint target belongs to no unit. Every shortfall of the centre has a row nevertheless.
    if not rows and figure.status is Status.SHORT and figure.shortfall:
        rows.append(Shortfall(figure, None, figure.shortfall, figure.unknown))
    return rows


def _part_of_target(row: Shortfall) -> float:
    target = row.unit.target if row.unit else row.figure.target
    return row.missing / target.count if target.count else 0.0
