"""The output of an issue: templates written and refused, and files that stay."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlplan.cli.output.common import short_path
from xlplan.domain.clock_doubt import QuarterDoubt
from xlplan.domain.errors import XlplanError
from xlplan.domain.return_words import deadline_text
from xlplan.text.translation import _, ngettext
from xlplan.workflows.failures import failure_message

if TYPE_CHECKING:
    from xlplan.services.templates import IssuedTemplate, IssueResult, RefusedFile
    from xlplan.storage.workspace import Workspace

# The names of refused files are work to do, so nearly all of them are listed.
_MOST_NAMED = 30


def print_issued(workspace: "Workspace", result: "IssueResult") -> None:
    """Print the templates that were written and those that were refused, and workbooks that are not in force."""
    for path in result.unadopted_plans:
        click.echo(
            _(
                "  ! {file} says something else than version {number}, which is in force. "
                "To make it count: xlplan plan adopt."
            ).format(file=path.name, number=result.version.number)
        )
    folder = short_path(workspace, workspace.templates / str(result.quarter))
    written = ngettext("{number} template written", "{number} templates written", len(result.written))
    line = _("{written} into {folder}").format(written=written, folder=folder)
    if result.unchanged:
        line += " · " + ngettext("{number} stands unchanged", "{number} stand unchanged", len(result.unchanged))
    click.echo(line)
    for line in _deadline_lines(result):
        click.echo(line)
    for template in result.templates:
        if template.replaces:
            click.echo(f"  ↻ {template.unit} · {_replacement_text(template)}")
    for unit in result.withdrawn_units:
        click.echo("  − " + _("{unit}: nothing to report any more; its template is withdrawn").format(unit=unit))
    _print_strange_files(result)
    for line in _refusal_lines(result):
        click.echo(line, err=True)


def print_sending(workspace: "Workspace", result: "IssueResult") -> None:
    """Print the next step after an issue that has written templates."""
    if result.written:
        folder = short_path(workspace, workspace.templates / str(result.quarter))
        words = _(
            "Next: send each unit its file from {folder}. What comes back goes into inbox/; "
            "“xlplan watch” answers it, “xlplan status {quarter}” tells who has returned."
        )
        click.echo(words.format(folder=folder, quarter=result.quarter))


def print_quarter_doubt(result: "IssueResult") -> None:
    """Print what makes one doubt the quarter of an issue, or the clock."""
    if result.doubt is QuarterDoubt.PAST:
        words = _("The due day of the {quarter} has passed already. Check the quarter, and the clock.")
    elif result.doubt is QuarterDoubt.FAR_AHEAD:
        words = _("The {quarter} is more than three months away. Check the quarter, and the clock.")
    else:
        return
    click.echo("  ! " + words.format(quarter=result.quarter.title))


def _deadline_lines(result: "IssueResult") -> Iterator[str]:
    """Yield a line with the deadline of the quarter, and one where the settings say something else."""
    change, named = result.deadline, _(" (as named with --due)") if result.deadline.is_named else ""
    yield "  " + deadline_text(change.now) + named
    if change.is_moved and change.before:
        yield "  ↻ " + _(
            "The due day was {before} so far. The new one counts for every unit, also for returns that have come. "
            "Units that have sent nothing get a new template."
        ).format(before=f"{change.before.due:%d.%m.%Y}")
    if change.in_settings:
        yield "  ! " + _(
            "The settings have another due day, {day}. To let it count: xlplan issue {quarter} --due {day}."
        ).format(day=f"{change.in_settings:%d.%m.%Y}", quarter=result.quarter)


def _print_strange_files(result: "IssueResult") -> None:
    """Print the files that stay where they are, since they are not as xlplan wrote them."""
    beside = {each.instead_of: each.path for each in result.templates if each.instead_of}
    for other, path in beside.items():
        click.echo(
            _(
                "  ! {other} is not as xlplan wrote it, or belongs to another unit, so it stays; "
                "the new template is {file}."
            ).format(other=other.name, file=path.name)
        )
    if outdated := [path for path in result.outdated if path not in beside]:
        click.echo(
            _(
                "  ! Outdated, but not as xlplan wrote them, so they stay: {files}. "
                "Take over what is still needed and delete them."
            ).format(files=_names(outdated))
        )


def _refusal_lines(result: "IssueResult") -> Iterator[str]:
    """Yield a line for each reason for which templates were not written or outdated ones not removed."""
    groups = (
        (_("! Not written: {files}."), result.not_written),
        (_("! Outdated, but not removed: {files}."), result.not_removed),
    )
    remedy = _("Then run “xlplan issue {quarter}”.").format(quarter=result.quarter)
    for words, refused in groups:
        for reason, files in _by_reason(refused).items():
            yield f"{words.format(files=_names(files))} {reason} {remedy}"


def _by_reason(refused: "Iterable[RefusedFile]") -> dict[str, list[Path]]:
    files: dict[str, list[Path]] = {}
    for each in refused:
        files.setdefault(refusal_text(each.problem), []).append(each.path)
    return files


def refusal_text(problem: OSError | XlplanError) -> str:
    """Return the reason for which a file was refused, with the remedy."""
    # The general sentence names one file, and many may be open at once.
    if isinstance(problem, PermissionError):
        return _("The file is open in a program or write-protected: close it, or take the protection away.")
    return failure_message(problem) or f"{problem!r}."


def _names(files: list[Path]) -> str:
    names = ", ".join(path.name for path in files[:_MOST_NAMED])
    if left_out := len(files[_MOST_NAMED:]):
        names += " " + ngettext("… and {number} more file.", "… and {number} more files.", left_out).rstrip(".")
    return names


def _replacement_text(template: "IssuedTemplate") -> str:
    """Return the meaning of a template for its unit, if it replaces another one."""
    if template.is_settled:
        return _("its accepted return stands; nothing to send")
    if template.renewal:
        return _("{updated}; send it in place of the old one").format(updated=_(template.renewal.value))
    row_codes = ", ".join(template.rows_to_answer) or "—"
    if not template.answers_carried:
        return _("send it in place of the old one; rows that changed: {rows}").format(rows=row_codes)
    carried = ngettext("{number} answer carried over", "{number} answers carried over", template.answers_carried)
    return _("send it; rows to answer anew: {rows}").format(rows=row_codes) + " · " + carried
