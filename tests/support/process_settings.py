"""What the process that runs the tests settles for itself and its children."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

from tests.support.thoroughness import IS_THOROUGH

# A folder that Linux keeps in memory, and how many bytes it must have free. A run holds half a gigabyte there.
_MEMORY = Path("/dev/shm")
_ROOM = 4 << 30


def keep_files_in_memory() -> Path | None:
    """A folder in memory for all temporary files from now on, where there is room for them.

    A disk that keeps each change at once takes a seventh of the tests' time. Thorough tests use one, and so do
    those of somebody who has named a folder for temporary files.
    """
    if IS_THOROUGH or "TMPDIR" in os.environ or not _MEMORY.is_dir():
        return None
    if shutil.disk_usage(_MEMORY).free < _ROOM:
        return None
    folder = Path(tempfile.mkdtemp(prefix="xlplan-tests-", dir=_MEMORY))
    # A PostgreSQL of the tests runs as another user, who goes through it.
    folder.chmod(0o711)
    os.environ["TMPDIR"] = str(folder)
    # Pytest has used the folder of before, and Python keeps it.
    tempfile.tempdir = None
    return folder


def hear_interruptions() -> None:
    """Hear Ctrl+C again: a shell has what it runs in the background ignore it, and children would do likewise."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
