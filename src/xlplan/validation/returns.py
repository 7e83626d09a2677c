"""What a return must satisfy: the rows issued against the rows returned, all findings in one pass."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from xlplan.domain.findings.answer_kinds import (
    COLUMN_MISSING,
    ROW_LEFT_OUT,
    ROW_MISSING,
    ROW_REPEATED,
    ROW_UNKNOWN,
    ROW_WITHOUT_CODE,
    SHEET_LEFT_OUT,
    SHEET_MISSING,
)
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.returned import ReturnContent, ReturnedRow
from xlplan.domain.sheets import ENTRY_COLUMNS, HEADINGS, LOCKED_COLUMNS, REPORT
from xlplan.domain.submission import Entry, EntryKind, EventEntry
from xlplan.text.translation import _
from xlplan.validation.duplicates import repeated_texts
from xlplan.validation.entries import read_entry
from xlplan.validation.events import check_events
from xlplan.validation.finding_groups import limit_findings
from xlplan.validation.locked_cells import locked_changed
from xlplan.validation.personal_data import personal_data
from xlplan.validation.plausibility import FAR_OVER, doubts, reason_unneeded
from xlplan.validation.quoting import listed, short

Findings = tuple[Finding, ...]


def check_return(
    issue: Issue,
    returned: ReturnContent,
    earlier: Mapping[str, tuple[int, ...]] = MappingProxyType({}),
    far_over: float = FAR_OVER,
) -> tuple[tuple[Entry, ...], tuple[EventEntry, ...], Findings]:
    """An entry for each issued row in the order issued, the events reported, and every finding.

    What counts is the issue: a row that is missing, or that cannot be read, makes a MISSING entry. `earlier`: by
    row code, the numbers that the unit reported in the earlier quarters of the year, oldest first; `far_over`:
    how many times its target a number is asked about as far too high.
    Source: design, intake: read, check.
    """
    events, unclear = check_events(issue, returned.events)
    after = (
        *repeated_texts(returned.rows),
        *unclear,
        *personal_data(returned),
        *_left_out(returned),
        *returned.file_findings,
    )
    if not returned.has_report_sheet:
        missing = tuple(Entry(row.key, EntryKind.MISSING) for row in issue.rows)
        return (
            missing,
            events,
            (SHEET_MISSING.at(sheet=REPORT.name, key=HEADINGS["key"], done=HEADINGS["done"]), *after),
        )
    by_key = _by_key(returned.rows)
    held = Counter(event.key for event in events if event.held_on)
    entries: list[Entry] = []
    findings: list[Finding] = list(_columns_missing(returned.rows))
    for row in issue.rows:
        entry, row_findings = _check_row(row, by_key.get(row.key, ()), _sheet(returned))
        entries.append(entry)
        asked = doubts(row, entry, issue.quarter, earlier.get(row.key, ()), held[row.key], far_over)
        findings += [*row_findings, *asked]
    findings += _rows_unknown(issue, returned.rows)
    return tuple(entries), events, limit_findings((*findings, *after))


def _left_out(returned: ReturnContent) -> Findings:
    return tuple(
        SHEET_LEFT_OUT.at(Location(sheet=name), seen=name, sheet=_sheet(returned))
        for name in returned.other_report_sheets
    )


def _sheet(returned: ReturnContent) -> str:
    return returned.rows[0].sheet if returned.rows else _(REPORT.name)


def _by_key(rows: tuple[ReturnedRow, ...]) -> Mapping[str, Sequence[ReturnedRow]]:
    by_key: dict[str, list[ReturnedRow]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    return by_key


def _check_row(row: IssueRow, returned: Sequence[ReturnedRow], sheet: str) -> tuple[Entry, Findings]:
    if not returned:
        place = Location(sheet=sheet, row=row.key)
        missing = ROW_MISSING.at(place, row=row.key, measure=short(row.measure))
        return Entry(row.key, EntryKind.MISSING), (missing,)
    if len(returned) > 1:
        # Which of them is meant is not guessed; so none is counted, and none is checked further.
        cells = [_code_cell(each) for each in returned]
        place = Location(sheet=returned[-1].sheet, cell=cells[-1], row=row.key)
        repeated = ROW_REPEATED.at(place, row=row.key, seen=listed(cells))
        return Entry(row.key, EntryKind.MISSING), (repeated,)
    entry, findings = read_entry(row, returned[0])
    reason = returned[0].cells.get("reason")
    unneeded = reason_unneeded(row, entry, reason.cell if reason else "")
    return entry, (*findings, *unneeded, *locked_changed(row, returned[0]))


def _code_cell(row: ReturnedRow) -> str:
    return row.cells["key"].cell if "key" in row.cells else ""


def _columns_missing(rows: tuple[ReturnedRow, ...]) -> Findings:
    seen = {name for row in rows for name in row.cells}
    return tuple(
        COLUMN_MISSING.at(Location(sheet=rows[0].sheet), heading=HEADINGS[name])
        for name in (*LOCKED_COLUMNS, *ENTRY_COLUMNS)
        if rows and name not in seen
    )


def _rows_unknown(issue: Issue, rows: tuple[ReturnedRow, ...]) -> Findings:
    issued = {row.key for row in issue.rows}
    return tuple(_row_unknown(row) for row in rows if row.key not in issued)


def _row_unknown(row: ReturnedRow) -> Finding:
    answers = [
        seen for name, seen in row.cells.items() if name in ENTRY_COLUMNS and (seen.problem or not seen.blank)
    ]
    place = Location(sheet=row.sheet, cell=_code_cell(row), row=row.key)
    if not answers:
        return ROW_LEFT_OUT.at(place, seen=short(row.key))
    if row.key:
        return ROW_UNKNOWN.at(place, row=short(row.key))
    at = Location(sheet=row.sheet, cell=_code_cell(row) or answers[0].cell)
    return ROW_WITHOUT_CODE.at(at, seen=short(" · ".join(seen.text for seen in answers if seen.text)))
