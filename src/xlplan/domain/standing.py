"""The standing of a submission: its state now, and the answer to whoever sent it."""

from enum import Enum

from msgspec import Struct

from xlplan.domain.decision_words import person_words
from xlplan.domain.decisions import Withdrawal
from xlplan.domain.findings.file_kinds import (
    COPY_SAVED_LAST,
    EARLIER_QUARTER,
    OLDER_THAN_COUNTED,
    QUARTER_CLOSED,
)
from xlplan.domain.findings.finding import Effect, Finding
from xlplan.domain.submission import Outcome, Submission, SubmissionState, Verdict
from xlplan.text.translation import N_, _


class Light(Enum):
    """The colour of an answer, the same on a page, on the terminal and in the live view."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Answer(Enum):
    """The answer to a file; the value is the catalogue's word for it. The file name of a receipt has that word."""

    ACCEPTED = N_("accepted")
    KEPT = N_("kept, not counted")
    TO_CORRECT = N_("to correct")
    NOT_TAKEN = N_("not taken")

    @property
    def sign(self) -> str:
        """A sign that distinguishes the answer without colour."""
        return _LOOKS[self][0]

    @property
    def light(self) -> Light:
        """The colour of the answer. Only what counts is green."""
        return _LOOKS[self][1]


_LOOKS = {
    Answer.ACCEPTED: ("✓", Light.GREEN),
    Answer.KEPT: ("◷", Light.AMBER),
    Answer.TO_CORRECT: ("✎", Light.AMBER),
    Answer.NOT_TAKEN: ("✗", Light.RED),
}
_ANSWERS = {
    SubmissionState.COUNTS: Answer.ACCEPTED,
    SubmissionState.TO_CORRECT: Answer.TO_CORRECT,
    SubmissionState.NOT_TAKEN: Answer.NOT_TAKEN,
}
# These findings say that the return counts. They are not true of one that does not count.
_SAY_THAT_IT_COUNTS = (EARLIER_QUARTER, OLDER_THAN_COUNTED, COPY_SAVED_LAST)


def answer_of(state: SubmissionState) -> Answer:
    """Return the answer to a file by the state of its submission. What does not count is never green."""
    return _ANSWERS.get(state, Answer.KEPT)


class Standing(Struct, frozen=True):
    """The standing of a submission now.

    Attributes:
        state: What has become of it.
        is_closed: Its quarter is closed.
        counting: Another submission of the same return, which counts. None where there is none.
        withdrawal: The withdrawal of the submission. None where none stands.
        rows_asked_again: The row codes that a newer template asks again. The submission counts without them.
    """

    state: SubmissionState
    is_closed: bool = False
    counting: Submission | None = None
    withdrawal: Withdrawal | None = None
    rows_asked_again: tuple[str, ...] = ()

    @property
    def answer(self) -> Answer:
        """The answer in a word."""
        return answer_of(self.state)

    @property
    def counts(self) -> bool:
        """The submission counts."""
        return self.state is SubmissionState.COUNTS

    @property
    def cause(self) -> str:
        """The words for why it does not count, or for what it lacks; "" where nothing is to be said."""
        if self.state is SubmissionState.WITHDRAWN and self.withdrawal:
            return _("withdrawn on {day} by {who}: {reason}").format(
                day=f"{self.withdrawal.at:%d.%m.%Y}",
                who=person_words(self.withdrawal.by),
                reason=self.withdrawal.reason,
            )
        if self.state is SubmissionState.LATE:
            return _("the quarter is closed; the return waits")
        if self.state is SubmissionState.SUPERSEDED and self.counting:
            return _("superseded by receipt No. {number} of {day}").format(**_named(self.counting))
        if self.state is SubmissionState.TO_CORRECT and self.counting:
            return _("receipt No. {number} of {day} counts meanwhile").format(**_named(self.counting))
        if self.rows_asked_again:
            return _("the plan changed; rows to answer anew: {rows}").format(rows=", ".join(self.rows_asked_again))
        return ""

    @property
    def shown(self) -> str:
        """The answer and its cause in one line, in the language in use."""
        return f"{_(self.answer.value)}: {self.cause}" if self.cause else _(self.answer.value)


def _named(submission: Submission) -> dict[str, object]:
    return {"number": submission.number, "day": f"{submission.received_at:%d.%m.%Y}"}


def first_state(outcome: Outcome, is_kept_from_counting: bool) -> SubmissionState:
    """Return the state of a submission that has just been recorded. An accepted one is the latest.

    Args:
        outcome: The outcome for its file.
        is_kept_from_counting: A finding says that it does not count: its quarter is closed.
    """
    if outcome is Outcome.TO_CORRECT:
        return SubmissionState.TO_CORRECT
    if outcome is Outcome.NOT_TAKEN:
        return SubmissionState.NOT_TAKEN
    return SubmissionState.LATE if is_kept_from_counting else SubmissionState.COUNTS


def first_standing(verdict: Verdict) -> Standing:
    """Return how a submission stands that has just been recorded with this verdict."""
    is_closed = any(finding.kind == QUARTER_CLOSED for finding in verdict.findings)
    is_kept = any(finding.has(Effect.KEEPS_FROM_COUNTING) for finding in verdict.findings)
    return Standing(first_state(verdict.outcome, is_kept), is_closed)


def findings_now(findings: tuple[Finding, ...], standing: Standing) -> tuple[Finding, ...]:
    """Return the recorded findings on a submission that are still true of it."""
    return tuple(
        finding
        for finding in findings
        if not (finding.kind == QUARTER_CLOSED and not standing.is_closed)
        and not (finding.kind in _SAY_THAT_IT_COUNTS and not standing.counts)
    )
