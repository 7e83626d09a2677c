"""The events listed in the cells of measures: their units and quarters; and what a date says of a quarter."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.plan_reader.details import units_by_name
from xlplan.documents.plan_reader.event_lists import EventList, unit_of
from xlplan.documents.plan_reader.event_texts import EventText, read_event
from xlplan.documents.plan_reader.measures import PlanTable
from xlplan.documents.plan_reader.responsible import UnitsByName
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.plan_event_kinds import PLAN_EVENT_DATED, PLAN_EVENT_OUTSIDE, PLAN_EVENT_SPANS
from xlplan.domain.findings.plan_kinds import PLAN_EVENT_LISTED, PLAN_EVENT_WHEN, PLAN_EVENT_WHOSE
from xlplan.domain.plan import Indicator, Measure, Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.term_reading import Term, read_term
from xlplan.domain.unit_of_measure import Number
from xlplan.text.normalize import match_key
from xlplan.text.translation import _


class ShareLine(Struct, frozen=True):
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
        """Tells that the row is about an event."""
        # A plan may list an event with an illegible description: then the row holds only its unit.
        return bool(self.event or self.on) or self.share is None


class _Cells(Struct, frozen=True):
    """The units, names and quarters by which events in cells are understood."""

    meant: UnitsByName
    names: dict[str, str]
    quarters: tuple[Quarter, ...]


def events_in_cells(
    plan: PlanTable,
    units: tuple[Unit, ...],
    quarters: tuple[Quarter, ...],
    lines: list[ShareLine],
    unsure: set[str],
    findings: list[Finding],
) -> list[ShareLine]:
    """Return the events in cells of measures that `Розподіл` does not have. Each gets a note or a finding."""
    # The sheet may list an event under another indicator of its measure.
    known = {(_code(line.key), match_key(line.event)) for line in lines}
    cells = _Cells(units_by_name(units), {unit.code: unit.name for unit in units}, quarters)
    measures = {each.key: (measure, each) for measure in plan.measures for each in measure.indicators}
    listed: list[ShareLine] = []
    for key, events in plan.lists:
        measure, indicator = measures[key]
        if not measure.units:  # that nobody known is responsible has been told
            continue
        for number, title in enumerate(events.titles):
            event = read_event(title, cells.meant, measure.units)
            if known.isdisjoint({(_code(key), match_key(title)), (_code(key), match_key(event.text))}):
                line = _line(events, number, event, (measure, indicator), cells, key in unsure, findings)
                listed += [line] if line else []
                unsure |= set() if line else {key}
    return listed


def _code(key: str) -> str:
    return key.partition("/")[0]


def _line(
    events: EventList,
    number: int,
    event: EventText,
    of: tuple[Measure, Indicator],
    cells: _Cells,
    is_unsure: bool,
    findings: list[Finding],
) -> ShareLine | None:
    """Return an event as a row of `Розподіл`; None, with findings, where its unit or its quarter is unclear."""
    measure, indicator = of
    place = replace(events.place, row=indicator.key)
    seen, on = event.text or events.titles[number] or "—", event.term.words if event.term else ""
    unit = event.unit or unit_of(events, number, cells.meant)
    if unit is None:
        findings.append(PLAN_EVENT_WHOSE.at(place, seen=seen))
    planned = [quarter for quarter, _target in indicator.targets]
    quarter = quarter_of_event(event.term, measure.term, planned, cells.quarters)
    if event.term and event.term.numbers:
        fault = term_fault(event.term, cells.quarters, seen, place)
        findings += [fault] if fault else []
    elif quarter is None and cells.quarters and not is_unsure:
        findings.append(PLAN_EVENT_WHEN.at(place, seen=seen))
    if unit is None or quarter is None:
        return None
    values = {"seen": seen, "unit": cells.names[unit], "quarter": quarter.numeral}
    findings.append(PLAN_EVENT_DATED.at(place, on=on, **values) if on else PLAN_EVENT_LISTED.at(place, **values))
    return ShareLine(place, place, indicator.key, unit, quarter, None, event.text, on)


def term_fault(term: Term, quarters: tuple[Quarter, ...], seen: str, place: Location) -> Finding | None:
    """Return the finding on the term of an event that falls in none of these quarters or in several, or None."""
    within = term.quarters_of(quarters)
    if quarters and not within:
        year = quarters[0].year
        whole = _("the year {year}").format(year=year)
        one = _("the quarter {quarter} of {year}").format(quarter=quarters[0].numeral, year=year)
        return PLAN_EVENT_OUTSIDE.at(place, seen=seen, on=term.words, period=one if len(quarters) == 1 else whole)
    if len(within) > 1:
        several = ", ".join(each.numeral for each in within)
        return PLAN_EVENT_SPANS.at(place, seen=seen, on=term.words, quarters=several)
    return None


def quarter_of_event(
    own: Term | None, term: str, planned: Sequence[Quarter], quarters: tuple[Quarter, ...]
) -> Quarter | None:
    """Return the quarter of an event; None where it is unclear.

    That is the only quarter of its own date; without a date the only one of the plan, the only one with a target,
    or that of its measure's term.

    Args:
        own: The term of the event itself.
        term: The term of its measure.
        planned: The quarters with a target.
        quarters: The quarters of the plan.
    """
    if own and own.numbers:
        due = own.quarters_of(quarters)
    else:
        due = quarters if len(quarters) == 1 else tuple(planned)
        if not due and (of_measure := read_term(term)):
            due = of_measure.quarters_of(quarters)
    return due[0] if len(due) == 1 else None
