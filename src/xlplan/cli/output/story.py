"""The output of `log`: who decided what and why, and what came in between, for people and for programs."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from xlplan.domain.decision_log import LogEntry, entry_line
from xlplan.domain.decision_words import actor_words, decision_words
from xlplan.domain.personal_data import hide_personal_data
from xlplan.domain.submission import Outcome, Submission
from xlplan.text.normalize import without_invisible
from xlplan.text.translation import _

if TYPE_CHECKING:
    from datetime import tzinfo

    from xlplan.services.record.story import Story


def print_story(story: "Story", zone: "tzinfo") -> None:
    """Print a line for each decision and each return, with the reason below it."""
    if not story.events:
        click.echo(_("The decision log has nothing of the kind."))
    for event in story.events:
        if isinstance(event, LogEntry):
            _print_decision(event, story.units, zone)
        else:
            _print_submission(event, story.units, zone)
    if not story.is_whole:
        click.echo(_("The decision log differs from the ledger; look at it with: xlplan verify."), err=True)


def _print_decision(entry: LogEntry, units: Mapping[str, str], zone: "tzinfo") -> None:
    decision = entry.decision
    words = without_invisible(decision_words(decision, units))
    # Words on a closing, a reopening and an adoption name the quarter themselves.
    number = _("No. {number}").format(number=entry.number)
    click.echo(f"{entry.at.astimezone(zone):%d.%m.%Y %H:%M}  {number}  {words}")
    details = [actor_words(entry)]
    if decision.quarter:
        details.append(str(decision.quarter))
    if decision.reason:
        details.append(_("reason: {reason}").format(reason=decision.reason))
    click.echo(f"    {without_invisible(' · '.join(details))}")


def _print_submission(submission: Submission, units: Mapping[str, str], zone: "tzinfo") -> None:
    text = {
        Outcome.ACCEPTED: _("return of {unit} accepted, receipt {number} ({file})"),
        Outcome.TO_CORRECT: _("return of {unit} sent back to be corrected, receipt {number} ({file})"),
        Outcome.NOT_TAKEN: _("file of {unit} not taken, receipt {number} ({file})"),
    }[submission.outcome]
    unit = units.get(submission.unit or "", submission.unit or "—")
    words = text.format(unit=unit, number=submission.number, file=submission.shown_file)
    click.echo(f"{submission.received_at.astimezone(zone):%d.%m.%Y %H:%M}  {without_invisible(words)}")
    details = [str(submission.quarter)]
    if submission.filled_by:
        details.append(_("filled by {name}").format(name=hide_personal_data(submission.filled_by)))
    click.echo(f"    {without_invisible(' · '.join(details))}")


def story_json(story: "Story") -> str:
    """Return the story for programs: a JSON object with the entries as the log has them, and the submissions."""
    values = {
        "whole": story.is_whole,
        "events": [_event(event) for event in story.events],
    }
    return json.dumps(values, ensure_ascii=False, indent=2)


def _event(event: LogEntry | Submission) -> dict[str, object]:
    if isinstance(event, LogEntry):
        entry: dict[str, object] = json.loads(entry_line(event))
        return entry
    return {
        "receipt": event.number,
        "at": event.received_at.isoformat(),
        "outcome": event.outcome.value,
        "quarter": str(event.quarter) if event.quarter else None,
        "unit": event.unit,
        "file": event.shown_file,
        "sha256": event.sha256,
    }
