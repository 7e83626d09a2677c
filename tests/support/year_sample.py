"""The real plan of a year, the Livoberezhnyi centre's, and invented returns of its three departments."""

from datetime import date, datetime
from functools import lru_cache
from random import Random

from tests.support.paths import ROOT
from tests.support.small_plan import year_of
from xlplan.aggregation.quarter import quarter_figures
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.deadline import Timeliness
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.figures import Period, QuarterFigures
from xlplan.domain.issue import IssueRow, rows_of
from xlplan.domain.plan import Plan
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import AcceptedReturn

YEAR = tuple(Quarter(2023, number) for number in range(1, 5))
# In the third quarter one department sends nothing.
SILENT = (YEAR[2], "FIN")


@lru_cache(maxsize=1)
def year_plan() -> Plan:
    """The plan as its workbook in the examples holds it."""
    (path,) = (ROOT / "examples" / "livoberezhnyi-2023" / "templates").glob("*.xlsx")
    plan, _findings = read_plan(path)
    assert plan is not None
    return plan


def answer(row: IssueRow, random: Random) -> Entry:
    """An invented answer to a row: most meet the target, some fall short with a reason and a promise."""
    sheet, cell = "Звіт", "E12"
    target = row.target.count
    if target is not None:
        done = random.choice((target, target, target, target + 2, target // 2))
        short = done < target
        reason, action = ("карантин (вигадано)", "надолужимо (вигадано)") if short else ("", "")
        kept = random.choice((True, False))
        return Entry(row.key, EntryKind.NUMBER, done, "", reason, action, sheet=sheet, cell=cell, kept=kept)
    if row.target.words:
        return Entry(row.key, EntryKind.NOTHING_AROSE, sheet=sheet, cell=cell)
    return Entry(row.key, EntryKind.MISSING, sheet=sheet, cell=cell)


@lru_cache(maxsize=4)
def year_returns(upto: Quarter) -> dict[Quarter, dict[str, AcceptedReturn]]:
    """The accepted returns of each quarter up to and with this one."""
    random = Random(2023)
    found: dict[Quarter, dict[str, AcceptedReturn]] = {}
    for quarter in upto.to_date:
        found[quarter] = {}
        for unit in year_plan().units:
            entries = {row.key: answer(row, random) for row in rows_of(year_plan(), unit, quarter)}
            if (quarter, unit.code) != SILENT:
                received = datetime(2023, quarter.number * 3, 28, 12, 0)
                sha256 = f"{quarter.number}{unit.code[0].lower()}".ljust(64, "0")
                found[quarter][unit.code] = AcceptedReturn(
                    unit.code, f"{unit.name}.xlsx", sha256, received, 1, Timeliness.IN_TIME, entries
                )
    return found


@lru_cache(maxsize=4)
def year_figures(quarter: Quarter) -> QuarterFigures:
    """The figures of a quarter of that year, its due day past."""
    due = date(2023 + quarter.number // 4, quarter.number * 3 % 12 + 1, 10)
    period = Period(quarter, due.replace(day=12), due)
    return quarter_figures(year_of(year_plan(), year_returns(quarter)), period)
