"""A year as its narrative looks at it: the quarters along the lines of descent of the rows of its last plan."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from xlplan.aggregation.narrative.view import QuarterView
from xlplan.domain.figures import IndicatorFigure, QuarterFigures, Shortfall
from xlplan.domain.history import CourseRow
from xlplan.domain.quarter import Quarter
from xlplan.domain.report import EventRow


class YearView(Struct, frozen=True, dict=True):
    """The quarters of a year that were issued, oldest first. The figures to date are those of the last one."""

    quarters: tuple[QuarterView, ...]

    @property
    def last(self) -> QuarterView:
        """The last quarter."""
        return self.quarters[-1]

    @property
    def figures(self) -> QuarterFigures:
        """The figures of the last quarter, with those since the start of the year."""
        return self.last.figures

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        """The row code in the last plan by line of descent."""
        basis = self.figures.basis
        return {line: key for key in self.last.by_key for line in basis.lines_of(key)}

    @cached_property
    def _rows(self) -> Mapping[tuple[Quarter, str], Sequence[IndicatorFigure]]:
        found: dict[tuple[Quarter, str], list[IndicatorFigure]] = {}
        for view in self.quarters:
            for figure in view.figures.indicators:
                found.setdefault((view.snapshot.quarter, self.key_now(view, figure)), []).append(figure)
        return found

    def key_now(self, view: QuarterView, figure: IndicatorFigure) -> str:
        """Return the code in the last plan of a row of a quarter; its own line in brackets where the row ended.

        No code of a plan has brackets, so that an ended row is never taken for another one.
        """
        line = view.figures.basis.lines_of(figure.indicator.key)[0]
        return self._keys.get(line, f"({line})")

    def rows(self, view: QuarterView, key: str) -> Sequence[IndicatorFigure]:
        """Return the rows of a quarter that a row of the last plan continues."""
        return self._rows.get((view.snapshot.quarter, key), ())

    def events_of(self, *keys: str) -> tuple[EventRow, ...]:
        """Return the events of the year under some rows of the last plan."""
        return tuple(
            event for view in self.quarters for key in keys for event in view.events_of(*self.rows(view, key))
        )

    @property
    def all_events(self) -> tuple[EventRow, ...]:
        """The events of the year."""
        return tuple(event for view in self.quarters for event in view.snapshot.content.events)

    @cached_property
    def courses(self) -> Mapping[str, CourseRow]:
        """The course of each row of the last plan by its code."""
        return {row.row.key: row for row in self.last.snapshot.content.course.rows if row.is_in_plan}

    @property
    def ended(self) -> tuple[CourseRow, ...]:
        """The courses of the rows that the last plan does not have any more, with a quarter of this year."""
        year = self.last.snapshot.quarter.year
        rows = self.last.snapshot.content.course.rows
        return tuple(
            row for row in rows if not row.is_in_plan and any(quarter.year == year for quarter in row.points)
        )

    @cached_property
    def _shortfalls(self) -> Mapping[str, Sequence[tuple[Quarter, Shortfall]]]:
        found: dict[str, list[tuple[Quarter, Shortfall]]] = {}
        for view in self.quarters:
            for row in view.snapshot.shortfalls:
                found.setdefault(self.key_now(view, row.figure), []).append((view.snapshot.quarter, row))
        return found

    def shortfalls_of(self, key: str) -> Sequence[tuple[Quarter, Shortfall]]:
        """Return the shortfalls of the quarters under a row of the last plan."""
        return self._shortfalls.get(key, ())
