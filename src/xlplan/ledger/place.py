"""The place of the ledger: a real try if a folder can hold one, and a file on a local disk that can be one."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing, suppress
from errno import ENOSPC
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from shutil import disk_usage

from xlplan.domain.errors import XlplanError
from xlplan.storage.atomic import temporary_path
from xlplan.storage.folder_trial import name_folder
from xlplan.storage.long_paths import shown_path
from xlplan.storage.settings import toml_text
from xlplan.storage.settings_file import FILE_NAME
from xlplan.text.translation import _

_LONGEST_NAME = 24
# The try takes less than this.
_LEAST_ROOM = 1_000_000
# Each of two connections has the database, its log and its shared memory open.
_HANDLES = 8


_OTHER_PROCESS = """
import sqlite3, sys
print("begun", flush=True)
database = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
print(*database.execute("SELECT number FROM tried").fetchone())
try:
    database.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as problem:
    print("refused" if problem.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY else problem)
"""


def holds_ledger(folder: Path) -> bool:
    """Tell if SQLite can keep a ledger in a folder: make one there, use it from two processes, and delete it.

    The path tells nothing: a share may have any letter or folder, and some shares can do what others cannot.

    Raises:
        OSError: Nothing can be written there at all, or the disk is full. The error names the folder.
    """
    path = temporary_path(folder, ".db")
    try:
        # What the system refuses it refuses here, with its reason; SQLite would not tell it.
        path.touch()
    except OSError as problem:
        name_folder(problem, folder)
        raise
    try:
        return _works(path)
    except sqlite3.Error:
        # SQLite does not always report a full disk as that. Some shares tell no sizes.
        usage = disk_usage(folder)
        if usage.total and usage.free < _LEAST_ROOM:
            raise OSError(ENOSPC, os.strerror(ENOSPC), str(folder)) from None
        return False
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                path.with_name(path.name + ending).unlink()


def _works(path: Path) -> bool:
    """Tell if others see what one connection wrote, and may not write while it does."""
    with closing(_connect(path)) as one, closing(_connect(path)) as two:
        if any(_journal_mode(each) != "wal" for each in (one, two)):
            return False
        one.execute("CREATE TABLE tried (number)")
        one.execute("INSERT INTO tried VALUES (1)")
        one.execute("BEGIN IMMEDIATE")
        is_locked = not _takes_lock(two) and _is_refused_to_others(path)
        one.execute("COMMIT")
        return is_locked and _takes_lock(two) and two.execute("SELECT number FROM tried").fetchall() == [(1,)]


def _is_refused_to_others(path: Path) -> bool:
    """Tell if another process reads the database, and may not write to it.

    Within one process SQLite remembers the locks by itself. Only another process asks the disk.
    """
    command = [sys.executable, "-I", "-S", "-c", _OTHER_PROCESS, str(path)]
    words: list[bytes] = []
    # An OSError means that no other process may be started here.
    with suppress(OSError):
        # Streams are pipes: not every system gives a program without a console another kind.
        words = subprocess.run(command, input=b"", capture_output=True, check=False).stdout.split()
    # A program that has xlplan inside it may be no Python to others. Then the one process must do.
    return not words or words == [b"begun", b"1", b"refused"]


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=0, isolation_level=None)


def _journal_mode(connection: sqlite3.Connection) -> str:
    return str(connection.execute("PRAGMA journal_mode=WAL").fetchone()[0])


def _takes_lock(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True


def local_ledger(folder: Path, name: str = "xlplan.db") -> Path:
    """Return a file on a local disk for the ledger of the workspace in `folder`. No other workspace has it."""
    # The import is slow, and hardly any command needs it.
    from platformdirs import user_data_path

    digest = sha256(shown_path(folder).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    centre = re.sub(r"\W+", "-", folder.name)[:_LONGEST_NAME].strip("-")
    return user_data_path("xlplan", appauthor=False) / f"{centre or 'xlplan'}-{digest}" / name


def free_local_ledger(folder: Path) -> Path:
    """Return such a file that is not there yet: the ledger of an earlier workspace in `folder` is not taken."""
    usual = local_ledger(folder)
    others = (usual.parent.with_name(f"{usual.parent.name}-{number}") for number in count(2))
    return next(each / usual.name for each in chain((usual.parent,), others) if not each.exists())


def _require_handles() -> None:
    """Check that as many files may be opened as the try needs. SQLite does not tell that from other faults."""
    with ExitStack() as opened:
        for _number in range(_HANDLES):
            opened.enter_context(Path(os.devnull).open("rb"))


def require_place(path: Path) -> None:
    """Check that the folder of a ledger can hold it.

    Raises:
        XlplanError: It cannot. A place that can is named.
        OSError: Nothing can be written there at all, or too many files are open.
    """
    _require_handles()
    if not holds_ledger(path.parent):
        raise place_error(path)


def place_error(path: Path) -> XlplanError:
    """Return the error for a ledger whose disk cannot hold it. It names a place that can."""
    place = local_ledger(path.parent, path.name)
    line = f"ledger = {toml_text(str(place))}"
    if path.exists():
        return XlplanError(
            _(
                "The ledger {file} cannot be used where it lies: the disk there, a network share perhaps, lacks "
                "the locks that it needs. Move it, and the files there whose names begin with its name, to a "
                "local disk, for instance to {folder}, and write in {settings}: {line}"
            ).format(file=shown_path(path), folder=place.parent, settings=FILE_NAME, line=line)
        )
    return XlplanError(
        _(
            "The ledger cannot lie in {folder}: the disk there, a network share perhaps, lacks the locks that it "
            "needs. Name a file on a local disk; write in {settings}: {line}"
        ).format(folder=shown_path(path.parent), settings=FILE_NAME, line=line)
    )
