"""Findings in the order in which a person reads them: what must be corrected first, nothing a hundred times."""

from collections import Counter
from collections.abc import Iterable

from xlplan.domain.findings.finding import Finding, Location, Severity, make_finding
from xlplan.validation.quoting import listed

MOST_ALIKE = 5
# Nobody reads more of one kind; a file that holds more of it was not filled in by hand.
MOST_KEPT = 200
_GRAVITY = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
_MORE = {Severity.ERROR: "more-errors", Severity.WARNING: "more-warnings", Severity.NOTE: "more-notes"}
_TOGETHER = {Severity.WARNING: "many-alike", Severity.NOTE: "many-alike-noted"}


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
    first, last = (finding.place.cell or _spot(finding.place) for finding in (alike[0], alike[-1]))
    place = Location(file=alike[0].place.file, sheet=alike[0].place.sheet)
    names = {"number": len(alike), "first": first, "last": last, "problem": alike[0].problem}
    return make_finding(_MORE[alike[0].severity], place, **names)


def _told(alike: list[Finding]) -> list[Finding]:
    code = _TOGETHER.get(alike[0].severity)
    if code is None or len(alike) <= MOST_ALIKE:
        return alike
    first = alike[0]
    places = listed(_spot(finding.place) for finding in alike)
    names = {"number": len(alike), "rows": places, "first": first.problem, "remedy": first.remedy}
    return [make_finding(code, first.place, **names)]


def _spot(place: Location) -> str:
    return place.row or place.cell or place.sheet or place.file or "—"
