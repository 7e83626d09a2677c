"""A statement that goes to the driver as it is fails as every other one does: as a failure of the ledger."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from xlplan.ledger.connection import open_ledger
from xlplan.ledger.driver import run

if TYPE_CHECKING:
    from tests.support.postgresql import PostgresqlServer
    from xlplan.storage.ledger_address import LedgerAddress


def test_a_statement_that_sqlite_refuses_is_a_failure_of_the_ledger(tmp_path: Path) -> None:
    with (
        open_ledger(tmp_path / "xlplan.db") as ledger,
        ledger.connect() as connection,
        pytest.raises(OperationalError, match="no such table"),
    ):
        run(connection, "SELECT 1 FROM unknown WHERE number = ?", (1,))


@pytest.mark.posix(reason="a PostgreSQL as it is installed on Debian")
def test_a_connection_that_broke_off_is_a_failure_of_the_ledger(
    postgresql: "PostgresqlServer", database: "LedgerAddress"
) -> None:
    from xlplan.ledger.postgresql_ledger import opened_engine

    with opened_engine(database) as engine, engine.connect() as connection:
        (process,) = run(connection, "SELECT pg_backend_pid()").fetchone()
        with postgresql.administrator() as administrator:
            administrator.execute("SELECT pg_terminate_backend(%s)", (process,))
        with pytest.raises(OperationalError):
            run(connection, "SELECT 1")
        connection.invalidate()
