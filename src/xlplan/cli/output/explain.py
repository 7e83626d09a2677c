"""What `explain` says, to people and to programs."""

import json
from collections.abc import Iterator, Sequence

import click

from xlplan.cli.output.common import version_text
from xlplan.domain.edition import Edition, SnapshotRow
from xlplan.domain.explanation import Explanation, SubmissionAnswer, UnitExplanation
from xlplan.domain.plan import Counting
from xlplan.domain.status import Status
from xlplan.domain.submission import Entry, EntryKind, SubmissionState
from xlplan.text.translation import _

_STATE_SIGNS = {
    SubmissionState.COUNTS: "✓",
    SubmissionState.SUPERSEDED: "↷",
    SubmissionState.TO_CORRECT: "✎",
    SubmissionState.NOT_TAKEN: "✗",
    SubmissionState.WITHDRAWN: "−",
    SubmissionState.LATE: "◷",
}


def print_explanation(story: Explanation) -> None:
    """The figure, the plan behind it, then each unit down to the file and the cell."""
    figure = story.figure
    click.echo(f"{figure.indicator.key} · {figure.measure.title}")
    click.echo("  " + _("Indicator: {indicator}").format(indicator=figure.indicator.title))
    click.echo(f"  {version_text(story.version)}")
    counting = _("target: {target}, {counting}").format(
        target=_target_text(figure.target.shown), counting=_(figure.indicator.counting.value)
    )
    click.echo(f"  {story.quarter.title} · {counting}")
    done = _("done: {done}").format(done=_number_text(figure.done))
    missing = ", ".join(unit.name for unit in figure.waiting_units)
    without = " · " + _("without: {units}").format(units=missing) if missing else ""
    click.echo(f"  {done} · {figure.status.shown}{without}")
    if story.quarter.number > 1:
        click.echo("  " + _year_text(figure.done_to_date, figure.target_to_date))
    for edition, kept in story.editions:
        click.echo(f"  ■ {_edition_text(edition, kept)}")
    for unit in story.units:
        click.echo("")
        for line in _unit_lines(story, unit):
            click.echo(f"  {line}")


def _target_text(shown: int | str) -> str:
    return str(shown) if shown != "" else "—"


def _number_text(number: int | None) -> str:
    return "—" if number is None else str(number)


def _year_text(done: int | None, target: int | None) -> str:
    if target is None:
        return _("since the start of the year: {done}").format(done=_number_text(done))
    return _("since the start of the year: {done} of {target}").format(done=_number_text(done), target=target)


def _edition_text(edition: Edition, kept: SnapshotRow | None) -> str:
    words = _("edition {number} of {day}").format(number=edition.number, day=f"{edition.closed_at:%d.%m.%Y}")
    if kept is None:
        return f"{words}: —"
    done = _(Status.NOTHING_AROSE.value) if kept.done == Status.NOTHING_AROSE.value else kept.done
    return f"{words}: {'—' if done is None else done} · {Status(kept.status).shown}"


def _unit_lines(story: Explanation, unit: UnitExplanation) -> Iterator[str]:
    figure = unit.figure
    share = _("target: {target}").format(target=_target_text(figure.target.shown)) if figure.is_judged else ""
    parts = [figure.unit.name, share, answer_text(figure.entry), figure.status.shown]
    yield " · ".join(part for part in parts if part)
    if unit.asked_again:
        yield "    " + _("The plan changed this row after the return was made, so its answer does not count.")
    for heading, text in (
        (_("description"), figure.entry.description),
        (_("reason"), figure.entry.reason),
        (_("what will be done"), figure.entry.action),
    ):
        if text.strip():
            yield f"    {heading}: {' '.join(text.split())}"
    if story.quarter.number > 1:
        quarters = " + ".join(f"{quarter.numeral}: {_short_answer(entry)}" for quarter, entry in unit.quarters)
        # A joint target is nobody's own.
        target = figure.target_to_date if story.figure.indicator.counting is not Counting.JOINT else None
        yield f"    {_year_text(figure.done_to_date, target)} ({quarters})"
    if not unit.answers:
        yield "    " + _("Nothing has come from this unit.")
    for said in reversed(unit.answers):
        yield from _submission_lines(said)


def _short_answer(entry: Entry | None) -> str:
    return "—" if entry is None else answer_text(entry)


