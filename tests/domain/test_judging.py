"""How one number is judged against one target: the same margins everywhere."""

import pytest

from tests.support.return_tables import target
from tests.support.small_plan import Answer, entry
from xlplan.domain.judging import judge, shortfall, worst_met
from xlplan.domain.plan import Better
from xlplan.domain.status import Status

MET, OVER, SHORT = Status.MET, Status.OVER, Status.SHORT
MORE, LESS = Better.MORE, Better.LESS


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
    ("done", "planned", "better", "on_track", "missing"),
    [
        (9, 10, MORE, 0.9, 0),
        (8, 10, MORE, 0.9, 2),
        (44, 40, LESS, 0.9, 0),
        (45, 40, LESS, 0.9, 5),
        (1, 0, LESS, 0.9, 1),
    ],
)
def test_within_the_margin_nothing_is_missing_and_beyond_it_the_whole_gap_is(
    done: int, planned: int, better: Better, on_track: float, missing: int
) -> None:
    assert shortfall(entry("1.1", done), target(planned), better, on_track) == missing


@pytest.mark.parametrize(
    ("planned", "better", "on_track", "limit"),
    [
        (10, MORE, 1.0, 10),
        (10, MORE, 0.9, 9),
        (11, MORE, 0.9, 10),
        # As a binary fraction 0.55 * 100 is a little more than 55.
        (100, MORE, 0.55, 55),
        (0, MORE, 0.9, 0),
        (40, LESS, 1.0, 40),
        (40, LESS, 0.9, 44),
        (55, LESS, 0.55, 100),
        (0, LESS, 0.9, 0),
    ],
)
def test_the_worst_number_that_meets_a_target_is_exact(
    planned: int, better: Better, on_track: float, limit: int
) -> None:
    assert worst_met(planned, better, on_track) == limit
    beyond = limit + (1 if better is LESS else -1)
    assert [judge(each, planned, better, on_track) is SHORT for each in (limit, beyond)] == [False, True]
