"""What looks like personal data is hidden from all but its unit, and the numbers of a report are not."""

import pytest

from xlplan.domain.findings.answer_kinds import ENTRY_NOT_A_NUMBER
from xlplan.domain.personal_data import hide_personal_data, kinds_of_personal_data


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("РНОКПП 1759013776", "РНОКПП [приховано]"),
        ("паспорт СН 123456 і АА№654321", "паспорт [приховано] і [приховано]"),
        ("ID-картка 001234567", "ID-картка [приховано]"),
        ("тел. +38 (067) 123-45-67.", "тел. [приховано]."),
        ("ivanenko@ukr.net, 0671234567", "[приховано], [приховано]"),
        ("УНЗР 19850201-01234", "УНЗР [приховано]"),
        ("Іваненко, 01.02.1985 р.н.", "Іваненко, [приховано]."),
        # A number with a slip in it, or in other letters, is a person's all the same.
        ("код 1759013777", "код [приховано]"),
        ("паспорт CH 123456", "паспорт [приховано]"),
        # A quotation may be cut in the middle of it.
        ("довго про все, тел. 067 123 45…", "довго про все, тел. [приховано]"),
        ("довго про все, ivanenko@uk…", "довго про все, [приховано]"),
    ],
)
def test_what_looks_like_personal_data_is_hidden(text: str, shown: str) -> None:
    assert hide_personal_data(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5 шт.",
        "14.05.2021-20.05.2021, охоплено 1 200 осіб",
        "12 345 678",
        "на 150000 грн",
        "наказ № 123456 від 01.04.2021",
        "ЄДРПОУ 26313037",
        "korosten@legalaid.gov.ua",
        "1.4.1, 1.4.10, 1.4.11",
        "2021-Q2-HOR-7K3M",
        "Зведений звіт 2021-Q2 (випуск 2) 2021-07-09 10-30-05.xlsx",
        "2026-11-30 06:14:22,123 xlplan.watch",
        "/home/user/центр/inbox/.claimed/0a1b2c3d/звіт.xlsx",
        "0.1234567891234",
    ],
)
def test_numbers_codes_dates_and_paths_stay(text: str) -> None:
    assert hide_personal_data(text) == text


def test_a_finding_keeps_the_whole_for_its_unit_and_hides_it_from_others() -> None:
    finding = ENTRY_NOT_A_NUMBER.at(heading="Completed", seen="тел. 0671234567", description="Description")
    assert "0671234567" in finding.whole_problem
    assert "0671234567" not in f"{finding.problem} {finding.remedy} {finding}"
    assert dict(finding.values)["seen"] == "тел. 0671234567"
    assert dict(finding.shown_values)["seen"] == "тел. [приховано]"


@pytest.mark.parametrize("part", ["x", "1 2 ", "a@", "a.b-", "(", "+38 ", "АБ ", "0"])
def test_a_text_of_any_length_is_looked_through(part: str) -> None:
    """A pattern without bounds would take hours."""
    text = part * (100_000 // len(part))
    assert len(hide_personal_data(f"{text}@ 123456")) > 0


def test_an_address_of_any_length_is_hidden() -> None:
    assert hide_personal_data(f"пишіть {'x' * 200}@ukr.net") == "пишіть [приховано]"


@pytest.mark.parametrize(
    "sign", ["\N{ZERO WIDTH SPACE}", "\N{WORD JOINER}", "\N{SOFT HYPHEN}", "\N{VARIATION SELECTOR-16}"]
)
def test_signs_that_nobody_sees_hide_no_personal_data(sign: str) -> None:
    text = f"тел. 067{sign}123{sign}45{sign}67"
    assert list(kinds_of_personal_data(text)) == ["a telephone number"]
    assert "45" not in hide_personal_data(text)
