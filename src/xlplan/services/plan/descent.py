"""The look at the descent of a plan workbook's rows: what is not plain, as findings on their cells."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from xlplan.documents.plan_reader.reader import PlanReading
from xlplan.domain.descent import Descent, DescentProblem, OpenDescent, PlanRow, trace_descent
from xlplan.domain.executor_wording import comparable
from xlplan.domain.findings.descent_kinds import (
    DESCENT_CLAIMED_TWICE,
    DESCENT_NOT_ADDABLE,
    DESCENT_OTHER_RULE,
    DESCENT_RULE_CHANGED,
    DESCENT_SEVERAL,
    DESCENT_SHARED,
    DESCENT_SIMILAR,
    DESCENT_UNKNOWN,
    DESCENT_UNLIKE,
)
from xlplan.domain.findings.finding import Finding, FindingKind, Location
from xlplan.domain.plan import Plan
from xlplan.ledger.database import Connection
from xlplan.ledger.plan_lines import trace_from_ledger
from xlplan.text.translation import _

_TO_SETTLE: Mapping[DescentProblem, FindingKind] = {
    DescentProblem.UNLIKE: DESCENT_UNLIKE,
    DescentProblem.SEVERAL: DESCENT_SEVERAL,
    DescentProblem.SHARED: DESCENT_SHARED,
    DescentProblem.UNKNOWN: DESCENT_UNKNOWN,
    DescentProblem.CLAIMED_TWICE: DESCENT_CLAIMED_TWICE,
    DescentProblem.OTHER_RULE: DESCENT_OTHER_RULE,
    DescentProblem.NOT_ADDABLE: DESCENT_NOT_ADDABLE,
}
_TO_TELL: Mapping[DescentProblem, FindingKind] = {
    DescentProblem.OTHER_RULE: DESCENT_RULE_CHANGED,
    DescentProblem.SIMILAR: DESCENT_SIMILAR,
}


def look_at_descent(connection: Connection, reading: PlanReading) -> PlanReading:
    """Return a reading with the findings about the descent of its rows from the plan before it in the ledger.

    Rows that must be corrected first are not looked at.
    """
    descent = trace_from_ledger(connection, reading.plan) if reading.plan else None
    if descent is None:
        return reading
    return replace(reading, findings=(*reading.findings, *findings_of_descent(descent, reading.places)))


def findings_of_descent(descent: Descent, places: Mapping[str, Location]) -> tuple[Finding, ...]:
    """Return a finding for each row that a person must settle, and for each that begins anew by itself."""
    return (
        *(_finding(_TO_SETTLE[each.problem], each, places) for each in descent.open_rows),
        *(_finding(_TO_TELL[each.problem], each, places) for each in descent.begun_anew),
    )


def says_the_same(before: Plan, now: Plan) -> bool:
    """Tell if two plans ask for the same, and each row continues itself, whatever their notes on descent are."""
    if _without_notes(before) != _without_notes(comparable(now, before)):
        return False
    descent = trace_descent(before, now)
    return all(parents == (key,) for key, parents in descent.parents.items())


def _without_notes(plan: Plan) -> Plan:
    return replace(
        plan,
        measures=tuple(
            replace(measure, indicators=tuple(replace(each, continues=None) for each in measure.indicators))
            for measure in plan.measures
        ),
    )


def _finding(kind: FindingKind, each: OpenDescent, places: Mapping[str, Location]) -> Finding:
    known = [row.key for row in each.candidates]
    values: Mapping[str, Callable[[], str]] = {
        "row": lambda: each.row.key,
        "now": lambda: _quoted(each.row),
        "before": lambda: "; ".join(f"{row.key} {_quoted(row)}" for row in each.candidates),
        "code": lambda: "; ".join(known),
        "seen": lambda: "; ".join(code for code in each.named if code not in known),
    }
    if kind is DESCENT_UNLIKE:
        values = {**values, "before": lambda: "; ".join(map(_quoted, each.candidates))}
    place = places.get(each.row.key, Location(row=each.row.key))
    return kind.at(place, **{name: values[name]() for name in kind.fields})


def _quoted(row: PlanRow) -> str:
    """Return the words that tell a row from others: of its measure and of its indicator."""
    return _("“{measure}”, indicator “{indicator}”").format(
        measure=row.measure.title, indicator=row.indicator.title
    )
