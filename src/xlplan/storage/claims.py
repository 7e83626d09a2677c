"""Claims on files of the inbox: by them several watchers share it, and no file is lost or processed twice."""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout
from pathvalidate import sanitize_filename

from xlplan.storage.atomic import DISK_FULL
from xlplan.storage.inbox import CLAIMED, State

# The name of a claimed file while it is written.
_HALF = ".half"
_LONGEST_NAME = 200
_LONGEST_ENDING = 10


@dataclass(frozen=True)
class Claim:
    """A file that this process alone processes. `id` stays the same when another process takes the claim over."""

    id: str
    path: Path

    @property
    def name(self) -> str:
        """The name under which the file arrived, in one line. A sign stands for every byte that is no letter."""
        # An old archive unpacked on Linux gives names that are not UTF-8. The ledger cannot hold these.
        name = os.fsencode(self.path.name).decode("utf-8", "replace")
        return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split()) or "_"


@contextmanager
def claim_folder(inbox: Path) -> Iterator[Path]:
    """Yield a folder for the claims of this process. Its lock tells other processes that this one lives."""
    owner = inbox / CLAIMED / uuid4().hex
    # The lock comes first: a folder without a lock would look abandoned.
    with _hold(Path(f"{owner}.lock")):
        owner.mkdir()
        yield owner
    _forget(owner)


def _hold(path: Path) -> AbstractContextManager[object]:
    """Return a new lock, held. Another process may remove its folder at any moment before.

    Raises:
        OSError: The folder cannot be made, or something else has its name.
    """
    lock = FileLock(path)
    while True:
        with suppress(FileExistsError):
            path.parent.mkdir()
        try:
            return lock.acquire()
        except FileNotFoundError:
            continue
        except FileExistsError:
            # The folder existed and vanished before filelock looked again; or something else has its name.
            if path.parent.exists() and not path.parent.is_dir():
                raise


def claim(owner: Path, path: Path, seen: State | None = None) -> Claim | None:
    """Take a stable file by an atomic rename.

    Args:
        owner: The claim folder of this process.
        path: The file.
        seen: Size and time at which it was stable. A file that has changed since is being written and stays.

    Returns:
        The claim; None where another process was faster or has the file open.

    Raises:
        OSError: The disk is full.
    """
    taken = _new_claim(owner, path.name)
    try:
        if _as_seen(path, seen):
            path.rename(taken.path)
            if _as_seen(taken.path, seen) or path.exists():
                return taken
            taken.path.rename(path)
    except OSError as problem:
        if problem.errno in DISK_FULL:
            raise
    # The folder is not empty where the file could not be put back; the next pass takes it up.
    with suppress(OSError):
        taken.path.parent.rmdir()
    return None


def _as_seen(path: Path, seen: State | None) -> bool:
    state = path.stat()
    return seen is None or seen == (state.st_size, state.st_mtime_ns)


def claim_copy(owner: Path, path: Path) -> Claim:
    """Claim a copy of a file from outside the inbox. The original stays where it is."""
    taken = _new_claim(owner, path.name)
    half = taken.path.with_name(_HALF)
    shutil.copyfile(path, half)
    half.rename(taken.path)
    return taken


def claim_bytes(owner: Path, name: str, content: bytes) -> Claim:
    """Claim a file that came inside another one. `name` becomes a name that every system accepts."""
    taken = _new_claim(owner, sanitize_filename(_fitting(name), platform="universal").strip(" .") or "_")
    half = taken.path.with_name(_HALF)
    half.write_bytes(content)
    half.rename(taken.path)
    return taken


def _fitting(name: str) -> str:
    """Return `name` cut to a length that a file may have. Linux counts bytes, and a Ukrainian letter has two."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    room = _LONGEST_NAME - len(f"{dot}{ending}".encode())
    return stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore") + dot + ending


def recover_claims(inbox: Path, owner: Path) -> Iterator[Claim]:
    """Take over the claims of processes that died. A claim keeps its id."""
    for lock in _inside(inbox / CLAIMED):
        dead = lock.with_suffix("")
        if lock.suffix != ".lock" or dead == owner:
            continue
        # Timeout: the owner lives. The other errors: the owner has just ended, or a program has a file open.
        with suppress(Timeout, FileNotFoundError, PermissionError), FileLock(lock, timeout=0):
            for place in _inside(dead):
                mine = place.rename(owner / place.name)
                # The process died while it copied into the claim. The source file is still there.
                (mine / _HALF).unlink(missing_ok=True)
                left = _inside(mine)
                yield from (Claim(mine.name, path) for path in left)
                if not left:
                    mine.rmdir()  # the process died after it made the folder and before it moved the file
            _forget(dead)


def release(claim: Claim) -> None:
    """Remove a claimed file that is archived, recorded and answered."""
    try:
        claim.path.unlink(missing_ok=True)
    except PermissionError:
        # Windows refuses to remove a read-only file.
        claim.path.chmod(stat.S_IREAD | stat.S_IWRITE)
        claim.path.unlink()
    claim.path.parent.rmdir()


def _inside(folder: Path) -> list[Path]:
    """Return the entries of a folder; none where the folder has vanished."""
    with suppress(FileNotFoundError):
        return sorted(folder.iterdir())
    return []


def _new_claim(owner: Path, name: str) -> Claim:
    place = owner / uuid4().hex
    place.mkdir()
    return Claim(place.name, place / name)


def _forget(owner: Path) -> None:
    """Remove a claim folder and its lock once nothing is left in it, and their parent with the last one."""
    # An OSError means that the folder still holds something, or that another process was faster.
    with suppress(OSError):
        if owner.exists():
            owner.rmdir()
        Path(f"{owner}.lock").unlink(missing_ok=True)
        owner.parent.rmdir()
