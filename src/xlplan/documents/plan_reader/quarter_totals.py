"""The targets in a row of `План`: the quarters and the total, compared with each other."""

from collections.abc import Mapping

from msgspec import Struct

from xlplan.documents.plan_reader.indicator_words import says_ceiling, unit_in_title
from xlplan.documents.plan_reader.table import Row
from xlplan.documents.plan_reader.units_of_measure import NumberRules, example_of_decimals
from xlplan.documents.plan_reader.unnamed_units import unit_beside
from xlplan.documents.plan_reader.words import read_word
from xlplan.domain.findings.finding import Finding, Location
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
from xlplan.domain.findings.plan_number_kinds import (
    PLAN_CEILING_READ,
    PLAN_LIMITS_CLASH,
    PLAN_TARGET_DECIMALS,
    PLAN_TARGET_NOT_GIVEN,
    PLAN_TARGET_OTHER_UNIT,
    PLAN_TARGET_SHARE,
    PLAN_TOTAL_NOT_MEAN,
    PLAN_TOTAL_OTHER_RULE,
)
from xlplan.domain.number_reading import NumberProblem
from xlplan.domain.plan import AddsUp, Better
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import PLAN
from xlplan.domain.target import UNSET, Target, TargetKind
from xlplan.domain.target_reading import Limit, TargetReading, read_limited_target, says_no_target, suggest_words
from xlplan.domain.target_words import count_words
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure, mean, show_number, to_number
from xlplan.text.translation import N_, _, quote

QUARTER_COLUMNS = ("q1", "q2", "q3", "q4")
_EXAMPLES = (N_("ongoing"), N_("as needed"), N_("on instruction"))

Targets = tuple[tuple[Quarter, Target], ...]
# A table of one's own may lack a column that the workbook has.
_TO_FILL = {
    "unit_of_measure": (
        N_("the column “Unit of measure”"),
        N_("the column “Unit of measure” (add it, for the table has none)"),
    ),
    "adds_up": (N_("the column “Adds up”"), N_("the column “Adds up” (add it, for the table has none)")),
}


class RowTargets(Struct, frozen=True):
    """The targets of a row by quarter, its total, and which way is good for its numbers."""

    by_quarter: Targets
    total: Target
    better: Better


def read_targets(
    row: Row, key: str, quarters: tuple[Quarter, ...], rules: NumberRules, findings: list[Finding]
) -> RowTargets:
    """Return the targets of a row. Blank ones are left out.

    Words under `Разом` alone apply to every quarter. A number there alone applies only where the plan has one
    quarter.
    """
    unit = rules.unit
    read = {name: read_limited_target(row.value(name), unit) for name in (*QUARTER_COLUMNS, "total")}
    unclear = [name for name, reading in read.items() if reading.target is None]
    findings += [_unclear(row, name, key, unit) for name in unclear]
    numbers = {name: each.limit for name, each in read.items() if each.target and each.target.count is not None}
    better = _better(row, key, numbers, findings)
    given = {name: each.target for name, each in read.items() if each.target is not None and each.target != UNSET}
    findings += [
        PLAN_TARGET_NOT_GIVEN.at(row.place(name, key), seen=row.text(name))
        for name in read
        if says_no_target(row.text(name))
    ]
    findings += _read_from_text(row, key, read, unit)
    findings += _mixed(row, key, given)
    by_quarter, total = _of_quarters(row, key, quarters, rules, given, bool(unclear), findings)
    return RowTargets(by_quarter, total, better)


def _of_quarters(
    row: Row,
    key: str,
    quarters: tuple[Quarter, ...],
    rules: NumberRules,
    given: dict[str, Target],
    is_unclear: bool,
    findings: list[Finding],
) -> tuple[Targets, Target]:
    if is_unclear or not quarters:
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
    findings += _total_differs(row, key, total.count, counts, rules)
    return tuple((covered[name], target) for name, target in given.items()), total


def _total_differs(
    row: Row, key: str, total: Number | None, counts: list[Number], rules: NumberRules
) -> list[Finding]:
    """Return the finding on a total that is not the sum or the mean of the quarters, as their rule is."""
    if total is None:
        return []
    unit, place = rules.unit, row.place("total", key)
    seen = show_number(total, unit)
    if rules.adds_up is AddsUp.SUM and total != sum(counts) and (other := _other_rule(total, counts, unit)):
        words = {"rule": _(other.value), "column": column_to_fill(row, "adds_up")}
        return [PLAN_TOTAL_OTHER_RULE.at(place, seen=seen, sum=show_number(to_number(sum(counts)), unit), **words)]
    if rules.adds_up is AddsUp.SUM and total != sum(counts):
        return [PLAN_TOTAL_DIFFERS.at(place, seen=seen, sum=show_number(to_number(sum(counts)), unit))]
    if rules.adds_up is AddsUp.MEAN and counts and total != mean(counts, unit.decimals):
        return [PLAN_TOTAL_NOT_MEAN.at(place, seen=seen, mean=show_number(mean(counts, unit.decimals), unit))]
    return []


