"""One difference between what a sheet shows and what it must show."""

from collections.abc import Iterator
from dataclasses import dataclass

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
        if _plain(expected) != _plain(seen):
            yield Difference(self.scenario.seed, self.quarter, self.name, row, heading, expected, seen)


def _plain(value: object) -> object:
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 6)
    return None if value == "" else value
