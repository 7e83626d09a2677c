"""Register of events: those planned, those reported, and those on which a return has no entry."""

from collections.abc import Iterator, Mapping, Sequence

from xlplan.domain.entries import EventEntry
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.number_reading import read_number
from xlplan.domain.plan import PlannedEvent, Unit
from xlplan.domain.report import EventRow, EventState
from xlplan.domain.status import Status
from xlplan.domain.submission import Source
from xlplan.text.normalize import match_key

EntriesByUnit = Mapping[str, Sequence[EventEntry]]


def event_rows(figures: QuarterFigures, entries: EntriesByUnit) -> tuple[EventRow, ...]:
    """Return the planned events of a quarter and the other events reported, unit by unit.

    A planned event without an entry has a row of its own. That it is not mentioned does not mean it was not held.

    Args:
        figures: The figures of the quarter.
        entries: By unit, the entries on events in its accepted return.
    """
    return tuple(row for unit in figures.units for row in _rows_of(figures, unit, entries.get(unit.code, ())))


def _rows_of(figures: QuarterFigures, unit: Unit, entries: Sequence[EventEntry]) -> Iterator[EventRow]:
    plan, quarter = figures.plan, figures.period.quarter
    remaining = list(entries)
    for event in plan.events:
        if event.unit == unit.code and event.quarter == quarter:
            entry = _take_entry(remaining, event)
            yield _row(figures, unit, event, entry)
    for entry in remaining:
        yield _row(figures, unit, None, entry)


def _take_entry(remaining: list[EventEntry], event: PlannedEvent) -> EventEntry | None:
    """Remove the entry on a planned event from those that remain, and return it; None where there is none.

    An older issue may have numbered the event differently, so the title decides too.
    """
    code = event.key.rpartition("#")[0]
    for entry in remaining:
        same = entry.event == event.key or (entry.key == code and bool(entry.title))
        if same and match_key(entry.title) in ("", match_key(event.title)):
            remaining.remove(entry)
            return entry
    return None


def _row(figures: QuarterFigures, unit: Unit, event: PlannedEvent | None, entry: EventEntry | None) -> EventRow:
    returned = figures.returns.get(unit.code)
    key = event.key.rpartition("#")[0] if event else entry.key if entry else ""
    state = EventState.HELD
    if entry is None:
        silent = returned is None or key in returned.asked_again
        expected = figures.period.status_without_return is Status.EXPECTED
        state = EventState.EXPECTED if expected else EventState.NOT_RETURNED
        state = state if silent else EventState.NOT_MENTIONED
    return EventRow(
        unit=unit,
        key=key,
        title=(event.title if event else "") or (entry.title if entry else ""),
        is_planned=event is not None,
        planned_on=event.on if event else "",
        state=state,
        entry=entry,
        people=_people(entry) if entry else None,
        source=Source(returned.shown_file, returned.sha256, entry.sheet, entry.cell)
        if returned and entry
        else None,
    )


def _people(entry: EventEntry) -> int | None:
    number = read_number(entry.people).value if entry.people else None
    return None if number is None else int(number)
