"""Target of a plan: a count, or one of the typed targets that are words."""

from enum import Enum

from msgspec import Struct

from xlplan.domain.unit_of_measure import Number


class TargetKind(Enum):
    """The kind of a target, which decides how it is judged. Source: design, targets are typed."""

    COUNT = "count"
    CONTINUOUS = "continuous"
    ON_DEMAND = "on-demand"
    ON_INSTRUCTION = "on-instruction"
    UNSET = "unset"

    # An enum's own hash is a call in Python, and figures look up a kind for each unit of each row.
    __hash__ = object.__hash__


class Target(Struct, frozen=True):
    """A target with the plan's own words; `count` only where the kind is COUNT.

    The words of a count may say more than its number: “не менше 20”.
    """

    kind: TargetKind
    words: str = ""
    count: Number | None = None

    def __post_init__(self) -> None:
        if (self.kind is TargetKind.COUNT) != (self.count is not None):
            raise ValueError("a target has a count exactly where its kind is COUNT")

    @property
    def shown(self) -> Number | str:
        """The number or the plan's own words, as a cell shows it; "" where the plan gives none."""
        return self.words if self.count is None else self.count

    @property
    def as_written(self) -> Number | str:
        """The content of the plan's own cell: a number, or words where the plan says more than a number."""
        return self.words if self.count is None or self.words != str(self.count) else self.count


UNSET = Target(TargetKind.UNSET)


def count_target(number: Number) -> Target:
    """Return a target that is a count."""
    return Target(TargetKind.COUNT, str(number), number)
