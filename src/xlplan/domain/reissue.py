"""Answers to an older issue that a newer one of the same unit and quarter keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from xlplan.domain.entries import EventEntry
from xlplan.domain.issue import Issue, IssueRow
from xlplan.text.normalize import match_key

# Below this similarity of its words, a measure is another one under an old code, not a corrected one.
_SAME_MEASURE = 0.6


def is_asked_again(older: IssueRow, newer: IssueRow) -> bool:
    """Tell whether the answer to a row no longer answers it, because its target or its subject changed.

    A target in other words of the same kind (за потреби, у разі потреби) asks for the same.
    """
    old_question = (
        older.target.kind,
        older.target.count,
        older.counting,
        older.better,
        match_key(older.indicator),
    )
    new_question = (
        newer.target.kind,
        newer.target.count,
        newer.counting,
        newer.better,
        match_key(newer.indicator),
    )
    return old_question != new_question or not _is_alike(match_key(older.measure), match_key(newer.measure))


def _is_alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SAME_MEASURE


def rows_to_ask_again(older: Issue, newer: Issue) -> tuple[str, ...]:
    """Return the row codes of the newer issue that the older one does not answer, in the order issued.

    These are the rows that changed and those that were added.
    """
    answered = {row.key: row for row in older.rows}
    return tuple(
        row.key for row in newer.rows if row.key not in answered or is_asked_again(answered[row.key], row)
    )


def carry_events(events: Iterable[EventEntry], older: Issue, newer: Issue) -> tuple[EventEntry, ...]:
    """Return the entries on events, with the keys that their events have in the newer issue.

    An event that is no longer planned stays as one outside the plan. Entries on rows that were dropped are left
    out.
    """
    rows = {row.key for row in newer.rows}
    new_keys = _event_keys(older, newer)
    return tuple(replace(each, event=new_keys.get(each.event, "")) for each in events if each.key in rows)


def _event_keys(older: Issue, newer: Issue) -> Mapping[str, str]:
    """Return the key in the newer issue of each planned event of the older one."""
    keys: dict[tuple[str, str, str], list[str]] = {}
    for row in newer.rows:
        for event in row.events:
            keys.setdefault((row.key, match_key(event.title), event.on), []).append(event.key)
    new_keys = {}
    for row in older.rows:
        for event in row.events:
            if matching := keys.get((row.key, match_key(event.title), event.on)):
                new_keys[event.key] = matching.pop(0)
    return new_keys
