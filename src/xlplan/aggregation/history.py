"""History: the figures of several quarters joined along lines of descent, as reported and as they stand now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from xlplan.aggregation.joining import known_sum
from xlplan.domain.descent import Lines, PlanRow, rows_of_plan
from xlplan.domain.edition import CENTRE, EditionSnapshot, SnapshotRow
from xlplan.domain.figures import IndicatorFigure, QuarterBasis, UnitFigure
from xlplan.domain.history import Course, CoursePoint, CourseRow, HistoryRow, QuarterHistory, SeenFigure
from xlplan.domain.judging import judge
from xlplan.domain.plan import Counting, Plan
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status

# The words by which an edition says that a unit has not answered.
_SILENT = (Status.NOT_RETURNED.value, Status.EXPECTED.value)


def seen_now(
    basis: QuarterBasis, indicators: Iterable[IndicatorFigure], with_units: bool = False
) -> tuple[SeenFigure, ...]:
    """Return the figures of a quarter's indicators, in the plan's order.

    Args:
        basis: What the figures rest on.
        indicators: The figures of the quarter.
        with_units: Below each indicator its units follow.
    """
    found = []
    for figure in indicators:
        row, line = PlanRow(figure.measure, figure.indicator), basis.lines_of(figure.indicator.key)[0]
        waiting = bool(figure.waiting_units)
        found.append(SeenFigure(row, line, figure.target.shown, figure.done, figure.status, waiting))
        found += [_unit_now(row, line, unit) for unit in figure.units if with_units]
    return tuple(found)


def _unit_now(row: PlanRow, line: str, unit: UnitFigure) -> SeenFigure:
    return SeenFigure(
        row=row,
        line=line,
        target=unit.target.shown,
        done=unit.entry.number,
        status=unit.status,
        is_partial=not unit.is_answered,
        unit=unit.unit.code,
        source=unit.source,
    )


def seen_then(
    snapshot: EditionSnapshot, plan: Plan, lines: Lines, with_units: bool = False
) -> tuple[SeenFigure, ...]:
    """Return the figures of an edition, in the order of its plan.

    Args:
        snapshot: What the edition stores: at least the rows of the centre and those of silent units.
        plan: The plan that the edition follows.
        lines: The lines of its rows.
        with_units: Below each indicator its units follow.
    """
    rows = rows_of_plan(plan)
    silent = {each.key for each in snapshot.rows if each.unit != CENTRE and each.status in _SILENT}
    return tuple(
        _of_edition(each, rows[each.key], lines, silent)
        for each in snapshot.rows
        # A unit that has left the row has figures of the year alone.
        if each.key in rows and (each.unit == CENTRE or (with_units and each.status))
    )


def _of_edition(each: SnapshotRow, row: PlanRow, lines: Lines, silent: set[str]) -> SeenFigure:
    done = None if isinstance(each.done, str) else each.done
    partial = each.key in silent if each.unit == CENTRE else each.status in _SILENT
    line = lines.get(each.key, (each.key,))[0]
    return SeenFigure(row, line, each.target, done, Status(each.status), partial, each.unit)


def course_of(histories: Sequence[QuarterHistory], plan: Plan, lines: Lines, on_track: float) -> Course:
    """Return the course of the rows of a plan over some quarters, and of those that it does not have any more.

    Args:
        histories: The quarters, oldest first.
        plan: The present plan.
        lines: The lines that its rows carry.
        on_track: The part of a target that is enough.
    """
    joiner = _Joiner(histories, on_track)
    rows = []
    for key, row in rows_of_plan(plan).items():
        points = joiner.points(lines.get(key, (key,)))
        rows.append(CourseRow(row, points))
    carried = {line for own in lines.values() for line in own} or set(rows_of_plan(plan))
    for line in joiner.lines:
        if line not in carried:
            rows.append(CourseRow(joiner.last_row(line), joiner.points((line,)), is_in_plan=False))
    return Course(tuple(each.quarter for each in histories), tuple(each for each in rows if each.points))


class _Joiner:
    """Finds the figures of the centre by quarter and line, and joins those of rows that were merged since."""

    def __init__(self, histories: Sequence[QuarterHistory], on_track: float) -> None:
        self._histories = histories
        self._on_track = on_track
        self._now = [_by_line(each.now) for each in histories]
        self._then = [_by_line(each.then or ()) for each in histories]

    @property
    def lines(self) -> Iterator[str]:
        """All lines, those that end last first."""
        indexes = [index for both in zip(self._now, self._then, strict=True) for index in both]
        yield from dict.fromkeys(line for index in reversed(indexes) for line in index)

    def last_row(self, line: str) -> PlanRow:
        """Return the row of a line in the last quarter that has it."""
        indexes = [index for both in zip(self._then, self._now, strict=True) for index in both]
        return next(index[line].row for index in reversed(indexes) if line in index)

    def points(self, lines: Sequence[str]) -> Mapping[Quarter, CoursePoint]:
        """Return a point for each quarter that has one of the lines."""
        points = {}
        for history, now, then in zip(self._histories, self._now, self._then, strict=True):
            both = [self._join([index[line] for line in lines if line in index]) for index in (then, now)]
            if any(both):
                points[history.quarter] = CoursePoint(*both)
        return points

    def _join(self, figures: list[SeenFigure]) -> SeenFigure | None:
        """Return one figure of several. Only rows whose numbers add up are merged."""
        if len(figures) < 2:
            return figures[0] if figures else None
        first = figures[0]
        target = known_sum(each.target for each in figures if not isinstance(each.target, str))
        words = "; ".join(dict.fromkeys(each.target for each in figures if isinstance(each.target, str)))
        done = known_sum(each.done for each in figures)
        partial = any(each.is_partial for each in figures)
        statuses = {each.status for each in figures}
        status = statuses.pop() if len(statuses) == 1 else None
        if target is not None and done is not None and not partial:
            status = judge(done, target, first.row.indicator.better, self._on_track)
        return SeenFigure(first.row, first.line, words if target is None else target, done, status, partial)


def _by_line(figures: Iterable[SeenFigure]) -> Mapping[str, SeenFigure]:
    return {each.line: each for each in figures if each.unit == CENTRE}


def history_rows(histories: Sequence[QuarterHistory], keys_now: Mapping[str, str]) -> Iterator[HistoryRow]:
    """Yield the rows of the units, by quarter, in the order of its plan; then those that only its edition had.

    A target in common has a row of its own, so that targets and results both add up by row.

    Args:
        histories: The quarters, oldest first, with their units.
        keys_now: By line, the code of the row that carries it now.
    """
    for history in histories:
        now, then = ({(each.line, each.unit): each for each in side} for side in _tidy_sides(history))
        codes_then = {each.line: each.row.key for each in history.then or ()}
        for line, unit in dict.fromkeys((*now, *then)):
            own_now, own_then = now.get((line, unit)), then.get((line, unit))
            # A quarter that was never closed has no other code than that of its plan.
            key_then = codes_then.get(line, "") if history.then else (own_now.row.key if own_now else "")
            yield HistoryRow(history.quarter, line, key_then, keys_now.get(line, ""), unit, own_then, own_now)


def _tidy_sides(history: QuarterHistory) -> tuple[list[SeenFigure], list[SeenFigure]]:
    return _tidy(history.now), _tidy(history.then or ())


def _tidy(figures: Sequence[SeenFigure]) -> list[SeenFigure]:
    """Return the figures of the units, and the common target of a row in place of its figure of the centre."""
    joint = {each.line for each in figures if each.unit == CENTRE and _is_joint(each)}
    found = []
    for line, own in _grouped(figures).items():
        centre = next(each for each in own if each.unit == CENTRE)
        units = [each for each in own if each.unit != CENTRE]
        if line not in joint:
            found += units
            continue
        found += [replace(each, target="") for each in units]
        found.append(replace(centre, done=None))
    return found


def _grouped(figures: Iterable[SeenFigure]) -> Mapping[str, list[SeenFigure]]:
    groups: dict[str, list[SeenFigure]] = {}
    for each in figures:
        groups.setdefault(each.line, []).append(each)
    return groups


def _is_joint(figure: SeenFigure) -> bool:
    return figure.row.indicator.counting is Counting.JOINT and isinstance(figure.target, int | Decimal)
