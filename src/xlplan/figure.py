"""The figures of a quarter, as frozen values: what is shown, never how it is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from xlplan.model import Indicator, Measure, Plan, Unit
from xlplan.quarter import Quarter
from xlplan.status import Status
from xlplan.submission import AcceptedReturn, Entry, Source
from xlplan.target import Target

Returns = Mapping[str, AcceptedReturn]


@dataclass(frozen=True)
class UnitFigure:
    """What one unit was asked for and reported. `deviation` and `shortfall` are None where nothing is judged.

    `returned`: the unit's accepted return answers this row. `source` may be there without it: a file whose
    row was left blank.
    """

    unit: Unit
    target: Target
    judged: bool
    entry: Entry
    returned: bool
    deviation: int | None
    shortfall: int | None
    status: Status
    source: Source | None
    target_to_date: int | None
    done_to_date: int | None


@dataclass(frozen=True)
class IndicatorFigure:
    """An indicator of the whole centre.

    `done`: the sum of the numbers reported, None where none was. `waiting`: the units not heard from, so the
    sum lacks them. `shortfall`: what is known to be missing; `unknown`: what the waiting units may still bring,
    None where that has no bound (a ceiling). `deviation` and `percent` (a share of 1) are None while a unit is
    waiting or the target is not a count. `partial_to_date`: a return that `done_to_date` would need is missing.
    """

    measure: Measure
    indicator: Indicator
    target: Target
    units: tuple[UnitFigure, ...]
    done: int | None
    waiting: tuple[Unit, ...]
    deviation: int | None
    percent: float | None
    shortfall: int | None
    unknown: int | None
    status: Status
    target_to_date: int | None
    done_to_date: int | None
    partial_to_date: bool = False


@dataclass(frozen=True)
class Period:
    """Which quarter is looked at, on which day, when returns were due, and how much of a target is enough."""

    quarter: Quarter
    today: date
    due: date
    on_track: float = 1.0

    @property
    def silence(self) -> Status:
        """What a unit's silence is called: expected up to the due day, then not returned."""
        return Status.EXPECTED if self.today <= self.due else Status.NOT_RETURNED


@dataclass(frozen=True)
class QuarterFigures:
    """Everything the consolidated workbook says of a quarter. `owed`: the units that owe a return."""

    plan: Plan
    period: Period
    indicators: tuple[IndicatorFigure, ...]
    owed: tuple[Unit, ...]
    returns: Mapping[str, AcceptedReturn]

    @property
    def accepted(self) -> tuple[Unit, ...]:
        """The units with an accepted return that answers the plan as it is now."""
        return tuple(unit for unit in self.owed if unit.code in self.returns and not self.returns[unit.code].asked)

    @property
    def silent(self) -> tuple[Unit, ...]:
        """The units without one."""
        return tuple(unit for unit in self.owed if unit not in self.accepted)

    @property
    def in_time(self) -> tuple[Unit, ...]:
        """The units whose accepted return came by the due day."""
        return tuple(unit for unit in self.accepted if self.returns[unit.code].in_time)

    def having(self, *statuses: Status) -> tuple[IndicatorFigure, ...]:
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


@dataclass(frozen=True)
class SubmissionRow:
    """One file received for a return, as the report lists it; a unit that sent none has a row without a file.

    `state` is the word people see. `received_at` is the centre's own time. `counts`: the figures come from it.
    """

    unit: str
    state: str
    received_at: datetime | None = None
    in_time: bool | None = None
    attempt: int | None = None
    file: str = ""
    findings: int | None = None
    sha256: str = ""
    counts: bool = False
