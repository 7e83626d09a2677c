"""The inbox: what lies there, what has settled, and the claims by which several watchers share it."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

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
Look = Mapping[Path, tuple[int, int]]


@dataclass(frozen=True)
class Claim:
    """A file that this process alone deals with. `id` stays the same when another process takes it over."""

    id: str
    path: Path

    @property
    def name(self) -> str:
        """The name under which the file arrived."""
        return self.path.name


def look(inbox: Path) -> Look:
    """Size and time of every file that lies in the inbox, in folders too, but for nuisances."""
    seen: dict[Path, tuple[int, int]] = {}
    for path in sorted(inbox.rglob("*")):
        inside = path.relative_to(inbox)
        if inside.parts[0] == CLAIMED or any(fnmatch(path.name.lower(), each) for each in _NUISANCES):
            continue
        try:
            if path.is_file():
                state = path.stat()
                seen[path] = (state.st_size, state.st_mtime_ns)
        except FileNotFoundError:
            continue  # taken by another watcher between the listing and the look
    return seen


def settled(before: Look, after: Look) -> tuple[Path, ...]:
    """The files that did not change between two looks."""
    return tuple(path for path, state in after.items() if before.get(path) == state)


@contextmanager
def claiming(inbox: Path) -> Iterator[Path]:
    """Gives a folder for this process's claims; its lock tells others that the process lives."""
    owner = inbox / CLAIMED / uuid4().hex
    # The lock comes first: a folder without one would look abandoned.
    with FileLock(f"{owner}.lock"):
        owner.mkdir(parents=True)
        yield owner
    _forget(owner)


def claim(owner: Path, path: Path) -> Claim | None:
    """Takes a settled file by an atomic rename; None where another process was faster or holds it open."""
    taken = _new_claim(owner, path.name)
    try:
        path.rename(taken.path)
    except OSError:
        taken.path.parent.rmdir()
        return None
    return taken


def claim_copy(owner: Path, path: Path) -> Claim:
    """A claim on a copy of a file from outside the inbox: the original stays where it is."""
    taken = _new_claim(owner, path.name)
    shutil.copy2(path, taken.path)
    return taken


def adopt(inbox: Path, owner: Path) -> Iterator[Claim]:
    """Takes over the claims of processes that died; a claim keeps its id."""
    for lock in sorted((inbox / CLAIMED).glob("*.lock")):
        dead = lock.with_suffix("")
        if dead == owner:
            continue
        # A Timeout means that its owner lives.
        with suppress(Timeout), FileLock(lock, timeout=0):
            for place in sorted(dead.glob("*")):
                mine = place.rename(owner / place.name)
                left = sorted(mine.iterdir())
                yield from (Claim(mine.name, path) for path in left)
                if not left:
                    mine.rmdir()  # killed between making the place and moving the file
            _forget(dead)


def release(claim: Claim) -> None:
    """Removes a claimed file that has been archived, recorded and answered."""
    claim.path.unlink(missing_ok=True)
    claim.path.parent.rmdir()


def tidy(inbox: Path) -> None:
    """Removes the empty folders that dropped folders leave behind."""
    folders = [path for path in inbox.rglob("*") if path.is_dir() and CLAIMED not in path.parts]
    for folder in sorted(folders, reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


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
