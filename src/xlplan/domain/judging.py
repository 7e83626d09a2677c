"""Judgement of a number against a target, the same in the template, in the check and in the report."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from xlplan.domain.entries import Entry
from xlplan.domain.plan import Better
from xlplan.domain.status import Status
from xlplan.domain.target import Target
from xlplan.domain.unit_of_measure import Number, decimals_of, to_number


# Cached: a few margins and targets are asked for every number of every return.
@lru_cache(maxsize=1024)
def worst_met(target: Number, better: Better, on_track: float, decimals: int = 0) -> Number:
    """Return the worst number that meets a target: the least one, or under a ceiling the greatest.

    `on_track` is the part of the target that is enough. A ceiling may be exceeded by as much: it is met while that
    part of the number is no more than the ceiling. `decimals`: those that a number of the row may have.
    """
    # The decimal as it was typed: 0.55 * 100 is a little more than 55.
    part, step = Fraction(str(on_track)), 10**decimals
    exact = Fraction(target) * step
    steps = floor(exact / part) if better is Better.LESS else ceil(exact * part)
    return to_number(Decimal(steps).scaleb(-decimals))


def judge(done: Number, target: Number, better: Better, on_track: float) -> Status:
    """Judge a number against a target: MET, OVER or SHORT."""
    limit = worst_met(target, better, on_track, max(decimals_of(done), decimals_of(target)))
    if better is Better.LESS:
        # The target is a ceiling. The plan asks to stay under it, so it cannot be exceeded in a good sense.
        return Status.MET if done <= limit else Status.SHORT
    if done > target:
        return Status.OVER
    return Status.MET if done >= limit else Status.SHORT


def shortfall(fact: Entry, target: Target, better: Better = Better.MORE, on_track: float = 1.0) -> Number | None:
    """Return how far a result misses its target.

    Unit of measure: the indicator's own. Source: design, targets are typed; three kinds of blank.

    Returns:
        The shortfall, never negative, 0 when the target is met, within the margin of `on_track` too. None where
            nothing can be judged: the target is no count, or no number was reported.
    """
    if target.count is None or fact.number is None:
        return None
    if judge(fact.number, target.count, better, on_track) is not Status.SHORT:
        return 0
    gap = target.count - fact.number
    return max(gap, -gap)
