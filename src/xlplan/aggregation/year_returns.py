"""Completeness and timeliness of the returns of a year: by unit, by quarter, and for the year so far."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from xlplan.domain.plan import Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.return_counts import (
    ReturnCounts,
    UnitReturn,
    UnitReturns,
    YearReturns,
    add_counts,
    unit_return,
)

# Who asks for a status needs no figures.
if TYPE_CHECKING:
    from xlplan.domain.figures import QuarterBasis, YearBasis


def year_returns(returns: Mapping[Quarter, Sequence[UnitReturn]]) -> YearReturns:
    """Return the returns of a year with their counts. Every sheet and command asks this function.

    A quarter for which nothing was issued has counts of nothing, and its rates are None.

    Args:
        returns: For each quarter of the year so far the returns that units owe.
    """
    quarters = sorted(returns)
    by_unit: dict[str, dict[Quarter, UnitReturn]] = {}
    names: dict[str, Unit] = {}
    # The units of the latest quarter come first, in its order, and by the names that they have there.
    for quarter in reversed(quarters):
        for each in returns[quarter]:
            names.setdefault(each.unit.code, each.unit)
            by_unit.setdefault(each.unit.code, {})[quarter] = each
    by_quarter: dict[Quarter, ReturnCounts] = {
        quarter: add_counts(each.counts for each in returns[quarter]) for quarter in quarters
    }
    units = tuple(UnitReturns(names[code], dict(sorted(owed.items()))) for code, owed in by_unit.items())
    return YearReturns(by_quarter, units)


def returns_of_year(year: "YearBasis", quarter: Quarter) -> YearReturns:
    """Return the returns of the quarters of a year up to and with one of them."""
    so_far = {each: basis for each, basis in year.items() if each <= quarter}
    return year_returns({each: _owed_returns(basis) for each, basis in so_far.items()})


def _owed_returns(basis: "QuarterBasis") -> list[UnitReturn]:
    return [unit_return(unit, basis.state_of(unit.code), basis.returns.get(unit.code)) for unit in basis.owed]
