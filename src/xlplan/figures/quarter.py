"""The quarter as a whole, and its shortfalls, worst first."""

from collections.abc import Mapping

from xlplan.figure import IndicatorFigure, Period, QuarterFigures, Returns, Shortfall
from xlplan.figures.actuals import indicator_figures
from xlplan.model import Plan, Unit
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
    rows = [row for figure in figures.indicators for row in _shortfalls_of(figure)]
    return tuple(sorted(rows, key=lambda row: (-row.missing, -_part(row))))


def _shortfalls_of(figure: IndicatorFigure) -> list[Shortfall]:
    rows = [
        Shortfall(figure, unit, unit.shortfall, figure.unknown)
        for unit in figure.units
        if unit.status is Status.SHORT and unit.shortfall
    ]
    # A joint target has no unit of its own; and no shortfall of the centre may be without a row.
    if not rows and figure.status is Status.SHORT and figure.shortfall:
        rows.append(Shortfall(figure, None, figure.shortfall, figure.unknown))
    return rows


def _part(row: Shortfall) -> float:
    target = row.unit.target if row.unit else row.figure.target
    return row.missing / target.count if target.count else 0.0
