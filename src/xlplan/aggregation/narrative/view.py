"""A quarter as its narrative looks at it: figures, events by row and unit, double counts, told shortfalls."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from xlplan.aggregation.narrative.events import by_row
from xlplan.domain.figures import IndicatorFigure, QuarterFigures, UnitFigure
from xlplan.domain.report import EventRow, QuarterSnapshot, Remark, RemarkKind


class QuarterView(Struct, frozen=True, dict=True):
    """A quarter with indexes over what was reported for it."""

    snapshot: QuarterSnapshot

    @property
    def figures(self) -> QuarterFigures:
        """The figures of the quarter."""
        return self.snapshot.figures

    @cached_property
    def by_key(self) -> Mapping[str, IndicatorFigure]:
        """The figures by row code."""
        return {figure.indicator.key: figure for figure in self.figures.indicators}

    @cached_property
    def _events(self) -> Mapping[str, tuple[EventRow, ...]]:
        return by_row(self.snapshot.content.events)

    @cached_property
    def _events_of_units(self) -> Mapping[tuple[str, str], Sequence[EventRow]]:
        found: dict[tuple[str, str], list[EventRow]] = {}
        for event in self.snapshot.content.events:
            found.setdefault((event.key, event.unit.code), []).append(event)
        return found

    def events_of(self, *figures: IndicatorFigure) -> tuple[EventRow, ...]:
        """Return the events under some indicators."""
        return tuple(event for figure in figures for event in self._events.get(figure.indicator.key, ()))

    def events_of_unit(self, figure: IndicatorFigure, unit: str) -> Sequence[EventRow]:
        """Return the events of a unit under an indicator."""
        return self._events_of_units.get((figure.indicator.key, unit), ())

    @cached_property
    def other_events(self) -> tuple[EventRow, ...]:
        """The events that name no row of the plan."""
        return tuple(event for event in self.snapshot.content.events if event.key not in self.by_key)

    @cached_property
    def double_counts(self) -> Mapping[str, tuple[Remark, ...]]:
        """The possible double counts by row code; one that concerns several rows stands at the first."""
        found: dict[str, list[Remark]] = {}
        for remark in self.snapshot.content.remarks:
            if remark.kind is RemarkKind.DOUBLE:
                found.setdefault(remark.key.partition(", ")[0], []).append(remark)
        return {key: tuple(remarks) for key, remarks in found.items()}

    @cached_property
    def _told_shortfalls(self) -> frozenset[tuple[str, str]]:
        """Row code and unit of each shortfall, "" for the centre: the table of shortfalls has their reasons."""
        rows = self.snapshot.shortfalls
        return frozenset((row.figure.indicator.key, row.unit.unit.code if row.unit else "") for row in rows)

    def has_told_reason(self, figure: IndicatorFigure, unit: UnitFigure) -> bool:
        """Tell if reason and action of a unit's row stand in the table of shortfalls."""
        key = figure.indicator.key
        return (key, unit.unit.code) in self._told_shortfalls or (key, "") in self._told_shortfalls
