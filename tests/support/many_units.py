"""Plans as large and as small as a form may have to hold: hundreds of units, and not one measure."""

from msgspec.structs import replace

from tests.support.thoroughness import examples
from xlplan.domain.plan import (
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
from xlplan.domain.target import count_target

Q2 = Quarter(2021, 2)
# As many as no centre has; each of the rows that they fill is on several pages already with a part of them.
MANY = examples(600, 120)
_CENTRE = Centre(
    "KR",
    "Коростенський МЦ",
    "Коростенський місцевий центр",
    "ІІ квартал 2021 року",
    2021,
    (Q2,),
    signed_by="Директор",
)


def plan_of_many_units(number: int = MANY) -> Plan:
    """A plan of two measures: each unit holds an event of the first one and has a share of the second."""
    units = tuple(Unit(f"U{at:03}", f"Бюро № {at}", UnitKind.BUREAU) for at in range(1, number + 1))
    codes = tuple(unit.code for unit in units)
    names = "; ".join(unit.name for unit in units)
    measures = tuple(
        Measure(
            code,
            "Проведення лекцій",
            codes,
            (Indicator(code, "лекції", Counting.SPLIT, ((Q2, count_target(number)),)),),
            direction="1. Доступ",
            task="1.1 Громади",
            purpose="Обізнаність",
            responsible=names,
            term="протягом кварталу",
        )
        for code in ("1.1.1", "1.1.2")
    )
    events = tuple(
        PlannedEvent(f"1.1.1#{at}", unit.code, Q2, f"лекція в школі № {at}")
        for at, unit in enumerate(units, start=1)
    )
    shares = tuple(Share(code, unit.code, Q2, 1) for code in ("1.1.1", "1.1.2") for unit in units)
    return Plan(_CENTRE, units, measures, shares, events)


def plan_without_measures() -> Plan:
    """A plan with units and nothing that they have to do."""
    return replace(plan_of_many_units(2), measures=(), shares=(), events=())
