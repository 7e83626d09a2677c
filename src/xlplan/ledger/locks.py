"""Named locks of a workspace: what one process at a time may do, wherever the others run.

Beside a ledger in a file a lock is a file: all processes that work with it run on its machine. In a PostgreSQL it
is an advisory lock of a connection of its own. The server lets it go when that connection ends, in whatever way.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from msgspec import Struct

from xlplan.storage.file_lock import FileLock, LockHeldError


class LockName(Enum):
    """The names of the locks, each for something that one process at a time may do.

    REPORT: Write workbooks and editions into the outbox. A large workbook takes seconds.
    BOARD: Write the board, which waits for no workbook.
    MAIL: Send letters.
    """

    REPORT = "report"
    BOARD = "board"
    MAIL = "mail"


class LockTakenError(Exception):
    """Another process holds the lock, and did so for as long as was waited."""


class HeldLock(Struct, frozen=True):
    """A lock that this process holds.

    Attributes:
        require: It raises an XlplanError where the lock was lost meanwhile. Whoever holds one for long calls it
            before others see the result.
    """

    require: Callable[[], object]


# What changes nothing needs none.
NO_LOCK = HeldLock(require=lambda: None)


@contextmanager
def lock_by_file(ledger: Path, name: LockName, wait_seconds: float | None = None) -> Iterator[HeldLock]:
    """Hold a lock beside the file of a ledger.

    Args:
        ledger: The ledger.
        name: The lock.
        wait_seconds: How long another process is waited for; None for as long as it takes.

    Raises:
        LockTakenError: Another process still holds it.
    """
    lock = FileLock(ledger.with_suffix(f".{name.value}.lock"))
    try:
        lock.acquire(wait_seconds)
    except LockHeldError:
        raise LockTakenError(name.value) from None
    try:
        # The system takes a lock on a file from nobody.
        yield NO_LOCK
    finally:
        lock.release()
