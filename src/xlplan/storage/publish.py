"""Putting a new file over one that somebody may hold open."""

import errno
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock

_BESIDE = re.compile(r" \d\d\.\d\d \d\d-\d\d(-\d\d)?$")
# Windows refuses with "permission denied"; a Linux that has the share mounted may say "busy" instead.
_BUSY = (errno.EBUSY, errno.ETXTBSY)


def report_lock(ledger: Path) -> FileLock:
    """The lock under which the workbooks of a workspace are written, one at a time."""
    return FileLock(ledger.with_suffix(".report.lock"))


def publish(path: Path, write: Callable[[Path], object], moment: datetime) -> tuple[Path, bool]:
    """Lets `write` write over `path`; where a program holds it open, beside it with the time in the name.

    Returns where it was written, and whether that is beside. Whatever else lies beside it is older, and goes.
    """
    names = (path, *(path.with_stem(f"{path.stem} {moment:{form}}") for form in ("%d.%m %H-%M", "%d.%m %H-%M-%S")))
    for name in names:
        try:
            write(name)
        except OSError as problem:
            # The last name is nobody's: if that is refused too, the folder is.
            if not _held_open(problem) or name == names[-1]:
                raise
            continue
        _clear(path, name)
        return name, name != path
    raise AssertionError("the last name either is written or raises")


def waiting_copies(path: Path) -> tuple[Path, ...]:
    """The newer files that wait beside `path` for its name, oldest first."""
    found = [other for other in path.parent.glob(f"{path.stem} *{path.suffix}") if _BESIDE.search(other.stem)]
    return tuple(sorted(found, key=_made))


def reclaim_name(path: Path) -> bool:
    """Gives the newest file that waits beside `path` that name; False where it is still held open."""
    waiting = waiting_copies(path)
    if not waiting:
        return True
    newest = waiting[-1]
    try:
        # One that could not be removed when its name was last free is older than what has the name.
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
    """When a file was written, in nanoseconds; 0 for one that is not there (any more)."""
    with suppress(FileNotFoundError):
        return path.stat().st_mtime_ns
    return 0


def _clear(path: Path, newest: Path) -> None:
    for other in waiting_copies(path):
        if other != newest:
            # It may be open too; then it goes the next time.
            with suppress(PermissionError):
                other.unlink(missing_ok=True)
