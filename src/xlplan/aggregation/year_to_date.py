"""Year to date: the quarters of a row along its line of descent, joined by the indicator's own rule."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from xlplan.aggregation.joining import join_quarters, known_sum
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import IndicatorFigure, UnitFigure, UnitResult, YearBasis
from xlplan.domain.issue import RowHistory
from xlplan.domain.plan import AddsUp, Better, Indicator
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.target import UNSET
from xlplan.domain.unit_of_measure import MOST_DECIMALS, Number, round_half_away

QuarterIndicators = tuple[Quarter, Sequence[IndicatorFigure]]
# A quarter, and its indicators by their own line of descent.
LineIndex = tuple[Quarter, Mapping[str, Sequence[IndicatorFigure]]]


class PastQuarter(Struct, frozen=True, dict=True):
    """An earlier quarter of a row: the rows that it continues, several where they were merged since."""

    quarter: Quarter
    rows: tuple[IndicatorFigure, ...]

    @cached_property
    def units(self) -> Mapping[str, tuple[UnitFigure, ...]]:
        """The figures of each unit that carried the row in that quarter, by its code."""
        units: dict[str, tuple[UnitFigure, ...]] = {}
        for row in self.rows:
            for figure in row.units:
                units[figure.unit.code] = (*units.get(figure.unit.code, ()), figure)
        return units

    @cached_property
    def target(self) -> Number | None:
        """The count planned for the whole centre; None without one."""
        return known_sum(row.target.count for row in self.rows)

    @cached_property
    def is_asked(self) -> bool:
        """Tells that a unit was asked."""
        return any(figure.is_asked for row in self.rows for figure in row.units)

    @cached_property
    def is_complete(self) -> bool:
        """Tells that every unit answered."""
        return not any(row.waiting_units for row in self.rows)

    def done(self, unit: str) -> Number | None:
        """Return the number that a unit reported; None without one."""
        return known_sum(figure.entry.number for figure in self.units.get(unit, ()))

    def own_target(self, unit: str) -> Number | None:
        """Return the count planned for a unit alone; None without one."""
        return known_sum(figure.target.count for figure in self.units.get(unit, ()) if figure.is_judged)


class RowYear(Struct, frozen=True):
    """The year so far of one row: its earlier quarters, and which quarters its rule takes.

    `done_quarters` and `target_quarters`: the earlier quarters whose results and targets count.
    `takes_done` and `takes_target`: whether those of the present quarter count.
    `adds_up` and `decimals`: how the quarters are joined.
    `shares`: the results of a computed row since the start of the year, by unit; None for any other row.
    """

    past: tuple[PastQuarter, ...] = ()
    done_quarters: tuple[PastQuarter, ...] = ()
    takes_done: bool = True
    target_quarters: tuple[PastQuarter, ...] = ()
    takes_target: bool = True
    adds_up: AddsUp = AddsUp.SUM
    decimals: int = 0
    shares: Mapping[str, Number | None] | None = None

    def done(self, unit: str, now: Number | None) -> Number | None:
        """Return a unit's result since the start of the year; `now`: its number of the present quarter."""
        if self.shares is not None:
            return self.shares.get(unit)
        if not self.past:
            return now
        return self._join([each.done(unit) for each in self.done_quarters], now if self.takes_done else None)

    def _join(self, before: list[Number | None], now: Number | None) -> Number | None:
        return join_quarters([*before, now], self.adds_up, self.decimals)

    def own_target(self, unit: str, now: Number | None) -> Number | None:
        """Return the count planned for a unit alone since the start of the year; `now`: that of the quarter."""
        if not self.past:
            return now
        counts = [each.own_target(unit) for each in self.target_quarters]
        return self._join(counts, now if self.takes_target else None)

    def target(self, now: Number | None) -> Number | None:
        """Return the count planned for the whole centre since the start of the year."""
        if not self.past:
            return now
        return self._join([each.target for each in self.target_quarters], now if self.takes_target else None)

    @property
    def follows_from_quarter(self) -> bool:
        """Tells that a unit's year so far follows from its target and its answer in the present quarter."""
        return not self.past and self.shares is None

    @property
    def is_complete_before(self) -> bool:
        """Tells that the earlier quarters that count lack no answer."""
        return all(each.is_complete for each in self.done_quarters)

    @property
    def is_quarter_alone(self) -> bool:
        """Tells that the year so far is the present quarter."""
        takes_now = self.takes_done and self.takes_target and self.shares is None
        return not self.done_quarters and not self.target_quarters and takes_now


def row_year(
    past: tuple[PastQuarter, ...],
    indicator: Indicator,
    is_asked: bool,
    target: Number | None,
    shares: Mapping[str, Number | None] | None = None,
) -> RowYear:
    """Return the quarters that count for a row.

    SUM and MEAN take all of them. LAST takes the result of the latest quarter in which the row was asked and the
    target of the latest quarter that has one. A computed row takes the results of all quarters and the latest
    target. Source: design, quarter and year to date.

    Args:
        past: The earlier quarters of the row, oldest first.
        indicator: The row in the present quarter.
        is_asked: A unit is asked for the row in the present quarter.
        target: The count planned for the present quarter.
        shares: The results of a computed row since the start of the year, by unit.
    """
    adds_up, decimals = indicator.adds_up, indicator.unit_of_measure.decimals
    if adds_up is not AddsUp.LAST or not past:
        return RowYear(past, past, True, past, True, adds_up, decimals, shares)
    asked = [] if is_asked else [each for each in past if each.is_asked]
    planned = [] if target is not None else [each for each in past if each.target is not None]
    done = (past, True) if shares is not None else (tuple(asked[-1:]), not asked)
    return RowYear(past, *done, tuple(planned[-1:]), not planned, adds_up, decimals, shares)


