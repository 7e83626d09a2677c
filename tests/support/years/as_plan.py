"""A version of the plan as xlplan knows plans, and as the cells of a plan workbook."""

from collections.abc import Mapping

from msgspec.structs import replace

from tests.support.years.model import LESS, MORE, SPLIT, YEAR, Count, Row, Scenario, Target, Version, count_of
from xlplan.documents.plan_writer.cells import PlanCell, PlanRows, rows_of_plan
from xlplan.domain.plan import (
    AcrossUnits,
    AddsUp,
    Better,
    Centre,
    Counting,
    Indicator,
    Measure,
    Plan,
    Ratio,
    Share,
    Unit,
    UnitKind,
)
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import Target as PlanTarget
from xlplan.domain.target import count_target
from xlplan.domain.target_reading import read_target
from xlplan.domain.unit_of_measure import UnitOfMeasure, show_digits
from xlplan.text.translation import language

_LIMITS = {
    "uk": {MORE: "не менше", LESS: "не більше"},
    "en": {MORE: "at least", LESS: "no more than"},
}
_NUMERALS = ("І", "ІІ", "ІІІ", "IV")


def quarter_of(number: int) -> Quarter:
    """A quarter of the year."""
    return Quarter(YEAR, number)


def plan_of(scenario: Scenario, version: Version) -> Plan:
    """A version as xlplan knows plans."""
    quarters = tuple(quarter_of(number) for number in version.covers)
    period = f"{YEAR} рік" if len(quarters) > 1 else f"{_NUMERALS[version.covers[0] - 1]} квартал {YEAR} року"
    centre = Centre("KR", "Центр", "Місцевий центр", period, YEAR, quarters)
    units = tuple(Unit(code, name, UnitKind.BUREAU) for code, name in scenario.units.items())
    titles = dict.fromkeys(row.title for row in version.rows)
    codes = {row.name: row.code for row in version.rows}
    measures = (_measure(scenario, codes, [row for row in version.rows if row.title == title]) for title in titles)
    shares = tuple(
        Share(row.code, unit, quarter_of(quarter), count)
        for row in version.rows
        for (quarter, unit), count in sorted(row.shares.items())
        if quarter in version.covers
    )
    return Plan(centre, units, tuple(measures), shares)


def _measure(scenario: Scenario, codes: Mapping[str, str], rows: list[Row]) -> Measure:
    first = rows[0]
    code = first.code.partition("/")[0]
    responsible = "; ".join(scenario.units[unit] for unit in first.units)
    indicators = tuple(_indicator(row, codes) for row in rows)
    # The directions group the rows of the summary.
    direction = "1. Напрям перший"
    return Measure(code, first.title, first.units, indicators, direction=direction, responsible=responsible)


def _indicator(row: Row, row_codes: Mapping[str, str]) -> Indicator:
    targets = tuple(
        (quarter_of(quarter), target)
        for quarter, each in sorted(row.targets.items())
        if (target := _target(each)) is not None
    )
    codes = tuple(code.strip() for code in row.previous.split(",") if code.strip())
    named = None if not codes else () if codes == ("новий",) else codes
    return Indicator(
        row.code,
        row.indicator,
        Counting(row.counting),
        targets,
        adds_up=AddsUp(row.adds_up),
        better=Better(row.better),
        continues=named,
        unit_of_measure=UnitOfMeasure(row.unit, row.decimals),
        across_units=AcrossUnits(row.across),
        ratio=Ratio(*(row_codes[name] for name in row.share_of)) if row.share_of else None,
    )


def _target(target: Target) -> PlanTarget | None:
    count = count_of(target)
    return read_target(target) if count is None else count_target(count)


def cells_of(scenario: Scenario, version: Version) -> PlanRows:
    """The cells of a version's workbook, as a person would have typed them.

    Limits stand in words where the row has them so. Nobody names how a row counts that is not added up.
    """
    made = rows_of_plan(plan_of(scenario, version))
    return replace(made, plan=[_typed(row, cells) for row, cells in zip(version.rows, made.plan, strict=True)])


def _typed(row: Row, cells: Mapping[str, PlanCell]) -> dict[str, PlanCell]:
    typed = dict(cells)
    if not row.is_added_up and row.counting == SPLIT and len(row.units) > 1:
        typed["counting"] = ""
    counts = {quarter: count for quarter, each in row.targets.items() if (count := count_of(each)) is not None}
    if row.in_words and counts:
        typed |= {f"q{quarter}": _limit(row, count) for quarter, count in counts.items()}
        typed["better"] = ""
    return typed


def _limit(row: Row, count: Count) -> str:
    return f"{_LIMITS[language()][row.better]} {show_digits(count, UnitOfMeasure(row.unit, row.decimals))}"
