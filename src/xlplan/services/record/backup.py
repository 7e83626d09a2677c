"""The backup of a workspace: its ledger at one moment, and every file that cannot be made again.

The decision log and the ledger are copied first, while nobody writes to them; the archive comes after them, and
the log of answers last, without those that are newer than the ledger. So no log names what the copied ledger does
not know, and the ledger names no file that the archive's copy lacks.
"""

import json
import os
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain
from pathlib import Path
from shutil import copyfile

from msgspec import Struct

from xlplan import __version__
from xlplan.domain.errors import XlplanError
from xlplan.ledger.copy import damage_of, ledger_content, ledger_copy, without_writers
from xlplan.ledger.decision_log import workspace_identity
from xlplan.ledger.places import files_elsewhere
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage import inbox
from xlplan.storage.atomic import clear_leftovers, is_link, temporary_path
from xlplan.storage.backup_manifest import LEDGER_NAME, Manifest, is_place
from xlplan.storage.backup_reading import manifests_in, open_backup, zip_backup
from xlplan.storage.backup_writing import WrittenBackup, write_onto, write_zip
from xlplan.storage.last_backup import LastBackup, record_backup, restore_command
from xlplan.storage.ledger_address import shown_place
from xlplan.storage.long_paths import shown_path
from xlplan.storage.own_files import is_own
from xlplan.storage.settings_file import FILE_NAME
from xlplan.storage.temporary import private_folder
from xlplan.storage.workspace import Workspace, file_name, same_file_key
from xlplan.text.translation import _

_ARCHIVED = re.compile(r"archive/[0-9a-f]{2}/([0-9a-f]{64})(\.[a-z0-9]+)?")
# A pass answers what it has recorded within moments. One that was killed answers only at its next start.
_ANSWER_SECONDS = 3.0
# So begin the names of temporary files, and of the locks of xlplan and of Office.
_PASSING = (".", "~$")


class BackupResult(Struct, frozen=True):
    """A backup that was made.

    Attributes:
        path: The zip, or the folder of backups.
        file_count: How many files it holds.
        copied_count: How many of them were copied. A folder of backups has the others already.
        size: How many bytes were written.
        held: Files that another program has open, so that they are not in it.
        unfit: Files whose names cannot be kept on every system, so that they are not in it.
        altered: Files of the archive whose bytes are not those of their names. They are in it as they are.
        missing: The hashes of files that the ledger names and the archive lacks.
        replaced: The hashes of files in the folder whose bytes were wrong, and which were written again.
        waiting_count: How many files wait in the inbox. They are not in it.
        elsewhere_count: How many files lie on other machines that share the ledger. They are not in it.
    """

    path: Path
    file_count: int
    copied_count: int
    size: int
    held: tuple[str, ...]
    unfit: tuple[str, ...]
    altered: tuple[str, ...]
    missing: tuple[str, ...]
    replaced: tuple[str, ...]
    waiting_count: int
    elsewhere_count: int = 0

    @property
    def is_complete(self) -> bool:
        """Tell if the backup holds everything that it should, as it should be."""
        return not (self.held or self.unfit or self.altered or self.missing)


def default_target(context: OpenWorkspace) -> Path:
    """Return the file for a new backup, by the name of the workspace's folder and the time."""
    workspace = context.workspace
    name = f"{file_name(workspace.root.name)} {context.now():%Y-%m-%d %H-%M-%S}.zip"
    return workspace.backups / name


def make_backup(context: OpenWorkspace, target: Path | None) -> BackupResult:
    """Make a backup of the workspace as one zip.

    Args:
        context: The workspace.
        target: The zip, or a folder for it. By default it lies in the folder that the settings name.

    Raises:
        XlplanError: `target` is there already and is no backup of this workspace, or the ledger is damaged.
    """
    usual = default_target(context)
    path = usual if target is None else target / usual.name if target.is_dir() else target
    if os.path.lexists(path):
        _require_own_backup(context, path)
    clear_leftovers((), (_folder(path.parent),))
    return _make(context, path, lambda manifest, files: write_zip(path, manifest, files))


