"""Connection to the ledger, in a file of SQLite or in a PostgreSQL: one transaction for each `with`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from xlplan.ledger import sqlite_ledger
from xlplan.storage.ledger_address import LedgerPlace


def open_ledger(
    place: LedgerPlace, upgraded: Callable[[int, Path], object] | None = None
) -> AbstractContextManager[Engine]:
    """Open the ledger, create it where there is none, and bring an older one up to date.

    Args:
        place: The ledger.
        upgraded: It is called after an upgrade of a file, with the version before and the copy of the ledger as it
            was.

    Raises:
        XlplanError: The file or the database is no ledger of xlplan, a newer xlplan made it, its disk can hold no
            ledger, or its server cannot be reached.
        OSError: The system does not let the file be used.
    """
    if isinstance(place, Path):
        return sqlite_ledger.open_file(place, upgraded)
    # The import needs libraries of an extra.
    from xlplan.ledger.postgresql_ledger import open_database

    return open_database(place)


def write_transaction(engine: Engine) -> AbstractContextManager[Connection]:
    """Open a transaction that takes the write lock of the ledger at once.

    Two writers then wait for each other, instead of failing half-way, and numbers are given without a gap.
    """
    if engine.dialect.name == "sqlite":
        return sqlite_ledger.begin_write(engine)
    from xlplan.ledger.postgresql_ledger import begin_write

    return begin_write(engine)


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """Open a connection that sees one state of the ledger, however long it reads and whatever others write."""
    with engine.connect() as connection:
        # Every connection to a PostgreSQL that does not write is like this.
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        yield connection
        connection.rollback()
