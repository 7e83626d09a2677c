"""Claims on files of the inbox: by them several watchers share it, and no file is lost or processed twice.

A claimed file lies in `.claimed/<mark><sign>/<name>`. The mark is that of the process; a lock `<mark>.lock` tells
the others that this process lives. A claim whose mark nobody holds is taken over, whatever ended its process.

Where several machines share the inbox, a mark is held in the ledger as well: a share may keep the locks of one
machine from the others.
"""

import os
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from pathvalidate import sanitize_filename

from xlplan.storage.atomic import DISK_FULL
from xlplan.storage.file_lock import FileLock, LockHeldError
from xlplan.storage.inbox import CLAIMED, State
from xlplan.storage.long_paths import extended_path
from xlplan.text.normalize import without_invisible

# The name of a claimed file while it is written.
_HALF = ".half"
_LONGEST_NAME = 200
_LONGEST_ENDING = 10
# Letters and digits that differ also where a disk knows no capitals. Ten of them are 50 bits.
_SIGNS = "abcdefghijklmnopqrstuvwxyz234567"
_MARK, _SIGN = 4, 6
_LOCK = ".lock"
# Windows refuses a folder that another process is just removing.
_PATIENCE_SECONDS = 10.0
_PAUSE_SECONDS = 0.01


class Claim(Struct, frozen=True):
    """A file that this process alone processes. `id` stays the same when another process takes the claim over."""

    id: str
    path: Path

    @property
    def name(self) -> str:
        """The name under which the file arrived, in one line. A sign stands for every byte that is no letter."""
        # An old archive unpacked on Linux gives names that are not UTF-8. The ledger cannot hold these.
        name = os.fsencode(self.path.name).decode("utf-8", "replace")
        return " ".join(without_invisible(name).split()) or "_"


class SharedMarks(Protocol):
    """Marks that are held where every machine sees it."""

    def take(self, mark: str) -> bool:
        """Hold a mark; return False where another process holds it."""

    def let_go(self, mark: str) -> None:
        """Let a mark go."""


class Claimant(Struct, frozen=True):
    """This process as an owner of claims.

    Attributes:
        folder: The folder of all claims on the inbox.
        mark: The beginning of the names of its claims.
        locks: The locks that it holds: that of its own mark, and those of the marks that it took over.
        shared: Where marks are held besides, so that other machines see it; None where one machine has the inbox.
    """

    folder: Path
    mark: str
    locks: ExitStack
    shared: SharedMarks | None = None

    @property
    def lock(self) -> Path:
        """The file of its lock. It was made when this process became an owner of claims."""
        return self.folder / f"{self.mark}{_LOCK}"


@contextmanager
def claimant(inbox: Path, shared: SharedMarks | None = None) -> Iterator[Claimant]:
    """Yield this process as an owner of claims. Its lock tells other processes that it lives.

    Claims that are not released stay. The next process takes them over.

    Args:
        inbox: The inbox.
        shared: Where marks are held besides, so that other machines see it.
    """
    # Claiming makes a path longer, and a file that could lie in the inbox must be claimable.
    folder = extended_path(inbox / CLAIMED)
    with ExitStack() as locks:
        mark = _new_name(_MARK)
        while shared and not shared.take(mark):
            mark = _new_name(_MARK)
        locks.enter_context(_held_mark(folder, mark, _acquired(folder / f"{mark}{_LOCK}"), shared))
        yield Claimant(folder, mark, locks, shared)
    # An OSError means that something is left in it, or that another process was faster.
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def _held_mark(folder: Path, mark: str, lock: FileLock, shared: SharedMarks | None) -> Iterator[None]:
    """Let go the lock of a mark, which is held, at the end; remove what no claim needs any more.

    Whoever finds a claim locks its mark, so the lock of a mark without claims is of no use to anybody.
    """
    try:
        yield
    finally:
        if not _claims_of(folder, mark):
            # Windows may refuse it while the lock is held, and removes the file by itself on release.
            with suppress(OSError):
                (folder / f"{mark}{_LOCK}").unlink()
            # A folder of this name holds the claims of an earlier version of the program.
            with suppress(OSError):
                (folder / mark).rmdir()
        lock.release()
        if shared:
            shared.let_go(mark)


def _acquired(path: Path) -> FileLock:
    """Return a new lock, held. Another process may remove its folder at any moment before.

    Raises:
        OSError: The folder cannot be made, or something else has its name.
    """
    lock = FileLock(path)
    give_up_at = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            _make_folder(path.parent)
            lock.acquire()
            return lock
        except (FileNotFoundError, PermissionError):
            if time.monotonic() > give_up_at:
                raise
            time.sleep(_PAUSE_SECONDS)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir()
    except FileExistsError:
        # Another process made it, and may have removed it again by now.
        with suppress(FileNotFoundError):
            if not stat.S_ISDIR(folder.stat().st_mode):
                raise
    else:
        _hide(folder)