def add_backup(context: OpenWorkspace, folder: Path) -> BackupResult:
    """Add a backup of the workspace to a folder of backups. Only what the folder lacks is copied.

    Raises:
        XlplanError: The folder holds backups of another workspace or other files, or the ledger is damaged.
    """
    _require_own_folder(context, folder)
    clear_leftovers((folder / "files",), (_folder(folder),))
    return _make(context, folder, lambda manifest, files: write_onto(folder, manifest, files))


def _folder(folder: Path) -> Path:
    """Return the folder, made where only it is missing: a disk that is away has no folder above it either."""
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
    return folder


def _make(
    context: OpenWorkspace,
    path: Path,
    write: Callable[[Manifest, Iterable[tuple[str, Path]]], WrittenBackup],
) -> BackupResult:
    workspace, unfit = context.workspace, list[str]()
    # The ledger is opened as by every command: one of another workspace is refused, one that is missing is made.
    identity = _identity(context)
    with _record_at_one_moment(context) as record:
        manifest = Manifest(identity, context.now(), __version__, {})
        content = ledger_content(record[LEDGER_NAME])
        copied = (*record, workspace.place(workspace.answers))
        _await_answers(workspace, content.last_number)
        answers = _known_answers(workspace, content.last_number, record[LEDGER_NAME])
        written = write(manifest, chain(record.items(), _other_files(workspace, copied, unfit), answers))
        hashes = written.manifest.files
        named = content.hashes
    altered = [
        each for each, sha256 in hashes.items() if (match := _ARCHIVED.fullmatch(each)) and match[1] != sha256
    ]
    # What came in on other machines lies there, and in the backups that are made there.
    elsewhere = _hashes_elsewhere(context) - set(hashes.values())
    result = BackupResult(
        path=path,
        file_count=len(hashes),
        copied_count=written.copied,
        size=written.size,
        held=tuple(written.held),
        unfit=tuple(unfit),
        altered=tuple(sorted(altered)),
        missing=tuple(sorted(named - set(hashes.values()) - elsewhere)),
        replaced=tuple(written.replaced),
        waiting_count=len(inbox.list_files(workspace.inbox)),
        elsewhere_count=len(elsewhere),
    )
    record_backup(workspace.root, LastBackup(path.absolute(), manifest.made_at, result.is_complete))
    return result


def _identity(context: OpenWorkspace) -> str:
    with context.ledger.connect() as connection:
        return workspace_identity(connection) or ""


def _hashes_elsewhere(context: OpenWorkspace) -> frozenset[str]:
    with context.ledger.connect() as connection:
        return frozenset(files_elsewhere(connection))


@contextmanager
def _record_at_one_moment(context: OpenWorkspace) -> Iterator[dict[str, Path]]:
    """Copy the decision log and the ledger while nobody writes to them, and give the copies by their paths.

    Raises:
        XlplanError: The ledger is damaged. Backups of it would take the place of good ones.
    """
    workspace = context.workspace
    with ExitStack() as copies:
        folder = copies.enter_context(private_folder())
        record = {}
        with without_writers(workspace.ledger):
            if workspace.decision_log.is_file():
                copy = copyfile(workspace.decision_log, folder / workspace.decision_log.name)
                record[workspace.place(workspace.decision_log)] = copy
            record[LEDGER_NAME] = copies.enter_context(ledger_copy(workspace.ledger, workspace.lock_base.parent))
        damage = damage_of(record[LEDGER_NAME])
        if damage:
            raise XlplanError(
                _(
                    "The ledger {file} is damaged ({problem}), so no backup of it was made. "
                    "Bring it back from an earlier backup: {command}."
                ).format(
                    file=shown_place(workspace.ledger), problem=damage, command=restore_command(workspace.root)
                )
            )
        yield record


