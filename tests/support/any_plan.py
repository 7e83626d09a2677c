"""Any sound plan, for properties: shares, events, several indicators, and texts that are hard to write down."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from msgspec.structs import replace

from xlplan.documents.plan_reader.codes import plain_level, split_code
from xlplan.documents.plan_reader.indicator_words import unit_in_title
from xlplan.documents.plan_reader.levels import HEADS
from xlplan.domain.issue import reporting_units
from xlplan.domain.plan import (
    AcrossUnits,
    AddsUp,
    Better,
    Centre,
    Counting,
    EmptyLevel,
    Indicator,
    Measure,
    Plan,
    PlannedEvent,
    Ratio,
    Share,
    Unit,
    UnitKind,
)
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import UNSET, Target, TargetKind, count_target
from xlplan.domain.unit_of_measure import (
    PERCENTAGE,
    WHOLE_THINGS,
    Number,
    UnitOfMeasure,
    decimals_of,
    mean,
    to_number,
)
from xlplan.text.normalize import fix_mixed_alphabets, is_dash, match_key

QUARTERS = tuple(Quarter(2021, number) for number in range(1, 5))
YEAR = Centre(
    "KR",
    "Центр",
    "Місцевий центр",
    "2021 рік",
    2021,
    QUARTERS,
    "Директор",
    date(2021, 1, 5),
    "О. Коваленко",
    "План",
)
QUARTER = replace(YEAR, period="ІІ квартал 2021 року", quarters=(QUARTERS[1],), approved_on=None)
UNITS = (
    Unit("KOR", "Центр", UnitKind.OFFICE, ("Усі",)),
    Unit("HOR", "Хорошів", UnitKind.BUREAU, ("Усі", "Бюро"), "hor@example.org"),
    Unit("LUG", 'Відділ "А", Лугини', UnitKind.BUREAU, ("Усі", "Бюро")),
)
RESPONSIBLE = {
    "Хорошів": ("HOR",),
    "Бюро": ("HOR", "LUG"),
    'Відділ "А", Лугини; Хорошів': ("LUG", "HOR"),
    "Усі": ("KOR", "HOR", "LUG"),
}
CONSTANT = Target(TargetKind.CONTINUOUS, "постійно")
ON_DEMAND = Target(TargetKind.ON_DEMAND, "за потреби, у разі звернень")

_texts = st.text("абвгіїє'ёABCi=+-@ 012.,;:«»\"", min_size=1, max_size=30).map(lambda text: " ".join(text.split()))
# A text that mixes letters, begins with a code, names a unit of measure (“га”), or leaves a blank to sign in, is
# deliberately read otherwise.
titles = _texts.map(lambda text: fix_mixed_alphabets(text)[0]).filter(
    lambda text: bool(text) and not is_dash(text) and "«»" not in text.replace(" ", "") and not unit_in_title(text)
)
_measures = titles.filter(lambda text: not split_code(text)[0])
_maybe = st.one_of(st.just(""), titles)
_continues = st.none() | st.lists(st.sampled_from(("1.5", "1.10/2", "2")), max_size=2, unique=True).map(tuple)
UNITS_OF_MEASURE = (
    *(WHOLE_THINGS, WHOLE_THINGS, WHOLE_THINGS, UnitOfMeasure("год", 1), UnitOfMeasure("грн", 2)),
    *(UnitOfMeasure("тис. грн", 0), UnitOfMeasure("т", 3), PERCENTAGE),
)


def _worded(responsible: str) -> tuple[str, ...]:
    """The executors in words of the plan's own; a plan may word some of them as the list of units spells them."""
    first, *others = responsible.split("; ")
    return (f"Працівники {first}", *others)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan for a year or a quarter that reads without an error."""
    centre = draw(st.sampled_from([YEAR, QUARTER]))
    measures: list[Measure] = []
    shares: list[Share] = []
    events: list[PlannedEvent] = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        responsible = draw(st.sampled_from(sorted(RESPONSIBLE)))
        units = RESPONSIBLE[responsible]
        code = f"1.{number * 5}"
        indicators = []
        for at, title in enumerate(draw(st.lists(titles, min_size=1, max_size=3, unique_by=match_key)), start=1):
            key = code if at == 1 else f"{code}/{at}"
            indicator = draw(_indicators(key, title, centre.quarters, len(units) > 1))
            own = draw(_shares(indicator, units)) if indicator.counting is Counting.SPLIT else []
            reporting = units[:1] if indicator.counting is Counting.LEAD else units
            indicators.append(indicator)
            shares += own
            events += draw(_events(key, reporting, centre.quarters, own))
        levels = [
            *(
                plain_level(draw(st.one_of(_maybe, st.just(f"{number}. Доступ"), st.just(f"1.{number} Люди"))))
                for _each in "123"
            ),
            draw(_maybe),
        ]
        measures.append(
            Measure(
                code,
                draw(_measures),
                units,
                tuple(indicators),
                direction=levels[0],
                task=levels[1],
                subtask=levels[2],
                purpose=levels[3],
                responsible=responsible,
                term=draw(_maybe),
                executors=_worded(responsible) if draw(st.booleans()) else (),
            )
        )
    measures += draw(_computed(measures, centre.quarters))
    ordered = draw(st.permutations(events))
    counts = {event.key.partition("#")[0]: 0 for event in ordered}
    numbered = []
    for event in ordered:
        key = event.key.partition("#")[0]
        counts[key] += 1
        numbered.append(replace(event, key=f"{key}#{counts[key]}"))
    shuffled = tuple(draw(st.permutations(shares)))
    return Plan(centre, UNITS, tuple(measures), shuffled, tuple(numbered), tuple(draw(_empty_levels(measures))))


@st.composite
def _empty_levels(draw: st.DrawFn, measures: list[Measure]) -> list[EmptyLevel]:
    """Some levels without measures; each has a text of its own, else its measures would be those around it."""
    codes = [*(measure.code for measure in measures), ""]
    levels = []
    for number, at in enumerate(sorted(draw(st.lists(st.integers(0, len(measures)), max_size=3)))):
        above = {name: getattr(measures[at - 1], name) if at else "" for name in HEADS}
        lowest = draw(st.sampled_from(range(len(HEADS))))
        own = {name: draw(_maybe) for name in HEADS[lowest + 1 :]}
        texts = {**above, HEADS[lowest]: f"{number + 7}. Порожнє", **own}
        levels.append(EmptyLevel(**texts, before=codes[at], note=draw(_maybe)))
    return levels


@st.composite
def _indicators(draw: st.DrawFn, key: str, title: str, quarters: tuple[Quarter, ...], several: bool) -> Indicator:
    unit, better = draw(st.sampled_from(UNITS_OF_MEASURE)), draw(st.sampled_from(Better))
    given = draw(st.dictionaries(st.sampled_from(quarters), _targets(unit, better)))
    adds_up = draw(st.sampled_from([AddsUp.LAST, AddsUp.MEAN] if unit.is_percentage else list(AddsUp)))
    counts = [target.count for target in given.values() if target.count is not None]
    together = mean(counts, unit.decimals) if adds_up is AddsUp.MEAN and counts else to_number(sum(counts))
    total = draw(st.sampled_from([UNSET, ON_DEMAND, *([count_target(together)] if given else [])]))
    if not given and total != UNSET:
        given = dict.fromkeys(quarters, total)
    # Words in the first quarter of a year alone are deliberately read as those of the year.
    if len(quarters) > 1 and total == UNSET and given.keys() == {quarters[0]} and not counts:
        given = {quarters[1]: given[quarters[0]]}
    counting = draw(st.sampled_from(Counting if several else [Counting.LEAD, Counting.JOINT]))
    across = AcrossUnits.SUM if counting is Counting.JOINT else draw(st.sampled_from(AcrossUnits))
    if unit.is_percentage and several and across is AcrossUnits.SUM:
        counting, across = Counting.SPLIT, AcrossUnits.MEAN
    return Indicator(
        key,
        title,
        counting,
        tuple(sorted(given.items(), key=lambda one: one[0])),
        total,
        adds_up,
        better,
        draw(_maybe),
        draw(_continues),
        unit,
        across,
    )


@st.composite
def _computed(draw: st.DrawFn, measures: list[Measure], quarters: tuple[Quarter, ...]) -> list[Measure]:
    """A measure with a share that is computed from two rows with the same unit and units, if there are two."""
    summed = [
        (measure, each, reporting_units(measure, each))
        for measure in measures
        for each in measure.indicators
        if each.is_summed
    ]
    pairs = [
        (one, other)
        for at, one in enumerate(summed)
        for other in summed[at + 1 :]
        if set(one[2]) == set(other[2]) and one[1].unit_of_measure == other[1].unit_of_measure
    ]
    if not pairs:
        return []
    (measure, part, units), (_measure, whole, _units) = draw(st.sampled_from(pairs))
    unit = draw(st.sampled_from([PERCENTAGE, UnitOfMeasure("%", 0)]))
    share = Indicator(
        "9.1",
        draw(titles),
        Counting.SPLIT if len(units) > 1 else Counting.LEAD,
        tuple((quarter, draw(_targets(unit, Better.MORE))) for quarter in quarters[-1:]),
        adds_up=AddsUp.LAST,
        unit_of_measure=unit,
        ratio=Ratio(part.key, whole.key),
    )
    return [replace(measure, code="9.1", indicators=(share,))]


def _numbers(unit: UnitOfMeasure) -> st.SearchStrategy[Number]:
    """Small numbers with the decimals of a unit of measure."""
    return st.integers(0, 6 if unit == WHOLE_THINGS else 12345).map(
        lambda number: to_number(Decimal(number).scaleb(-unit.decimals))
    )


def _targets(unit: UnitOfMeasure, better: Better) -> st.SearchStrategy[Target]:
    words = "не більше {}" if better is Better.LESS else "не менше {}"
    limited = _numbers(unit).map(
        lambda number: Target(TargetKind.COUNT, words.format(_typed(number, unit)), number)
    )
    return st.one_of(_numbers(unit).map(count_target), limited, st.sampled_from([CONSTANT, ON_DEMAND]))


def _typed(number: Number, unit: UnitOfMeasure) -> str:
    """A number as a person types it: four decimals where three would look like thousands."""
    digits = f"{number:.4f}" if decimals_of(number) == 3 else str(number)
    return f"{digits.replace('.', ',')} {unit.word}".strip()


@st.composite
def _shares(draw: st.DrawFn, indicator: Indicator, units: tuple[str, ...]) -> list[Share]:
    """Shares that add up to each count, the last unit taking what is left; any where they are not added up."""
    shares = []
    numbers = _numbers(indicator.unit_of_measure)
    for quarter, target in indicator.targets:
        left = target.count
        for unit in units if left is not None else ():
            assert left is not None
            own = draw(numbers)
            if indicator.across_units is AcrossUnits.SUM:
                own = left if unit == units[-1] else min(own, left)
                left = to_number(left - own)
            shares += [Share(indicator.key, unit, quarter, own)]
    return shares


@st.composite
def _events(
    draw: st.DrawFn, key: str, units: tuple[str, ...], quarters: tuple[Quarter, ...], shares: list[Share]
) -> list[PlannedEvent]:
    """Some events, or one for each of every unit's share."""
    said = st.tuples(_maybe, _maybe)
    one_for_each_share: bool = draw(st.booleans())
    if shares and one_for_each_share and all(isinstance(each.count, int) and each.count < 9 for each in shares):
        return [
            PlannedEvent(f"{key}#0", each.unit, each.quarter, *draw(said))
            for each in shares
            for _event in range(int(each.count))
        ]
    parts = draw(st.lists(st.tuples(st.sampled_from(units), st.sampled_from(quarters)), max_size=3))
    return [PlannedEvent(f"{key}#0", unit, quarter, *draw(said)) for unit, quarter in parts]
