"""The sheet `План`: rows with levels, read as measures with their indicators."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.plan_reader.across_units import across_faults
from xlplan.documents.plan_reader.codes import CODE, plain_code
from xlplan.documents.plan_reader.event_indicator import CountedThing, indicator_of_events
from xlplan.documents.plan_reader.event_lists import EventList
from xlplan.documents.plan_reader.levels import LevelRow, fill_levels
from xlplan.documents.plan_reader.previous_codes import read_previous_codes
from xlplan.documents.plan_reader.quarter_totals import read_targets
from xlplan.documents.plan_reader.responsible import UnitsByName, known_names, unknown_name
from xlplan.documents.plan_reader.table import Row
from xlplan.documents.plan_reader.thousands import settle_thousands
from xlplan.documents.plan_reader.units_of_measure import read_number_rules, usual_counting
from xlplan.documents.plan_reader.words import read_word
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.domain.findings.plan_kinds import (
    PLAN_CODE_REPEATED,
    PLAN_CODE_UNCLEAR,
    PLAN_INDICATOR_REPEATED,
    PLAN_NOTED,
    PLAN_RESPONSIBLE_IS_TERM,
    PLAN_RESPONSIBLE_MISSING,
    PLAN_ROW_UNCLEAR,
)
from xlplan.domain.plan import EmptyLevel, Indicator, Measure
from xlplan.domain.quarter import Quarter
from xlplan.domain.sheets import PLAN
from xlplan.domain.target import TargetKind
from xlplan.domain.target_reading import read_target
from xlplan.domain.term_reading import read_term
from xlplan.domain.unit_of_measure import to_number
from xlplan.text.normalize import match_key

_WORDS_OF_TARGETS = (TargetKind.CONTINUOUS, TargetKind.ON_DEMAND, TargetKind.ON_INSTRUCTION)
# Two rows of one measure have the same text in these columns.
_OF_MEASURE = ("measure", "direction", "task", "subtask", "purpose", "responsible", "term")


class PlanTable(Struct, frozen=True):
    """The content of `План`.

    Attributes:
        measures: The measures in the plan's order.
        rows: The row of each row code.
        uncounted: The row codes whose `Облік` is blank.
        unsure: The row codes with a fault, which get no further checks.
        lists: Events listed in the cell of a measure, by row code.
        empty_levels: The levels without measures.
    """

    measures: tuple[Measure, ...]
    rows: dict[str, Row]
    uncounted: frozenset[str]
    unsure: frozenset[str]
    lists: tuple[tuple[str, EventList], ...] = ()
    empty_levels: tuple[EmptyLevel, ...] = ()


def read_measures(
    rows: tuple[Row, ...], meant: UnitsByName, quarters: tuple[Quarter, ...], findings: list[Finding]
) -> PlanTable:
    """Return the measures in the plan's own order. Each fault is a finding.

    Args:
        rows: The cleaned rows of `План`.
        meant: The units by match key.
        quarters: The quarters of the plan. Without them (the period is unclear) no target is compared with its
            total.
        findings: Takes the findings.
    """
    measures: dict[str, Measure] = {}
    firsts: dict[str, tuple[Row, dict[str, str]]] = {}
    by_key: dict[str, Row] = {}
    lists: list[tuple[str, EventList]] = []
    uncounted: set[str] = set()
    unsure: set[str] = set()
    empty: list[tuple[LevelRow, int]] = []
    for each in fill_levels(rows, meant, findings):
        if each.is_empty:
            empty.append((each, len(measures)))
            continue
        row, levels = each.row, each.levels
        code = read_code(row, findings, levels["code"])
        if code is None:
            continue
        if code not in measures:
            measures[code] = _measure(each, code, meant, findings)
            firsts[code] = (row, levels)
        else:
            findings += _clashes(row, code, levels, *firsts[code])
        measure = measures[code]
        key = f"{code}/{len(measure.indicators) + 1}" if measure.indicators else code
        faults: list[Finding] = []
        row = settle_thousands(row, key, faults)
        indicator = _indicator(row, key, measure, quarters, faults)
        if indicator.title and match_key(indicator.title) in {
            match_key(other.title) for other in measure.indicators
        }:
            faults.append(
                PLAN_INDICATOR_REPEATED.at(row.place("indicator", key), seen=code, indicator=indicator.title)
            )
        measures[code] = replace(measure, indicators=(*measure.indicators, indicator))
        by_key[key] = row
        # A cell merged over the indicators of a measure lists its events once.
        listed = {one.titles for other, one in lists if other.partition("/")[0] == code}
        lists += [(key, one) for one in each.lists if key == code or one.titles not in listed]
        if not row.text("counting"):
            uncounted.add(key)
        if any(fault.severity is Severity.ERROR for fault in faults) or not measure.units:
            unsure.add(key)
        findings += faults
    levels_left = tuple(_empty_level(each, at, tuple(measures)) for each, at in empty)
    return PlanTable(
        tuple(measures.values()),
        by_key,
        frozenset(uncounted),
        frozenset(unsure),
        _under_one(lists, measures),
        levels_left,
    )


def _under_one(
    lists: Sequence[tuple[str, EventList]], measures: Mapping[str, Measure]
) -> tuple[tuple[str, EventList], ...]:
    """Return the lists of events, those of a measure's own cell under the indicator that counts them."""
    numbers = Counter[str]()
    for key, one in lists:
        numbers[key] += len(one.titles)
    return tuple((_holder(key, numbers[key], measures), one) for key, one in lists)


