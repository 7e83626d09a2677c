"""The output of `backup`, `restore` and `ledger move`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from xlplan.cli.output.common import short_path
from xlplan.domain.personal_data import hide_personal_data
from xlplan.domain.quarter import read_quarter
from xlplan.services.record.folder_checks import size_text
from xlplan.storage.ledger_address import shown_place
from xlplan.storage.long_paths import shown_path
from xlplan.text.translation import _, ngettext

if TYPE_CHECKING:
    from xlplan.ledger.copy import LedgerContent
    from xlplan.services.record.backup import BackupResult
    from xlplan.services.record.move import MoveResult
    from xlplan.services.record.restore import RestoreResult
    from xlplan.services.record.restore_preview import RestorePreview
    from xlplan.storage.workspace import Workspace

_MOST_NAMED = 5


def print_backup(workspace: "Workspace", result: "BackupResult") -> None:
    """Print where a backup is, what it lacks, and what to do with it."""
    click.echo(backup_line(workspace, result))
    for sentence in shortcomings(result):
        click.echo(f"! {sentence}", err=True)
    click.echo(_("It holds the password of the sheets and the returns: keep it where only you can read it."))
    if result.path.is_relative_to(workspace.root):
        click.echo(
            _(
                "It lies in the workspace, so it would be lost with it. Copy it to another disk, or name a folder "
                "there in {settings}: backup_folder = '…'"
            ).format(settings="xlplan.toml")
        )


def backup_line(workspace: "Workspace", result: "BackupResult") -> str:
    """Return the line about a backup that was made and proved."""
    return ngettext(
        "Backup: {number} file, {copied} of them copied, {size}, every hash proved: {file}",
        "Backup: {number} files, {copied} of them copied, {size}, every hash proved: {file}",
        result.file_count,
        copied=result.copied_count,
        size=size_text(result.size),
        file=short_path(workspace, result.path),
    )


def shortcomings(result: "BackupResult") -> list[str]:
    """Return a sentence for each thing that a backup lacks or that was wrong with it."""
    sentences = (
        (result.held, _("Another program holds these files, so the backup lacks them. Close them: {files}")),
        (result.unfit, _("Not every system can hold these names, so the backup lacks them. Rename: {files}")),
        (
            result.altered,
            _("These files of the archive were changed by hand, and the backup has them so: {files}"),
        ),
        (result.missing, _("The archive lacks files that the ledger names. Their hashes: {files}")),
        (result.replaced, _("These files in the folder were damaged and were written again: {files}")),
    )
    found = [sentence.format(files=_names(names)) for names, sentence in sentences if names]
    if result.elsewhere_count:
        found.append(
            ngettext(
                "{number} file lies on another machine, so the backup lacks it: make one there too.",
                "{number} files lie on other machines, so the backup lacks them: make one there too.",
                result.elsewhere_count,
            )
        )
    if result.waiting_count:
        found.append(
            ngettext(
                "{number} file in the inbox is not dealt with yet, so the backup lacks it.",
                "{number} files in the inbox are not dealt with yet, so the backup lacks them.",
                result.waiting_count,
            )
        )
    return found


def _names(names: Sequence[str]) -> str:
    left_out = len(names) - _MOST_NAMED
    more = [ngettext("… and {number} more", "… and {number} more", left_out)] if left_out > 0 else []
    return ", ".join((*names[:_MOST_NAMED], *more))


def print_later(preview: "RestorePreview") -> None:
    """Print what the folder knows and the ledger of a backup does not."""
    click.echo(
        _("The ledger of this backup is of {day}, and the folder knows more than it does:").format(
            day=_moment(preview.backup.manifest.made_at)
        )
    )
    if count := preview.later_decision_count:
        click.echo(
            "  – "
            + ngettext(
                "{number} decision that must be made again",
                "{number} decisions that must be made again",
                count,
            )
        )
    names = [hide_personal_data(answer.file) for answer in preview.later_answers]
    if names:
        click.echo(
            "  – "
            + ngettext(
                "{number} file that was answered since: {files}",
                "{number} files that were answered since: {files}",
                len(names),
                files=_names(names),
            )
        )
    click.echo(
        _(
            "If there is a later backup, take that one. Else this ledger is put back; the logs stay under another "
            "name, and those files come into the inbox again, for new receipts with a new time."
        )
    )


def print_restored(preview: "RestorePreview", result: "RestoreResult") -> None:
    """Print what was restored, what stays as it was, what the ledger holds, and the next step."""
    workspace = preview.workspace
    for line in _outcome(preview, result):
        click.echo(line)
    click.echo(_content_line(result.content))
    _print_files(_("They differ from the backup and stay as they are:"), preview.differing)
    _print_files(_("They stay under these names:"), [short_path(workspace, path) for path in result.renamed])
    later = [short_path(workspace, path) for path in preview.later_files]
    if later:
        click.echo(
            ngettext(
                "{number} file of the archive is newer than the backup: {files}. "
                "If it is a return, take it again: xlplan intake {file}",
                "{number} files of the archive are newer than the backup: {files}. "
                "Take those that are returns again: xlplan intake {file}",
                len(later),
                files=_names(later),
                file=later[0],
            )
        )
    if preview.has_other_ledger_place:
        click.echo(
            _("The ledger lies in {file} now, and {settings} says so.").format(
                file=shown_place(workspace.ledger), settings="xlplan.toml"
            )
        )
    if result.to_take_again:
        click.echo(_("Next: xlplan intake, which takes the files in the inbox and renews the workbooks."))
    elif result.restored:
        click.echo(_("Next: xlplan intake, which renews the workbooks; then xlplan status."))


def _outcome(preview: "RestorePreview", result: "RestoreResult") -> Iterable[str]:
    made_at = _moment(preview.backup.manifest.made_at)
    folder = shown_path(preview.workspace.root)
    if not result.restored:
        yield _("Nothing is missing in {folder}: all that the backup of {day} holds is there.").format(
            folder=folder, day=made_at
        )
        return
    yield ngettext(
        "Restored from the backup of {day}, and proved: {number} file in {folder}.",
        "Restored from the backup of {day}, and proved: {number} files in {folder}.",
        len(result.restored),
        day=made_at,
        folder=folder,
    )
    if preview.fault:
        yield _("The ledger that was there could not be used: {problem}").format(problem=preview.fault)
    if preview.puts_ledger and result.to_take_again:
        yield ngettext(
            "{number} file that came after the backup is in the inbox again.",
            "{number} files that came after the backup are in the inbox again.",
            len(result.to_take_again),
        )


def print_move(result: "MoveResult") -> None:
    """Print that the ledger was moved, and what became of the old one."""
    click.echo(
        ngettext(
            "The ledger is in {place} now; {number} record was copied and proved.",
            "The ledger is in {place} now; {number} records were copied and proved.",
            result.record_count,
            place=shown_place(result.after),
        )
    )
    click.echo(
        _(
            "{settings} names the new place. The old ledger stays in {place}; nothing can be recorded in it."
        ).format(settings="xlplan.toml", place=shown_place(result.before))
    )
    click.echo(_("Next: xlplan doctor, then xlplan backup."))


def _content_line(content: "LedgerContent") -> str:
    quarters = ", ".join(str(read_quarter(each) or each) for each in content.quarters)
    decision = _moment(datetime.fromisoformat(content.last_decision)) if content.last_decision else "—"
    return _("The ledger holds: last receipt No. {number}, last decision {day}, quarters {quarters}.").format(
        number=content.last_number, day=decision, quarters=quarters or "—"
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y %H:%M}"


def _print_files(heading: str, files: Sequence[str]) -> None:
    if files:
        click.echo(f"{heading} {_names(files)}")
