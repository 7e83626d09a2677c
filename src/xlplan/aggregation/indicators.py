"""Plan and fact of a quarter: a figure for each indicator and, below it, one for each unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypedDict

from xlplan.aggregation.judging import is_answered, judge, shortfall, unit_status
from xlplan.aggregation.year_to_date import (
    all_answered,
    backlog,
    done_to_date,
    forecast,
    known_sum,
    target_of_year,
    target_to_date,
)
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import IndicatorFigure, Period, Returns, UnitFigure
from xlplan.domain.issue import reporting_units, unit_target
from xlplan.domain.plan import Better, Counting, Indicator, Measure, Plan, Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.submission import Source
from xlplan.domain.target import Target, TargetKind


@dataclass(frozen=True)
class _Inputs:
    """Inputs of every figure.

    `now`: the returns of the quarter. `before`: the earlier quarters of its year.
    """

    plan: Plan
    period: Period
    returns: Mapping[Quarter, Returns]
    now: Returns
    before: tuple[Quarter, ...]


class _CentreTarget(NamedTuple):
    """The target of an indicator for all its units together: of the quarter, and since the start of the year."""

    target: Target
    to_date: int | None


def indicator_figures(
    plan: Plan, period: Period, returns: Mapping[Quarter, Returns]
) -> tuple[IndicatorFigure, ...]:
    """Return a figure for each indicator, in the plan's order.

    Args:
        plan: The plan that counts for the quarter.
        period: The quarter, the day, and when returns are due.
        returns: The return of each unit that counts, for the quarter and the earlier ones of its year.
    """
    now, before = returns.get(period.quarter, {}), earlier_quarters(plan, period.quarter)
    inputs = _Inputs(plan, period, returns, now, before)
    return tuple(
        _indicator_figure(inputs, measure, indicator)
        for measure in plan.measures
        for indicator in measure.indicators
    )


def _unit_figure(inputs: _Inputs, indicator: Indicator, unit: Unit, centre_target: _CentreTarget) -> UnitFigure:
    plan, period, returns = inputs.plan, inputs.period, inputs.returns
    own, split = indicator.counting is not Counting.JOINT, indicator.counting is Counting.SPLIT
    target, to_date = centre_target.target, centre_target.to_date
    if split:
        target = unit_target(plan, indicator, unit.code, period.quarter)
        to_date = target_to_date(plan, indicator, period.quarter.to_date, unit.code)
    judged = own and target.kind is TargetKind.COUNT
    accepted = inputs.now.get(unit.code)
    entry = accepted.entries.get(indicator.key) if accepted else None
    source = Source(accepted.file, accepted.sha256, entry.sheet, entry.cell) if accepted and entry else None
    entry = entry or Entry(indicator.key, EntryKind.MISSING)
    returned = source is not None and is_answered(entry, target)
    deviation = None
    if judged and target.count is not None and entry.number is not None:
        deviation = entry.number - target.count
    status = period.status_without_return
    if returned:
        status = unit_status(entry, target, judged, indicator.better, period.on_track)
    return UnitFigure(
        unit=unit,
        target=target,
        is_judged=judged,
        entry=entry,
        is_answered=returned,
        deviation=deviation,
        shortfall=shortfall(entry, target, indicator.better) if judged else None,
        status=status,
        source=source,
        target_to_date=to_date,
        done_to_date=done_to_date(indicator, period.quarter.to_date, returns, unit.code),
        backlog=_backlog(inputs, indicator, unit.code) if own and inputs.before else None,
    )


def _backlog(inputs: _Inputs, indicator: Indicator, unit: str) -> int | None:
    """Return the backlog of a unit against its own targets; None where an earlier quarter has no answer."""
    if not all_answered(inputs.plan, indicator, inputs.before, inputs.returns, (unit,)):
        return None
    target = target_to_date(inputs.plan, indicator, inputs.before, unit)
    return backlog(target, done_to_date(indicator, inputs.before, inputs.returns, unit), indicator)


def earlier_quarters(plan: Plan, quarter: Quarter) -> tuple[Quarter, ...]:
    """Return the quarters of the year before this one that the plan covers."""
    return tuple(each for each in quarter.to_date[:-1] if each in plan.centre.quarters)


def _indicator_figure(inputs: _Inputs, measure: Measure, indicator: Indicator) -> IndicatorFigure:
    plan, period = inputs.plan, inputs.period
    target = indicator.target(period.quarter)
    centre_target = _CentreTarget(target, target_to_date(plan, indicator, period.quarter.to_date))
    units = tuple(
        _unit_figure(inputs, indicator, plan.unit(code), centre_target)
        for code in reporting_units(measure, indicator)
    )
    done = known_sum(each.entry.number for each in units)
    waiting = tuple(each.unit for each in units if not each.is_answered)
    known, unknown = _missing_count(indicator, target, units, done)
    deviation, percent = None, None
    if target.count is not None and done is not None and not waiting:
        deviation = done - target.count
        percent = done / target.count if target.count else None
    status = _indicator_status(period, indicator, target, units, done)
    year = _year_fields(inputs, indicator, units, status, centre_target.to_date)
    return IndicatorFigure(
        measure=measure,
        indicator=indicator,
        target=target,
        units=units,
        done=done,
        waiting_units=waiting,
        deviation=deviation,
        percent=percent,
        shortfall=known,
        unknown=unknown,
        status=status,
        **year,
    )


class _YearFields(TypedDict):
    """The fields of an indicator's figure that concern the year."""

    target_to_date: int | None
    done_to_date: int | None
    is_partial_to_date: bool
    status_to_date: Status
    backlog: int | None
    target_year: int | None
    forecast: int | None


