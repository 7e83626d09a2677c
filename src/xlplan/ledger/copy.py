"""Copies of the ledger, each a file of SQLite by itself, and what a ledger of any version holds."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from xlplan.ledger.tables import TABLES
from xlplan.storage.archive import sha256_of
from xlplan.storage.atomic import sync_folder, temporary_path
from xlplan.storage.ledger_address import LedgerAddress, LedgerPlace
from xlplan.storage.own_files import numbered_places

_WAIT_SECONDS = 30
_OWNER_ONLY = 0o600
# The columns that hold the hash of a file in the archive.
_HASHES = (("plans", "sha256"), ("arrivals", "sha256"), ("submissions", "sha256"), ("editions", "sha256"))
# The columns that hold the time of a decision.
_DECIDED = (
    ("plans", "adopted_at"),
    ("adoption_undoings", "at"),
    ("issues", "issued_at"),
    ("deadlines", "at"),
    ("editions", "closed_at"),
    ("reopenings", "at"),
    ("withdrawals", "at"),
    ("dismissals", "at"),
    ("waivers", "at"),
    ("notes", "at"),
)


class LedgerContent(Struct, frozen=True):
    """The content of a ledger.

    Attributes:
        version: The version of its tables.
        last_number: The number of its last receipt; 0 where there is none.
        last_decision: The time of the last decision as it is recorded; "" where there is none.
        quarters: The quarters that it has issues of, in order.
        hashes: The SHA-256 of every file that it names. The archive holds these files.
    """

    version: int
    last_number: int
    last_decision: str
    quarters: tuple[str, ...]
    hashes: frozenset[str]


@contextmanager
def without_writers(place: LedgerPlace) -> Iterator[None]:
    """Hold the write lock of a ledger. Other processes read it and wait to write."""
    if not isinstance(place, Path):
        from xlplan.ledger.postgresql_ledger import opened_database

        with opened_database(place) as ledger, ledger.write():
            yield
        return
    with closing(_connect(place)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def ledger_copy(place: LedgerPlace, folder: Path) -> Iterator[Path]:
    """Copy a ledger as it is at this moment, with what its log holds, to a temporary file for its owner only.

    The copy of a database is a file of SQLite as well: it can be restored where there is no server.

    Raises:
        XlplanError: The server of the database cannot be reached, or refuses.
        sqlite3.DatabaseError: It is no ledger, or it is damaged.
    """
    copy = temporary_path(folder, ".db")
    try:
        copy.touch(_OWNER_ONLY, exist_ok=False)
        if isinstance(place, Path):
            copy_ledger(place, copy)
        else:
            copy_database(place, copy)
        yield copy
    finally:
        for ending in ("", "-journal"):
            copy.with_name(copy.name + ending).unlink(missing_ok=True)


def copy_ledger(path: Path, copy: Path) -> None:
    """Copy a ledger into a file that is one by itself, without a log beside it, safe against a power cut."""
    with closing(_connect(path)) as old, closing(sqlite3.connect(copy)) as new:
        # All pages in one step: one state of the ledger, however fast others write.
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")
    _sync(copy)


def copy_database(address: LedgerAddress, copy: Path) -> None:
    """Copy a ledger from a database into an empty file, which is a ledger of SQLite by itself then."""
    # The imports are slow, and a file of SQLite needs none of them.
    from xlplan.ledger.postgresql_ledger import reading_database
    from xlplan.ledger.sqlite_ledger import create_file, opened_file
    from xlplan.ledger.transfer import copy_records

    create_file(copy)
    with (
        reading_database(address) as source,
        opened_file(copy, has_log=False) as ledger,
        ledger.write() as target,
    ):
        copy_records(source, target)
    _sync(copy)


def _sync(file: Path) -> None:
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _connect(path: Path) -> sqlite3.Connection:
    # SQLite makes a file where there is none. What the system refuses it refuses here, with its reason.
    path.open("rb").close()
    return sqlite3.connect(path, timeout=_WAIT_SECONDS)


def keep_before_upgrade(path: Path, version: int) -> Path | None:
    """Copy a ledger to a file beside it before it is upgraded, whole or not at all, and return the copy.

    An earlier copy of the same ledger is enough. A copy of another one, which was put back perhaps, stays.

    Args:
        path: The ledger.
        version: The version that it has.

    Returns:
        The copy; None where another process has upgraded the ledger meanwhile.
    """
    with ledger_copy(path, path.parent) as copy:
        if _version_of(copy) != version:
            return None
        for place in numbered_places(path.with_name(f"{path.name}.v{version}")):
            if not place.exists():
                copy.replace(place)
                sync_folder(place.parent)
                return place
            if sha256_of(place) == sha256_of(copy):
                return place
    raise AssertionError("there is always one more name")


def _version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def damage_of(path: Path) -> str:
    """Return what SQLite finds wrong with a database; "" where all is well."""
    try:
        with closing(_connect(path)) as connection:
            found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
            return "" if found == "ok" else found
    except sqlite3.DatabaseError as problem:
        if problem.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return str(problem)
        raise


def ledger_content(place: LedgerPlace) -> LedgerContent:
    """Return what a ledger of any version holds, without a change to it.

    Raises:
        XlplanError: The server of the database cannot be reached, or refuses.
        sqlite3.DatabaseError: It is no ledger, or it is damaged.
    """
    if not isinstance(place, Path):
        from xlplan.ledger.postgresql_ledger import reading_database, version_in

        with reading_database(place) as database:
            return _content(database.run, version_in(database), set(TABLES))
    with closing(_connect(place)) as connection:
        ask = connection.execute
        tables = {row[0] for row in ask("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return _content(ask, int(ask("PRAGMA user_version").fetchone()[0]), tables)


def _content(ask: Callable[..., Any], version: int, tables: set[str]) -> LedgerContent:
    hashes = {
        row[0]
        for table, column in _HASHES
        if table in tables
        for row in ask(f"SELECT DISTINCT {column} FROM {table}")
    }
    decided = [
        row[0] or ""
        for table, column in _DECIDED
        if table in tables
        for row in ask(f"SELECT max({column}) FROM {table}")
    ]
    return LedgerContent(
        version,
        int(ask("SELECT coalesce(max(number), 0) FROM submissions").fetchone()[0]),
        max(decided, default=""),
        tuple(row[0] for row in ask("SELECT DISTINCT quarter FROM issues ORDER BY quarter")),
        frozenset(hashes),
    )
