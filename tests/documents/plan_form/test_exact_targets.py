"""Both forms print what is no count of whole things: decimals, percentages, limits, in the language in use."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl.utils import get_column_letter

from tests.support.form_reading import LIVOBEREZHNYI, plan_of, read_form
from tests.support.look_at import look_at
from xlplan.documents.plan_form.writer import write_plan_form
from xlplan.documents.plan_form.year_form import year_form
from xlplan.documents.text_metrics import text_lines, widest_word
from xlplan.domain.plan import (
    AcrossUnits,
    AddsUp,
    Better,
    Centre,
    Counting,
    Indicator,
    Measure,
    Plan,
    Share,
    Unit,
    UnitKind,
)
from xlplan.domain.quarter import Quarter
from xlplan.domain.target import UNSET, Target, TargetKind, count_target
from xlplan.domain.target_reading import read_target
from xlplan.domain.unit_of_measure import PERCENTAGE, WHOLE_THINGS, Number, UnitOfMeasure, to_number
from xlplan.text.translation import use_language

MADE = datetime(2023, 1, 5, 9, 0, tzinfo=UTC)
QUARTERS = tuple(Quarter(2023, number) for number in range(1, 5))
CENTRE = Centre("LB", "ЛБ КМЦ", "Лівобережний місцевий центр", "2023 рік", 2023, QUARTERS)
UNITS = (Unit("HOR", "Хорошівське БПД", UnitKind.BUREAU), Unit("LUG", "Лугинське БПД", UnitKind.BUREAU))
MONEY, HOURS, PIECES = UnitOfMeasure("грн", 2), UnitOfMeasure("год", 1), UnitOfMeasure("прим.", 0)


def number(digits: str) -> Number:
    return to_number(Decimal(digits))


def target(words: str) -> Target:
    """The target of a cell: `5.5` alone, `не менше 20`, `за потреби`, or "" for a blank."""
    digits = re.search(r"\d+(\.\d+)?", words)
    if digits is None:
        return read_target(words) or UNSET
    count = number(digits[0])
    return count_target(count) if digits[0] == words else Target(TargetKind.COUNT, words, count)


def row(
    *quarters: str,
    unit: UnitOfMeasure = WHOLE_THINGS,
    total: str = "",
    better: Better = Better.MORE,
    adds_up: AddsUp = AddsUp.SUM,
    across: AcrossUnits = AcrossUnits.SUM,
    title: str = "показник",
) -> Indicator:
    targets = tuple((quarter, target(words)) for quarter, words in zip(QUARTERS, quarters, strict=True) if words)
    return Indicator(
        "1.1",
        title,
        Counting.SPLIT,
        targets,
        target(total),
        adds_up,
        better,
        unit_of_measure=unit,
        across_units=across,
    )


def plan(indicator: Indicator, *shares: tuple[str, int, str]) -> Plan:
    one = Measure("1.1", "Захід", ("HOR", "LUG"), (indicator,), responsible="Хорошівське БПД")
    own = tuple(Share("1.1", unit, QUARTERS[at - 1], number(count)) for unit, at, count in shares)
    return Plan(CENTRE, UNITS, (one,), own)


def year(of_plan: Plan, path: Path) -> list[list[object]]:
    """Of each row from the centre's on: its name, I, II, III, IV, total, with plain blanks."""
    write_plan_form(path, of_plan, 2023, "проєкт", MADE)
    rows = read_form(path, 2).rows
    return [[_plain(each.get(letter)) for letter in "GHIJKL"] for each in rows[1:]]


def _plain(cell: object) -> object:
    return cell.replace("\u00a0", " ") if isinstance(cell, str) else cell


