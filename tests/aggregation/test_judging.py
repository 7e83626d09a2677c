"""How the answer of a unit to one row is judged."""

import pytest

from tests.support.return_tables import target
from tests.support.small_plan import Answer, entry
from xlplan.aggregation.judging import is_answered, unit_status
from xlplan.domain.plan import Better
from xlplan.domain.status import Status

MET, SHORT, NOTHING, UNJUDGED = Status.MET, Status.SHORT, Status.NOTHING_AROSE, Status.NOT_JUDGED


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
    assert unit_status(entry("1.1", answer), target(words), judged, Better.MORE, 1.0) is status
