"""A term in a plan's own words tells its quarters, and a text gives up the term in front of it or at its end."""

import pytest

from xlplan.domain.quarter import Quarter
from xlplan.domain.term_reading import read_term, split_term

YEAR = tuple(Quarter(2026, number) for number in range(1, 5))


@pytest.mark.parametrize(
    ("text", "rest", "term", "numbers"),
    [
        ("12.02.2026 лекція у школі", "лекція у школі", "12.02.2026", (1,)),
        ("12.02 – лекція", "лекція", "12.02", (1,)),
        ("12 лютого: лекція", "лекція", "12 лютого", (1,)),
        ("12 лютого 2026 року – лекція", "лекція", "12 лютого 2026 року", (1,)),
        ("до 20.03 – лекція", "лекція", "до 20.03", (1,)),
        ("У травні лекція у ліцеї", "лекція у ліцеї", "У травні", (2,)),
        ("12.02.2026 о 10:00 у школі", "у школі", "12.02.2026 о 10:00", (1,)),
        ("12-14 травня – форум", "форум", "12-14 травня", (2,)),
        ("1 вересня – День знань: лекція", "День знань: лекція", "1 вересня", (3,)),
        ("ІІ квартал – лекція", "лекція", "ІІ квартал", (2,)),
        ("Q2: lecture", "lecture", "Q2", (2,)),
        ("by 20.03 – lecture", "lecture", "by 20.03", (1,)),
        ("Feb 12, 2026 – lecture", "lecture", "Feb 12, 2026", (1,)),
        ("in March – lecture", "lecture", "in March", (1,)),
        ("лекція (12.02.2026)", "лекція", "12.02.2026", (1,)),
        ("лекція – травень", "лекція", "травень", (2,)),
        ("лекція – ІІ кв.", "лекція", "ІІ кв", (2,)),
        ("лекція у ліцеї, 12.02.2026", "лекція у ліцеї", "12.02.2026", (1,)),
        ("лекція (протягом кварталу)", "лекція", "протягом кварталу", ()),
        ("lecture (first quarter)", "lecture", "first quarter", (1,)),
        ("січень–травень: огляд", "огляд", "січень–травень", (1, 2)),
        ("12.02.2026", "", "12.02.2026", (1,)),
    ],
)
def test_a_term_is_split_off(text: str, rest: str, term: str, numbers: tuple[int, ...]) -> None:
    dated = split_term(text)
    assert dated.term
    assert (dated.text, dated.term.words, dated.term.numbers) == (rest, term, numbers)


@pytest.mark.parametrize(
    "text",
    [
        *("Травень правової освіти у ліцеї", "лекція до Дня знань 1 вересня", "2 лекції у травні"),
        *("лекція (для 5 класів)", "лекція у школі № 2", "2.5-годинний семінар", "лекція – 2 год."),
        *("16 днів проти насильства", "лекція у м. Березне", "семінар у 1 кварталі міста", "meeting in Mayfair"),
    ],
)
def test_what_only_sounds_like_a_term_stays_in_its_text(text: str) -> None:
    assert split_term(text).term is None


@pytest.mark.parametrize("text", ["45.13.2026", "лекція", "", "V квартал", "постійно"])
def test_other_texts_are_no_terms(text: str) -> None:
    assert read_term(text) is None


@pytest.mark.parametrize(
    ("text", "numbers"), [("12.02.2025", []), ("12.02.26", [1]), ("лютий-квітень", [1, 2]), ("March 2026", [1])]
)
def test_a_term_falls_in_the_quarters_of_its_own_year(text: str, numbers: list[int]) -> None:
    term = read_term(text)
    assert term
    assert [quarter.number for quarter in term.quarters_of(YEAR)] == numbers
