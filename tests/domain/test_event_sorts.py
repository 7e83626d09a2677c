"""Sorts of events are read from their titles, and counted in words that agree with the number."""

import pytest

from xlplan.domain.event_sorts import EventSort, counted_sorts, sort_of_event
from xlplan.text.translation import use_language


@pytest.mark.parametrize(
    ("title", "sort"),
    [
        ("лекція для учасників АТО, УБД смт. Хорошів", EventSort.LECTURE),
        ("робоча зустріч з працівниками Держгеокадастру", EventSort.MEETING),
        ("Участь у круглому столі щодо семінарів", EventSort.ROUND_TABLE),
        ("Вебінар «Спадщина»", EventSort.WEBINAR),
        ("онлайн-консультація мешканців", EventSort.CONSULTATION),
        ("консультування в Коростенській виправній колонії № 71", EventSort.CONSULTING),
        ("лекцiя з Latin i", EventSort.LECTURE),
        ("Seminar for veterans", EventSort.SEMINAR),
    ],
)
def test_the_first_word_of_a_known_sort_says_what_an_event_is(title: str, sort: EventSort) -> None:
    assert sort_of_event(title) is sort


@pytest.mark.parametrize(
    "title", ["", "захід", "відеолекторій", "поширено пам'ятки, які ми читали торік на лекції"]
)
def test_a_title_without_a_known_word_at_its_beginning_has_no_sort(title: str) -> None:
    assert sort_of_event(title) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 лекцію"), (2, "2 лекції"), (5, "5 лекцій"), (11, "11 лекцій"), (21, "21 лекцію"), (112, "112 лекцій")],
)
def test_a_count_stands_in_the_case_that_follows_held(number: int, words: str) -> None:
    assert counted_sorts(["лекція"] * number) == ((number, words),)


def test_sorts_are_counted_the_most_frequent_first_and_others_are_left_out() -> None:
    titles = ["лекція", "зустріч", "зустріч", "невідоме"]
    assert counted_sorts(titles) == ((2, "2 зустрічі"), (1, "1 лекцію"))
    use_language("en")
    assert counted_sorts(titles) == ((2, "2 meetings"), (1, "1 lecture"))


def test_every_sort_is_found_by_its_own_ukrainian_word() -> None:
    for sort in EventSort:
        (_number, words), *others = counted_sorts([sort.value.split("|")[0]]) or ((0, ""),)
        assert not others, words
    counted = {sort: counted_sorts([words]) for sort, words in _ACCUSATIVE.items()}
    assert {sort: found[0][1].split(maxsplit=1)[1] for sort, found in counted.items()} == _ACCUSATIVE


_ACCUSATIVE = {
    EventSort.LECTURE: "лекцію",
    EventSort.SEMINAR: "семінар",
    EventSort.WEBINAR: "вебінар",
    EventSort.TRAINING: "тренінг",
    EventSort.ROUND_TABLE: "круглий стіл",
    EventSort.MEETING: "зустріч",
    EventSort.CONSULTING: "консультування",
    EventSort.CONSULTATION: "консультацію",
    EventSort.RECEPTION: "прийом",
    EventSort.CONVERSATION: "бесіду",
    EventSort.CONFERENCE: "конференцію",
    EventSort.FORUM: "форум",
    EventSort.BRIEFING: "брифінг",
    EventSort.PRESENTATION: "презентацію",
    EventSort.STAFF_MEETING: "нараду",
    EventSort.SPEECH: "виступ",
    EventSort.PUBLICATION: "публікацію",
    EventSort.LESSON: "заняття",
    EventSort.CAMPAIGN: "акцію",
    EventSort.QUIZ: "вікторину",
}
