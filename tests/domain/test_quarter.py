"""A quarter reads and prints one way, whatever letters its numeral is typed in."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.any_text import any_text
from xlplan.domain.quarter import Quarter, quarter_number, read_quarter, read_short_quarter
from xlplan.text.translation import use_language

quarters = st.builds(Quarter, year=st.integers(1900, 2199), number=st.integers(1, 4))


@given(quarters)
def test_a_printed_quarter_reads_back(quarter: Quarter) -> None:
    assert read_quarter(str(quarter)) == quarter
    assert read_quarter(quarter.title) == quarter


@given(quarters)
def test_an_english_title_names_the_same_quarter(quarter: Quarter) -> None:
    use_language("en")
    assert quarter.title == f"quarter {quarter.numeral} of {quarter.year}"


@pytest.mark.parametrize(
    "typed",
    [
        "2021-Q2",
        "2021-q2",
        "2021 Q2",
        "ІІ квартал 2021 року",
        "II квартал 2021 року",
        "ii квартал 2021",
        "2 квартал 2021 року",
        "2-й квартал 2021 р.",
        "ІІ  квартал\N{NO-BREAK SPACE}2021 року",
        "2 кв. 2021 р.",
        "2021 рік, ІІ квартал",
        "на ІІ квартал 2021 року",
        "другий квартал 2021",
        "за 2-й квартал 2021 року",
        "Q2 2021",
        "Q2/2021",
        "2Q2021",
        "2021Q2",
        "QII 2021",
        "quarter II of 2021",
        "Quarter 2, 2021",
        "2nd quarter of 2021",
        "the second quarter of 2021",
        "2nd Qtr. 2021",
        "2021, second quarter",
        "SECOND QUARTER OF THE YEAR 2021",
    ],
)
def test_every_usual_spelling_of_a_quarter_in_both_languages_reads_alike(typed: str) -> None:
    assert read_quarter(typed) == Quarter(2021, 2)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "2021", "2021-Q5", "2021-Q0", "V квартал 2021 року", "21-Q2", "квартал 2021", "2/2021"),
        *("ІІ півріччя 2021 року", "2 травня 2021", "H2 2021", "1 рік 2021", "Q2 FY2021", "FY21-Q2"),
        *(
            "Q1-Q2 2021",
            "І-ІІ квартал 2021 року",
            "ІІ квартал 2021-2022 років",
            "Q2 2021 (draft)",
            "-2 квартал 2021",
        ),
    ],
)
def test_what_names_no_quarter_is_none(typed: str) -> None:
    assert read_quarter(typed) is None


@pytest.mark.parametrize("typed", ["2021-2", "2-2021", "2021 2", "II-2021", "ІІ 2021", "2021–ІІ", "2021 - 2"])
def test_a_numeral_and_a_year_are_a_quarter_only_where_a_command_takes_one(typed: str) -> None:
    assert read_quarter(typed) is None
    assert read_short_quarter(typed) == Quarter(2021, 2)


@pytest.mark.parametrize(
    "typed", ["2/2021", "2021-5", "2021-02", "2 рік 2021", "2021", "2", "2021-2-1", "2021-2022"]
)
def test_a_numeral_and_a_year_that_may_be_a_month_or_a_day_are_no_quarter(typed: str) -> None:
    assert read_short_quarter(typed) is None


@pytest.mark.parametrize("typed", ["1899-Q1", "2200-Q1", "0000-Q1", "9999-Q4", "II квартал 9999 року"])
def test_a_year_that_no_plan_has_is_none(typed: str) -> None:
    assert read_quarter(typed) is None


@given(any_text())
def test_any_text_at_all_is_a_quarter_that_reads_back_or_none(text: str) -> None:
    quarter = read_quarter(text)
    assert quarter is None or read_quarter(str(quarter)) == quarter
    assert quarter_number(text) in (None, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("І", 1),
        ("ІІ", 2),
        ("III", 3),
        ("IV", 4),
        ("ІV", 4),
        ("2", 2),
        ("IV квартал", 4),
        ("Q2", 2),
        ("2nd quarter", 2),
        ("перший", 1),
        ("-2", None),
        ("V", None),
        ("", None),
    ],
)
def test_a_numeral_alone_gives_its_number(typed: str, number: int | None) -> None:
    assert quarter_number(typed) == number


@given(quarters, quarters)
def test_quarters_sort_by_time(one: Quarter, other: Quarter) -> None:
    assert (one < other) == (one.last_day < other.last_day)


@given(quarters)
def test_the_last_day_is_the_day_before_the_next_quarter(quarter: Quarter) -> None:
    after = quarter.last_day + timedelta(days=1)
    assert (after.day, (after.month - 1) % 3) == (1, 0)
    assert quarter.last_day > date(quarter.year, quarter.number * 3, 1)


@given(quarters)
def test_to_date_is_every_quarter_of_the_year_up_to_and_with_this_one(quarter: Quarter) -> None:
    assert quarter.to_date[-1] == quarter
    assert [each.number for each in quarter.to_date] == list(range(1, quarter.number + 1))
    assert all(one < other for one, other in pairwise(quarter.to_date))


@pytest.mark.parametrize(("year", "number"), [(2021, 0), (2021, 5), (1899, 1), (2200, 1)])
def test_no_such_quarter_is_refused(year: int, number: int) -> None:
    with pytest.raises(ValueError, match="no such quarter"):
        Quarter(year, number)
