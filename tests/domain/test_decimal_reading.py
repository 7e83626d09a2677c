"""Numbers with decimals, units and percentages are read exactly; nothing is read a thousand times too large."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.any_text import any_text
from xlplan.documents.formats.number_formats import as_percent
from xlplan.domain.number_reading import LARGEST_NUMBER, NumberProblem, NumberReading, read_number
from xlplan.domain.returned import CellValue
from xlplan.domain.unit_of_measure import (
    PERCENTAGE,
    WHOLE_THINGS,
    Number,
    UnitOfMeasure,
    decimals_of,
    from_float,
    show_digits,
    show_number,
    to_number,
)
from xlplan.text.translation import use_language

HOURS, MONEY, THOUSANDS = UnitOfMeasure("год", 1), UnitOfMeasure("грн", 2), UnitOfMeasure("тис. грн", 1)
PIECES, TONNES = UnitOfMeasure("шт", 0), UnitOfMeasure("т", 3)
UNITS = (WHOLE_THINGS, PERCENTAGE, HOURS, MONEY, THOUSANDS, PIECES, TONNES, UnitOfMeasure("h", 4))
BLANKS = ["\N{NO-BREAK SPACE}", "\u1680", *map(chr, range(0x2000, 0x200B)), "\u202f", "\u205f", "\u3000", " "]


def _read(value: CellValue, unit: UnitOfMeasure) -> Number | NumberProblem | None:
    reading = read_number(value, unit)
    return reading.problem if reading.value is None else reading.value


@pytest.mark.parametrize(
    ("value", "unit", "number"),
    [
        (5.5, HOURS, "5.5"),
        (11000.5, MONEY, "11000.50"),
        (0.07, MONEY, "0.07"),
        ("5,5", HOURS, "5.5"),
        ("5.50", HOURS, "5.5"),
        ("11 000,50", MONEY, "11000.50"),
        ("11'000.50", MONEY, "11000.50"),
        ("0,050", MONEY, "0.05"),
        ("1234,567", TONNES, "1234.567"),
        (98.5, PERCENTAGE, "98.5"),
    ],
)
def test_a_number_has_the_decimals_that_its_unit_allows(
    value: CellValue, unit: UnitOfMeasure, number: str
) -> None:
    assert _read(value, unit) == Decimal(number)


def test_a_number_with_decimals_needs_no_note_and_the_same_as_text_does() -> None:
    assert read_number(5.5, HOURS) == NumberReading(Decimal("5.5"))
    assert read_number("5,5", HOURS) == NumberReading(Decimal("5.5"), needs_note=True)


@pytest.mark.parametrize(
    ("value", "unit", "number"),
    [
        (0.1 + 0.2, HOURS, "0.3"),
        (1000.1 - 1000, HOURS, "0.1"),
        (4.35 * 100, MONEY, "435"),
        (1.1 + 2.2, MONEY, "3.3"),
    ],
)
def test_the_tail_of_a_float_is_no_decimal_and_is_noted(value: float, unit: UnitOfMeasure, number: str) -> None:
    assert read_number(value, unit) == NumberReading(to_number(Decimal(number)), needs_note=True)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (5.25, HOURS),
        ("5,25", HOURS),
        (40.005, MONEY),
        ("0,001", MONEY),
        (98.65, PERCENTAGE),
        ("98,65 %", PERCENTAGE),
    ],
)
def test_more_decimals_than_the_unit_allows_are_asked_about(value: CellValue, unit: UnitOfMeasure) -> None:
    assert _read(value, unit) is NumberProblem.DECIMALS


@pytest.mark.parametrize("unit", [WHOLE_THINGS, PIECES])
def test_a_unit_of_whole_numbers_has_no_fraction(unit: UnitOfMeasure) -> None:
    assert [_read(value, unit) for value in (5.5, "5,5")] == [NumberProblem.FRACTION] * 2


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("5 год", HOURS, "5"),
        ("5 год.", HOURS, "5"),
        ("5год", HOURS, "5"),
        ("5,5 ГОД", HOURS, "5.5"),
        ("40 грн", MONEY, "40"),
        ("11 000,50 грн", MONEY, "11000.5"),
        ("11\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}грн.", MONEY, "11000"),
        ("40 тис. грн", THOUSANDS, "40"),
        ("40 тис грн.", THOUSANDS, "40"),
        ("5 шт.", PIECES, "5"),
        ("3 м2", UnitOfMeasure("м2", 0), "3"),
    ],
)
def test_the_own_word_of_the_unit_may_follow_a_number(typed: str, unit: UnitOfMeasure, number: str) -> None:
    assert read_number(typed, unit) == NumberReading(to_number(Decimal(number)), needs_note=True)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("5 шт.", WHOLE_THINGS),
        ("5 год", WHOLE_THINGS),
        ("5 дн", HOURS),
        ("5 хв", HOURS),
        ("40 тис. грн", MONEY),
        ("40 грн", THOUSANDS),
        ("40 тис.", MONEY),
        ("5 год 30 хв", HOURS),
        ("5 год; 6 год", HOURS),
        ("год 5", HOURS),
        ("год", HOURS),
        ("5. год", HOURS),
        ("98 % грн", MONEY),
        ("98 грн", PERCENTAGE),
        ("98 %%", PERCENTAGE),
    ],
)
def test_another_word_is_asked_about(typed: str, unit: UnitOfMeasure) -> None:
    assert _read(typed, unit) is NumberProblem.NOT_A_NUMBER


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (98, "98"),
        ("98", "98"),
        ("98 %", "98"),
        ("98%", "98"),
        ("98,5 %", "98.5"),
        ("98.5%", "98.5"),
        ("９８％", "98"),
        ("0,98 %", None),
        ("0,9 %", "0.9"),
        ("0 %", "0"),
        (0, "0"),
        (1, "1"),
        (147, "147"),
        (as_percent(0.98), "98"),
        (as_percent(0.985), "98.5"),
        (as_percent(0.1 + 0.2), "30"),
        (as_percent(0.005), "0.5"),
        (as_percent(1.5), "150"),
    ],
)
def test_a_percentage_is_read_in_a_row_of_percentages(value: CellValue, number: str | None) -> None:
    expected = NumberProblem.DECIMALS if number is None else Decimal(number)
    assert _read(value, PERCENTAGE) == expected


def test_less_than_one_per_cent_is_read_where_it_has_its_sign() -> None:
    assert _read("0,98 %", UnitOfMeasure("%", 2)) == Decimal("0.98")


@pytest.mark.parametrize("value", [0.98, "0,98", "0.98"])
def test_a_plain_share_in_a_row_of_percentages_is_asked_about_with_both_readings(value: CellValue) -> None:
    expected = NumberReading(problem=NumberProblem.SHARE, readings=("98", "0,98"))
    assert read_number(value, PERCENTAGE) == expected


def test_a_negative_percentage_is_negative_in_a_row_of_percentages() -> None:
    assert [_read(value, PERCENTAGE) for value in (-0.5, -5, "-5 %")] == [NumberProblem.NEGATIVE] * 3


@pytest.mark.parametrize("unit", [WHOLE_THINGS, HOURS, MONEY, PIECES])
@pytest.mark.parametrize("typed", ["98 %", "98%", "0,5 %", "1 200 %", "-5%", as_percent(0.5)])
def test_a_percentage_is_none_of_any_other_unit(typed: CellValue, unit: UnitOfMeasure) -> None:
    assert _read(typed, unit) is NumberProblem.PERCENT


@pytest.mark.parametrize("blank", [*BLANKS, "'", "’", "ʼ", "`"])
@pytest.mark.parametrize("unit", [WHOLE_THINGS, MONEY])
def test_eleven_thousand_may_have_any_blank(blank: str, unit: UnitOfMeasure) -> None:
    assert _read(f"11{blank}000", unit) == 11000


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("typed", ["11,000", "11.000"])
def test_eleven_thousand_with_a_comma_or_a_point_is_asked_about_in_every_row(
    typed: str, unit: UnitOfMeasure
) -> None:
    expected = NumberReading(problem=NumberProblem.AMBIGUOUS, readings=("11000", "11"))
    assert read_number(typed, unit) == expected
    assert read_number(f"{typed} {unit.word}", unit) == expected


def test_three_decimals_of_a_cell_in_per_cent_are_not_thousands() -> None:
    assert _read(as_percent(0.12345), UnitOfMeasure("%", 3)) == Decimal("12.345")
    assert _read("12,345 %", UnitOfMeasure("%", 3)) is NumberProblem.AMBIGUOUS


_NUMBERS = st.decimals(0, 10**8, places=4).map(to_number)


def _fitting(number: Number, unit: UnitOfMeasure) -> Number:
    return to_number(Decimal(number).quantize(Decimal(1).scaleb(-unit.decimals)))


@pytest.mark.parametrize("language", ["uk", "en"])
@given(_NUMBERS, st.sampled_from(UNITS))
def test_what_is_shown_is_read_back(language: str, number: Number, unit: UnitOfMeasure) -> None:
    number = _fitting(number, unit)
    use_language(language)
    reading = read_number(show_number(number, unit), unit)
    # Three decimals look like thousands. They are asked about, and the number is one of the two answers.
    is_asked = reading.problem is NumberProblem.AMBIGUOUS and unit.decimals == 3
    assert reading.value == number or (is_asked and show_digits(number) in reading.readings)


@given(_NUMBERS, st.sampled_from(UNITS))
def test_a_float_is_read_as_the_number_that_it_means(number: Number, unit: UnitOfMeasure) -> None:
    number = _fitting(number, unit)
    is_share = unit.is_percentage and 0 < number < 1
    assert _read(float(number), unit) == (NumberProblem.SHARE if is_share else number)


@given(
    st.decimals(0, 10**8, places=4).filter(lambda number: number != number.to_integral_value()),
    st.sampled_from(UNITS),
    st.sampled_from([",", "."]),
    st.sampled_from([*BLANKS, "", "'"]),
)
def test_nothing_is_read_too_large(number: Decimal, unit: UnitOfMeasure, point: str, blank: str) -> None:
    digits = f"{number.normalize():,f}".replace(",", "\0").replace(".", point).replace("\0", blank)
    readings = [_read(typed, unit) for typed in (digits, f"{digits} {unit.word}", f"{digits}%", float(number))]
    assert all(isinstance(each, NumberProblem) or each == number for each in readings)


@given(
    st.one_of(any_text(), st.text("0123456789.,'-+% годшт\N{NO-BREAK SPACE}"), st.floats(), st.integers()),
    st.sampled_from(UNITS),
)
def test_anything_is_a_number_that_its_unit_allows_or_trouble(value: CellValue, unit: UnitOfMeasure) -> None:
    reading = read_number(value, unit)
    assert (reading.value is None) != (reading.problem is None)
    if reading.value is not None:
        assert 0 <= reading.value <= LARGEST_NUMBER
        assert decimals_of(reading.value) <= unit.decimals
        if isinstance(value, float):
            assert abs(Decimal(from_float(value)) - reading.value) < Decimal("1e-8")
