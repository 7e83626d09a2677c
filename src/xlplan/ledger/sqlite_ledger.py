"""The ledger in a file of SQLite: opened, created where there is none, and brought up to date."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

from xlplan.domain.errors import XlplanError
from xlplan.ledger.database import Driver, Ledger, LedgerError, require_version
from xlplan.ledger.tables import APPLICATION, VERSION
from xlplan.storage.atomic import atomic_write, ensure_folder
from xlplan.storage.file_lock import FileLock
from xlplan.storage.last_backup import restore_command
from xlplan.text.translation import _

_WAIT_SECONDS = 30
# Errors that say nothing about the file of the ledger.
_PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL)
_OF_THE_DISK = (
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOLFS,
)


@contextmanager
def open_file(path: Path, upgraded: Callable[[int, Path], object] | None = None) -> Iterator[Ledger]:
    """Open the ledger, create it where there is none, and bring an older one up to date.

    Args:
        path: The ledger.
        upgraded: It is called after an upgrade, with the version before and the copy of the ledger as it was.

    Raises:
        XlplanError: The file is no ledger of xlplan, a newer xlplan made it, or its disk can hold no ledger.
        OSError: The system does not let the file be used.
    """
    if not path.exists():
        _create_once(path)
    with opened_file(path) as ledger:
        with _explained_errors(path):
            version = _version(ledger)
            # A ledger of this version needs nothing of the modules that upgrade one.
            if version != VERSION:
                version = _bring_up_to_date(path, ledger, version, upgraded)
        require_version(version, path)
        yield ledger


@contextmanager
def opened_file(path: Path, has_log: bool = True) -> Iterator[Ledger]:
    """Open a file that is a ledger. A copy has no log beside it."""
    ledger = Ledger(file_driver(partial(_session, path, has_log)))
    try:
        yield ledger
    finally:
        ledger.close()


def file_driver(open_session: Callable[[], sqlite3.Connection]) -> Driver:
    """Return the way to a file of SQLite.

    Args:
        open_session: It opens a connection that begins no transaction by itself.
    """
    return Driver(
        is_file=True,
        module=sqlite3,
        open=open_session,
        begin_look=lambda _session: None,
        begin_read=lambda session: session.execute("BEGIN"),
        begin_write=lambda session: session.execute("BEGIN IMMEDIATE"),
    )


def _session(path: Path, has_log: bool) -> sqlite3.Connection:
    # Another thread may go on with a connection that one has finished with.
    session = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    session.execute(f"PRAGMA journal_mode={'WAL' if has_log else 'DELETE'}")
    # FULL: a submission that has its receipt survives a power cut.
    session.execute("PRAGMA synchronous=FULL")
    session.execute("PRAGMA foreign_keys=ON")
    return session


def _version(ledger: Ledger) -> int:
    with ledger.connect() as connection:
        version = int(connection.value("PRAGMA user_version"))
        # SQLite reports no error if it cannot have this mode.
        if connection.value("PRAGMA journal_mode") != "wal":
            raise sqlite3.OperationalError("journal_mode")
        return version


def _bring_up_to_date(
    path: Path, ledger: Ledger, before: int, upgraded: Callable[[int, Path], object] | None
) -> int:
    """Upgrade an older ledger, version by version, beside a copy of it. Return the version that it has then."""
    from xlplan.ledger.copy import keep_before_upgrade
    from xlplan.ledger.migrations import UPGRADES

    copy = keep_before_upgrade(path, before) if before in UPGRADES else None
    version = before
    while version in UPGRADES:
        version = _upgrade(ledger)
    if copy is not None and upgraded is not None:
        upgraded(before, copy)
    return version


def _upgrade(ledger: Ledger) -> int:
    """Bring the ledger to the next version, in one transaction, and return the version it has then."""
    from xlplan.ledger.migrations import COMPLETIONS, UPGRADES

    with ledger.write() as connection:
        # The version is read again under the lock: another process may have upgraded the ledger.
        version = int(connection.value("PRAGMA user_version"))
        for statement in UPGRADES.get(version, ()):
            connection.run(statement)
        if version in COMPLETIONS:
            COMPLETIONS[version](connection)
        if version in UPGRADES:
            version += 1
            connection.run(f"PRAGMA user_version={version}")
            connection.run(f"PRAGMA application_id={APPLICATION}")
    return version


def _create_once(path: Path) -> None:
    """Create the ledger under a lock.

    Without the lock, two processes might both see no ledger. The second would then put an empty one over what the
    first has recorded.
    """
    # A ledger is created once.
    from xlplan.ledger.place import place_error, require_place

    require_place(ensure_folder(path.parent) / path.name)
    lock = path.with_suffix(".new.lock")
    try:
        with FileLock(lock):
            if not path.exists():
                atomic_write(path, create_file)
    except sqlite3.DatabaseError as problem:
        # What did not show in the try shows now.
        if _code_of(problem) == sqlite3.SQLITE_IOERR:
            raise place_error(path) from problem
        raise
    finally:
        # A process that holds another lock of this name finds the ledger already created.
        # Windows refuses to delete a lock while a process waits for it.
        with suppress(OSError):
            lock.unlink()


def create_file(path: Path) -> None:
    """Create an empty ledger in a file."""
    # The import is slow, and a workspace needs it once.
    from xlplan.ledger.schema import sqlite_statements

    # SQLite makes a file that the group may not write to. Its log gets the permissions of the file.
    path.touch()
    with closing(sqlite3.connect(path)) as session, session:
        for statement in sqlite_statements():
            session.execute(statement)
        session.execute(f"PRAGMA user_version={VERSION}")
        session.execute(f"PRAGMA application_id={APPLICATION}")


@contextmanager
def _explained_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (LedgerError, sqlite3.DatabaseError) as problem:
        original, code = problem.__cause__ or problem, _code_of(problem)
        if code in _PASSING:
            raise
        if code in _OF_THE_DISK:
            from xlplan.ledger.place import require_place

            # The system says more clearly what is wrong than SQLite does. No other connection of this process is
            # open, whose locks this would let go.
            with path.open("r+b"):
                require_place(path)
        raise XlplanError(
            _(
                "The ledger {file} cannot be opened: {problem}. Bring it back from a backup: {command}. Or name "
                "another in {settings}."
            ).format(file=path, problem=original, command=restore_command(path.parent), settings="xlplan.toml")
        ) from problem


def _code_of(problem: Exception) -> int:
    """Return the primary code of SQLite for an error of the driver, or for that of the ledger around it."""
    # A ledger without its mode is an error of ours, without a number.
    original = problem.__cause__ or problem
    return int(getattr(original, "sqlite_errorcode", sqlite3.SQLITE_IOERR)) & 0xFF
