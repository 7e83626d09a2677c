"""The sheet `Розподіл`: the shares of units and the planned events, compared with the targets."""

from collections import Counter
from datetime import date

from msgspec.structs import replace

from xlplan.documents.plan_reader.indicator_words import counts_events
from xlplan.documents.plan_reader.listed_events import ShareLine, events_in_cells, term_fault
from xlplan.documents.plan_reader.measures import PlanTable, read_code
from xlplan.documents.plan_reader.per_unit_targets import target_per_unit
from xlplan.documents.plan_reader.quarter_totals import QUARTER_COLUMNS, read_from_text, unclear_number
from xlplan.documents.plan_reader.responsible import unknown_unit
from xlplan.documents.plan_reader.table import Row
from xlplan.domain.day_reading import DayProblem, read_day, serial_days
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.plan_cell_kinds import PLAN_DATE_OLD, PLAN_DATE_READ, PLAN_EVENT_DATE_UNCLEAR
from xlplan.domain.findings.plan_kinds import (
    PLAN_EVENT_UNNAMED,
    PLAN_EVENTS_DIFFER,
    PLAN_INDICATOR_UNKNOWN,
    PLAN_MEASURE_UNKNOWN,
    PLAN_QUARTER_UNCLEAR,
    PLAN_SHARE_ELSEWHERE,
    PLAN_SHARE_QUARTER_MISSING,
    PLAN_SHARE_UNCLEAR,
    PLAN_SHARE_UNIT_MISSING,
    PLAN_SHARES_DIFFER,
)
from xlplan.domain.findings.plan_number_kinds import PLAN_LIMITS_CLASH
from xlplan.domain.issue import reporting_units
from xlplan.domain.plan import Counting, Indicator, Measure, PlannedEvent, Share, Unit
from xlplan.domain.quarter import Quarter, quarter_number, read_quarter
from xlplan.domain.target import Target, TargetKind
from xlplan.domain.target_reading import read_limited_target
from xlplan.domain.term_reading import Term, read_term
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, show_number, to_number
from xlplan.text.normalize import match_key
from xlplan.text.translation import quote

# A plan may say “протягом травня”, which is no day and is kept. These look like a day and are none.
_MOST_UNITS = 12
_DOUBTS = (DayProblem.NO_SUCH_DAY, DayProblem.OTHER_WEEKDAY, DayProblem.SEVERAL)


def read_shares(
    rows: tuple[Row, ...],
    plan: PlanTable,
    units: tuple[Unit, ...],
    quarters: tuple[Quarter, ...],
    findings: list[Finding],
) -> tuple[tuple[Measure, ...], tuple[Share, ...], tuple[PlannedEvent, ...]]:
    """Return the measures with final counting, the shares and the planned events. Each fault is a finding."""
    unsure = set(plan.unsure)
    read = [_line(row, plan, units, quarters, unsure, findings) for row in rows]
    lines = [line for line in read if line]
    lines += events_in_cells(plan, units, quarters, lines, unsure, findings)
    shared = frozenset(line.key for line in lines if line.share is not None)
    measures = tuple(_with_split(measure, plan.uncounted & shared) for measure in plan.measures)
    for measure in measures:
        for indicator in measure.indicators:
            if indicator.key not in unsure:
                own = [line for line in lines if line.key == indicator.key]
                findings += _of_other_units(measure, indicator, own, units)
                findings += _compare_with_targets(indicator, plan.rows[indicator.key], own, quarters)
                if indicator.key in plan.uncounted:
                    findings += _for_each_unit(measure, indicator, plan.rows[indicator.key], units)
    return measures, _shares(lines), _events(lines)


def _line(
    row: Row,
    plan: PlanTable,
    units: tuple[Unit, ...],
    quarters: tuple[Quarter, ...],
    unsure: set[str],
    findings: list[Finding],
) -> ShareLine | None:
    """Return the row's content; None, with findings, where it is unclear. Its row code then joins `unsure`."""
    indicator = _indicator(row, plan, findings)
    key = indicator.key if indicator else ""
    unit, quarter = _unit(row, key, units, findings), _quarter(row, key, quarters, findings)
    target = _share(row, plan, indicator, findings)
    if not (indicator and unit and quarter and target):
        unsure.add(key)
        return None
    places = row.place("unit", key), row.place("event", key)
    on = _date_words(row, key, quarter, findings)
    return ShareLine(*places, key, unit, quarter, target.count, row.text("event"), on)


