"""Replacing a file that another program may have open, or that somebody may have changed."""

import errno
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from enum import Enum
from pathlib import Path

from msgspec import Struct

from xlplan.storage.own_files import is_own, is_still_own, numbered_places, remove_own, write_own

_COPY_TIME = r" \d\d\.\d\d \d\d-\d\d(-\d\d( \(\d+\))?)?"
# Windows reports "permission denied"; Linux with a mounted share may report "busy".
_BUSY = (errno.EBUSY, errno.ETXTBSY)


class Obstacle(Enum):
    """An obstacle between a new file and its name.

    HELD: A program has the file of that name open.
    FOREIGN: The file of that name was changed by hand, or somebody else made it. Or it is a folder or a link.
    """

    HELD = "held"
    FOREIGN = "foreign"


class Published(Struct, frozen=True):
    """A file that was written.

    Attributes:
        path: The file.
        usual: The path of its usual name.
        obstacle: What kept it from that name, so that it lies next to it; None where nothing did.
    """

    path: Path
    usual: Path
    obstacle: Obstacle | None


def publish(record: Path, path: Path, write: Callable[[Path], object], moment: datetime) -> Published:
    """Let `write` replace `path`. Where it may not be replaced, write a copy next to it with the time in its name.

    Older copies of ours next to it are removed.

    Args:
        record: The record of our files.
        path: The file.
        write: It fills the file of the path that it is given.
        moment: The time.
    """
    obstacle = None
    for place in _names(path, moment):
        try:
            if not os.path.lexists(place) or is_own(record, place):
                write_own(record, place, write, later=path)
                _clear(record, path, place)
                return Published(place, path, obstacle)
            reason = Obstacle.FOREIGN
        except OSError as problem:
            # A name that nothing has is not held open: the folder accepts no file.
            if not _is_held_open(problem) or not os.path.lexists(place):
                raise
            reason = Obstacle.HELD
        obstacle = obstacle or reason
    raise AssertionError("there is always one more name")


def _names(path: Path, moment: datetime) -> Iterator[Path]:
    yield path
    yield path.with_stem(f"{path.stem} {moment:%d.%m %H-%M}")
    yield from numbered_places(path.with_stem(f"{path.stem} {moment:%d.%m %H-%M-%S}"))


def waiting_copies(record: Path, path: Path) -> tuple[Path, ...]:
    """Return the newer copies of ours that wait next to `path` for its name, oldest first."""
    return tuple(sorted((other for other in _copies(path) if _is_ours(record, other)), key=_made))


def reclaim_name(record: Path, path: Path) -> Obstacle | None:
    """Rename the newest waiting copy to `path`, and return what keeps it from that; None where nothing does."""
    waiting = waiting_copies(record, path)
    if not waiting:
        return None
    newest = waiting[-1]
    try:
        if os.path.lexists(path) and not is_still_own(record, path):
            return Obstacle.FOREIGN
        # A copy that could not be removed at the last attempt is older than the file that has the name.
        if _made(newest) > _made(path):
            newest.replace(path)
    except OSError as problem:
        if not _is_held_open(problem):
            raise
        return Obstacle.HELD
    _clear(record, path, path)
    return None


def is_changed(record: Path, path: Path) -> bool:
    """Tell if something is at `path` that is not as xlplan wrote it."""
    # A file that a program shares with nobody cannot be read. It is held open then, and may be ours.
    with suppress(PermissionError):
        return os.path.lexists(path) and not is_still_own(record, path)
    return False


def _copies(path: Path) -> Iterator[Path]:
    """Yield the files next to `path` that have its name and a time."""
    for other in path.parent.glob(f"*{path.suffix}"):
        if other.stem.startswith(path.stem) and re.fullmatch(_COPY_TIME, other.stem.removeprefix(path.stem)):
            yield other


def _is_ours(record: Path, copy: Path) -> bool:
    # Nothing can be done now with a file that a program shares with nobody.
    with suppress(PermissionError):
        return is_still_own(record, copy)
    return False


def _is_held_open(problem: OSError) -> bool:
    return isinstance(problem, PermissionError) or problem.errno in _BUSY


def _made(path: Path) -> int:
    """Return the modification time in nanoseconds; 0 for a file that does not exist."""
    with suppress(FileNotFoundError):
        return path.stat().st_mtime_ns
    return 0


def _clear(record: Path, path: Path, newest: Path) -> None:
    for other in _copies(path):
        if other != newest:
            # The copy may be open too; a later call removes it.
            with suppress(PermissionError):
                remove_own(record, other)
