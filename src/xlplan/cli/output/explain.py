"""The output of `explain`, for people and for programs."""

import json
from collections.abc import Iterator, Sequence

import click

from xlplan.cli.output.common import version_text
from xlplan.domain.decisions import Note
from xlplan.domain.edition import Edition, SnapshotRow
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.explanation import Explanation, SubmissionAnswer, UnitExplanation
from xlplan.domain.findings.finding import Finding
from xlplan.domain.personal_data import hide_personal_data
from xlplan.domain.plan import Better, Counting
from xlplan.domain.quarter import Quarter
from xlplan.domain.refused_answers import refusal_words, refusals
from xlplan.domain.status import Status
from xlplan.domain.submission import SubmissionState
from xlplan.domain.target_words import count_words, target_words
from xlplan.text.translation import _

_STATE_SIGNS = {
    SubmissionState.COUNTS: "✓",
    SubmissionState.SUPERSEDED: "↷",
    SubmissionState.TO_CORRECT: "✎",
    SubmissionState.NOT_TAKEN: "✗",
    SubmissionState.WITHDRAWN: "−",
    SubmissionState.LATE: "◷",
}


def print_explanation(explanation: Explanation) -> None:
    """Print the figure, the plan behind it, then each unit down to the file and the cell."""
    figure = explanation.figure
    click.echo(f"{figure.indicator.key} · {figure.measure.title}")
    click.echo("  " + _("Indicator: {indicator}").format(indicator=figure.indicator.title))
    click.echo(f"  {version_text(explanation.version)}")
    counting = _("target: {target}, {counting}").format(
        target=target_words(figure.target, figure.indicator.better) or "—",
        counting=_(figure.indicator.counting.value),
    )
    click.echo(f"  {explanation.quarter.title} · {counting}")
    figure_text = _("done: {done}").format(done=_number_text(figure.done))
    missing = ", ".join(unit.name for unit in figure.waiting_units)
    without = " · " + _("without: {units}").format(units=missing) if missing else ""
    click.echo(f"  {figure_text} · {figure.status.shown}{without}")
    if explanation.quarter.number > 1:
        click.echo("  " + _year_text(figure.done_to_date, figure.target_to_date, figure.indicator.better))
    for line in _note_lines(explanation.note):
        click.echo(f"  {line}")
    for edition, snapshot_row in explanation.editions:
        click.echo(f"  ■ {_edition_text(edition, snapshot_row)}")
    for unit in explanation.units:
        click.echo("")
        for line in _unit_lines(explanation, unit):
            click.echo(f"  {line}")


def _note_lines(note: Note | None) -> Iterator[str]:
    """Yield the coordinator's words on a shortfall of the centre."""
    if note is None:
        return
    who = note.by or _("the coordinator")
    yield _("noted by {who} on {day}").format(who=who, day=f"{note.at:%d.%m.%Y}")
    for heading, text in ((_("reason"), note.reason), (_("what will be done"), note.action)):
        if text:
            yield f"    {heading}: {text}"


def _number_text(number: int | None) -> str:
    return "—" if number is None else str(number)


def _year_text(done: int | None, target: int | None, better: Better) -> str:
    if target is None:
        return _("since the start of the year: {done}").format(done=_number_text(done))
    text = _("since the start of the year: {done} of {target}")
    if better is Better.LESS:
        text = _("since the start of the year: {done} (target: {target})")
    return text.format(done=_number_text(done), target=count_words(target, better))


def _edition_text(edition: Edition, snapshot_row: SnapshotRow | None) -> str:
    text = _("edition {number} of {day}").format(number=edition.number, day=f"{edition.closed_at:%d.%m.%Y}")
    if snapshot_row is None:
        return f"{text}: —"
    figure_text = (
        _(Status.NOTHING_AROSE.value) if snapshot_row.done == Status.NOTHING_AROSE.value else snapshot_row.done
    )
    return f"{text}: {'—' if figure_text is None else figure_text} · {Status(snapshot_row.status).shown}"


