"""Temporary files: folders that only their user may enter, and the clearing of what a killed process leaves."""

import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from xlplan.storage.atomic import ABANDONED_SECONDS, is_link

_FOLDER = re.compile(r"xlplan-(\d+)-\w+")
# The private folders in use, and beside them the folder that was in their place before.
_LOCK = threading.Lock()
_in_use: list[str] = []
_usual: list[str] = []


@contextmanager
def private_folder() -> Iterator[Path]:
    """Make a folder in the user's own temporary folder, of mode 0700, and remove it with all that is in it.

    Windows gives each user a temporary folder that is closed to all others.
    """
    # Never within the private folder of another thread, which goes when that thread is done.
    usual = _usual[0] if _usual else None
    prefix = f"xlplan-{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, dir=usual, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def private_temporary_files() -> Iterator[Path]:
    """Have every temporary file made in a private folder, also by libraries that choose its place themselves.

    The place is one for all threads. A thread that is done leaves it to those that are not.
    """
    with private_folder() as folder:
        with _LOCK:
            if not _usual:
                _usual.append(tempfile.gettempdir())
            _in_use.append(str(folder))
            tempfile.tempdir = str(folder)
        try:
            yield folder
        finally:
            with _LOCK:
                _in_use.remove(str(folder))
                tempfile.tempdir = _in_use[-1] if _in_use else _usual.pop()


def clear_temporary() -> None:
    """Remove the private folders that killed processes left.

    A folder stays while its process runs, and for an hour after its last change. Windows tells of no process here.
    """
    oldest = time.time() - ABANDONED_SECONDS
    with suppress(OSError):
        for folder in list(Path(tempfile.gettempdir()).iterdir()):
            match = _FOLDER.fullmatch(folder.name)
            # An OSError means that another process was faster.
            with suppress(OSError):
                if match and _is_abandoned(folder, int(match[1]), oldest):
                    shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path, process: int, oldest: float) -> bool:
    state = folder.lstat()
    is_own = os.name != "posix" or state.st_uid == os.getuid()
    return is_own and not is_link(folder) and state.st_mtime < oldest and not _runs(process)


def _runs(process: int) -> bool:
    # On Windows this call would end the process.
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
