"""Figures of a quarter as frozen values. `aggregation` computes them."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from msgspec import Struct, field

from xlplan.domain.deadline import Deadline
from xlplan.domain.decisions import Note
from xlplan.domain.descent import Lines
from xlplan.domain.entries import Entry
from xlplan.domain.history import QuarterHistory
from xlplan.domain.plan import Counting, Indicator, Measure, Plan, Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.return_counts import ReturnCounts, YearReturns
from xlplan.domain.status import Status
from xlplan.domain.submission import AcceptedReturn, ReturnState, Source, return_state
from xlplan.domain.target import Target, TargetKind
from xlplan.domain.unit_of_measure import Number

Returns = Mapping[str, AcceptedReturn]
_QUARTERS = 4


def is_asked(entry: Entry, target: Target) -> bool:
    """Tell whether a unit is asked for a row: it has a target there, or reported a number all the same."""
    return target.kind is not TargetKind.UNSET or entry.number is not None


class QuarterBasis(Struct, frozen=True):
    """The basis of one quarter's figures.

    `plan`: of the version in force for the quarter. `lines`: the lines of descent of its rows.
    `returns`: those that count, with entries by the row codes of this plan. `owed`: the units that owe a return.
    `to_correct`: the codes of units whose latest file must be corrected. `notes`: by row code.
    """

    plan: Plan
    lines: Lines = field(default_factory=dict)
    returns: Returns = field(default_factory=dict)
    owed: tuple[Unit, ...] = ()
    to_correct: frozenset[str] = frozenset()
    notes: Mapping[str, Note] = field(default_factory=dict)

    def lines_of(self, key: str) -> tuple[str, ...]:
        """Return the lines that a row carries, its own first."""
        return self.lines.get(key, (key,))

    def state_of(self, unit: str) -> ReturnState:
        """Return whether a unit has returned. Every sheet and command asks this function."""
        return return_state(self.returns.get(unit), unit in self.to_correct)


# The quarters of one year that a plan covers. The later ones have a plan and no returns.
YearBasis = Mapping[Quarter, QuarterBasis]


class UnitResult(NamedTuple):
    """The target and the result of a unit for an indicator. Units of which all of this is the same share one.

    `is_answered`: the unit's accepted return answers this row, or the row asks nothing of the unit. `returned` of
    the figure may exist without it, where the row was left blank.
    `deviation` and `shortfall` are None where nothing is judged.
    `backlog`: what the earlier quarters of the year left undone of the unit's own targets.
    `left_in`: the quarter in which the unit did not carry the row any more; None while it does. Such a unit is
    asked for nothing now, and its figures to date stay in the sums.
    """

    target: Target
    is_judged: bool
    entry: Entry
    is_answered: bool
    deviation: Number | None
    shortfall: Number | None
    status: Status
    target_to_date: Number | None
    done_to_date: Number | None
    backlog: Number | None = None
    left_in: Quarter | None = None


# Its readers unpack it.
class UnitFigure(NamedTuple):
    """A unit under an indicator, its return that holds the row (None where none does), and its result."""

    unit: Unit
    returned: AcceptedReturn | None
    result: UnitResult

    @property
    def target(self) -> Target:
        """The target that the unit sees."""
        return self.result.target

    @property
    def is_judged(self) -> bool:
        """Tells that the unit has a count of its own to reach."""
        return self.result.is_judged

    @property
    def entry(self) -> Entry:
        """The answer of the unit; one of the kind MISSING where there is none."""
        return self.result.entry

    @property
    def is_answered(self) -> bool:
        """Tells that the row is answered, or asks nothing of the unit."""
        return self.result.is_answered

    @property
    def deviation(self) -> Number | None:
        """The difference from the target."""
        return self.result.deviation

    @property
    def shortfall(self) -> Number | None:
        """The number that is missing."""
        return self.result.shortfall

    @property
    def status(self) -> Status:
        """The status of the unit's row."""
        return self.result.status

    @property
    def target_to_date(self) -> Number | None:
        """The target since the start of the year."""
        return self.result.target_to_date

    @property
    def done_to_date(self) -> Number | None:
        """The number done since the start of the year."""
        return self.result.done_to_date

    @property
    def backlog(self) -> Number | None:
        """The number that the earlier quarters of the year left undone."""
        return self.result.backlog

    @property
    def left_in(self) -> Quarter | None:
        """The quarter in which the unit did not carry the row any more; None while it does."""
        return self.result.left_in

    @property
    def source(self) -> Source | None:
        """The source of the figure; None where no return holds the row."""
        returned, entry = self.returned, self.result.entry
        if returned is None:
            return None
        return Source(returned.shown_file, returned.sha256, entry.sheet, entry.cell)

    @property
    def is_asked(self) -> bool:
        """Tells that the unit was asked: it has a target here, or reported a number all the same."""
        return is_asked(self.entry, self.target)


