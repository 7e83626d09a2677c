"""Figures of a computed indicator: shares of the counts that the units reported under two other rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xlplan.aggregation.joining import known_sum
from xlplan.domain.computed import computed_entry, share_of
from xlplan.domain.entries import Entry
from xlplan.domain.figures import IndicatorFigure
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure


@dataclass(frozen=True)
class RatioFigures:
    """The figures of the two counts of a computed indicator, and its unit of measure.

    Source: design, targets are typed. A share of the year is a sum over a sum, never a mean of shares.
    """

    part: IndicatorFigure
    whole: IndicatorFigure
    unit: UnitOfMeasure

    def entry(self, code: str, own: Entry) -> Entry:
        """Return the computed entry of a unit; `own` has the texts of the row."""
        return computed_entry(own, self._entries[0].get(code), self._entries[1].get(code), self.unit)

    @cached_property
    def _entries(self) -> tuple[Mapping[str, Entry], Mapping[str, Entry]]:
        parts, wholes = ({each.unit.code: each.entry for each in row.units} for row in (self.part, self.whole))
        return parts, wholes

    @property
    def done(self) -> Number | None:
        """The share of the whole centre, over the units that reported both counts; None where the whole is 0."""
        return self._share(*self.counts)

    @property
    def counts(self) -> tuple[Number | None, Number | None]:
        """The part and the whole of the whole centre, over the units that reported both counts."""
        parts, wholes = self._entries
        both = [
            (part.number, wholes[code].number)
            for code, part in parts.items()
            if part.number is not None and code in wholes and wholes[code].number is not None
        ]
        return known_sum(part for part, _whole in both), known_sum(whole for _part, whole in both)

    @property
    def done_to_date(self) -> Number | None:
        """The share of the whole centre since the start of the year; None where the whole is 0."""
        return self._share(self.part.done_to_date, self.whole.done_to_date)

    @cached_property
    def shares_to_date(self) -> Mapping[str, Number | None]:
        """The share of each unit since the start of the year, of those that carry the row no more too."""
        wholes = {each.unit.code: each.done_to_date for each in (*self.whole.units, *self.whole.former_units)}
        return {
            each.unit.code: self._share(each.done_to_date, wholes.get(each.unit.code))
            for each in (*self.part.units, *self.part.former_units)
        }

    @property
    def is_partial_to_date(self) -> bool:
        """Tells that a count of the year lacks a return."""
        return self.part.is_partial_to_date or self.whole.is_partial_to_date

    def _share(self, part: Number | None, whole: Number | None) -> Number | None:
        return None if part is None or whole is None else share_of(part, whole, self.unit)
