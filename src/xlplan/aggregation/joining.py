"""Joining numbers: of units into the centre's, and of quarters into the year's, by an indicator's own rules.

Whatever is joined is rounded to the decimals of the row, halves away from zero, as the sheets do it.
"""

from collections.abc import Iterable, Sequence

from xlplan.domain.plan import AcrossUnits, AddsUp, Indicator
from xlplan.domain.unit_of_measure import Number, decimals_of, mean, round_half_away, to_number


def known_sum(values: Iterable[Number | None]) -> Number | None:
    """Return the sum of the values that are known; None where none is, because nothing known is not zero."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def rounded_sum(values: Iterable[Number | None], decimals: int) -> Number | None:
    """Return the sum of the values that are known, rounded; None where none is."""
    total = known_sum(values)
    if total is None or isinstance(total, int):
        return total
    return round_half_away(total, decimals) if decimals_of(total) > decimals else to_number(total)


def join_units(values: Iterable[Number | None], indicator: Indicator) -> Number | None:
    """Return the centre's number from those of its units, None where a unit has none.

    A mean is unweighted, over the units with a number. Source: design, who counts.
    """
    known = [value for value in values if value is not None]
    decimals = indicator.unit_of_measure.decimals
    if indicator.across_units is AcrossUnits.SUM or not known:
        return rounded_sum(known, decimals)
    if indicator.across_units is AcrossUnits.MEAN:
        return mean(known, decimals)
    return max(known) if indicator.across_units is AcrossUnits.GREATEST else min(known)


def join_quarters(values: Sequence[Number | None], adds_up: AddsUp, decimals: int = 0) -> Number | None:
    """Return the value of several quarters from one value a quarter, None where a quarter has none.

    A mean is over the quarters with a value. Source: design, quarter and year to date.
    """
    known = [value for value in values if value is not None]
    if adds_up is AddsUp.SUM or not known:
        return rounded_sum(known, decimals)
    return mean(known, decimals) if adds_up is AddsUp.MEAN else known[-1]
