"""The sign-off sheet of a quarter: what whoever closes it should know first, as frozen values."""

from dataclasses import dataclass

from xlplan.domain.edition import Basis, Edition, Waiver
from xlplan.domain.findings.finding import Finding
from xlplan.domain.plan import PlanVersion
from xlplan.domain.quarter import Quarter


@dataclass(frozen=True)
class OpenFinding:
    """A finding that nobody has settled: of a unit, by its code and name, both "" for the whole centre."""

    unit: str
    name: str
    finding: Finding


@dataclass(frozen=True)
class Renewed:
    """An edition that closing makes: of which quarter, its number, and how many things it says otherwise."""

    quarter: Quarter
    number: int
    changes: int


@dataclass(frozen=True)
class SignOff:
    """What closing a quarter means, in the order in which it is to be read.

    `open`: the findings that nobody has silenced; `waived`: those that somebody has, each with the waiver.
    `renewed`: the edition itself, then those of later quarters that it changes. `before`: the edition before it.
    """

    quarter: Quarter
    version: PlanVersion
    accepted: int
    owed: int
    open: tuple[OpenFinding, ...]
    waived: tuple[tuple[OpenFinding, Waiver], ...]
    renewed: tuple[Renewed, ...]
    before: Edition | None
    basis: Basis
