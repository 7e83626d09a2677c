"""Plan against fact for a quarter: a figure for each indicator, and under it one for each unit."""

from collections.abc import Mapping

from xlplan.allotment import reporting_units, unit_target
from xlplan.figure import IndicatorFigure, Period, Returns, UnitFigure
from xlplan.figures.status import judge, shortfall, unit_status
from xlplan.figures.year import done_to_date, target_to_date
from xlplan.model import Better, Counting, Indicator, Measure, Plan, Unit
from xlplan.quarter import Quarter
from xlplan.status import Status
from xlplan.submission import Entry, EntryKind, Source
from xlplan.target import Target, TargetKind


def indicator_figures(
    plan: Plan, period: Period, returns: Mapping[Quarter, Returns]
) -> tuple[IndicatorFigure, ...]:
    """A figure for each indicator in the plan's order.

    `returns`: for the quarter and the earlier ones of its year, the latest accepted return of each unit.
    """
    return tuple(
        _indicator_figure(plan, period, returns, measure, indicator)
        for measure in plan.measures
        for indicator in measure.indicators
    )


def _unit_figure(
    plan: Plan, period: Period, returns: Mapping[Quarter, Returns], indicator: Indicator, unit: Unit
) -> UnitFigure:
    target = unit_target(plan, indicator, unit.code, period.quarter)
    judged = target.kind is TargetKind.COUNT and indicator.counting is not Counting.JOINT
    accepted = returns.get(period.quarter, {}).get(unit.code)
    entry = accepted.entries.get(indicator.key) if accepted else None
    if accepted is None or entry is None:
        entry = Entry(indicator.key, EntryKind.MISSING)
        status, source, deviation = period.silence, None, None
    else:
        status = unit_status(entry, target, judged, indicator.better, period.on_track)
        source = Source(accepted.file, accepted.sha256, entry.sheet, entry.cell)
        counted = judged and target.count is not None and entry.number is not None
        deviation = entry.number - target.count if counted else None  # type: ignore[operator]
    return UnitFigure(
        unit=unit,
        target=target,
        judged=judged,
        entry=entry,
        returned=source is not None,
        deviation=deviation,
        shortfall=shortfall(entry, target, indicator.better) if judged else None,
        status=status,
        source=source,
        target_to_date=target_to_date(plan, indicator, period.quarter, unit.code),
        done_to_date=done_to_date(indicator, period.quarter, returns, (unit.code,)),
    )


def _indicator_figure(
    plan: Plan, period: Period, returns: Mapping[Quarter, Returns], measure: Measure, indicator: Indicator
) -> IndicatorFigure:
    reporting = reporting_units(measure, indicator)
    units = tuple(_unit_figure(plan, period, returns, indicator, plan.unit(code)) for code in reporting)
    target = indicator.target(period.quarter)
    numbers = [figure.entry.number for figure in units if figure.entry.number is not None]
    done = sum(numbers) if numbers else None
    waiting = tuple(figure.unit for figure in units if not figure.returned)
    known, unknown = _missing(indicator, target, units, done or 0) if numbers or waiting else (None, None)
    complete = target.count is not None and done is not None and not waiting
    return IndicatorFigure(
        measure=measure,
        indicator=indicator,
        target=target,
        units=units,
        done=done,
        waiting=waiting,
        deviation=done - target.count if complete else None,  # type: ignore[operator]
        percent=done / target.count if complete and target.count else None,  # type: ignore[operator]
        shortfall=known,
        unknown=unknown,
        status=_indicator_status(period, indicator, target, units, done, known),
        target_to_date=target_to_date(plan, indicator, period.quarter),
        done_to_date=done_to_date(indicator, period.quarter, returns, reporting),
    )


def _missing(
    indicator: Indicator, target: Target, units: tuple[UnitFigure, ...], done: int
) -> tuple[int | None, int | None]:
    """What is known to be missing from a count, and what is not known because units are silent."""
    if target.count is None:
        return None, None
    if indicator.better is Better.LESS:
        return max(0, done - target.count), 0
    gap = max(0, target.count - done)
    silent = [figure for figure in units if not figure.returned]
    if not silent:
        return gap, 0
    if indicator.counting is Counting.SPLIT:
        # A silent unit can still bring its own share, no more: the rest is already known to be missing.
        unknown = min(gap, sum(figure.target.count or 0 for figure in silent))
        return gap - unknown, unknown
    return 0, gap


def _indicator_status(
    period: Period,
    indicator: Indicator,
    target: Target,
    units: tuple[UnitFigure, ...],
    done: int | None,
    known: int | None,
) -> Status:
    heard = [figure for figure in units if figure.returned]
    if not heard:
        return period.silence
    if target.count is None:
        silent = all(figure.entry.kind is EntryKind.NOTHING_AROSE for figure in units)
        return Status.NOTHING_AROSE if silent else Status.NOT_JUDGED
    if done is None:
        return Status.NOT_JUDGED
    status = judge(done, target.count, indicator.better, period.on_track)
    if status is Status.SHORT and len(heard) < len(units) and not known:
        return period.silence
    return status
