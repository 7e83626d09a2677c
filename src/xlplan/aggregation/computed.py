"""Figures of a computed indicator: shares of the counts that the units reported under two other rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from xlplan.aggregation.joining import known_sum
from xlplan.aggregation.year_to_date import PastQuarter
from xlplan.domain.computed import computed_entry, share_of
from xlplan.domain.entries import Entry
from xlplan.domain.figures import IndicatorFigure
from xlplan.domain.unit_of_measure import Number, UnitOfMeasure

# A part and the whole that it is of.
Counts = tuple[Number, Number]


class RatioFigures(Struct, frozen=True, dict=True):
    """The figures of the two counts of a computed indicator, and its unit of measure.

    `past`: the two counts in the earlier quarters of the year that have both rows.
    A count without the other one has no part in any share. Source: design, targets are typed. A share of the year
    is a sum over a sum, never a mean of shares.
    """

    part: IndicatorFigure
    whole: IndicatorFigure
    unit: UnitOfMeasure
    past: Sequence[tuple[PastQuarter, PastQuarter]] = ()

    def entry(self, code: str, own: Entry) -> Entry:
        """Return the computed entry of a unit; `own` has the texts of the row."""
        return computed_entry(own, self._parts.get(code), self._wholes.get(code), self.unit)

    @cached_property
    def _parts(self) -> Mapping[str, Entry]:
        return {each.unit.code: each.entry for each in self.part.units}

    @cached_property
    def _wholes(self) -> Mapping[str, Entry]:
        return {each.unit.code: each.entry for each in self.whole.units}

    @property
    def done(self) -> Number | None:
        """The share of the whole centre, over the units that reported both counts; None where the whole is 0."""
        return self._share(counts for _code, counts in self._counts_now())

    @property
    def done_to_date(self) -> Number | None:
        """The share of the whole centre since the start of the year; None where the whole is 0."""
        return self._share(counts for each in self._counts_to_date.values() for counts in each)

    @cached_property
    def shares_to_date(self) -> Mapping[str, Number | None]:
        """The share of each unit since the start of the year, of those that carry the row no more too."""
        return {code: self._share(counts) for code, counts in self._counts_to_date.items()}

    @property
    def is_partial_to_date(self) -> bool:
        """Tells that a count of the year lacks a return."""
        return self.part.is_partial_to_date or self.whole.is_partial_to_date

    @cached_property
    def _counts_to_date(self) -> Mapping[str, Sequence[Counts]]:
        counts: dict[str, list[Counts]] = {}
        for code, each in (*self._counts_before(), *self._counts_now()):
            counts.setdefault(code, []).append(each)
        return counts

    def _counts_now(self) -> Iterator[tuple[str, Counts]]:
        for code, part in self._parts.items():
            whole = self._wholes.get(code)
            if whole is not None and part.number is not None and whole.number is not None:
                yield code, (part.number, whole.number)

    def _counts_before(self) -> Iterator[tuple[str, Counts]]:
        for parts, wholes in self.past:
            for code in parts.units:
                part, whole = parts.done(code), wholes.done(code)
                if part is not None and whole is not None:
                    yield code, (part, whole)

    def _share(self, counts: Iterable[Counts]) -> Number | None:
        both = tuple(counts)
        part, whole = known_sum(each for each, _whole in both), known_sum(each for _part, each in both)
        return None if part is None or whole is None else share_of(part, whole, self.unit)
