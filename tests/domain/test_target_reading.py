"""Targets with words around a number: limits, what is counted, the number itself in brackets."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplan.domain.number_reading import NumberProblem
from xlplan.domain.numerals import read_numeral
from xlplan.domain.target import UNSET, TargetKind
from xlplan.domain.target_reading import Limit, read_limited_target, read_target, says_no_target
from xlplan.domain.unit_of_measure import PERCENTAGE, WHOLE_THINGS, UnitOfMeasure, show_number, to_number
from xlplan.text.translation import use_language

DAYS = UnitOfMeasure("день", 1)
HOURS, MONEY, THOUSANDS = UnitOfMeasure("год", 1), UnitOfMeasure("грн", 2), UnitOfMeasure("тис. грн", 0)

FLOORS = [
    "не менше 20",
    "Не менш як 20",
    "не менш ніж 20",
    "не менше ніж 20",
    "щонайменше 20",
    "мінімум 20",
    "не нижче 20",
]
FLOORS += [
    "≥ 20",
    "≥20",
    ">= 20",
    "at least 20",
    "no less than 20",
    "not less than 20",
    "no fewer than 20",
    "minimum 20",
]
CEILINGS = [
    "не більше 20",
    "не більш як 20",
    "не більш ніж 20",
    "щонайбільше 20",
    "максимум 20",
    "до 20",
    "не вище 20",
]
CEILINGS += ["не перевищує 20", "в межах 20", "У межах 20", "≤ 20", "<=20", "at most 20", "no more than 20"]
CEILINGS += ["not more than 20", "up to 20", "within 20", "maximum 20", "not exceeding 20"]


@pytest.mark.parametrize("words", FLOORS)
def test_words_for_a_floor_are_a_count_to_reach(words: str) -> None:
    reading = read_limited_target(words)
    assert reading.target is not None
    assert (reading.target.kind, reading.target.count, reading.limit) == (TargetKind.COUNT, 20, Limit.FLOOR)


@pytest.mark.parametrize("words", CEILINGS)
def test_words_for_a_ceiling_are_a_count_not_to_exceed(words: str) -> None:
    reading = read_limited_target(words)
    assert reading.target is not None
    assert (reading.target.count, reading.limit) == (20, Limit.CEILING)


def test_the_plan_s_own_words_are_kept_and_written_again() -> None:
    target = read_target("не менше  20")
    assert target is not None
    assert (target.shown, target.words, target.as_written) == (20, "не менше 20", "не менше 20")


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("12 шт.", WHOLE_THINGS, "12"),
        ("12шт", WHOLE_THINGS, "12"),
        ("1 раз", WHOLE_THINGS, "1"),
        ("5 разів", WHOLE_THINGS, "5"),
        ("30 осіб", WHOLE_THINGS, "30"),
        ("5 заходів", WHOLE_THINGS, "5"),
        ("3 times", WHOLE_THINGS, "3"),
        ("4 pcs", WHOLE_THINGS, "4"),
        ("7 items", WHOLE_THINGS, "7"),
        ("1 200 осіб", WHOLE_THINGS, "1200"),
        ("не менше 5 разів", WHOLE_THINGS, "5"),
        ("5 (п'ять)", WHOLE_THINGS, "5"),
        ("5 (п’ять) разів", WHOLE_THINGS, "5"),
        ("5 (five)", WHOLE_THINGS, "5"),
        ("не більше 3 (трьох)", WHOLE_THINGS, "3"),
        ("1 200 (одна тисяча двісті)", WHOLE_THINGS, "1200"),
        ("5,5 год", HOURS, "5.5"),
        ("до 5,5 год", HOURS, "5.5"),
        ("5 (п'ять) год", HOURS, "5"),
        ("5,5 годин", HOURS, "5.5"),
        ("не більше 5,5 дня", DAYS, "5.5"),
        ("до 5 днів", DAYS, "5"),
        ("5 (п'ять) днів", DAYS, "5"),
        ("up to 5.5 days", UnitOfMeasure("day", 1), "5.5"),
        ("в межах 40 тис. грн", THOUSANDS, "40"),
        ("у межах 11 000,50 грн", MONEY, "11000.5"),
        ("до 2000", MONEY, "2000"),
        ("до 5.06 грн", MONEY, "5.06"),
        ("не менше 90 %", PERCENTAGE, "90"),
        ("≥90,5%", PERCENTAGE, "90.5"),
        ("90 % (дев'яносто)", PERCENTAGE, "90"),
    ],
)
def test_a_number_with_words_is_read_as_the_number(typed: str, unit: UnitOfMeasure, number: str) -> None:
    target = read_target(typed, unit)
    assert target is not None
    assert target.count == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("до 5 числа", WHOLE_THINGS),
        ("до 01.06", WHOLE_THINGS),
        ("до 01.06", MONEY),
        ("до 5.06", MONEY),
        ("до 01.06.2023", MONEY),
        ("до 2024", WHOLE_THINGS),
        ("до 2024 року", WHOLE_THINGS),
        ("within 2024", WHOLE_THINGS),
        ("5 (шість)", WHOLE_THINGS),
        ("5 (лекцій)", WHOLE_THINGS),
        ("5 (5)", WHOLE_THINGS),
        ("5 лекцій", WHOLE_THINGS),
        ("1 раз на квартал", WHOLE_THINGS),
        ("не менше 1 разу на місяць", WHOLE_THINGS),
        ("понад 5", WHOLE_THINGS),
        ("менше 5", WHOLE_THINGS),
        ("> 5", WHOLE_THINGS),
        ("від 5 до 7", WHOLE_THINGS),
        ("не менше 5, не більше 7", WHOLE_THINGS),
        ("не менше", WHOLE_THINGS),
        ("12 шт.", HOURS),
        ("до 5 днів", HOURS),
        ("до 5 робочих днів", DAYS),
        ("до 11,000 днів", DAYS),
        ("5 годин 30 хвилин", HOURS),
        ("40 тис. грн", MONEY),
        ("в межах 40 грн", THOUSANDS),
        ("не менше 10\n150", WHOLE_THINGS),
        ("не менше 10  150", WHOLE_THINGS),
        ("не менше 10\t150 осіб", WHOLE_THINGS),
    ],
)
def test_what_may_mean_something_else_is_no_number(typed: str, unit: UnitOfMeasure) -> None:
    assert read_target(typed, unit) is None


@pytest.mark.parametrize(
    ("typed", "unit", "problem"),
    [
        ("не менше 11,000", WHOLE_THINGS, NumberProblem.AMBIGUOUS),
        ("до 11.000 грн", MONEY, NumberProblem.AMBIGUOUS),
        ("не більше 5,5", WHOLE_THINGS, NumberProblem.FRACTION),
        ("не більше 5,25 год", HOURS, NumberProblem.DECIMALS),
        ("не менше 90 %", WHOLE_THINGS, NumberProblem.PERCENT),
        ("не менше 0,9", PERCENTAGE, NumberProblem.SHARE),
        (0.9, PERCENTAGE, NumberProblem.SHARE),
        (5.25, HOURS, NumberProblem.DECIMALS),
    ],
)
def test_a_limit_hides_no_problem_of_its_number(
    typed: object, unit: UnitOfMeasure, problem: NumberProblem
) -> None:
    reading = read_limited_target(typed, unit)
    assert (reading.target, reading.number.problem) == (None, problem)


@pytest.mark.parametrize("words", ["протягом року", "до запитання", "за потреби", "в межах потреби"])
def test_words_without_a_number_are_no_limit(words: str) -> None:
    assert read_limited_target(words).limit is None


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("нуль", 0),
        ("п'ять", 5),
        ("п’яти", 5),
        ("одинадцять", 11),
        ("двадцять п'ять", 25),
        ("сто", 100),
        ("сто двадцять п'ять", 125),
        ("тисяча", 1000),
        ("дві тисячі триста сорок", 2340),
        ("twenty-five", 25),
        ("one hundred and five", 105),
        ("two thousand three hundred", 2300),
        ("п'ять двадцять", None),
        ("двадцять одинадцять", None),
        ("лекцій", None),
        ("", None),
    ],
)
def test_numbers_in_words_are_read_in_both_languages(words: str, number: int | None) -> None:
    assert read_numeral(words) == number


@pytest.mark.parametrize("language", ["uk", "en"])
@given(
    st.decimals(0, 10**7, places=2),
    st.sampled_from([WHOLE_THINGS, HOURS, MONEY, THOUSANDS, PERCENTAGE]),
    st.sampled_from(["{}", "не менше {}", "не більше {}", "до {}", "≥ {}", "at least {}", "up to {}"]),
)
def test_a_number_as_it_is_shown_is_read_back_behind_any_limit(
    language: str, number: Decimal, unit: UnitOfMeasure, words: str
) -> None:
    use_language(language)
    exact = to_number(number.quantize(Decimal(1).scaleb(-unit.decimals)))
    target = read_target(words.format(show_number(exact, unit)), unit)
    # What may be a year by which something is to be done is no number.
    assert (target and target.count) == exact or (unit == WHOLE_THINGS and 1900 <= exact < 2100)


ENGLISH_WORDS = {
    TargetKind.CONTINUOUS: (
        *(
            "ongoing",
            "continuously",
            "constantly",
            "regularly",
            "systematically",
            "on an ongoing basis",
            "year-round",
        ),
        *(
            "on a regular basis",
            "throughout the year",
            "throughout the whole quarter",
            "during the reporting period",
        ),
        *("throughout 2026", "daily", "weekly", "monthly", "quarterly", "annually", "every week", "each quarter"),
    ),
    TargetKind.ON_DEMAND: (
        *(
            "as needed",
            "as required",
            "as necessary",
            "when required",
            "when needed",
            "where necessary",
            "if needed",
        ),
        *("if any", "if requested", "on demand", "on request", "upon request", "at the request of the court"),
        *(
            "in case of need",
            "in the event of a visit",
            "as the need arises",
            "as and when required",
            "if applicable",
        ),
        *("subject to availability and need", "depending on need", "as appropriate", "in case of events"),
    ),
    TargetKind.ON_INSTRUCTION: (
        *(
            "on instruction",
            "upon instruction",
            "on instructions from the ministry",
            "as instructed",
            "if instructed",
        ),
        *("by order of the director", "under a separate instruction", "in accordance with instructions"),
    ),
}


@pytest.mark.parametrize(
    ("words", "kind"), [(words, kind) for kind, each in ENGLISH_WORDS.items() for words in each]
)
@pytest.mark.parametrize("spelling", [str, str.capitalize, str.upper])
def test_english_words_of_targets_mean_what_the_ukrainian_ones_mean(
    words: str, kind: TargetKind, spelling: Callable[[str], str]
) -> None:
    target = read_target(spelling(words))
    assert target is not None
    assert (target.kind, target.words) == (kind, spelling(words))


@pytest.mark.parametrize(
    "words",
    [
        *(
            "n/a",
            "N/A",
            "n.a.",
            "NA",
            "not applicable",
            "tbd",
            "TBD",
            "tba",
            "to be determined",
            "To be confirmed",
        ),
        *("not set", "none", "н/д", "Н/Д", "не визначено", "уточнюється", "Буде визначено", "(tbd)"),
    ],
)
def test_words_for_no_target_are_no_target_and_never_zero(words: str) -> None:
    assert says_no_target(words)
    assert read_target(words) == UNSET


@pytest.mark.parametrize("words", ["not", "none of them", "weekly 5 lectures", "monthly 2", "within 2024", "as"])
def test_english_words_that_hide_a_number_or_say_something_else_are_not_understood(words: str) -> None:
    assert read_target(words) is None


@pytest.mark.parametrize("words", ["AT LEAST 20", "Minimum 20", "MINIMUM OF 20", "Min. 20", "NO LESS THAN 20"])
def test_a_floor_is_read_in_capital_letters_too(words: str) -> None:
    reading = read_limited_target(words)
    assert (reading.target and reading.target.count, reading.limit) == (20, Limit.FLOOR)


@pytest.mark.parametrize("words", ["AT MOST 20", "Maximum 20", "MAX 20", "NO MORE THAN 20", "NOT EXCEEDING 20"])
def test_a_ceiling_is_read_in_capital_letters_too(words: str) -> None:
    reading = read_limited_target(words)
    assert (reading.target and reading.target.count, reading.limit) == (20, Limit.CEILING)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("no more than 1,500.50", "1500.5"),
        ("USD 1500.50", "1500.5"),
        ("usd 20", "20"),
        ("up to USD 12,345.6", "12345.6"),
        ("1,500.50 USD", "1500.5"),
    ],
)
def test_money_in_english_is_read_with_its_word_before_or_behind(typed: str, number: str) -> None:
    target = read_target(typed, UnitOfMeasure("USD", 2))
    assert target is not None
    assert target.count == Decimal(number)
