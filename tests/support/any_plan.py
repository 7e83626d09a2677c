"""Any sound plan, for properties: shares, events, several indicators, and texts that are hard to write down."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from xlplan.documents.plan_reader.codes import plain_level, split_code
from xlplan.domain.plan import (
    AddsUp,
    Better,
    Centre,
    Counting,
    Indicator,
    Measure,
    Plan,
    PlannedEvent,
    Share,
    Unit,
    UnitKind,
)
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import UNSET, Target, TargetKind, count_target
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
    "О. Сергієнко",
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
# A text that mixes letters, or begins with a code, is deliberately read otherwise.
titles = _texts.map(lambda text: fix_mixed_alphabets(text)[0]).filter(
    lambda text: bool(text) and not is_dash(text)
)
_measures = titles.filter(lambda text: not split_code(text)[0])
_maybe = st.one_of(st.just(""), titles)
_continues = st.none() | st.lists(st.sampled_from(("1.5", "1.10/2", "2")), max_size=2, unique=True).map(tuple)
_targets = st.one_of(st.integers(0, 6).map(count_target), st.sampled_from([CONSTANT, ON_DEMAND]))


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
            )
        )
    ordered = draw(st.permutations(events))
    counts = {event.key.partition("#")[0]: 0 for event in ordered}
    numbered = []
    for event in ordered:
        key = event.key.partition("#")[0]
        counts[key] += 1
        numbered.append(replace(event, key=f"{key}#{counts[key]}"))
    return Plan(centre, UNITS, tuple(measures), tuple(draw(st.permutations(shares))), tuple(numbered))


@st.composite
def _indicators(draw: st.DrawFn, key: str, title: str, quarters: tuple[Quarter, ...], several: bool) -> Indicator:
    given = draw(st.dictionaries(st.sampled_from(quarters), _targets))
    adds_up = draw(st.sampled_from(AddsUp))
    counts = sum(target.count or 0 for target in given.values())
    totals = [UNSET, ON_DEMAND, *([count_target(counts)] if given else [])]
    total = draw(st.sampled_from(totals))
    if not given and total != UNSET:
        given = dict.fromkeys(quarters, total)
    return Indicator(
        key,
        title,
        draw(st.sampled_from(Counting if several else [Counting.LEAD, Counting.JOINT])),
        tuple(sorted(given.items(), key=lambda one: one[0])),
        total,
        adds_up,
        draw(st.sampled_from(Better)),
        draw(_maybe),
        draw(_continues),
    )


@st.composite
def _shares(draw: st.DrawFn, indicator: Indicator, units: tuple[str, ...]) -> list[Share]:
    """Shares that add up to each count, the last unit taking what is left."""
    shares = []
    for quarter, target in indicator.targets:
        left = target.count
        for unit in units if left is not None else ():
            assert left is not None
            own = left if unit == units[-1] else draw(st.integers(0, int(left)))
            left -= own
            shares += [Share(indicator.key, unit, quarter, own)]
    return shares


@st.composite
def _events(
    draw: st.DrawFn, key: str, units: tuple[str, ...], quarters: tuple[Quarter, ...], shares: list[Share]
) -> list[PlannedEvent]:
    """Some events, or one for each of every unit's share."""
    said = st.tuples(_maybe, _maybe)
    one_for_each_share: bool = draw(st.booleans())
    if shares and one_for_each_share:
        return [
            PlannedEvent(f"{key}#0", each.unit, each.quarter, *draw(said))
            for each in shares
            for _event in range(int(each.count))
        ]
    parts = draw(st.lists(st.tuples(st.sampled_from(units), st.sampled_from(quarters)), max_size=3))
    return [PlannedEvent(f"{key}#0", unit, quarter, *draw(said)) for unit, quarter in parts]
