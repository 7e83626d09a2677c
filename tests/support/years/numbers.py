"""The arithmetic of the independent sum: exact, halves rounded away from zero.

Nothing here imports xlplan.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from tests.support.years.model import GREATEST, LAST, LEAST, MEAN, SUM, Count


def rounded(value: Fraction, decimals: int) -> Count:
    """A number of so many decimals: the nearer one, of two that are as near the one further from zero."""
    shifted = value * 10**decimals
    below = shifted.numerator // shifted.denominator
    left = shifted - below
    up = left > Fraction(1, 2) or (left == Fraction(1, 2) and shifted > 0)
    found = Decimal(below + up) / Decimal(10**decimals)
    return int(found) if found == int(found) else found


def known_sum(values: Sequence[Count | None]) -> Count | None:
    """The sum of what is known; nothing where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def joined(values: Sequence[Count | None], rule: str, decimals: int) -> Count | None:
    """What is known, by a rule of units or of quarters; nothing where nothing is."""
    known = [Fraction(value) for value in values if value is not None]
    if not known:
        return None
    ways = {
        SUM: lambda: sum(known, Fraction()),
        MEAN: lambda: sum(known, Fraction()) / len(known),
        GREATEST: lambda: max(known),
        LEAST: lambda: min(known),
        LAST: lambda: known[-1],
    }
    return rounded(ways[rule](), decimals)


def percentage(part: Count, whole: Count, decimals: int) -> Count | None:
    """How many per cent the part is of the whole; nothing of nothing."""
    return rounded(Fraction(part) * 100 / Fraction(whole), decimals) if whole else None
