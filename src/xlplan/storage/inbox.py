"""The inbox: its files, when they are stable and complete, and its folders."""

import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path

from xlplan.storage.atomic import is_link

CLAIMED = ".claimed"
# Seen in practice: locks of Excel and LibreOffice, half-copied files, files that file managers leave behind.
_NUISANCES = (
    "~$*",
    ".~lock*#",
    "*.tmp",
    "*.part",
    "*.crdownload",
    "thumbs.db",
    "desktop.ini",
    "._*",
    ".ds_store",
    ".gitkeep",
    # On some shares a file that the library of locks has deleted while it was open comes back.
    ".filelock-probe-*",
)
# The first bytes of a zip, and those near its end, before a comment of up to 64 KB.
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
_LONGEST_END = 22 + 0xFFFF
_PATIENCE_SECONDS = 60.0
# Long enough to name a new folder and to start to copy into it.
_ABANDONED_SECONDS = 60.0
# Size in bytes and time of the last change in nanoseconds.
State = tuple[int, int]
Listing = Mapping[Path, State]


def list_files(inbox: Path) -> Listing:
    """Return size and time of every file in the inbox and its folders, without nuisances and links."""
    seen: dict[Path, State] = {}
    for folder, _folders, names in _walk(inbox):
        for name in sorted(names):
            if is_nuisance(name):
                continue
            path = folder / name
            # An OSError means that another watcher took the file after the folder was listed.
            with suppress(OSError):
                state = path.lstat()
                if stat.S_ISREG(state.st_mode):
                    seen[path] = (state.st_size, state.st_mtime_ns)
    return seen


def list_links(inbox: Path) -> tuple[Path, ...]:
    """Return the links in the inbox and its folders, to files and to folders.

    A link is no return: what it leads to may be any file of the machine, and may change after it was read.
    """
    paths = (folder / name for folder, folders, names in _walk(inbox) for name in (*folders, *sorted(names)))
    return tuple(path for path in paths if is_link(path))


def is_nuisance(name: str) -> bool:
    """Tell if a file of that name is a by-product of a program and no return."""
    return any(fnmatch(name.lower(), each) for each in _NUISANCES)


def _walk(inbox: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Yield each folder of the inbox, without the claims, with its folders and files. Skip vanished ones."""
    for folder, folders, names in os.walk(inbox):
        if Path(folder) == inbox and CLAIMED in folders:
            folders.remove(CLAIMED)
        folders.sort()
        yield Path(folder), folders, names
        # A junction of Windows would be followed.
        folders[:] = [name for name in folders if not is_link(Path(folder) / name)]


def stable_files(before: Listing, after: Listing) -> Listing:
    """Return the files that did not change between two listings, the newest last.

    If two returns of one unit settle together, the newer one should count; the one processed last counts.
    """
    quiet = (path for path, state in after.items() if before.get(path) == state)
    return {path: after[path] for path in sorted(quiet, key=lambda path: after[path][1])}


def folders(inbox: Path) -> tuple[Path, ...]:
    """Return the folders in the inbox. New files in them cause no folder event."""
    return tuple(folder for folder, _folders, _names in _walk(inbox) if folder != inbox)


def remove_empty_folders(inbox: Path, taken: Iterable[Path] = ()) -> None:
    """Remove the folders that the `taken` files left empty, and abandoned empty folders.

    A new empty folder stays for a minute: somebody may be about to copy files into it.
    """
    emptied = {folder for path in taken for folder in path.parents}
    latest = time.time() - _ABANDONED_SECONDS
    for folder in sorted(folders(inbox), reverse=True):
        # An OSError means that the folder holds something, or that another watcher was faster.
        with suppress(OSError):
            if folder in emptied or folder.stat().st_mtime < latest:
                folder.rmdir()


def is_complete(path: Path, state: State) -> bool:
    """Tell if a stable file of this size and time has arrived to its end, as far as that can be seen.

    A copy over a slow share may pause for longer than the settling time. A workbook is a zip, and its last bytes
    list its content. A zip without them counts as complete one minute after its last change.
    """
    if time.time() - state[1] / 1e9 > _PATIENCE_SECONDS:
        return True
    try:
        with path.open("rb") as file:
            if file.read(len(_ZIP)) != _ZIP:
                return True
            file.seek(max(0, state[0] - _LONGEST_END))
            return _ZIP_END in file.read()
    except OSError:
        return True  # the claim fails with the reason
