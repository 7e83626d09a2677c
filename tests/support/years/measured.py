"""A year of numbers that are not counts: every unit of measure and every rule, with a correction that comes late.

Six units, twelve indicators with numbers and one of words, four quarters. Nothing here knows xlplan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.support.years.model import (
    GREATEST,
    JOINT,
    LAST,
    LEAD,
    LEAST,
    LESS,
    MEAN,
    MORE,
    PERCENT,
    QUARTERS,
    SPLIT,
    SUM,
    YEAR,
    Adopt,
    Answer,
    Close,
    Count,
    Issue,
    Reopen,
    Return,
    Row,
    Scenario,
    Step,
    Target,
    Version,
    count_of,
)

UNITS = {
    "OFF": "Центральний офіс",
    "HOR": "Хорошівське бюро",
    "LUG": "Лугинське бюро",
    "NAR": "Народицьке бюро",
    "OVR": "Овруцьке бюро",
    "MAL": "Малинське бюро",
}
ALL = tuple(UNITS)
BUREAUS = ALL[1:]
ON_DEMAND, CONTINUOUS = "за потреби", "постійно"
NOTHING = "∅"
# What a unit writes under a row: a number, `∅` for nothing arose, words, or None for a cell left blank.
Said = int | str | None
Quarters = Sequence[Mapping[str, Said]]


def _number(text: Said) -> Count:
    number = Decimal(str(text))
    return int(number) if number == number.to_integral_value() else number.normalize()


def _row(
    about: str,
    units: Sequence[str],
    targets: Sequence[Said],
    shares: Mapping[str, Sequence[Said]] | None = None,
    rules: Mapping[str, Any] | None = None,
    **others: Any,
) -> Row:
    """A row of the plan: its name, code, measure and indicator, then its targets and shares by quarter."""
    name, code, title, indicator = about.split(" | ")
    own = {
        (quarter, unit): _number(said)
        for unit, each in (shares or {}).items()
        for quarter, said in zip(QUARTERS, each, strict=True)
        if said is not None
    }
    whole = {quarter: _target(said) for quarter, said in zip(QUARTERS, targets, strict=True) if said is not None}
    kept = {"counting": SPLIT, "adds_up": SUM, "better": MORE, **(rules or {}), **others}
    return Row(name, code, title, indicator, units=tuple(units), targets=whole, shares=own, **kept)


def _target(said: Said) -> Target:
    return said if said in (ON_DEMAND, CONTINUOUS) else _number(said)


_MONEY = {"unit": "грн", "decimals": 2}
_HOURS = {"unit": "год", "decimals": 1}
_DAYS = {"unit": "день", "decimals": 1}
_LECTURES = "Правопросвітницькі лекції для громад"
ROWS = (
    # Counts of whole things, and the share of the second in the first. In the last quarter need decides.
    _row(
        f"lectures | 1.1 | {_LECTURES} | лекції",
        ALL,
        (18, 18, 18, ON_DEMAND),
        dict.fromkeys(ALL, (3, 3, 3, None)),
    ),
    _row(
        f"surveyed | 1.1/2 | {_LECTURES} | лекції з анкетуванням",
        ALL,
        (12, 12, 12, ON_DEMAND),
        dict.fromkeys(ALL, (2, 2, 2, None)),
        in_words=True,
    ),
    _row(
        f"share | 1.1/3 | {_LECTURES} | частка лекцій з анкетуванням",
        ALL,
        (60, 65, "66.7", 70),
        {"OFF": (80, 80, 80, 80), "MAL": ("33.3", "33.3", "33.3", "33.3")},
        unit=PERCENT,
        decimals=1,
        adds_up=LAST,
        share_of=("surveyed", "lectures"),
    ),
    # Whole things with a word, in thousands.
    _row(
        "booklets | 1.2 | Друк буклетів про судовий захист | надруковані буклети",
        BUREAUS[:3],
        (11000, 12000, 12500, 0),
        {"HOR": (5000, 5500, 6000, 0), "LUG": (4000, 4000, 4000, 0), "NAR": (2000, 2500, 2500, 0)},
        unit="прим.",
    ),
    _row(
        "hours | 1.3 | Виїзні консультування мешканців сіл | тривалість консультувань",
        BUREAUS,
        ("62.5", "62.5", 65, "60.5"),
        dict.fromkeys(BUREAUS, ("12.5", "12.5", 13, "12.1")),
        in_words=True,
        rules=_HOURS,
    ),
    _row(
        "spending | 1.4 | Закупівля пального службовим автомобілям | витрати на пальне",
        ALL,
        ("40000.50", "40000.50", "41000.25", "39999.99"),
        {
            "OFF": ("15000.50", "15000.50", "16000.25", "14999.99"),
            **dict.fromkeys(BUREAUS, (5000, 5000, 5000, 5000)),
        },
        better=LESS,
        in_words=True,
        rules=_MONEY,
    ),
    # Numbers that are never added up over the units.
    _row(
        "days | 2.1 | Розгляд звернень громадян | середній строк розгляду",
        BUREAUS,
        ("5.5", "5.5", 5, "4.5"),
        across=MEAN,
        adds_up=MEAN,
        better=LESS,
        in_words=True,
        rules=_DAYS,
    ),
    _row(
        "pleased | 2.2 | Вивчення думки клієнтів анкетуванням | задоволені клієнти",
        ALL,
        (90, 90, "92.5", 95),
        {"OFF": (95, 95, 95, "97.5"), "LUG": ("85.5", 86, 87, 88)},
        unit=PERCENT,
        decimals=1,
        across=MEAN,
        adds_up=LAST,
    ),
    _row(
        "access | 2.3 | Доступність приміщень для відвідувачів | готовність приміщень",
        BUREAUS,
        (75, 80, 80, 85),
        unit=PERCENT,
        decimals=0,
        across=LEAST,
        adds_up=LAST,
        in_words=True,
    ),
    _row(
        "waiting | 2.4 | Прийом відвідувачів у живій черзі | очікування в черзі",
        BUREAUS,
        ("1.5", "1.5", "1.2", 1),
        across=GREATEST,
        adds_up=MEAN,
        better=LESS,
        in_words=True,
        rules=_HOURS,
    ),
    _row(
        "online | 2.5 | Супровід цифрової системи обліку | справи в системі",
        ("OFF",),
        (90, "92.25", "94.5", 98),
        unit=PERCENT,
        decimals=2,
        counting=LEAD,
        adds_up=MEAN,
    ),
    _row(
        "duty | 3.1 | Чергування на гарячій лінії | тривалість чергувань",
        BUREAUS,
        ("100.5", 100, "99.5", 100),
        counting=JOINT,
        rules=_HOURS,
    ),
    _row(
        "boards | 3.2 | Оновлення інформаційних стендів установ | оновлення стендів",
        ("OFF", "HOR"),
        (CONTINUOUS, CONTINUOUS, ON_DEMAND, ON_DEMAND),
        counting=JOINT,
    ),
)

# What each unit writes, row by row, in quarters I to IV. None: left blank, or no return at all where all are.
SAID: Mapping[str, Mapping[str, Sequence[Said]]] = {
    "lectures": {
        "OFF": (3, 4, 3, 2),
        "HOR": (3, 3, 3, 3),
        "LUG": (2, 3, 3, NOTHING),
        "NAR": (3, 3, 0, 1),
        "OVR": (3, None, 6, NOTHING),
        "MAL": (3, 3, 3, 3),
    },
    "surveyed": {
        "OFF": (2, 4, 2, 2),
        "HOR": (2, 2, 1, 3),
        "LUG": (2, 1, 3, NOTHING),
        "NAR": (1, 2, 0, 0),
        "OVR": (3, None, 4, NOTHING),
        "MAL": (1, 2, 2, 1),
    },
    "booklets": {
        "HOR": (5000, 5500, 6001, 0),
        "LUG": (3999, 4000, 4000, 0),
        "NAR": (2000, 12345, 2500, 0),
    },
    "hours": {
        "HOR": ("12.5", "12.4", 13, "12.1"),
        "LUG": ("12.6", "0.1", "12.9", "12.2"),
        "NAR": (10, "12.5", "13.1", "12.1"),
        "OVR": ("12.5", None, 13, 0),
        "MAL": ("14.2", "12.7", "13.5", "12.1"),
    },
    "spending": {
        "OFF": ("15000.49", "15000.50", "16000.26", "14999.99"),
        "HOR": ("4999.99", "5000.01", 5000, "0.01"),
        "LUG": (5000, "4321.1", "4999.95", "5000"),
        "NAR": ("5200.75", 0, "5000", "4870.30"),
        "OVR": (0, None, "5000.00", "4999.99"),
        "MAL": ("4700.35", "12345.67", "4999.90", 5000),
    },
    "days": {
        "HOR": ("5.5", "5.4", 5, "4.4"),
        "LUG": ("6.1", "5.6", "4.8", "4.5"),
        "NAR": (5, "5.5", "5.1", "4.6"),
        "OVR": ("5.2", None, "4.9", 4),
        "MAL": ("5.3", "7.5", 0, "4.7"),
    },
    "pleased": {
        "OFF": (95, "96.3", "94.9", "97.5"),
        "HOR": ("90.1", 90, "92.4", "95.2"),
        "LUG": (85, "86.5", 87, 88),
        "NAR": ("91.7", "89.9", "92.5", 100),
        "OVR": (100, None, 93, "96.6"),
        "MAL": ("78.2", "90.4", "92.6", "95"),
    },
    "access": {
        "HOR": (75, 82, 85, 90),
        "LUG": (80, 80, 79, 85),
        "NAR": (78, 81, 83, 86),
        "OVR": (76, None, 80, 0),
        "MAL": (90, 91, 92, 93),
    },
    "waiting": {
        "HOR": ("1.5", "1.4", 1, "0.9"),
        "LUG": ("1.2", "1.1", "1.2", 1),
        "NAR": ("0.4", "0.3", "0.2", "0.1"),
        "OVR": ("1.6", None, "1.3", "0.7"),
        "MAL": (1, "1.5", "1.1", 0),
    },
    "online": {"OFF": (90, "92.2", "95.05", "98.55")},
    "duty": {
        "HOR": ("20.1", 20, 0, "25.5"),
        "LUG": ("20.2", "18.5", "24.9", 25),
        "NAR": ("20.3", 22, "24.9", "12.5"),
        "OVR": ("20.4", None, "24.9", 25),
        "MAL": ("19.5", "21.5", "24.8", "12.1"),
    },
    "boards": {
        "OFF": ("щотижня", "щодня", 2, NOTHING),
        "HOR": ("щодня", "щодня", NOTHING, NOTHING),
    },
}
# The answers of the late correction of the first quarter, where they are others.
CORRECTED: Mapping[str, Said] = {
    "lectures": 7,
    "hours": "13.7",
    "spending": "5001.15",
    "days": "3.8",
    "pleased": "88.8",
    "access": 70,
    "waiting": "2.1",
    "duty": "21.3",
}
CORRECTING = "HOR"
SILENT = "OVR"


def measured_year() -> Scenario:
    """The year: each quarter is issued, returned and signed; the first is corrected when the third is in."""
    steps: list[Step] = [Adopt(datetime(YEAR, 1, 9, 9, 0), Version(1, 1, QUARTERS, ROWS))]
    for quarter in QUARTERS:
        after = datetime(YEAR + quarter // 4, quarter % 4 * 3 + 1, 1, 9, 0)
        steps.append(Issue(datetime(YEAR, quarter * 3, 2, 9, 0), quarter))
        units = [unit for unit in ALL if (quarter, unit) != (2, SILENT)]
        for minute, unit in enumerate(units):
            # One comes when the days of grace are over as well.
            day = 14 if (quarter, unit) == (3, "NAR") else 5
            at = after + timedelta(days=day, minutes=minute)
            steps.append(Return(at, quarter, unit, answers_of(unit, quarter)))
        steps.append(Close(after + timedelta(days=20), quarter))
    late = datetime(YEAR, 10, 28, 9, 0)
    steps.append(Return(late, 1, CORRECTING, answers_of(CORRECTING, 1, CORRECTED)))
    steps.append(Reopen(late + timedelta(days=1), 1))
    steps.append(Close(late + timedelta(days=2), 1))
    ordered = tuple(sorted(steps, key=lambda step: step.at))
    return Scenario(0, UNITS, False, 1.0, ordered, datetime(YEAR + 1, 2, 20, 12, 0))


def answers_of(unit: str, quarter: int, others: Mapping[str, Said] | None = None) -> dict[str, Answer]:
    """The answers of a unit in a quarter, by row; `others` in place of what it said first.

    A share is computed; a unit says why it is too small.
    """
    said = {row.name: SAID[row.name][unit][quarter - 1] for row in ROWS if unit in SAID.get(row.name, {})}
    said |= others or {}
    return {
        row.name: _answer(row, unit, quarter, _share(row, said) if row.share_of else said[row.name])
        for row in ROWS
        if unit in row.reporting
    }


def _share(row: Row, said: Mapping[str, Said]) -> Said:
    assert row.share_of
    part, whole = (said[name] for name in row.share_of)
    if whole in (0, NOTHING, None):
        return None
    return str(Decimal(str(part)) * 100 / Decimal(str(whole)))


def _answer(row: Row, unit: str, quarter: int, said: Said) -> Answer:
    target = row.own_target(quarter, unit)
    if said is None:
        return Answer()
    if said == NOTHING:
        return Answer(nothing=True)
    if isinstance(target, str) and isinstance(said, str) and not said.isdecimal():
        return Answer(words=said)
    number, own = _number(said), count_of(target)
    missed = own is not None and row.counting != JOINT and (number > own if row.better == LESS else number < own)
    answer = Answer() if row.share_of else Answer(number=number)
    return replace(answer, reason="брак коштів", action="надолужимо в наступному кварталі") if missed else answer
