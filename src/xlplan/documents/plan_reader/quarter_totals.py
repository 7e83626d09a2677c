"""The targets in a row of `План`: the quarters and the total, compared with each other."""

from xlplan.documents.plan_reader.table import Row
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_cell_kinds import (
    PLAN_TARGET_AMBIGUOUS,
    PLAN_TARGET_PERCENT,
    PLAN_TARGET_SEVERAL,
)
from xlplan.domain.findings.plan_kinds import (
    PLAN_NUMBER_READ,
    PLAN_QUARTER_UNCLEAR,
    PLAN_TARGET_MIXED,
    PLAN_TARGET_UNCLEAR,
    PLAN_TARGET_UNSET,
    PLAN_TOTAL_DIFFERS,
)
from xlplan.domain.number_reading import NumberProblem, NumberReading, read_number
from xlplan.domain.plan import AddsUp
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import UNSET, Target, TargetKind, read_target, suggest_words
from xlplan.text.translation import quote

QUARTER_COLUMNS = ("q1", "q2", "q3", "q4")
_EXAMPLES = ("постійно", "за потреби", "за дорученням")

Targets = tuple[tuple[Quarter, Target], ...]


def read_targets(
    row: Row, key: str, quarters: tuple[Quarter, ...], adds_up: AddsUp, findings: list[Finding]
) -> tuple[Targets, Target]:
    """Return the targets of a row by quarter, and its total. Blank ones are left out.

    Words under `Разом` alone apply to every quarter. A number there alone applies only where the plan has one
    quarter.
    """
    read = {name: read_target(row.value(name)) for name in (*QUARTER_COLUMNS, "total")}
    unclear = [name for name, target in read.items() if target is None]
    findings += [_unclear(row, name, key) for name in unclear]
    given = {name: target for name, target in read.items() if target is not None and target != UNSET}
    findings += _read_from_text(row, key, given)
    findings += _mixed(row, key, given)
    if unclear or not quarters:
        return (), UNSET
    if not given:
        findings.append(PLAN_TARGET_UNSET.at(row.place("total", key), row=key))
    total = given.pop("total", UNSET)
    covered = {f"q{quarter.number}": quarter for quarter in quarters}
    known = ", ".join(quarter.numeral for quarter in quarters)
    outside = [name for name in given if name not in covered]
    for name in outside:
        numeral = Quarter(quarters[0].year, int(name[1])).numeral
        findings.append(PLAN_QUARTER_UNCLEAR.at(row.place(name, key), seen=numeral, known=known))
    if outside:
        return (), total
    if not given and (total.kind is not TargetKind.COUNT or len(quarters) == 1):
        return (tuple((quarter, total) for quarter in quarters) if total != UNSET else ()), total
    counts = [target.count for target in given.values() if target.count is not None]
    if adds_up is AddsUp.SUM and total.count is not None and total.count != sum(counts):
        findings.append(PLAN_TOTAL_DIFFERS.at(row.place("total", key), seen=total.count, sum=sum(counts)))
    return tuple((covered[name], target) for name, target in given.items()), total


def _unclear(row: Row, name: str, key: str) -> Finding:
    return unclear_number(row, name, key) or _unclear_words(row, name, key)


def unclear_number(row: Row, name: str, key: str) -> Finding | None:
    """Return the finding on two numbers in one cell, a doubtful one or a percentage; None for anything else."""
    value, place = row.value(name), row.place(name, key)
    number = read_number(value) if isinstance(value, str) else NumberReading()
    if number.problem is NumberProblem.SEVERAL:
        return PLAN_TARGET_SEVERAL.at(place, seen=", ".join(map(quote, number.readings)))
    if number.problem is NumberProblem.AMBIGUOUS:
        first, second = number.readings
        return PLAN_TARGET_AMBIGUOUS.at(place, seen=row.text(name), first=first, second=second)
    if number.problem is NumberProblem.PERCENT:
        return PLAN_TARGET_PERCENT.at(place, seen=row.text(name))
    return None


def _unclear_words(row: Row, name: str, key: str) -> Finding:
    seen = row.text(name)
    meant = suggest_words(seen)
    known = ", ".join(map(quote, (meant,) if meant else _EXAMPLES))
    return PLAN_TARGET_UNCLEAR.at(row.place(name, key), seen=seen, known=known)


def _read_from_text(row: Row, key: str, given: dict[str, Target]) -> list[Finding]:
    """Return notes on numbers that the file holds as texts, because other programs do not read them as numbers."""
    return [
        PLAN_NUMBER_READ.at(row.place(name, key), seen=value, number=target.count)
        for name, target in given.items()
        if target.count is not None and isinstance(value := row.value(name), str)
    ]


def _mixed(row: Row, key: str, given: dict[str, Target]) -> list[Finding]:
    """Return findings on words in the place of a count: next to counts, in a quarter or under `Разом`."""
    if not any(given[name].count is not None for name in QUARTER_COLUMNS if name in given):
        return []
    return [
        PLAN_TARGET_MIXED.at(row.place(name, key), seen=target.words)
        for name, target in given.items()
        if target.count is None
    ]