def _hide(folder: Path) -> None:
    """Hide a folder on Windows. The dot at the beginning of its name hides it elsewhere."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetFileAttributesW(str(folder), stat.FILE_ATTRIBUTE_HIDDEN)


def claim(owner: Claimant, path: Path, seen: State | None = None) -> Claim | None:
    """Take a stable file by an atomic rename.

    Args:
        owner: This process.
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
    state = path.lstat()
    # Somebody may have put a link or a pipe in the place of the file.
    return stat.S_ISREG(state.st_mode) and (seen is None or seen.has_same_content(state))


def claim_copy(owner: Claimant, path: Path) -> Claim:
    """Claim a copy of a file from outside the inbox. The original stays where it is."""
    taken = _new_claim(owner, path.name)
    half = taken.path.with_name(_HALF)
    shutil.copyfile(path, half)
    os.utime(half, (path.stat().st_mtime,) * 2)
    half.rename(taken.path)
    return taken


def claim_bytes(owner: Claimant, name: str, content: bytes, saved: float = 0.0) -> Claim:
    """Claim a file that came inside another one.

    Args:
        owner: This process.
        name: Its name there. It becomes a name that every system accepts.
        content: Its content.
        saved: When it was saved, as far as the other file tells, in seconds since 1970; 0 if that is not known.
    """
    taken = _new_claim(owner, sanitize_filename(_fitting(name), platform="universal").strip(" .") or "_")
    half = taken.path.with_name(_HALF)
    half.write_bytes(content)
    os.utime(half, (saved, saved))
    half.rename(taken.path)
    return taken


def _fitting(name: str) -> str:
    """Return `name` cut to a length that a file may have. Linux counts bytes, and a Ukrainian letter has two."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    room = _LONGEST_NAME - len(f"{dot}{ending}".encode())
    return stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore") + dot + ending


def recover_claims(owner: Claimant) -> Iterator[Claim]:
    """Take over the claims whose process has ended, in whatever way. A claim keeps its id.

    Their marks are held until `owner` itself ends, so that no third process takes them meanwhile.
    """
    entries = _inside(owner.folder)
    marks = {_mark_of(each.name) for each in entries} - {owner.mark}
    for mark in sorted(marks):
        # LockHeldError: the process lives. The other errors: another process is just doing the same.
        with suppress(LockHeldError, FileNotFoundError, PermissionError):
            lock = FileLock(owner.folder / f"{mark}{_LOCK}")
            lock.acquire(timeout=0)
            if owner.shared and not owner.shared.take(mark):
                # The process lives, on another machine.
                lock.release()
                continue
            owner.locks.enter_context(_held_mark(owner.folder, mark, lock, owner.shared))
            yield from _left_by(owner.folder, mark)


def _left_by(folder: Path, mark: str) -> Iterator[Claim]:
    """Yield the claims of a mark that is held, and remove the folders in which no file is left."""
    for place in _claims_of(folder, mark):
        # The process died while it copied into the claim. The source file is still there.
        with suppress(OSError):
            (place / _HALF).unlink(missing_ok=True)
        left = _inside(place)
        yield from (Claim(place.name, path) for path in left)
        if not left:
            with suppress(OSError):
                place.rmdir()  # the process died after it made the folder and before it moved the file


def release(claim: Claim) -> None:
    """Remove a claimed file that is archived, recorded and answered."""
    try:
        claim.path.unlink(missing_ok=True)
    except PermissionError:
        # Windows refuses to remove a read-only file.
        claim.path.chmod(stat.S_IREAD | stat.S_IWRITE)
        claim.path.unlink()
    # Windows keeps a file that a scanner has open in its folder for a moment. The next pass removes the folder.
    with suppress(OSError):
        claim.path.parent.rmdir()


def _mark_of(name: str) -> str:
    """Return the mark in the name of a claim or of a lock.

    An earlier version named the folder of a process by 32 signs, in which its claims have folders of their own.
    """
    name = name.removesuffix(_LOCK)
    return name[:_MARK] if len(name) in (_MARK, _MARK + _SIGN) else name


def _claims_of(folder: Path, mark: str) -> list[Path]:
    """Return the folders of a mark's claims."""
    if len(mark) != _MARK:
        return _inside(folder / mark)
    names = _MARK + _SIGN
    return [each for each in _inside(folder) if len(each.name) == names and each.name.startswith(mark)]


def _inside(folder: Path) -> list[Path]:
    """Return the entries of a folder; none where the folder has vanished, or is being removed."""
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        return sorted(folder.iterdir())
    return []


def _new_claim(owner: Claimant, name: str) -> Claim:
    while True:
        place = owner.folder / (owner.mark + _new_name(_SIGN))
        with suppress(FileExistsError):
            place.mkdir()
            return Claim(place.name, place / name)


def _new_name(length: int) -> str:
    return "".join(secrets.choice(_SIGNS) for _place in range(length))
