"""What a plan asks for: a count, or one of the typed targets that are only words."""

import math
import re
from dataclasses import dataclass
from enum import Enum

from xlplan.spelling import fold, tidy


class TargetKind(Enum):
    """How a target is judged. Source: design, targets are typed."""

    COUNT = "count"
    CONTINUOUS = "continuous"
    ON_DEMAND = "on-demand"
    ON_INSTRUCTION = "on-instruction"
    UNSET = "unset"


@dataclass(frozen=True)
class Target:
    """A target with the plan's own words; `count` only where the kind is COUNT."""

    kind: TargetKind
    words: str = ""
    count: int | None = None

    def __post_init__(self) -> None:
        if (self.kind is TargetKind.COUNT) != (self.count is not None):
            raise ValueError("a target has a count exactly where its kind is COUNT")

    @property
    def shown(self) -> int | str:
        """What a cell shows: the number, or the plan's own words ("" where the plan gives none)."""
        return self.words if self.count is None else self.count


UNSET = Target(TargetKind.UNSET)

# Each pattern is met by a real plan; look-alike letters and case are folded before.
_PATTERNS = (
    (re.compile(fold("постійно") + "|" + fold("протягом (року|кварталу)")), TargetKind.CONTINUOUS),
    (re.compile(fold("за дорученням")), TargetKind.ON_INSTRUCTION),
    (
        re.compile(
            "|".join(
                fold(words)
                for words in (
                    "за (наявності )?потреби",
                    "[ув] (разі|міру) (наявності )?потреби",
                    "([ув] разі|при) проведенн[яі]",
                    "(при|за) наявності",
                )
            )
        ),
        TargetKind.ON_DEMAND,
    ),
)
_WHOLE = re.compile(r"\d{1,12}([.,]0+)?")


def count(number: int) -> Target:
    """A target of `number`."""
    return Target(TargetKind.COUNT, str(number), number)


def read_target(value: object) -> Target | None:
    """The target that a plan's cell holds, in any spelling met so far.

    A blank cell or a dash is UNSET, never zero. Returns None where the cell cannot be understood
    (a fraction, a negative number, unknown words).
    """
    if value is None:
        return UNSET
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return count(int(value)) if math.isfinite(value) and value >= 0 and value == int(value) else None
    words = tidy(str(value))
    if words in ("", "-", "–", "—"):
        return UNSET
    if _WHOLE.fullmatch(words):
        return count(int(re.split("[.,]", words)[0]))
    for pattern, kind in _PATTERNS:
        if pattern.match(fold(words)):
            return Target(kind, words)
    return None