class IndicatorFigure(Struct, frozen=True):
    """The figure of an indicator for the whole centre.

    `done`: the sum of the numbers reported, None where none was. `waiting_units`: the units without an answer,
    which the sum lacks.
    `shortfall`: the number known to be missing. `unknown`: what the waiting units may still add, None where that
    has no bound (a ceiling).
    `deviation` and `percent` (a share of 1) are None while a unit is waiting, and where the target is no count.

    The fields on the year follow the indicator's rule along its line of descent. `is_partial_to_date`: a return
    that `done_to_date` would need is missing.
    `status_to_date`: the status of the year so far. `backlog`: what the earlier quarters left undone, as long as
    the year so far is short; 0 where nothing, None where that is unknown.
    `target_year`: the target of the whole year. `forecast`: the result of the year at the present pace.
    `former_units`: the units that carried the row in an earlier quarter of the year and do not now.
    """

    measure: Measure
    indicator: Indicator
    target: Target
    units: tuple[UnitFigure, ...]
    done: Number | None
    waiting_units: tuple[Unit, ...]
    deviation: Number | None
    percent: float | None
    shortfall: Number | None
    unknown: Number | None
    status: Status
    target_to_date: Number | None
    done_to_date: Number | None
    is_partial_to_date: bool = False
    status_to_date: Status = Status.NOT_JUDGED
    backlog: Number | None = None
    target_year: Number | None = None
    forecast: Number | None = None
    former_units: tuple[UnitFigure, ...] = ()

    @property
    def share_of_year(self) -> float | None:
        """The part of the year's target that is done, as a share of 1; None where either is unknown."""
        if self.done_to_date is None or not self.target_year:
            return None
        return float(self.done_to_date / self.target_year)

    @property
    def has_joint_count(self) -> bool:
        """The indicator has one target in common and counts it. No unit repeats it: its rows would add it up."""
        counts = self.target.count is not None or self.target_to_date is not None
        return self.indicator.counting is Counting.JOINT and counts

    @property
    def group(self) -> str:
        """The direction of its measure, or the task in a plan without directions.

        The report groups indicators by it.
        """
        return self.measure.direction or self.measure.task


class Period(Struct, frozen=True):
    """A quarter, the present day, the due day, and the part of a target from which it counts as met.

    `grace_days`: the days after the due day on which a return still counts as in time.
    """

    quarter: Quarter
    today: date
    due: date
    on_track: float = 1.0
    grace_days: int = 0

    @property
    def deadline(self) -> Deadline:
        """The deadline of the quarter's returns."""
        return Deadline(self.due, self.grace_days)

    @property
    def status_without_return(self) -> Status:
        """The status of a unit without a return: expected as long as one would be in time, then not returned."""
        return Status.NOT_RETURNED if self.deadline.is_past(self.today) else Status.EXPECTED


class Promise(Struct, frozen=True):
    """A promise about a shortfall of the last quarter; `unit` is the figure of its unit now.

    `unit` is None for a promise of the coordinator about a joint target.
    `unit.entry.kept` tells whether the promise was kept; None where the unit has not answered.
    """

    figure: IndicatorFigure
    unit: UnitFigure | None
    shortfall: Number
    text: str


