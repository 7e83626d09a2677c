"""Many ways to spoil a pasted plan: each a small visible table, each with its finding's code and cell."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.plan_workbook import PLAN_HEADINGS, plan_book, planned
from xlplan.documents.plan_reader.reader import read_plan

HOR, LUG, KOR = "Хорошівське БПД", "Лугинське БПД", "Коростенський МЦ"
TALK = "Лекції"
Found = tuple[str, str]


class Way(NamedTuple):
    """Rows of `План` and `Розподіл` from row 2 on, and what is found: code, sheet's first letter and cell."""

    rows: Sequence[Sequence[object]]
    finds: Sequence[Found]
    shares: Sequence[Sequence[object]] = ()


def under(direction: str, *values: object) -> list[object]:
    """A row of `План` with a direction of its own: nothing above it is taken down."""
    return [direction, *planned(*values)[1:]]


def beside(row: list[object], column: str, value: object) -> list[object]:
    """The row with a value in one more column."""
    at = PLAN_HEADINGS.index(column)
    return [*row[:at], value, *row[at + 1 :]]


WAYS = {
    # The code.
    "code turned into a number": Way([planned(1.1, TALK, HOR, "лекції", None, 1)], [("plan-code-unclear", "ПE2")]),
    "code turned into a day": Way(
        [planned(datetime(2002, 4, 1), TALK, HOR, "лекції", None, 1)], [("plan-code-unclear", "ПE2")]
    ),
    "code in words": Way([planned("перший", TALK, HOR, "лекції", None, 1)], [("plan-code-unclear", "ПE2")]),
    "no code": Way([under("Новий напрям", None, TALK, HOR, "лекції", None, 1)], [("plan-code-unclear", "ПE2")]),
    "another code in the text": Way(
        [planned("5.1", "Захід 5.2 Лекції", HOR, "лекції", None, 1)], [("plan-code-differs", "ПF2")]
    ),
    "one code for two measures": Way(
        [planned("6.1", TALK, HOR, "лекції", None, 1), planned("6.1", "Тренінги", HOR, "тренінги", None, 1)],
        [("plan-code-repeated", "ПF3")],
    ),
    "one row twice": Way([planned("7.1", TALK, HOR, "лекції", None, 1)] * 2, [("plan-indicator-repeated", "ПI3")]),
    # The measure and its indicator.
    "no measure": Way([planned("8.1", None, HOR, "лекції", None, 1)], [("plan-row-unclear", "ПF2")]),
    "no indicator": Way([planned("9.1", TALK, HOR, None, None, 1)], [("plan-row-unclear", "ПI2")]),
    "a row that belongs nowhere": Way(
        [planned("10.1", TALK, HOR, "лекції", None, 1), planned(None, None, LUG)], [("plan-row-alone", "ПG3")]
    ),
    "a direction without measures": Way(
        [["1. Порожній"], ["2. Повний"], planned("11.1", TALK, HOR, "лекції", None, 1)],
        [("plan-level-empty", "ПA2")],
    ),
    # Who is responsible.
    "nobody responsible": Way(
        [planned("12.1", TALK, None, "лекції", None, 1)], [("plan-responsible-missing", "ПG2")]
    ),
    "a dash for who is responsible": Way(
        [planned("13.1", TALK, "—", "лекції", None, 1)], [("plan-responsible-missing", "ПG2")]
    ),
    "a unit misspelt": Way(
        [planned("14.1", TALK, "Хорошевське БПД", "лекції", None, 1)], [("plan-unit-unknown", "ПG2")]
    ),
    "one unit of two that does not exist": Way(
        [planned("15.1", TALK, f"{LUG}, Житомирське БПД", "лекції", None, 1)], [("plan-unit-unknown", "ПG2")]
    ),
    "a counting that nobody knows": Way(
        [planned("16.1", TALK, HOR, "лекції", "навпіл", 1)], [("plan-counting-unclear", "ПJ2")]
    ),
    # The targets.
    "a number with its unit": Way(
        [planned("17.1", TALK, HOR, "лекції", None, "5 лекцій")], [("plan-target-unclear", "ПK2")]
    ),
    "a fraction": Way([planned("18.1", TALK, HOR, "лекції", None, "2,5")], [("plan-target-decimals", "ПK2")]),
    "a number in words": Way(
        [planned("19.1", TALK, HOR, "лекції", None, "п'ять")], [("plan-target-unclear", "ПK2")]
    ),
    "a typed target misspelt": Way(
        [planned("20.1", TALK, HOR, "лекції", None, "постйно")], [("plan-target-unclear", "ПK2")]
    ),
    "a number hidden in words": Way(
        [planned("21.1", TALK, HOR, "лекції", None, "щомісяця 5 лекцій")], [("plan-target-unclear", "ПK2")]
    ),
    "a negative number": Way([planned("22.1", TALK, HOR, "лекції", None, -1)], [("plan-target-unclear", "ПK2")]),
    "a day for a target": Way(
        [planned("23.1", TALK, HOR, "лекції", None, datetime(2021, 5, 1))], [("plan-target-unclear", "ПK2")]
    ),
    "a formula without a value": Way(
        [planned("24.1", TALK, HOR, "лекції", None, 1, "=1+1")], [("entry-without-value", "ПL2")]
    ),
    "an error of the spreadsheet": Way(
        [planned("25.1", TALK, HOR, "лекції", None, 1, "#REF!")], [("entry-without-value", "ПL2")]
    ),
    "quarters that do not add up": Way(
        [planned("26.1", TALK, HOR, "лекції", None, 1, 1, 1, 1, 5)], [("plan-total-differs", "ПO2")]
    ),
    "only the total of a year": Way(
        [planned("27.1", TALK, HOR, "лекції", None, None, None, None, None, 5)], [("plan-total-differs", "ПO2")]
    ),
    "words in a count's place": Way(
        [planned("28.1", TALK, HOR, "лекції", None, 2, "постійно", 3)], [("plan-target-mixed", "ПL2")]
    ),
    "words under the total of counts": Way(
        [planned("29.1", TALK, HOR, "лекції", None, 2, 2, None, None, "за потреби")],
        [("plan-target-mixed", "ПO2")],
    ),
    "no target": Way([planned("30.1", TALK, HOR, "лекції")], [("plan-target-unset", "ПO2")]),
    "a way of adding up that nobody knows": Way(
        [beside(planned("31.1", TALK, HOR, "лекції", None, 1), "Підсумок", "медіана")],
        [("plan-counting-unclear", "ПQ2")],
    ),
    "a unit in an indicator's place": Way(
        [planned("50.1", TALK, HOR, "лекції", None, 1), planned(None, None, None, HOR, None, 1)],
        [("plan-indicator-is-unit", "ПI3")],
    ),
    # The shares.
    "shares that do not add up": Way(
        [planned("32.1", TALK, "Бюро", "лекції", None, 3)],
        [("plan-shares-differ", "ПK2")],
        [["32.1", None, HOR, "I", 1], ["32.1", None, LUG, "I", 1]],
    ),
    "split, but without shares": Way(
        [planned("33.1", TALK, "Бюро", "лекції", "розподілено", 3)], [("plan-shares-differ", "ПK2")]
    ),
    "a share in words": Way(
        [planned("34.1", TALK, "Бюро", "лекції", None, 3)],
        [("plan-share-unclear", "РE2")],
        [["34.1", None, HOR, "I", "три"]],
    ),
    "a share of a unit that is not responsible": Way(
        [planned("35.1", TALK, HOR, "лекції", None, 1)],
        [("plan-share-elsewhere", "РC2")],
        [["35.1", None, LUG, "I", 1]],
    ),
    "a share of a unit that does not exist": Way(
        [planned("36.1", TALK, HOR, "лекції", None, 1)],
        [("plan-unit-unknown", "РC2")],
        [["36.1", None, "Хорошевське БПД", "I", 1]],
    ),
    "a share of no measure": Way([], [("plan-measure-unknown", "РA2")], [["37.1", None, HOR, "I", 1]]),
    "a share of no indicator": Way(
        [planned("38.1", TALK, HOR, "лекції", None, 1)],
        [("plan-indicator-unknown", "РB2")],
        [["38.1", "слухачі", HOR, "I", 1]],
    ),
    "a share in no quarter": Way(
        [planned("39.1", TALK, HOR, "лекції", None, 1)],
        [("plan-quarter-unclear", "РD2")],
        [["39.1", None, HOR, "V", 1]],
    ),
    # The events.
    "fewer events than planned": Way(
        [planned("40.1", TALK, HOR, "лекції", None, 3)],
        [("plan-events-differ", "ПK2")],
        [["40.1", None, HOR, "I", None, "лекція в суді"]],
    ),
    "an event without a description": Way(
        [planned("41.1", TALK, HOR, "лекції", None, 1)],
        [("plan-event-unnamed", "РF2")],
        [["41.1", None, HOR, "I"]],
    ),
    "an event listed for nobody knows whom": Way(
        [planned("42.1", "Лекції\n- лекція в суді", f"{HOR}; {LUG}", "лекції", None, 1)],
        [("plan-event-whose", "ПF2")],
    ),
    "an event listed for nobody knows when": Way(
        [planned("43.1", "Лекції\n- лекція в суді", HOR, "лекції", None, 1, 1)], [("plan-event-when", "ПF2")]
    ),
    # What is understood is told all the same.
    "a code in the text": Way(
        [planned(None, "Захід 44.1 Лекції", HOR, "лекції", None, 1)], [("plan-code-taken", "ПF2")]
    ),
    "a name in another case": Way(
        [planned("45.1", TALK, "Хорошівського БПД", "лекції", None, 1)],
        [("plan-name-understood", "ПG2")],
    ),
    "Latin letters in a Cyrillic word": Way(
        [planned("46.1", "Лекцiї", HOR, "лекції", None, 1)], [("plan-letters-mended", "ПF2")]
    ),
    "a number that is text": Way(
        [planned("47.1", TALK, HOR, "лекції", None, "5 ")], [("plan-number-read", "ПK2")]
    ),
    "an event listed with a dash": Way(
        [planned("48.1", "Лекції\n- лекція в суді", HOR, "лекції", None, 1)], [("plan-event-listed", "ПF2")]
    ),
    "the centre's own row under an indicator": Way(
        [planned("51.1", TALK, HOR, "лекції"), planned(None, None, None, KOR, None, 1)],
        [("plan-centre-row", "ПI3")],
    ),
    "a total that does not fit in the centre's own row": Way(
        [planned("52.1", TALK, HOR, "лекції"), planned(None, None, None, KOR, None, 1, 1, None, None, 3)],
        [("plan-centre-row", "ПI3"), ("plan-total-differs", "ПO3")],
    ),
    "a doubt in the notes": Way(
        [beside(planned("49.1", TALK, HOR, "лекції", None, 1), "Примітка", "не читається")],
        [("plan-noted", "ПP2")],
    ),
    "headings once more": Way([PLAN_HEADINGS], [("plan-row-left-out", "ПA2")]),
    "numbers of the columns": Way([list(range(1, 17))], [("plan-row-left-out", "ПA2")]),
    "a note between the rows": Way([["Примітка: строки уточнюються"]], [("plan-row-left-out", "ПA2")]),
    "a footnote": Way([["* за згодою"]], [("plan-row-left-out", "ПA2")]),
    "a total of the table": Way(
        [planned(None, "Разом", None, None, None, 4, 4, 4, 4, 16)], [("plan-row-left-out", "ПF2")]
    ),
}
# A plan needs a measure, and a way may have none.
SOUND = planned("99.1", "Сайт", KOR, "записи", None, 1)


def found_in(path: Path) -> list[Found]:
    return sorted((each.code, each.location.sheet[:1] + each.location.cell) for each in read_plan(path)[1])


@pytest.mark.parametrize("name", WAYS)
def test_each_way_has_its_finding_and_its_cell(name: str, tmp_path: Path) -> None:
    way = WAYS[name]
    path = plan_book(tmp_path / "План.xlsx", plan=[*way.rows, SOUND], shares=way.shares)
    assert found_in(path) == sorted(way.finds)


def test_all_of_them_in_one_workbook_are_found_in_one_pass(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = []
    shares: list[Sequence[object]] = []
    expected: list[Found] = []
    for way in WAYS.values():
        down = {"П": len(rows), "Р": len(shares)}
        expected += [(code, f"{at[:2]}{int(at[2:]) + down[at[0]]}") for code, at in way.finds]
        rows += way.rows
        shares += way.shares
    assert len(expected) >= len(WAYS) >= 30
    assert found_in(plan_book(tmp_path / "План.xlsx", plan=rows, shares=shares)) == sorted(expected)
