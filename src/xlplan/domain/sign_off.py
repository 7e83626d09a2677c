"""The sign-off that precedes the closing of a quarter: what it means, before it is done."""

from msgspec import Struct

from xlplan.domain.decisions import Waiver
from xlplan.domain.edition import Edition, LedgerPosition
from xlplan.domain.findings.finding import Finding
from xlplan.domain.plan import PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.domain.restatement import NO_EFFECT, NetEffect


class OpenFinding(Struct, frozen=True):
    """A finding that needs a decision before the closing.

    `unit` is the code of its unit and `name` the unit's name; both are "" for the whole centre.
    """

    unit: str
    name: str
    finding: Finding


class EditionPreview(Struct, frozen=True):
    """An edition that the closing would make.

    `change_count`: the number of its rows that differ from the edition before it. `effect`: what they come to.
    """

    quarter: Quarter
    number: int
    change_count: int
    effect: NetEffect = NO_EFFECT


class OtherPlace(Struct, frozen=True):
    """The folder and the computer of the last decision, where these are not those of now.

    `is_there`: the same workspace lies there still, so that this one is a copy of it.
    """

    folder: str
    machine: str
    is_there: bool


class SignOff(Struct, frozen=True):
    """The meaning of a quarter's closing, in reading order.

    `waived_findings`: the silenced ones, each with its waiver; `open_findings`: all others.
    `editions`: the edition of the quarter first, then those of later quarters that it changes.
    `previous`: the edition before it, if any. `position`: the version of the inputs.
    `other_place`: where the last decision was made, if not here.
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
    other_place: OtherPlace | None = None