@pytest.mark.parametrize(
    ("indicator", "printed"),
    [
        (row("5.5", "6", "12.25", "0.1", unit=HOURS, total="23.9"), ["5,5", "6", "12,25", "0,1", "23,9"]),
        (row("90", "92.5", "", "100", unit=PERCENTAGE, total="100"), ["90 %", "92,5 %", None, "100 %", "100 %"]),
        (
            row("40000.50", "9999.9", "12000", "0", unit=MONEY, total="62000.40"),
            ["40 000,50", "9999,90", "12 000", "0", "62 000,40"],
        ),
        (row("11000", "5000", "", "", unit=PIECES, total="16000"), ["11 000", "5000", None, None, "16 000"]),
        (row("11000", "5", "", "", total="11005"), [11000, 5, None, None, 11005]),
    ],
    ids=["hours", "percentages", "money", "thousands with a word", "whole things"],
)
def test_numbers_are_printed_with_the_decimals_and_the_sign_of_their_unit(
    indicator: Indicator, printed: list[object], tmp_path: Path
) -> None:
    assert year(plan(indicator), tmp_path / "a.xlsx")[0] == ["ЛБ КМЦ", *printed]


def test_numbers_follow_the_language_of_the_form_and_not_of_the_program(tmp_path: Path) -> None:
    use_language("en")
    write_plan_form(tmp_path / "a.xlsx", plan(row("5.5", "12000.5", "", "", unit=MONEY)), 2023, "draft", MADE)
    cells = [cell for each in look_at(tmp_path / "a.xlsx").worksheets[0] for cell in each]
    values = [_plain(cell.value) for cell in cells if ".50" in str(cell.value)]
    assert values == ["5.50", "12 000.50"]


@pytest.mark.parametrize(
    ("indicator", "printed"),
    [
        (row(*["не менше 20"] * 4, total="не менше 80"), [*["не менше 20"] * 4, "не менше 80"]),
        (row("≥ 3", "до 5", "12", "за потреби"), ["≥ 3", "до 5", 12, "за потреби", None]),
        (
            row("не менше 90", "не менше 90 %", "", "", unit=PERCENTAGE),
            ["не менше 90 %", "не менше 90 %", None, None, None],
        ),
        (row("не більше 5.5", "5.5", "", "", unit=HOURS, better=Better.LESS), ["не більше 5.5", "не більше 5,5"]),
        (row("90", "", "", "", unit=PERCENTAGE, better=Better.LESS), ["не більше 90 %"]),
        (row("5.5 год", "6 год.", "12 годин", "", unit=HOURS), ["5,5", "6", "12 годин"]),
        (row("12 шт.", "5 (п'ять)", "", ""), ["12 шт.", "5 (п'ять)"]),
    ],
    ids=[
        "a floor",
        "signs and counts",
        "a percentage",
        "a ceiling",
        "a ceiling of percentages",
        "own unit",
        "words beside",
    ],
)
def test_a_target_stands_in_the_words_of_the_plan(
    indicator: Indicator, printed: list[object], tmp_path: Path
) -> None:
    shown = year(plan(indicator), tmp_path / "a.xlsx")[0][1:]
    assert shown[: len(printed)] == printed


def test_words_of_the_plan_are_never_broken_inside_a_number(tmp_path: Path) -> None:
    write_plan_form(
        tmp_path / "a.xlsx",
        plan(row("не більше 40 000", "", "", "", unit=MONEY, better=Better.LESS)),
        2023,
        "",
        MADE,
    )
    values = [cell.value for each in look_at(tmp_path / "a.xlsx").worksheets[0] for cell in each]
    assert "не більше 40\u00a0000" in values


def test_a_unit_stands_beside_the_indicator_and_a_percentage_beside_its_numbers(tmp_path: Path) -> None:
    titles = []
    for unit in (HOURS, PERCENTAGE, WHOLE_THINGS):
        write_plan_form(tmp_path / "a.xlsx", plan(row("5", "", "", "", unit=unit)), 2023, "", MADE)
        titles.append(read_form(tmp_path / "a.xlsx", 2).rows[0]["G"])
    assert titles == ["показник (год)", "показник", "показник"]


def test_a_unit_has_its_mean_for_the_year_where_quarters_make_a_mean(tmp_path: Path) -> None:
    mean = row("5.5", "6", "", "", unit=HOURS, adds_up=AddsUp.MEAN, across=AcrossUnits.MEAN, total="5.8")
    shown = year(plan(mean, ("HOR", 1, "5.5"), ("HOR", 2, "6"), ("LUG", 1, "4")), tmp_path / "a.xlsx")
    assert shown[1:] == [
        ["Хорошівське БПД", "5,5", "6", None, None, "5,8"],
        ["Лугинське БПД", "4", None, None, None, "4"],
    ]


