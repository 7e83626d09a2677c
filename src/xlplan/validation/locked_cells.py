"""What was issued stays as it was issued: locked cells that came back changed."""

import re

from xlplan.domain.findings.answer_kinds import LOCKED_CHANGED
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.issue import IssueRow
from xlplan.domain.returned import CellContent, ReturnedRow
from xlplan.domain.sheets import HEADINGS, LOCKED_COLUMNS
from xlplan.domain.target import Target, read_target
from xlplan.text.normalize import match_key
from xlplan.validation.context import AnsweredRow, ReturnContext
from xlplan.validation.quoting import shorten

# The template lists a measure's planned events under its title, a line each.
_EVENT_LINES = re.compile(r"\s*[\r\n]\s*•.*", re.DOTALL)


def check_locked_cells(_context: ReturnContext, answer: AnsweredRow) -> tuple[Finding, ...]:
    """Warn of each locked cell of a row that differs from what was issued."""
    return changed_cells(answer.row, answer.single_row) if answer.single_row else ()


def changed_cells(row: IssueRow, returned: ReturnedRow) -> tuple[Finding, ...]:
    """A finding for each locked cell of a row that differs from what was issued; spelling does not count.

    A column that is gone from the file is not looked at here.
    """
    return tuple(
        _changed_cell(name, content, row, returned)
        for name in LOCKED_COLUMNS
        if (content := returned.cells.get(name)) is not None and not _reads_as_issued(name, content, row)
    )


def _changed_cell(name: str, content: CellContent, row: IssueRow, returned: ReturnedRow) -> Finding:
    issued = {"measure": row.measure, "indicator": row.indicator, "target": str(row.target.shown)}
    location = Location(sheet=returned.sheet, cell=content.cell, row=row.key)
    values = {"seen": shorten(_without_events(content.text)), "issued": shorten(issued[name])}
    return LOCKED_CHANGED.at(location, heading=HEADINGS[name], **values)


def _reads_as_issued(name: str, content: CellContent, row: IssueRow) -> bool:
    if name == "target":
        return not content.problem and _is_same_target(content, row.target)
    issued = row.measure if name == "measure" else row.indicator
    # Nearly always nothing was touched, so the plain comparison comes first: folding is ten times dearer.
    return _without_events(content.text) == issued or match_key(_without_events(content.text)) == match_key(
        _without_events(issued)
    )


def _is_same_target(content: CellContent, issued: Target) -> bool:
    if content.value is not None and content.value == issued.shown and not isinstance(content.value, bool):
        return True
    read = read_target(content.value)
    if read is None:
        return False
    same_words = (read.count is not None) or match_key(read.words) == match_key(issued.words)
    return same_words and (read.kind, read.count) == (issued.kind, issued.count)


def _without_events(text: str) -> str:
    return _EVENT_LINES.sub("", text) if "•" in text else text
