"""A period is a calendar year or a quarter of it, in any usual spelling; nothing else is taken for one."""

import pytest

from xlplan.domain.period_reading import is_fiscal, read_period, refusal_of_period
from xlplan.domain.quarter import Quarter
from xlplan.text.translation import use_language

YEAR = (2026, tuple(Quarter(2026, number) for number in range(1, 5)))


@pytest.mark.parametrize(
    "typed",
    [
        *("2026", "2026 рік", "2026 року", "2026 р.", "рік 2026", "на 2026 рік", "за 2026 рік", "2026-й рік"),
        *("year 2026", "Year 2026", "the year 2026", "for 2026", "2026 year", " 2026\N{NO-BREAK SPACE}рік "),
    ],
)
def test_a_year_in_any_usual_spelling_is_that_year(typed: str) -> None:
    assert read_period(typed) == YEAR


@pytest.mark.parametrize("typed", ["2026-Q1", "Q1 2026", "І квартал 2026 року", "1st quarter of 2026"])
def test_a_quarter_is_that_quarter_alone(typed: str) -> None:
    assert read_period(typed) == (2026, (Quarter(2026, 1),))


@pytest.mark.parametrize(
    "typed",
    [
        *("", "зима", "quarter", "year", "26", "1 півріччя 2026", "H1 2026", "2026 H1", "2026 півріччя"),
        *("01.2026", "січень 2026", "2026-01-15", "2026, 2027", "plan 2026", "9999", "1026 рік"),
    ],
)
def test_anything_else_is_no_period(typed: str) -> None:
    assert read_period(typed) is None
    assert not is_fiscal(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "FY2026",
            "FY26",
            "FY 2026",
            "FY2025/26",
            "Q1 FY26",
            "FY26-Q1",
            "Fiscal year 2026",
            "financial year 2026",
        ),
        *("2025/26", "2025-2026", "2025–26", "2025/2026 н. р.", "2026 фінансовий рік", "фін. рік 2026"),
    ],
)
def test_a_fiscal_year_is_refused_with_what_can_be_written(typed: str) -> None:
    use_language("en")
    assert read_period(typed) is None
    assert is_fiscal(typed)
    assert refusal_of_period(typed) == (
        f"“{typed}” is a fiscal year, which may begin in one calendar year and end in the next. "
        "Write a calendar year or a quarter of it: 2026 or 2026-Q1."
    )


def test_what_is_no_period_at_all_is_refused_with_what_can_be_written() -> None:
    assert refusal_of_period("зима") == "«зима» — не рік і не квартал. Напишіть так: 2026 або 2026-Q1."
