"""Plan and fact of a quarter: a figure for each indicator and, below it, one for each unit."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypedDict

from msgspec import Struct, field
from msgspec.structs import replace

from xlplan.aggregation.computed import RatioFigures
from xlplan.aggregation.joining import join_quarters, join_units, known_sum
from xlplan.aggregation.judging import indicator_status, is_answered, missing_count, status_to_date, unit_status
from xlplan.aggregation.year_to_date import (
    LineIndex,
    QuarterIndicators,
    RowYear,
    backlog,
    forecast,
    former_units,
    index_by_line,
    past_quarters,
    row_year,
    targets_ahead,
)
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import (
    IndicatorFigure,
    Period,
    QuarterBasis,
    UnitFigure,
    UnitResult,
    YearBasis,
    is_asked,
)
from xlplan.domain.issue import reporting_units, unit_target
from xlplan.domain.judging import judge, shortfall
from xlplan.domain.plan import AcrossUnits, AddsUp, Counting, Indicator, Measure
from xlplan.domain.status import Status
from xlplan.domain.submission import AcceptedReturn
from xlplan.domain.target import Target, TargetKind
from xlplan.domain.unit_of_measure import Number

_QUARTERS = 4


class _Inputs(Struct, frozen=True):
    """Inputs of every figure of a quarter.

    `indexes`: for each earlier quarter its indicators by line. `ahead`: by line, the counts of later quarters.
    `covers_year`: plans cover the whole year. `counted`: the figures of rows that are not computed, by row code.
    """

    basis: QuarterBasis
    period: Period
    indexes: Sequence[LineIndex] = ()
    ahead: Mapping[str, Sequence[Number | None]] | None = None
    covers_year: bool = False
    counted: Mapping[str, IndicatorFigure] = field(default_factory=dict)

    def ratio(self, indicator: Indicator) -> RatioFigures | None:
        """Return the figures that a computed indicator is a share of; None for any other."""
        if indicator.ratio is None:
            return None
        keys = indicator.ratio.part, indicator.ratio.whole
        part, whole = (self.counted[key] for key in keys)
        parts, wholes = (past_quarters(self.basis.lines_of(key), self.indexes) for key in keys)
        by_quarter = {each.quarter: each for each in wholes}
        past = [(each, by_quarter[each.quarter]) for each in parts if each.quarter in by_quarter]
        return RatioFigures(part, whole, indicator.unit_of_measure, past)


def earlier_indicators(year: YearBasis, period: Period) -> tuple[QuarterIndicators, ...]:
    """Return the figures of each earlier quarter of the year by itself, oldest first.

    Their due days are past, so a missing return is not expected any more.
    """
    found = []
    for quarter in period.quarter.to_date[:-1]:
        if quarter in year:
            past = replace(period, quarter=quarter, due=date.min)
            found.append((quarter, figures_alone(year[quarter], past)))
    return tuple(found)


def figures_alone(basis: QuarterBasis, period: Period) -> tuple[IndicatorFigure, ...]:
    """Return the figures of a quarter by itself, whatever the other quarters of its year say."""
    return _all_figures(_Inputs(basis, period))


def indicator_figures(
    year: YearBasis, period: Period, earlier: Sequence[QuarterIndicators]
) -> tuple[IndicatorFigure, ...]:
    """Return a figure for each indicator, in the plan's order.

    Args:
        year: The quarters of the year that a plan covers.
        period: The quarter, the day, and when returns are due.
        earlier: The figures of the earlier quarters.
    """
    return _all_figures(
        _Inputs(
            basis=year[period.quarter],
            period=period,
            indexes=index_by_line(year, earlier),
            ahead=targets_ahead(year, period.quarter),
            covers_year=len(year) == _QUARTERS,
        )
    )


def _all_figures(inputs: _Inputs) -> tuple[IndicatorFigure, ...]:
    rows = [(measure, each) for measure in inputs.basis.plan.measures for each in measure.indicators]
    figures = {row.key: _indicator_figure(inputs, measure, row) for measure, row in rows if row.ratio is None}
    computed = replace(inputs, counted=figures)
    return tuple(figures.get(row.key) or _indicator_figure(computed, measure, row) for measure, row in rows)


class _UnitInputs(NamedTuple):
    """A unit's target and answer, before the year is known. `returned`: the unit's return that holds the row."""

    code: str
    target: Target
    entry: Entry
    returned: AcceptedReturn | None


def _unit_inputs(
    inputs: _Inputs, measure: Measure, indicator: Indicator, total: Target, ratio: RatioFigures | None
) -> Iterator[_UnitInputs]:
    is_split, returns = indicator.counting is Counting.SPLIT, inputs.basis.returns
    missing = Entry(indicator.key, EntryKind.MISSING)
    for code in reporting_units(measure, indicator):
        target, entry = total, missing
        if is_split:
            target = unit_target(inputs.basis.plan, indicator, code, inputs.period.quarter)
        returned = returns.get(code)
        own = returned.entries.get(indicator.key) if returned else None
        if own is None:
            returned = None
        else:
            entry = own
        yield _UnitInputs(code, target, ratio.entry(code, entry) if ratio else entry, returned)


def _unit_figures(
    inputs: _Inputs,
    indicator: Indicator,
    units: Sequence[_UnitInputs],
    year: RowYear,
    centre_target: Number | None,
) -> Iterator[UnitFigure]:
    """Yield the figure of each unit. What follows from the same target, answer and year is one result."""
    unit_of, follows_from_quarter = inputs.basis.plan.unit, year.follows_from_quarter
    known: dict[Hashable, UnitResult] = {}
    for each in units:
        code, target, entry, returned = each
        to_date = None if follows_from_quarter else _to_date(inputs, indicator, each, year, centre_target)
        # The ledger gives one object for equal entries.
        content = id(entry), target.kind, target.count, target.words, to_date
        result = known.get(content)
        if result is None:
            if to_date is None:
                to_date = _to_date(inputs, indicator, each, year, centre_target)
            result = known[content] = _unit_result(inputs, indicator, target, entry, to_date)
        yield UnitFigure(unit_of(code), returned, result)


class _ToDate(NamedTuple):
    """The year so far of a unit: target, number done and backlog."""

    target: Number | None
    done: Number | None
    backlog: Number | None


def _to_date(
    inputs: _Inputs, indicator: Indicator, unit: _UnitInputs, year: RowYear, centre_target: Number | None
) -> _ToDate:
    done = year.done(unit.code, unit.entry.number)
    if indicator.counting is Counting.JOINT:
        return _ToDate(centre_target, done, None)
    target = year.own_target(unit.code, unit.target.count)
    return _ToDate(target, done, _unit_backlog(inputs, indicator, unit, year, target, done))


def _unit_result(
    inputs: _Inputs, indicator: Indicator, target: Target, entry: Entry, to_date: _ToDate
) -> UnitResult:
    on_track, better = inputs.period.on_track, indicator.better
    is_judged = indicator.counting is not Counting.JOINT and target.kind is TargetKind.COUNT
    # Without a return the entry is MISSING. That answers a row without a target: nothing was asked.
    answered = is_answered(entry, target)
    deviation = None
    if is_judged and target.count is not None and entry.number is not None:
        deviation = entry.number - target.count
    return UnitResult(
        target=target,
        is_judged=is_judged,
        entry=entry,
        is_answered=answered,
        deviation=deviation,
        shortfall=shortfall(entry, target, better, on_track) if is_judged else None,
        status=(
            unit_status(entry, target, is_judged, better, on_track)
            if answered
            else inputs.period.status_without_return
        ),
        target_to_date=to_date.target,
        done_to_date=to_date.done,
        backlog=to_date.backlog,
    )


def _unit_backlog(
    inputs: _Inputs,
    indicator: Indicator,
    unit: _UnitInputs,
    year: RowYear,
    target: Number | None,
    done: Number | None,
) -> Number | None:
    """Return the backlog of a unit against its own targets.

    It is None where an earlier quarter has no answer, and where the units' numbers are not added up.
    """
    if not year.past or not indicator.is_summed:
        return None
    carried = [each for each in year.past if unit.code in each.units]
    if not carried or not all(figure.is_answered for each in carried for figure in each.units[unit.code]):
        return None
    before = (
        known_sum(each.own_target(unit.code) for each in carried),
        known_sum(each.done(unit.code) for each in carried),
    )
    return _open_backlog(inputs.period, indicator, before, (target, done))


def _open_backlog(
    period: Period,
    indicator: Indicator,
    before: tuple[Number | None, Number | None],
    to_date: tuple[Number | None, Number | None],
) -> Number | None:
    """Return the backlog; 0 where the year so far is not short. Both arguments: a target and a result.

    What the present quarter has made up for is not carried on.
    """
    undone = backlog(*before, indicator.adds_up, indicator.better)
    target, done = to_date
    if undone and target is not None and done is not None:
        is_short = judge(done, target, indicator.better, period.on_track) is Status.SHORT
        return undone if is_short else 0
    return undone


def _indicator_figure(inputs: _Inputs, measure: Measure, indicator: Indicator) -> IndicatorFigure:
    period, lines = inputs.period, inputs.basis.lines_of(indicator.key)
    target = indicator.target(period.quarter)
    ratio = inputs.ratio(indicator)
    asked = list(_unit_inputs(inputs, measure, indicator, target, ratio))
    past = past_quarters(lines, inputs.indexes)
    shares = ratio.shares_to_date if ratio else None
    year = row_year(
        past, indicator, any(is_asked(each.entry, each.target) for each in asked), target.count, shares
    )
    centre_target = year.target(target.count)
    units = tuple(_unit_figures(inputs, indicator, asked, year, centre_target))
    results = [each.result for each in units]
    done = ratio.done if ratio else join_units((each.entry.number for each in results), indicator)
    silent = tuple(each for each in units if not each.result.is_answered)
    known, unknown = missing_count(indicator, target, silent, done, period.on_track)
    deviation, percent = None, None
    if target.count is not None and done is not None and not silent:
        deviation = done - target.count
        percent = float(done / target.count) if target.count else None
    status = indicator_status(period, indicator, target, units, silent, done)
    former = former_units(year, period.quarter, (each.code for each in asked)) if past else ()
    return IndicatorFigure(
        measure=measure,
        indicator=indicator,
        target=target,
        units=units,
        done=done,
        waiting_units=tuple(each.unit for each in silent),
        deviation=deviation,
        percent=percent,
        shortfall=known,
        unknown=unknown,
        status=status,
        former_units=former,
        **_year_fields(inputs, indicator, units, silent, former, year, status, ratio),
    )


class _YearFields(TypedDict):
    """The fields of an indicator's figure that concern the year."""

    target_to_date: Number | None
    done_to_date: Number | None
    is_partial_to_date: bool
    status_to_date: Status
    backlog: Number | None
    target_year: Number | None
    forecast: Number | None