def _unit_lines(explanation: Explanation, unit: UnitExplanation) -> Iterator[str]:
    figure, better = unit.figure, explanation.figure.indicator.better
    share = (
        _("target: {target}").format(target=target_words(figure.target, better) or "—") if figure.is_judged else ""
    )
    parts = [figure.unit.name, share, answer_text(figure.entry), figure.status.shown]
    if figure.left_in:
        left = _("carried it before quarter {numeral}").format(numeral=figure.left_in.numeral)
        parts = [figure.unit.name, left]
    yield " · ".join(part for part in parts if part)
    if unit.asked_again:
        yield "    " + _("The plan changed this row after the return was made, so its answer does not count.")
    for heading, text in (
        (_("description"), figure.entry.description),
        (_("reason"), figure.entry.reason),
        (_("what will be done"), figure.entry.action),
    ):
        if text.strip():
            yield f"    {heading}: {hide_personal_data(' '.join(text.split()))}"
    if explanation.quarter.number > 1:
        key = explanation.figure.indicator.key
        quarters = " + ".join(
            f"{_quarter_text(quarter, entry, key)}: {_short_answer(entry)}" for quarter, entry in unit.quarters
        )
        # A joint target belongs to no single unit.
        target = figure.target_to_date if explanation.figure.indicator.counting is not Counting.JOINT else None
        yield f"    {_year_text(figure.done_to_date, target, better)} ({quarters})"
    if not unit.answers and not figure.left_in:
        yield "    " + _("Nothing has come from this unit.")
    for answer in reversed(unit.answers):
        yield from _submission_lines(answer)


def _quarter_text(quarter: Quarter, entry: Entry | None, key: str) -> str:
    """Return the numeral of a quarter, with the code that the row had then if it was another one."""
    return quarter.numeral if entry is None or entry.key == key else f"{quarter.numeral} ({entry.key})"


def _short_answer(entry: Entry | None) -> str:
    return "—" if entry is None else answer_text(entry)


def answer_text(entry: Entry) -> str:
    """Return the words for an entry: a number, nothing arose, words only, or no answer."""
    if entry.kind is EntryKind.NUMBER:
        return str(entry.number)
    if entry.kind is EntryKind.NOTHING_AROSE:
        return _(Status.NOTHING_AROSE.value)
    return _("described in words") if entry.description.strip() else _("no answer")


def _said(entry: Entry, findings: Sequence[Finding]) -> str:
    """Return the words for an entry that does not count. What was written is no missing answer."""
    refused = refusals(findings).get(entry.key) if entry.kind is EntryKind.MISSING else None
    return refusal_words(refused, refused.shown_values) if refused else answer_text(entry)


def _submission_lines(answer: SubmissionAnswer) -> Iterator[str]:
    sent = answer.submission
    received = _("received {moment}").format(moment=f"{sent.received_at:%d.%m.%Y %H:%M}")
    attempt = _("attempt {number}").format(number=answer.attempt)
    receipt = _("receipt No. {number}").format(number=sent.number)
    facts = " · ".join((sent.shown_file, received, attempt, receipt, _(answer.state.value)))
    yield f"    {_STATE_SIGNS[answer.state]} {facts}"
    if sent.filled_by:
        yield "        " + _("filled in by: {who}").format(who=hide_personal_data(sent.filled_by))
    if answer.entry and answer.state is SubmissionState.COUNTS:
        yield f"        {answer.entry.sheet}!{answer.entry.cell} = {answer_text(answer.entry)}"
    elif answer.entry:
        where = f"{answer.entry.sheet}!{answer.entry.cell}: " if answer.entry.cell else ""
        yield f"        {where}" + _("said: {words}").format(words=_said(answer.entry, answer.findings))
    for finding in answer.findings:
        yield f"        {finding.problem} [{finding.code}]"
    for each in answer.withdrawals:
        undone, withdrawn = _("withdrawal undone on {day}: {reason}"), _("withdrawn on {day}: {reason}")
        template = undone if each.is_undone else withdrawn
        by = f" ({each.by})" if each.by else ""
        yield "        " + template.format(day=f"{each.at:%d.%m.%Y}", reason=each.reason) + by
    yield f"        SHA-256 {sent.sha256}"


