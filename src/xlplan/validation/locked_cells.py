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
from xlplan.validation.quoting import short

# The template lists a measure's planned events under its title, a line each.
_EVENT_LINES = re.compile(r"\s*[\r\n]\s*•.*", re.DOTALL)


def find_changed_cells(_context: ReturnContext, answer: AnsweredRow) -> tuple[Finding, ...]:
    """Warn of each locked cell of a row that differs from what was issued."""
    return locked_changed(answer.row, answer.single) if answer.single else ()


def locked_changed(row: IssueRow, returned: ReturnedRow) -> tuple[Finding, ...]:
    """A finding for each locked cell of a row that differs from what was issued; spelling does not count.

    A column that is gone from the file is not looked at here.
    """
    return tuple(
        _changed(name, seen, row, returned)
        for name in LOCKED_COLUMNS
        if (seen := returned.cells.get(name)) is not None and not _same(name, seen, row)
    )


def _changed(name: str, seen: CellContent, row: IssueRow, returned: ReturnedRow) -> Finding:
    issued = {"measure": row.measure, "indicator": row.indicator, "target": str(row.target.shown)}
    place = Location(sheet=returned.sheet, cell=seen.cell, row=row.key)
    quoted = {"seen": short(_title(seen.text)), "issued": short(issued[name])}
    return LOCKED_CHANGED.at(place, heading=HEADINGS[name], **quoted)


def _same(name: str, seen: CellContent, row: IssueRow) -> bool:
    if name == "target":
        return not seen.problem and _same_target(seen, row.target)
    issued = row.measure if name == "measure" else row.indicator
    # Nearly always nothing was touched, so the plain comparison comes first: folding is ten times dearer.
    return _title(seen.text) == issued or match_key(_title(seen.text)) == match_key(_title(issued))


def _same_target(seen: CellContent, issued: Target) -> bool:
    if seen.value is not None and seen.value == issued.shown and not isinstance(seen.value, bool):
        return True
    read = read_target(seen.value)
    if read is None:
        return False
    words = (read.count is not None) or match_key(read.words) == match_key(issued.words)
    return words and (read.kind, read.count) == (issued.kind, issued.count)


def _title(text: str) -> str:
    return _EVENT_LINES.sub("", text) if "•" in text else text
