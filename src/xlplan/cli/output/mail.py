"""The output of letters: what went to whom, what did not and why, and what would go."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

import click

from xlplan.cli.output.common import short_path
from xlplan.cli.output.letters import STATE_SIGNS
from xlplan.domain.letters import LetterKind, LetterState, Means
from xlplan.domain.quarter import Quarter
from xlplan.text.normalize import without_invisible
from xlplan.text.translation import _, ngettext

if TYPE_CHECKING:
    from xlplan.domain.plan import Unit
    from xlplan.services.mail.dispatch import MailResult, PreparedLetter
    from xlplan.services.mail.own_texts import OwnTexts
    from xlplan.services.mail.requests import HeldBack
    from xlplan.storage.workspace import Workspace

_KILOBYTE = 1000


def print_mail(workspace: "Workspace", result: "MailResult", command: str) -> None:
    """Print what became of each letter, or what would go, and what a person has to look at.

    Args:
        workspace: The workspace.
        result: The result.
        command: The command that sends such letters, for a hint.
    """
    if result.prepared:
        for line in _prepared_lines(workspace, result):
            click.echo(line)
    for line, is_well in record_lines(workspace, result):
        click.echo(line, err=not is_well)
    if any(record.state is LetterState.WRITTEN for record in result.records):
        click.echo(
            _("Open each draft in {folder} with your mail program, look through it and send it.").format(
                folder=short_path(workspace, workspace.letters)
            )
        )
    went = {
        each.request.unit.code
        for each in result.held_back
        if each.earlier.state is LetterState.SENT and each.request.kind is not LetterKind.REMINDER
    }
    if went:
        words = ngettext(
            "{number} unit has its letter already.", "{number} units have their letters already.", len(went)
        )
        click.echo(f"= {words}")
    for sentence in _draft_lines(result.held_back, command):
        click.echo(sentence)
    for sentence in problem_lines(result, command):
        click.echo(f"! {sentence}", err=True)
    if not (result.prepared or result.records or result.held_back or result.problems or result.obstacle):
        click.echo(_("There is no letter to send."))


def print_next_days(next_days: Mapping[Quarter, date | None]) -> None:
    """Print the quarters of which nobody is reminded today."""
    for quarter, day in next_days.items():
        words = _("{quarter}: nobody is reminded today.")
        if day:
            words += " " + _("The next day for it is {day}; to remind today all the same: --now.")
        else:
            words += " " + _("The settings name no later day; to remind all the same: --now.")
        click.echo(words.format(quarter=quarter, day=f"{day:%d.%m.%Y}" if day else ""))


def print_texts(workspace: "Workspace", texts: "OwnTexts") -> None:
    """Print where the texts of the letters lie, to be reworded."""
    for path in texts.written:
        click.echo(_("Written: {file}").format(file=short_path(workspace, path)))
    for path in texts.kept:
        click.echo(_("It is there already and stays: {file}").format(file=short_path(workspace, path)))
    click.echo(_("Reword them in a text editor; “--dry-run” shows a letter. To have ours again, delete a file."))


def record_lines(workspace: "Workspace", result: "MailResult") -> Iterator[tuple[str, bool]]:
    """Yield a line for each letter, and True where it went."""
    for record in result.records:
        letter = record.letter
        parts = [result.names.get(letter.unit, letter.unit), ", ".join(letter.recipients), _(record.state.value)]
        if letter.file:
            parts.append(short_path(workspace, workspace.root / letter.file))
        if record.outcome and record.outcome.words:
            parts.append(record.outcome.words)
        line = without_invisible(f"{STATE_SIGNS[record.state]} {' · '.join(parts)}")
        yield line, record.state in (LetterState.SENT, LetterState.WRITTEN)


def problem_lines(result: "MailResult", command: str) -> Iterator[str]:
    """Yield a sentence for each letter that a person has to look at, and for a server that refused all.

    Args:
        result: The result.
        command: The command that sends such letters.
    """
    yield from _doubt_lines(result.held_back, command)
    units: dict[str, list[str]] = {}
    for problem in result.problems:
        units.setdefault(problem.sentence, []).append(problem.unit)
    for sentence, names in units.items():
        yield without_invisible(f"{', '.join(names)}: {sentence}")
    if result.obstacle:
        not_sent = _("Not sent: {units}.").format(units=", ".join(result.not_tried))
        yield without_invisible(f"{result.obstacle} {not_sent}")


def _prepared_lines(workspace: "Workspace", result: "MailResult") -> Iterator[str]:
    prepared = result.prepared
    yield ngettext(
        "{number} letter would go; nothing was sent or written.",
        "{number} letters would go; nothing was sent or written.",
        len(prepared),
    )
    if result.means is Means.DRAFT:
        yield "  " + _("As drafts into {folder}.").format(folder=short_path(workspace, workspace.letters))
    else:
        mail = workspace.settings.mail
        yield "  " + _("From {address} by {server}:{port} ({security}).").format(
            address=mail.address, server=mail.server, port=mail.known_port, security=mail.security
        )
    for each in prepared:
        yield from _letter_lines(each)
    yield _("The text of the first letter:")
    yield from (f"  | {line}".rstrip() for line in prepared[0].text.plain.splitlines())


def _letter_lines(each: "PreparedLetter") -> Iterator[str]:
    yield without_invisible(f"✉ {each.request.unit.name} → {', '.join(each.recipients)}")
    yield "    " + _("Subject: {subject}").format(subject=each.text.subject)
    files = (
        _("{file} ({size:.0f} kB)").format(file=file.name, size=max(1, len(file.content) / _KILOBYTE))
        for file in each.attached
    )
    yield "    " + _("Attached: {files}").format(files=", ".join(files))


def _draft_lines(held_back: "Iterable[HeldBack]", command: str) -> Iterator[str]:
    """Yield a line for each draft that lies there from before."""
    for each in held_back:
        letter, unit = each.earlier.letter, each.request.unit
        is_well = each.earlier.state in (LetterState.SENT, LetterState.WRITTEN)
        if each.request.kind is LetterKind.REMINDER and is_well:
            # Whatever it was, a unit is told once a day.
            words = _("a letter of today is enough: {kind}, {state}").format(
                kind=_(letter.kind.value), state=_(each.earlier.state.value)
            )
            yield without_invisible(f"= {unit.name}: {words}")
        elif each.earlier.state is LetterState.WRITTEN:
            words = _("its draft was written on {day}: {file}. To write it again: {command}").format(
                day=f"{letter.at:%d.%m.%Y %H:%M}", file=letter.file, command=_again(command, unit)
            )
            yield without_invisible(f"{STATE_SIGNS[each.earlier.state]} {unit.name}: {words}")


def _doubt_lines(held_back: "Iterable[HeldBack]", command: str) -> Iterator[str]:
    """Yield a sentence for each letter that an earlier one holds back which may not have gone, or did not."""
    for each in held_back:
        earlier, unit = each.earlier, each.request.unit
        day, said = f"{earlier.letter.at:%d.%m.%Y %H:%M}", earlier.outcome.words if earlier.outcome else ""
        if earlier.state in (LetterState.SENT, LetterState.WRITTEN):
            continue
        if earlier.state is LetterState.REFUSED:
            words = _("the letter of {day} was refused: {said} Another address in the plan is tried by itself.")
        elif said:
            words = _("nobody knows if the letter of {day} went: {said} Ask the unit first.")
        else:
            words = _(
                "nobody knows if the letter of {day} went: xlplan was ended while it was being sent. "
                "Ask the unit first."
            )
        again = _("To send it again: {command}").format(command=_again(command, unit))
        yield without_invisible(f"{unit.name}: {words.format(day=day, said=said)} {again}")


def _again(command: str, unit: "Unit") -> str:
    return f"{command} --unit {unit.code} --again"
