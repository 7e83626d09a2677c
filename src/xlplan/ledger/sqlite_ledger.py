"""The ledger in a file of SQLite: opened, created where there is none, and brought up to date."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from xlplan.domain.errors import XlplanError
from xlplan.ledger.copy import keep_before_upgrade
from xlplan.ledger.migrations import COMPLETIONS, UPGRADES, require_version
from xlplan.ledger.place import place_error, require_place
from xlplan.ledger.schema import APPLICATION, VERSION, metadata
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
def open_file(path: Path, upgraded: Callable[[int, Path], object] | None = None) -> Iterator[Engine]:
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
    engine = file_engine(path)
    try:
        with _explained_errors(path):
            version = before = _version(engine)
            copy = keep_before_upgrade(path, before) if before in UPGRADES else None
            while version in UPGRADES:
                version = _upgrade(engine)
            if copy is not None and upgraded is not None:
                upgraded(before, copy)
        require_version(version, path)
        yield engine
    finally:
        engine.dispose()


@contextmanager
def begin_write(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that takes the write lock of the file at once."""
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def file_engine(path: Path, has_log: bool = True) -> Engine:
    """Return an engine for a file that is a ledger. A copy has no log beside it."""
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": _WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        # The driver does not begin transactions by itself here; `write_transaction` does.
        connection.isolation_level = None
        connection.execute(f"PRAGMA journal_mode={'WAL' if has_log else 'DELETE'}")
        # FULL: a submission that has its receipt survives a power cut.
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


def _version(engine: Engine) -> int:
    with engine.connect() as connection:
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        # SQLite reports no error if it cannot have this mode.
        if connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() != "wal":
            raise sqlite3.OperationalError("journal_mode")
        return version


def _upgrade(engine: Engine) -> int:
    """Bring the ledger to the next version, in one transaction, and return the version it has then."""
    with begin_write(engine) as connection:
        # The version is read again under the lock: another process may have upgraded the ledger.
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        for statement in UPGRADES.get(version, ()):
            connection.exec_driver_sql(statement)
        if version in COMPLETIONS:
            COMPLETIONS[version](connection)
        if version in UPGRADES:
            version += 1
            connection.exec_driver_sql(f"PRAGMA user_version={version}")
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION}")
    return version


def _create_once(path: Path) -> None:
    """Create the ledger under a lock.

    Without the lock, two processes might both see no ledger. The second would then put an empty one over what the
    first has recorded.
    """
    require_place(ensure_folder(path.parent) / path.name)
    lock = path.with_suffix(".new.lock")
    try:
        with FileLock(lock):
            if not path.exists():
                atomic_write(path, create_file)
    except DatabaseError as problem:
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
    # SQLite makes a file that the group may not write to. Its log gets the permissions of the file.
    path.touch()
    engine = create_engine(URL.create("sqlite", database=str(path)))
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION}")
    engine.dispose()


@contextmanager
def _explained_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as problem:
        original, code = getattr(problem, "orig", problem), _code_of(problem)
        if code in _PASSING:
            raise
        if code in _OF_THE_DISK:
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
    """Return the primary code of SQLite for an error of the driver, or for that of SQLAlchemy around it."""
    # A ledger without its mode is an error of ours, without a number.
    return int(getattr(getattr(problem, "orig", problem), "sqlite_errorcode", sqlite3.SQLITE_IOERR)) & 0xFF