def _other_rule(total: Number, counts: list[Number], unit: UnitOfMeasure) -> AddsUp | None:
    """Return the rule that makes the total of numbers that do not add up to it; None where none does."""
    if len(counts) < 2:
        return None
    if total == counts[-1]:
        return AddsUp.LAST
    return AddsUp.MEAN if total == mean(counts, unit.decimals) else None


def _better(row: Row, key: str, limits: Mapping[str, Limit | None], findings: list[Finding]) -> Better:
    """Return which way is good for a row: as `Краще` says, else by the words for limits in its title and targets.

    A ceiling beside a floor, and a limit that `Краще` contradicts, are findings.

    Args:
        row: The row.
        key: The row code.
        limits: The limit that each number has, by the name of its column.
        findings: Takes the findings.
    """
    said = read_word(row, key, "better", Better.MORE, findings)
    ways = {"better": said} if row.text("better") else {}
    if not ways and limits and says_ceiling(row.text("indicator")):
        ways = {"indicator": Better.LESS}
        if not all(limits.values()):
            words = {"more": _(Better.MORE.value), "heading": PLAN.column("better").shown}
            place = row.place("indicator", key)
            findings.append(PLAN_CEILING_READ.at(place, seen=row.text("indicator"), **words))
    ways |= {name: limit.better for name, limit in limits.items() if limit}
    if not ways:
        return said
    first = next(iter(ways))
    for name, way in ways.items():
        if way is not ways[first]:
            other = {"other": row.text(first), "cell": row.place(first).cell}
            findings.append(PLAN_LIMITS_CLASH.at(row.place(name, key), seen=row.text(name), **other))
            break
    return ways[first]


def _unclear(row: Row, name: str, key: str, unit: UnitOfMeasure) -> Finding:
    return unclear_number(row, name, key, unit) or _unclear_words(row, name, key)


def unclear_number(row: Row, name: str, key: str, unit: UnitOfMeasure) -> Finding | None:
    """Return the finding on a number that its row does not allow or that has two meanings; None for others."""
    seen, place = row.text(name), row.place(name, key)
    number = read_limited_target(row.value(name), unit).number
    first, second = number.readings if len(number.readings) == 2 else ("", "")
    match number.problem:
        case NumberProblem.SEVERAL:
            return PLAN_TARGET_SEVERAL.at(place, seen=", ".join(map(quote, number.readings)))
        case NumberProblem.AMBIGUOUS:
            return PLAN_TARGET_AMBIGUOUS.at(place, seen=seen, first=first, second=second)
        case NumberProblem.SHARE:
            return PLAN_TARGET_SHARE.at(place, seen=seen, first=first, second=second)
        case NumberProblem.PERCENT:
            return PLAN_TARGET_PERCENT.at(place, seen=seen, column=column_to_fill(row, "unit_of_measure"))
        case NumberProblem.FRACTION | NumberProblem.DECIMALS:
            word = unit.word or unit_in_title(row.text("indicator"))
            example = example_of_decimals(unit.decimals + 1, word)
            column = column_to_fill(row, "unit_of_measure")
            return PLAN_TARGET_DECIMALS.at(place, seen=seen, allowed=unit.decimals, example=example, column=column)
    if isinstance(row.value(name), str) and (beside := unit_beside(seen)):
        values = {"word": beside, "heading": PLAN.column("unit_of_measure").shown}
        return PLAN_TARGET_OTHER_UNIT.at(place, seen=seen, **values)
    return None


def column_to_fill(row: Row, name: str) -> str:
    """Return the words for a column to write into: one that the table has, or one to add. A share has none."""
    has, lacks = _TO_FILL[name]
    return lacks if "measure" in row.columns and name not in row.columns else has


def _unclear_words(row: Row, name: str, key: str) -> Finding:
    seen = row.text(name)
    meant = suggest_words(seen)
    known = ", ".join(map(quote, (meant,) if meant else map(_, _EXAMPLES)))
    return PLAN_TARGET_UNCLEAR.at(row.place(name, key), seen=seen, known=known)


def _read_from_text(
    row: Row, key: str, readings: Mapping[str, TargetReading], unit: UnitOfMeasure
) -> list[Finding]:
    """Return notes on numbers that the file holds as texts, because other programs do not read them as numbers."""
    return [
        note
        for name, reading in readings.items()
        if (note := read_from_text(row.value(name), row.place(name, key), reading, unit))
    ]


def read_from_text(value: object, place: Location, reading: TargetReading, unit: UnitOfMeasure) -> Finding | None:
    """Return the note on a number that is a text in the file; None for a number, also one shown as per cent."""
    count = reading.target.count if reading.target else None
    if count is None or not isinstance(value, str) or value == f"{count}%":
        return None
    words = count_words(count, reading.limit.better if reading.limit else Better.MORE, unit)
    return PLAN_NUMBER_READ.at(place, seen=value, number=words)


def _mixed(row: Row, key: str, given: dict[str, Target]) -> list[Finding]:
    """Return findings on words in the place of a count: next to counts, in a quarter or under `Разом`."""
    if not any(given[name].count is not None for name in QUARTER_COLUMNS if name in given):
        return []
    return [
        PLAN_TARGET_MIXED.at(row.place(name, key), seen=target.words)
        for name, target in given.items()
        if target.count is None
    ]
