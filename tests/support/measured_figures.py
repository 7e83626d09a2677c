"""The figures of the year of every unit of measure and rule, from its answers alone, without a workspace."""

from datetime import date, datetime
from functools import lru_cache

from tests.support.measured_plan import measured_plan
from tests.support.years.measured import ROWS, SILENT, answers_of
from tests.support.years.model import YEAR, Answer
from xlplan.aggregation.quarter import quarter_figures
from xlplan.domain.deadline import Timeliness
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import Period, QuarterBasis, QuarterFigures
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import AcceptedReturn

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
