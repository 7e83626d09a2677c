"""How a submission stands: only what counts is green, and only what is still true is said."""

from datetime import datetime

import pytest

from xlplan.domain.decisions import Withdrawal
from xlplan.domain.findings.answer_kinds import ENTRY_MISSING
from xlplan.domain.findings.file_kinds import EARLIER_QUARTER, OLDER_THAN_COUNTED, QUARTER_CLOSED
from xlplan.domain.findings.finding import Finding
from xlplan.domain.quarter import Quarter
from xlplan.domain.standing import Answer, Light, Standing, answer_of, findings_now, first_standing
from xlplan.domain.submission import Outcome, Submission, SubmissionState, Verdict

MOMENT = datetime(2021, 7, 5)
OTHER = Submission(7, "a" * 64, "інший.xlsx", MOMENT, Outcome.ACCEPTED, None, Quarter(2021, 2), "HOR")
WITHDRAWAL = Withdrawal(3, MOMENT, "Марія", "чернетка")
CLOSED = QUARTER_CLOSED.at(quarter="ІІ квартал", date="12.07.2021")
EARLIER = EARLIER_QUARTER.at(quarter="І квартал", current="ІІ квартал")
OLDER = OLDER_THAN_COUNTED.at(saved="01.07.2021", counted="05.07.2021", number=1)

LIGHTS = {
    SubmissionState.COUNTS: ("✓", Light.GREEN),
    SubmissionState.SUPERSEDED: ("◷", Light.AMBER),
    SubmissionState.WITHDRAWN: ("◷", Light.AMBER),
    SubmissionState.LATE: ("◷", Light.AMBER),
    SubmissionState.TO_CORRECT: ("✎", Light.AMBER),
    SubmissionState.NOT_TAKEN: ("✗", Light.RED),
}


@pytest.mark.parametrize("state", SubmissionState)
def test_only_what_counts_is_green(state: SubmissionState) -> None:
    answer = answer_of(state)
    assert (answer.sign, answer.light) == LIGHTS[state]


@pytest.mark.parametrize(
    ("standing", "shown"),
    [
        (Standing(SubmissionState.COUNTS), "прийнято"),
        (
            Standing(SubmissionState.COUNTS, rows_asked_again=("1.1", "1.2")),
            "прийнято: план змінився; заповнити ще раз рядки 1.1, 1.2",
        ),
        (
            Standing(SubmissionState.SUPERSEDED, counting=OTHER),
            "збережено, не враховано: замінено, враховується квитанція № 7 від 05.07.2021",
        ),
        (
            Standing(SubmissionState.WITHDRAWN, withdrawal=WITHDRAWAL),
            "збережено, не враховано: відкликано 05.07.2021 (Марія): чернетка",
        ),
        (
            Standing(SubmissionState.LATE, is_closed=True),
            "збережено, не враховано: квартал закрито, звіт чекає",
        ),
        (Standing(SubmissionState.TO_CORRECT), "на доопрацюванні"),
        (
            Standing(SubmissionState.TO_CORRECT, counting=OTHER),
            "на доопрацюванні: тим часом враховується квитанція № 7 від 05.07.2021",
        ),
        (Standing(SubmissionState.NOT_TAKEN), "не прийнято"),
    ],
)
def test_each_standing_says_in_a_line_what_has_become_of_the_file(standing: Standing, shown: str) -> None:
    assert standing.shown == shown


@pytest.mark.parametrize(
    ("outcome", "findings", "state", "closed"),
    [
        (Outcome.ACCEPTED, (), SubmissionState.COUNTS, False),
        (Outcome.ACCEPTED, (EARLIER, OLDER), SubmissionState.COUNTS, False),
        (Outcome.ACCEPTED, (CLOSED,), SubmissionState.LATE, True),
        (Outcome.TO_CORRECT, (CLOSED, ENTRY_MISSING.at(heading="Done")), SubmissionState.TO_CORRECT, True),
        (Outcome.NOT_TAKEN, (), SubmissionState.NOT_TAKEN, False),
    ],
)
def test_a_new_file_stands_as_its_verdict_says(
    outcome: Outcome, findings: tuple[Finding, ...], state: SubmissionState, closed: bool
) -> None:
    assert first_standing(Verdict(outcome, None, findings)) == Standing(state, closed)


@pytest.mark.parametrize(
    ("standing", "kept"),
    [
        (Standing(SubmissionState.COUNTS), (EARLIER, OLDER)),
        (Standing(SubmissionState.SUPERSEDED, counting=OTHER), ()),
        (Standing(SubmissionState.LATE, is_closed=True), (CLOSED,)),
        (Standing(SubmissionState.TO_CORRECT), ()),
        (Standing(SubmissionState.TO_CORRECT, is_closed=True), (CLOSED,)),
    ],
)
def test_findings_that_are_not_true_any_more_are_left_out(standing: Standing, kept: tuple[Finding, ...]) -> None:
    assert findings_now((CLOSED, EARLIER, OLDER), standing) == kept


def test_the_words_of_the_answers_are_told_apart() -> None:
    assert len({answer.value for answer in Answer}) == len({answer.sign for answer in Answer}) == 4
