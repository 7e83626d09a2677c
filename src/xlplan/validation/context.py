"""The shapes of a rule, and what rules look at: a return with its issue, a verdict with the other returns."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from xlplan.domain.findings.finding import Finding
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.returned import ReturnContent, ReturnedRow
from xlplan.domain.submission import Entry, EventEntry, Submission, Verdict

Findings = tuple[Finding, ...]


@dataclass(frozen=True)
class AnsweredRow:
    """An issued row with what a file holds for it.

    Attributes:
        row: The row as issued.
        returned: The rows of the file with its code. More than one make no answer: which is meant is not guessed.
        entry: The answer; MISSING where there is none that can be read.
        reading_findings: What was found while the answer was read.
    """

    row: IssueRow
    returned: tuple[ReturnedRow, ...]
    entry: Entry
    reading_findings: Findings = ()

    @property
    def single_row(self) -> ReturnedRow | None:
        """The row of the file where it has exactly one with the code."""
        return self.returned[0] if len(self.returned) == 1 else None


@dataclass(frozen=True)
class ReturnContext:
    """A return as read, held against the issue on which it was made.

    Attributes:
        issue: The issue on which the return was made.
        content: The workbook as read.
        answers: The rows of the issue in the order issued, each with its answer.
        events: The events reported, in file order.
        event_findings: What was found while the events were read.
        earlier_numbers: By row code, the unit's numbers of the earlier quarters of the year, oldest first.
        far_over: How many times its target a number must be to be asked about as far too high.
    """

    issue: Issue
    content: ReturnContent
    answers: tuple[AnsweredRow, ...]
    events: tuple[EventEntry, ...]
    event_findings: Findings
    earlier_numbers: Mapping[str, tuple[int, ...]]
    far_over: float

    @cached_property
    def held_events(self) -> Mapping[str, int]:
        """How many events with a date are reported under each row code."""
        return Counter(event.key for event in self.events if event.held_on)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The answers in the order of the rows issued."""
        return tuple(answer.entry for answer in self.answers)


@dataclass(frozen=True)
class Arrival:
    """A verdict on what a file says, held against what the ledger has beside it.

    Attributes:
        verdict: The verdict so far.
        events_of_others: The accepted events of other units on the same days, by the names of the units.
        earlier_submissions: Those of the same return that came before and were not withdrawn, oldest first.
        last_submission: The submission before this one, withdrawn or not; None for the first.
        last_verdict: The verdict on `last_submission` where both have something to correct; else None.
    """

    verdict: Verdict
    events_of_others: Mapping[str, Sequence[EventEntry]] = field(default_factory=dict)
    earlier_submissions: Sequence[Submission] = ()
    last_submission: Submission | None = None
    last_verdict: Verdict | None = None


Rule = Callable[[ReturnContext], Iterable[Finding]]
RowRule = Callable[[ReturnContext, AnsweredRow], Iterable[Finding]]
ArrivalRule = Callable[[Arrival], Iterable[Finding]]