def _known_answers(workspace: Workspace, last_number: int, ledger: Path) -> Iterator[tuple[str, Path]]:
    """Yield the log of answers without those to files that came after the ledger was copied.

    It comes last: what the ledger had recorded when it was copied is answered by then.
    """
    if lines := _answer_lines(workspace):
        copy = temporary_path(ledger.parent)
        try:
            copy.write_bytes(b"".join(line for line in lines if _receipt(line) <= last_number))
            yield workspace.place(workspace.answers), copy
        finally:
            copy.unlink(missing_ok=True)


def _await_answers(workspace: Workspace, last_number: int) -> None:
    """Wait until what the copied ledger has recorded is answered, for a little, so that no receipt is left out."""
    latest = time.monotonic() + _ANSWER_SECONDS
    while max(map(_receipt, _answer_lines(workspace)), default=0) < last_number and time.monotonic() < latest:
        time.sleep(0.05)


def _answer_lines(workspace: Workspace) -> list[bytes]:
    return workspace.answers.read_bytes().splitlines(keepends=True) if workspace.answers.is_file() else []


def _receipt(line: bytes) -> int:
    """Return the number of the receipt in a line of the log of answers; 0 where it has none."""
    try:
        return int(json.loads(line)["receipt"])
    except (ValueError, KeyError, TypeError):
        return 0


def _other_files(workspace: Workspace, copied: Collection[str], unfit: list[str]) -> Iterator[tuple[str, Path]]:
    """Yield the place of every other file, and the file; add to `unfit` those that not every system can hold."""
    copied_places, seen = set(copied), set(map(same_file_key, copied))
    for path in (workspace.root / FILE_NAME, workspace.own_files, *_below(workspace.written_trees)):
        place = workspace.place(path)
        if place in copied_places or is_link(path) or not path.is_file() or _can_be_made_again(workspace, path):
            continue
        key = same_file_key(place)
        if is_place(place) and key not in seen:
            seen.add(key)
            yield place, path
        else:
            unfit.append(place)


def _below(trees: Iterable[Path]) -> Iterator[Path]:
    for tree in trees:
        for folder, folders, names in os.walk(tree):
            folders[:] = sorted(name for name in folders if not name.startswith(_PASSING))
            yield from (Path(folder) / name for name in sorted(names) if not name.startswith(_PASSING))


def _can_be_made_again(workspace: Workspace, path: Path) -> bool:
    """Tell if a file is a workbook or a form of ours as we wrote it: a command makes it again.

    Receipts and marked returns are not: units have them. A workbook that a person changed is hers.
    """
    folder, units_have = path.parent, (workspace.names.receipts, workspace.names.to_correct)
    if workspace.outbox not in (folder, folder.parent) or folder.name in units_have:
        return False
    # A file that a program shares with nobody is named where it is read.
    with suppress(PermissionError):
        return is_own(workspace.own_files, path)
    return False


def _require_own_backup(context: OpenWorkspace, path: Path) -> None:
    """Check that a file which is to be replaced is a backup of this workspace."""
    with suppress(XlplanError), zip_backup(path) as old:
        if old.manifest.workspace == _identity(context):
            return
    raise XlplanError(
        _("{file} is there already, and it is no backup of this workspace. Name another file.").format(
            file=shown_path(path)
        )
    )


def _require_own_folder(context: OpenWorkspace, folder: Path) -> None:
    """Check that a folder is new or empty, or holds backups of this workspace."""
    if not os.path.lexists(folder):
        return
    manifests = manifests_in(folder) if folder.is_dir() else []
    if manifests:
        with suppress(XlplanError), open_backup(manifests[-1]) as latest:
            if latest.manifest.workspace == _identity(context):
                return
    # A backup that was killed before its manifest leaves files only.
    elif folder.is_dir() and all(each.name == "files" or each.name.startswith(".") for each in folder.iterdir()):
        return
    raise XlplanError(
        _(
            "{folder} is not empty, and it holds no backups of this workspace. Name a folder of its own for them."
        ).format(folder=shown_path(folder))
    )
