"""The sheet `Розподіл`: the shares of units and the planned events, compared with the targets."""

from collections import Counter
from dataclasses import dataclass, replace

from xlplan.documents.plan_reader.details import units_by_name
from xlplan.documents.plan_reader.event_lists import unit_of
from xlplan.documents.plan_reader.measures import PlanTable, read_code
from xlplan.documents.plan_reader.quarter_totals import QUARTER_COLUMNS, read_from_text, unclear_number
from xlplan.documents.plan_reader.responsible import unknown_unit
from xlplan.documents.plan_reader.table import Row
from xlplan.domain.day_reading import DayProblem, read_day, serial_days
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.plan_cell_kinds import PLAN_DATE_OLD, PLAN_DATE_READ, PLAN_EVENT_DATE_UNCLEAR
from xlplan.domain.findings.plan_kinds import (
    PLAN_EVENT_LISTED,
    PLAN_EVENT_UNNAMED,
    PLAN_EVENT_WHEN,
    PLAN_EVENT_WHOSE,
    PLAN_EVENTS_DIFFER,
    PLAN_INDICATOR_UNKNOWN,
    PLAN_MEASURE_UNKNOWN,
    PLAN_QUARTER_UNCLEAR,
    PLAN_SHARE_ELSEWHERE,
    PLAN_SHARE_UNCLEAR,
    PLAN_SHARES_DIFFER,
)
from xlplan.domain.findings.plan_number_kinds import PLAN_LIMITS_CLASH
from xlplan.domain.issue import reporting_units
from xlplan.domain.plan import Counting, Indicator, Measure, PlannedEvent, Share, Unit
from xlplan.domain.quarter import Quarter, quarter_number, read_quarter
from xlplan.domain.target import Target, TargetKind
from xlplan.domain.target_reading import read_limited_target
from xlplan.domain.unit_of_measure import WHOLE_THINGS, Number, show_number, to_number
from xlplan.text.normalize import match_key
from xlplan.text.translation import quote

# A plan may say “протягом травня”, which is no day and is kept. These look like a day and are none.
_DOUBTS = (DayProblem.NO_SUCH_DAY, DayProblem.OTHER_WEEKDAY, DayProblem.SEVERAL)


@dataclass(frozen=True)
class _Line:
    """A clear row of `Розподіл`: the share or event of a unit under an indicator in a quarter."""

    place: Location
    event_place: Location
    key: str
    unit: str
    quarter: Quarter
    share: Number | None
    event: str
    on: str

    @property
    def is_event(self) -> bool:
        # A plan may list an event with an illegible description: then the row holds only its unit.
        return bool(self.event or self.on) or self.share is None


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
    lines += _events_in_cells(plan, units, quarters, lines, unsure, findings)
    shared = frozenset(line.key for line in lines if line.share is not None)
    measures = tuple(_with_split(measure, plan.uncounted & shared) for measure in plan.measures)
    for measure in measures:
        for indicator in measure.indicators:
            if indicator.key not in unsure:
                own = [line for line in lines if line.key == indicator.key]
                findings += _of_other_units(measure, indicator, own, units)
                findings += _compare_with_targets(indicator, plan.rows[indicator.key], own, quarters)
    return measures, _shares(lines), _events(lines)


def _line(
    row: Row,
    plan: PlanTable,
    units: tuple[Unit, ...],
    quarters: tuple[Quarter, ...],
    unsure: set[str],
    findings: list[Finding],
) -> _Line | None:
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
    return _Line(*places, key, unit, quarter, target.count, row.text("event"), on)


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


