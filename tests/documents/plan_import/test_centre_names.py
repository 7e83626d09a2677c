"""A short name of the centre is one that has the letters of its full name in their order."""

import pytest

from xlplan.documents.plan_import.centre_names import read_centre_names, shortens
from xlplan.documents.plan_import.text_blocks import TextBlocks

FULL = "Лівобережний київський місцевий центр з надання безоплатної вторинної правової допомоги"


@pytest.mark.parametrize("name", ["ЛБ КМЦ", "ЛКМЦ", "КМЦ", "МЦ", "ЛБ\u00a0КМЦ"])
def test_an_abbreviation_has_the_letters_of_the_full_name(name: str) -> None:
    assert shortens(name, FULL)


@pytest.mark.parametrize("name", ["ЦМК", "Л", "", "лб кмц", "Лівобережний", "КМЦ 2", "ЕРЕЖ"])
def test_other_letters_are_of_another_name(name: str) -> None:
    assert not shortens(name, FULL)


@pytest.mark.parametrize("text", ["(далі" + " " * 5_000, "(далі – )", "(далі" + " " * 5_000 + ")"])
def test_a_place_for_a_short_name_that_is_empty_or_never_ends_gives_none(text: str) -> None:
    blocks = TextBlocks(title=(f"План Коростенського місцевого центру {text}",))
    assert read_centre_names(blocks).short == ""
