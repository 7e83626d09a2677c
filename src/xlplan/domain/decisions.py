"""Editions of a quarter's consolidated workbook, and what a coordinator decides about a quarter."""

from dataclasses import dataclass
from datetime import date, datetime

from xlplan.domain.edition import Edition, LedgerPosition
from xlplan.domain.findings.finding import Finding
from xlplan.domain.plan import PlanVersion
from xlplan.domain.quarter import Quarter


@dataclass(frozen=True)
class Reopening:
    """That an edition of a quarter was reopened: when, by whom and why."""

    quarter: Quarter
    edition: int
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class Withdrawal:
    """That the coordinator took a submission back (by its receipt's number), and why."""

    submission: int
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class Waiver:
    """That one finding of one unit is silenced for a quarter: its code, why, and the last day it holds."""

    quarter: Quarter
    unit: str
    code: str
    reason: str
    until: date | None
    at: datetime
    by: str

    def is_in_force(self, day: date) -> bool:
        """Whether it is still in force on a day."""
        return self.until is None or day <= self.until


@dataclass(frozen=True)
class OpenFinding:
    """A finding that nobody has settled: of a unit, by its code and name, both "" for the whole centre."""

    unit: str
    name: str
    finding: Finding


@dataclass(frozen=True)
class EditionPreview:
    """An edition that closing makes: of which quarter, its number, and how many things it says otherwise."""

    quarter: Quarter
    number: int
    change_count: int


@dataclass(frozen=True)
class SignOff:
    """What the closing of a quarter means, in reading order.

    `waived_findings`: the silenced ones, each with its waiver; `open_findings`: all others.
    `editions`: the edition of the quarter first, then those of later quarters that it changes.
    `previous`: the edition before it, if any. `position`: the version of the inputs.
    """

    quarter: Quarter
    version: PlanVersion
    accepted_count: int
    owed_count: int
    open_findings: tuple[OpenFinding, ...]
    waived_findings: tuple[tuple[OpenFinding, Waiver], ...]
    editions: tuple[EditionPreview, ...]
    previous: Edition | None
    position: LedgerPosition
