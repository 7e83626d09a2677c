"""Figures of a quarter as a whole, and its shortfalls, worst first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf

from xlplan.aggregation.indicators import earlier_indicators, indicator_figures
from xlplan.aggregation.year_returns import returns_of_year
from xlplan.aggregation.year_to_date import PastQuarter, QuarterIndicators, index_by_line, past_quarters
from xlplan.domain.decisions import Note
from xlplan.domain.figures import (
    IndicatorFigure,
    Period,
    Promise,
    QuarterFigures,
    Shortfall,
    YearBasis,
)
from xlplan.domain.plan import Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.status import Status
from xlplan.domain.submission import ReturnState

_QUARTERS = 4


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
        Shortfall(figure, unit, unit.shortfall, figure.unknown)
        for unit in figure.units
        if unit.status is Status.SHORT and unit.shortfall
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
