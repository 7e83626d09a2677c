"""The register of events: what was planned, what the units said of it, and what nobody mentioned."""

from collections.abc import Iterator, Mapping, Sequence

from xlplan.domain.answers import read_number
from xlplan.domain.figures import QuarterFigures
from xlplan.domain.plan import PlannedEvent, Unit
from xlplan.domain.report import EventRow, EventState
from xlplan.domain.status import Status
from xlplan.domain.submission import EventEntry, Source
from xlplan.text.normalize import match_key

EntriesByUnit = Mapping[str, Sequence[EventEntry]]


def event_rows(figures: QuarterFigures, said: EntriesByUnit) -> tuple[EventRow, ...]:
    """The planned events of the quarter and those reported beside them, by unit in the order of the owed returns.

    `said`: by unit, what its accepted return says of events. A planned event of which nothing was said has a row
    that says so; it is not taken for one that did not happen.
    """
    return tuple(row for unit in figures.units for row in _rows_of(figures, unit, said.get(unit.code, ())))


def _rows_of(figures: QuarterFigures, unit: Unit, said: Sequence[EventEntry]) -> Iterator[EventRow]:
    plan, quarter = figures.plan, figures.period.quarter
    left = list(said)
    for event in plan.events:
        if event.unit == unit.code and event.quarter == quarter:
            entry = _take_entry(left, event)
            yield _row(figures, unit, event, entry)
    for entry in left:
        yield _row(figures, unit, None, entry)


def _take_entry(left: list[EventEntry], event: PlannedEvent) -> EventEntry | None:
    """What was said of a planned event, out of what is left; an older issue may have numbered it otherwise."""
    code = event.key.rpartition("#")[0]
    for each in left:
        same = each.event == event.key or (each.key == code and bool(each.title))
        if same and match_key(each.title) in ("", match_key(event.title)):
            left.remove(each)
            return each
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
        people=read_number(entry.people).value if entry and entry.people else None,
        source=Source(returned.file, returned.sha256, entry.sheet, entry.cell) if returned and entry else None,
    )
