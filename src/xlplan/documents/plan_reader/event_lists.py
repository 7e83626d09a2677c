"""Planned events listed with dashes inside a measure's cell, or in rows of their own below it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlplan.documents.plan_reader.responsible import Meant, read_names
from xlplan.documents.plan_reader.table import Row
from xlplan.domain.findings.finding import Location
from xlplan.text.normalize import clean_spaces, match_key

_BULLET = re.compile(r"\s*[-‐‑‒–―−—•▪●·]\s*(?=[^\W\d_]|[«\"“„(])")
# Cells that a row of events may share with its measure's row, merged or repeated.
_OWN = ("measure", "responsible")


@dataclass(frozen=True)
class EventList:
    """The events of one cell, and the text that says who is responsible beside them."""

    place: Location
    titles: tuple[str, ...]
    responsible: str


def split_events(value: object) -> tuple[str, tuple[str, ...]]:
    """A measure's own text, and the events whose lines begin with a dash below it.

    A list after a colon belongs to the measure's text itself.
    """
    lines = [line for line in str(value).splitlines() if line.strip()] if isinstance(value, str) else []
    first = next((at for at, line in enumerate(lines) if at and _BULLET.match(line)), len(lines))
    title = " ".join(lines[:first])
    if title.rstrip().endswith(":"):
        return clean_spaces(" ".join(lines)), ()
    return clean_spaces(title), _events(lines[first:])


def _events(lines: list[str]) -> tuple[str, ...]:
    events: list[str] = []
    for line in lines:
        bullet = _BULLET.match(line)
        if bullet:
            events.append(line[bullet.end() :])
        else:
            events[-1] += f" {line}"
    return tuple(clean_spaces(event).rstrip(" ;,") for event in events)


def gathered(rows: tuple[Row, ...]) -> Iterator[tuple[Row, tuple[EventList, ...]]]:
    """Each row with the events listed in its measure's cell and in the rows of events below it.

    Who is responsible is told by the rows of events where the measure's own row does not say.
    """
    at = 0
    while at < len(rows):
        row, below = rows[at], at + 1
        while below < len(rows) and _only_events(rows[below], row):
            below += 1
        further = rows[at + 1 : below]
        own = str(row.value("responsible") or "")
        lists = [EventList(row.place("measure"), split_events(row.value("measure"))[1], own)]
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
    """The events of a row that does nothing but list events of the measure above; none in any other row."""
    value = row.value("measure")
    lines = [line for line in value.splitlines() if line.strip()] if isinstance(value, str) else []
    others = (name for name in row.columns if name not in _OWN)
    alone = all(row.text(name) in ("", above.text(name)) for name in others)
    return _events(lines) if alone and lines and _BULLET.match(lines[0]) else ()


def unit_of(events: EventList, number: int, meant: Meant) -> str | None:
    """The code of the unit that holds an event, by its number from 0; None where nobody can tell.

    It is the one unit responsible, or, where as many units are named as events are listed, the one in its order.
    """
    names = read_names(events.responsible, meant)
    units = [meant[match_key(name.known)] for name in names if name.known]
    every = {unit.code for each in units for unit in each}
    if len(every) == 1:
        return every.pop()
    if len(names) == len(units) == len(events.titles) and len(units[number]) == 1:
        return units[number][0].code
    return None
