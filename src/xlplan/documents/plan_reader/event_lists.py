"""Planned events listed with dashes in a measure's cell, or in rows below the measure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlplan.documents.plan_reader.responsible import UnitsByName, read_names
from xlplan.documents.plan_reader.table import Row
from xlplan.domain.findings.finding import Location
from xlplan.domain.target import UNSET
from xlplan.domain.target_reading import read_target
from xlplan.text.normalize import clean_spaces, match_key

_BULLET = re.compile(r"\s*[-‐‑‒–―−—•▪●·]\s*(?=[^\W\d_]|[«\"“„(])")
# The columns of a row of events that may differ from the measure's row.
_EVENT_COLUMNS = ("measure", "responsible")
_TARGETS = ("q1", "q2", "q3", "q4", "total")
_NAMES = re.compile(r"[;\n]")


@dataclass(frozen=True)
class EventList:
    """The events of one cell, and the text that names their responsible units."""

    place: Location
    titles: tuple[str, ...]
    responsible: str


def split_events(value: object, after_colon: bool = False) -> tuple[str, tuple[str, ...]]:
    """Split a measure's cell into its own text and the events, whose lines begin with a dash.

    A list after a colon belongs to the measure's text, unless `after_colon` tells otherwise.
    """
    lines = [line for line in str(value).splitlines() if line.strip()] if isinstance(value, str) else []
    first = next((at for at, line in enumerate(lines) if at and _BULLET.match(line)), len(lines))
    title = clean_spaces(" ".join(lines[:first]))
    if title.endswith(":") and not after_colon:
        return clean_spaces(" ".join(lines)), ()
    return title.rstrip(" :") if first < len(lines) else title, _events(lines[first:])


def split_measure(row: Row) -> tuple[str, tuple[str, ...]]:
    """Split the measure's cell of a row. A list after a colon holds events where the row plans as many."""
    value = row.value("measure")
    title, events = split_events(value, after_colon=True)
    return (title, events) if _plans(row, len(events)) else split_events(value)


def list_in_text(row: Row) -> str:
    """Return the words before a list with dashes that is part of a measure's text; "" where there is none."""
    title, events = split_measure(row)
    lead, colon, _list = title.partition(":")
    value = row.value("measure")
    listed = isinstance(value, str) and any(_BULLET.match(line) for line in value.splitlines()[1:])
    return f"{lead}{colon}" if listed and colon and not events else ""


def _plans(row: Row, number: int) -> bool:
    """Tell if a row plans this number in one quarter, and names one unit or as many."""
    targets = [read_target(row.value(name)) for name in _TARGETS]
    counts = {target.count for target in targets if target and target != UNSET}
    quarters = sum(1 for name in _TARGETS[:-1] if row.text(name))
    names = sum(1 for name in _NAMES.split(str(row.value("responsible") or "")) if name.strip())
    return counts == {number} and quarters < 2 and names in (1, number)


def _events(lines: list[str]) -> tuple[str, ...]:
    events: list[str] = []
    for line in lines:
        bullet = _BULLET.match(line)
        if bullet:
            events.append(line[bullet.end() :])
        else:
            events[-1] += f" {line}"
    return tuple(clean_spaces(event).rstrip(" ;,") for event in events)


def rows_with_events(rows: tuple[Row, ...]) -> Iterator[tuple[Row, tuple[EventList, ...]]]:
    """Yield each row with the events in its measure's cell and in the event rows below it.

    Where the measure's own row names nobody, the event rows say who is responsible.
    """
    at = 0
    while at < len(rows):
        row, below = rows[at], at + 1
        while below < len(rows) and _only_events(rows[below], row):
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
        yield row, tuple(each for each in lists if each.titles)
        at = below


def _only_events(row: Row, above: Row) -> tuple[str, ...]:
    """Return the events of a row that only lists events of the measure above; none for any other row."""
    value = row.value("measure")
    lines = [line for line in value.splitlines() if line.strip()] if isinstance(value, str) else []
    others = (name for name in row.columns if name not in _EVENT_COLUMNS)
    alone = all(row.text(name) in ("", above.text(name)) for name in others)
    return _events(lines) if alone and lines and _BULLET.match(lines[0]) else ()


def unit_of(events: EventList, number: int, meant: UnitsByName) -> str | None:
    """Return the code of the unit that holds an event, by the event's number from 0; None where it is unclear.

    That is the only responsible unit; or, where there are as many names as events, the unit in the same position.
    """
    names = read_names(events.responsible, meant)
    units = [meant[match_key(name.known)] for name in names if name.known]
    every = {unit.code for each in units for unit in each}
    if len(every) == 1:
        return every.pop()
    if len(names) == len(units) == len(events.titles) and len(units[number]) == 1:
        return units[number][0].code
    return None