def _share(row: Row, plan: PlanTable, indicator: Indicator | None, findings: list[Finding]) -> Target | None:
    """Return the share of a row, UNSET where it has none; None, with findings, where it is unclear."""
    measured, key = (indicator.unit_of_measure, indicator.key) if indicator else (WHOLE_THINGS, "")
    reading, place = read_limited_target(row.value("share"), measured), row.place("share", key)
    if reading.target is None or reading.target.kind not in (TargetKind.COUNT, TargetKind.UNSET):
        unclear = unclear_number(row, "share", key, measured)
        findings.append(unclear or PLAN_SHARE_UNCLEAR.at(place, seen=row.text("share")))
        return None
    if indicator and reading.limit and reading.limit.better is not indicator.better:
        own = plan.rows[indicator.key]
        name = next((each for each in ("better", *QUARTER_COLUMNS, "total") if own.text(each)), "total")
        other = {"other": own.text(name) or "—", "cell": f"{own.grid.sheet}!{own.place(name).cell}"}
        findings.append(PLAN_LIMITS_CLASH.at(place, seen=row.text("share"), **other))
    if note := read_from_text(row.value("share"), place, reading, measured):
        findings.append(note)
    return reading.target


def _date_words(row: Row, key: str, quarter: Quarter, findings: list[Finding]) -> str:
    """Return the date of an event in the plan's own words; a number that lost its format as a date."""
    value, place, seen = row.value("on"), row.place("on", key), row.text("on")
    if not isinstance(value, str | int | float):
        return seen
    reading = read_day(value, quarter)
    if isinstance(value, str):
        if reading.problem in _DOUBTS:
            findings.append(PLAN_EVENT_DATE_UNCLEAR.at(place, seen=seen))
        return seen
    if row.grid.has_1904_dates and (days := serial_days(value)):
        first, second = (f"{day:%d.%m.%Y}" for day in days)
        findings.append(PLAN_DATE_OLD.at(place, seen=seen, first=first, second=second))
        return seen
    if reading.day is None:
        findings.append(PLAN_EVENT_DATE_UNCLEAR.at(place, seen=seen))
        return seen
    day = f"{reading.day:%d.%m.%Y}"
    findings.append(PLAN_DATE_READ.at(place, seen=seen, day=day))
    return day


def _indicator(row: Row, plan: PlanTable, findings: list[Finding]) -> Indicator | None:
    code = read_code(row, findings)
    if code is None:
        return None
    measure = next((each for each in plan.measures if each.code == code), None)
    if measure is None:
        findings.append(PLAN_MEASURE_UNKNOWN.at(row.place("code"), seen=code))
        return None
    seen = row.text("indicator")
    fitting = [each for each in measure.indicators if not seen or match_key(each.title) == match_key(seen)]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(quote(each.title) for each in measure.indicators)
    place = row.place("indicator", code)
    findings.append(PLAN_INDICATOR_UNKNOWN.at(place, seen=code, indicator=seen, known=known))
    return None


def _unit(row: Row, key: str, units: tuple[Unit, ...], findings: list[Finding]) -> str | None:
    seen = row.text("unit")
    meant = next((unit.code for unit in units if match_key(unit.name) == match_key(seen)), None)
    if units and not seen:
        names = ", ".join(quote(unit.name) for unit in units[:_MOST_UNITS])
        names += ", …" if len(units) > _MOST_UNITS else ""
        findings.append(PLAN_SHARE_UNIT_MISSING.at(row.place("unit", key), known=names))
    elif units and meant is None:
        findings.append(unknown_unit(seen, [unit.name for unit in units], row.place("unit", key)))
    return meant


def _quarter(row: Row, key: str, quarters: tuple[Quarter, ...], findings: list[Finding]) -> Quarter | None:
    """Return the quarter of a row. A plan for one quarter need not repeat it, and the date of an event tells it.

    It is None without a finding where the plan's own period is unclear.
    """
    seen = row.text("quarter")
    if not quarters:
        return None
    term = _term_of(row)
    within = term.quarters_of(quarters) if term else ()
    if not seen and len(quarters) == 1:
        meant: Quarter | None = quarters[0]
    elif not seen and len(within) == 1:
        meant = within[0]
    else:
        meant = next(
            (each for each in quarters if each.number == quarter_number(seen) or each == read_quarter(seen)), None
        )
        if meant is None:
            known = ", ".join(each.numeral for each in quarters)
            place = row.place("quarter", key)
            unclear = PLAN_QUARTER_UNCLEAR.at(place, seen=seen, known=known) if seen else None
            findings.append(unclear or PLAN_SHARE_QUARTER_MISSING.at(place, known=known))
    # A range may begin before the quarter or end after it.
    if meant and term and (fault := term_fault(term, (meant,), row.text("event"), row.place("on", key))):
        findings.append(fault)
    return meant


