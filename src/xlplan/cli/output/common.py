"""The output that several commands share."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlplan.domain.personal_data import hide_personal_data
from xlplan.storage.long_paths import shown_path
from xlplan.storage.publish import Obstacle
from xlplan.text.normalize import without_invisible
from xlplan.text.translation import _, ngettext

if TYPE_CHECKING:
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

MOST_NAMED = 3


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
    return without_invisible(hide_personal_data(", ".join(names[:MOST_NAMED]))) + (
        ", …" if len(names) > MOST_NAMED else ""
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


def print_demo(result: "DemoResult") -> None:
    """Print the places to look at in the demonstration, and the reason for each."""
    click.echo("")
    click.echo(_("All results here are invented; the plan is real. Where to look:"))
    for path, reason in result.places:
        click.echo(f"  {path}")
        click.echo(f"      {reason}")