def _year_fields(
    inputs: _Inputs, indicator: Indicator, units: tuple[UnitFigure, ...], status: Status, target: int | None
) -> _YearFields:
    plan, period, returns, before = inputs.plan, inputs.period, inputs.returns, inputs.before
    codes = [each.unit.code for each in units]
    all_known = all_answered(plan, indicator, before, returns, codes)
    partial = not all_known or not all(each.is_answered for each in units)
    done = known_sum(each.done_to_date for each in units)
    undone = None
    if before and all_known:
        done_before = known_sum(done_to_date(indicator, before, returns, code) for code in codes)
        undone = backlog(target_to_date(plan, indicator, before), done_before, indicator)
    return _YearFields(
        target_to_date=target,
        done_to_date=done,
        is_partial_to_date=partial,
        status_to_date=_status_to_date(period, indicator, target, done, all_known, partial, status),
        backlog=undone,
        target_year=target_of_year(plan, indicator, period.quarter.year),
        forecast=None if partial else forecast(done, indicator, period.quarter),
    )


def _status_to_date(
    period: Period,
    indicator: Indicator,
    target: int | None,
    done: int | None,
    all_known: bool,
    partial: bool,
    status: Status,
) -> Status:
    """Judge the year so far by what is known; `status` is the status of the quarter."""
    without_return = period.status_without_return if all_known else Status.NOT_RETURNED
    if done is None:
        return without_return if partial else status
    if target is None:
        return Status.NOT_JUDGED
    judged = judge(done, target, indicator.better, period.on_track)
    # The missing returns may still lift a sum to its target, or over a ceiling.
    may_change = (judged is Status.SHORT) is (indicator.better is Better.MORE)
    return without_return if partial and may_change else judged


def _missing_count(
    indicator: Indicator, target: Target, units: tuple[UnitFigure, ...], done: int | None
) -> tuple[int | None, int | None]:
    """Return what is known to be missing from a count, and what silent units may still add."""
    silent = [each for each in units if not each.is_answered]
    if target.count is None or (done is None and not silent):
        return None, None
    if indicator.better is Better.LESS:
        # A result above a ceiling stays above it. What a silent unit adds has no bound.
        return max(0, (done or 0) - target.count), None if silent else 0
    gap = max(0, target.count - (done or 0))
    if indicator.counting is Counting.SPLIT:
        # A silent unit can still add its own share and no more. The rest is already known to be missing.
        unknown = min(gap, sum(each.target.count or 0 for each in silent))
    else:
        unknown = gap if silent else 0
    return gap - unknown, unknown


def _indicator_status(
    period: Period, indicator: Indicator, target: Target, units: tuple[UnitFigure, ...], done: int | None
) -> Status:
    silent = [each for each in units if not each.is_answered]
    answered = [each for each in units if each.is_answered]
    if not answered:
        return period.status_without_return
    if done is None:
        nothing_arose = all(each.entry.kind is EntryKind.NOTHING_AROSE for each in answered)
        if silent and (nothing_arose or target.count is not None):
            return period.status_without_return
        return Status.NOTHING_AROSE if nothing_arose else Status.NOT_JUDGED
    if target.count is None:
        return Status.NOT_JUDGED
    status = judge(done, target.count, indicator.better, period.on_track)
    if silent and _may_change(status, period, indicator, target.count, done, silent):
        return period.status_without_return
    return status


def _may_change(
    status: Status, period: Period, indicator: Indicator, target: int, done: int, silent: list[UnitFigure]
) -> bool:
    """Tell whether the silent units could still change the status: up to the target, or over a ceiling."""
    if indicator.better is Better.LESS:
        return status is not Status.SHORT
    if status is not Status.SHORT:
        return False
    if indicator.counting is not Counting.SPLIT:
        return True
    best = done + sum(each.target.count or 0 for each in silent)
    return judge(best, target, indicator.better, period.on_track) is not Status.SHORT
