"""Snapshot of an edition: every figure and status that its sheets show, for comparison with the next edition."""

from collections.abc import Iterator, Mapping, Sequence

from xlplan.domain.decisions import Waiver
from xlplan.domain.edition import CENTRE, DetailKey, EditionSnapshot, SnapshotRow
from xlplan.domain.entries import NO, YES, EntryKind
from xlplan.domain.figures import IndicatorFigure, QuarterFigures, Returns, UnitFigure
from xlplan.domain.quarter import Quarter
from xlplan.domain.restatement import (
    ACTION,
    BACKLOG,
    FORECAST,
    IN_TIME,
    INCOMPLETE,
    MISSED,
    PROMISED,
    REASON,
    RETURN,
    SHORTFALL,
    STATUS_TO_DATE,
    TARGET_OF_YEAR,
    UNKNOWN,
    WAIVED,
)
from xlplan.domain.status import Status
from xlplan.domain.submission import ReturnState
from xlplan.domain.unit_of_measure import Number

_Detail = tuple[DetailKey, Number | str | None]
# The headings that the details of an edition can have. A comparison looks only at those that the older one had.
HEADINGS = frozenset(
    (
        *(STATUS_TO_DATE, SHORTFALL, UNKNOWN, BACKLOG, TARGET_OF_YEAR, FORECAST, INCOMPLETE, PROMISED, MISSED),
        *(REASON, ACTION, RETURN, IN_TIME, WAIVED),
        *(status.value for status in Status),
    )
)


def snapshot_of(
    figures: QuarterFigures, returns: Mapping[Quarter, Returns], waivers: Sequence[Waiver] = ()
) -> EditionSnapshot:
    """Return what an edition stores: each indicator of the whole centre and, below it, its units; then details.

    Args:
        figures: The figures of the quarter.
        returns: The returns that count, for each quarter of the year so far.
        waivers: The waivers of the quarter.
    """
    rows = (row for figure in figures.indicators for row in _rows(figure))
    counted = {
        quarter: {unit: each.sha256 for unit, each in accepted.items()} for quarter, accepted in returns.items()
    }
    details = {place: value for place, value in _details(figures, waivers) if value is not None and value != ""}
    return EditionSnapshot(tuple(rows), counted, details, HEADINGS)


def _rows(figure: IndicatorFigure) -> Iterator[SnapshotRow]:
    in_words = figure.status in (Status.NOTHING_AROSE, Status.NO_BASE)
    yield SnapshotRow(
        key=figure.indicator.key,
        unit=CENTRE,
        target=figure.target.shown,
        done=figure.status.value if in_words else figure.done,
        status=figure.status.value,
        target_to_date=figure.target_to_date,
        done_to_date=figure.done_to_date,
    )
    for unit in (*figure.units, *figure.former_units):
        yield _unit_row(figure, unit)


def _unit_row(figure: IndicatorFigure, unit: UnitFigure) -> SnapshotRow:
    words = {EntryKind.NOTHING_AROSE: Status.NOTHING_AROSE.value, EntryKind.NO_BASE: Status.NO_BASE.value}
    return SnapshotRow(
        key=figure.indicator.key,
        unit=unit.unit.code,
        target=unit.target.shown,
        done=words.get(unit.entry.kind, unit.entry.number),
        status="" if unit.left_in else unit.status.value,
        target_to_date=unit.target_to_date,
        done_to_date=unit.done_to_date,
    )


def _details(figures: QuarterFigures, waivers: Sequence[Waiver]) -> Iterator[_Detail]:
    for figure in figures.indicators:
        yield from _indicator_details(figure)
    for promise in figures.promises:
        place = promise.figure.indicator.key, promise.unit.unit.code if promise.unit else CENTRE
        yield (*place, PROMISED), promise.text
        yield (*place, MISSED), promise.shortfall
    for key, note in figures.basis.notes.items():
        yield (key, CENTRE, REASON), note.reason
        yield (key, CENTRE, ACTION), note.action
    for unit in figures.units:
        returned = figures.returns.get(unit.code)
        yield ("", unit.code, RETURN), figures.state_of(unit).value
        yield ("", unit.code, IN_TIME), (YES if returned.in_time else NO) if returned else None
    yield from _year_details(figures)
    for waiver in waivers:
        yield (waiver.key, waiver.unit, WAIVED), f"{waiver.code}: {waiver.reason}"


def _indicator_details(figure: IndicatorFigure) -> Iterator[_Detail]:
    key = figure.indicator.key
    yield (key, CENTRE, STATUS_TO_DATE), figure.status_to_date.value
    yield (key, CENTRE, SHORTFALL), figure.shortfall
    yield (key, CENTRE, UNKNOWN), figure.unknown
    yield (key, CENTRE, BACKLOG), figure.backlog
    yield (key, CENTRE, TARGET_OF_YEAR), figure.target_year
    yield (key, CENTRE, FORECAST), figure.forecast
    yield (key, CENTRE, INCOMPLETE), YES if figure.is_partial_to_date else None
    for unit in figure.units:
        yield (key, unit.unit.code, BACKLOG), unit.backlog


def _year_details(figures: QuarterFigures) -> Iterator[_Detail]:
    """Yield the course of the year: indicators of each earlier quarter by status, and who is missing there."""
    for quarter, counts in figures.status_counts[:-1]:
        for status, count in counts.items():
            yield (str(quarter), CENTRE, status.value), count
    for quarter, units in figures.missing_earlier:
        for unit in units:
            yield (str(quarter), unit.code, RETURN), ReturnState.NONE.value
