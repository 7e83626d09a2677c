"""The inbox: what lies there, what has settled, and the claims by which several watchers share it."""

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

# A claim's file while it is being written.
_HALF = ".half"
_LONGEST_NAME = 200
_LONGEST_ENDING = 10


@dataclass(frozen=True)
class Claim:
    """A file that this process alone deals with. `id` stays the same when another process takes it over."""

    id: str
    path: Path

    @property
    def name(self) -> str:
        """The name under which the file arrived, in one line, with a sign for every byte that is no letter."""
        # An old archive unpacked on Linux gives names that are no UTF-8, which no ledger can hold.
        name = os.fsencode(self.path.name).decode("utf-8", "replace")
        return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split()) or "_"


@contextmanager
def claim_folder(inbox: Path) -> Iterator[Path]:
    """Gives a folder for this process's claims; its lock tells others that the process lives."""
    owner = inbox / CLAIMED / uuid4().hex
    # The lock comes first: a folder without one would look abandoned.
    with _hold(Path(f"{owner}.lock")):
        owner.mkdir()
        yield owner
    _forget(owner)


def _hold(path: Path) -> AbstractContextManager[object]:
    """A new lock, held. Another process may remove the folder for it at any moment before. OSError."""
    lock = FileLock(path)
    while True:
        with suppress(FileExistsError):
            path.parent.mkdir()
        try:
            return lock.acquire()
        except FileNotFoundError:
            continue
        except FileExistsError:
            # It was there, and was gone when it was looked at more closely; or something else has its name.
            if path.parent.exists() and not path.parent.is_dir():
                raise


def claim(owner: Path, path: Path, seen: State | None = None) -> Claim | None:
    """Takes a settled file by an atomic rename; None where another process was faster or holds it open.

    `seen`: size and time by which it had settled; one that has changed since is let be, for it is being written.
    OSError where the disk is full.
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
    # Not empty where it could not be put back: then the next pass takes it up.
    with suppress(OSError):
        taken.path.parent.rmdir()
    return None


def _as_seen(path: Path, seen: State | None) -> bool:
    state = path.stat()
    return seen is None or seen == (state.st_size, state.st_mtime_ns)


def claim_copy(owner: Path, path: Path) -> Claim:
    """A claim on a copy of a file from outside the inbox: the original stays where it is."""
    taken = _new_claim(owner, path.name)
    half = taken.path.with_name(_HALF)
    shutil.copyfile(path, half)
    half.rename(taken.path)
    return taken


def claim_bytes(owner: Path, name: str, content: bytes) -> Claim:
    """A claim on a file that came inside another one; `name` is made one that every system takes."""
    taken = _new_claim(owner, sanitize_filename(_fitting(name), platform="universal").strip(" .") or "_")
    half = taken.path.with_name(_HALF)
    half.write_bytes(content)
    half.rename(taken.path)
    return taken


def _fitting(name: str) -> str:
    """`name` cut to what a file may be called: Linux counts bytes, and a Ukrainian letter has two."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    room = _LONGEST_NAME - len(f"{dot}{ending}".encode())
    return stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore") + dot + ending


def recover_claims(inbox: Path, owner: Path) -> Iterator[Claim]:
    """Takes over the claims of processes that died; a claim keeps its id."""
    for lock in _inside(inbox / CLAIMED):
        dead = lock.with_suffix("")
        if lock.suffix != ".lock" or dead == owner:
            continue
        # A Timeout means that its owner lives, the others that it has just ended or that a file is held open.
        with suppress(Timeout, FileNotFoundError, PermissionError), FileLock(lock, timeout=0):
            for place in _inside(dead):
                mine = place.rename(owner / place.name)
                # Killed while it was made: the file that it was made of is still there.
                (mine / _HALF).unlink(missing_ok=True)
                left = _inside(mine)
                yield from (Claim(mine.name, path) for path in left)
                if not left:
                    mine.rmdir()  # killed between making the place and moving the file
            _forget(dead)


def release(claim: Claim) -> None:
    """Removes a claimed file that has been archived, recorded and answered."""
    try:
        claim.path.unlink(missing_ok=True)
    except PermissionError:
        # Windows keeps what is marked read-only.
        claim.path.chmod(stat.S_IREAD | stat.S_IWRITE)
        claim.path.unlink()
    claim.path.parent.rmdir()


def _inside(folder: Path) -> list[Path]:
    """What lies in a folder; nothing where the folder has vanished."""
    with suppress(FileNotFoundError):
        return sorted(folder.iterdir())
    return []


def _new_claim(owner: Path, name: str) -> Claim:
    place = owner / uuid4().hex
    place.mkdir()
    return Claim(place.name, place / name)


def _forget(owner: Path) -> None:
    """Removes an owner's folder and lock once nothing is left in it, and the claims folder with the last one."""
    # An OSError means that something is still in it, or that another process was faster.
    with suppress(OSError):
        if owner.exists():
            owner.rmdir()
        Path(f"{owner}.lock").unlink(missing_ok=True)
        owner.parent.rmdir()
