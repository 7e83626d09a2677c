"""One difference between what a sheet shows and what it must show."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tests.support.years.model import Scenario


@dataclass(frozen=True)
class Difference:
    """One figure that is not as it must be."""

    seed: int
    quarter: int
    sheet: str
    row: str
    heading: str
    expected: object
    seen: object

    def __str__(self) -> str:
        place = f"{self.seed}\tQ{self.quarter}\t{self.sheet}\t{self.row}\t{self.heading}"
        return f"{place}\texpected {self.expected!r}\tseen {self.seen!r}"


@dataclass(frozen=True)
class ShownSheet:
    """A sheet of one quarter, which tells the differences on it."""

    scenario: Scenario
    quarter: int
    name: str

    def differ(self, row: str, heading: str, expected: object, seen: object) -> Iterator[Difference]:
        """The difference, if what is seen is not what is expected."""
        if not _is_same(expected, seen):
            yield Difference(self.scenario.seed, self.quarter, self.name, row, heading, expected, seen)


def _is_same(expected: object, seen: object) -> bool:
    """Exact numbers agree in the fifteen digits that a spreadsheet keeps, quotients in twelve."""
    if isinstance(expected, Fraction) and isinstance(seen, int | float):
        return f"{float(expected):.12g}" == f"{seen:.12g}"
    return _plain(expected) == _plain(seen)


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return Decimal(f"{value:.15g}")
    return None if value == "" else value
