"""The rules that a return must satisfy, as lists, and the pass that applies them all.

A new rule is a function of the shape `Rule` or `RowRule`, and a line in `RETURN_RULES` or `ROW_RULES`. Findings
come in the order of the rules.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from xlplan.domain.entries import Entry, EntryKind, EventEntry
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
from xlplan.domain.unit_of_measure import Number
from xlplan.text.translation import _
from xlplan.validation.cell_looks import check_hidden_cells, check_left_out
from xlplan.validation.context import AnsweredRow, Findings, ReturnContext, RowRule, Rule
from xlplan.validation.duplicates import check_repeated_events, check_repeated_texts
from xlplan.validation.entries import check_missing_description, check_missing_reason, read_entry
from xlplan.validation.events import read_events
from xlplan.validation.finding_groups import limit_findings
from xlplan.validation.locked_cells import check_locked_cells
from xlplan.validation.personal_data import check_personal_data
from xlplan.validation.plausibility import (
    FAR_OVER,
    check_doubtful_numbers,
    check_number_of_events,
    check_unneeded_reason,
)
from xlplan.validation.quoting import list_names, shorten
from xlplan.validation.shares import check_counts_of_share, check_share_cell, with_shares


def check_report_sheet(context: ReturnContext) -> Iterator[Finding]:
    """Require the report sheet with its headings."""
    if not context.content.has_report_sheet:
        yield SHEET_MISSING.at(sheet=REPORT.name, key=HEADINGS["key"], done=HEADINGS["done"])


def check_columns(context: ReturnContext) -> Iterator[Finding]:
    """Warn of columns that no row of the report has."""
    rows = context.content.rows if context.content.has_report_sheet else ()
    seen = {name for row in rows for name in row.cells}
    for name in (*LOCKED_COLUMNS, *ENTRY_COLUMNS):
        if rows and name not in seen:
            yield COLUMN_MISSING.at(Location(sheet=rows[0].sheet), heading=HEADINGS[name])


def check_missing_row(context: ReturnContext, answer: AnsweredRow) -> Findings:
    """Require each issued row."""
    if answer.returned:
        return ()
    location = Location(sheet=_report_sheet(context.content), row=answer.row.key)
    return (ROW_MISSING.at(location, row=answer.row.key, measure=shorten(answer.row.measure)),)


def check_repeated_row(_context: ReturnContext, answer: AnsweredRow) -> Findings:
    """Refuse a code that several rows of the file have."""
    if len(answer.returned) < 2:
        return ()
    cells = [_code_cell(row) for row in answer.returned]
    location = Location(sheet=answer.returned[-1].sheet, cell=cells[-1], row=answer.row.key)
    return (ROW_REPEATED.at(location, row=answer.row.key, seen=list_names(cells)),)


def check_readable_answer(_context: ReturnContext, answer: AnsweredRow) -> Findings:
    """Return the findings made while the answer was read."""
    return answer.reading_findings


ROW_RULES: tuple[RowRule, ...] = (
    check_missing_row,
    check_repeated_row,
    check_readable_answer,
    check_counts_of_share,
    check_share_cell,
    check_missing_description,
    check_missing_reason,
    check_unneeded_reason,
    check_locked_cells,
    check_doubtful_numbers,
    check_number_of_events,
)


def check_rows(context: ReturnContext) -> list[Finding]:
    """Apply the row rules to each issued row in turn."""
    findings: list[Finding] = []
    for answer in context.answers if context.content.has_report_sheet else ():
        for rule in ROW_RULES:
            # Nearly every row satisfies nearly every rule.
            if found := rule(context, answer):
                findings += found
    return findings


def check_unknown_rows(context: ReturnContext) -> Iterator[Finding]:
    """Refuse answers under a code that was not issued; note other lines that were not issued."""
    issued = {row.key for row in context.issue.rows}
    rows = context.content.rows if context.content.has_report_sheet else ()
    return (_unknown_row(row) for row in rows if row.key not in issued)


def check_readable_events(context: ReturnContext) -> Findings:
    """Return the findings made while the events were read."""
    return context.event_findings


def check_other_sheets(context: ReturnContext) -> Iterator[Finding]:
    """Warn of further sheets that look like a report and are not counted."""
    for name in context.content.other_report_sheets:
        yield SHEET_LEFT_OUT.at(Location(sheet=name), seen=name, sheet=_report_sheet(context.content))


def check_file(context: ReturnContext) -> Findings:
    """Return the findings made while the file was opened."""
    return context.content.file_findings


RETURN_RULES: tuple[Rule, ...] = (
    check_report_sheet,
    check_columns,
    check_rows,
    check_unknown_rows,
    check_repeated_texts,
    check_readable_events,
    check_repeated_events,
    check_left_out,
    check_hidden_cells,
    check_personal_data,
    check_other_sheets,
    check_file,
)


def check_return(
    issue: Issue,
    content: ReturnContent,
    earlier: Mapping[str, tuple[Number, ...]] = MappingProxyType({}),
    far_over: float = FAR_OVER,
) -> tuple[tuple[Entry, ...], tuple[EventEntry, ...], Findings]:
    """Return an entry for each issued row in the order issued, the events reported, and every finding.

    The issue decides which rows there are: a row that is missing or cannot be read makes a MISSING entry.
    Source: design, intake: read, check.

    Args:
        issue: The issue on which the return was made.
        content: The workbook as read.
        earlier: By row code, the unit's numbers of the earlier quarters of the year, oldest first.
        far_over: The multiple of its target above which a number is doubted as too high.
    """
    context = read_answers(issue, content, earlier, far_over)
    findings = (finding for rule in RETURN_RULES for finding in rule(context))
    return context.entries, context.events, limit_findings(findings)


def read_answers(
    issue: Issue,
    content: ReturnContent,
    earlier: Mapping[str, tuple[Number, ...]] = MappingProxyType({}),
    far_over: float = FAR_OVER,
) -> ReturnContext:
    """Return the context of the rules: answers and events of a return. For the arguments see `check_return`."""
    events, event_findings = read_events(issue, content.events)
    by_key: dict[str, list[ReturnedRow]] = {}
    for row in content.rows if content.has_report_sheet else ():
        by_key.setdefault(row.key, []).append(row)
    answers = with_shares(_read_answer(row, tuple(by_key.get(row.key, ()))) for row in issue.rows)
    return ReturnContext(issue, content, answers, events, event_findings, earlier, far_over)


def _read_answer(row: IssueRow, returned: tuple[ReturnedRow, ...]) -> AnsweredRow:
    if len(returned) != 1:
        return AnsweredRow(row, returned, Entry(row.key, EntryKind.MISSING))
    entry, findings = read_entry(row, returned[0])
    return AnsweredRow(row, returned, entry, findings)


def _report_sheet(content: ReturnContent) -> str:
    return content.rows[0].sheet if content.rows else _(REPORT.name)


def _code_cell(row: ReturnedRow) -> str:
    return row.cells["key"].cell if "key" in row.cells else ""


def _unknown_row(row: ReturnedRow) -> Finding:
    answers = [
        cell for name, cell in row.cells.items() if name in ENTRY_COLUMNS and (cell.problem or not cell.blank)
    ]
    location = Location(sheet=row.sheet, cell=_code_cell(row), row=row.key)
    if not answers:
        return ROW_LEFT_OUT.at(location, seen=shorten(row.key))
    if row.key:
        return ROW_UNKNOWN.at(location, row=shorten(row.key))
    location = Location(sheet=row.sheet, cell=_code_cell(row) or answers[0].cell)
    return ROW_WITHOUT_CODE.at(location, seen=shorten(" · ".join(cell.text for cell in answers if cell.text)))
