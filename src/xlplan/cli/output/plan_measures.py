"""The lines of `plan check` that tell how each measure of a plan was understood."""

from collections import Counter
from collections.abc import Iterator, Mapping

from xlplan.documents.plan_reader.reader import PlanReading
from xlplan.domain.findings.finding import errors_of
from xlplan.domain.plan import EmptyLevel, Indicator, Measure, in_plan_order
from xlplan.domain.sheets import PLAN
from xlplan.domain.target import UNSET
from xlplan.domain.target_words import across_words, target_words
from xlplan.text.translation import _, ngettext

_LONGEST_TITLE = 40


def measure_lines(reading: PlanReading) -> Iterator[tuple[str, bool]]:
    """Yield a line for each indicator and each empty level, and whether something in its row must be corrected.

    The line tells its units, who counts, its targets, unit of measure, shares and events. Row codes tell two
    indicators of one measure apart.
    """
    faulty = {finding.location.row for finding in errors_of(reading.findings)}
    names = {unit.code: unit.name for unit in reading.units}
    shares = Counter(share.indicator for share in reading.shares)
    events = Counter(event.key.partition("#")[0] for event in reading.events)
    quarters = len(reading.centre.quarters) if reading.centre else 0
    for each in in_plan_order(reading.measures, reading.empty_levels):
        if isinstance(each, EmptyLevel):
            yield _("{level}: no measures").format(level=_shorten(each.title)), False
            continue
        for indicator in each.indicators:
            parts = [
                *_unit_parts(each, indicator, names),
                _targets(indicator, quarters, indicator.key in faulty),
                *_number_parts(indicator),
                *_counted(shares[indicator.key], events[indicator.key]),
            ]
            title = each.title if len(each.indicators) == 1 else indicator.title
            yield f"{indicator.key} {_shorten(title)}: {' · '.join(parts)}", indicator.key in faulty


def _shorten(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rstrip(' ,;:')}…"


def _unit_parts(measure: Measure, indicator: Indicator, names: Mapping[str, str]) -> list[str]:
    """Return who reports: the names of the plan, how many units a group stands for, and who counts."""
    if not measure.units:
        return [_("nobody understood")]
    named = measure.responsible.split("; ")
    shown = ", ".join(named if measure.responsible else (names.get(code, code) for code in measure.units))
    if len(measure.units) == 1:
        return [shown]
    many = len(measure.units) != len(named)
    return [f"{shown} ({len(measure.units)})" if many else shown, _(indicator.counting.value)]


def _targets(indicator: Indicator, quarters: int, is_faulty: bool) -> str:
    """Return the targets in words: once where all quarters have the same words."""
    given = [(quarter.numeral, target) for quarter, target in indicator.targets if target != UNSET]
    if not given:
        return _("no target was read") if is_faulty else _("no target")
    told = [
        (numeral, target_words(target, indicator.better, indicator.unit_of_measure)) for numeral, target in given
    ]
    in_words = all(target.count is None for _numeral, target in given)
    if in_words and len(given) == quarters and len({words for _numeral, words in told}) == 1:
        return told[0][1]
    # A line is not broken between a quarter and its number.
    return ", ".join(f"{numeral}\N{NO-BREAK SPACE}—\N{NO-BREAK SPACE}{words}" for numeral, words in told)


def _number_parts(indicator: Indicator) -> list[str]:
    parts = []
    if word := indicator.unit_of_measure.word:
        parts.append(f"{PLAN.column('unit_of_measure').shown}: {word}")
    if not indicator.adds_units:
        parts.append(f"{PLAN.column('across_units').shown}: {across_words(indicator)}")
    return parts


def _counted(shares: int, events: int) -> list[str]:
    return [
        *([ngettext("{number} share", "{number} shares", shares)] if shares else []),
        *([ngettext("{number} planned event", "{number} planned events", events)] if events else []),
    ]
