"""A year as plain data: versions of the plan, and what happens day by day. Nothing here knows xlplan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property

YEAR = 2025
QUARTERS = (1, 2, 3, 4)
SPLIT, JOINT, LEAD = "split", "joint", "lead"
SUM, LAST = "sum", "last"
# The rule of quarters, and of units. Those of units are `SUM` and `MEAN` too.
MEAN, GREATEST, LEAST = "mean", "greatest", "least"
MORE, LESS = "more", "less"
NEW = "новий"
PERCENT = "%"
# An exact number: an int where it is whole.
Count = int | Decimal
# A count, the words of a typed target, or None where the plan has a blank.
Target = Count | str | None


def is_count(target: Target) -> bool:
    """A target is a number."""
    return isinstance(target, int | Decimal)


def count_of(target: Target) -> Count | None:
    """The number of a target that is one."""
    return target if isinstance(target, int | Decimal) else None


@dataclass(frozen=True)
class Row:
    """A row of the plan. `name` is who it is, whatever its code and its words; `also`: rows merged into it.

    `previous` stands in the column `Попередній код`. `wording` counts how often it got quite other words.
    `unit` is the word of its unit of measure, with so many `decimals`; `across`: how the units make the centre.
    `share_of`: the names of the rows of which it is the share of the first in the second, in per cent.
    `in_words`: its targets stand in the plan as `не менше 20` or `не більше 3`.
    """

    name: str
    code: str
    title: str
    indicator: str
    counting: str
    adds_up: str
    better: str
    units: tuple[str, ...]
    targets: Mapping[int, Target]
    shares: Mapping[tuple[int, str], Count] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    previous: str = ""
    wording: int = 0
    unit: str = ""
    decimals: int = 0
    across: str = SUM
    share_of: tuple[str, str] | None = None
    in_words: bool = False

    @cached_property
    def names(self) -> frozenset[str]:
        """Every row that it carries on: itself and those merged into it."""
        return frozenset((self.name, *self.also))

    @property
    def reporting(self) -> tuple[str, ...]:
        """The units that report it."""
        return self.units[:1] if self.counting == LEAD else self.units

    def target(self, quarter: int) -> Target:
        """The target of the centre."""
        return self.targets.get(quarter)

    @property
    def is_added_up(self) -> bool:
        """The numbers of its units are added up, so its targets are shared out."""
        return self.across == SUM and self.share_of is None

    def own_target(self, quarter: int, unit: str) -> Target:
        """The target that a unit sees: its share where the target is split and a count.

        Where nothing is added up, a unit without one of its own has that of the centre.
        """
        whole = self.target(quarter)
        if self.counting == SPLIT and is_count(whole):
            return self.shares.get((quarter, unit), None if self.is_added_up else whole)
        return whole


@dataclass(frozen=True)
class Version:
    """A version of the plan. `first`: the quarter from which it applies; `covers`: the quarters that it plans."""

    number: int
    first: int
    covers: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Answer:
    """What a unit writes about a row. `number` or `words` ("" with `nothing`), or neither: left blank."""

    number: Count | None = None
    nothing: bool = False
    words: str = ""
    reason: str = ""
    action: str = ""
    kept: bool = True

    @property
    def is_blank(self) -> bool:
        """Nothing is said."""
        return self.number is None and not self.nothing and not self.words


@dataclass(frozen=True)
class Adopt:
    """A version is adopted; the templates of open quarters that are out follow it."""

    at: datetime
    version: Version


@dataclass(frozen=True)
class Issue:
    """The templates of a quarter are issued."""

    at: datetime
    quarter: int


@dataclass(frozen=True)
class Return:
    """A unit fills in the template that it has. `is_faulty`: it leaves out an answer that must be there."""

    at: datetime
    quarter: int
    unit: str
    answers: Mapping[str, Answer]
    is_faulty: bool = False


@dataclass(frozen=True)
class Withdraw:
    """The coordinator takes back the return of a unit that counts, or (`undo`) lets it count again."""

    at: datetime
    quarter: int
    unit: str
    undo: bool = False


@dataclass(frozen=True)
class Explain:
    """The coordinator gives the reason of a shortfall of the centre, and says what will be done."""

    at: datetime
    quarter: int
    row: str
    reason: str
    action: str


@dataclass(frozen=True)
class Close:
    """A quarter is signed."""

    at: datetime
    quarter: int


@dataclass(frozen=True)
class Reopen:
    """A signed quarter is opened again."""

    at: datetime
    quarter: int


Step = Adopt | Issue | Return | Withdraw | Explain | Close | Reopen


@dataclass(frozen=True)
class Scenario:
    """A whole year. `units`: code -> name. `end`: the day on which everything is looked at."""

    seed: int
    units: Mapping[str, str]
    is_quarterly: bool
    on_track: float
    steps: tuple[Step, ...]
    end: datetime

    def __hash__(self) -> int:
        """Years of one number are the same: what is summed up once of a year is looked up by it."""
        return hash(self.seed)


def due_day(quarter: int) -> datetime:
    """The last moment at which a return of a quarter is in time: nine days after its end."""
    return datetime(YEAR + quarter // 4, quarter % 4 * 3 + 1, 9, 23, 59)
