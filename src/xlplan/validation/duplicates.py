"""One thing said twice: an event in two rows or by two units, a text pasted down a column."""

from collections.abc import Iterator

from xlplan.domain.findings.answer_kinds import EVENT_ELSEWHERE, EVENT_REPEATED, TEXT_REPEATED
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.returned import ReturnedRow
from xlplan.domain.sheets import HEADINGS
from xlplan.domain.submission import EventEntry
from xlplan.text.normalize import match_key
from xlplan.validation.context import Arrival, ReturnContext
from xlplan.validation.quoting import listed, short

_WORDS = ("description", "reason", "action")
# Shorter texts ("проведено", "публікуємо щодня") are rightly the same in many rows.
_LONG = 20
_OFTEN = 3


def find_repeated_events(context: ReturnContext) -> Iterator[Finding]:
    """Warn of each event that stands in several rows: the same day, title and place, however spelled."""
    seen: dict[tuple[str, str, str], list[EventEntry]] = {}
    for event in context.events:
        if event.held_on and event.title:
            seen.setdefault(_same(event), []).append(event)
    return (_repeated(same) for same in seen.values() if len(same) > 1)


def find_events_elsewhere(arrival: Arrival) -> Iterator[Finding]:
    """Warn of each event that another unit reports too.

    Without a place two events of one day and title are two: every bureau gives its own lecture.
    Source: design, who counts.
    """
    theirs = {_same(event): unit for unit, events in arrival.others.items() for event in events if event.place}
    for event in arrival.verdict.events:
        if event.place and event.title and (unit := theirs.get(_same(event))):
            yield EVENT_ELSEWHERE.at(_place(event), seen=short(event.title), day=event.held_on, unit=unit)


def find_repeated_texts(context: ReturnContext) -> Iterator[Finding]:
    """Warn of each longer text that stands under one heading in three rows or more."""
    seen: dict[tuple[str, str], list[ReturnedRow]] = {}
    for row in context.content.rows:
        for name in _WORDS:
            text = row.cells[name].text.strip() if name in row.cells else ""
            if len(text) >= _LONG:
                seen.setdefault((name, text), []).append(row)
    return (_pasted(name, text, same) for (name, text), same in seen.items() if len(same) >= _OFTEN)


def _same(event: EventEntry) -> tuple[str, str, str]:
    return event.held_on, match_key(event.title), match_key(event.place)


def _place(event: EventEntry) -> Location:
    return Location(sheet=event.sheet, cell=event.cell, row=event.key)


def _repeated(same: list[EventEntry]) -> Finding:
    cells = listed(event.cell for event in same)
    return EVENT_REPEATED.at(_place(same[-1]), seen=short(same[-1].title), day=same[-1].held_on, cells=cells)


def _pasted(name: str, text: str, rows: list[ReturnedRow]) -> Finding:
    place = Location(sheet=rows[0].sheet, cell=rows[0].cells[name].cell)
    keys = listed(row.key or row.cells[name].cell for row in rows)
    return TEXT_REPEATED.at(place, heading=HEADINGS[name], rows=keys, seen=short(text))
