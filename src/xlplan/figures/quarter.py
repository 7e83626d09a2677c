"""The quarter as a whole, and its shortfalls, worst first."""

from collections.abc import Mapping

from xlplan.figure import Period, QuarterFigures, Returns, Shortfall
from xlplan.figures.actuals import indicator_figures
from xlplan.model import Counting, Plan, Unit
from xlplan.quarter import Quarter
from xlplan.status import Status


def quarter_figures(
    plan: Plan, period: Period, owed: tuple[Unit, ...], returns: Mapping[Quarter, Returns]
) -> QuarterFigures:
    """All figures of a quarter from a plan and the accepted returns of its year so far."""
    indicators = indicator_figures(plan, period, returns)
    return QuarterFigures(plan, period, indicators, owed, returns.get(period.quarter, {}))


def shortfalls(figures: QuarterFigures) -> tuple[Shortfall, ...]:
    """Every shortfall, worst first: by what is missing, then by its part of the target, then in plan order."""
    rows = []
    for figure in figures.indicators:
        if figure.indicator.counting is Counting.JOINT:
            if figure.status is Status.SHORT and figure.shortfall:
                rows.append(Shortfall(figure, None, figure.shortfall, figure.unknown or 0))
            continue
        rows += [
            Shortfall(figure, unit, unit.shortfall, figure.unknown or 0)
            for unit in figure.units
            if unit.status is Status.SHORT and unit.shortfall
        ]
    return tuple(sorted(rows, key=lambda row: (-row.missing, -_part(row))))


def _part(row: Shortfall) -> float:
    target = row.unit.target if row.unit else row.figure.target
    return row.missing / target.count if target.count else 0.0
