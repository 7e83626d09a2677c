"""How much of an exhaustive test runs: an evenly spread part, or all of it."""

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
# A machine that proves a release sets it, and waits longer.
IS_THOROUGH = os.environ.get("XLPLAN_THOROUGH") == "1"


def spread(cases: Sequence[T], share: int) -> Sequence[T]:
    """Each `share`-th of the cases, the last one among them; where the tests are to be thorough, all."""
    return cases if IS_THOROUGH else cases[(len(cases) - 1) % share :: share]


def examples(most: int, few: int) -> int:
    """How many examples a property is tried on."""
    return most if IS_THOROUGH else few
