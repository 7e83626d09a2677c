"""Computed indicators: shares of one count in another, of a unit, of the centre, of the year."""

from fractions import Fraction

from msgspec.structs import replace

from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure, round_half_away


def share_of(part: Number, whole: Number, unit: UnitOfMeasure) -> Number | None:
    """Return a share in per cent, rounded to the decimals of its unit of measure; None where the whole is 0."""
    return round_half_away(Fraction(part) * 100 / Fraction(whole), unit.decimals) if whole else None


def computed_entry(own: Entry, part: Entry | None, whole: Entry | None, unit: UnitOfMeasure) -> Entry:
    """Return the entry of a computed row: the share that a unit's two counts make, with the row's own texts.

    It is MISSING where one of the counts is, and NO_BASE where the whole is 0 or nothing arose of it.

    Args:
        own: The entry of the row itself, for its reason and action.
        part: The unit's entry of the part.
        whole: The unit's entry of the whole.
        unit: The row's unit of measure.
    """
    if whole is not None and (whole.number == 0 or whole.kind is EntryKind.NOTHING_AROSE):
        return replace(own, kind=EntryKind.NO_BASE, number=None)
    if part is None or whole is None or part.number is None or whole.number is None:
        return replace(own, kind=EntryKind.MISSING, number=None)
    return replace(own, kind=EntryKind.NUMBER, number=share_of(part.number, whole.number, unit))
