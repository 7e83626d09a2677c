"""The trial of a folder: write a file, lock it, rename it and delete it, as the work of xlplan does."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from msgspec import Struct

from xlplan.storage.atomic import temporary_path
from xlplan.storage.file_lock import FileLock, LockHeldError

# Watchers take no file of this ending for a return.
_ENDING = ".tmp"
# A disk that takes an empty file may still be full.
_CONTENT = b"xlplan" * 1000


class Step(Enum):
    """A step of the trial."""

    LIST = "list"
    WRITE = "write"
    LOCK = "lock"
    RENAME = "rename"
    DELETE = "delete"


class FolderTrial(Struct, frozen=True):
    """The outcome of a trial.

    Attributes:
        failed: The step that failed. None where none did.
        problem: The error of the system. None where a lock kept nobody out.
        written_at: The time that the disk gave to the file. A share gives the time of its server.
    """

    failed: Step | None = None
    problem: OSError | None = None
    written_at: datetime | None = None


def try_folder(folder: Path) -> FolderTrial:
    """Try a folder, and leave nothing in it."""
    path, renamed = temporary_path(folder, _ENDING), temporary_path(folder, _ENDING)
    lock = temporary_path(folder, _ENDING)
    step, written_at = Step.LIST, None
    try:
        with os.scandir(folder) as entries:
            next(entries, None)
        step = Step.WRITE
        written_at = _write(path)
        step = Step.LOCK
        if not _keeps_others_out(lock):
            return FolderTrial(step, None, written_at)
        step = Step.RENAME
        path.rename(renamed)
        step = Step.DELETE
        renamed.unlink()
    except OSError as problem:
        name_folder(problem, folder)
        return FolderTrial(step, problem, written_at)
    finally:
        for each in (path, renamed, lock):
            with suppress(OSError):
                each.unlink()
    return FolderTrial(written_at=written_at)


def name_folder(problem: OSError, folder: Path) -> None:
    """Let an error name the folder of a trial: the name of the file that was tried tells nobody anything."""
    # Windows denies access as well to who takes a folder for a file, so a file in the folder is named then.
    named = folder / "xlplan" if isinstance(problem, PermissionError) else folder
    problem.filename, problem.filename2 = str(named), None


def _write(path: Path) -> datetime:
    with path.open("xb") as file:
        file.write(_CONTENT)
        file.flush()
        os.fsync(file.fileno())
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _keeps_others_out(path: Path) -> bool:
    """Tell if a lock that is held is refused to a second one."""
    with FileLock(path):
        try:
            with FileLock(path, timeout=0):
                return False
        except LockHeldError:
            return True
