"""The inbox: its files and folders, what in it is no return, and which of its files are stable."""

import os
import stat
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from xlplan.storage.atomic import is_link
from xlplan.storage.exclusions import is_foreign_folder, is_nuisance, is_partial

CLAIMED = ".claimed"
# Long enough to name a new folder and to start to copy into it.
_ABANDONED_SECONDS = 60.0
# A program that is still fetching a file changes it within this time.
_FETCHING_SECONDS = 600.0


class State(NamedTuple):
    """Size and times of a file, by which two looks at it are compared. The times are in nanoseconds.

    Attributes:
        size: Its size in bytes.
        modified: When its content was last changed. Any program can set it.
        touched: When anything of it was last changed, its name too. No program can set it. 0 on Windows, where
            Python does not tell it.
    """

    size: int
    modified: int
    touched: int = 0

    def has_same_content(self, state: os.stat_result) -> bool:
        """Tell if a file has this size and time, whatever its name is now."""
        return (self.size, self.modified) == (state.st_size, state.st_mtime_ns)


Listing = Mapping[Path, State]


class ExclusionKind(Enum):
    """The reason why something in the inbox is not taken.

    A link may lead to any file of the machine, and that may change after it was read. FOREIGN is what another
    program keeps there: a bin, older versions, a half-fetched file. SPECIAL is a pipe, a socket or a device.
    """

    LINK = "link"
    FOREIGN = "foreign"
    SPECIAL = "special"
    UNREADABLE = "unreadable"


class Exclusion(Struct, frozen=True):
    """Something in the inbox that is no return, and is left as it is."""

    path: Path
    kind: ExclusionKind


class InboxContent(Struct, frozen=True):
    """The content of an inbox.

    Attributes:
        files: Size and time of every file in it and in its folders.
        folders: Its folders, without those of other programs.
        exclusions: What is left alone, and a person may want to know of.
    """

    files: Listing
    folders: tuple[Path, ...]
    exclusions: tuple[Exclusion, ...]


def read_inbox(inbox: Path) -> InboxContent:
    """Return what lies in the inbox and its folders. Claims, by-products and what has vanished are left out."""
    files: dict[Path, State] = {}
    folders: list[Path] = []
    exclusions: list[Exclusion] = []
    waiting = [inbox]
    while waiting:
        folder = waiting.pop(0)
        try:
            paths = sorted(folder.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            exclusions.append(Exclusion(folder, ExclusionKind.UNREADABLE))
            continue
        if folder != inbox:
            folders.append(folder)
        for path in (each for each in paths if folder != inbox or each.name != CLAIMED):
            # An OSError means that another watcher took the file after the folder was listed.
            with suppress(OSError):
                state = path.lstat()
                kind = _exclusion_kind(path, state)
                if kind is not None:
                    exclusions.append(Exclusion(path, kind))
                elif stat.S_ISDIR(state.st_mode):
                    if not is_foreign_folder(path.name):
                        waiting.append(path)
                elif not is_nuisance(path.name) and not is_partial(path.name):
                    files[path] = _state_of(state)
    return InboxContent(files, tuple(folders), tuple(exclusions))


def _state_of(state: os.stat_result) -> State:
    # What Windows has in the place of this time is when the file was made.
    return State(state.st_size, state.st_mtime_ns, state.st_ctime_ns if os.name == "posix" else 0)


def _exclusion_kind(path: Path, state: os.stat_result) -> ExclusionKind | None:
    """Return the reason to tell of something in the inbox that is not taken; None where nothing is to be told."""
    # A junction of Windows would be followed.
    if is_link(path):
        return ExclusionKind.LINK
    if stat.S_ISDIR(state.st_mode):
        return ExclusionKind.FOREIGN if is_foreign_folder(path.name) and _holds_something(path) else None
    if not stat.S_ISREG(state.st_mode):
        return ExclusionKind.SPECIAL
    is_left = is_partial(path.name) and time.time() - state.st_mtime > _FETCHING_SECONDS
    return ExclusionKind.FOREIGN if is_left and not is_nuisance(path.name) else None


def _holds_something(folder: Path) -> bool:
    # The folder of another program may be closed to everybody else.
    with suppress(OSError), os.scandir(folder) as entries:
        return next(entries, None) is not None
    return False


def list_files(inbox: Path) -> Listing:
    """Return size and time of every file in the inbox and its folders that may be a return."""
    return read_inbox(inbox).files


def stable_files(before: Listing, after: Listing) -> Listing:
    """Return the files that did not change between two listings, the newest last.

    If two returns of one unit settle together, the newer one should count; the one processed last counts.
    """
    quiet = (path for path, state in after.items() if before.get(path) == state)
    return {path: after[path] for path in sorted(quiet, key=lambda path: after[path].modified)}


def remove_empty_folders(inbox: Path, taken: Iterable[Path] = ()) -> None:
    """Remove the folders that the `taken` files left empty, and abandoned empty folders.

    A new empty folder stays for a minute: somebody may be about to copy files into it.
    """
    emptied = {folder for path in taken for folder in path.parents}
    latest = time.time() - _ABANDONED_SECONDS
    for folder in sorted(read_inbox(inbox).folders, reverse=True):
        # An OSError means that the folder holds something, or that another watcher was faster.
        with suppress(OSError):
            if folder in emptied or folder.stat().st_mtime < latest:
                folder.rmdir()
