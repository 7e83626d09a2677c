"""The answers of a return as a receipt repeats them: what was read in each row."""

from collections.abc import Iterator
from functools import lru_cache

from xlplan.domain.plan import Counting, IssueRow
from xlplan.domain.status import Status
from xlplan.domain.submission import Entry, EntryKind, Verdict
from xlplan.domain.target import TargetKind
from xlplan.text.translation import _

_LONGEST_MEASURE = 68
_LONGEST_TARGET = 32


def answers(verdict: Verdict) -> Iterator[tuple[str, str, str]]:
    """Row code, measure and answer of each entry, in the order issued."""
    rows = {row.key: row for row in verdict.issue.rows} if verdict.issue else {}
    for entry in verdict.entries:
        row = rows.get(entry.key)
        if row:
            yield entry.key, _short(row.measure, _LONGEST_MEASURE), _answer(entry, row)


# Every unit of a centre answers for the same measures.
@lru_cache(maxsize=4096)
def _short(text: str, longest: int) -> str:
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    # Cut at a word, where there is one.
    at = line.rfind(" ", 0, longest)
    return line[: at if at > 0 else longest - 1] + "…"


def _answer(entry: Entry, row: IssueRow) -> str:
    done = _done(entry, row)
    if row.target.kind is TargetKind.UNSET:
        return done
    if entry.kind is EntryKind.NUMBER and row.target.kind is TargetKind.COUNT:
        of = _("{done} of {target}, joint") if row.counting is Counting.JOINT else _("{done} of {target}")
        return of.format(done=done, target=row.target.shown)
    return _("{done} (target: {target})").format(done=done, target=_short(str(row.target.shown), _LONGEST_TARGET))


def _done(entry: Entry, row: IssueRow) -> str:
    if entry.number is not None:
        return str(entry.number)
    if entry.kind is EntryKind.NOTHING_AROSE:
        return _(Status.NOTHING_AROSE.value)
    said = entry.description and row.target.kind is not TargetKind.COUNT
    return _("described in words") if said else _("no answer")
