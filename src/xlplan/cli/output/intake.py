"""The output of a round over the inbox: a line for each file, and what is left there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlplan.cli.output.common import MOST_NAMED, print_consolidated, short_path
from xlplan.domain.return_words import other_sender_text
from xlplan.services.intake.results import IntakeListener, IntakeResult
from xlplan.storage.inbox import Exclusion, ExclusionKind
from xlplan.text.translation import N_, _, ngettext
from xlplan.workflows.board import board_problem
from xlplan.workflows.failures import failed_file_message

if TYPE_CHECKING:
    from xlplan.domain.clock_doubt import ClockDoubt
    from xlplan.storage.workspace import Workspace
    from xlplan.workflows.intake_round import RoundResult

_EXCLUSIONS = {
    ExclusionKind.LINK: N_(
        "{file} is a link, and no file is taken through one. Put the file itself into the inbox."
    ),
    ExclusionKind.SPECIAL: N_("{file} is a pipe, a socket or a device and no file. Remove it from the inbox."),
    ExclusionKind.UNREADABLE: N_(
        "The folder {file} may not be read. Give xlplan the right to read it, or move it away."
    ),
}


class ProgressListener(IntakeListener):
    """A listener that prints a line for each file as soon as it is answered."""

    def __init__(self, workspace: "Workspace", advance: Callable[[str], None]) -> None:
        self._workspace = workspace
        self._advance = advance

    def file_answered(self, result: IntakeResult) -> None:
        """Print the line of an answered file."""
        self._advance(print_answer(self._workspace, result))


def print_answer(workspace: "Workspace", result: IntakeResult) -> str:
    """Return a line about an answered file."""
    answer = result.standing.shown
    if result.is_repeated:
        answer = _("the same file as receipt No. {number} of {day}: {answer}").format(
            number=result.number, day=f"{result.received_at:%d.%m.%Y}", answer=answer
        )
    owner = f" · {result.unit}" if result.unit else ""
    first_error = f" · {result.errors[0].problem}" if result.errors else ""
    sign = result.standing.answer.sign
    line = f"{sign} {result.file}{owner} · {answer}{first_error} → {short_path(workspace, result.receipt)}"
    if result.sender and result.sender.is_other:
        line += f"\n  ! {other_sender_text(result.sender)}"
    return line


def print_round(workspace: "Workspace", result: "RoundResult") -> None:
    """Print the result of a round over the inbox."""
    intake = result.intake
    if not (result.did_something or intake.waiting or intake.failed or intake.exclusions):
        click.echo(_("The inbox is empty."))
    for stuck in intake.failed:
        click.echo(f"! {failed_file_message(stuck)}", err=True)
    _print_waiting(workspace, intake.waiting, intake.unfinished)
    for report in result.reports:
        print_consolidated(workspace, report)
    for path in result.reclaimed:
        click.echo(_("The workbook has its own name again: {file}").format(file=short_path(workspace, path)))
    for path in result.restored:
        click.echo(_("Put back from the archive: {file}").format(file=short_path(workspace, path)))


def print_board_problem(result: "RoundResult") -> None:
    """Print the sentence on what keeps the board from being written anew."""
    if result.board and (problem := board_problem(result.board)):
        click.echo(f"! {problem}", err=True)


def clock_message(doubt: "ClockDoubt") -> str:
    """Return the sentence about files that were recorded by a doubted clock."""
    remedy = _("The files are recorded with the time of the clock. Set it right.")
    return f"{doubt.text}. {remedy}"


def print_clock_doubt(doubt: "ClockDoubt | None") -> None:
    """Print the sentence about files that were recorded by a doubted clock."""
    if doubt:
        click.echo(f"! {clock_message(doubt)}", err=True)


def print_exclusions(workspace: "Workspace", exclusions: Sequence[Exclusion]) -> None:
    """Print what in the inbox is left alone."""
    for sentence in exclusion_sentences(workspace, exclusions):
        click.echo(f"! {sentence}", err=True)


def exclusion_sentences(workspace: "Workspace", exclusions: Sequence[Exclusion]) -> Iterator[str]:
    """Yield a sentence about each thing in the inbox that cannot be taken, and one about all of other programs."""
    for exclusion in exclusions:
        if words := _EXCLUSIONS.get(exclusion.kind):
            yield _(words).format(file=short_path(workspace, exclusion.path))
    # A half-fetched file may be a return, and a bin hardly ever holds one.
    foreign = sorted((each.path for each in exclusions if each.kind is ExclusionKind.FOREIGN), key=Path.is_dir)
    if foreign:
        names = ", ".join(short_path(workspace, path) for path in foreign[:MOST_NAMED])
        yield _(
            "Passed over, because other programs keep their own files there (bins, older versions, unfinished "
            "downloads): {files}. If a return is among them, copy it into the inbox itself under a usual name."
        ).format(files=f"{names}, …" if len(foreign) > MOST_NAMED else names)


def unfinished_text(workspace: "Workspace", path: Path, until: float) -> str:
    """Return the sentence about a file that lacks its end: until when it is waited for."""
    time = datetime.fromtimestamp(until, workspace.settings.zone)
    return _(
        "{file} has no end: it is still being copied, or it is damaged. It waits until {time}; after that it is "
        "taken as it is. If it is damaged, ask for another copy."
    ).format(file=short_path(workspace, path), time=f"{time:%H:%M}")


def _print_waiting(workspace: "Workspace", waiting: tuple[Path, ...], unfinished: Mapping[Path, float]) -> None:
    for path in waiting[:MOST_NAMED]:
        if until := unfinished.get(path):
            click.echo(unfinished_text(workspace, path, until))
            continue
        click.echo(
            _(
                "{file} is still being copied or is open in a program; it stays in the inbox until it is whole."
            ).format(file=short_path(workspace, path))
        )
    if left_out := len(waiting[MOST_NAMED:]):
        click.echo(ngettext("… and {number} more file.", "… and {number} more files.", left_out))


def print_demo_round(workspace: "Workspace", result: "RoundResult") -> None:
    """Print the result of a round of the demonstration."""
    for file_result in result.intake.results:
        click.echo(f"  {print_answer(workspace, file_result)}")
    for report in result.reports:
        click.echo("  ", nl=False)
        print_consolidated(workspace, report)