def explanation_json(explanations: Sequence[Explanation]) -> str:
    """Return the explanations as JSON, in words that do not change with the language."""
    return json.dumps(
        [_explanation_json(explanation) for explanation in explanations], ensure_ascii=False, indent=2
    )


def _explanation_json(explanation: Explanation) -> dict[str, object]:
    figure, version = explanation.figure, explanation.version
    return {
        "quarter": str(explanation.quarter),
        "code": figure.indicator.key,
        "measure": figure.measure.title,
        "indicator": figure.indicator.title,
        "counting": figure.indicator.counting.value,
        "plan": {
            "version": version.number,
            "adopted_on": version.adopted_on.isoformat(),
            "reason": version.reason,
            "targets": _by_quarter([(quarter, target.shown) for quarter, _code, target in explanation.targets]),
        },
        "target": figure.target.shown,
        "done": figure.done,
        "status": figure.status.value,
        "waiting": [unit.code for unit in figure.waiting_units],
        "target_to_date": figure.target_to_date,
        "done_to_date": figure.done_to_date,
        "note": _note_json(explanation.note) if explanation.note else None,
        "closed": explanation.closing_edition is not None,
        "editions": [
            {
                "number": edition.number,
                "closed_at": edition.closed_at.isoformat(),
                "sha256": edition.sha256,
                "done": snapshot_row.done if snapshot_row else None,
                "status": snapshot_row.status if snapshot_row else None,
            }
            for edition, snapshot_row in explanation.editions
        ],
        "units": [_unit_json(unit) for unit in explanation.units],
    }


def _by_quarter(values: Sequence[tuple[Quarter, object]]) -> dict[str, object]:
    """Return the value of each quarter; a list of values where rows were merged since."""
    by_quarter: dict[str, list[object]] = {}
    for quarter, value in values:
        by_quarter.setdefault(str(quarter), []).append(value)
    return {quarter: each[0] if len(each) == 1 else each for quarter, each in by_quarter.items()}


def _note_json(note: Note) -> dict[str, object]:
    return {"reason": note.reason, "action": note.action, "at": note.at.isoformat(), "by": note.by}


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
        "quarters": _by_quarter([(quarter, entry and _entry_json(entry)) for quarter, entry in unit.quarters]),
        "left_in": str(figure.left_in) if figure.left_in else None,
        "submissions": [_submission_json(answer) for answer in unit.answers],
    }


def _entry_json(entry: Entry) -> dict[str, object]:
    return {
        "kind": entry.kind.value,
        "number": entry.number,
        "description": hide_personal_data(entry.description),
        "reason": hide_personal_data(entry.reason),
        "action": hide_personal_data(entry.action),
        "sheet": entry.sheet,
        "cell": entry.cell,
    }


def _submission_json(answer: SubmissionAnswer) -> dict[str, object]:
    sent = answer.submission
    return {
        "receipt": sent.number,
        "attempt": answer.attempt,
        "standing": answer.state.value,
        "file": sent.shown_file,
        "sha256": sent.sha256,
        "received_at": sent.received_at.isoformat(),
        "filled_by": hide_personal_data(sent.filled_by),
        "entry": _entry_json(answer.entry) if answer.entry else None,
        "findings": [{"code": each.code, "says": str(each)} for each in answer.findings],
        "withdrawn": answer.withdrawal.reason if answer.withdrawal else None,
        "withdrawals": [
            {"at": each.at.isoformat(), "by": each.by, "reason": each.reason, "undone": each.is_undone}
            for each in answer.withdrawals
        ],
    }
