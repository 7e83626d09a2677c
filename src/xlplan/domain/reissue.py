"""What a newer issue keeps of the answers that were given to an older one of the same unit and quarter."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.submission import EventEntry
from xlplan.text.normalize import fold

# Below this likeness of its words a measure is another one under an old code, not a corrected one.
_SAME_MEASURE = 0.6


def asked_again(older: IssueRow, newer: IssueRow) -> bool:
    """Whether the answer to a row no longer answers it: its target has changed, or what it is about.

    A target in other words of the same kind (за потреби, у разі потреби) asks for the same.
    """
    asked = (older.target.kind, older.target.count, older.counting, older.better, fold(older.indicator))
    asks = (newer.target.kind, newer.target.count, newer.counting, newer.better, fold(newer.indicator))
    return asked != asks or not _alike(fold(older.measure), fold(newer.measure))


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SAME_MEASURE


def rows_asked_again(older: Issue, newer: Issue) -> tuple[str, ...]:
    """The row codes of `newer` that `older` does not answer: changed and added rows, in the order issued."""
    answered = {row.key: row for row in older.rows}
    return tuple(row.key for row in newer.rows if row.key not in answered or asked_again(answered[row.key], row))


def events_carried(events: Iterable[EventEntry], older: Issue, newer: Issue) -> tuple[EventEntry, ...]:
    """What was said of events, under the newer issue's own numbers of them.

    A planned event that is no longer planned stays as one outside the plan; those of rows that are gone go.
    """
    rows = {row.key for row in newer.rows}
    now = _numbers(older, newer)
    return tuple(replace(each, event=now.get(each.event, "")) for each in events if each.key in rows)


def _numbers(older: Issue, newer: Issue) -> Mapping[str, str]:
    """The key that each planned event of `older` has in `newer`."""
    keys: dict[tuple[str, str, str], list[str]] = {}
    for row in newer.rows:
        for event in row.events:
            keys.setdefault((row.key, fold(event.title), event.on), []).append(event.key)
    found = {}
    for row in older.rows:
        for event in row.events:
            if same := keys.get((row.key, fold(event.title), event.on)):
                found[event.key] = same.pop(0)
    return found
