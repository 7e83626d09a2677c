"""What a person plainly meant is understood; what is not plain is not."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.any_text import any_text
from xlplan.domain.number_reading import (
    LARGEST_NUMBER,
    NumberProblem,
    NumberReading,
    read_number,
    says_nothing_arose,
)
from xlplan.domain.returned import CellValue

NBSP, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize("value", [5, 5.0])
def test_a_whole_number_is_plain(value: CellValue) -> None:
    assert read_number(value) == NumberReading(5)


def test_zero_is_a_number() -> None:
    assert [read_number(value) for value in (0, 0.0, -0.0)] == [NumberReading(0)] * 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5", 5),
        ("5 ", 5),
        (f"{NBSP}5", 5),
        ("\N{ZERO WIDTH SPACE}5", 5),
        ("5,0", 5),
        ("5.00", 5),
        ("+5", 5),
        ("005", 5),
        ("0", 0),
        ("-0", 0),
        ("1 200", 1200),
        ("1,234.0", 1234),
        ("1.234,0", 1234),
        ("1,234,567.00", 1234567),
        (f"1{NBSP}200", 1200),
        (f"12{THIN}345{THIN}678", 12345678),
        ("５", 5),
        ("１２，０", 12),
        ("٥", 5),
        ("5\n", 5),
        ("\n 5,0\t", 5),
        ("1'200", 1200),
        ("1’200", 1200),
        ("\N{LEFT-TO-RIGHT OVERRIDE}6\N{POP DIRECTIONAL FORMATTING}", 6),
        ("\N{FIRST STRONG ISOLATE}1\N{WORD JOINER}2\N{POP DIRECTIONAL ISOLATE}", 12),
        ("6\N{VARIATION SELECTOR-16}", 6),
        ("1234.000", 1234),
        ("1 200,000", 1200),
    ],
)
def test_a_number_typed_as_text_is_understood_and_noted(typed: str, meant: int) -> None:
    assert read_number(typed) == NumberReading(meant, needs_note=True)


def test_what_a_formula_misses_by_a_hair_is_understood_and_noted() -> None:
    assert read_number(2.9999999999999996) == NumberReading(3, needs_note=True)


@pytest.mark.parametrize("value", [12.5, 12.7, 12.2, "12,5", "12.5", "1234,200", "1 200,5", "0,001", 0.001])
def test_a_fraction_is_not_rounded(value: CellValue) -> None:
    assert read_number(value) == NumberReading(problem=NumberProblem.FRACTION)


@pytest.mark.parametrize("value", [-1, -1.5, "-1", "- 1", "−1", "–1", "-0,5"])
def test_a_negative_number_is_told_apart(value: CellValue) -> None:
    assert read_number(value) == NumberReading(problem=NumberProblem.NEGATIVE)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        " ",
        "-",
        "5 шт.",
        "п'ять",
        "1О",
        "1.000.000",
        "10,150,200",
        "10-150",
        "12.05.2021",
        "5,",
        ",5",
        "5+1",
        "1e3",
        "½",
        "5²",
        "nan",
        "9" * 5000,
        LARGEST_NUMBER + 1,
        -LARGEST_NUMBER - 1,
        str(LARGEST_NUMBER + 1),
        1e300,
        float("inf"),
        float("-inf"),
        float("nan"),
        True,
        False,
        date(2021, 5, 1),
        datetime(2021, 5, 1),
        time(5),
        timedelta(days=5),
    ],
)
def test_what_is_not_plainly_a_number_is_not_guessed(value: CellValue) -> None:
    assert read_number(value) == NumberReading(problem=NumberProblem.NOT_A_NUMBER)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("10\n150", ("10", "150")),
        ("10\r\n150", ("10", "150")),
        ("10\t150", ("10", "150")),
        ("10  150", ("10", "150")),
        ("10 15", ("10", "15")),
        ("1 5000", ("1", "5000")),
        ("10/150", ("10", "150")),
        ("10; 150", ("10", "150")),
        ("10, 150", ("10", "150")),
        ("10 та 150", ("10", "150")),
        ("1 200; 5,5", ("1 200", "5,5")),
        ("5,\n5", ("5", "5")),
        ("1 2 3", ("1", "2", "3")),
    ],
)
def test_two_numbers_in_one_cell_are_two_numbers(typed: str, numbers: tuple[str, ...]) -> None:
    assert read_number(typed) == NumberReading(problem=NumberProblem.SEVERAL, readings=numbers)


@pytest.mark.parametrize("end", ["", "."])
def test_a_long_list_of_numbers_is_seen_through_at_once(end: str) -> None:
    reading = read_number("9," * 500 + "9" + end)
    assert reading.problem is (NumberProblem.NOT_A_NUMBER if end else NumberProblem.SEVERAL)


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("11,000", ("11000", "11")),
        ("10.000", ("10000", "10")),
        ("1,200", ("1200", "1,2")),
        ("+1.234", ("1234", "1,234")),
    ],
)
def test_thousands_or_a_fraction_has_both_readings(typed: str, readings: tuple[str, ...]) -> None:
    assert read_number(typed) == NumberReading(problem=NumberProblem.AMBIGUOUS, readings=readings)


@pytest.mark.parametrize("typed", ["100%", "12,5 %", "-5%"])
def test_a_percentage_is_told_apart(typed: str) -> None:
    assert read_number(typed) == NumberReading(problem=NumberProblem.PERCENT)


def test_the_largest_number_is_still_a_number() -> None:
    assert read_number(LARGEST_NUMBER) == NumberReading(LARGEST_NUMBER)


@given(st.integers(0, LARGEST_NUMBER))
def test_every_whole_number_reads_the_same_however_it_is_typed(number: int) -> None:
    spaced = f"{number:,}".replace(",", NBSP)
    assert {read_number(value).value for value in (number, float(number), str(number), spaced, f"{number},0")} == {
        number
    }


@given(st.one_of(any_text(), st.floats(), st.integers(), st.dates(), st.booleans(), st.none()))
def test_anything_at_all_is_either_a_whole_number_or_trouble(value: CellValue) -> None:
    read = read_number(value)
    assert (read.value is None) != (read.problem is None)
    assert read.value is None or 0 <= read.value <= LARGEST_NUMBER


@pytest.mark.parametrize(
    "text",
    [
        "потреби не було",
        "Потреби не було.",
        "«ПОТРЕБИ НЕ БУЛО»",
        "потреби  не\nбуло",
        "потрeби нe булo",
        "потреби небуло",
        "не було потреби",
        "потреби не виникало",
        "потреба не виникала",
        "не виникло потреби",
        "потреба відсутня",
        "потреби не було у звітному кварталі",
        "потреби не було в ІІ кварталі",
        "потреби немає",
        "немає потреби",
        "потреба була відсутня",
        "потреби не було у звітному періоді",
        "потреби не було за цей квартал",
        "потреби не було в цьому кварталі",
        "потреби не було протягом звітного періоду",
        "потреби не було у 2 кварталі",
        "потреби не було у IV кварталі",
        "доручень не надходило",
        "доручень не було",
        "не було доручень",
        "не надходило доручень",
        "доручення не надходили",
        "No need arose!",
        "there was no need",
        "nothing arose",
        "Nothing arose.",
    ],
)
def test_nothing_arose_is_understood_in_plain_words(text: str) -> None:
    assert says_nothing_arose(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "–",
        "немає",
        "ні",
        "0",
        "не було",
        "не проводилось",
        "потреби не було у 5 кварталі",
        "потреби не було у червні",
        "доручень",
        "доручення були",
        "потреби",
        "потреби не було, проведено 3",
        "була потреба",
    ],
)
def test_what_does_not_plainly_say_nothing_arose_does_not(text: str) -> None:
    assert not says_nothing_arose(text)
