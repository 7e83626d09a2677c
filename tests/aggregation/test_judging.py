"""How one result is judged against one target."""

import pytest

from tests.support.return_tables import target
from tests.support.small_plan import Answer, entry
from xlplan.aggregation.judging import is_answered, judge, shortfall, unit_status
from xlplan.domain.plan import Better
from xlplan.domain.status import Status

MET, OVER, SHORT, NOTHING, UNJUDGED = (
    Status.MET, Status.OVER, Status.SHORT, Status.NOTHING_AROSE, Status.NOT_JUDGED,
)  # fmt: skip
MORE, LESS = Better.MORE, Better.LESS


@pytest.mark.parametrize(
    ("answer", "words", "answered"),
    [
        (5, 5, True),
        (0, 5, True),
        ("∅", 5, True),
        (None, 5, False),
        ("щотижня", 5, False),
        ("щотижня", "постійно", True),
        (" ", "постійно", False),
        (None, "за потреби", False),
        (None, None, True),
    ],
)
def test_words_answer_a_target_of_words_and_only_a_number_or_nothing_arose_answers_a_count(
    answer: Answer, words: int | str | None, answered: bool
) -> None:
    assert is_answered(entry("1.1", answer), target(words)) is answered


@pytest.mark.parametrize(
    ("answer", "words", "better", "missing"),
    [
        (3, 5, MORE, 2),
        (5, 5, MORE, 0),
        (7, 5, MORE, 0),
        (7, 5, LESS, 2),
        (5, 5, LESS, 0),
        (3, 5, LESS, 0),
        (None, 5, MORE, None),
        ("∅", 5, MORE, None),
        (3, "за потреби", MORE, None),
        (3, None, MORE, None),
    ],
)
def test_a_shortfall_is_what_is_missing_of_a_number_and_never_less_than_none(
    answer: Answer, words: int | str | None, better: Better, missing: int | None
) -> None:
    assert shortfall(entry("1.1", answer), target(words), better) == missing


def test_more_is_better_where_nothing_else_is_said() -> None:
    assert shortfall(entry("1.1", 3), target(5)) == 2


@pytest.mark.parametrize(
    ("done", "planned", "better", "on_track", "status"),
    [
        (10, 10, MORE, 1.0, MET),
        (11, 10, MORE, 1.0, OVER),
        (9, 10, MORE, 1.0, SHORT),
        (9, 10, MORE, 0.9, MET),
        (8, 10, MORE, 0.9, SHORT),
        (11, 10, MORE, 0.9, OVER),
        (0, 0, MORE, 1.0, MET),
        (10, 10, LESS, 1.0, MET),
        (11, 10, LESS, 1.0, SHORT),
        (0, 10, LESS, 1.0, MET),
        (11, 10, LESS, 0.9, MET),
        (12, 10, LESS, 0.9, SHORT),
    ],
)
def test_a_number_is_enough_from_the_part_of_its_target_that_is_set(
    done: int, planned: int, better: Better, on_track: float, status: Status
) -> None:
    assert judge(done, planned, better, on_track) is status


@pytest.mark.parametrize(
    ("answer", "words", "judged", "status"),
    [
        (5, 5, True, MET),
        (4, 5, True, SHORT),
        (4, 5, False, UNJUDGED),
        ("∅", 5, True, NOTHING),
        ("∅", "за потреби", False, NOTHING),
        (4, "за потреби", True, UNJUDGED),
        ("щотижня", "постійно", False, UNJUDGED),
        (None, 5, True, UNJUDGED),
    ],
)
def test_a_row_of_a_unit_is_judged_where_it_has_a_number_and_a_target_of_its_own(
    answer: Answer, words: int | str | None, judged: bool, status: Status
) -> None:
    assert unit_status(entry("1.1", answer), target(words), judged, MORE, 1.0) is status
