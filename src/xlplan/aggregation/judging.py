"""Judgement of a unit's answer to its row."""

from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.judging import judge, shortfall
from xlplan.domain.plan import Better
from xlplan.domain.status import Status
from xlplan.domain.target import Target, TargetKind

__all__ = ["is_answered", "judge", "shortfall", "unit_status"]


def is_answered(entry: Entry, target: Target) -> bool:
    """Tell whether an entry of an accepted return answers its row. A blank that does not is missing, never zero.

    Words answer a target that consists of words, never a count. Where the plan gives no target, nothing is asked.
    Source: design, three kinds of blank.
    """
    if entry.kind is not EntryKind.MISSING or target.kind is TargetKind.UNSET:
        return True
    return target.kind is not TargetKind.COUNT and bool(entry.description.strip())


def unit_status(entry: Entry, target: Target, judged: bool, better: Better, on_track: float) -> Status:
    """Return the status of one unit's row that an accepted return answers."""
    if entry.kind is EntryKind.NOTHING_AROSE:
        return Status.NOTHING_AROSE
    if judged and target.count is not None and entry.number is not None:
        return judge(entry.number, target.count, better, on_track)
    return Status.NOT_JUDGED