def test_percentages_of_a_unit_are_never_added_up(tmp_path: Path) -> None:
    last = row("90", "90", "95", "", unit=PERCENTAGE, adds_up=AddsUp.LAST, across=AcrossUnits.MEAN)
    shown = year(plan(last, ("HOR", 1, "95"), ("HOR", 3, "97.5")), tmp_path / "a.xlsx")
    assert shown[1:] == [["Хорошівське БПД", "95 %", None, "97,5 %", None, "97,5 %"]]


def test_shares_of_money_add_up_to_the_last_kopiyka(tmp_path: Path) -> None:
    money = row("100.1", "100.2", "", "", unit=MONEY)
    shown = year(plan(money, ("HOR", 1, "0.1"), ("HOR", 2, "0.2")), tmp_path / "a.xlsx")
    assert shown[1:] == [["Хорошівське БПД", "0,10", "0,20", None, None, "0,30"]]


def test_the_columns_of_a_year_make_room_for_a_long_value_on_the_same_paper() -> None:
    usual = year_form(plan(row("1", "2", "3", "4", total="10")))
    money = year_form(plan(row("40000.50", "не більше 39999.99", "1", "", unit=MONEY, better=Better.LESS)))
    assert sum(money.widths) == sum(usual.widths)
    values = [box for box in money.body if box.is_count]
    assert all(money.widths[box.column] >= widest_word(str(box.value), box.style.size) for box in values)
    assert min(money.widths) >= min(usual.widths)


def test_a_number_too_long_for_any_column_is_drawn_smaller_on_one_line(tmp_path: Path) -> None:
    write_plan_form(
        tmp_path / "a.xlsx",
        plan(row("1000000000.25", "не менше 1000000000.25", "", "", unit=MONEY)),
        2023,
        "",
        MADE,
    )
    sheet = look_at(tmp_path / "a.xlsx").worksheets[0]
    looks = {
        _plain(cell.value): (cell.alignment.shrink_to_fit, cell.alignment.wrap_text)
        for each in sheet
        for cell in each
        if isinstance(cell.value, str) and "25" in cell.value
    }
    assert looks["1 000 000 000,25"] == (True, None)
    assert looks["не менше 1000000000.25"] == (None, True)
    assert sheet.column_dimensions[get_column_letter(8)].width < 12


def test_a_plan_of_whole_things_has_the_columns_of_before() -> None:
    assert year_form(plan_of(LIVOBEREZHNYI)).widths == (28, 112, 132, 146, 168, 120, 128, 31, 31, 31, 31, 46)


def test_no_line_ends_at_a_space_that_does_not_break() -> None:
    assert text_lines("не більше 40\u00a0000,50", 66, 10) == ["не більше ", "40\u00a0000,50"]


def test_the_form_of_a_quarter_prints_targets_and_shares_alike(tmp_path: Path) -> None:
    money = row("40000.50", "", "", "", unit=MONEY, better=Better.LESS, title="витрати")
    shared = plan(money, ("HOR", 1, "15000.5"), ("LUG", 1, "25000"))
    write_plan_form(tmp_path / "a.xlsx", shared, QUARTERS[0], "", MADE)
    rows = read_form(tmp_path / "a.xlsx", 1).rows
    assert (rows[0]["G"], _plain(rows[0]["H"])) == ("витрати (грн)", "не більше 40 000,50")
    assert [_plain(each.get("E")) for each in rows] == [
        "Хорошівське БПД: 15 000,50 грн\nЛугинське БПД: 25 000 грн"
    ]


def test_the_form_of_a_quarter_prints_the_words_of_the_plan(tmp_path: Path) -> None:
    floor = replace(row("не менше 90", "", "", "", unit=PERCENTAGE), counting=Counting.LEAD)
    write_plan_form(tmp_path / "a.xlsx", plan(floor), QUARTERS[0], "", MADE)
    assert _plain(read_form(tmp_path / "a.xlsx", 1).rows[0]["H"]) == "не менше 90 %"
