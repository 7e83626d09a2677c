"""The restoring of a workspace from a backup: the parts that are missing, and nothing over what is there."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from shutil import copyfile

from msgspec import Struct

from xlplan.domain.decision_log import Decision, DecisionKind
from xlplan.domain.errors import XlplanError
from xlplan.ledger.copy import LedgerContent, ledger_content
from xlplan.ledger.decision_log import append_entries, record_decision
from xlplan.ledger.transfer import fill_database
from xlplan.services.open_workspace import OpenWorkspace, open_workspace
from xlplan.services.record.restore_preview import RestorePreview
from xlplan.storage.archive import sha256_of
from xlplan.storage.atomic import atomic_write, atomic_write_bytes, ensure_folder, refuse_link, sync_folder
from xlplan.storage.backup_manifest import LEDGER_NAME
from xlplan.storage.backup_reading import Backup, copy_hashing
from xlplan.storage.long_paths import shown_path
from xlplan.storage.own_files import numbered_places
from xlplan.storage.permissions import make_read_only
from xlplan.storage.settings import toml_text
from xlplan.storage.settings_file import FILE_NAME
from xlplan.storage.temporary import private_folder
from xlplan.storage.workspace import Workspace, file_name
from xlplan.text.translation import N_, _

_LEDGER_ENDINGS = ("", "-wal", "-shm", "-journal")
_LEDGER_LINE = re.compile(r"(?m)^[ \t]*ledger[ \t]*=[^\r\n]*")
_BEFORE = N_("before the restoring of {moment}")


class RestoreResult(Struct, frozen=True):
    """The result of a restoring.

    Attributes:
        restored: The paths of the files that were put there.
        renamed: The new places of the files that were renamed to make room for those of the backup.
        to_take_again: The copies in the inbox of files that came after the backup.
        content: What the ledger holds now.
    """

    restored: tuple[str, ...]
    renamed: tuple[Path, ...]
    to_take_again: tuple[Path, ...]
    content: LedgerContent


def restore(preview: RestorePreview, now: Callable[[], datetime]) -> RestoreResult:
    """Put the missing parts of a backup into a workspace.

    What is there stays as it is. A ledger that cannot be used, and logs that say more than the ledger of the
    backup knows, are renamed, and the files that came after the backup are put into the inbox again.

    The settings come last: a folder in which a killed process left a part becomes no workspace.

    Raises:
        XlplanError: A folder on the way is a link, the backup changes while it is read, or the ledger that is
            there does not belong to the workspace.
    """
    workspace, backup = preview.workspace, preview.backup
    for folder in (*workspace.written_trees, workspace.inbox):
        ensure_folder(folder)
    restored = [each for each in preview.missing if each != FILE_NAME]
    for place in restored:
        _put(backup, place, workspace.root / place)
    renamed = list[Path]()
    if preview.puts_ledger:
        for place in preview.later_logs:
            renamed += _make_room(workspace, workspace.root / place, now())
            if place in backup.manifest.files:
                _put(backup, place, workspace.root / place)
        renamed += _put_ledger(backup, workspace, now())
        restored.append(LEDGER_NAME)
    if preview.is_new:
        _put_settings(preview)
        restored.append(FILE_NAME)
    with open_workspace(workspace, now) as context:
        if preview.later_logs:
            _record_older_ledger(context, preview)
    again = tuple(_copies_in_inbox(preview))
    return RestoreResult(tuple(restored), tuple(renamed), again, ledger_content(workspace.ledger))


def _record_older_ledger(context: OpenWorkspace, preview: RestorePreview) -> None:
    """Record in the decision log that a ledger was put back that lacks what came later."""
    last_number = ledger_content(context.workspace.ledger).last_number
    answers = [{"receipt": each.receipt, "file": each.file} for each in preview.later_answers]
    decision = Decision(
        DecisionKind.OLDER_LEDGER,
        before={
            # No number that was given is given again.
            "receipt": max((each.receipt for each in preview.later_answers), default=last_number),
            "decisions": preview.later_decision_count,
            "answers": answers,
        },
        after={"receipt": last_number},
    )
    # The clock is not asked: the ledger is in its place already.
    with context.ledger.write() as connection:
        record_decision(connection, decision, context.actor, context.now())
    append_entries(context.ledger, context.workspace.decision_log, context.actor, context.now())


def _put_ledger(backup: Backup, workspace: Workspace, moment: datetime) -> Iterator[Path]:
    """Put the ledger of a backup in its place, and yield the new paths of the files that were in the way."""
    place = workspace.ledger
    if isinstance(place, Path):
        # The log of a lost ledger would be taken for that of the new one.
        for ending in _LEDGER_ENDINGS:
            yield from _make_room(workspace, place.with_name(place.name + ending), moment)
        _put(backup, LEDGER_NAME, place)
        return
    with private_folder() as folder:
        _put(backup, LEDGER_NAME, folder / LEDGER_NAME)
        fill_database(folder / LEDGER_NAME, place)


def _put(backup: Backup, place: str, path: Path) -> None:
    """Write a file of a backup, whole or not at all, read it back, and prove its hash."""
    _refuse_links(path, len(PurePosixPath(place).parts) - 2)

    def write(beside: Path) -> None:
        with backup.open(place) as old, beside.open("xb") as new:
            copy_hashing(old, new)
            new.flush()
            os.fsync(new.fileno())
        if sha256_of(beside) != backup.manifest.files[place]:
            raise XlplanError(
                _("{file} could not be written as the backup has it. Check the disk, then restore again.").format(
                    file=shown_path(path)
                )
            )

    atomic_write(path, write)
    if place.startswith("archive/") and path.parent.parent.name == "archive":
        make_read_only(path)
    sync_folder(path.parent)


def _refuse_links(path: Path, depth: int) -> None:
    """Refuse a file in a folder that is a link. Those right below the root may be: the coordinator made them."""
    for folder in list(path.parents)[: max(0, depth)]:
        refuse_link(folder)


def _make_room(workspace: Workspace, path: Path, moment: datetime) -> Iterator[Path]:
    """Rename a file that is in the way, and yield its new path."""
    if os.path.lexists(path):
        words = file_name(workspace.names.word(_BEFORE).format(moment=f"{moment:%Y-%m-%d %H-%M-%S}"))
        places = numbered_places(path.with_stem(f"{path.stem} ({words})"))
        place = next(each for each in places if not os.path.lexists(each))
        path.rename(place)
        yield place


def _put_settings(preview: RestorePreview) -> None:
    path = preview.workspace.root / FILE_NAME
    if not preview.has_other_ledger_place:
        _put(preview.backup, FILE_NAME, path)
        return
    with preview.backup.open(FILE_NAME) as file:
        content = file.read()
    text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    line = f"ledger = {toml_text(preview.workspace.settings.ledger)}"
    # A function, since a path of Windows holds what would be an escape.
    changed, count = _LEDGER_LINE.subn(lambda _match: line, text)
    atomic_write_bytes(path, (changed if count else f"{text}{os.linesep}{line}{os.linesep}").encode())


def _copies_in_inbox(preview: RestorePreview) -> Iterator[Path]:
    """Put the files that came after the backup into the inbox again, and yield their paths."""
    for answer in preview.later_answers:
        if answer.archived is None:
            continue
        name = PurePosixPath(answer.file.replace("\\", "/")).name
        place = preview.workspace.inbox / f"{file_name(Path(name).stem)}{Path(name).suffix}"
        place = next(each for each in numbered_places(place) if not os.path.lexists(each))
        source = answer.archived
        atomic_write(place, lambda beside, source=source: copyfile(source, beside))  # type: ignore[misc]
        yield place
