"""The columns `Одиниця`, `По підрозділах` and `Підсумок`: what a row counts, and how its numbers come together."""

import re
from collections.abc import Sequence

from msgspec import Struct

from xlplan.documents.plan_reader.indicator_words import names_share, says_ceiling, says_cumulative, says_percent
from xlplan.documents.plan_reader.previous_codes import row_code
from xlplan.documents.plan_reader.table import Row
from xlplan.documents.plan_reader.unnamed_units import numbers_of, read_unnamed_unit, with_needed_decimals
from xlplan.documents.plan_reader.words import read_word
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_number_kinds import (
    PLAN_ACROSS_UNCLEAR,
    PLAN_CUMULATIVE_READ,
    PLAN_LEVEL_READ,
    PLAN_PERCENT_READ,
    PLAN_PERCENT_SUMMED,
    PLAN_RATIO_ADDS_UP,
    PLAN_RATIO_NOT_PERCENT,
    PLAN_UNIT_OF_MEASURE_UNCLEAR,
)
from xlplan.domain.plan import AcrossUnits, AddsUp, Counting, Ratio
from xlplan.domain.sheets import PLAN
from xlplan.domain.target_words import ratio_words
from xlplan.domain.unit_of_measure import (
    PERCENT_SIGN,
    PERCENTAGE,
    WHOLE_THINGS,
    UnitOfMeasure,
    read_unit_of_measure,
)
from xlplan.domain.unit_words import read_unit_words
from xlplan.text.normalize import match_key
from xlplan.text.translation import _, all_translations

_RATIO = re.compile(
    rf"(?:{match_key('частка|відсоток|share|percentage')})(?: {match_key('of')})? (?P<part>.*\d)"
    rf" (?:{match_key('від|у|в|з|із|серед|in|of|from')}) (?P<whole>.*\d)\.?"
)
_QUARTERS = ("q1", "q2", "q3", "q4")
_EXAMPLE_OF_RATIO = Ratio("1.2.1/2", "1.2.1")
_LETTER_OR_SIGN = re.compile(r"[^\W\d_]|[%$€₴]")


class NumberRules(Struct, frozen=True):
    """The unit of measure of a row, and the rules that join its numbers over units and quarters."""

    unit: UnitOfMeasure = WHOLE_THINGS
    across: AcrossUnits = AcrossUnits.SUM
    ratio: Ratio | None = None
    adds_up: AddsUp = AddsUp.SUM


def read_number_rules(row: Row, key: str, findings: list[Finding]) -> NumberRules:
    """Return what a row says of its numbers. What it leaves blank is usual. Each fault is a finding."""
    across, ratio = _read_across(row, key, findings)
    unit = _read_unit(row, key, ratio, findings)
    usual = _usual_adds_up_of(row, key, unit, findings)
    adds_up = read_word(row, key, "adds_up", usual, findings)
    seen, heading = row.text("adds_up"), PLAN.column("adds_up").shown
    if ratio and seen:
        findings.append(PLAN_RATIO_ADDS_UP.at(row.place("adds_up", key), heading=heading, seen=seen))
    elif unit.is_percentage and adds_up is AddsUp.SUM:
        findings.append(PLAN_PERCENT_SUMMED.at(row.place("adds_up", key), heading=heading, seen=seen))
    return NumberRules(unit, across, ratio, usual if ratio else adds_up)


def usual_adds_up(unit: UnitOfMeasure) -> AddsUp:
    """Return the rule of a row whose `Підсумок` is blank: percentages of quarters are not added up."""
    return AddsUp.LAST if unit.is_percentage else AddsUp.SUM


def _usual_adds_up_of(row: Row, key: str, unit: UnitOfMeasure, findings: list[Finding]) -> AddsUp:
    """Return the rule of a row whose `Підсумок` is blank, also where its title or its numbers tell of another."""
    usual, title = usual_adds_up(unit), row.text("indicator")
    if row.text("adds_up") or usual is not AddsUp.SUM:
        return usual
    values = {"rule": _(AddsUp.LAST.value), "heading": PLAN.column("adds_up").shown}
    numbers = numbers_of(row, unit)
    counts, total = numbers.counts, numbers.total
    if says_cumulative(title) and counts and total in (None, counts[-1]):
        findings.append(PLAN_CUMULATIVE_READ.at(row.place("indicator", key), seen=title, **values))
        return AddsUp.LAST
    if numbers.are_one_level and (numbers.are_ceilings or says_ceiling(title)) and not _is_money(unit):
        seen = {"seen": row.text("total"), "sum": _(AddsUp.SUM.value)}
        findings.append(PLAN_LEVEL_READ.at(row.place("total", key), **seen, **values))
        return AddsUp.LAST
    return usual


