"""Which submission counts: the latest accepted that was neither taken back nor came after the closing."""

from datetime import datetime

import pytest

from xlplan.domain.counting_submissions import CountingRules
from xlplan.domain.deadline import Timeliness
from xlplan.domain.decisions import Withdrawal
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import AcceptedReturn, Outcome, Submission, SubmissionState

MOMENT = datetime(2021, 7, 5)
OUTCOMES = {"+": Outcome.ACCEPTED, "-": Outcome.TO_CORRECT, "?": Outcome.NOT_TAKEN}
STATES = {
    "counts": SubmissionState.COUNTS,
    "superseded": SubmissionState.SUPERSEDED,
    "correct": SubmissionState.TO_CORRECT,
    "foreign": SubmissionState.NOT_TAKEN,
    "withdrawn": SubmissionState.WITHDRAWN,
    "late": SubmissionState.LATE,
}
# What came of one unit, oldest first (+ accepted, - to correct, ? not taken), the receipt numbers taken back, the
# last receipt number of the closing edition; then the number that counts, and what has become of each.
TABLE = [
    ("", (), None, None, ""),
    ("-", (), None, None, "correct"),
    ("?", (), None, None, "foreign"),
    ("+", (), None, 1, "counts"),
    ("++", (), None, 2, "superseded counts"),
    ("+-", (), None, 1, "counts correct"),
    ("-+", (), None, 2, "correct counts"),
    ("+", (1,), None, None, "withdrawn"),
    ("++", (2,), None, 1, "counts withdrawn"),
    ("++", (1,), None, 2, "withdrawn counts"),
    ("+++", (2, 3), None, 1, "counts withdrawn withdrawn"),
    ("+", (), 1, 1, "counts"),
    ("++", (), 1, 1, "counts late"),
    ("+-", (), 1, 1, "counts correct"),
    ("+", (), 0, None, "late"),
    ("++", (1,), 1, None, "withdrawn late"),
    ("++", (2,), 1, 1, "counts withdrawn"),
]


def submission(number: int, outcome: Outcome, unit: str = "HOR") -> Submission:
    return Submission(number, f"{number}", f"{number}.xlsx", MOMENT, outcome, None, Quarter(2021, 2), unit)


def rules(withdrawn: tuple[int, ...], upto: int | None) -> CountingRules:
    return CountingRules(upto, {number: Withdrawal(number, MOMENT, "Марія", "чернетка") for number in withdrawn})


@pytest.mark.parametrize(("arrived", "withdrawn", "upto", "counts", "states"), TABLE)
def test_the_latest_that_may_count_counts(
    arrived: str, withdrawn: tuple[int, ...], upto: int | None, counts: int | None, states: str
) -> None:
    came = [submission(number, OUTCOMES[sign]) for number, sign in enumerate(arrived, 1)]
    rule = rules(withdrawn, upto)
    latest = rule.latest(came)
    assert [(unit, own.number) for unit, (_attempt, own) in latest.items()] == (
        [("HOR", counts)] if counts else []
    )
    sha256 = str(counts)
    accepted = AcceptedReturn("HOR", "", sha256, MOMENT, 1, Timeliness.IN_TIME) if counts else None
    assert [rule.state(each, accepted) for each in came] == [STATES[state] for state in states.split()]


def test_attempts_are_counted_by_unit_whatever_became_of_them() -> None:
    came = [
        submission(1, Outcome.TO_CORRECT),
        submission(2, Outcome.ACCEPTED, "LUG"),
        submission(3, Outcome.ACCEPTED),
        submission(4, Outcome.TO_CORRECT),
    ]
    latest = rules((), None).latest(came)
    assert {unit: (attempt, own.number) for unit, (attempt, own) in latest.items()} == {
        "LUG": (1, 2),
        "HOR": (2, 3),
    }
