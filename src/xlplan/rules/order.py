"""Findings in the order in which a person reads them: what must be corrected first, nothing a hundred times."""

from collections.abc import Iterable

from xlplan.finding import Finding, Place, Severity, found

MOST_ALIKE = 5
_GRAVITY = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
_TOGETHER = {Severity.WARNING: "many-alike", Severity.NOTE: "many-alike-noted"}


def grouped(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors, then warnings, then notes, each in the order found; more than five of one kind become one finding.

    It stands where the first of them stood, lists all their places, and quotes the first, in the language in use.
    Errors are never put together: each has its cell to be corrected.
    """
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    single = (each for alike in by_code.values() for each in _told(alike))
    return tuple(sorted(single, key=lambda finding: _GRAVITY.index(finding.severity)))


def _told(alike: list[Finding]) -> list[Finding]:
    code = _TOGETHER.get(alike[0].severity)
    if code is None or len(alike) <= MOST_ALIKE:
        return alike
    first = alike[0]
    places = ", ".join(dict.fromkeys(_spot(finding.place) for finding in alike))
    names = {"number": len(alike), "rows": places, "first": first.problem, "remedy": first.remedy}
    return [found(code, first.place, **names)]


def _spot(place: Place) -> str:
    return place.row or place.cell or place.sheet or place.file or "—"