def past_quarters(lines: Sequence[str], indexes: Sequence[LineIndex]) -> tuple[PastQuarter, ...]:
    """Return the earlier quarters in which a row was in the plan, oldest first.

    Args:
        lines: The lines that the row carries.
        indexes: For each earlier quarter its indicators by their own line.
    """
    found = (
        PastQuarter(quarter, tuple(figure for line in lines for figure in index.get(line, ())))
        for quarter, index in indexes
    )
    return tuple(each for each in found if each.rows)


def index_by_line(year: YearBasis, earlier: Sequence[QuarterIndicators]) -> Sequence[LineIndex]:
    """Return the indicators of each earlier quarter by their own line."""
    indexes: list[LineIndex] = []
    for quarter, figures in earlier:
        index: dict[str, list[IndicatorFigure]] = {}
        for figure in figures:
            index.setdefault(year[quarter].lines_of(figure.indicator.key)[0], []).append(figure)
        indexes.append((quarter, index))
    return indexes


def targets_ahead(year: YearBasis, quarter: Quarter) -> Mapping[str, Sequence[Number | None]]:
    """Return the counts that the plans of later quarters of the year give, by line, oldest quarter first."""
    counts: dict[str, list[Number | None]] = {}
    for later in sorted(each for each in year if each > quarter):
        for measure in year[later].plan.measures:
            for indicator in measure.indicators:
                line = year[later].lines_of(indicator.key)[0]
                counts.setdefault(line, []).append(indicator.target(later).count)
    return counts


def former_units(year: RowYear, quarter: Quarter, units: Iterable[str]) -> tuple[UnitFigure, ...]:
    """Return the figures of the units that carried a row earlier in the year and do not now.

    They are asked for nothing now. What they reported and were to do stays in the sums.

    Args:
        year: The year so far of the row.
        quarter: The present quarter.
        units: The codes of the units that carry the row now.
    """
    now = set(units)
    figures = []
    codes = dict.fromkeys(code for past in year.past for code in past.units if code not in now)
    for code in codes:
        carried = [past.units[code][0] for past in year.past if code in past.units]
        done, target = year.done(code, None), year.own_target(code, None)
        is_silent = any(
            not figure.is_answered for past in year.done_quarters for figure in past.units.get(code, ())
        )
        if done is None and target is None and not is_silent:
            continue
        last = max(position for position, past in enumerate(year.past) if code in past.units)
        following = [past.quarter for past in year.past[last + 1 :]]
        figures.append(
            UnitFigure(
                unit=carried[-1].unit,
                returned=None,
                result=UnitResult(
                    target=UNSET,
                    is_judged=False,
                    entry=Entry(carried[-1].entry.key, EntryKind.MISSING),
                    is_answered=True,
                    deviation=None,
                    shortfall=None,
                    status=Status.NOT_JUDGED,
                    target_to_date=target,
                    done_to_date=done,
                    left_in=following[0] if following else quarter,
                ),
            )
        )
    return tuple(figures)


def backlog(target: Number | None, done: Number | None, adds_up: AddsUp, better: Better) -> Number | None:
    """Return what earlier quarters left undone, from their targets and results together.

    A surplus in one quarter makes up for a gap in another.

    Returns:
        The backlog, never negative, 0 where nothing was left. None without a target or a number, and where the
            quarters are not added up: such an indicator has nothing to catch up on.
    """
    if target is None or done is None or adds_up is not AddsUp.SUM:
        return None
    return max(0, target - done if better is Better.MORE else done - target)


def forecast(done: Number | None, elapsed: int, planned: int, decimals: int = 0) -> Number | None:
    """Return the result that the year will have at the present pace. Only numbers that add up have one.

    The pace is what was done for each planned quarter that has passed.

    Args:
        done: The result so far.
        elapsed: The number of quarters with a count so far.
        planned: The number of quarters with a count in the whole year.
        decimals: The decimals of the row.

    Returns:
        A number rounded to the decimals of the row. None without a number, and before the first planned quarter.
    """
    if done is None or not elapsed:
        return None
    return round_half_away(Fraction(done) * planned / elapsed, decimals)


def row_history(
    past: Sequence[PastQuarter], unit: str, adds_up: AddsUp, last_quarter: Quarter | None
) -> RowHistory | None:
    """Return a unit's history of a row before a quarter; None where no earlier return of it answers the row.

    Only quarters with an accepted return count, for targets as for results, so that the two can be compared. A
    joint target belongs to no unit, so it is left out.

    Args:
        past: The earlier quarters of the row, oldest first.
        unit: The code of the unit.
        adds_up: The indicator's rule.
        last_quarter: The quarter before. Only its promise is asked about.
    """
    answered = [each for each in past if any(figure.returned for figure in each.units.get(unit, ()))]
    if not answered:
        return None
    last = answered[-1]
    short = [figure for figure in last.units[unit] if figure.status is Status.SHORT and figure.shortfall]
    actions = dict.fromkeys(figure.entry.action.strip() for figure in short)
    targets, results = [each.own_target(unit) for each in answered], [each.done(unit) for each in answered]
    # A mean is joined later, with the present quarter in it.
    rule = AddsUp.SUM if adds_up is AddsUp.MEAN else adds_up
    return RowHistory(
        target=join_quarters(targets, rule, MOST_DECIMALS),
        done=join_quarters(results, rule, MOST_DECIMALS),
        adds_up=adds_up,
        target_quarters=sum(each is not None for each in targets) if adds_up is AddsUp.MEAN else 0,
        done_quarters=sum(each is not None for each in results) if adds_up is AddsUp.MEAN else 0,
        shortfall=known_sum(figure.shortfall for figure in short),
        promised=" · ".join(filter(None, actions)) if last.quarter == last_quarter else "",
    )
