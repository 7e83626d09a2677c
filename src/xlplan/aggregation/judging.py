"""Judgement of a result against its target."""

from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.plan import Better
from xlplan.domain.status import Status
from xlplan.domain.target import Target, TargetKind


def is_answered(entry: Entry, target: Target) -> bool:
    """Tell whether an entry of an accepted return answers its row. A blank that does not is missing, never zero.

    Words answer a target that consists of words, never a count. Where the plan gives no target, nothing is asked.
    Source: design, three kinds of blank.
    """
    if entry.kind is not EntryKind.MISSING or target.kind is TargetKind.UNSET:
        return True
    return target.kind is not TargetKind.COUNT and bool(entry.description.strip())


def shortfall(fact: Entry, target: Target, better: Better = Better.MORE) -> int | None:
    """Return how far a result misses its target.

    Unit of measure: the indicator's own. Source: design, targets are typed; three kinds of blank.

    Returns:
        The shortfall, never negative, 0 when the target is met. None where nothing can be judged: the target is no
            count, or no number was reported.
    """
    if target.count is None or fact.number is None:
        return None
    missed = target.count - fact.number if better is Better.MORE else fact.number - target.count
    return max(0, missed)


def judge(done: int, target: int, better: Better, on_track: float) -> Status:
    """Judge a number against a target: MET, OVER or SHORT. It is met from `on_track` times the target."""
    if better is Better.LESS:
        # The target is a ceiling. The plan asks to stay under it, so it cannot be exceeded in a good sense.
        return Status.MET if done * on_track <= target else Status.SHORT
    if done > target:
        return Status.OVER
    return Status.MET if done >= target * on_track else Status.SHORT


def unit_status(entry: Entry, target: Target, judged: bool, better: Better, on_track: float) -> Status:
    """Return the status of one unit's row that an accepted return answers."""
    if entry.kind is EntryKind.NOTHING_AROSE:
        return Status.NOTHING_AROSE
    if judged and target.count is not None and entry.number is not None:
        return judge(entry.number, target.count, better, on_track)
    return Status.NOT_JUDGED
