"""When two texts are one: mended, inflected, shortened or extended, but never with other words."""

import pytest

from xlplan.text.likeness import are_alike, are_similar
from xlplan.text.normalize import match_key

ALIKE = [
    ("Круглий стіл", "Круглі столи"),
    ("лекція", "лекції"),
    ("осіб", "особи"),
    ("видань", "видання"),
    ("Проведення семінарів", "Проведеня семінару"),
    ("Проведення лекцій у школі", "проведення лекцій в школі."),
    ("кількість звернень", "кількість звернень громадян"),
    ("заходи для учнів закладів освіти", "заходи для учнів закладів загальної середньої освіти"),
    ("заходи 2022 року", "заходи 2023 року"),
    ("Lectures for pupils", "Lecture for a pupil"),
]
UNLIKE = [
    ("круглі столи", "публікації"),
    ("Проведення круглих столів у громадах", "Проведення семінарів у громадах"),
    ("Проведення лекцій для школярів", "Проведення лекцій для студентів"),
    ("кількість заходів", "кількість осіб"),
    ("задоволених скарг", "незадоволених скарг"),
    ("скарг, що розглянуті", "скарг, що не розглянуті"),
    ("внутрішні перевірки", "зовнішні перевірки"),
    ("школа № 3", "школа № 5"),
    ("звіт за І півріччя", "звіт за ІІ півріччя"),
    ("лекція", "лектор"),
    ("консультацій", "консультантів"),
    ("лекції", "лекції для учнів та студентів"),
    # Of the real plan: what tells these rows apart is at the end.
    (
        "Друк та розповсюдження буклетів в організаціях на тему земельних відносин",
        "Друк та розповсюдження буклетів в організаціях по міжнародному законодавству",
    ),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_a_text_that_was_mended_inflected_or_extended_is_the_same(one: str, other: str) -> None:
    assert are_alike(match_key(one), match_key(other))
    assert are_alike(match_key(other), match_key(one))


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_a_text_with_other_words_numbers_or_negations_is_another(one: str, other: str) -> None:
    assert not are_alike(match_key(one), match_key(other))
    assert not are_alike(match_key(other), match_key(one))


def test_texts_without_words_are_the_same_only_as_they_stand() -> None:
    assert are_alike("№ 5", "№ 5")
    assert not are_alike("№ 5", "№ 6")
    assert not are_alike("за", "про")


def test_similar_texts_share_most_of_their_words() -> None:
    one = match_key("Проведення лекцій для школярів")
    assert are_similar(one, match_key("Проведення лекцій студентам"))
    assert not are_similar(one, match_key("Проведення перевірок"))
