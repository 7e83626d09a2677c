"""The result for one file, and the listener that hears of it."""

import time
from dataclasses import dataclass
from pathlib import Path

from xlplan.domain.findings.finding import Finding
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Outcome


@dataclass(frozen=True)
class IntakeResult:
    """A file that was answered: how, whose it is, what is wrong, and where its answers lie.

    `number` is its receipt's; `attempt` counts the submissions of its return, 0 where it is none; `again`: the
    same bytes had been answered before.
    """

    file: str
    outcome: Outcome
    quarter: Quarter | None
    unit: str
    errors: tuple[Finding, ...]
    receipt: Path
    marked_return: Path | None
    number: int
    attempt: int
    is_repeated: bool


@dataclass(frozen=True)
class FailedFile:
    """A file that could not be dealt with, and why; it stays claimed, and is taken up again by the next pass."""

    file: str
    problem: Exception


class IntakeListener:
    """Hears of the files of a pass, and says how it waits and when it stops. This one hears nothing.

    A command overrides what it wants to hear.
    """

    def pause(self, seconds: float) -> None:
        """Wait while the files settle."""
        time.sleep(seconds)

    def stopped(self) -> bool:
        """Tell if the files in hand are to be the last."""
        return False

    def file_begins(self, name: str) -> None:
        """Hear the name of the file in hand."""

    def file_answered(self, result: IntakeResult) -> None:
        """Hear of a file as soon as it is answered."""
