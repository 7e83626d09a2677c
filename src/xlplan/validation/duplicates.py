"""Rules about repetition: an event in two rows or from two units, a text pasted down a column."""

from collections.abc import Iterator

from xlplan.domain.entries import EventEntry
from xlplan.domain.findings.answer_kinds import EVENT_ELSEWHERE, EVENT_REPEATED, TEXT_REPEATED
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.returned import ReturnedRow
from xlplan.domain.sheets import HEADINGS
from xlplan.text.normalize import match_key
from xlplan.validation.context import Arrival, ReturnContext
from xlplan.validation.quoting import list_names, shorten

_TEXT_COLUMNS = ("description", "reason", "action")
# Shorter texts ("проведено", "публікуємо щодня") may well be the same in many rows.
_LONG_TEXT = 20
_MANY_ROWS = 3


def check_repeated_events(context: ReturnContext) -> Iterator[Finding]:
    """Warn of each event that stands in several rows: same day, title and place. Spelling does not count."""
    events_by_key: dict[tuple[str, str, str], list[EventEntry]] = {}
    for event in context.events:
        if event.held_on and event.title:
            events_by_key.setdefault(_event_key(event), []).append(event)
    return (_repeated_event(events) for events in events_by_key.values() if len(events) > 1)


def check_events_elsewhere(arrival: Arrival) -> Iterator[Finding]:
    """Warn of each event that another unit reports too.

    Events without a place are not compared: on one day every bureau may give a lecture of the same title.
    Source: design, who counts.
    """
    units_by_event = {
        _event_key(event): unit
        for unit, events in arrival.events_of_others.items()
        for event in events
        if event.place
    }
    for event in arrival.verdict.events:
        if event.place and event.title and (unit := units_by_event.get(_event_key(event))):
            yield EVENT_ELSEWHERE.at(_location(event), seen=shorten(event.title), day=event.held_on, unit=unit)


def check_repeated_texts(context: ReturnContext) -> Iterator[Finding]:
    """Warn of each longer text that stands under one heading in three or more rows."""
    rows_by_text: dict[tuple[str, str], list[ReturnedRow]] = {}
    for row in context.content.rows:
        cells = row.cells
        for name in _TEXT_COLUMNS:
            content = cells.get(name)
            # A blank, or a number, is no text of that length.
            if content is None or not isinstance(content.value, str) or len(content.value) < _LONG_TEXT:
                continue
            text = content.text.strip()
            if len(text) >= _LONG_TEXT:
                rows_by_text.setdefault((name, text), []).append(row)
    return (
        _repeated_text(name, text, rows) for (name, text), rows in rows_by_text.items() if len(rows) >= _MANY_ROWS
    )


def _event_key(event: EventEntry) -> tuple[str, str, str]:
    return event.held_on, match_key(event.title), match_key(event.place)


def _location(event: EventEntry) -> Location:
    return Location(sheet=event.sheet, cell=event.cell, row=event.key)


def _repeated_event(events: list[EventEntry]) -> Finding:
    cells = list_names(event.cell for event in events)
    return EVENT_REPEATED.at(
        _location(events[-1]), seen=shorten(events[-1].title), day=events[-1].held_on, cells=cells
    )


def _repeated_text(name: str, text: str, rows: list[ReturnedRow]) -> Finding:
    location = Location(sheet=rows[0].sheet, cell=rows[0].cells[name].cell)
    keys = list_names(row.key or row.cells[name].cell for row in rows)
    return TEXT_REPEATED.at(location, heading=HEADINGS[name], rows=keys, seen=shorten(text))
