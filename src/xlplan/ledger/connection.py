"""Opening the ledger: one SQLite file, made whole, one transaction for each `with`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, create_engine, event

from xlplan.domain.errors import XlplanError
from xlplan.ledger.migrations import UPGRADES, VERSION
from xlplan.ledger.schema import metadata
from xlplan.storage.atomic import atomic_write, ensure_folder
from xlplan.text.translation import _

_WAIT_SECONDS = 30


@contextmanager
def open_ledger(path: Path) -> Iterator[Engine]:
    """The ledger at `path`, made where there is none. XlplanError for a file that is no ledger of ours."""
    if not path.exists():
        _create_once(path)
    engine = _engine(path)
    try:
        with _explained_errors(path):
            version = _version(engine)
            while version in UPGRADES:
                version = _upgrade(engine)
        if version != VERSION:
            raise XlplanError(
                _(
                    "{file} is a ledger of version {seen}, and this xlplan reads version {known}. Update xlplan."
                ).format(file=path, seen=version, known=VERSION)
            )
        yield engine
    finally:
        engine.dispose()


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction that takes the write lock at once, so that two writers queue instead of failing half-way."""
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def _engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": _WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        # The driver's own idea of when a transaction begins is off; `write_transaction` begins them.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        # FULL: what is acknowledged with a receipt outlasts a power cut.
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


def _version(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _upgrade(engine: Engine) -> int:
    """Brings the ledger to the next version, whole or not at all; returns the version it is now."""
    with write_transaction(engine) as connection:
        # Asked again under the lock: another process may have been quicker.
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        for statement in UPGRADES.get(version, ()):
            connection.exec_driver_sql(statement)
        if version in UPGRADES:
            version += 1
            connection.exec_driver_sql(f"PRAGMA user_version={version}")
    return version


def _create_once(path: Path) -> None:
    """Of two processes that see no ledger the second would put an empty one over what the first has recorded."""
    ensure_folder(path.parent)
    lock = path.with_suffix(".new.lock")
    with FileLock(lock):
        if not path.exists():
            atomic_write(path, _create)
    # Whoever comes by another lock of that name finds the ledger made; Windows keeps what somebody waits for.
    with suppress(OSError):
        lock.unlink()


def _create(path: Path) -> None:
    engine = create_engine(URL.create("sqlite", database=str(path)))
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
    engine.dispose()


@contextmanager
def _explained_errors(path: Path) -> Iterator[None]:
    from sqlalchemy.exc import DatabaseError

    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as problem:
        raise XlplanError(
            _(
                "The ledger {file} cannot be opened: {problem}. Put back a copy, or name another in {settings}."
            ).format(file=path, problem=getattr(problem, "orig", problem), settings="xlplan.toml")
        ) from problem
