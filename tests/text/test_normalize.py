"""Texts that people type many ways have one spelling."""

import pytest
from hypothesis import given

from tests.support.any_text import any_text
from xlplan.text.normalize import (
    clean_spaces,
    closest_match,
    drop_invisible,
    fix_mixed_alphabets,
    is_dash,
    latin_code,
    match_key,
    without_invisible,
)


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("  Захід ", "Захід"),
        ("за\N{NO-BREAK SPACE}потреби", "за потреби"),
        ("за\n\tпотреби", "за потреби"),
        ("п’ять", "п'ять"),
        ("пʼять", "п'ять"),
        ("п`ять", "п'ять"),
        ("Зв\N{SOFT HYPHEN}іт\N{ZERO WIDTH SPACE}", "Звіт"),
        ("и\N{COMBINING BREVE}", "й"),
        ("Latin i Кирилиця", "Latin i Кирилиця"),
    ],
)
def test_tidying_keeps_letters_and_evens_out_the_rest(typed: str, tidied: str) -> None:
    assert clean_spaces(typed) == tidied


@pytest.mark.parametrize(
    "sign",
    [
        *"\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2064\u2066\u2067\u2068\u2069",
        *"\ufe0f\ufeff\U000e0061",
    ],
)
def test_a_sign_that_nobody_sees_is_nothing(sign: str) -> None:
    text = f"{sign}Зв{sign}іт 1.4{sign}"
    assert drop_invisible(text) == clean_spaces(text) == without_invisible(text) == "Звіт 1.4"
    assert (match_key(text), latin_code(text)) == (match_key("Звіт 1.4"), latin_code("Звіт 1.4"))


def test_lines_stay_where_invisible_signs_go() -> None:
    assert drop_invisible("а\u2060\n\tб") == "а\n\tб"
    assert without_invisible("а\u2060\n\tб") == "а  б"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Звіт", "Звiт"),
        ("ЗВІТ", "звіт"),
        ("Код", "Koд"),
        ("п’ять", "П'ЯТЬ"),
        ("Що  не так", "що не тaк"),
        ("AT LEAST", "at least"),
    ],
)
def test_two_spellings_of_one_text_fold_alike(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(("one", "other"), [("1.1", "1.10"), ("план", "плани"), ("І", "ІІ"), ("5", "6")])
def test_different_texts_stay_different(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


@given(any_text())
def test_tidying_and_folding_twice_change_nothing(text: str) -> None:
    assert clean_spaces(clean_spaces(text)) == clean_spaces(text)
    assert match_key(clean_spaces(text)) == match_key(text)


def test_a_code_typed_on_a_ukrainian_keyboard_reads_as_latin() -> None:
    assert latin_code("кр-21q2-нор") == latin_code("KP-21Q2-HOP")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Хорошівске БПД", "Хорошівське БПД"),
        ("хорошiвське бпд", "Хорошівське БПД"),
        ("Житомирське БПД", None),
        ("", None),
    ],
)
def test_a_misspelt_name_finds_the_one_that_was_meant(typed: str, meant: str | None) -> None:
    assert closest_match(typed, ["Хорошівське БПД", "Лугинське БПД", "Народицьке БПД"]) == meant


@pytest.mark.parametrize(
    ("typed", "mended", "words"),
    [
        ("Лекцiї та зустpічі", "Лекції та зустрічі", ("Лекцiї", "зустpічі")),
        ("oб’єднання", "об’єднання", ("oб’єднання",)),
        ("портал WikiLegalAid, Zoom", "портал WikiLegalAid, Zoom", ()),
        ("Web-сайт", "Web-сайт", ()),
        ("Ліdер", "Ліdер", ()),
        ("рядок\nлекцiї", "рядок\nлекції", ("лекцiї",)),
        ("", "", ()),
    ],
)
def test_latin_letters_in_a_cyrillic_word_are_mended_only_where_all_look_alike(
    typed: str, mended: str, words: tuple[str, ...]
) -> None:
    assert fix_mixed_alphabets(typed) == (mended, words)


@given(any_text())
def test_mending_changes_no_meaning_and_only_once(text: str) -> None:
    mended, _words = fix_mixed_alphabets(text)
    assert match_key(mended) == match_key(text)
    assert fix_mixed_alphabets(mended) == (mended, ())


@pytest.mark.parametrize(
    ("text", "dash"),
    [
        ("-", True),
        ("—", True),
        ("−", True),
        ("- -", True),
        ("---", True),
        ("", False),
        ("-1", False),
        ("а-б", False),
    ],
)
def test_a_dash_is_nothing_but_dashes(text: str, dash: bool) -> None:
    assert is_dash(text) is dash
