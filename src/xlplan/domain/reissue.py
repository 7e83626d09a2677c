"""Answers to an older issue that a newer one of the same unit and quarter keeps."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from xlplan.domain.entries import Entry, EventEntry
from xlplan.domain.issue import Issue, IssueRow
from xlplan.text.normalize import match_key


def is_asked_again(older: IssueRow, newer: IssueRow) -> bool:
    """Tell whether the answer to a row no longer answers it, because its target or its subject changed.

    A row that only moved or was reworded alike keeps its answer. One that was merged, or is judged in another way,
    does not. A target in other words of the same kind (за потреби, у разі потреби) asks for the same. A number in
    another unit of measure is another number.
    """
    from xlplan.text.likeness import are_alike

    old_question, new_question = (_question(row) for row in (older, newer))
    return old_question != new_question or not (
        are_alike(match_key(older.measure), match_key(newer.measure))
        and are_alike(match_key(older.indicator), match_key(newer.indicator))
    )


def _question(row: IssueRow) -> tuple[object, ...]:
    target = (row.target.kind, row.target.count)
    return *target, row.counting, row.better, row.lines[1:], row.unit_of_measure, row.ratio is None


def rows_to_ask_again(older: Issue, newer: Issue) -> tuple[str, ...]:
    """Return the row codes of the newer issue that the older one does not answer, in the order issued.

    These are the rows that changed and those that were added. A share is computed from its two counts, whatever
    they are, so its row is never among them.
    """
    answered = {row.line: row for row in older.rows}
    return tuple(
        row.key
        for row in newer.rows
        if row.ratio is None and (row.line not in answered or is_asked_again(answered[row.line], row))
    )


def moved_keys(older: Issue, newer: Issue) -> Mapping[str, str]:
    """Return the row code in the newer issue of each row of the older one. Rows that were dropped are left out."""
    keys = {row.line: row.key for row in newer.rows}
    return {row.key: keys[row.line] for row in older.rows if row.line in keys}


def carry_entries(entries: Iterable[Entry], older: Issue, newer: Issue) -> tuple[Entry, ...]:
    """Return the entries under the row codes that their rows have in the newer issue; those of dropped rows go."""
    keys = moved_keys(older, newer)
    return tuple(replace(each, key=keys[each.key]) for each in entries if each.key in keys)


def carry_events(events: Iterable[EventEntry], older: Issue, newer: Issue) -> tuple[EventEntry, ...]:
    """Return the entries on events, with the keys that their events have in the newer issue.

    An event that is no longer planned stays as one outside the plan. Entries on rows that were dropped are left
    out.
    """
    keys, new_keys = moved_keys(older, newer), _event_keys(older, newer)
    return tuple(
        replace(each, key=keys[each.key], event=new_keys.get(each.event, ""))
        for each in events
        if each.key in keys
    )


def _event_keys(older: Issue, newer: Issue) -> Mapping[str, str]:
    """Return the key in the newer issue of each planned event of the older one."""
    keys: dict[tuple[str, str, str], list[str]] = {}
    for row in newer.rows:
        for event in row.events:
            keys.setdefault((row.line, match_key(event.title), event.on), []).append(event.key)
    new_keys = {}
    for row in older.rows:
        for event in row.events:
            if matching := keys.get((row.line, match_key(event.title), event.on)):
                new_keys[event.key] = matching.pop(0)
    return new_keys