def _is_money(unit: UnitOfMeasure) -> bool:
    """Tell if numbers are of money: what is spent in a quarter adds up, so one ceiling for all is doubtful."""
    known = read_unit_words(unit.word)
    return known is not None and known.is_money


def usual_counting(units: Sequence[str], across: AcrossUnits, ratio: Ratio | None) -> Counting:
    """Return the counting of a row whose `Облік` is blank, and which has no shares."""
    if len(units) < 2:
        return Counting.LEAD
    return Counting.JOINT if across is AcrossUnits.SUM and ratio is None else Counting.SPLIT


def unit_of_row(row: Row) -> UnitOfMeasure:
    """Return the unit of measure of a row, as far as it is clear."""
    return read_number_rules(row, "", []).unit


def example_of_ratio() -> str:
    """Return an example of a computed share, in the language in use."""
    return ratio_words(_EXAMPLE_OF_RATIO)


def _read_across(row: Row, key: str, findings: list[Finding]) -> tuple[AcrossUnits, Ratio | None]:
    seen = match_key(row.text("across_units"))
    words = {match_key(word): each for each in AcrossUnits for word in all_translations(each.value)}
    if not seen or seen in words:
        return words.get(seen, AcrossUnits.SUM), None
    named = _RATIO.fullmatch(seen)
    part, whole = (row_code(named[name]) for name in ("part", "whole")) if named else (None, None)
    if part and whole:
        return AcrossUnits.SUM, Ratio(part, whole)
    known = ", ".join(_(each.value) for each in AcrossUnits)
    values = {"seen": row.text("across_units"), "known": known, "example": example_of_ratio()}
    findings.append(PLAN_ACROSS_UNCLEAR.at(row.place("across_units", key), **values))
    return AcrossUnits.SUM, None


def _read_unit(row: Row, key: str, ratio: Ratio | None, findings: list[Finding]) -> UnitOfMeasure:
    seen, place = row.text("unit_of_measure"), row.place("unit_of_measure", key)
    if not seen and (ratio or _is_percentage(row, key, findings)):
        return PERCENTAGE
    if not seen:
        return read_unnamed_unit(row, key, findings) or WHOLE_THINGS
    unit = read_unit_of_measure(seen)
    if unit is None or not _LETTER_OR_SIGN.search(unit.word):
        findings.append(PLAN_UNIT_OF_MEASURE_UNCLEAR.at(place, seen=seen, example=example_of_decimals(1)))
        return WHOLE_THINGS
    if ratio and not unit.is_percentage:
        findings.append(PLAN_RATIO_NOT_PERCENT.at(place, seen=seen))
        return PERCENTAGE
    return unit if ";" in seen else with_needed_decimals(row, key, unit, findings)


def _is_percentage(row: Row, key: str, findings: list[Finding]) -> bool:
    """Tell if a row without a unit of measure plans percentages: its title says so, and its numbers allow it.

    A number with the sign alone may be a count in a cell of a wrong format.
    """
    title = row.text("indicator")
    values = [row.text(name) for name in (*_QUARTERS, "total")]
    numbers = [value for value in values if value[:1].isdigit() or value.endswith(PERCENT_SIGN)]
    are_signed = all(value.endswith(PERCENT_SIGN) for value in numbers)
    if not numbers or not (says_percent(title) or (names_share(title) and are_signed)):
        return False
    heading = PLAN.column("unit_of_measure").shown
    findings.append(PLAN_PERCENT_READ.at(row.place("indicator", key), seen=title, heading=heading))
    return True


def example_of_decimals(decimals: int, word: str = "") -> str:
    """Return the text of `Одиниця` that allows so many decimals."""
    named = word or _("day")
    return f"{named}; {decimals}"
