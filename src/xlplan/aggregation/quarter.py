"""Figures of a quarter as a whole, its shortfalls, worst first, and the results of another version's rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf

from xlplan.aggregation.history import seen_now
from xlplan.aggregation.indicators import earlier_indicators, indicator_figures
from xlplan.aggregation.joining import known_sum
from xlplan.aggregation.year_returns import returns_of_year
from xlplan.aggregation.year_to_date import PastQuarter, QuarterIndicators, index_by_line, past_quarters
from xlplan.domain.decisions import Note
from xlplan.domain.descent import Lines
from xlplan.domain.figures import (
    IndicatorFigure,
    Period,
    Promise,
    QuarterFigures,
    RowResult,
    Shortfall,
    YearBasis,
    YearShortfall,
)
from xlplan.domain.history import QuarterHistory
from xlplan.domain.plan import Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.submission import ReturnState
from xlplan.domain.unit_of_measure import Number

_QUARTERS = 4
# What stands in the place of a number where a row has none.
_WITHOUT_NUMBER = (Status.NOTHING_AROSE, Status.NOT_RETURNED, Status.EXPECTED, Status.NO_BASE)


def quarter_figures(year: YearBasis, period: Period) -> QuarterFigures:
    """Return all figures of a quarter.

    Args:
        year: What the quarters of the year rest on, as far as plans cover it.
        period: The quarter, the day, and when returns are due.
    """
    earlier = earlier_indicators(year, period)
    indicators = indicator_figures(year, period, earlier)
    return QuarterFigures(
        basis=year[period.quarter],
        period=period,
        indicators=indicators,
        status_counts=tuple(
            (quarter, _count_statuses(figures)) for quarter, figures in (*earlier, (period.quarter, indicators))
        ),
        promises=tuple(_promises(year, period.quarter, earlier, indicators)),
        missing_earlier=tuple(_missing_earlier(year, period.quarter)),
        covers_year=len(year) == _QUARTERS,
        year_returns=returns_of_year(year, period.quarter),
        course=tuple(
            QuarterHistory(quarter, seen_now(year[quarter], figures))
            for quarter, figures in (*earlier, (period.quarter, indicators))
        ),
    )


def _count_statuses(indicators: Iterable[IndicatorFigure]) -> Mapping[Status, int]:
    return Counter(figure.status for figure in indicators)


def _missing_earlier(year: YearBasis, quarter: Quarter) -> Iterator[tuple[Quarter, tuple[Unit, ...]]]:
    """Yield each earlier quarter that lacks returns, with its units. Rows asked anew are no missing return."""
    for earlier in sorted(each for each in year if each < quarter):
        basis = year[earlier]
        silent = (ReturnState.TO_CORRECT, ReturnState.NONE)
        missing = tuple(unit for unit in basis.owed if basis.state_of(unit.code) in silent)
        if missing:
            yield earlier, missing


def _promises(
    year: YearBasis,
    quarter: Quarter,
    earlier: Sequence[QuarterIndicators],
    indicators: Iterable[IndicatorFigure],
) -> Iterator[Promise]:
    """Yield what was promised about the shortfalls of the last quarter, by units or by the coordinator."""
    if quarter.number == 1:
        return
    last = quarter.to_date[-2]
    indexes = index_by_line(year, [each for each in earlier if each[0] == last])
    for figure in indicators:
        for past in past_quarters(year[quarter].lines_of(figure.indicator.key), indexes):
            yield from _unit_promises(figure, past)
            yield from _centre_promises(figure, past, year[last].notes)


def _unit_promises(figure: IndicatorFigure, past: PastQuarter) -> Iterator[Promise]:
    now = {each.unit.code: each for each in (*figure.former_units, *figure.units)}
    for code, then in past.units.items():
        for each in then:
            if each.status is Status.SHORT and each.shortfall and each.entry.action.strip() and code in now:
                yield Promise(figure, now[code], each.shortfall, each.entry.action.strip())


def _centre_promises(figure: IndicatorFigure, past: PastQuarter, notes: Mapping[str, Note]) -> Iterator[Promise]:
    for row in past.rows:
        note = notes.get(row.indicator.key)
        if note and note.action and row.status is Status.SHORT and row.shortfall:
            yield Promise(figure, None, row.shortfall, note.action)


def shortfalls(figures: QuarterFigures) -> tuple[Shortfall, ...]:
    """Return every shortfall, worst first.

    The order is by the part of the target that is missing, then by the number, then by the plan.
    """
    rows = [row for figure in figures.indicators for row in _shortfalls_of(figure, figures.basis.notes)]
    return tuple(sorted(rows, key=lambda row: (-_part_of_target(row), -row.missing)))


def _shortfalls_of(figure: IndicatorFigure, notes: Mapping[str, Note]) -> list[Shortfall]:
    rows = [
        Shortfall(figure, unit, result.shortfall, figure.unknown)
        for unit in figure.units
        if (result := unit.result).status is Status.SHORT and result.shortfall
    ]
    # A joint target belongs to no unit. Every shortfall of the centre has a row nevertheless.
    if not rows and figure.status is Status.SHORT and figure.shortfall:
        note = notes.get(figure.indicator.key)
        rows.append(Shortfall(figure, None, figure.shortfall, figure.unknown, note))
    return rows


def _part_of_target(row: Shortfall) -> float:
    """Return the part of the target that is missing. A ceiling of zero that is exceeded is the worst of all."""
    target = row.unit.target if row.unit else row.figure.target
    return float(row.missing / target.count) if target.count else inf


def year_shortfalls(figures: QuarterFigures) -> tuple[YearShortfall, ...]:
    """Return the shortfalls of a year that is over, worst first as those of a quarter; none before its end."""
    if not figures.is_year_end:
        return ()
    rows = [row for figure in figures.indicators for row in _year_shortfalls_of(figure)]
    rows.sort(key=lambda row: (-(float(row[0].missing / row[1]) if row[1] else inf), -row[0].missing))
    return tuple(shortfall for shortfall, _target in rows)


def _year_shortfalls_of(figure: IndicatorFigure) -> Iterator[tuple[YearShortfall, Number]]:
    """Yield the shortfall of an indicator in the year, if it has one, and the target."""
    target, done = figure.target_to_date, figure.done_to_date
    if figure.status_to_date is Status.SHORT and target is not None and done is not None:
        yield YearShortfall(figure, max(target - done, done - target)), target


def results_by_row(figures: QuarterFigures, lines: Lines, to_date: bool) -> Mapping[str, RowResult]:
    """Return the results of the rows of a plan by row code. A row that the figures do not have is left out.

    Args:
        figures: The figures of a quarter. They may rest on another version of the plan.
        lines: The lines that the rows of the plan carry.
        to_date: The results since the start of the year are wanted, not those of the quarter.
    """
    by_line: dict[str, IndicatorFigure] = {}
    for figure in figures.indicators:
        by_line[figures.basis.lines_of(figure.indicator.key)[0]] = figure
    found = {key: [by_line[line] for line in carried if line in by_line] for key, carried in lines.items()}
    return {key: _result(rows, to_date) for key, rows in found.items() if rows}


def _result(rows: list[IndicatorFigure], to_date: bool) -> RowResult:
    """Return the result of a row; several figures are those of rows that were merged since, which add up."""
    done = known_sum(row.done_to_date if to_date else row.done for row in rows)
    is_partial = any(row.is_partial_to_date if to_date else bool(row.waiting_units) for row in rows)
    status = rows[0].status_to_date if to_date else rows[0].status
    return RowResult(done, is_partial, status if done is None and status in _WITHOUT_NUMBER else None)