def _events_in_cells(
    plan: PlanTable,
    units: tuple[Unit, ...],
    quarters: tuple[Quarter, ...],
    lines: list[_Line],
    unsure: set[str],
    findings: list[Finding],
) -> list[_Line]:
    """Return the events in cells of measures that `Розподіл` does not have. Each gets a note or a finding."""
    known = {(line.key, match_key(line.event)) for line in lines}
    meant, names = units_by_name(units), {unit.code: unit.name for unit in units}
    measures = {each.key: (measure, each) for measure in plan.measures for each in measure.indicators}
    listed = []
    for key, events in plan.lists:
        measure, indicator = measures[key]
        if not measure.units:  # that nobody known is responsible has been told
            continue
        quarter = _quarter_of(indicator, quarters)
        for number, title in enumerate(events.titles):
            if (key, match_key(title)) in known:
                continue
            place = replace(events.place, row=key)
            unit = unit_of(events, number, meant)
            if unit is None:
                findings.append(PLAN_EVENT_WHOSE.at(place, seen=title))
            if quarter is None and quarters and key not in unsure:
                findings.append(PLAN_EVENT_WHEN.at(place, seen=title))
            if unit and quarter:
                values = {"seen": title, "unit": names[unit], "quarter": quarter.numeral}
                findings.append(PLAN_EVENT_LISTED.at(place, **values))
                listed.append(_Line(place, place, key, unit, quarter, None, title, ""))
            else:
                unsure.add(key)
    return listed


def _quarter_of(indicator: Indicator, quarters: tuple[Quarter, ...]) -> Quarter | None:
    """Return the only quarter of the plan, or the only one with a target."""
    due = quarters if len(quarters) == 1 else tuple(quarter for quarter, _target in indicator.targets)
    return due[0] if len(due) == 1 else None


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
    if units and meant is None:
        findings.append(unknown_unit(seen, [unit.name for unit in units], row.place("unit", key)))
    return meant


def _quarter(row: Row, key: str, quarters: tuple[Quarter, ...], findings: list[Finding]) -> Quarter | None:
    """Return the quarter of a row. A plan for one quarter need not repeat it.

    It is None without a finding where the plan's own period is unclear.
    """
    seen = row.text("quarter")
    if not quarters:
        return None
    if not seen and len(quarters) == 1:
        return quarters[0]
    meant = next(
        (each for each in quarters if each.number == quarter_number(seen) or each == read_quarter(seen)), None
    )
    if meant is None:
        known = ", ".join(each.numeral for each in quarters)
        findings.append(PLAN_QUARTER_UNCLEAR.at(row.place("quarter", key), seen=seen, known=known))
    return meant


def _with_split(measure: Measure, split: frozenset[str]) -> Measure:
    """Return `measure` with split counting for these row codes, because they have shares."""
    indicators = tuple(
        replace(each, counting=Counting.SPLIT) if each.key in split else each for each in measure.indicators
    )
    return replace(measure, indicators=indicators)


def _of_other_units(
    measure: Measure, indicator: Indicator, own: list[_Line], units: tuple[Unit, ...]
) -> list[Finding]:
    """Return findings on shares and events of units that do not report the indicator."""
    reporting = reporting_units(measure, indicator)
    names = {unit.code: unit.name for unit in units}
    return [
        PLAN_SHARE_ELSEWHERE.at(line.place, seen=names[line.unit], row=indicator.key)
        for line in own
        if line.unit not in reporting
    ]


def _compare_with_targets(
    indicator: Indicator, row: Row, own: list[_Line], quarters: tuple[Quarter, ...]
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
        if unit == WHOLE_THINGS and target.count is not None and events not in (0, target.count):
            faults.append(PLAN_EVENTS_DIFFER.at(place, seen=events, **values))
        faults += [
            PLAN_EVENT_UNNAMED.at(line.event_place, row=indicator.key, quarter=quarter.numeral)
            for line in here
            if line.is_event and not line.event
        ]
    return faults


def _shares(lines: list[_Line]) -> tuple[Share, ...]:
    """Return one share for each indicator, unit and quarter, in the order of the sheet."""
    sums: dict[tuple[str, str, Quarter], Number] = {}
    for line in lines:
        if line.share is not None:
            part = (line.key, line.unit, line.quarter)
            sums[part] = to_number(sums.get(part, 0) + line.share)
    return tuple(Share(*part, count) for part, count in sums.items())


def _events(lines: list[_Line]) -> tuple[PlannedEvent, ...]:
    """Return the planned events, numbered within their indicator in the order of the sheet."""
    numbers: Counter[str] = Counter()
    events = []
    for line in lines:
        if line.is_event:
            numbers[line.key] += 1
            key = f"{line.key}#{numbers[line.key]}"
            events.append(PlannedEvent(key, line.unit, line.quarter, line.event, line.on))
    return tuple(events)
