"""A lock between processes: a file that the system locks, and lets go when the holder ends, whatever ended it."""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from xlplan.storage.atomic import open_itself

_FIRST_PAUSE_SECONDS = 0.001
_LONGEST_PAUSE_SECONDS = 0.05
_PATIENCE_SECONDS = 0.5


class LockHeldError(TimeoutError):
    """Somebody else held a lock for the whole time that it was waited for."""


class FileLock:
    """A lock on a path: of all objects with this path, in all threads and processes, one is held at a time.

    The folder of the path is there. On Windows the file goes with the lock. Elsewhere it stays, and a holder may
    remove it.
    """

    def __init__(self, path: Path, timeout: float | None = None) -> None:
        """Set up a lock, without taking it.

        Args:
            path: The file.
            timeout: The longest wait for the lock, in seconds. None waits as long as it takes.
        """
        self._path = path
        self._timeout = timeout
        self._handle: int | None = None

    def acquire(self, timeout: float | None = None) -> None:
        """Take the lock.

        Args:
            timeout: The longest wait, where it is not the one of the lock.

        Raises:
            LockHeldError: Somebody else holds it.
            OSError: The folder is not there, the file may not be opened, or its disk has no locks.
        """
        if self._handle is not None:
            raise RuntimeError(f"the lock {self._path} is held already by this object")
        longest = self._timeout if timeout is None else timeout
        began, pause = time.monotonic(), _FIRST_PAUSE_SECONDS
        while True:
            waited = time.monotonic() - began
            self._handle = _taken(self._path)
            if self._handle is not None:
                return
            if longest is not None and waited >= longest:
                raise LockHeldError(f"the lock {self._path} is held by another")
            time.sleep(pause if longest is None else min(pause, longest - waited))
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def release(self) -> None:
        """Let the lock go. Nothing happens where it is not held."""
        handle, self._handle = self._handle, None
        if handle is not None:
            _let_go(handle, self._path)

    def __enter__(self) -> "FileLock":
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _taken(path: Path) -> int | None:
    """Return the handle of the file, locked; None while another has the lock."""
    handle = _opened(path)
    try:
        # A file that its holder removed meanwhile keeps nobody out.
        if _locked(handle) and os.fstat(handle).st_nlink:
            return handle
    except BaseException as problem:
        os.close(handle)
        if isinstance(problem, OSError):
            problem.filename = str(path)
        raise
    os.close(handle)
    return None


def _opened(path: Path) -> int:
    give_up_at = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return open_itself(path, os.O_RDWR | os.O_CREAT)
        except PermissionError:
            # Windows denies access to a file that it is just removing.
            if os.name != "nt" or time.monotonic() > give_up_at:
                raise
            time.sleep(_FIRST_PAUSE_SECONDS)


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes.wintypes import HANDLE

    _KERNEL = ctypes.WinDLL("kernel32", use_last_error=True)
    _FIRST_BYTE = (0, 0, 1, 0)
    _LOCK_VIOLATION = 33

    def _locked(handle: int) -> bool:
        # The locking of the C runtime does not tell a lock of another from other reasons to refuse.
        if _KERNEL.LockFile(HANDLE(msvcrt.get_osfhandle(handle)), *_FIRST_BYTE):
            return True
        if ctypes.get_last_error() == _LOCK_VIOLATION:
            return False
        raise ctypes.WinError(ctypes.get_last_error())

    def _let_go(handle: int, path: Path) -> None:
        _KERNEL.UnlockFile(HANDLE(msvcrt.get_osfhandle(handle)), *_FIRST_BYTE)
        os.close(handle)
        # Another has it open and takes the lock now.
        with suppress(OSError):
            path.unlink()

else:
    import fcntl

    def _locked(handle: int) -> bool:
        # Some shares call it "denied" that another holds the lock.
        with suppress(BlockingIOError, PermissionError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False

    def _let_go(handle: int, path: Path) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_UN)
        finally:
            os.close(handle)
