"""The rule that locked cells come back as issued."""

import re

from xlplan.domain.findings.answer_kinds import LOCKED_CHANGED
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.issue import IssueRow
from xlplan.domain.number_reading import read_number
from xlplan.domain.returned import CellContent, ReturnedRow
from xlplan.domain.sheets import HEADINGS, LOCKED_COLUMNS
from xlplan.domain.target_reading import read_target
from xlplan.domain.target_words import target_words
from xlplan.domain.unit_of_measure import WHOLE_THINGS, indicator_title
from xlplan.text.normalize import match_key
from xlplan.validation.context import AnsweredRow, ReturnContext
from xlplan.validation.quoting import shorten

# The template lists the planned events of a measure under its title, one a line.
_EVENT_LINES = re.compile(r"\s*[\r\n]\s*•.*", re.DOTALL)


def check_locked_cells(_context: ReturnContext, answer: AnsweredRow) -> tuple[Finding, ...]:
    """Warn of each locked cell of a row that was changed."""
    returned = answer.single_row
    return changed_cells(answer.row, returned) if returned else ()


def changed_cells(row: IssueRow, returned: ReturnedRow) -> tuple[Finding, ...]:
    """Return a finding for each locked cell that differs from the row as issued. Spelling does not count.

    Columns that the file lacks are skipped; another rule warns of them.
    """
    found: list[Finding] = []
    for name, issued in zip(LOCKED_COLUMNS, (row.measure, _shown_indicator(row), row.target.shown), strict=True):
        content = returned.cells.get(name)
        # The plain comparison comes first: most cells are untouched. A truth value is equal to a number.
        if content is None or (
            content.value == issued and not content.problem and type(content.value) is not bool
        ):
            continue
        if not _reads_as_issued(name, content, row):
            found.append(_changed_cell(name, content, row, returned))
    return tuple(found)


def _changed_cell(name: str, content: CellContent, row: IssueRow, returned: ReturnedRow) -> Finding:
    planned = target_words(row.target, row.better, row.unit_of_measure)
    issued = {"measure": row.measure, "indicator": _shown_indicator(row), "target": planned}
    location = Location(sheet=returned.sheet, cell=content.cell, row=row.key)
    values = {"seen": shorten(_without_events(content.text)) or "—", "issued": shorten(issued[name])}
    return LOCKED_CHANGED.at(location, heading=HEADINGS[name], **values)


def _reads_as_issued(name: str, content: CellContent, row: IssueRow) -> bool:
    if name == "target":
        return not content.problem and _is_same_target(content, row)
    issued = row.measure if name == "measure" else _shown_indicator(row)
    # The plain comparison comes first: most cells are untouched, and `match_key` takes ten times as long.
    return _without_events(content.text) == issued or match_key(_without_events(content.text)) == match_key(
        _without_events(issued)
    )


def _shown_indicator(row: IssueRow) -> str:
    return indicator_title(row.indicator, row.unit_of_measure)


def _is_same_target(content: CellContent, row: IssueRow) -> bool:
    issued, value = row.target, content.value
    if value is not None and value == issued.shown and not isinstance(value, bool):
        return True
    # A program that keeps only what a cell shows gives the sign of a ceiling with its number.
    typed = value.removeprefix("≤").strip() if isinstance(value, str) else value
    if issued.count is not None and row.unit_of_measure != WHOLE_THINGS:
        return read_number(typed, row.unit_of_measure).value == issued.count
    read = read_target(typed)
    if read is None:
        return False
    same_words = (read.count is not None) or match_key(read.words) == match_key(issued.words)
    return same_words and (read.kind, read.count) == (issued.kind, issued.count)


def _without_events(text: str) -> str:
    return _EVENT_LINES.sub("", text) if "•" in text else text
