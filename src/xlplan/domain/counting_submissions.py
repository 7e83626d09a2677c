"""Rules for which submission of a return counts. Source: design, what counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlplan.domain.decisions import Withdrawal
from xlplan.domain.submission import AcceptedReturn, Outcome, Submission, SubmissionState

# The state of a submission that does not count, where neither a withdrawal nor a closing is the reason.
_STATES = {
    Outcome.ACCEPTED: SubmissionState.SUPERSEDED,
    Outcome.TO_CORRECT: SubmissionState.TO_CORRECT,
    Outcome.NOT_TAKEN: SubmissionState.NOT_TAKEN,
}


@dataclass(frozen=True)
class CountingRules:
    """Counting rules of one quarter.

    `last_number`: the highest receipt number in the edition by which the quarter is closed; None while it is open.
    `withdrawals`: by receipt number.
    """

    last_number: int | None
    withdrawals: Mapping[int, Withdrawal]

    def came_after_closing(self, submission: Submission) -> bool:
        """Tell whether a submission came after its quarter was closed. It waits until the quarter is reopened."""
        return self.last_number is not None and submission.number > self.last_number

    def may_count(self, submission: Submission) -> bool:
        """Tell whether a submission may count. Of those of a unit that may, the latest counts."""
        accepted = submission.outcome is Outcome.ACCEPTED
        return accepted and submission.number not in self.withdrawals and not self.came_after_closing(submission)

    def latest(self, submissions: Iterable[Submission]) -> dict[str, tuple[int, Submission]]:
        """Return the submission of each unit that counts, with its attempt.

        The attempt is its place among the submissions of the unit, from 1.

        Args:
            submissions: Every submission of the quarter, oldest first.
        """
        found: dict[str, tuple[int, Submission]] = {}
        attempts: dict[str, int] = {}
        for submission in submissions:
            unit = submission.unit or ""
            attempts[unit] = attempts.get(unit, 0) + 1
            if self.may_count(submission):
                found[unit] = (attempts[unit], submission)
        return found

    def first(self, submissions: Iterable[Submission]) -> dict[str, Submission]:
        """Return the first submission of each unit that may count. It decides whether the return was in time."""
        found: dict[str, Submission] = {}
        for submission in submissions:
            if self.may_count(submission):
                found.setdefault(submission.unit or "", submission)
        return found

    def state(self, submission: Submission, accepted: AcceptedReturn | Submission | None) -> SubmissionState:
        """Return what has become of a submission.

        Args:
            submission: A submission of the quarter.
            accepted: The return of the same unit that counts; None where none does.
        """
        if accepted and submission.sha256 == accepted.sha256:
            return SubmissionState.COUNTS
        if submission.number in self.withdrawals:
            return SubmissionState.WITHDRAWN
        if submission.outcome is Outcome.ACCEPTED and self.came_after_closing(submission):
            return SubmissionState.LATE
        return _STATES[submission.outcome]