def _year_fields(
    inputs: _Inputs,
    indicator: Indicator,
    units: Sequence[UnitFigure],
    silent: Sequence[UnitFigure],
    former: Sequence[UnitFigure],
    year: RowYear,
    status: Status,
    ratio: RatioFigures | None,
) -> _YearFields:
    period, past = inputs.period, year.past
    target_now = indicator.target(period.quarter).count
    decimals = indicator.unit_of_measure.decimals
    done = join_units((each.result.done_to_date for each in (*units, *former)), indicator)
    partial = not year.is_complete_before or (year.takes_done and bool(silent))
    if indicator.adds_up is AddsUp.MEAN and indicator.across_units is AcrossUnits.SUM:
        # One unit may have followed another. The mean is of the centre's quarters, not a sum of the units' means.
        now = known_sum(each.entry.number for each in units)
        sums = [known_sum(row.done for row in each.rows) for each in past]
        done = join_quarters([*sums, now], AddsUp.MEAN, decimals)
    if ratio:
        done, partial = ratio.done_to_date, partial or ratio.is_partial_to_date
    target, undone = year.target(target_now), None
    if past and indicator.is_summed and all(each.is_complete for each in past):
        done_before = known_sum(row.done for each in past for row in each.rows)
        undone = _open_backlog(
            period, indicator, (known_sum(each.target for each in past), done_before), (target, done)
        )
    counts = [each.target for each in past] + [target_now]
    of_year = [*counts, *(inputs.ahead or {}).get(inputs.basis.lines_of(indicator.key)[0], ())]
    planned, elapsed = (sum(count is not None for count in each) for each in (of_year, counts))
    return _YearFields(
        target_to_date=target,
        done_to_date=done,
        is_partial_to_date=partial,
        status_to_date=status_to_date(period, indicator, (target, done), silent, year, status),
        backlog=undone,
        target_year=join_quarters(of_year, indicator.adds_up, decimals) if inputs.covers_year else None,
        forecast=forecast(done, elapsed, planned, decimals) if indicator.is_summed and not partial else None,
    )
