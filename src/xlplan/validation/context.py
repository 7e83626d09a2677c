"""The shapes of a rule, and the contexts that rules look at: a return, a row of it, a verdict on it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field

from xlplan.domain.copies import CopyOrder
from xlplan.domain.entries import Entry, EventEntry
from xlplan.domain.findings.finding import Finding
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.returned import ReturnContent, ReturnedRow
from xlplan.domain.submission import Submission, Verdict
from xlplan.domain.unit_of_measure import Number

Findings = tuple[Finding, ...]


class AnsweredRow(Struct, frozen=True):
    """An issued row with the answer that a file gives to it.

    Attributes:
        row: The row as issued.
        returned: The rows of the file with its code. Several rows give no answer: xlplan does not guess.
        entry: The answer; MISSING if there is none, or none that can be read.
        reading_findings: Findings made while the answer was read.
    """

    row: IssueRow
    returned: tuple[ReturnedRow, ...]
    entry: Entry
    reading_findings: Findings = ()

    @property
    def single_row(self) -> ReturnedRow | None:
        """The row of the file with this code, if there is exactly one; else None."""
        return self.returned[0] if len(self.returned) == 1 else None


class ReturnContext(Struct, frozen=True, dict=True):
    """A return as read, with the issue on which it was made.

    Attributes:
        issue: The issue on which the return was made.
        content: The workbook as read.
        answers: The rows of the issue in the order issued, each with its answer.
        events: The events reported, in file order.
        event_findings: Findings made while the events were read.
        earlier_numbers: By row code, the unit's numbers of the earlier quarters of the year, oldest first.
        far_over: The multiple of its target above which a number is doubted as too high.
    """

    issue: Issue
    content: ReturnContent
    answers: tuple[AnsweredRow, ...]
    events: tuple[EventEntry, ...]
    event_findings: Findings
    earlier_numbers: Mapping[str, tuple[Number, ...]]
    far_over: float

    @cached_property
    def held_events(self) -> Mapping[str, int]:
        """The number of events with a date under each row code."""
        return Counter(event.key for event in self.events if event.held_on)

    @cached_property
    def answers_by_key(self) -> Mapping[str, AnsweredRow]:
        """The answers by row code."""
        return {answer.row.key: answer for answer in self.answers}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The answers, in the order of the rows issued."""
        return tuple(answer.entry for answer in self.answers)


class Arrival(Struct, frozen=True):
    """A verdict on a file, with what the ledger knows of other submissions.

    Attributes:
        verdict: The verdict so far.
        events_of_others: The accepted events of other units on the same days, by unit name.
        earlier_submissions: Earlier submissions of the same return that were not withdrawn, oldest first.
        last_submission: The submission before this one, withdrawn or not; None for the first.
        last_verdict: The verdict on `last_submission` if both files must be corrected; else None.
        order: The place of the file among the copies that came with it; None where none was plainly saved last.
    """

    verdict: Verdict
    events_of_others: Mapping[str, Sequence[EventEntry]] = field(default_factory=dict)
    earlier_submissions: Sequence[Submission] = ()
    last_submission: Submission | None = None
    last_verdict: Verdict | None = None
    order: CopyOrder | None = None


Rule = Callable[[ReturnContext], Iterable[Finding]]
RowRule = Callable[[ReturnContext, AnsweredRow], Iterable[Finding]]
ArrivalRule = Callable[[Arrival], Iterable[Finding]]
