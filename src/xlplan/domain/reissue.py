"""What a newer issue keeps of the answers that were given to an older one of the same unit and quarter."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.submission import EventEntry
from xlplan.text.normalize import match_key

# Below this likeness of its words a measure is another one under an old code, not a corrected one.
_SAME_MEASURE = 0.6


def is_asked_again(older: IssueRow, newer: IssueRow) -> bool:
    """Whether the answer to a row no longer answers it: its target has changed, or what it is about.

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
    """The row codes of `newer` that `older` does not answer: changed and added rows, in the order issued."""
    answered = {row.key: row for row in older.rows}
    return tuple(
        row.key for row in newer.rows if row.key not in answered or is_asked_again(answered[row.key], row)
    )


def carry_events(events: Iterable[EventEntry], older: Issue, newer: Issue) -> tuple[EventEntry, ...]:
    """What was said of events, under the newer issue's own numbers of them.

    A planned event that is no longer planned stays as one outside the plan; those of rows that are gone go.
    """
    rows = {row.key for row in newer.rows}
    new_keys = _event_keys(older, newer)
    return tuple(replace(each, event=new_keys.get(each.event, "")) for each in events if each.key in rows)


def _event_keys(older: Issue, newer: Issue) -> Mapping[str, str]:
    """The key that each planned event of `older` has in `newer`."""
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
