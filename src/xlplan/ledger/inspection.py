"""A look at the file of a ledger that changes nothing, whatever the file is."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from xlplan.ledger import schema
from xlplan.ledger.last_entry import last_entry_time
from xlplan.ledger.reading_connection import connect_for_reading

# Source: SQLite, Database File Format, the database header.
_SIGNATURE = b"SQLite format 3\0"
_HEADER = 100
_VERSION = slice(60, 64)


@dataclass(frozen=True)
class LedgerState:
    """The state of the file of a ledger.

    Attributes:
        is_database: The file is a database of SQLite.
        is_ledger: It has the tables that every ledger has.
        version: The version of the ledger.
        is_sound: SQLite finds no fault in it.
        last_entry: The time of its last entry. None where there is none.
    """

    is_database: bool
    is_ledger: bool = False
    version: int = 0
    is_sound: bool = False
    last_entry: datetime | None = None


def inspect_ledger(path: Path) -> LedgerState:
    """Return the state of a ledger.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if len(header) < _HEADER or not header.startswith(_SIGNATURE):
        return LedgerState(is_database=False)
    try:
        return _state(path)
    except (DatabaseError, sqlite3.DatabaseError):
        return LedgerState(is_database=True, is_ledger=True, version=int.from_bytes(header[_VERSION]))


def _state(path: Path) -> LedgerState:
    engine = create_engine("sqlite://", creator=partial(connect_for_reading, path), poolclass=NullPool)
    with engine.connect() as connection:
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        names = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
        if not {schema.plans.name, schema.issues.name, schema.submissions.name} <= names:
            return LedgerState(is_database=True, version=version)
        is_sound = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() == "ok"
        return LedgerState(True, True, version, is_sound, last_entry_time(connection))
