"""The independent sum of a quarter: what its figures must be, by the rules alone.

Nothing here imports xlplan, and nothing was taken from it. Words are those that people see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import cached_property

from tests.support.years.model import (
    JOINT,
    LEAST,
    LESS,
    MEAN,
    MORE,
    SPLIT,
    SUM,
    Answer,
    Count,
    Row,
    Scenario,
    Target,
    count_of,
    due_day,
    is_count,
)
from tests.support.years.numbers import joined, known_sum, percentage
from tests.support.years.standing import Counted, Standing, standing_after

MET, OVER, SHORT = "виконано", "перевиконано", "недовиконано"
NOT_RETURNED, EXPECTED = "не подано", "очікується"
NOTHING_AROSE, NOT_JUDGED = "потреби не було", "без кількісного плану"
NO_BASE = "немає з чого рахувати"
# What has come of the return of a unit.
ACCEPTED, ANEW, TO_CORRECT, NONE = "accepted", "asked anew", "to correct", "none"


@dataclass(frozen=True)
class Cell:
    """What a unit was asked under a row in one quarter, and what it said.

    `counts`: under a row that is a share, what it said of the part and of the whole.
    """

    row: Row
    unit: str
    target: Target
    answer: Answer | None
    counts: tuple[Answer | None, Answer | None] | None = None

    @cached_property
    def number(self) -> Count | None:
        """The number that it reported, or the share that its two counts make."""
        if self.counts is None:
            return self.answer.number if self.answer else None
        part, whole = self.both or (0, 0)
        return percentage(part, whole, self.row.decimals) if whole else None

    @property
    def shown(self) -> Count | str | None:
        """What stands in the cell of its result: a number, or words."""
        if self.has_no_base:
            return NO_BASE
        return NOTHING_AROSE if self.answer and self.answer.nothing else self.number

    @property
    def both(self) -> tuple[Count, Count] | None:
        """The part and the whole, where it gave both."""
        part, whole = ((each.number if each else None) for each in self.counts or (None, None))
        return None if part is None or whole is None else (part, whole)

    @property
    def has_no_base(self) -> bool:
        """The whole of its share is nothing."""
        whole = self.counts[1] if self.counts else None
        return whole is not None and (whole.number == 0 or whole.nothing)

    @property
    def is_asked(self) -> bool:
        """The plan gives it a target. A unit without a share in a quarter is not asked."""
        return self.target is not None

    @property
    def is_answered(self) -> bool:
        """A number, `потреби не було`, or words where the target is words."""
        answer = self.answer
        if self.counts is not None:
            return self.number is not None or self.has_no_base
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
        return is_count(self.target) and self.row.counting != JOINT

    @property
    def own_count(self) -> Count | None:
        """That count."""
        return count_of(self.target) if self.row.counting != JOINT else None


@dataclass(frozen=True)
class UnitSum:
    """What a row of a unit must show."""

    unit: str
    cell: Cell
    status: str
    missing: Count
    target_to_date: Count | None = None
    done_to_date: Count | None = None
    backlog: Count | None = None


@dataclass(frozen=True)
class LeftSum:
    """What the row of a unit must show that carried a row earlier in the year and does not any more.

    `until`: the first quarter in which it did not.
    """

    unit: str
    until: int
    target_to_date: Count | None
    done_to_date: Count | None


@dataclass(frozen=True)
class RowSum:
    """What the row of an indicator must show. `missing`: what is known to be missing."""

    row: Row
    target: Target
    units: tuple[UnitSum, ...]
    done: Count | None
    status: str
    missing: Count
    target_to_date: Count | None = None
    done_to_date: Count | None = None
    is_partial: bool = False
    status_to_date: str = NOT_JUDGED
    backlog: Count | None = None
    target_year: Count | None = None
    forecast: Count | None = None
    # The quarters to come are planned in a row that is more than this one: what its year is has no plain answer.
    is_year_plain: bool = True
    left: tuple[LeftSum, ...] = ()

    @property
    def shown(self) -> Count | str | None:
        """What stands in the cell of its result: a number, or words."""
        return self.status if self.status in (NOTHING_AROSE, NO_BASE) else self.done

    @property
    def waiting(self) -> tuple[str, ...]:
        """The units that were asked and are silent."""
        return tuple(each.unit for each in self.units if each.cell.is_silent)

    @property
    def deviation(self) -> Count | None:
        """Done less target, where both are whole."""
        target = count_of(self.target)
        return None if self.done is None or target is None or self.waiting else self.done - target


@dataclass(frozen=True)
class ShortSum:
    """A line of the sheet of shortfalls; `unit` is "" for a target that belongs to no unit."""

    code: str
    unit: str
    target: Count
    done: Count
    missing: Count
    reason: str
    action: str

    @property
    def rank(self) -> tuple[Fraction | float, Count]:
        """The worst first: by the share of the target that is missing, then by the number."""
        share = Fraction(self.missing) / Fraction(self.target) if self.target else float("inf")
        return -share, -self.missing


@dataclass(frozen=True)
class PromiseSum:
    """What a unit promised when the last quarter fell short; `unit` is "" for the coordinator.

    `until`: the first quarter in which the unit did not carry the row any more; 0 for one that does.
    """

    code: str
    unit: str
    missed: Count
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

    def status(self, done: Count, target: Count, better: str) -> str:
        """A ceiling that is exceeded is short; what is over a target is over, what is nearly there is met."""
        if better == LESS:
            return MET if Fraction(done) * self.on_track <= target else SHORT
        if done > target:
            return OVER
        return MET if done >= Fraction(target) * self.on_track else SHORT


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
            answers = counted.answers if counted else {}
            counts = (answers.get(row.share_of[0]), answers.get(row.share_of[1])) if row.share_of else None
            found.append(Cell(row, unit, row.own_target(quarter, unit), answers.get(row.name), counts))
        return found

    def without_return(self, quarter: int) -> str:
        """The word for a silent unit."""
        is_past = self.standing.quarters[quarter].signed is not None or self.now > due_day(quarter)
        return NOT_RETURNED if is_past else EXPECTED

    def may_change(
        self, status: str, done: Count, target: Count, silent: Sequence[Cell], is_of_year: bool = False
    ) -> bool:
        """Tell if those that are silent could still make another status of it."""
        if not silent:
            return False
        row = silent[0].row
        # Whoever is silent may lower a mean or raise it, and a mean of quarters as well as one of units.
        if row.across == MEAN or row.share_of or (is_of_year and row.adds_up == MEAN):
            return True
        # One that is the least so far may yet add to what it has.
        if is_of_year and row.across == LEAST and row.adds_up == SUM:
            return True
        # One more can only lower the least, and raise anything else.
        if (row.across == LEAST) is not (row.better == LESS):
            return status != SHORT
        if status != SHORT:
            return False
        own = [count_of(cell.target) if cell.row.counting == SPLIT else None for cell in silent]
        if row.across != SUM or None in own:
            return True
        best = done + (known_sum(own) or 0)
        return self.judge.status(best, target, row.better) != SHORT

    def unit_status(self, quarter: int, cell: Cell) -> str:
        """The status of one unit's row."""
        if cell.is_silent:
            return self.without_return(quarter)
        if cell.has_no_base:
            return NO_BASE
        if cell.answer and cell.answer.nothing:
            return NOTHING_AROSE
        if cell.own_count is None or cell.number is None:
            return NOT_JUDGED
        return self.judge.status(cell.number, cell.own_count, cell.row.better)

    def row_status(self, quarter: int, row: Row, cells: Sequence[Cell]) -> str:
        """The status of the centre's row in its quarter."""
        silent = [cell for cell in cells if cell.is_silent]
        answered = [cell for cell in cells if cell.is_answered]
        done, target = done_of(row, cells), count_of(row.target(quarter))
        if silent and not answered:
            return self.without_return(quarter)
        if done is None:
            others = [cell for cell in cells if not cell.is_silent]
            nothing = bool(others) and all(cell.answer and cell.answer.nothing for cell in others)
            if silent and (nothing or target is not None):
                return self.without_return(quarter)
            if any(cell.has_no_base for cell in cells):
                return NO_BASE
            return NOTHING_AROSE if nothing else NOT_JUDGED
        if target is None:
            return NOT_JUDGED
        status = self.judge.status(done, target, row.better)
        return self.without_return(quarter) if self.may_change(status, done, target, silent) else status


