"""Files that nobody has touched for some seconds, as their own disk tells. Such a file needs no second look.

The clock of this computer is not asked: that of a share may be minutes behind, and a file that is just being
copied would seem to lie there for long. In every doubt the answer is no, and the file gets its second look.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from xlplan.storage.atomic import open_itself
from xlplan.storage.inbox import State

# Some disks tell times no finer than by two seconds.
_COARSE_SECONDS = 3.0
_DAY_SECONDS = 86_400.0


class DiskTime(Struct, frozen=True):
    """The time that a disk told. `device`: the number of the disk, for a folder of the inbox may be on another."""

    device: int
    seconds: float


def disk_time(fresh: Path) -> DiskTime | None:
    """Return the time that the disk of a file tells; None where it tells none that can be relied on.

    Args:
        fresh: A file of ours that was made this moment. Its time of modification is changed.
    """
    try:
        made = fresh.stat()
        # Some disks show in the place of the other time the one that a program set.
        os.utime(fresh, (made.st_mtime - _DAY_SECONDS,) * 2)
        came_at = _came_at(fresh.stat())
    except OSError:
        return None
    return DiskTime(made.st_dev, came_at) if came_at >= _came_at(made) else None


def is_untouched(path: Path, seen: State, now: DiskTime, seconds: float) -> bool:
    """Tell if a file is still as it was seen, and if nobody has written to it or moved it for so many seconds.

    Args:
        path: The file.
        seen: Its size and times at the first look.
        now: The time of its disk.
        seconds: The time for which it must have lain there.
    """
    try:
        with _opened(path) as state:
            is_same = state.st_dev == now.device and seen.has_same_content(state)
            return is_same and now.seconds - max(state.st_mtime, _came_at(state)) >= seconds + _COARSE_SECONDS
    except OSError:
        return False


if sys.platform == "win32":

    def _came_at(state: os.stat_result) -> float:
        # The file was made when its copying began. One that was moved here keeps its time, and is whole.
        return getattr(state, "st_birthtime", state.st_ctime)

    @contextmanager
    def _opened(path: Path) -> Iterator[os.stat_result]:
        """Yield size and times of a file that no program has open to write to it.

        Windows brings the time of a file up to date when the last program that writes to it has closed it.

        Raises:
            OSError: A program has it open.
        """
        import ctypes
        from ctypes import wintypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = wintypes.HANDLE
        kernel.CreateFileW.argtypes = [
            *(wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID),
            *(wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE),
        ]
        kernel.CloseHandle.argtypes = [wintypes.HANDLE]
        reading, shared_for_reading_and_removing, existing = 0x8000_0000, 0x5, 3
        handle = kernel.CreateFileW(str(path), reading, shared_for_reading_and_removing, None, existing, 0, None)
        if handle in (None, wintypes.HANDLE(-1).value):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            yield path.lstat()
        finally:
            kernel.CloseHandle(handle)

else:

    def _came_at(state: os.stat_result) -> float:
        # Writing, moving and setting another time all show in it.
        return state.st_ctime

    @contextmanager
    def _opened(path: Path) -> Iterator[os.stat_result]:
        """Yield size and times of a file. A share tells the latest ones of a file that was opened."""
        # Somebody may have put a pipe in its place, at which an opening would wait.
        file = open_itself(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            yield os.fstat(file)
        finally:
            os.close(file)
