"""Findings in the order in which people read them: errors first, and nothing repeated a hundred times."""

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
from xlplan.validation.quoting import list_names

GROUP_LIMIT = 5
# Nobody reads more findings of one kind. A file with more of them was not filled in by hand.
KIND_LIMIT = 200
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
_KINDS_OF_MORE = {Severity.ERROR: MORE_ERRORS, Severity.WARNING: MORE_WARNINGS, Severity.NOTE: MORE_NOTES}


def group_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return errors, then warnings, then notes, each in the order found; join more than five of one kind.

    The joint finding has the location of the first, lists all locations and quotes the first, in the language in
    use. Errors are never joined: each has a cell that must be corrected.
    """
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    grouped = (each for same_kind in by_code.values() for each in _grouped(same_kind))
    return tuple(sorted(grouped, key=lambda finding: _SEVERITIES.index(finding.severity)))


def limit_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return at most 200 findings of each kind; one finding more gives the number and the range of the rest."""
    kept: list[Finding] = []
    overflow: dict[str, list[Finding]] = {}
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.code] += 1
        if counts[finding.code] > KIND_LIMIT:
            overflow.setdefault(finding.code, []).append(finding)
        else:
            kept.append(finding)
    return (*kept, *(_rest_of_kind(same_kind) for same_kind in overflow.values()))


def _rest_of_kind(same_kind: list[Finding]) -> Finding:
    first, last = (
        finding.location.cell or _short_location(finding.location) for finding in (same_kind[0], same_kind[-1])
    )
    location = Location(file=same_kind[0].location.file, sheet=same_kind[0].location.sheet)
    values = {"number": len(same_kind), "first": first, "last": last, "problem": same_kind[0].whole_problem}
    return _KINDS_OF_MORE[same_kind[0].severity].at(location, **values)


def _grouped(same_kind: list[Finding]) -> list[Finding]:
    first = same_kind[0]
    if first.severity is Severity.ERROR or len(same_kind) <= GROUP_LIMIT:
        return same_kind
    values = {
        "number": len(same_kind),
        "rows": list_names(_short_location(finding.location) for finding in same_kind),
        "first": first.whole_problem,
    }
    if first.severity is Severity.NOTE:
        return [MANY_ALIKE_NOTED.at(first.location, **values)]
    return [MANY_ALIKE.at(first.location, remedy=first.whole_remedy, **values)]


def _short_location(location: Location) -> str:
    return location.row or location.cell or location.sheet or location.file or "—"
