"""The independent sum of a quarter: what its figures must be, by the rules alone.

Nothing here imports xlplan, and nothing was taken from it. Words are those that people see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from tests.support.years.model import JOINT, LESS, MORE, SPLIT, Answer, Row, Scenario, Target, due_day
from tests.support.years.standing import Counted, Standing, standing_after

MET, OVER, SHORT = "виконано", "перевиконано", "недовиконано"
NOT_RETURNED, EXPECTED = "не подано", "очікується"
NOTHING_AROSE, NOT_JUDGED = "потреби не було", "без кількісного плану"
STATUSES = (MET, OVER, SHORT, NOT_RETURNED, EXPECTED, NOTHING_AROSE, NOT_JUDGED)
# What has come of the return of a unit.
ACCEPTED, ANEW, TO_CORRECT, NONE = "accepted", "asked anew", "to correct", "none"


@dataclass(frozen=True)
class Cell:
    """What a unit was asked under a row in one quarter, and what it said."""

    row: Row
    unit: str
    target: Target
    answer: Answer | None

    @property
    def number(self) -> int | None:
        """The number that it reported."""
        return self.answer.number if self.answer else None

    @property
    def is_asked(self) -> bool:
        """The plan gives it a target. A unit without a share in a quarter is not asked."""
        return self.target is not None

    @property
    def is_answered(self) -> bool:
        """A number, `потреби не було`, or words where the target is words."""
        answer = self.answer
        if answer is None:
            return False
        return answer.number is not None or answer.nothing or (isinstance(self.target, str) and bool(answer.words))

    @property
    def is_silent(self) -> bool:
        """It was asked and has not answered."""
        return self.is_asked and not self.is_answered

    @property
    def is_own(self) -> bool:
        """The target is the unit's own count: its share, or the whole one that it leads."""
        return isinstance(self.target, int) and self.row.counting != JOINT

    @property
    def own_count(self) -> int | None:
        """That count."""
        return self.target if isinstance(self.target, int) and self.row.counting != JOINT else None


@dataclass(frozen=True)
class UnitSum:
    """What a row of a unit must show."""

    unit: str
    cell: Cell
    status: str
    missing: int
    target_to_date: int | None = None
    done_to_date: int | None = None
    backlog: int | None = None


@dataclass(frozen=True)
class LeftSum:
    """What the row of a unit must show that carried a row earlier in the year and does not any more.

    `until`: the first quarter in which it did not.
    """

    unit: str
    until: int
    target_to_date: int | None
    done_to_date: int | None


@dataclass(frozen=True)
class RowSum:
    """What the row of an indicator must show. `missing`: what is known to be missing."""

    row: Row
    target: Target
    units: tuple[UnitSum, ...]
    done: int | None
    status: str
    missing: int
    target_to_date: int | None = None
    done_to_date: int | None = None
    is_partial: bool = False
    status_to_date: str = NOT_JUDGED
    backlog: int | None = None
    target_year: int | None = None
    forecast: int | None = None
    # The quarters to come are planned in a row that is more than this one: what its year is has no plain answer.
    is_year_plain: bool = True
    left: tuple[LeftSum, ...] = ()

    @property
    def waiting(self) -> tuple[str, ...]:
        """The units that were asked and are silent."""
        return tuple(each.unit for each in self.units if each.cell.is_silent)

    @property
    def deviation(self) -> int | None:
        """Done less target, where both are whole."""
        if self.done is None or not isinstance(self.target, int) or self.waiting:
            return None
        return self.done - self.target


@dataclass(frozen=True)
class ShortSum:
    """A line of the sheet of shortfalls; `unit` is "" for a target that belongs to no unit."""

    code: str
    unit: str
    target: int
    done: int
    missing: int
    reason: str
    action: str

    @property
    def rank(self) -> tuple[Fraction | float, int]:
        """The worst first: by the share of the target that is missing, then by the number."""
        share = Fraction(self.missing, self.target) if self.target else float("inf")
        return -share, -self.missing


@dataclass(frozen=True)
class PromiseSum:
    """What a unit promised when the last quarter fell short; `unit` is "" for the coordinator.

    `until`: the first quarter in which the unit did not carry the row any more; 0 for one that does.
    """

    code: str
    unit: str
    missed: int
    text: str
    until: int = 0


@dataclass(frozen=True)
class QuarterSum:
    """What every sheet must show of a quarter. `states`: what has come of each return that is owed, by unit."""

    quarter: int
    rows: tuple[RowSum, ...]
    states: Mapping[str, str]
    in_time: frozenset[str]
    shortfalls: tuple[ShortSum, ...]
    promises: tuple[PromiseSum, ...] = ()
    covers_year: bool = False
    # By quarter of the year so far: each unit that owes a return, whether it is accepted, whether it was in time.
    returns: Mapping[int, Mapping[str, tuple[bool, bool]]] = field(default_factory=dict)
    # For each earlier quarter, the units whose return is missing still.
    missing_earlier: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def count(self, *statuses: str) -> int:
        """How many rows have one of these statuses."""
        return sum(row.status in statuses for row in self.rows)

    def count_to_date(self, *statuses: str) -> int:
        """How many rows have one of these statuses since the start of the year."""
        return sum(row.status_to_date in statuses for row in self.rows)

    @property
    def accepted(self) -> frozenset[str]:
        """The units whose return answers the present plan."""
        return frozenset(unit for unit, state in self.states.items() if state == ACCEPTED)


@dataclass(frozen=True)
class Judge:
    """The margins of a centre."""

    on_track: Fraction

    def status(self, done: int, target: int, better: str) -> str:
        """A ceiling that is exceeded is short; what is over a target is over, what is nearly there is met."""
        if better == LESS:
            return MET if done * self.on_track <= target else SHORT
        if done > target:
            return OVER
        return MET if done >= target * self.on_track else SHORT


