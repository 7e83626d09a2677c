"""History of the figures: what each quarter said of a row when it was signed, and what stands there now.

Rows of several quarters and plans belong together by their lines of descent, never by their codes.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from xlplan.domain.descent import PlanRow
from xlplan.domain.edition import CENTRE, Edition
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.submission import Source
from xlplan.domain.unit_of_measure import Number


class SeenFigure(Struct, frozen=True):
    """A figure of one quarter as it was seen at one time.

    `row`, `line`: the row in the plan of that time, and its own line of descent.
    `target`: a count or the plan's words; "" without one. `done`: None where no number was reported.
    `status`: None for a figure that several rows make, of which nothing can be said in one word.
    `is_partial`: a unit has not answered, so `done` may lack a part.
    `unit`: the code of the unit, or CENTRE; `source`: the cell that a unit's number comes from.
    """

    row: PlanRow
    line: str
    target: Number | str
    done: Number | None
    status: Status | None
    is_partial: bool = False
    unit: str = CENTRE
    source: Source | None = None

    @property
    def shown(self) -> Number | Status | None:
        """The number, or what is said in its place; None where nothing was reported."""
        in_words = self.done is None and self.status in (Status.NOTHING_AROSE, Status.NO_BASE)
        return self.status if in_words else self.done


class QuarterHistory(Struct, frozen=True):
    """A quarter as it was reported, and as it stands now.

    `then`: the figures of `edition`, the first that closed the quarter; both are None where none did.
    """

    quarter: Quarter
    now: tuple[SeenFigure, ...]
    then: tuple[SeenFigure, ...] | None = None
    edition: Edition | None = None


class CoursePoint(Struct, frozen=True):
    """One quarter in the course of a row of the whole centre.

    `then` is None where the quarter was not closed, or its edition did not have the row; `now` where its plan does
    not have it any more.
    """

    then: SeenFigure | None
    now: SeenFigure | None

    @property
    def seen(self) -> tuple[SeenFigure, ...]:
        """The figures that there are, as reported and now."""
        return tuple(each for each in (self.then, self.now) if each is not None)

    @property
    def has_new_result(self) -> bool:
        """Tells that the result is another one than the quarter was signed with."""
        return self.then is not None and self.then.shown != (self.now.shown if self.now else None)

    @property
    def has_new_target(self) -> bool:
        """Tells that the target is another one than the quarter was signed with."""
        return self.then is not None and self.now is not None and self.then.target != self.now.target


class CourseRow(Struct, frozen=True):
    """A row of the whole centre over the quarters.

    `is_in_plan`: the present plan has the row. Otherwise `row` is what the last quarter with it called it.
    """

    row: PlanRow
    points: Mapping[Quarter, CoursePoint]
    is_in_plan: bool = True


class Course(Struct, frozen=True):
    """The course of all rows over some quarters: those of the present plan in its order, then those that ended."""

    quarters: tuple[Quarter, ...] = ()
    rows: tuple[CourseRow, ...] = ()

    @property
    def was_reported(self) -> bool:
        """Tells that one of the quarters was closed."""
        return any(point.then for row in self.rows for point in row.points.values())

    @property
    def has_course(self) -> bool:
        """Tells that there are quarters to compare."""
        return len(self.quarters) > 1

    @property
    def told(self) -> "Course":
        """The course; of a quarter alone only the rows that changed since it was signed."""
        if self.has_course:
            return self
        changed = (
            row
            for row in self.rows
            if any(point.has_new_result or point.has_new_target for point in row.points.values())
        )
        return replace(self, rows=tuple(changed))

    @property
    def corrected(self) -> Iterator[tuple[CourseRow, Quarter]]:
        """The points whose result is another one than their quarter was signed with."""
        for row in self.rows:
            yield from ((row, quarter) for quarter, point in row.points.items() if point.has_new_result)


class HistoryRow(Struct, frozen=True):
    """A row of one unit in one quarter; `unit` is "" for the target that the units of a row have in common.

    `line`: its own line of descent. `key_then`: the row code as the quarter was reported; "" for a row
    that its edition did not have. `key_now`: the code of the row that continues it in the newest plan, or "".
    """

    quarter: Quarter
    line: str
    key_then: str
    key_now: str
    unit: str
    then: SeenFigure | None
    now: SeenFigure | None

    @property
    def row(self) -> PlanRow:
        """The row in the plan of the quarter, as it stands now if it does."""
        figure = self.now or self.then
        if figure is None:
            raise ValueError("a row of the history has a figure")
        return figure.row
