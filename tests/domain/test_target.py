"""Targets are typed: the plan's own words are kept, and none is ever turned into 0."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.any_text import any_text
from xlplan.domain.target import UNSET, Target, TargetKind, count_target
from xlplan.domain.target_reading import read_target, suggest_words

# The words of the two real plans, and spellings of them.
WORDS = {
    TargetKind.CONTINUOUS: [
        "постійно",
        "Постійно",
        "ПОСТIЙНО",
        "постiйно",
        "на постійній основі",
        "систематично",
        "протягом року",
        "протягом кварталу",
        "Упродовж року",
        "впродовж усього року",
        "протягом 2023 року",
        "протягом ІІ кварталу",
        "щокварталу",
        "щоквартально",
        "щомісяця",
    ],
    TargetKind.ON_DEMAND: [
        "за потреби",
        "За  потреби",
        "у разі потреби",
        "в разі потреби",
        "у разі проведення",
        "при проведенні",
        "при проведенні заходів",
        "при наявності та потребі",
        "за наявності потреби",
        "при потребі",
        "За необхідності",
        "у разі необхідності",
        "в міру необхідності",
        "по мірі надходження",
        "у випадку звернення",
        "за зверненнями громадян",
        "у разі звернення 2 і більше осіб",
    ],
    TargetKind.ON_INSTRUCTION: [
        "за дорученням",
        "за дорученням Координаційного центру",
        "за окремим дорученням",
        "згідно з дорученням",
        "згідно доручень",
        "відповідно до доручень КЦ",
        "на виконання доручення",
        "у разі доручення",
    ],
}


@pytest.mark.parametrize(("kind", "words"), [(kind, words) for kind, each in WORDS.items() for words in each])
def test_words_are_typed_and_kept(kind: TargetKind, words: str) -> None:
    read = read_target(words)
    assert read is not None
    assert (read.kind, read.count) == (kind, None)
    assert read.shown == " ".join(words.split())


@pytest.mark.parametrize("value", [None, "", " ", "-", "–", "—", "−", "‒", "―", "--", "- -", "\N{NO-BREAK SPACE}"])
def test_a_blank_or_a_dash_is_unset_never_zero(value: object) -> None:
    assert read_target(value) == UNSET
    assert UNSET.count is None
    assert UNSET.shown == ""


@pytest.mark.parametrize("value", [5, 5.0, "5", " 5 ", "5,0", "5.00", "５", "5\N{NO-BREAK SPACE}"])
def test_a_whole_number_is_a_count_however_typed(value: object) -> None:
    read = read_target(value)
    assert read is not None
    assert (read.kind, read.count, read.shown) == (TargetKind.COUNT, 5, 5)


def test_thousands_may_stand_apart() -> None:
    assert read_target("1\N{NO-BREAK SPACE}200") == count_target(1200)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("постйно", "постійно"),
        ("Постіно", "постійно"),
        ("за дорученям Координаційного центру", "за дорученням"),
        ("протягм року", "протягом року"),
        ("5 лекцій", None),
        ("немає", None),
    ],
)
def test_misspelt_words_come_with_those_that_were_probably_meant(typed: str, meant: str | None) -> None:
    assert read_target(typed) is None
    assert suggest_words(typed) == meant


def test_zero_is_a_count() -> None:
    assert read_target(0) == count_target(0)


@pytest.mark.parametrize(
    "value",
    [
        -1,
        2.5,
        "2,5",
        "-1",
        "п'ять",
        "5 лекцій",
        "немає",
        "не постійно",
        "постійнодіючий",
        "щомісяця 5 лекцій",
        "протягом року 12",
        "1 20",
        True,
        False,
        float("inf"),
        float("nan"),
        "9" * 5000,
        date(2021, 5, 1),
    ],
)
def test_what_cannot_be_understood_is_none_never_a_guess(value: object) -> None:
    assert read_target(value) is None


@given(st.one_of(any_text(), st.floats(), st.integers(), st.booleans(), st.none(), st.dates()))
def test_anything_at_all_is_a_sound_target_or_none(value: object) -> None:
    read = read_target(value)
    assert read is None or (read.kind is TargetKind.COUNT) == (read.count is not None)
    assert read is None or read.count is None or read.count >= 0


@given(st.integers(0, 10**9))
def test_what_a_target_shows_reads_back(number: int) -> None:
    assert read_target(count_target(number).shown) == count_target(number)


def test_a_target_has_a_count_exactly_where_its_kind_is_count() -> None:
    with pytest.raises(ValueError, match="exactly"):
        Target(TargetKind.COUNT, "п'ять")
    with pytest.raises(ValueError, match="exactly"):
        Target(TargetKind.CONTINUOUS, "постійно", 0)
