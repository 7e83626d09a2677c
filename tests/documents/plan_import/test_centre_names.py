"""A short name of the centre is one that has the letters of its full name in their order."""

import pytest

from xlplan.documents.plan_import.centre_names import shortens

FULL = "Лівобережний київський місцевий центр з надання безоплатної вторинної правової допомоги"


@pytest.mark.parametrize("name", ["ЛБ КМЦ", "ЛКМЦ", "КМЦ", "МЦ", "ЛБ\u00a0КМЦ"])
def test_an_abbreviation_has_the_letters_of_the_full_name(name: str) -> None:
    assert shortens(name, FULL)


@pytest.mark.parametrize("name", ["ЦМК", "Л", "", "лб кмц", "Лівобережний", "КМЦ 2", "ЕРЕЖ"])
def test_other_letters_are_of_another_name(name: str) -> None:
    assert not shortens(name, FULL)
