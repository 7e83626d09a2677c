"""Locks in a PostgreSQL: each is held by a connection of its own, and ends with it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from typing import Any

from xlplan.domain.errors import XlplanError
from xlplan.ledger.database import Ledger
from xlplan.ledger.decision_log import workspace_identity
from xlplan.ledger.locks import HeldLock, LockName, LockTakenError
from xlplan.text.translation import _

_TRY = "SELECT pg_try_advisory_lock(%s)"
_WAIT = "SELECT pg_advisory_lock(%s)"
_LET_GO = "SELECT pg_advisory_unlock(%s)"
_WAIT_AT_MOST = "SELECT set_config('lock_timeout', %s, false)"
# A pool between here and the server might have given the connection another session.
_IS_HELD = """
SELECT true FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted AND objsubid = 1
AND (classid::bigint << 32 | objid::bigint) = %s
"""


@contextmanager
def lock_in_database(ledger: Ledger, name: LockName, wait_seconds: float | None = None) -> Iterator[HeldLock]:
    """Hold a lock in the database of a ledger.

    Args:
        ledger: The ledger.
        name: The lock.
        wait_seconds: How long another process is waited for; None for as long as it takes.

    Raises:
        LockTakenError: Another process still holds it.
    """
    key = _key(_identity(ledger), name.value)
    with closing(_session(ledger)) as session:
        if not _take(session, key, wait_seconds):
            raise LockTakenError(name.value)
        yield HeldLock(lambda: _require(session, key))


def _session(ledger: Ledger) -> Any:
    """Return a connection of the driver that nobody else uses. Closing it lets its locks go."""
    with ledger.driver.errors():
        session = ledger.driver.open()
    session.autocommit = True
    return session


def _take(session: Any, key: int, wait_seconds: float | None) -> bool:
    from psycopg.errors import LockNotAvailable

    if wait_seconds == 0:
        return bool(session.execute(_TRY, (key,)).fetchone()[0])
    session.execute(_WAIT_AT_MOST, (str(round((wait_seconds or 0) * 1000)),))
    try:
        session.execute(_WAIT, (key,))
    except LockNotAvailable:
        return False
    return True


def _require(session: Any, key: int) -> None:
    """Check that a lock is still held.

    Raises:
        XlplanError: The connection broke off. Another process may hold the lock by now.
    """
    from psycopg import Error

    try:
        if session.execute(_IS_HELD, (key,)).fetchone():
            return
    except Error:
        pass
    raise XlplanError(
        _(
            "The connection to the ledger broke off in the middle of the work, and another xlplan may be doing it "
            "by now. What was done is recorded; run the command again."
        )
    )


def _identity(ledger: Ledger) -> str:
    with ledger.connect() as connection:
        return workspace_identity(connection) or ""


def _key(identity: str, name: str) -> int:
    """Return the number of a lock. Ledgers of several workspaces may lie in one database."""
    return int.from_bytes(sha256(f"xlplan\n{identity}\n{name}".encode()).digest()[:8], signed=True)


class DatabaseMarks:
    """The marks of claims that this process holds, seen by every machine that shares the inbox.

    A disk that several machines share does not always tell one of them what another has locked there.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._identity = _identity(ledger)
        self._session = _session(ledger)

    def take(self, mark: str) -> bool:
        """Hold a mark; return False where another process holds it."""
        return _take(self._session, _key(self._identity, f"claims {mark}"), 0)

    def let_go(self, mark: str) -> None:
        """Let a mark go. Where the connection broke off, that has happened already."""
        from psycopg import Error

        with suppress(Error):
            self._session.execute(_LET_GO, (_key(self._identity, f"claims {mark}"),))

    def close(self) -> None:
        """Let go all that is held."""
        self._session.close()
