"""The folder that a backup is restored to: missing parts, other bytes, files that came after it."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import ENOSPC
from pathlib import Path
from shutil import disk_usage

from msgspec import Struct
from msgspec.structs import replace

from xlplan.domain.errors import XlplanError
from xlplan.ledger.copy import damage_of
from xlplan.ledger.ownership import identity_of, ledger_exists, read_state, require_own
from xlplan.ledger.place import free_local_ledger, holds_ledger
from xlplan.storage.archive import find_stored, sha256_of
from xlplan.storage.atomic import ensure_folder, is_link
from xlplan.storage.backup_manifest import LEDGER_NAME
from xlplan.storage.backup_reading import Backup, open_backup, require_whole
from xlplan.storage.long_paths import root_path, shown_path
from xlplan.storage.settings import Settings, read_settings
from xlplan.storage.settings_file import FILE_NAME
from xlplan.storage.temporary import private_folder
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _

_ARCHIVED = re.compile(r"archive/[0-9a-f]{2}/[0-9a-f]{64}(\.[a-z0-9]+)?")
# What a folder that is no workspace yet may hold already; and every name that begins with “xlplan.”.
_OWN_NAMES = {"archive", "backup", "inbox", "outbox", "templates"}


class LaterAnswer(Struct, frozen=True):
    """A file that was answered after the backup was made.

    Attributes:
        file: Its name.
        sha256: Its hash.
        receipt: The number of its receipt.
        archived: Where the archive has it; None where it does not.
    """

    file: str
    sha256: str
    receipt: int
    archived: Path | None


class RestorePreview(Struct, frozen=True):
    """A backup that is about to be restored, every hash in it proved, and what it meets in the folder.

    Attributes:
        backup: The backup.
        workspace: The workspace as it will be.
        is_new: The folder is no workspace yet: it has no settings.
        has_other_ledger_place: The settings of the backup name a place for the ledger that is not taken here.
        missing: The paths of the files that the folder lacks, without the ledger.
        differing: The paths of files that are there with other bytes. They stay.
        puts_ledger: The ledger is missing or cannot be used, and that of the backup is put there.
        fault: Why the ledger that is there cannot be used; "" where it can.
        later_logs: Logs that say more than the backup. Its ledger does not know what they say.
        later_decision_count: How many decisions they say more.
        later_answers: The files that were answered since.
        later_files: Other files of the archive that the backup does not have.
    """

    backup: Backup
    workspace: Workspace
    is_new: bool
    has_other_ledger_place: bool
    missing: tuple[str, ...]
    differing: tuple[str, ...]
    puts_ledger: bool
    fault: str
    later_logs: tuple[str, ...]
    later_decision_count: int
    later_answers: tuple[LaterAnswer, ...]
    later_files: tuple[Path, ...]


@contextmanager
def prepare_restore(path: Path, folder: Path) -> Iterator[RestorePreview]:
    """Prove every hash of a backup, and compare it with a folder. Nothing is written yet.

    Args:
        path: The backup: a zip, a folder of backups, or a manifest in one.
        folder: The folder of the workspace: one that lacks parts, or an empty one.

    Raises:
        XlplanError: It is no backup, it is damaged, it is of another workspace, or the folder holds other things.
    """
    with open_backup(path) as backup:
        require_whole(backup)
        yield _preview(backup, root_path(folder))


def _preview(backup: Backup, root: Path) -> RestorePreview:
    is_new = not (root / FILE_NAME).is_file()
    if is_new:
        _require_no_other_files(root)
    settings = _settings_of(backup) if is_new else read_settings(root / FILE_NAME)
    workspace = Workspace(root, settings)
    _require_same_workspace(workspace, backup)
    has_other_place = is_new and not _is_good_place(workspace)
    if has_other_place:
        workspace = replace(workspace, settings=replace(settings, ledger=_ledger_place(root)))
    missing, differing = _compare(workspace, backup)
    _require_space(root, sum(map(backup.size, (*missing, LEDGER_NAME))))
    fault = _fault_of_ledger(workspace)
    puts_ledger = bool(fault) or not _has_ledger(workspace)
    logs = _later_lines(workspace, backup) if puts_ledger else {}
    answers = _later_answers(workspace, logs.get(workspace.answers, []))
    known = {answer.sha256 for answer in answers}
    return RestorePreview(
        backup=backup,
        workspace=workspace,
        is_new=is_new,
        has_other_ledger_place=has_other_place,
        missing=tuple(missing),
        differing=tuple(differing),
        puts_ledger=puts_ledger,
        fault=fault,
        later_logs=tuple(workspace.place(log) for log in logs),
        later_decision_count=len(logs.get(workspace.decision_log, [])),
        later_answers=answers,
        later_files=tuple(path for path in _later_files(workspace, backup) if path.stem not in known)
        if puts_ledger
        else (),
    )


def _require_no_other_files(root: Path) -> None:
    names = [each.name for each in root.iterdir()] if root.is_dir() else []
    others = [name for name in names if name not in _OWN_NAMES and not name.startswith((".", "xlplan."))]
    if others:
        raise XlplanError(
            _(
                "{folder} is not empty, and it is no workspace: it holds {file}. Name an empty folder, or the "
                "workspace whose parts are missing."
            ).format(folder=shown_path(root), file=others[0])
        )


def _settings_of(backup: Backup) -> Settings:
    """Return the settings in a backup."""
    with private_folder() as temporary, backup.open(FILE_NAME) as file:
        path = temporary / FILE_NAME
        path.write_bytes(file.read())
        return read_settings(path)


def _require_same_workspace(workspace: Workspace, backup: Backup) -> None:
    own, theirs = identity_of(workspace), backup.manifest.workspace
    if own and own != theirs:
        raise XlplanError(
            _(
                "The backup {file} is of another workspace ({theirs}; this one is {own}). Take a backup of this "
                "one, or restore it to an empty folder: xlplan restore FILE FOLDER."
            ).format(file=shown_path(backup.path), theirs=theirs, own=own)
        )


def _fault_of_ledger(workspace: Workspace) -> str:
    """Return why the ledger that is there cannot be used; "" where it can, and where there is none.

    Raises:
        XlplanError: It is the file of another program, or the ledger of another workspace.
    """
    path = workspace.ledger
    if not isinstance(path, Path):
        # What a database holds makes room for nothing. Its administrator empties it.
        if _has_ledger(workspace):
            require_own(workspace)
        return ""
    if not path.is_file():
        return ""
    damage = damage_of(path) if path.stat().st_size else _("it is empty")
    if damage:
        return damage
    state = read_state(path)
    try:
        require_own(workspace)
    except XlplanError as problem:
        # An older state of its own makes room for a later one.
        if state is not None and state.workspace and state.workspace == identity_of(workspace):
            return str(problem)
        raise
    return ""


def _has_ledger(workspace: Workspace) -> bool:
    place = workspace.ledger
    return os.path.lexists(place) if isinstance(place, Path) else ledger_exists(place)


def _is_good_place(workspace: Workspace) -> bool:
    """Tell if the ledger of a new workspace lies in it, on a disk that can hold it.

    A place outside is not taken from a backup: the ledger of the workspace that it is of may lie there.
    """
    root = workspace.root
    is_inside = isinstance(workspace.ledger, Path) and workspace.ledger.parent == root
    return is_inside and holds_ledger(ensure_folder(root))


def _ledger_place(root: Path) -> str:
    return LEDGER_NAME if holds_ledger(ensure_folder(root)) else str(free_local_ledger(root))


def _compare(workspace: Workspace, backup: Backup) -> tuple[list[str], list[str]]:
    """Return the paths of the files that the workspace lacks, and of those that it has with other bytes."""
    missing, differing = [], []
    for place, sha256 in backup.manifest.files.items():
        path = workspace.root / place
        if place != LEDGER_NAME and not os.path.lexists(path):
            missing.append(place)
        elif place != LEDGER_NAME and not _is_same(workspace, backup, place, sha256):
            differing.append(place)
    return missing, differing


def _is_same(workspace: Workspace, backup: Backup, place: str, sha256: str) -> bool:
    """Tell if a file that is there is that of the backup, or a log that was added to before or after."""
    path = workspace.root / place
    if is_link(path) or not path.is_file():
        return False
    return sha256_of(path) == sha256 or (_is_log(workspace, path) and _continues(backup, place, path))


def _is_log(workspace: Workspace, path: Path) -> bool:
    return path in (workspace.answers, workspace.decision_log, workspace.own_files)


def _continues(backup: Backup, place: str, path: Path) -> bool:
    """Tell if a log has all lines of that of the backup, or the other way round."""
    with backup.open(place) as file:
        old, new = set(file.read().splitlines()), set(path.read_bytes().splitlines())
    return old <= new or new <= old


def _require_space(root: Path, size: int) -> None:
    folder = next(each for each in (root, *root.parents) if each.is_dir())
    usage = disk_usage(folder)
    # Some shares tell no sizes.
    if usage.total and usage.free < size:
        raise OSError(ENOSPC, os.strerror(ENOSPC), str(root))


def _later_lines(workspace: Workspace, backup: Backup) -> Mapping[Path, list[bytes]]:
    """Return the lines of the logs that the backup does not have, by log."""
    later = {}
    for log in (workspace.decision_log, workspace.answers):
        place, known = workspace.place(log), set[bytes]()
        if not log.is_file():
            continue
        if place in backup.manifest.files:
            with backup.open(place) as file:
                known = set(file.read().splitlines())
        lines = [line for line in log.read_bytes().splitlines() if line not in known]
        if lines:
            later[log] = lines
    return later


def _later_answers(workspace: Workspace, lines: list[bytes]) -> tuple[LaterAnswer, ...]:
    answers = {}
    for line in lines:
        with suppress(ValueError, KeyError, TypeError):
            values = json.loads(line)
            sha256, file, receipt = str(values["sha256"]), str(values["file"]), int(values["receipt"])
            if not values.get("again"):
                answers[sha256] = LaterAnswer(file, sha256, receipt, find_stored(workspace.archive, sha256))
    return tuple(answers.values())


def _later_files(workspace: Workspace, backup: Backup) -> Iterator[Path]:
    """Yield the files of the archive that the backup does not have."""
    for path in sorted(workspace.archive.glob("??/*")):
        place = workspace.place(path)
        if _ARCHIVED.fullmatch(place) and place not in backup.manifest.files:
            yield path