def _holder(key: str, number: int, measures: Mapping[str, Measure]) -> str:
    indicators = measures[key].indicators if key in measures else ()
    counted = [
        CountedThing(
            f"{each.title} {each.unit_of_measure.word}",
            to_number(sum(target.count or 0 for _quarter, target in each.targets)) or each.total.count,
            each.unit_of_measure.decimals == 0 and each.ratio is None,
        )
        for each in indicators
    ]
    return indicators[indicator_of_events(counted, number)].key if counted else key


def _empty_level(each: LevelRow, at: int, codes: tuple[str, ...]) -> EmptyLevel:
    """Return the empty level of a row that stands after `at` measures."""
    texts = {name: each.levels[name] for name in ("direction", "task", "subtask", "purpose")}
    return EmptyLevel(**texts, before=codes[at] if at < len(codes) else "", note=each.row.text("note"))


def read_code(row: Row, findings: list[Finding], text: str | None = None) -> str | None:
    """Return a measure's code; None, with a finding, where it is no text of digits and points.

    A spreadsheet turns 1.10 into the number 1.1 and 1.4.2 into a day of April, so numbers and dates are no codes.
    A whole number is one.
    """
    value = row.value("code")
    seen = row.text("code") if text is None else text
    code = plain_code(seen)
    whole = isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer()
    if (value is None or isinstance(value, str) or whole) and CODE.fullmatch(code):
        return code
    findings.append(PLAN_CODE_UNCLEAR.at(row.place("code"), seen=seen))
    return None


def _measure(level_row: LevelRow, code: str, meant: UnitsByName, findings: list[Finding]) -> Measure:
    row, levels = level_row.row, level_row.levels
    if not levels["measure"]:
        findings.append(
            PLAN_ROW_UNCLEAR.at(row.place("measure", code), heading=PLAN.column("measure").shown, seen=code)
        )
    return Measure(
        code=code,
        title=levels["measure"],
        units=_units(row, code, levels["responsible"], meant, findings),
        indicators=(),
        direction=levels["direction"],
        task=levels["task"],
        subtask=levels["subtask"],
        purpose=levels["purpose"],
        responsible=levels["responsible"],
        term=levels["term"],
        executors=level_row.executors,
    )


def _units(row: Row, code: str, responsible: str, meant: UnitsByName, findings: list[Finding]) -> tuple[str, ...]:
    """Return the codes of the named units; none, with findings, where a name is unknown."""
    place = row.place("responsible", code)
    names = responsible.split("; ") if responsible else []
    if not names:
        findings.append(PLAN_RESPONSIBLE_MISSING.at(place, seen=code))
    unknown = [name for name in names if match_key(name) not in meant]
    if words := [name for name in unknown if _says_when(name)]:
        heading, term = PLAN.column("responsible").shown, PLAN.column("term").shown
        findings += [PLAN_RESPONSIBLE_IS_TERM.at(place, seen=name, heading=heading, term=term) for name in words]
        unknown = [name for name in unknown if name not in words]
    if unknown or words:
        findings += [unknown_name(name, known_names(meant), place) for name in unknown if meant]
        return ()
    return tuple(dict.fromkeys(unit.code for name in names for unit in meant[match_key(name)]))


def _says_when(text: str) -> bool:
    """Tell if a text says when or how often something is done, and not by whom."""
    target = read_target(text)
    return read_term(text) is not None or (target is not None and target.kind in _WORDS_OF_TARGETS)


def _clashes(row: Row, code: str, levels: dict[str, str], first: Row, known: dict[str, str]) -> list[Finding]:
    """Return findings where a second row of a code differs from the first: the code then means two measures."""
    return [
        PLAN_CODE_REPEATED.at(
            row.place(name, code),
            seen=code,
            row=first.at + 1,
            heading=PLAN.column(name).shown,
        )
        for name in _OF_MEASURE
        if match_key(levels[name]) != match_key(known[name])
    ]


def _indicator(
    row: Row, key: str, measure: Measure, quarters: tuple[Quarter, ...], findings: list[Finding]
) -> Indicator:
    if not row.text("indicator"):
        heading = PLAN.column("indicator").shown
        findings.append(PLAN_ROW_UNCLEAR.at(row.place("indicator", key), heading=heading, seen=measure.code))
    rules = read_number_rules(row, key, findings)
    targets = read_targets(row, key, quarters, rules, findings)
    if noted := row.text("note"):
        findings.append(PLAN_NOTED.at(row.place("note", key), seen=noted.rstrip(".")))
    usual = usual_counting(measure.units, rules.across, rules.ratio)
    indicator = Indicator(
        key=key,
        title=row.text("indicator"),
        counting=read_word(row, key, "counting", usual, findings),
        targets=targets.by_quarter,
        total=targets.total,
        adds_up=rules.adds_up,
        better=targets.better,
        note=noted,
        continues=read_previous_codes(row, key, findings),
        unit_of_measure=rules.unit,
        across_units=rules.across,
        ratio=rules.ratio,
    )
    findings += across_faults(row, measure, indicator)
    return indicator
