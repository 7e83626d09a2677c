"""The answer to a file: a receipt, and a marked return where something must be corrected."""

from dataclasses import dataclass
from pathlib import Path

from xlplan.finding import Finding, errors
from xlplan.quarter import Quarter
from xlplan.submission import Outcome, Submission, Verdict
from xlplan.workspace import Workspace


@dataclass(frozen=True)
class Answered:
    """A file that was answered: how, whose it is, what is wrong, and where its answers lie."""

    file: str
    outcome: Outcome
    quarter: Quarter | None
    unit: str
    problems: tuple[Finding, ...]
    receipt: Path
    marked: Path | None
