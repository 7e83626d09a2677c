"""The nominative of a Ukrainian name is told by the endings of its words and by its noun."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplan.text.inflection import (
    Case,
    Gender,
    Noun,
    adjective_nominative,
    are_forms_of_one,
    in_nominative,
    noun,
    plural_forms,
    shared_cases,
    unchanged_noun,
)
from xlplan.text.normalize import match_key

BUREAU = unchanged_noun("бюро", Gender.NEUTER)
NOUNS = {word: noun(word) for word in ("відділ", "центр", "управління", "керівництво", "служба", "адміністрація")}
NOUNS["бюро"] = BUREAU
NAMES = [
    ("Хорошівського бюро", "Хорошівське бюро"),
    ("Хорошівським бюро", "Хорошівське бюро"),
    ("Хорошівськім бюро", "Хорошівське бюро"),
    ("Другого бюро", "Друге бюро"),
    ("Третього бюро", "Третє бюро"),
    ("2-го бюро", "2-ге бюро"),
    ("Коростенського місцевого центру", "Коростенський місцевий центр"),
    ("Лівобережному київському місцевому центрі", "Лівобережний київський місцевий центр"),
    ("Білоцерківським центром", "Білоцерківський центр"),
    ("третього відділу", "третій відділ"),
    ("1-го відділу", "1-й відділ"),
    ("внутрішнього відділу", "внутрішній відділ"),
    ("ЮРИДИЧНОГО ВІДДІЛУ", "ЮРИДИЧНИЙ ВІДДІЛ"),
    ("Головного управління", "Головне управління"),
    ("Головним управлінням", "Головне управління"),
    ("вищого керівництва", "вище керівництво"),
    ("Кропивницької служби", "Кропивницька служба"),
    ("Кропивницькій службі", "Кропивницька служба"),
    ("Обласною адміністрацією", "Обласна адміністрація"),
    ("Івано-Франківського центру", "Івано-Франківський центр"),
    ("Кам'янець-Подільського бюро", "Кам'янець-Подільське бюро"),
]


def known(word: str) -> Noun:
    return next(each for each in NOUNS.values() if each.cases(word))


@pytest.mark.parametrize(("typed", "nominative"), NAMES)
def test_adjectives_and_their_noun_are_put_into_the_nominative(typed: str, nominative: str) -> None:
    *adjectives, word = typed.split(" ")
    assert shared_cases(adjectives, word, known(word))
    assert " ".join(in_nominative(adjectives, word, known(word))) == nominative


@pytest.mark.parametrize("name", sorted({name for _typed, name in NAMES}))
def test_a_nominative_stays(name: str) -> None:
    *adjectives, word = name.split(" ")
    assert Case.NOMINATIVE in shared_cases(adjectives, word, known(word))
    assert " ".join(in_nominative(adjectives, word, known(word))) == name


@pytest.mark.parametrize(
    "words",
    ["начальник відділу", "завідувача центру", "черговий центру", "заступнику відділу", "керівниці служби"],
)
def test_words_that_do_not_agree_with_the_noun_are_no_adjectives_of_it(words: str) -> None:
    before, word = words.split(" ")
    assert not shared_cases([before], word, known(word))


STEMS = st.sampled_from(["хорошівськ", "полтавськ", "запорізьк", "вінницьк", "головн", "юридичн", "перш"])
ENDINGS = {
    Gender.MASCULINE: ("ий", ["ого", "ому", "им", "ім", "ий"]),
    Gender.NEUTER: ("е", ["ого", "ому", "им", "ім", "е"]),
    Gender.FEMININE: ("а", ["ої", "ій", "у", "ою", "а"]),
}


@given(STEMS, st.sampled_from(Gender), st.integers(0, 4))
def test_every_case_of_an_adjective_has_the_same_nominative(stem: str, gender: Gender, case: int) -> None:
    nominative, endings = ENDINGS[gender]
    assert adjective_nominative(stem + endings[case], gender) == stem + nominative


@given(st.sampled_from(sorted(NOUNS)), st.data())
def test_every_form_of_a_noun_is_one_name_with_it(word: str, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(sorted(NOUNS[word].forms)))
    assert are_forms_of_one(form, match_key(word))


def test_a_noun_in_the_plural_begins_with_the_nominative() -> None:
    assert [plural_forms(word)[0] for word in ("відділ", "служба", "управління", "адміністрація")] == [
        "відділи",
        "служби",
        "управління",
        "адміністрації",
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("відділ кадрів", "відділу кадрів"), ("хорошівське бпд", "хорошівського бпд")]
)
def test_two_cases_of_a_name_are_one(one: str, other: str) -> None:
    assert are_forms_of_one(one, other)


@pytest.mark.parametrize(("one", "other"), [("лугинське бюро", "лубенське бюро"), ("бюро", "бюро пд")])
def test_other_words_are_another_name(one: str, other: str) -> None:
    assert not are_forms_of_one(one, other)
