"""Planned events listed in a measure's cell, or in rows below the measure."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.plan_reader.cell_looks import shorten
from xlplan.documents.plan_reader.event_items import item_of, look_like_events, read_items, read_marked_lines
from xlplan.documents.plan_reader.event_texts import has_term
from xlplan.documents.plan_reader.responsible import UnitsByName, read_names
from xlplan.documents.plan_reader.table import Row
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.plan_event_kinds import PLAN_LIST_KEPT
from xlplan.domain.target import UNSET
from xlplan.domain.target_reading import read_target
from xlplan.text.normalize import clean_spaces, match_key

# The columns of a row of events that may differ from the measure's row.
_EVENT_COLUMNS = ("measure", "responsible")
_QUARTERS = ("q1", "q2", "q3", "q4")
_NAMES = re.compile(r"[;\n]")


class EventList(Struct, frozen=True):
    """The events of one cell, and the text that names their responsible units.

    `before`, `after`: how many events other cells list before and after these for the same units.
    """

    place: Location
    titles: tuple[str, ...]
    responsible: str
    before: int = 0
    after: int = 0


def split_events(value: object, after_colon: bool = False) -> tuple[str, tuple[str, ...]]:
    """Split a measure's cell into its own text and the events, whose lines begin with a dash or a date.

    A list after a colon, or with numbers or letters, belongs to the measure's text, unless `after_colon` tells
    otherwise.
    """
    listed = read_items(value)
    if listed.items and (listed.is_plain or after_colon):
        return listed.lead.rstrip(" :"), listed.items
    return clean_spaces(value) if isinstance(value, str) else "", ()


def split_measure(row: Row) -> tuple[str, tuple[str, ...]]:
    """Split the measure's cell of a row.

    A list after a colon, or with numbers, holds events where its items look like events or the row plans as many.
    """
    value = row.value("measure")
    title, events = split_events(value, after_colon=True)
    is_list_of_events = look_like_events(events) or _plans(row, events)
    return (title, events) if is_list_of_events else split_events(value)


def list_in_text(row: Row) -> tuple[str, tuple[str, ...]]:
    """Return the words before a list that stays in a measure's text, and its items; none without a list."""
    listed = read_items(row.value("measure"))
    return (listed.lead, listed.items) if listed.items and not split_measure(row)[1] else ("", ())


def list_kept(place: Location, lead: str, items: tuple[str, ...]) -> Finding:
    """Return the finding on a list that stays in a measure's text, for nobody can tell that these are events."""
    return PLAN_LIST_KEPT.at(place, seen=shorten(lead), number=len(items), first=shorten(items[0]))


def _plans(row: Row, events: tuple[str, ...]) -> bool:
    """Tell if a row plans as many as these events, and names one unit or as many. Several quarters need dates."""
    targets = [read_target(row.value(name)) for name in _QUARTERS]
    counts = [target.count for target in targets if target and target.count is not None]
    total = read_target(row.value("total"))
    planned = sum(counts) if counts else total.count if total and total != UNSET else None
    is_placed = len(counts) < 2 or all(map(has_term, events))
    names = sum(1 for name in _NAMES.split(str(row.value("responsible") or "")) if name.strip())
    return bool(events) and planned == len(events) and is_placed and names in (1, len(events))


def rows_with_events(rows: tuple[Row, ...]) -> Iterator[tuple[Row, tuple[EventList, ...]]]:
    """Yield each row with the events in its measure's cell and in the event rows below it.

    Where the measure's own row names nobody, the event rows say who is responsible. One of them may name somebody
    and no event.
    """
    at = 0
    while at < len(rows):
        row, below = rows[at], at + 1
        while below < len(rows) and (_only_events(rows[below], row) or _only_executors(rows[below])):
            below += 1
        further = rows[at + 1 : below]
        own = str(row.value("responsible") or "")
        lists = [EventList(row.place("measure"), split_measure(row)[1], own)]
        lists += [
            EventList(each.place("measure"), _only_events(each, row), str(each.value("responsible") or "") or own)
            for each in further
        ]
        said = [text for each in further if (text := str(each.value("responsible") or ""))]
        if said and not own:
            row = row.with_value("responsible", "\n".join(said))
        yield row, _in_sequence(each for each in lists if each.titles)
        at = below


def _in_sequence(lists: Iterable[EventList]) -> tuple[EventList, ...]:
    """Return the lists of a measure, each with the number of events beside it that are of the same units."""
    counted = []
    known = tuple(lists)
    for at, each in enumerate(known):
        before = sum(len(other.titles) for other in known[:at] if other.responsible == each.responsible)
        after = sum(len(other.titles) for other in known[at + 1 :] if other.responsible == each.responsible)
        counted.append(replace(each, before=before, after=after))
    return tuple(counted)


def _only_events(row: Row, above: Row) -> tuple[str, ...]:
    """Return the events of a row that only lists events of the measure above; none for any other row."""
    value = row.value("measure")
    lines = [line for line in value.splitlines() if line.strip()] if isinstance(value, str) else []
    others = (name for name in row.columns if name not in _EVENT_COLUMNS)
    alone = all(row.text(name) in ("", above.text(name)) for name in others)
    return read_marked_lines(lines) if alone and lines and item_of(lines[0]) is not None else ()


def _only_executors(row: Row) -> bool:
    """Tell if a row only names who carries out the measure above, whose indicator is merged down to it."""
    if not row.text("responsible") or row.text("measure"):
        return False
    column = row.columns.get("indicator")
    return column is not None and any(
        span.first < row.at < span.end and span.column == column for span in row.grid.merged
    )


def unit_of(events: EventList, number: int, meant: UnitsByName) -> str | None:
    """Return the code of the unit that holds an event, by the event's number from 0; None where it is unclear.

    That is the only responsible unit; or, where there are as many names as events, the unit in the same position.
    """
    names = read_names(events.responsible, meant)
    units = [meant[match_key(name.known)] for name in names if name.known]
    every = {unit.code for each in units for unit in each}
    if len(every) == 1:
        return every.pop()
    every_event = events.before + len(events.titles) + events.after
    at = events.before + number
    if len(names) == len(units) == every_event and len(units[at]) == 1:
        return units[at][0].code
    return None
