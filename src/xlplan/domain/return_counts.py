"""Completeness and timeliness of returns, as values. `aggregation` computes them."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from xlplan.domain.deadline import Timeliness
from xlplan.domain.plan import Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import AcceptedReturn, ReturnState


class ReturnCounts(Struct, frozen=True):
    """The numbers of returns that were owed, that are accepted, and that were in time.

    The definitions are those of DHIS2: completeness is its reporting rate, timeliness its reporting rate on time.
    Both are shares of 1 of what was owed, and None where nothing was.
    """

    owed: int = 0
    accepted: int = 0
    in_time: int = 0

    @property
    def completeness(self) -> float | None:
        """The part of the returns that is accepted."""
        return self.accepted / self.owed if self.owed else None

    @property
    def timeliness(self) -> float | None:
        """The part of the returns of which the first accepted file came in time."""
        return self.in_time / self.owed if self.owed else None


class UnitReturn(Struct, frozen=True):
    """The return that a unit owes for a quarter: its state, and the timeliness of its first accepted file.

    `timeliness`: None without an accepted return. Rows that are asked anew do not matter to it.
    """

    unit: Unit
    state: ReturnState
    timeliness: Timeliness | None

    @property
    def counts(self) -> ReturnCounts:
        """The counts of this return alone."""
        in_time = self.timeliness is not None and self.timeliness is not Timeliness.LATE
        return ReturnCounts(1, int(self.state is ReturnState.ACCEPTED), int(in_time))


class UnitReturns(Struct, frozen=True):
    """The returns of a unit in the year so far, by quarter. A quarter in which it owed none is left out."""

    unit: Unit
    by_quarter: Mapping[Quarter, UnitReturn]

    @property
    def counts(self) -> ReturnCounts:
        """The counts of all its returns."""
        return add_counts(each.counts for each in self.by_quarter.values())


class YearReturns(Struct, frozen=True):
    """The returns of the year so far.

    `by_quarter`: the counts of each quarter, oldest first. `units`: every unit that owed a return in one of them.
    """

    by_quarter: Mapping[Quarter, ReturnCounts]
    units: tuple[UnitReturns, ...]

    @property
    def counts(self) -> ReturnCounts:
        """The counts of the year so far."""
        return add_counts(self.by_quarter.values())


def add_counts(counts: Iterable[ReturnCounts]) -> ReturnCounts:
    """Return the sum of counts."""
    each = tuple(counts)
    return ReturnCounts(
        sum(one.owed for one in each), sum(one.accepted for one in each), sum(one.in_time for one in each)
    )


def unit_return(unit: Unit, state: ReturnState, accepted: AcceptedReturn | None) -> UnitReturn:
    """Return the return of a unit.

    Args:
        unit: The unit.
        state: The state of its return.
        accepted: Its return that counts; None where none does.
    """
    return UnitReturn(unit, state, accepted.timeliness if accepted else None)
