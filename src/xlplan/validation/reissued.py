"""A return made on an older template: the answers that still count, and the rows that are asked again."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from xlplan.domain.entries import Entry, EntryKind, EventEntry
from xlplan.domain.findings.answer_kinds import (
    ACTION_MISSING,
    REASON_MISSING,
    REASON_UNNEEDED,
    ROW_ADDED,
    ROW_ASKED_AGAIN,
    ROW_DROPPED,
)
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.issue import Issue, IssueRow, needed_counts
from xlplan.domain.reissue import carry_events, moved_keys, rows_to_ask_again
from xlplan.domain.sheets import HEADINGS
from xlplan.domain.target_words import target_words
from xlplan.domain.unit_of_measure import indicator_title, show_number
from xlplan.validation.context import Findings
from xlplan.validation.entries import missing_reason
from xlplan.validation.quoting import shorten
from xlplan.validation.shares import counts_to_ask, entries_with_shares

_KINDS_OF_REASONS = (REASON_MISSING, ACTION_MISSING, REASON_UNNEEDED)

CheckedReturn = tuple[tuple[Entry, ...], tuple[EventEntry, ...], Findings]


def apply_reissue(checked: CheckedReturn, made_on: Issue, current: Issue) -> CheckedReturn:
    """Return the result of `check_return` as the current issue sees it.

    Rows that ask for the same keep their entries and findings. A new row, or one whose target changed, is MISSING
    and asked again. A dropped row has no entry; a note quotes its answer.
    Source: design, intake: read by row code.

    Args:
        checked: The result for the issue on which the return was made.
        made_on: That issue.
        current: The issue that counts now.
    """
    entries, events, findings = checked
    keys = moved_keys(made_on, current)
    answered = {keys[entry.key]: replace(entry, key=keys[entry.key]) for entry in entries if entry.key in keys}
    keys_again = set(rows_to_ask_again(made_on, current))
    issued = {keys[row.key]: row for row in made_on.rows if row.key in keys}
    still_true = (
        _moved_finding(finding, keys)
        for finding in findings
        if not finding.location.row
        or (finding.location.row in keys and keys[finding.location.row] not in keys_again)
    )
    kept = {key: entry for key, entry in answered.items() if key not in keys_again}
    carried = (kept.get(row.key, Entry(row.key, EntryKind.MISSING)) for row in current.rows)
    entries_now = entries_with_shares(current.rows, carried)
    shares = _changed_shares(issued, answered, current, entries_now)
    true_of_shares = (
        finding
        for finding in still_true
        if finding.location.row not in shares or finding.kind not in _KINDS_OF_REASONS
    )
    asked_again = (
        _row_to_ask_again(row, issued.get(row.key), answered.get(row.key))
        for row in current.rows
        if row.key in keys_again
    )
    dropped = _dropped_rows(entries, made_on, keys)
    unexplained = (
        found for row, entry in shares.values() for found in missing_reason(row, entry, current.on_track)
    )
    needed_before = {keys[key] for key in needed_counts(made_on.rows) if key in keys}
    counts = counts_to_ask(current.rows, entries_now, {*keys_again, *needed_before})
    findings_now = (*asked_again, *counts, *true_of_shares, *unexplained, *dropped)
    return entries_now, carry_events(events, made_on, current), findings_now


def _changed_shares(
    issued: Mapping[str, IssueRow], answered: Mapping[str, Entry], current: Issue, entries: tuple[Entry, ...]
) -> Mapping[str, tuple[IssueRow, Entry]]:
    """Return the computed rows whose share or target is another one now, with their entries, by row code.

    Args:
        issued: The rows of the older issue, by their codes in the current one.
        answered: Their entries, by the same codes.
        current: The issue that counts now.
        entries: The entries of its rows.
    """
    return {
        row.key: (row, entry)
        for row, entry in zip(current.rows, entries, strict=True)
        if row.ratio
        and (row.key not in issued or issued[row.key].target != row.target or answered.get(row.key) != entry)
    }


def _moved_finding(finding: Finding, keys: Mapping[str, str]) -> Finding:
    """Return a finding under the row code that its row has in the current issue."""
    place = finding.location
    return replace(finding, location=replace(place, row=keys[place.row])) if place.row else finding


def _row_to_ask_again(row: IssueRow, before: IssueRow | None, entry: Entry | None) -> Finding:
    location = Location(sheet=entry.sheet if entry else "", row=row.key)
    values = {"heading": HEADINGS["done"], "measure": shorten(row.measure), "target": _target_text(row)}
    if before is None:
        return ROW_ADDED.at(location, **values)
    return ROW_ASKED_AGAIN.at(location, before=_target_text(before), **values)


def _target_text(row: IssueRow) -> str:
    indicator = indicator_title(shorten(row.indicator), row.unit_of_measure)
    return f"{indicator} — {target_words(row.target, row.better, row.unit_of_measure) or '…'}"


def _dropped_rows(entries: tuple[Entry, ...], made_on: Issue, keys: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a note with the answer to each row that the current issue does not have."""
    rows = {row.key: row for row in made_on.rows}
    for entry in entries:
        if entry.key not in keys:
            number = "" if entry.number is None else show_number(entry.number, rows[entry.key].unit_of_measure)
            text = number or shorten(entry.description) or "—"
            location = Location(sheet=entry.sheet, cell=entry.cell, row=entry.key)
            yield ROW_DROPPED.at(location, measure=shorten(rows[entry.key].measure), seen=text)
