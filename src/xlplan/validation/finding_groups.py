"""Findings in the order in which a person reads them: what must be corrected first, nothing a hundred times."""

from collections import Counter
from collections.abc import Iterable

from xlplan.domain.findings.answer_kinds import (
    MANY_ALIKE,
    MANY_ALIKE_NOTED,
    MORE_ERRORS,
    MORE_NOTES,
    MORE_WARNINGS,
)
from xlplan.domain.findings.finding import Finding, Location, Severity
from xlplan.validation.quoting import listed

MOST_ALIKE = 5
# Nobody reads more of one kind; a file that holds more of it was not filled in by hand.
MOST_KEPT = 200
_GRAVITY = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
_MORE = {Severity.ERROR: MORE_ERRORS, Severity.WARNING: MORE_WARNINGS, Severity.NOTE: MORE_NOTES}


def group_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors, then warnings, then notes, each in the order found; more than five of one kind become one finding.

    It stands where the first of them stood, lists all their places, and quotes the first, in the language in use.
    Errors are never put together: each has its cell to be corrected.
    """
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    single = (each for alike in by_code.values() for each in _told(alike))
    return tuple(sorted(single, key=lambda finding: _GRAVITY.index(finding.severity)))


def limit_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same findings; of more than two hundred of one kind the rest becomes one that counts and places them."""
    kept: list[Finding] = []
    beyond: dict[str, list[Finding]] = {}
    counted: Counter[str] = Counter()
    for finding in findings:
        counted[finding.code] += 1
        if counted[finding.code] > MOST_KEPT:
            beyond.setdefault(finding.code, []).append(finding)
        else:
            kept.append(finding)
    return (*kept, *(_rest(each) for each in beyond.values()))


def _rest(alike: list[Finding]) -> Finding:
    first, last = (finding.location.cell or _spot(finding.location) for finding in (alike[0], alike[-1]))
    place = Location(file=alike[0].location.file, sheet=alike[0].location.sheet)
    names = {"number": len(alike), "first": first, "last": last, "problem": alike[0].problem}
    return _MORE[alike[0].severity].at(place, **names)


def _told(alike: list[Finding]) -> list[Finding]:
    first = alike[0]
    if first.severity is Severity.ERROR or len(alike) <= MOST_ALIKE:
        return alike
    values = {
        "number": len(alike),
        "rows": listed(_spot(finding.location) for finding in alike),
        "first": first.problem,
    }
    if first.severity is Severity.NOTE:
        return [MANY_ALIKE_NOTED.at(first.location, **values)]
    return [MANY_ALIKE.at(first.location, remedy=first.remedy, **values)]


def _spot(place: Location) -> str:
    return place.row or place.cell or place.sheet or place.file or "—"
