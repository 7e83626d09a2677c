"""Findings: observations about a plan, a file or an entry, in the words of one catalogue of kinds."""

from dataclasses import dataclass

from xlplan.domain.findings.answer_kinds import ENTRY, EVENT
from xlplan.domain.findings.file_kinds import FILE, ORDER
from xlplan.domain.findings.kind import FindingKind, Severity
from xlplan.domain.findings.plan_kinds import PLAN, PLAN_CSV
from xlplan.domain.findings.quarter_kinds import QUARTER
from xlplan.text.translation import _

__all__ = [
    "CATALOGUE",
    "Finding",
    "FindingKind",
    "Location",
    "Severity",
    "errors_of",
    "make_finding",
    "warnings_of",
]

CATALOGUE: dict[str, FindingKind] = {**PLAN, **PLAN_CSV, **FILE, **ORDER, **ENTRY, **EVENT, **QUARTER}


@dataclass(frozen=True)
class Location:
    """Where it was found: a file, sheet, cell and row code, each "" where it does not apply."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    row: str = ""

    @property
    def shown(self) -> str:
        """As a person reads it: `Звіт, клітинка E12 · рядок 1.4.5`; "" for the file as a whole."""
        spot = _("{sheet}, cell {cell}") if self.cell else "{sheet}"
        parts = [spot.format(sheet=self.sheet, cell=self.cell)] if self.sheet else []
        parts += [_("row {row}").format(row=self.row)] if self.row else []
        return " · ".join(parts)


@dataclass(frozen=True)
class Finding:
    """One observation; `values` fill the words of its kind."""

    code: str
    place: Location = Location()
    values: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """The severity of its kind."""
        return CATALOGUE[self.code].severity

    @property
    def problem(self) -> str:
        """What was seen and what was expected, in the language in use."""
        kind = CATALOGUE[self.code]
        return kind.fill(kind.problem, self.values)

    @property
    def remedy(self) -> str:
        """What to do about it, in the language in use."""
        kind = CATALOGUE[self.code]
        return kind.fill(kind.remedy, self.values)

    def __str__(self) -> str:
        spot = "!".join(part for part in (self.place.sheet, self.place.cell) if part)
        where = " · ".join(part for part in (self.place.file, spot, self.place.row) if part)
        return f"{where}: {self.problem} {self.remedy}" if where else f"{self.problem} {self.remedy}"


def make_finding(code: str, place: Location = Location(), **values: object) -> Finding:
    """A finding of a kind that the catalogue has; KeyError for any other."""
    CATALOGUE[code]
    return Finding(code, place, tuple((name, str(value)) for name, value in values.items()))


def errors_of(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that must be corrected."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def warnings_of(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that are accepted and shown."""
    return tuple(finding for finding in findings if finding.severity is Severity.WARNING)
