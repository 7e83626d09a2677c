"""A look at a ledger that changes nothing, whatever lies at its place."""

import sqlite3
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct

from xlplan.ledger.database import Ledger, LedgerError, table_names
from xlplan.ledger.last_entry import last_entry_time
from xlplan.ledger.reading_connection import connect_for_reading
from xlplan.ledger.sqlite_ledger import file_driver
from xlplan.storage.ledger_address import LedgerAddress, LedgerPlace

# Source: SQLite, Database File Format, the database header.
_SIGNATURE = b"SQLite format 3\0"
_HEADER = 100
_VERSION = slice(60, 64)


class LedgerState(Struct, frozen=True):
    """The state of a ledger.

    Attributes:
        is_database: The file is a database of SQLite, or there is a database at all.
        is_ledger: It has the tables that every ledger has.
        version: The version of the ledger.
        is_sound: SQLite finds no fault in it. A PostgreSQL is not asked.
        last_entry: The time of its last entry. None where there is none.
    """

    is_database: bool
    is_ledger: bool = False
    version: int = 0
    is_sound: bool = False
    last_entry: datetime | None = None


def inspect_ledger(place: LedgerPlace) -> LedgerState:
    """Return the state of a ledger.

    Raises:
        XlplanError: The server of the database cannot be reached, or refuses.
        OSError: The file cannot be read.
    """
    return _inspect_file(place) if isinstance(place, Path) else _inspect_database(place)


def _inspect_database(address: LedgerAddress) -> LedgerState:
    from xlplan.ledger.postgresql_ledger import reading_database, version_in

    with reading_database(address) as connection:
        version = version_in(connection)
        if version == 0:
            return LedgerState(is_database=True)
        return LedgerState(True, True, version, True, last_entry_time(connection))


def _inspect_file(path: Path) -> LedgerState:
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if len(header) < _HEADER or not header.startswith(_SIGNATURE):
        return LedgerState(is_database=False)
    try:
        return _state(path)
    except (LedgerError, sqlite3.DatabaseError):
        return LedgerState(is_database=True, is_ledger=True, version=int.from_bytes(header[_VERSION]))


def _state(path: Path) -> LedgerState:
    ledger = Ledger(file_driver(partial(connect_for_reading, path)))
    with closing(ledger), ledger.connect() as connection:
        version = int(connection.value("PRAGMA user_version"))
        if not {"plans", "issues", "submissions"} <= set(table_names(connection)):
            return LedgerState(is_database=True, version=version)
        is_sound = connection.value("PRAGMA quick_check(1)") == "ok"
        return LedgerState(True, True, version, is_sound, last_entry_time(connection))
