"""Status of units and indicators: what is reported, what is missing, and what silent units may still change."""

from collections.abc import Iterable, Sequence
from enum import Enum

from xlplan.aggregation.year_to_date import RowYear
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import Period, UnitFigure
from xlplan.domain.judging import judge
from xlplan.domain.plan import AcrossUnits, AddsUp, Better, Counting, Indicator
from xlplan.domain.status import Status
from xlplan.domain.target import Target, TargetKind
from xlplan.domain.unit_of_measure import Number


def is_answered(entry: Entry, target: Target) -> bool:
    """Tell whether an entry of an accepted return answers its row. A blank that does not is missing, never zero.

    Words answer a target that consists of words, never a count. Where the plan gives no target, nothing is asked.
    Source: design, three kinds of blank.
    """
    if entry.kind is not EntryKind.MISSING or target.kind is TargetKind.UNSET:
        return True
    return target.kind is not TargetKind.COUNT and bool(entry.description.strip())


def unit_status(entry: Entry, target: Target, judged: bool, better: Better, on_track: float) -> Status:
    """Return the status of one unit's row that an accepted return answers."""
    if entry.kind is EntryKind.NOTHING_AROSE:
        return Status.NOTHING_AROSE
    if entry.kind is EntryKind.NO_BASE:
        return Status.NO_BASE
    if judged and target.count is not None and entry.number is not None:
        return judge(entry.number, target.count, better, on_track)
    return Status.NOT_JUDGED


def missing_count(
    indicator: Indicator, target: Target, silent: Sequence[UnitFigure], done: Number | None, on_track: float
) -> tuple[Number | None, Number | None]:
    """Return what is known to be missing from a count, and what silent units may still add.

    Within the margin nothing is missing. What a silent unit adds to a ceiling, and what it does to a mean, has no
    bound (None).
    """
    if target.count is None or (done is None and not silent):
        return None, None
    if silent and _direction(indicator) is not _Direction.UP:
        return _missing_where_falling(indicator, target.count, done, on_track), None
    is_short = judge(done or 0, target.count, indicator.better, on_track) is Status.SHORT
    if indicator.better is Better.LESS:
        # A result above a ceiling stays above it: more units only add to it.
        return max(0, (done or 0) - target.count) if is_short else 0, None if silent else 0
    gap = max(0, target.count - (done or 0)) if is_short else 0
    bound = _most_from(silent) if _adds_own_share(indicator) else gap
    # A silent unit can still add its own share and no more. The rest is already known to be missing.
    unknown = min(gap, bound) if silent else 0
    return gap - unknown, unknown


class _Direction(Enum):
    """The direction in which a silent unit can still move the centre's number."""

    UP = "up"
    DOWN = "down"
    BOTH = "both"


def _direction(indicator: Indicator, is_of_year: bool = False) -> _Direction:
    if indicator.ratio is not None or (is_of_year and indicator.adds_up is AddsUp.MEAN):
        return _Direction.BOTH
    # Of a unit that was silent in one quarter only, an answer may raise the sum that is the least now.
    if is_of_year and indicator.across_units is AcrossUnits.LEAST and indicator.adds_up is AddsUp.SUM:
        return _Direction.BOTH
    return {AcrossUnits.MEAN: _Direction.BOTH, AcrossUnits.LEAST: _Direction.DOWN}.get(
        indicator.across_units, _Direction.UP
    )


def _adds_own_share(indicator: Indicator) -> bool:
    """Tell if a silent unit can add its own share and no more."""
    return indicator.counting is Counting.SPLIT and indicator.across_units is AcrossUnits.SUM


def _missing_where_falling(indicator: Indicator, target: Number, done: Number | None, on_track: float) -> Number:
    """Return what is known to be missing where silent units may lower the number: only they cannot make it up."""
    if done is None or _direction(indicator) is _Direction.BOTH or indicator.better is Better.LESS:
        return 0
    return target - done if judge(done, target, indicator.better, on_track) is Status.SHORT else 0


def indicator_status(
    period: Period,
    indicator: Indicator,
    target: Target,
    units: Sequence[UnitFigure],
    silent: Sequence[UnitFigure],
    done: Number | None,
) -> Status:
    """Return the status of an indicator in a quarter. A sum that silent units may still change has none yet.

    `silent`: those of the units that have not answered.
    """
    if len(silent) == len(units):
        return period.status_without_return
    if done is None:
        answered = [each for each in units if each.is_answered]
        nothing_arose = all(each.entry.kind is EntryKind.NOTHING_AROSE for each in answered)
        if silent and (nothing_arose or target.count is not None):
            return period.status_without_return
        if any(each.entry.kind is EntryKind.NO_BASE for each in answered):
            return Status.NO_BASE
        return Status.NOTHING_AROSE if nothing_arose else Status.NOT_JUDGED
    if target.count is None:
        return Status.NOT_JUDGED
    most = _most_from(silent) if _adds_own_share(indicator) else None
    judged = judge(done, target.count, indicator.better, period.on_track)
    if silent and _may_change(judged, indicator, (done, target.count), most, period.on_track):
        return period.status_without_return
    return judged


def status_to_date(
    period: Period,
    indicator: Indicator,
    to_date: tuple[Number | None, Number | None],
    silent_now: Sequence[UnitFigure],
    year: RowYear,
    status: Status,
) -> Status:
    """Judge the year so far by what is known, by the same rule as the quarter.

    Args:
        period: The quarter.
        indicator: The indicator.
        to_date: Target and result since the start of the year.
        silent_now: The units that have not answered in the quarter.
        year: The quarters that count.
        status: The status of the quarter.
    """
    if year.is_quarter_alone:
        return status
    target, done = to_date
    without_return = period.status_without_return if year.is_complete_before else Status.NOT_RETURNED
    earlier = [figure for each in year.done_quarters for row in each.rows for figure in row.units]
    silent = [figure for figure in earlier if not figure.is_answered]
    if year.takes_done:
        silent.extend(silent_now)
    if done is None:
        return without_return if silent else status
    if target is None:
        return Status.NOT_JUDGED
    is_split = _adds_own_share(indicator) and all(figure.is_judged for figure in silent)
    judged = judge(done, target, indicator.better, period.on_track)
    most = _most_from(silent) if is_split else None
    if silent and _may_change(judged, indicator, (done, target), most, period.on_track, is_of_year=True):
        return without_return
    return judged


def _most_from(silent: Iterable[UnitFigure]) -> Number:
    """Return what silent units may still add: their own shares and no more."""
    return sum(each.target.count or 0 for each in silent)


def _may_change(
    status: Status,
    indicator: Indicator,
    result: tuple[Number, Number],
    most: Number | None,
    on_track: float,
    is_of_year: bool = False,
) -> bool:
    """Tell whether silent units could still change a status: up to the target, under it, or over a ceiling.

    Args:
        status: The status by what is known.
        indicator: The indicator: which way is good, and how its units make the centre's number.
        result: The number done and the target.
        most: What the silent units may add; None where that has no bound.
        on_track: The part of a target from which it counts as met.
        is_of_year: The result is that of the year so far.
    """
    direction, is_short = _direction(indicator, is_of_year), status is Status.SHORT
    if direction is _Direction.BOTH:
        return True
    # A higher number is better, or worse under a ceiling. Only what moves the other way can change the status.
    if (direction is _Direction.UP) is (indicator.better is Better.LESS):
        return not is_short
    if not is_short:
        return False
    done, target = result
    return most is None or judge(done + most, target, indicator.better, on_track) is not Status.SHORT