def answer_text(entry: Entry) -> str:
    """What an entry says: a number, that nothing arose, that it is words only, or that there is no answer."""
    if entry.kind is EntryKind.NUMBER:
        return str(entry.number)
    if entry.kind is EntryKind.NOTHING_AROSE:
        return _(Status.NOTHING_AROSE.value)
    return _("described in words") if entry.description.strip() else _("no answer")


def _submission_lines(said: SubmissionAnswer) -> Iterator[str]:
    sent = said.submission
    received = _("received {moment}").format(moment=f"{sent.received_at:%d.%m.%Y %H:%M}")
    attempt = _("attempt {number}").format(number=said.attempt)
    receipt = _("receipt No. {number}").format(number=sent.number)
    facts = " · ".join((sent.file, received, attempt, receipt, _(said.state.value)))
    yield f"    {_STATE_SIGNS[said.state]} {facts}"
    if sent.filled_by:
        yield "        " + _("filled in by: {who}").format(who=sent.filled_by)
    if said.entry and said.state is SubmissionState.COUNTS:
        yield f"        {said.entry.sheet}!{said.entry.cell} = {answer_text(said.entry)}"
    elif said.entry:
        where = f"{said.entry.sheet}!{said.entry.cell}: " if said.entry.cell else ""
        yield f"        {where}" + _("said: {words}").format(words=answer_text(said.entry))
    for finding in said.findings:
        yield f"        {finding.problem} [{finding.code}]"
    if said.withdrawal:
        day = f"{said.withdrawal.at:%d.%m.%Y}"
        yield "        " + _("withdrawn on {day}: {reason}").format(day=day, reason=said.withdrawal.reason)
    yield f"        SHA-256 {sent.sha256}"


def explanation_json(stories: Sequence[Explanation]) -> str:
    """The same for programs: words that do not change with the language."""
    return json.dumps([_explanation_json(story) for story in stories], ensure_ascii=False, indent=2)


def _explanation_json(story: Explanation) -> dict[str, object]:
    figure, version = story.figure, story.version
    return {
        "quarter": str(story.quarter),
        "code": figure.indicator.key,
        "measure": figure.measure.title,
        "indicator": figure.indicator.title,
        "counting": figure.indicator.counting.value,
        "plan": {
            "version": version.number,
            "adopted_on": version.adopted_on.isoformat(),
            "reason": version.reason,
            "targets": {str(quarter): target.shown for quarter, target in story.targets},
        },
        "target": figure.target.shown,
        "done": figure.done,
        "status": figure.status.value,
        "waiting": [unit.code for unit in figure.waiting_units],
        "target_to_date": figure.target_to_date,
        "done_to_date": figure.done_to_date,
        "closed": story.closing_edition is not None,
        "editions": [
            {
                "number": edition.number,
                "closed_at": edition.closed_at.isoformat(),
                "sha256": edition.sha256,
                "done": kept.done if kept else None,
                "status": kept.status if kept else None,
            }
            for edition, kept in story.editions
        ],
        "units": [_unit_json(unit) for unit in story.units],
    }


def _unit_json(unit: UnitExplanation) -> dict[str, object]:
    figure = unit.figure
    return {
        "unit": figure.unit.code,
        "name": figure.unit.name,
        "target": figure.target.shown,
        "status": figure.status.value,
        "entry": _entry_json(figure.entry),
        "target_to_date": figure.target_to_date,
        "done_to_date": figure.done_to_date,
        "asked_anew": unit.asked_again,
        "quarters": {str(quarter): _entry_json(entry) if entry else None for quarter, entry in unit.quarters},
        "submissions": [_submission_json(said) for said in unit.answers],
    }


def _entry_json(entry: Entry) -> dict[str, object]:
    return {
        "kind": entry.kind.value,
        "number": entry.number,
        "description": entry.description,
        "reason": entry.reason,
        "action": entry.action,
        "sheet": entry.sheet,
        "cell": entry.cell,
    }


def _submission_json(said: SubmissionAnswer) -> dict[str, object]:
    sent = said.submission
    return {
        "receipt": sent.number,
        "attempt": said.attempt,
        "standing": said.state.value,
        "file": sent.file,
        "sha256": sent.sha256,
        "received_at": sent.received_at.isoformat(),
        "filled_by": sent.filled_by,
        "entry": _entry_json(said.entry) if said.entry else None,
        "findings": [{"code": each.code, "says": str(each)} for each in said.findings],
        "withdrawn": said.withdrawal.reason if said.withdrawal else None,
    }
