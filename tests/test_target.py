"""Targets are typed: the plan's own words are kept, and none is ever turned into 0."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplan.target import UNSET, Target, TargetKind, count, read_target

# The words of the two real plans, and spellings of them.
WORDS = {
    TargetKind.CONTINUOUS: ["постійно", "Постійно", "постiйно", "протягом року", "протягом кварталу"],
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
    ],
    TargetKind.ON_INSTRUCTION: ["за дорученням", "за дорученням Координаційного центру"],
}


@pytest.mark.parametrize(("kind", "words"), [(kind, words) for kind, each in WORDS.items() for words in each])
def test_words_are_typed_and_kept(kind: TargetKind, words: str) -> None:
    read = read_target(words)
    assert read is not None
    assert (read.kind, read.count) == (kind, None)
    assert read.shown == " ".join(words.split())


@pytest.mark.parametrize("value", [None, "", " ", "-", "–", "—", "\N{NO-BREAK SPACE}"])
def test_a_blank_or_a_dash_is_unset_never_zero(value: object) -> None:
    assert read_target(value) == UNSET
    assert UNSET.count is None
    assert UNSET.shown == ""


@pytest.mark.parametrize("value", [5, 5.0, "5", " 5 ", "5,0", "5.00"])
def test_a_whole_number_is_a_count_however_typed(value: object) -> None:
    read = read_target(value)
    assert read is not None
    assert (read.kind, read.count, read.shown) == (TargetKind.COUNT, 5, 5)


def test_zero_is_a_count() -> None:
    assert read_target(0) == count(0)


@pytest.mark.parametrize(
    "value",
    [
        -1,
        2.5,
        "2,5",
        "-1",
        "п'ять",
        "5 шт.",
        "немає",
        "не постійно",
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


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none(), st.dates()))
def test_anything_at_all_is_a_sound_target_or_none(value: object) -> None:
    read = read_target(value)
    assert read is None or (read.kind is TargetKind.COUNT) == (read.count is not None)
    assert read is None or read.count is None or read.count >= 0


@given(st.integers(0, 10**9))
def test_what_a_target_shows_reads_back(number: int) -> None:
    assert read_target(count(number).shown) == count(number)


def test_a_target_has_a_count_exactly_where_its_kind_is_count() -> None:
    with pytest.raises(ValueError, match="exactly"):
        Target(TargetKind.COUNT, "п'ять")
    with pytest.raises(ValueError, match="exactly"):
        Target(TargetKind.CONTINUOUS, "постійно", 0)
