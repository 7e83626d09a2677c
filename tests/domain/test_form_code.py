"""A form code read out, typed or half erased is recognised whole or not at all."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplan.domain.form_code import FormCode, check_character, read_form_codes
from xlplan.domain.quarter import Quarter

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
parts = st.text(ALPHABET, min_size=2, max_size=6)
codes = st.builds(
    FormCode,
    centre=parts,
    quarter=st.builds(Quarter, year=st.integers(2000, 2099), number=st.integers(1, 4)),
    unit=parts,
    token=st.text(ALPHABET, min_size=4, max_size=4),
)
CODE = FormCode("KR", Quarter(2021, 2), "HOR", "7F3K")


def test_a_form_code_shows_centre_quarter_unit_token_and_check_character() -> None:
    assert str(CODE) == "KR-21Q2-HOR-7F3K-P"


@given(codes)
def test_a_printed_code_reads_back(code: FormCode) -> None:
    assert read_form_codes(f"Код форми: {code}") == (code,)


@given(codes, st.data())
def test_every_single_wrong_character_is_caught(code: FormCode, data: st.DataObject) -> None:
    text = str(code)
    at = data.draw(st.sampled_from([n for n, sign in enumerate(text) if sign in ALPHABET]))
    wrong = data.draw(st.sampled_from(ALPHABET.replace(text[at], "")))
    assert code not in read_form_codes(text[:at] + wrong + text[at + 1 :])
    assert read_form_codes(text[:at] + wrong + text[at + 1 :]) == ()


def test_of_all_swaps_of_neighbours_fewer_than_one_in_five_hundred_is_missed() -> None:
    swaps = [
        (f"KR-21Q2-HOR-{state}0{first}{second}", f"KR-21Q2-HOR-{state}0{second}{first}")
        for state in ALPHABET
        for first, second in permutations(ALPHABET, 2)
    ]
    missed = sum(check_character(body) == check_character(swapped) for body, swapped in swaps)
    assert missed / len(swaps) < 1 / 500


def test_every_single_wrong_character_of_one_code_is_caught_without_exception() -> None:
    text = str(CODE)
    changed = [text[:n] + sign + text[n + 1 :] for n, old in enumerate(text) if old != "-" for sign in ALPHABET]
    assert {read_form_codes(each) for each in changed if each != text} == {()}


@pytest.mark.parametrize(
    "typed",
    [
        "kr-21q2-hor-7f3k-p",
        "КR-21Q2-НОR-7F3К-Р",  # Cyrillic К, Н, О, Р
        " KR-21Q2-HOR-7F3K-P ",
        "(KR-21Q2-HOR-7F3K-P)",
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert read_form_codes(typed) == (CODE,)


@pytest.mark.parametrize(
    "typed", ["", "KR-21Q2-HOR-7F3K", "KR-21Q5-HOR-7F3K-P", "XKR-21Q2-HOR-7F3K-P", "KR-21Q2-HOR"]
)
def test_what_is_not_a_whole_code_is_none(typed: str) -> None:
    assert read_form_codes(typed) == ()


def test_several_codes_in_one_text_are_all_read() -> None:
    other = FormCode("KR", Quarter(2021, 3), "LUG", "AAAA")
    assert read_form_codes(f"{CODE}, {other}") == (CODE, other)


@given(st.text(ALPHABET, min_size=1, max_size=20))
def test_the_check_character_makes_the_whole_valid(text: str) -> None:
    # ISO/IEC 7064: over the text with its check character the running sum comes to 1.
    product = 36
    for sign in text + check_character(text):
        total = (product + ALPHABET.index(sign)) % 36 or 36
        product = total * 2 % 37
    assert total == 1
