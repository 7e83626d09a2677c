"""Rows of percentages, hours and money over units and quarters, written as the tests read them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from tests.support.small_plan import DUE, PAST, UNITS, returned
from xlplan.aggregation.quarter import quarter_figures
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import IndicatorFigure, Period, QuarterBasis
from xlplan.domain.plan import Centre, Indicator, Measure, Plan, Share
from xlplan.domain.quarter import Quarter

YEAR = tuple(Quarter(2021, number) for number in range(1, 5))
# A cell of the tests: "5.5" is a number, "∅" nothing arose, "" a blank.
Answers = Mapping[str, Mapping[str, str]]


def row_entry(key: str, cell: str) -> Entry:
    """Return the entry of a cell."""
    if cell == "∅":
        return Entry(key, EntryKind.NOTHING_AROSE)
    if not cell:
        return Entry(key, EntryKind.MISSING)
    number = Decimal(cell)
    return Entry(key, EntryKind.NUMBER, int(number) if number == int(number) else number)


def figures_of_rows(
    indicators: Sequence[Indicator],
    quarters: Sequence[Answers],
    units: str = "ABC",
    shares: Sequence[Share] = (),
    today: date = PAST,
) -> dict[str, IndicatorFigure]:
    """Return the figures of the last of some quarters of a year, by row code.

    Args:
        indicators: The rows; every unit reports each.
        quarters: For each quarter, from the first on: unit -> row code -> cell. A unit not there is silent.
        units: The codes of the units.
        shares: The units' own targets.
        today: The day of the report.
    """
    measures = tuple(Measure(each.key, "Захід", tuple(units), (each,)) for each in indicators)
    centre = Centre("KR", "Центр", "План", "2021 рік", 2021, YEAR)
    plan = Plan(centre, tuple(UNITS[code] for code in units), measures, tuple(shares))
    year = {quarter: QuarterBasis(plan, owed=plan.units) for quarter in YEAR}
    for quarter, answers in zip(YEAR, quarters, strict=False):
        returns = {
            unit: returned(unit, *(row_entry(key, cell) for key, cell in cells.items()))
            for unit, cells in answers.items()
        }
        year[quarter] = QuarterBasis(plan, returns=returns, owed=plan.units)
    period = Period(YEAR[len(quarters) - 1], today, DUE)
    return {each.indicator.key: each for each in quarter_figures(year, period).indicators}