def view_of(scenario: Scenario, steps: int, now: datetime) -> View:
    """The year after so many steps, looked at at a moment."""
    judge = Judge(Fraction(str(scenario.on_track)))
    return View(standing_after(scenario.steps[:steps]), now, judge)


def done_of(row: Row, cells: Sequence[Cell]) -> Count | None:
    """The number of the centre: by the rule of the row, a share from the units that gave both counts."""
    if row.share_of is None:
        return joined([cell.number for cell in cells], row.across, row.decimals)
    both = [cell.both for cell in cells if cell.both]
    part, whole = known_sum([part for part, _whole in both]), known_sum([whole for _part, whole in both])
    return percentage(part or 0, whole or 0, row.decimals)


def _gap(cell: Cell) -> Count:
    gap = (cell.number or 0) - (cell.own_count or 0)
    return gap if gap > 0 else -gap


def row_of_quarter(view: View, quarter: int, row: Row) -> RowSum:
    """The figures of a row in its quarter alone."""
    cells = view.cells(quarter, row)
    status, target = view.row_status(quarter, row, cells), row.target(quarter)
    done = done_of(row, cells)
    units = []
    for cell in cells:
        own = view.unit_status(quarter, cell)
        units.append(UnitSum(cell.unit, cell, own, _gap(cell) if own == SHORT else 0))
    missing: Count = 0
    if status == SHORT and (count := count_of(target)) is not None:
        gap = count - (done or 0) if row.better == MORE else (done or 0) - count
        still = known_sum([count_of(cell.target) for cell in cells if cell.is_silent]) or 0
        missing = gap - min(gap, still) if row.better == MORE and row.is_added_up else gap
    return RowSum(row, target, tuple(units), done, status, missing)


def shortfalls_of(rows: Sequence[RowSum], notes: Mapping[str, tuple[str, str]]) -> tuple[ShortSum, ...]:
    """Every shortfall, worst first. A target that belongs to no unit stands for the centre."""
    found = []
    for each in rows:
        short = [unit for unit in each.units if unit.status == SHORT]
        for unit in short:
            answer, target, done = unit.cell.answer or Answer(), unit.cell.own_count, unit.cell.number
            assert target is not None
            assert done is not None
            said = answer.reason, answer.action
            found.append(ShortSum(each.row.code, unit.unit, target, done, unit.missing, *said))
        if not short and each.status == SHORT and each.missing:
            whole = count_of(each.target)
            assert whole is not None
            said = notes.get(each.row.name, ("", ""))
            found.append(ShortSum(each.row.code, "", whole, each.done or 0, each.missing, *said))
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
