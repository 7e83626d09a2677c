"""Units of measure and rules for the rows of random plans, and numbers that suit them.

A stream of chance of its own leaves the years as they are without them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

from tests.support.years.model import (
    GREATEST,
    LAST,
    LEAD,
    LEAST,
    LESS,
    MEAN,
    MORE,
    PERCENT,
    SPLIT,
    SUM,
    Count,
    Row,
)
from tests.support.years.numbers import rounded

_ADDED_UP = (("прим.", 0), ("год", 1), ("год", 2), ("грн", 2), ("км", 1))
_APART = (("день", 1), ("год", 1), ("бал", 2), (PERCENT, 1), (PERCENT, 0), (PERCENT, 1))
_MOST_PER_CENT = 100


class Measurer:
    """Gives units of measure to rows, and decimals to their numbers."""

    def __init__(self, seed: int) -> None:
        self.random = Random(f"units of {seed}")

    def measured(self, row: Row) -> Row:
        """The row with a unit of measure and rules that suit each other; half of the rows stay as they are."""
        random = self.random
        if random.random() < 0.5:
            return row
        in_words = random.random() < 0.4
        if random.random() < 0.45:
            word, decimals = random.choice(_ADDED_UP)
            adds_up = MEAN if random.random() < 0.2 else row.adds_up
            return replace(row, unit=word, decimals=decimals, adds_up=adds_up, in_words=in_words)
        word, decimals = random.choice(_APART)
        adds_up = random.choice((LAST, MEAN)) if word == PERCENT else random.choice((SUM, LAST, MEAN))
        own = replace(row, unit=word, decimals=decimals, adds_up=adds_up, in_words=in_words)
        if word == PERCENT and row.counting == LEAD:
            return own
        return replace(own, counting=SPLIT, across=random.choice((MEAN, MEAN, GREATEST, LEAST)))

    def share(self, row: Row, part: Row, whole: Row) -> Row:
        """The row made the share of one in the other."""
        return replace(
            row,
            counting=SPLIT,
            adds_up=LAST,
            better=LESS if self.random.random() < 0.2 else MORE,
            unit=PERCENT,
            decimals=self.random.choice((0, 1, 1, 2)),
            across=SUM,
            share_of=(part.name, whole.name),
            in_words=self.random.random() < 0.3,
        )

    def sized(self, row: Row, number: int) -> Count:
        """A count of a plain row as one that suits the unit of measure of this one."""
        if not row.unit:
            return number
        if row.unit == PERCENT:
            return min(self._with_decimals(row, 48 + number * 4), _MOST_PER_CENT)
        scale = {"прим.": 1000, "грн": 3000}.get(row.unit, 1)
        return self._with_decimals(row, number * scale)

    def _with_decimals(self, row: Row, number: int) -> Count:
        if not row.decimals or self.random.random() < 0.3:
            return number
        parts = self.random.randint(0, 10**row.decimals - 1)
        return number + Decimal(parts).scaleb(-row.decimals).normalize()

    def near(self, row: Row, target: Count) -> Count:
        """A number that meets a target, misses it by a little or by much, or exceeds it."""
        step, exact = Fraction(1, 10**row.decimals), Fraction(target)
        wide = max(step, Fraction(rounded(exact / 10, row.decimals)))
        by = self.random.choice((0, 0, step, -step, wide, -wide, 3 * wide, -exact, -exact / 2))
        number = rounded(max(Fraction(0), exact + by), row.decimals)
        return min(number, _MOST_PER_CENT) if row.unit == PERCENT else number

    def parts(self, row: Row, units: Sequence[str], whole: Count) -> Mapping[str, Count]:
        """The targets of units: parts of the whole one, or their own where nothing is added up."""
        random = self.random
        if not row.is_added_up:
            if len(units) < 2:
                return {}
            return {unit: self.near(row, whole) for unit in units if random.random() < 0.4}
        having = [unit for unit in units if random.random() < 0.8] or [units[0]]
        left, parts = whole, {}
        for unit in having[:-1]:
            own = rounded(Fraction(left) * random.randint(0, 10) / 10, row.decimals)
            left, parts[unit] = left - own, own
        return {**parts, having[-1]: left}
