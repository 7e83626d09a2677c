"""Connection to the ledger, in a file of SQLite or in a PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from xlplan.ledger import sqlite_ledger
from xlplan.ledger.database import Ledger
from xlplan.storage.ledger_address import LedgerPlace


def open_ledger(
    place: LedgerPlace, upgraded: Callable[[int, Path], object] | None = None
) -> AbstractContextManager[Ledger]:
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
