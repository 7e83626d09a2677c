"""A day is read however people write it. What may be another day, or several, is never guessed."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.any_text import any_text
from xlplan.domain.day_reading import DayProblem, DayReading, read_day, serial_days
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellValue
from xlplan.text.translation import use_language

QUARTER = Quarter(2021, 2)
DAY = date(2021, 5, 14)


@pytest.mark.parametrize(
    "typed",
    [
        "14.05.2021",
        "14.5.2021",
        "14.05.21",
        "14/05/2021",
        "14-05-2021",
        " 14 . 05 . 2021 ",
        "14.05.2021.",
        "14.05.2021 р.",
        "14.05.2021р",
        "14.05.2021 року",
        "14.05.2021 p.",
        "2021-05-14",
        "2021.05.14",
        "2021-05-14 00:00:00",
        "2021-05-14T10:00:00",
        "2021-05-14T23:30:00Z",
        "2021-05-14T00:30:00.000+03:00",
        "14.05.2021 10:00",
        "14.05.2021 10.00",
        "14.05.2021 о 10:00",
        "14.05.2021, 10:00-12:00",
        "14.05.2021 об 11:00 год.",
        "14 травня 2021 р.",
        "14 травня 2021 року",
        "14 травня 2021",
        "14 трав. 2021",
        "14 травень 2021",
        "14-го травня 2021 року",
        "«14» травня 2021 року",
        "14 ТРАВНЯ 2021",
        "14 трaвня 2021",
        "14\N{NO-BREAK SPACE}травня\n2021 року",
        "\N{LEFT-TO-RIGHT OVERRIDE}14.05.2021\N{POP DIRECTIONAL FORMATTING}",
        "п'ятниця, 14 травня 2021 р.",
        "п’ятниця, 14 травня 2021 р.",
        "пт, 14.05.2021",
        "14.05.2021 (п'ятниця)",
        "14 May 2021",
        "14th May 2021",
        "May 14, 2021",
        "Friday, May 14, 2021",
        "MAY 14, 2021",
        "May 14th, 2021",
        "14th of May, 2021",
        "the 14th of May 2021",
        "14-May-2021",
    ],
)
def test_a_day_is_read_however_people_write_it(typed: str) -> None:
    assert read_day(typed) == DayReading(DAY)


@pytest.mark.parametrize(
    ("typed", "needs_note"), [("05/06/2021", True), ("5/6/21", True), ("14/05/2021", False), ("05.06.2021", False)]
)
def test_in_english_a_day_that_could_be_a_month_is_told(typed: str, needs_note: bool) -> None:
    use_language("en")
    assert read_day(typed).needs_note == needs_note
    use_language("uk")
    assert not read_day(typed).needs_note


@pytest.mark.parametrize("value", [DAY, datetime(2021, 5, 14, 10, 30)])
def test_a_date_of_the_workbook_is_its_day(value: CellValue) -> None:
    assert read_day(value) == DayReading(DAY)


@pytest.mark.parametrize(
    "typed", ["14 травня", "14 трав.", "14.05", "14.05.", "п'ятниця, 14 травня", 44330, 44330.0]
)
def test_a_day_that_is_not_typed_in_full_is_understood_and_noted(typed: CellValue) -> None:
    assert read_day(typed, QUARTER) == DayReading(DAY, needs_note=True)


@pytest.mark.parametrize("typed", ["14 серпня", "14.08"])
def test_a_day_without_a_year_is_of_its_quarter_only(typed: str) -> None:
    assert read_day(typed, QUARTER) == DayReading(problem=DayProblem.NO_YEAR)


def test_without_a_quarter_a_day_needs_its_year() -> None:
    assert read_day("14 травня") == DayReading(problem=DayProblem.NO_YEAR)


@pytest.mark.parametrize(
    "typed", ["31.06.2021", "05/14/2021", "29.02.2021", "0.05.2021", "14.05.0021", "31 червня 2021"]
)
def test_a_day_that_does_not_exist_is_told_apart(typed: str) -> None:
    assert read_day(typed) == DayReading(problem=DayProblem.NO_SUCH_DAY)


@pytest.mark.parametrize("typed", ["понеділок, 14 травня 2021", "чт, 14.05.2021", "May 14, 2021, Monday"])
def test_a_day_of_another_weekday_is_told_apart(typed: str) -> None:
    assert read_day(typed) == DayReading(problem=DayProblem.OTHER_WEEKDAY)


@pytest.mark.parametrize(
    "typed",
    [
        "14.05, 21.05.2021",
        "14.05.2021; 21.05.2021",
        "14.05.2021\n21.05.2021",
        "14-16.05.2021",
        "14–16.05.2021",
        "14.05.2021-16.05.2021",
        "2021-05-14, 2021-05-21",
        "14, 21 травня 2021",
        "14-16 травня 2021 року",
        "14 та 21 травня",
        "з 14 по 16 травня 2021",
        "14 травня, 21 червня",
    ],
)
def test_two_days_in_one_cell_are_two_days(typed: str) -> None:
    assert read_day(typed, QUARTER) == DayReading(problem=DayProblem.SEVERAL)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "-",
        "травень",
        "травень 2021",
        "протягом травня",
        "14 мая 2021",
        "21-05-14",
        "14,05,2021",
        "до 14.05.2021",
        "14.05.2021 у м. Коростень",
        "14.05.2021 25:00",
        "44330",
        12.05,
        5,
        36525,
        73051,
        float("nan"),
        True,
        time(10),
        timedelta(5),
    ],
)
def test_what_is_not_plainly_a_day_is_not_guessed(value: CellValue) -> None:
    assert read_day(value, QUARTER) == DayReading(problem=DayProblem.NOT_A_DAY)


def test_a_bare_number_is_another_day_where_days_are_counted_from_1904() -> None:
    assert serial_days(42868) == (date(2017, 5, 13), date(2021, 5, 14))


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_reads_the_same_in_every_spelling(day: date) -> None:
    spellings = (
        f"{day:%d.%m.%Y}",
        f"{day.day}/{day.month}/{day.year}",
        day.isoformat(),
        f"{day:%Y-%m-%dT%H:%M:%SZ}",
    )
    assert {read_day(text).day for text in spellings} == {day}


@given(st.one_of(any_text(), st.floats(), st.integers(), st.dates(), st.booleans(), st.none()))
def test_anything_at_all_is_either_a_day_or_a_problem(value: CellValue) -> None:
    reading = read_day(value, QUARTER)
    assert (reading.day is None) != (reading.problem is None)


@pytest.mark.parametrize("tail", ["а" * 60 + "!", "а " * 30 + "!", "а'" * 30, "." * 60 + "!", "р." * 30 + "!"])
def test_a_long_text_after_a_day_is_told_at_once(tail: str) -> None:
    assert read_day(f"14.05.2021 {tail}").day is None
