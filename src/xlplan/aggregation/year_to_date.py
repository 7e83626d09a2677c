"""Year to date: the quarters of a row along its line of descent, joined by the indicator's own rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import IndicatorFigure, UnitFigure, YearBasis
from xlplan.domain.issue import RowHistory
from xlplan.domain.plan import AddsUp, Better
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.target import UNSET

QuarterIndicators = tuple[Quarter, Sequence[IndicatorFigure]]
# A quarter, and its indicators by their own line of descent.
LineIndex = tuple[Quarter, Mapping[str, Sequence[IndicatorFigure]]]


def known_sum(values: Iterable[int | None]) -> int | None:
    """Return the sum of the values that are known; None where none is, because nothing known is not zero."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


@dataclass(frozen=True)
class PastQuarter:
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
    def target(self) -> int | None:
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

    def done(self, unit: str) -> int | None:
        """Return the number that a unit reported; None without one."""
        return known_sum(figure.entry.number for figure in self.units.get(unit, ()))

    def own_target(self, unit: str) -> int | None:
        """Return the count planned for a unit alone; None without one."""
        return known_sum(figure.target.count for figure in self.units.get(unit, ()) if figure.is_judged)


@dataclass(frozen=True)
class RowYear:
    """The year so far of one row: its earlier quarters, and which quarters its rule takes.

    `done_quarters` and `target_quarters`: the earlier quarters whose results and targets count.
    `takes_done` and `takes_target`: whether those of the present quarter count.
    """

    past: tuple[PastQuarter, ...] = ()
    done_quarters: tuple[PastQuarter, ...] = ()
    takes_done: bool = True
    target_quarters: tuple[PastQuarter, ...] = ()
    takes_target: bool = True

    def done(self, unit: str, now: int | None) -> int | None:
        """Return a unit's result since the start of the year; `now`: its number of the present quarter."""
        if not self.past:
            return now
        return known_sum([*(each.done(unit) for each in self.done_quarters), now if self.takes_done else None])

    def own_target(self, unit: str, now: int | None) -> int | None:
        """Return the count planned for a unit alone since the start of the year; `now`: that of the quarter."""
        if not self.past:
            return now
        counts = [each.own_target(unit) for each in self.target_quarters]
        return known_sum([*counts, now if self.takes_target else None])

    def target(self, now: int | None) -> int | None:
        """Return the count planned for the whole centre since the start of the year."""
        if not self.past:
            return now
        return known_sum([*(each.target for each in self.target_quarters), now if self.takes_target else None])

    @property
    def is_complete_before(self) -> bool:
        """Tells that the earlier quarters that count lack no answer."""
        return all(each.is_complete for each in self.done_quarters)

    @property
    def is_quarter_alone(self) -> bool:
        """Tells that the year so far is the present quarter."""
        return not self.done_quarters and not self.target_quarters and self.takes_done and self.takes_target


def row_year(past: tuple[PastQuarter, ...], adds_up: AddsUp, is_asked: bool, target: int | None) -> RowYear:
    """Return the quarters that count for a row.

    SUM takes all of them. LAST takes the result of the latest quarter in which the row was asked and the target of
    the latest quarter that has one. Source: design, quarter and year to date.

    Args:
        past: The earlier quarters of the row, oldest first.
        adds_up: The rule of the present quarter.
        is_asked: A unit is asked for the row in the present quarter.
        target: The count planned for the present quarter.
    """
    if adds_up is AddsUp.SUM or not past:
        return RowYear(past, past, True, past, True)
    asked = [] if is_asked else [each for each in past if each.is_asked]
    planned = [] if target is not None else [each for each in past if each.target is not None]
    return RowYear(past, tuple(asked[-1:]), not asked, tuple(planned[-1:]), not planned)


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


def targets_ahead(year: YearBasis, quarter: Quarter) -> Mapping[str, Sequence[int | None]]:
    """Return the counts that the plans of later quarters of the year give, by line, oldest quarter first."""
    counts: dict[str, list[int | None]] = {}
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
                target=UNSET,
                is_judged=False,
                entry=Entry(carried[-1].entry.key, EntryKind.MISSING),
                is_answered=True,
                deviation=None,
                shortfall=None,
                status=Status.NOT_JUDGED,
                source=None,
                target_to_date=target,
                done_to_date=done,
                backlog=None,
                left_in=following[0] if following else quarter,
            )
        )
    return tuple(figures)


def backlog(target: int | None, done: int | None, adds_up: AddsUp, better: Better) -> int | None:
    """Return what earlier quarters left undone, from their targets and results together.

    A surplus in one quarter makes up for a gap in another.

    Returns:
        The backlog, never negative, 0 where nothing was left. None without a target or a number, and where the
            latest value counts: such an indicator has nothing to catch up on.
    """
    if target is None or done is None or adds_up is AddsUp.LAST:
        return None
    return max(0, target - done if better is Better.MORE else done - target)


def forecast(done: int | None, adds_up: AddsUp, elapsed: int, planned: int) -> int | None:
    """Return the result that the year will have at the present pace.

    The pace is what was done for each planned quarter that has passed.

    Args:
        done: The result so far.
        adds_up: The indicator's rule.
        elapsed: The number of quarters with a count so far.
        planned: The number of quarters with a count in the whole year.

    Returns:
        A whole number, rounded half up. None without a number, and before the first planned quarter. None also
            where the latest value counts, because such an indicator has no pace.
    """
    if done is None or not elapsed or adds_up is AddsUp.LAST:
        return None
    return (2 * done * planned + elapsed) // (2 * elapsed)


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
    answered = [each for each in past if any(figure.source for figure in each.units.get(unit, ()))]
    if not answered:
        return None
    last = answered[-1]
    short = [figure for figure in last.units[unit] if figure.status is Status.SHORT and figure.shortfall]
    actions = dict.fromkeys(figure.entry.action.strip() for figure in short)
    return RowHistory(
        target=join_quarters([each.own_target(unit) for each in answered], adds_up),
        done=join_quarters([each.done(unit) for each in answered], adds_up),
        adds_up=adds_up,
        shortfall=known_sum(figure.shortfall for figure in short),
        promised=" · ".join(filter(None, actions)) if last.quarter == last_quarter else "",
    )


def join_quarters(values: Sequence[int | None], adds_up: AddsUp) -> int | None:
    """Return the value of several quarters from one value a quarter, None where a quarter has none."""
    if adds_up is AddsUp.SUM:
        return known_sum(values)
    return next((value for value in reversed(values) if value is not None), None)
