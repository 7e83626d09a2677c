"""Replacing a file that another program may have open."""

import errno
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock

_COPY_TIME = re.compile(r" \d\d\.\d\d \d\d-\d\d(-\d\d)?$")
# Windows reports "permission denied"; Linux with a mounted share may report "busy".
_BUSY = (errno.EBUSY, errno.ETXTBSY)


def report_lock(ledger: Path) -> FileLock:
    """Return the lock under which the workbooks of a workspace are written, one at a time."""
    return FileLock(ledger.with_suffix(".report.lock"))


def publish(path: Path, write: Callable[[Path], object], moment: datetime) -> tuple[Path, bool]:
    """Let `write` replace `path`. If a program has it open, write a copy next to it with the time in its name.

    Older copies next to it are removed.

    Returns:
        The path written, and True if that is such a copy.
    """
    names = (path, *(path.with_stem(f"{path.stem} {moment:{form}}") for form in ("%d.%m %H-%M", "%d.%m %H-%M-%S")))
    for name in names:
        try:
            write(name)
        except OSError as problem:
            # No program has the last name open. If that fails too, the folder accepts no file.
            # Windows has the same error for a folder in the place of the file.
            if not _held_open(problem) or name == names[-1] or name.is_dir():
                raise
            continue
        _clear(path, name)
        return name, name != path
    raise AssertionError("the last name either is written or raises")


def waiting_copies(path: Path) -> tuple[Path, ...]:
    """Return the newer copies that wait next to `path` for its name, oldest first."""
    found = [other for other in path.parent.glob(f"{path.stem} *{path.suffix}") if _COPY_TIME.search(other.stem)]
    return tuple(sorted(found, key=_made))


def reclaim_name(path: Path) -> bool:
    """Rename the newest waiting copy to `path`. Return False if a program still has `path` open."""
    waiting = waiting_copies(path)
    if not waiting:
        return True
    newest = waiting[-1]
    try:
        # A copy that could not be removed at the last attempt is older than the file that has the name.
        if _made(newest) > _made(path):
            newest.replace(path)
    except OSError as problem:
        if not _held_open(problem):
            raise
        return False
    _clear(path, path)
    return True


def _held_open(problem: OSError) -> bool:
    return isinstance(problem, PermissionError) or problem.errno in _BUSY


def _made(path: Path) -> int:
    """Return the modification time in nanoseconds; 0 for a file that does not exist."""
    with suppress(FileNotFoundError):
        return path.stat().st_mtime_ns
    return 0


def _clear(path: Path, newest: Path) -> None:
    for other in waiting_copies(path):
        if other != newest:
            # The copy may be open too; a later call removes it.
            with suppress(PermissionError):
                other.unlink(missing_ok=True)