class QuarterFigures(Struct, frozen=True):
    """All figures of a quarter, as the consolidated workbook shows them.

    `basis`: what they rest on.
    `status_counts`: for each quarter of the year so far that a plan covers, the number of indicators with each
    status. Each quarter is judged on its own.
    `promises`: those of the last quarter, in the plan's order.
    `missing_earlier`: for each earlier quarter of the year, the units without an accepted return.
    `year_returns`: completeness and timeliness of the year so far.
    `covers_year`: plans cover the whole year. Shares of the year and forecasts have a meaning only then.
    `course`: for each quarter of the year so far the figures of the whole centre, each quarter by itself.
    """

    basis: QuarterBasis
    period: Period
    indicators: tuple[IndicatorFigure, ...]
    status_counts: tuple[tuple[Quarter, Mapping[Status, int]], ...] = ()
    promises: tuple[Promise, ...] = ()
    missing_earlier: tuple[tuple[Quarter, tuple[Unit, ...]], ...] = ()
    covers_year: bool = False
    year_returns: YearReturns = field(default_factory=lambda: YearReturns({}, ()))
    course: tuple[QuarterHistory, ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan of the quarter."""
        return self.basis.plan

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units that owe a return."""
        return self.basis.owed

    @property
    def returns(self) -> Returns:
        """The returns that count, by the code of the unit."""
        return self.basis.returns

    def state_of(self, unit: Unit) -> ReturnState:
        """Return whether a unit has returned."""
        return self.basis.state_of(unit.code)

    def with_state(self, *states: ReturnState) -> tuple[Unit, ...]:
        """Return the units whose return has one of these states, in the plan's order."""
        return tuple(unit for unit in self.units if self.state_of(unit) in states)

    @property
    def accepted_units(self) -> tuple[Unit, ...]:
        """The units whose accepted return answers every row."""
        return self.with_state(ReturnState.ACCEPTED)

    @property
    def incomplete_units(self) -> tuple[Unit, ...]:
        """The units with an accepted return of which rows are asked anew."""
        return self.with_state(ReturnState.ASKED_ANEW)

    @property
    def silent_units(self) -> tuple[Unit, ...]:
        """The units without an accepted return."""
        return self.with_state(ReturnState.TO_CORRECT, ReturnState.NONE)

    @property
    def return_counts(self) -> ReturnCounts:
        """The numbers of returns of the quarter that are owed, accepted and in time."""
        return self.year_returns.by_quarter.get(self.period.quarter, ReturnCounts())

    @property
    def has_earlier_quarters(self) -> bool:
        """Tells that a plan covers an earlier quarter of the year, too."""
        return len(self.status_counts) > 1

    @property
    def is_year_end(self) -> bool:
        """Tells that this is the last quarter of a covered year. Its year to date is the annual report."""
        return self.covers_year and self.period.quarter.number == _QUARTERS

    def with_status(self, *statuses: Status) -> tuple[IndicatorFigure, ...]:
        """Return the indicators with one of these statuses, in the plan's order."""
        return tuple(figure for figure in self.indicators if figure.status in statuses)


class RowResult(Struct, frozen=True):
    """The result of a row, for whoever makes the next plan.

    Attributes:
        done: The number; None where none was reported.
        is_partial: A return that the number would need is missing.
        status: What is to be said in the place of a number; None where there is a number, or nothing to say.
    """

    done: Number | None
    is_partial: bool
    status: Status | None


class YearShortfall(Struct, frozen=True):
    """A shortfall of the centre against its target of the whole year. `missing`: how much."""

    figure: IndicatorFigure
    missing: Number


class Shortfall(Struct, frozen=True):
    """A shortfall of a unit against its own target, or of the centre against a joint one (`unit` is None).

    `missing`: the shortfall. `unknown`: what the silent units may still add to the whole indicator. It is shown
    next to `missing` and never added, because every shortfall of an indicator has the same one.
    `note`: the coordinator's reason, for a shortfall of the centre.
    """

    figure: IndicatorFigure
    unit: UnitFigure | None
    missing: Number
    unknown: Number | None
    note: Note | None = None

    @property
    def target(self) -> Number | None:
        """The count that was asked for."""
        return self.unit.target.count if self.unit else self.figure.target.count

    @property
    def done(self) -> Number | None:
        """The number that was reported."""
        return self.unit.entry.number if self.unit else self.figure.done
