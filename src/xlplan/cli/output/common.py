"""The output that several commands share."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlplan.domain.personal_data import hide_personal_data
from xlplan.domain.return_words import other_sender_text
from xlplan.services.intake.results import IntakeListener, IntakeResult
from xlplan.storage.inbox import Exclusion, ExclusionKind
from xlplan.storage.long_paths import shown_path
from xlplan.storage.publish import Obstacle
from xlplan.text.normalize import without_invisible
from xlplan.text.translation import N_, _, ngettext
from xlplan.workflows.board import board_problem
from xlplan.workflows.failures import failed_file_message

if TYPE_CHECKING:
    from xlplan.domain.clock_doubt import ClockDoubt
    from xlplan.domain.counting_submissions import WaitingSubmission
    from xlplan.domain.plan import PlanVersion
    from xlplan.ledger.archive_gaps import ArchiveGaps
    from xlplan.services.document_base import DocumentBase
    from xlplan.services.report.consolidate import ConsolidationResult
    from xlplan.services.report.history import HistoryResult
    from xlplan.services.report.narrative import NarrativeResult
    from xlplan.storage.publish import Published
    from xlplan.storage.workspace import Workspace
    from xlplan.workflows.demo import DemoResult
    from xlplan.workflows.intake_round import RoundResult

_MOST_NAMED = 3
_EXCLUSIONS = {
    ExclusionKind.LINK: N_(
        "{file} is a link, and no file is taken through one. Put the file itself into the inbox."
    ),
    ExclusionKind.SPECIAL: N_("{file} is a pipe, a socket or a device and no file. Remove it from the inbox."),
    ExclusionKind.UNREADABLE: N_(
        "The folder {file} may not be read. Give xlplan the right to read it, or move it away."
    ),
}


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """Give a function that prints a line and moves a bar. Without a terminal it only prints."""
    if not sys.stdout.isatty():
        yield click.echo
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), transient=True) as bar:
        bar.add_task(title, total=None)
        yield lambda line: bar.console.print(line, markup=False, highlight=False)


@contextmanager
def counter(title: str) -> Iterator[Callable[[str], None]]:
    """Give a function that counts its calls beside a title. Without a terminal nothing is shown."""
    if not sys.stdout.isatty():
        yield lambda _name: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}: {task.completed}"), TimeElapsedColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda _name: bar.advance(task)


class ProgressListener(IntakeListener):
    """A listener that prints a line for each file as soon as it is answered."""

    def __init__(self, workspace: "Workspace", advance: Callable[[str], None]) -> None:
        self._workspace = workspace
        self._advance = advance

    def file_answered(self, result: IntakeResult) -> None:
        """Print the line of an answered file."""
        self._advance(print_answer(self._workspace, result))


def short_path(workspace: "Workspace", path: Path) -> str:
    """Return a path as seen from the root of the workspace, in one line and without personal data.

    A blank stands for a sign that cannot be seen. Such a sign may turn the rest of the line around.
    """
    if not path.is_relative_to(workspace.root):
        return without_invisible(shown_path(path))
    return hide_personal_data(without_invisible(str(path.relative_to(workspace.root))))


def print_new_workspace(workspace: "Workspace", kept: Sequence[Path], is_example: bool = False) -> None:
    """Print the folder of a new workspace, the plan workbooks that it holds already, and the next step.

    Args:
        workspace: The workspace.
        kept: The plan workbooks that were there before; or the one of the example.
        is_example: The workbook is that of the example.
    """
    click.echo(_("A new workspace is in {folder}.").format(folder=shown_path(workspace.root)))
    zone = workspace.settings.timezone
    click.echo(
        _("Its time zone is {zone}; the line “timezone” in {settings} changes it.").format(
            zone=zone, settings="xlplan.toml"
        )
    )
    if isinstance(workspace.ledger, Path) and not workspace.ledger.is_relative_to(workspace.root):
        click.echo(
            _(
                "The disk there, a network share perhaps, lacks the locks that the ledger needs, so it will lie "
                "in {file} on this computer, as {settings} says. Run xlplan only here, and back that file up."
            ).format(file=workspace.ledger, settings="xlplan.toml")
        )
    if kept:
        files = ", ".join(short_path(workspace, path) for path in kept)
        sentence = (
            _("It holds a filled plan to look at and edit: {files}.")
            if is_example
            else _("It holds a plan already, which stays as it is: {files}.")
        )
        click.echo(sentence.format(files=files))
        click.echo(_("Next: run “xlplan plan check”; then adopt the plan, and issue the templates of a quarter."))
    else:
        click.echo(
            _(
                "Next: bring in a plan of your own from Word or a spreadsheet with “xlplan plan import FILE”, or "
                "fill the plan workbook in templates/. Then look through it with “xlplan plan check”, adopt it "
                "with “xlplan plan adopt”, and issue the templates with “xlplan issue” and the quarter."
            )
        )
    click.echo(_("“xlplan” alone says at any time where you are and what is next."))


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
        names = ", ".join(short_path(workspace, path) for path in foreign[:_MOST_NAMED])
        yield _(
            "Passed over, because other programs keep their own files there (bins, older versions, unfinished "
            "downloads): {files}. If a return is among them, copy it into the inbox itself under a usual name."
        ).format(files=f"{names}, …" if len(foreign) > _MOST_NAMED else names)


def unfinished_text(workspace: "Workspace", path: Path, until: float) -> str:
    """Return the sentence about a file that lacks its end: until when it is waited for."""
    time = datetime.fromtimestamp(until, workspace.settings.zone)
    return _(
        "{file} has no end: it is still being copied, or it is damaged. It waits until {time}; after that it is "
        "taken as it is. If it is damaged, ask for another copy."
    ).format(file=short_path(workspace, path), time=f"{time:%H:%M}")


def _print_waiting(workspace: "Workspace", waiting: tuple[Path, ...], unfinished: Mapping[Path, float]) -> None:
    for path in waiting[:_MOST_NAMED]:
        if until := unfinished.get(path):
            click.echo(unfinished_text(workspace, path, until))
            continue
        click.echo(
            _(
                "{file} is still being copied or is open in a program; it stays in the inbox until it is whole."
            ).format(file=short_path(workspace, path))
        )
    if left_out := len(waiting[_MOST_NAMED:]):
        click.echo(ngettext("… and {number} more file.", "… and {number} more files.", left_out))


def gap_sentences(workspace: "Workspace", gaps: "ArchiveGaps") -> Iterator[str]:
    """Yield a sentence about what the archive lacks, and one about what the ledger does not know."""
    if gaps.missing:
        yield ngettext(
            "The archive lacks {number} file that came in ({files}). Bring it back from a backup: "
            "xlplan restore FILE.",
            "The archive lacks {number} files that came in ({files}). Bring them back from a backup: "
            "xlplan restore FILE.",
            len(gaps.missing),
            files=_first_names(gaps.missing),
        )
    if gaps.unknown:
        names = [short_path(workspace, path) for path in gaps.unknown]
        yield ngettext(
            "The ledger does not know {number} file in the archive ({files}): the ledger is older than the "
            "archive, or somebody put it there. Look at it: xlplan verify.",
            "The ledger does not know {number} files in the archive ({files}): the ledger is older than the "
            "archive, or somebody put them there. Look at them: xlplan verify.",
            len(names),
            files=_first_names(names),
        )


def _first_names(names: Sequence[str]) -> str:
    return without_invisible(hide_personal_data(", ".join(names[:_MOST_NAMED]))) + (
        ", …" if len(names) > _MOST_NAMED else ""
    )


def print_consolidated(workspace: "Workspace", result: "ConsolidationResult") -> None:
    """Print the path of the consolidated workbook, and its main figures."""
    click.echo(
        _("{quarter}: {accepted} of {owed} returns accepted, {short} indicators fell short → {file}").format(
            quarter=result.quarter,
            accepted=result.accepted_count,
            owed=result.owed_count,
            short=result.short_count,
            file=short_path(workspace, result.path),
        )
    )
    if result.obstacle is Obstacle.HELD:
        click.echo(_("The workbook is open in a program, so the new one lies beside it until that is closed."))
    elif result.obstacle:
        changed = short_path(workspace, workspace.report(result.quarter))
        click.echo(
            _(
                "{file} was changed by hand or is not from xlplan, so the new workbook lies beside it. "
                "Rename or move it, and the new one takes its name."
            ).format(file=changed)
        )


def print_history(workspace: "Workspace", result: "HistoryResult") -> None:
    """Print how much the history holds, the paths of its files, and what keeps them from their names."""
    quarters = ngettext("{number} quarter", "{number} quarters", len(result.quarters))
    rows = ngettext("{number} row", "{number} rows", result.rows)
    click.echo(f"{quarters}, {rows}")
    for published in result.files:
        click.echo(f"→ {short_path(workspace, published.path)}")
        print_obstacle(workspace, published)


def print_narrative(workspace: "Workspace", result: "NarrativeResult") -> None:
    """Print the path of a narrative, what keeps it from its name, and how much of it an editor must deal with."""
    click.echo(f"→ {short_path(workspace, result.file.path)}")
    print_obstacle(workspace, result.file)
    if result.gaps:
        words = ngettext(
            "{number} thing to complete or to check is highlighted, and listed on the last page.",
            "{number} things to complete or to check are highlighted, and listed on the last page.",
            len(result.gaps),
        )
        click.echo(words)
    print_document_base(workspace, result.base)


def print_pdf(workspace: "Workspace", pdf: "Published") -> None:
    """Print the path of a PDF, and what keeps it from its name."""
    click.echo(f"→ {short_path(workspace, pdf.path)}")
    print_obstacle(workspace, pdf)


def print_document_base(workspace: "Workspace", base: "DocumentBase") -> None:
    """Print over which base a Word document was written, or how a centre makes one of its own."""
    file = short_path(workspace, base.place)
    if base.is_own:
        click.echo(_("Letterhead, margins and styles are those of {file}.").format(file=file))
        return
    click.echo(
        _(
            "For a letterhead, margins and styles of your own copy this document to {file} and change them there "
            "in Word; its text counts for nothing. All later Word documents will look so."
        ).format(file=file)
    )


def print_obstacle(workspace: "Workspace", published: "Published") -> None:
    """Print what keeps a form or a PDF from its usual name."""
    usual = short_path(workspace, published.usual)
    if published.obstacle is Obstacle.HELD:
        click.echo(_("{file} is open in a program, so the new file lies beside it.").format(file=usual))
    elif published.obstacle:
        click.echo(
            _(
                "{file} was changed by hand or is not from xlplan, so the new file lies beside it. "
                "Rename or move it, and the next one takes its name."
            ).format(file=usual)
        )


def waiting_text(unit: str, waiting: "WaitingSubmission") -> str:
    """Return a return that came after the closing: its unit, file, time and attempt."""
    submission = waiting.submission
    attempt = _("attempt {number}").format(number=waiting.attempt)
    return f"{unit} · {submission.shown_file} · {submission.received_at:%d.%m.%Y %H:%M} · {attempt}"


def version_text(version: "PlanVersion") -> str:
    """Return the words for a version of the plan, with the quarter from which it applies if it is a later one."""
    text = _("plan version {number} of {day}").format(number=version.number, day=f"{version.adopted_on:%d.%m.%Y}")
    if version.applies_later:
        text += ", " + _("applies from the quarter {numeral}").format(numeral=version.applies_from.numeral)
    return f"{text} · {version.reason}" if version.reason else text


def print_demo_round(workspace: "Workspace", result: "RoundResult") -> None:
    """Print the result of a round of the demonstration."""
    for file_result in result.intake.results:
        click.echo(f"  {print_answer(workspace, file_result)}")
    for report in result.reports:
        click.echo("  ", nl=False)
        print_consolidated(workspace, report)


def print_demo(result: "DemoResult") -> None:
    """Print the places to look at in the demonstration, and the reason for each."""
    click.echo("")
    click.echo(_("All results here are invented; the plan is real. Where to look:"))
    for path, reason in result.places:
        click.echo(f"  {path}")
        click.echo(f"      {reason}")
