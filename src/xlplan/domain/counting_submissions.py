"""Rules for which submission of a return counts. Source: design, what counts."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from xlplan.domain.decisions import Withdrawal
from xlplan.domain.submission import AcceptedReturn, Outcome, Submission, SubmissionState

# The state of a submission that does not count, where neither a withdrawal nor a closing is the reason.
_STATES = {
    Outcome.ACCEPTED: SubmissionState.SUPERSEDED,
    Outcome.TO_CORRECT: SubmissionState.TO_CORRECT,
    Outcome.NOT_TAKEN: SubmissionState.NOT_TAKEN,
}


class WaitingSubmission(Struct, frozen=True):
    """A submission that came after its quarter was closed, and waits for its reopening.

    `attempt`: its place among the submissions of its unit, from 1.
    `will_count`: it counts once the quarter is reopened. One that is to correct does not.
    """

    submission: Submission
    attempt: int
    will_count: bool


class CountingRules(Struct, frozen=True):
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

    @property
    def reopened(self) -> "CountingRules":
        """The rules that will hold once the quarter is reopened."""
        return replace(self, last_number=None)

    def to_correct(self, submissions: Iterable[Submission]) -> frozenset[str]:
        """Return the codes of the units whose latest file must be corrected.

        Files that were not taken say nothing of a return. Those that came after the closing wait.
        """
        latest = {
            each.unit: each.outcome
            for each in submissions
            if each.outcome is not Outcome.NOT_TAKEN and not self.came_after_closing(each)
        }
        return frozenset(unit for unit, outcome in latest.items() if unit and outcome is Outcome.TO_CORRECT)

    def waiting(self, submissions: Sequence[Submission]) -> tuple[WaitingSubmission, ...]:
        """Return the submissions that wait for the quarter to be reopened, oldest first.

        Of each unit these are the one that will count then, and a later one that is to correct.
        """
        will_count = {each.number for _attempt, each in self.reopened.latest(submissions).values()}
        latest = {each.unit: each.number for each in submissions if each.outcome is not Outcome.NOT_TAKEN}
        attempts: dict[str | None, int] = {}
        found = []
        for each in submissions:
            attempts[each.unit] = attempts.get(each.unit, 0) + 1
            is_to_correct = each.outcome is Outcome.TO_CORRECT and latest[each.unit] == each.number
            if self.came_after_closing(each) and (each.number in will_count or is_to_correct):
                found.append(WaitingSubmission(each, attempts[each.unit], each.number in will_count))
        return tuple(found)

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
