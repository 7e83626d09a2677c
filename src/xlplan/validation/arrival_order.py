"""Rules about a return among the others: earlier submissions of the same return, events of other units.

The order of arrival decides: the submission accepted last counts. A sender means the file just sent, and the times
in files come from clocks that differ. Where those times contradict the order of arrival, a warning says so. Copies
that came together have no such order: they are processed in that of their saving, and notes say so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec.structs import replace

from xlplan.domain.copies import ReturnKey
from xlplan.domain.deadline import Deadline, Timeliness
from xlplan.domain.entries import Entry, EventEntry
from xlplan.domain.findings.file_kinds import (
    BY_FILE_TIME,
    BY_SAVED_TIME,
    COPY_SAVED_EARLIER,
    COPY_SAVED_LAST,
    NOTHING_CORRECTED,
    OLDER_THAN_COUNTED,
)
from xlplan.domain.findings.finding import Effect, Finding, Severity
from xlplan.domain.issue import Issue
from xlplan.domain.saved_time import are_alike
from xlplan.domain.submission import Attempt, Outcome, Verdict
from xlplan.validation.context import Arrival, ArrivalRule
from xlplan.validation.duplicates import check_events_elsewhere


def attempt_of(deadline: Deadline, number: int, received_at: datetime) -> Attempt:
    """Return the attempt of a submission: its number among those of its return, the due day, after it or not.

    Units are not told of the days of grace.
    """
    return Attempt(number, deadline.due, deadline.timeliness(received_at) is not Timeliness.IN_TIME)


def check_nothing_corrected(arrival: Arrival) -> Iterator[Finding]:
    """Note that nothing was corrected: the same answers and the same things to correct as in the file before."""
    last, before = arrival.last_submission, arrival.last_verdict
    if last is None or before is None:
        return
    both_to_correct = arrival.verdict.outcome is before.outcome is Outcome.TO_CORRECT
    if both_to_correct and _content_of(arrival.verdict) == _content_of(before):
        yield NOTHING_CORRECTED.at(date=f"{last.received_at:%d.%m.%Y %H:%M}", number=last.number)


def _content_of(verdict: Verdict) -> tuple[object, ...]:
    """Return the answers and what is wrong with them, without their locations in the file."""
    return (
        [_without_place(entry) for entry in verdict.entries],
        [_without_place(event) for event in verdict.events],
        Counter(
            (finding.code, finding.location.row, finding.values)
            for finding in verdict.findings
            if finding.severity is not Severity.NOTE
        ),
    )


def _without_place(entry: Entry | EventEntry) -> Entry | EventEntry:
    return replace(entry, sheet="", cell="")


def check_older_than_counted(arrival: Arrival) -> Iterator[Finding]:
    """Warn of an accepted file that was last saved before the one that has counted until now."""
    accepted = [submission for submission in arrival.earlier_submissions if submission.outcome is Outcome.ACCEPTED]
    if arrival.verdict.outcome is not Outcome.ACCEPTED or not accepted:
        return
    counted, saved_at = accepted[-1], arrival.verdict.saved_at
    if not saved_at or not counted.saved_at or not are_alike(saved_at, counted.saved_at):
        return
    if saved_at < counted.saved_at:
        saved, then = (_shown(moment, counted.received_at) for moment in (saved_at, counted.saved_at))
        yield OLDER_THAN_COUNTED.at(saved=saved, counted=then, number=counted.number)


def _shown(moment: datetime, received_at: datetime) -> str:
    # A time without a zone is that of the clock on which the file was saved.
    return f"{moment.astimezone(received_at.tzinfo) if moment.tzinfo else moment:%d.%m.%Y %H:%M}"


def check_copies(arrival: Arrival) -> Iterator[Finding]:
    """Note which of several copies that came together was saved last, and that it counts if it does."""
    verdict, order = arrival.verdict, arrival.order
    if order is None or verdict.issue is None or _key_of(verdict.issue) != order.return_key:
        return
    how = BY_FILE_TIME if order.is_file_time else BY_SAVED_TIME
    saved = f"{order.last_saved:%d.%m.%Y %H:%M}"
    if not order.is_last:
        yield COPY_SAVED_EARLIER.at(file=order.last_file, saved=saved, how=how)
    elif verdict.outcome is Outcome.ACCEPTED and not any(
        finding.has(Effect.KEEPS_FROM_COUNTING) for finding in verdict.findings
    ):
        yield COPY_SAVED_LAST.at(number=order.number, file=order.last_file, saved=saved, how=how)


def _key_of(issue: Issue) -> ReturnKey:
    code = issue.form_code
    return code.centre, code.quarter, code.unit


ARRIVAL_RULES: tuple[ArrivalRule, ...] = (
    check_events_elsewhere,
    check_nothing_corrected,
    check_older_than_counted,
    check_copies,
)


def check_arrival(arrival: Arrival) -> Verdict:
    """Return the verdict with the findings of every arrival rule.

    Each rule sees the findings of the rules before it.
    """
    for rule in ARRIVAL_RULES:
        arrival = replace(arrival, verdict=_with_findings(arrival.verdict, rule(arrival)))
    return arrival.verdict


def _with_findings(verdict: Verdict, found: Iterable[Finding]) -> Verdict:
    """Return a verdict with more findings. The note that nothing was corrected comes first."""
    findings = sorted((*verdict.findings, *found), key=lambda finding: finding.kind != NOTHING_CORRECTED)
    return replace(verdict, findings=tuple(findings))
