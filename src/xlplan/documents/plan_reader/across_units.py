"""Rules of a plan on how the units' numbers make the centre's: percentages, joint targets, computed shares."""

from collections.abc import Sequence

from xlplan.documents.plan_reader.table import Row
from xlplan.documents.plan_reader.units_of_measure import example_of_ratio
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_number_kinds import (
    PLAN_JOINT_ACROSS,
    PLAN_PERCENT_ACROSS,
    PLAN_RATIO_ALONE,
    PLAN_RATIO_MIXED,
    PLAN_RATIO_NOT_SUMMED,
    PLAN_RATIO_OF_COMPUTED,
    PLAN_RATIO_UNITS,
    PLAN_RATIO_UNKNOWN,
)
from xlplan.domain.issue import reporting_units
from xlplan.domain.plan import Counting, Indicator, Measure, Ratio, Unit
from xlplan.domain.target_words import across_words
from xlplan.domain.unit_of_measure import unit_of_measure_text

_MOST_NAMED = 12


def across_faults(row: Row, measure: Measure, indicator: Indicator) -> list[Finding]:
    """Return the findings on a row whose numbers the units' rule does not fit."""
    if indicator.adds_units:
        if not indicator.unit_of_measure.is_percentage or len(reporting_units(measure, indicator)) < 2:
            return []
        name = "across_units" if "across_units" in row.columns else "unit_of_measure"
        return [PLAN_PERCENT_ACROSS.at(row.place(name, indicator.key), example=example_of_ratio())]
    if indicator.counting is not Counting.JOINT:
        return []
    place = row.place("counting", indicator.key)
    return [PLAN_JOINT_ACROSS.at(place, seen=row.text("counting"), rule=across_words(indicator))]


def ratio_faults(measures: Sequence[Measure], rows: dict[str, Row], units: Sequence[Unit]) -> list[Finding]:
    """Return the findings on computed shares whose two counts are none, or not those of the same units."""
    known = {each.key: (measure, each) for measure in measures for each in measure.indicators}
    names = {unit.code: unit.name for unit in units}
    faults = []
    for key, (measure, indicator) in known.items():
        if indicator.ratio:
            faults += _of_ratio(rows[key], measure, indicator, indicator.ratio, known, names)
    return faults


def _of_ratio(
    row: Row,
    measure: Measure,
    indicator: Indicator,
    ratio: Ratio,
    known: dict[str, tuple[Measure, Indicator]],
    names: dict[str, str],
) -> list[Finding]:
    place = row.place("across_units", indicator.key)
    keys = tuple(dict.fromkeys((ratio.part, ratio.whole)))
    if unknown := [key for key in keys if key not in known]:
        counts = [key for key, (_measure, each) in known.items() if each.ratio is None]
        offer = ", ".join(counts[:_MOST_NAMED]) + (", …" if len(counts) > _MOST_NAMED else "")
        return [PLAN_RATIO_UNKNOWN.at(place, seen=key, known=offer) for key in unknown]
    if len(keys) < 2:
        return [PLAN_RATIO_ALONE.at(place, seen=ratio.part)]
    counts_of = [known[key] for key in keys]
    if computed := [each.key for _measure, each in counts_of if each.ratio]:
        return [PLAN_RATIO_OF_COMPUTED.at(place, seen=key) for key in computed]
    if differing := [each.key for _measure, each in counts_of if not each.is_summed]:
        return [PLAN_RATIO_NOT_SUMMED.at(place, seen=key) for key in differing]
    measured = [each.unit_of_measure for _measure, each in counts_of]
    if measured[0] != measured[1]:
        part, whole = (unit_of_measure_text(unit) or "—" for unit in measured)
        return [PLAN_RATIO_MIXED.at(place, part=f"{ratio.part} — {part}", whole=f"{ratio.whole} — {whole}")]
    first, second = (reporting_units(*each) for each in counts_of)
    both = [unit for unit in first if unit in second]
    own = reporting_units(measure, indicator)
    if set(own) == set(both) or not (own and first and second):
        return []
    seen, reported = ("; ".join(names[unit] for unit in each) or "—" for each in (own, both))
    return [PLAN_RATIO_UNITS.at(row.place("responsible", indicator.key), seen=seen, known=reported)]