def known_sum(values: Sequence[int | None]) -> int | None:
    """The sum of what is known; nothing where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


@dataclass
class View:
    """A year as it stands at a moment."""

    standing: Standing
    now: datetime
    judge: Judge
    returns: dict[int, dict[str, Counted]] = field(default_factory=dict)

    def rows(self, quarter: int) -> tuple[Row, ...]:
        """The rows that the figures of a quarter rest on."""
        version = self.standing.version(quarter)
        return version.rows if version else ()

    def cells(self, quarter: int, row: Row) -> list[Cell]:
        """What the units were asked and said under a row in a quarter."""
        if quarter not in self.returns:
            self.returns[quarter] = self.standing.returns(quarter)
        found = []
        for unit in row.reporting:
            counted = self.returns[quarter].get(unit)
            answer = counted.answers.get(row.name) if counted else None
            found.append(Cell(row, unit, row.own_target(quarter, unit), answer))
        return found

    def without_return(self, quarter: int) -> str:
        """The word for a silent unit."""
        is_past = self.standing.quarters[quarter].signed is not None or self.now > due_day(quarter)
        return NOT_RETURNED if is_past else EXPECTED

    def may_change(self, status: str, done: int, target: int, silent: Sequence[Cell]) -> bool:
        """Tell if those that are silent could still make another status of it."""
        if not silent:
            return False
        better = silent[0].row.better
        if better == LESS:
            return status != SHORT
        if status != SHORT:
            return False
        own = [cell.target if cell.row.counting == SPLIT else None for cell in silent]
        if not all(isinstance(each, int) for each in own):
            return True
        best = done + sum(each for each in own if isinstance(each, int))
        return self.judge.status(best, target, better) != SHORT

    def unit_status(self, quarter: int, cell: Cell) -> str:
        """The status of one unit's row."""
        if cell.is_silent:
            return self.without_return(quarter)
        if cell.answer and cell.answer.nothing:
            return NOTHING_AROSE
        if cell.own_count is None or cell.number is None:
            return NOT_JUDGED
        return self.judge.status(cell.number, cell.own_count, cell.row.better)

    def row_status(self, quarter: int, row: Row, cells: Sequence[Cell]) -> str:
        """The status of the centre's row in its quarter."""
        silent = [cell for cell in cells if cell.is_silent]
        answered = [cell for cell in cells if cell.is_answered]
        done, target = known_sum([cell.number for cell in cells]), row.target(quarter)
        if silent and not answered:
            return self.without_return(quarter)
        if done is None:
            others = [cell for cell in cells if not cell.is_silent]
            nothing = bool(others) and all(cell.answer and cell.answer.nothing for cell in others)
            if silent and (nothing or isinstance(target, int)):
                return self.without_return(quarter)
            return NOTHING_AROSE if nothing else NOT_JUDGED
        if not isinstance(target, int):
            return NOT_JUDGED
        status = self.judge.status(done, target, row.better)
        return self.without_return(quarter) if self.may_change(status, done, target, silent) else status


def view_of(scenario: Scenario, steps: int, now: datetime) -> View:
    """The year after so many steps, looked at at a moment."""
    judge = Judge(Fraction(str(scenario.on_track)))
    return View(standing_after(scenario.steps[:steps]), now, judge)


def row_of_quarter(view: View, quarter: int, row: Row) -> RowSum:
    """The figures of a row in its quarter alone."""
    cells = view.cells(quarter, row)
    status, target = view.row_status(quarter, row, cells), row.target(quarter)
    done = known_sum([cell.number for cell in cells])
    units = []
    for cell in cells:
        own = view.unit_status(quarter, cell)
        missing = abs((cell.number or 0) - (cell.own_count or 0)) if own == SHORT else 0
        units.append(UnitSum(cell.unit, cell, own, missing))
    missing = 0
    if status == SHORT and isinstance(target, int):
        gap = target - (done or 0) if row.better == MORE else (done or 0) - target
        still = sum(cell.target for cell in cells if cell.is_silent and isinstance(cell.target, int))
        missing = gap - min(gap, still) if row.better == MORE else gap
    return RowSum(row, target, tuple(units), done, status, missing)


def shortfalls_of(rows: Sequence[RowSum], notes: Mapping[str, tuple[str, str]]) -> tuple[ShortSum, ...]:
    """Every shortfall, worst first. A target that belongs to no unit stands for the centre."""
    found = []
    for each in rows:
        short = [unit for unit in each.units if unit.status == SHORT]
        for unit in short:
            answer = unit.cell.answer
            assert answer is not None
            assert answer.number is not None
            assert unit.cell.own_count is not None
            own = (unit.cell.own_count, answer.number, unit.missing)
            found.append(ShortSum(each.row.code, unit.unit, *own, answer.reason, answer.action))
        if not short and each.status == SHORT and each.missing:
            assert isinstance(each.target, int)
            said = notes.get(each.row.name, ("", ""))
            found.append(ShortSum(each.row.code, "", each.target, each.done or 0, each.missing, *said))
    return tuple(sorted(found, key=lambda short: short.rank))


def states_of(view: View, quarter: int) -> dict[str, str]:
    """What has come of the return of each unit that owes one: one answer for all sheets."""
    states = {}
    counted = view.standing.returns(quarter)
    for unit in view.standing.owing(quarter):
        sent = [each for each in view.standing.quarters[quarter].sent if each.unit == unit]
        if unit in counted:
            states[unit] = ANEW if counted[unit].asked_anew else ACCEPTED
        else:
            states[unit] = TO_CORRECT if sent and not sent[-1].is_accepted else NONE
    return states
