"""What is told of a file that was dealt with."""

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
    problems: tuple[Finding, ...]
    receipt: Path
    marked: Path | None
    number: int
    attempt: int
    again: bool


@dataclass(frozen=True)
class FailedFile:
    """A file that could not be dealt with, and why; it stays claimed, and is taken up again by the next pass."""

    file: str
    problem: Exception