def _term_of(row: Row) -> Term | None:
    """Return the term in the cell for an event's date, if it names a month or a quarter."""
    value = row.value("on")
    day = read_day(value).day if isinstance(value, int | float | date) else None
    words = f"{day:%d.%m.%Y}" if day else row.text("on")
    term = read_term(words)
    return term if term and term.numbers else None


def _with_split(measure: Measure, split: frozenset[str]) -> Measure:
    """Return `measure` with split counting for these row codes, because they have shares."""
    indicators = tuple(
        replace(each, counting=Counting.SPLIT) if each.key in split else each for each in measure.indicators
    )
    return replace(measure, indicators=indicators)


def _of_other_units(
    measure: Measure, indicator: Indicator, own: list[ShareLine], units: tuple[Unit, ...]
) -> list[Finding]:
    """Return findings on shares and events of units that do not report the indicator."""
    reporting = reporting_units(measure, indicator)
    names = {unit.code: unit.name for unit in units}
    return [
        PLAN_SHARE_ELSEWHERE.at(line.place, seen=names[line.unit], row=indicator.key)
        for line in own
        if line.unit not in reporting
    ]


def _for_each_unit(
    measure: Measure, indicator: Indicator, row: Row, units: tuple[Unit, ...]
) -> tuple[Finding, ...]:
    """Return the finding on a joint target whose words may give it to each unit, and nobody says who counts."""
    if indicator.counting is not Counting.JOINT:
        return ()
    shown = {unit.code: unit.name for unit in units}
    texts = (
        indicator.title,
        indicator.unit_of_measure.word,
        *(row.text(name) for name in (*QUARTER_COLUMNS, "total")),
    )
    counts = [target.count for _quarter, target in indicator.targets if target.count is not None]
    place = row.place("counting", indicator.key)
    asked = target_per_unit(texts, counts, [shown[code] for code in measure.units], place)
    return (asked,) if asked else ()


def _compare_with_targets(
    indicator: Indicator, row: Row, own: list[ShareLine], quarters: tuple[Quarter, ...]
) -> list[Finding]:
    """Return findings on shares that do not add up to a split target, and on a wrong number of events."""
    faults = []
    unit = indicator.unit_of_measure
    # Shares of numbers that are not added up over the units are the units' own targets.
    is_split = indicator.counting is Counting.SPLIT and indicator.adds_units
    for quarter in quarters:
        target = indicator.target(quarter)
        name = QUARTER_COLUMNS[quarter.number - 1]
        place: Location = row.place(name if row.text(name) else "total", indicator.key)
        shown = target.words if target.count is None else show_number(target.count, unit)
        values = {"row": indicator.key, "quarter": quarter.numeral, "target": shown or "—"}
        here = [line for line in own if line.quarter == quarter]
        shares = [line.share for line in here if line.share is not None]
        due = target.kind is TargetKind.COUNT or shares
        if is_split and due and sum(shares) != target.count:
            faults.append(PLAN_SHARES_DIFFER.at(place, sum=show_number(to_number(sum(shares)), unit), **values))
        events = sum(line.is_event for line in here)
        if _events_differ(indicator, target, events):
            faults.append(PLAN_EVENTS_DIFFER.at(place, seen=events, **values))
        faults += [
            PLAN_EVENT_UNNAMED.at(line.event_place, row=indicator.key, quarter=quarter.numeral)
            for line in here
            if line.is_event and not line.event
        ]
    return faults


def _events_differ(indicator: Indicator, target: Target, events: int) -> bool:
    """Tell if some events are named, and not as many as planned.

    People or things are no events. Where the title says neither, half of the target or more is taken for it.
    """
    if indicator.unit_of_measure != WHOLE_THINGS or target.count is None or events in (0, target.count):
        return False
    are_events = counts_events(indicator.title)
    return 2 * events >= target.count if are_events is None else are_events


def _shares(lines: list[ShareLine]) -> tuple[Share, ...]:
    """Return one share for each indicator, unit and quarter, in the order of the sheet."""
    sums: dict[tuple[str, str, Quarter], Number] = {}
    for line in lines:
        if line.share is not None:
            part = (line.key, line.unit, line.quarter)
            sums[part] = to_number(sums.get(part, 0) + line.share)
    return tuple(Share(*part, count) for part, count in sums.items())


def _events(lines: list[ShareLine]) -> tuple[PlannedEvent, ...]:
    """Return the planned events, numbered within their indicator in the order of the sheet."""
    numbers: Counter[str] = Counter()
    events = []
    for line in lines:
        if line.is_event:
            numbers[line.key] += 1
            key = f"{line.key}#{numbers[line.key]}"
            events.append(PlannedEvent(key, line.unit, line.quarter, line.event, line.on))
    return tuple(events)
