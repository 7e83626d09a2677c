"""A return made on an older template: what of it answers the plan as it is now, and what is asked again."""

from collections.abc import Mapping

from xlplan.domain.findings.answer_kinds import ROW_ADDED, ROW_ASKED_AGAIN, ROW_DROPPED
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.reissue import carry_events, rows_to_ask_again
from xlplan.domain.sheets import HEADINGS
from xlplan.domain.submission import Entry, EntryKind, EventEntry
from xlplan.validation.context import Findings
from xlplan.validation.quoting import short

Checked = tuple[tuple[Entry, ...], tuple[EventEntry, ...], Findings]


def apply_reissue(checked: Checked, made_on: Issue, current: Issue) -> Checked:
    """What `check_return` found in a return made on the template `made_on`, held against the one that counts now.

    Rows that ask for the same keep their entries and findings. A row whose target changed, or that is new, is
    MISSING and asked again; a row that was dropped gives no entry, and a note quotes what stood in it.
    Source: design, intake: read by row code.
    """
    entries, events, findings = checked
    answered = {entry.key: entry for entry in entries}
    again = set(rows_to_ask_again(made_on, current))
    issued = {row.key: row for row in made_on.rows}
    rows = {row.key for row in current.rows}
    settled = tuple(each for each in findings if not each.location.row or each.location.row in rows - again)
    kept = tuple(
        Entry(row.key, EntryKind.MISSING) if row.key in again else answered[row.key] for row in current.rows
    )
    asked = tuple(
        _asked(row, issued.get(row.key), answered.get(row.key)) for row in current.rows if row.key in again
    )
    gone = tuple(_gone(answered[key], issued) for key in issued if key not in rows)
    return kept, carry_events(events, made_on, current), (*asked, *settled, *gone)


def _asked(row: IssueRow, before: IssueRow | None, entry: Entry | None) -> Finding:
    place = Location(sheet=entry.sheet if entry else "", row=row.key)
    names = {"heading": HEADINGS["done"], "measure": short(row.measure), "target": _asks(row)}
    if before is None:
        return ROW_ADDED.at(place, **names)
    return ROW_ASKED_AGAIN.at(place, before=_asks(before), **names)


def _asks(row: IssueRow) -> str:
    return f"{short(row.indicator)} — {row.target.shown or '…'}"


def _gone(entry: Entry, issued: Mapping[str, IssueRow]) -> Finding:
    said = str(entry.number) if entry.number is not None else short(entry.description) or "—"
    place = Location(sheet=entry.sheet, cell=entry.cell, row=entry.key)
    return ROW_DROPPED.at(place, measure=short(issued[entry.key].measure), seen=said)
