"""The inbox: what lies there, what has settled, and the claims by which several watchers share it."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path

CLAIMED = ".claimed"
# Real nuisances: locks of Excel and LibreOffice, half-copied files, what file managers leave behind.
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
)
# Long enough to name a new folder and to start copying into it.
_FORSAKEN_SECONDS = 60.0
# Size and time.
State = tuple[int, int]
Listing = Mapping[Path, State]


def list_files(inbox: Path) -> Listing:
    """Size and time of every file that lies in the inbox, in folders too, but for nuisances."""
    seen: dict[Path, State] = {}
    for folder, _folders, names in _walk(inbox):
        for name in sorted(names):
            if is_nuisance(name):
                continue
            path = folder / name
            # An OSError means that another watcher took it between the listing and the look.
            with suppress(OSError):
                if path.is_file():
                    state = path.stat()
                    seen[path] = (state.st_size, state.st_mtime_ns)
    return seen


def is_nuisance(name: str) -> bool:
    """Whether a file of that name is what programs leave behind, and no return."""
    return any(fnmatch(name.lower(), each) for each in _NUISANCES)


def _walk(inbox: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Every folder of the inbox but the claims, with its folders and files; what vanishes is left out."""
    for folder, folders, names in os.walk(inbox):
        if Path(folder) == inbox and CLAIMED in folders:
            folders.remove(CLAIMED)
        folders.sort()
        yield Path(folder), folders, names


def stable_files(before: Listing, after: Listing) -> Listing:
    """The files that did not change between two looks, the newest last: of two returns that one is meant."""
    quiet = (path for path, state in after.items() if before.get(path) == state)
    return {path: after[path] for path in sorted(quiet, key=lambda path: after[path][1])}


def folders(inbox: Path) -> tuple[Path, ...]:
    """The folders that lie in the inbox: new files in them wake nobody."""
    return tuple(folder for folder, _folders, _names in _walk(inbox) if folder != inbox)


def remove_empty_folders(inbox: Path, taken: Iterable[Path] = ()) -> None:
    """Removes the folders that `taken` files have left empty, and forsaken ones.

    A new empty folder stays a while, for somebody may be about to copy files into it.
    """
    emptied = {folder for path in taken for folder in path.parents}
    latest = time.time() - _FORSAKEN_SECONDS
    for folder in sorted(folders(inbox), reverse=True):
        # An OSError means that something lies in it, or that another watcher was faster.
        with suppress(OSError):
            if folder in emptied or folder.stat().st_mtime < latest:
                folder.rmdir()


# How a zip begins, and what stands at its end, before a comment of up to 64 KB.
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
_LONGEST_END = 22 + 0xFFFF
_PATIENCE_SECONDS = 60.0


def is_complete(path: Path, state: State) -> bool:
    """Whether a settled file, of this size and time, is there to its end, as far as that can be seen.

    A copy over a slow share pauses for longer than files take to settle. A workbook is a zip, whose last bytes say
    what is in it; one that lacks them is waited for until a minute after its last change.
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
        return True  # whoever takes it up finds out why
