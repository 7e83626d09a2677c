"""The figures of a quarter, as frozen values: what is shown, never how it is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xlplan.domain.plan import Counting, Indicator, Measure, Plan, Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.submission import AcceptedReturn, Entry, Source, is_late
from xlplan.domain.target import Target

Returns = Mapping[str, AcceptedReturn]
_QUARTERS = 4


@dataclass(frozen=True)
class UnitFigure:
    """What one unit was asked for and reported. `deviation` and `shortfall` are None where nothing is judged.

    `is_answered`: the unit's accepted return answers this row. `source` may be there without it: a file whose
    row was left blank. `backlog`: what the earlier quarters of the year left undone of the unit's own targets.
    """

    unit: Unit
    target: Target
    is_judged: bool
    entry: Entry
    is_answered: bool
    deviation: int | None
    shortfall: int | None
    status: Status
    source: Source | None
    target_to_date: int | None
    done_to_date: int | None
    backlog: int | None = None


@dataclass(frozen=True)
class IndicatorFigure:
    """An indicator of the whole centre.

    `done`: the sum of the numbers reported, None where none was. `waiting_units`: the units not heard from, so the
    sum lacks them. `shortfall`: what is known to be missing; `unknown`: what the waiting units may still bring,
    None where that has no bound (a ceiling). `deviation` and `percent` (a share of 1) are None while a unit is
    waiting or the target is not a count.
    The year, by the indicator's rule: `is_partial_to_date`: a return that `done_to_date` would need is missing;
    `status_to_date` judges it. `backlog`: what the earlier quarters left undone; 0 where nothing, None where that
    cannot be said. `target_year`: what the whole year asks for; `forecast`: what it brings at the present pace.
    """

    measure: Measure
    indicator: Indicator
    target: Target
    units: tuple[UnitFigure, ...]
    done: int | None
    waiting_units: tuple[Unit, ...]
    deviation: int | None
    percent: float | None
    shortfall: int | None
    unknown: int | None
    status: Status
    target_to_date: int | None
    done_to_date: int | None
    is_partial_to_date: bool = False
    status_to_date: Status = Status.NOT_JUDGED
    backlog: int | None = None
    target_year: int | None = None
    forecast: int | None = None

    @property
    def share_of_year(self) -> float | None:
        """Which part of what the year asks for is done, as a share of 1; None where either is not known."""
        if self.done_to_date is None or not self.target_year:
            return None
        return self.done_to_date / self.target_year

    @property
    def has_joint_count(self) -> bool:
        """The indicator has one target in common and counts it. No unit repeats it: its rows would add it up."""
        counts = self.target.count is not None or self.target_to_date is not None
        return self.indicator.counting is Counting.JOINT and counts

    @property
    def group(self) -> str:
        """What it is gathered under: its direction, or its task in a plan without directions."""
        return self.measure.direction or self.measure.task


@dataclass(frozen=True)
class Period:
    """Which quarter is looked at, on which day, when returns were due, and how much of a target is enough."""

    quarter: Quarter
    today: date
    due: date
    on_track: float = 1.0

    @property
    def status_without_return(self) -> Status:
        """What a unit's silence is called: expected up to the due day, then not returned."""
        return Status.NOT_RETURNED if is_late(self.today, self.due) else Status.EXPECTED


@dataclass(frozen=True)
class Promise:
    """What a unit promised when the last quarter fell short by `shortfall`; how it stands now is in `unit`.

    Whether it was kept is `unit.entry.kept`: None where the unit has not said.
    """

    figure: IndicatorFigure
    unit: UnitFigure
    shortfall: int
    text: str


@dataclass(frozen=True)
class QuarterFigures:
    """Everything the consolidated workbook says of a quarter. `units`: the units that owe a return.

    `status_counts`: for each quarter of the year up to this one that the plan covers, how many indicators had each
    status, judged on its own. `promises`: those of the last quarter, in the plan's order.
    """

    plan: Plan
    period: Period
    indicators: tuple[IndicatorFigure, ...]
    units: tuple[Unit, ...]
    returns: Mapping[str, AcceptedReturn]
    status_counts: tuple[tuple[Quarter, Mapping[Status, int]], ...] = ()
    promises: tuple[Promise, ...] = ()

    @property
    def accepted_units(self) -> tuple[Unit, ...]:
        """The units with an accepted return that answers the plan as it is now."""
        return tuple(
            unit for unit in self.units if unit.code in self.returns and not self.returns[unit.code].asked_again
        )

    @property
    def silent_units(self) -> tuple[Unit, ...]:
        """The units without one."""
        accepted = {unit.code for unit in self.accepted_units}
        return tuple(unit for unit in self.units if unit.code not in accepted)

    @property
    def units_in_time(self) -> tuple[Unit, ...]:
        """The units whose accepted return came by the due day."""
        return tuple(unit for unit in self.accepted_units if self.returns[unit.code].in_time)

    @property
    def covers_year(self) -> bool:
        """Whether the plan covers the whole year, so that shares of the year and forecasts have a meaning."""
        return sum(quarter.year == self.period.quarter.year for quarter in self.plan.centre.quarters) == _QUARTERS

    @property
    def is_year_end(self) -> bool:
        """Whether this is the last quarter of a plan for the year: its year to date is the annual report."""
        return self.covers_year and self.period.quarter.number == _QUARTERS

    def with_status(self, *statuses: Status) -> tuple[IndicatorFigure, ...]:
        """The indicators with one of these statuses, in the plan's order."""
        return tuple(figure for figure in self.indicators if figure.status in statuses)


@dataclass(frozen=True)
class Shortfall:
    """One shortfall: of a unit against its own target, or of the centre against a joint one (`unit` is None).

    `missing` is the shortfall, `unknown` what the silent units may still bring to the whole indicator: it is
    shown beside and never added, for every shortfall of that indicator names the same.
    """

    figure: IndicatorFigure
    unit: UnitFigure | None
    missing: int
    unknown: int | None

    @property
    def target(self) -> int | None:
        """The count that was asked for."""
        return self.unit.target.count if self.unit else self.figure.target.count

    @property
    def done(self) -> int | None:
        """The number that was reported."""
        return self.unit.entry.number if self.unit else self.figure.done
