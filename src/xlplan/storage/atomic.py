"""Writing a file whole or not at all, and the clearing of what a killed process leaves."""

import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from errno import EDQUOT, EISDIR, ENOSPC, EROFS
from itertools import chain
from pathlib import Path
from uuid import uuid4

from xlplan.domain.errors import XlplanError
from xlplan.text.translation import _

# Errors of a disk that accepts nothing more from anybody.
DISK_FULL = (ENOSPC, EDQUOT, EROFS)
_TEMPORARY = r"\.xlplan-[0-9a-f]{8}(\.[^.]*)?"
# Earlier versions put eight signs before the name, and "incoming" in the archive.
_EARLIER = r"\.[0-9a-f]{8}\..+|\.incoming-[0-9a-f]{32}"
# The tag of a junction, which Windows alone has.
_JUNCTION = 0xA0000003
# No process writes one file for an hour.
ABANDONED_SECONDS = 3600.0


def atomic_write(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary file, then rename it to `path`. Nobody ever sees half a file.

    Raises:
        PermissionError: Another program has `path` open (Windows). The temporary file is removed.
        IsADirectoryError: `path` is a folder.
        OSError: The disk is full, for example. It names `path` and never the temporary file.
    """
    beside = temporary_path(ensure_folder(path.parent), path.suffix)
    try:
        write(beside)
        beside.replace(path)
    except BaseException as problem:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        if isinstance(problem, PermissionError) and path.is_dir():
            # So it is called on every system but Windows.
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path)) from None
        # The name of a temporary file is another one each time and tells nobody anything.
        if isinstance(problem, OSError) and problem.filename == str(beside):
            problem.filename, problem.filename2 = str(path), None
        raise


def temporary_path(folder: Path, ending: str = "") -> Path:
    """Return the path of a new temporary file. The leading dot hides it from watchers.

    Args:
        folder: Its folder.
        ending: The ending of the file that it becomes. Writers of workbooks choose the format by it.
    """
    return folder / f".xlplan-{uuid4().hex[:8]}{ending}"


def clear_leftovers(trees: Iterable[Path], folders: Iterable[Path] = ()) -> None:
    """Remove the temporary files that killed processes left.

    A file that has changed within the last hour stays, since a process may be writing it.

    Args:
        trees: Folders to look through with everything below them.
        folders: Folders to look through alone.
    """
    in_trees = (
        path for tree in trees for path in _below(tree) if _is_temporary(path) or re.fullmatch(_EARLIER, path.name)
    )
    # Such a folder may be of the user: only what says in its name that it is ours is removed there.
    alone = (path for folder in folders for path in _within(folder) if _is_temporary(path))
    oldest = time.time() - ABANDONED_SECONDS
    for path in chain(in_trees, alone):
        # An OSError means that another process was faster, or that a program has the file open.
        with suppress(OSError):
            if path.lstat().st_mtime < oldest:
                path.unlink()


def _is_temporary(path: Path) -> bool:
    return re.fullmatch(_TEMPORARY, path.name) is not None


def _below(tree: Path) -> Iterator[Path]:
    for folder, _folders, names in os.walk(tree):
        yield from (Path(folder) / name for name in names)


def _within(folder: Path) -> list[Path]:
    # A folder that cannot be listed has nothing to clear.
    with suppress(OSError):
        return list(folder.iterdir())
    return []


def ensure_folder(folder: Path) -> Path:
    """Return the folder; make it and its parents where they are missing."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def atomic_write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all."""
    atomic_write(path, lambda beside: beside.write_bytes(content))


def is_link(path: Path) -> bool:
    """Tell if `path` itself is a symbolic link, or a junction of Windows."""
    try:
        state = path.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(state.st_mode) or getattr(state, "st_reparse_tag", 0) == _JUNCTION


def refuse_link(path: Path) -> None:
    """Refuse to write through a link.

    Raises:
        XlplanError: `path` itself is a link.
    """
    if is_link(path):
        raise XlplanError(
            _("{file} is a link to another place, and nothing is written through it. Remove the link.").format(
                file=path
            )
        )


def open_itself(path: Path | str, flags: int) -> int:
    """Open a file, and never the target of a link in its place. Windows cannot refuse one here."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), 0o666)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` outlast a power cut. Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
