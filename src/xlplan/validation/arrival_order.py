"""Order of arrival: what is said of a file because of what came for the same return before it; pure.

The return that was accepted last counts, by arrival: whoever sends a file means it, while the times in files come
from clocks that differ. Where those times say otherwise, a warning does.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from xlplan.domain.findings.file_kinds import NOTHING_CORRECTED, OLDER_THAN_COUNTED
from xlplan.domain.findings.finding import Finding, Severity
from xlplan.domain.issue import Issue
from xlplan.domain.submission import Attempt, Entry, EventEntry, Outcome, Submission, Verdict, is_late

Findings = tuple[Finding, ...]


def attempt_of(issue: Issue, number: int, received_at: datetime) -> Attempt:
    """The attempt with that number at the return that an issue asks for."""
    return Attempt(number, issue.due, is_late(received_at, issue.due))


def of_older(verdict: Verdict, earlier: Sequence[Submission]) -> Findings:
    """A warning where an accepted file was last saved before the one that counts so far."""
    counted = next((each for each in reversed(earlier) if each.outcome is Outcome.ACCEPTED), None)
    if verdict.outcome is not Outcome.ACCEPTED or counted is None:
        return ()
    if not (verdict.saved_at and counted.saved_at and verdict.saved_at < counted.saved_at):
        return ()
    zone = counted.received_at.tzinfo
    saved, then = (f"{moment.astimezone(zone):%d.%m.%Y %H:%M}" for moment in (verdict.saved_at, counted.saved_at))
    return (OLDER_THAN_COUNTED.at(saved=saved, counted=then, number=counted.number),)


def of_unchanged(verdict: Verdict, last: Submission, before: Verdict) -> Findings:
    """A note where a file to correct says what the one before it said, with the same things to correct."""
    both = (verdict, before)
    if any(each.outcome is not Outcome.TO_CORRECT for each in both) or _said(verdict) != _said(before):
        return ()
    return (NOTHING_CORRECTED.at(date=f"{last.received_at:%d.%m.%Y %H:%M}", number=last.number),)


def _said(verdict: Verdict) -> tuple[object, ...]:
    """The answers and what is wrong with them, wherever in the file they stand."""
    return (
        [_bare(entry) for entry in verdict.entries],
        [_bare(event) for event in verdict.events],
        Counter(
            (each.code, each.location.row, each.values)
            for each in verdict.findings
            if each.severity is not Severity.NOTE
        ),
    )


def _bare(said: Entry | EventEntry) -> Entry | EventEntry:
    return replace(said, sheet="", cell="")
