"""Figures in units of measure, without a workspace: of the year of every unit and rule, and of one share."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from msgspec.structs import replace

from tests.support.measured_plan import measured_plan
from tests.support.measured_rows import row_entry
from tests.support.small_plan import DUE, PAST, QUARTER, plan_of, returned, typed
from tests.support.years.measured import ROWS, SILENT, answers_of
from tests.support.years.model import YEAR, Answer
from xlplan.aggregation.quarter import quarter_figures
from xlplan.domain.deadline import Timeliness
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import Period, QuarterBasis, QuarterFigures
from xlplan.domain.plan import AddsUp, Counting, Indicator, Measure, Ratio
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import AcceptedReturn
from xlplan.domain.unit_of_measure import PERCENTAGE, WHOLE_THINGS, UnitOfMeasure

QUARTERS = tuple(Quarter(YEAR, number) for number in range(1, 5))
_CODES = {row.name: row.code for row in ROWS}


@lru_cache(maxsize=4)
def measured_figures(number: int) -> QuarterFigures:
    """The figures of a quarter with those before it; one unit is silent in the second."""
    plan = measured_plan()
    year = {quarter: QuarterBasis(plan, owed=plan.units) for quarter in QUARTERS}
    for quarter in QUARTERS[:number]:
        units = [unit.code for unit in plan.units if (quarter.number, unit.code) != (2, SILENT)]
        year[quarter] = QuarterBasis(
            plan, returns={unit: _returned(unit, quarter) for unit in units}, owed=plan.units
        )
    due = date(YEAR + number // 4, number % 4 * 3 + 1, 10)
    return quarter_figures(year, Period(QUARTERS[number - 1], due.replace(day=12), due))


def _returned(unit: str, quarter: Quarter) -> AcceptedReturn:
    entries = {_CODES[name]: _entry(_CODES[name], said) for name, said in answers_of(unit, quarter.number).items()}
    received = datetime(YEAR, quarter.number * 3, 28, 12, 0)
    sha256 = f"{quarter.number}{unit.lower().encode().hex()}".ljust(64, "0")
    return AcceptedReturn(unit, f"{unit}.xlsx", sha256, received, 1, Timeliness.IN_TIME, entries)


def _entry(key: str, said: Answer) -> Entry:
    kind = EntryKind.NOTHING_AROSE if said.nothing else EntryKind.MISSING
    kind = kind if said.number is None else EntryKind.NUMBER
    return Entry(key, kind, said.number, said.words, said.reason, said.action, "Звіт", "E12")


def share_figures(
    counts: Mapping[str, tuple[str, str]], counted_in: UnitOfMeasure = WHOLE_THINGS
) -> QuarterFigures:
    """The figures of a quarter with two counts and the share of the first in the second, by unit."""
    rows = [_indicator("1.1", "", counted_in), _indicator("1.2", "", counted_in)]
    share = replace(_indicator("1.3", "50", PERCENTAGE), counting=Counting.SPLIT, adds_up=AddsUp.LAST)
    rows.append(replace(share, ratio=Ratio("1.1", "1.2")))
    plan = plan_of(*(Measure(each.key, "Захід", ("A", "B", "C"), (each,)) for each in rows))
    returns = {
        unit: returned(unit, *(row_entry(key, cell) for key, cell in zip(("1.1", "1.2"), cells, strict=True)))
        for unit, cells in counts.items()
    }
    year = {QUARTER: QuarterBasis(plan, returns=returns, owed=plan.units)}
    return quarter_figures(year, Period(QUARTER, PAST, DUE))


def followed_figures() -> QuarterFigures:
    """The figures of a percentage that one unit reports, and another one from the second quarter on."""
    row = replace(_indicator("1.1", "90", PERCENTAGE), counting=Counting.LEAD, adds_up=AddsUp.MEAN)
    year = {}
    for quarter, unit in ((Quarter(QUARTER.year, 1), "A"), (QUARTER, "B")):
        plan = plan_of(Measure("1.1", "Захід", (unit,), (row,)))
        returns = {unit: returned(unit, row_entry("1.1", "92"))}
        year[quarter] = QuarterBasis(plan, returns=returns, owed=plan.units)
    return quarter_figures(year, Period(QUARTER, PAST, DUE))


def _indicator(key: str, target: str, unit: UnitOfMeasure) -> Indicator:
    """An indicator with a target for the quarter; "" for none."""
    return Indicator(key, "показник", Counting.JOINT, ((QUARTER, typed(target)),), unit_of_measure=unit)
