"""The story of a quarter, told once with the ledger in a file and once in a PostgreSQL, is the same story."""

from pathlib import Path

import pytest

from tests.support.centre import QUARTER, at, call, copy_of
from tests.support.decided_centre import decide_everything
from tests.support.postgresql import PostgresqlServer, name_ledger
from tests.support.rows_only import rows_only
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import Connection
from xlplan.ledger.editions import centre_snapshot, edition_snapshot, editions_of
from xlplan.ledger.tables import TABLES
from xlplan.ledger.transfer import fill_database
from xlplan.services.record.verify import verify
from xlplan.storage.ledger_address import LedgerAddress
from xlplan.storage.workspace import Workspace, find_workspace

# Filled templates carry the time of their saving, so their bytes differ, and what is over them. The name of a
# claim is the key of its hash, and made by chance.
_OVER_BYTES = {"sha256", "claim", "chain", "line", "body", "size", "saved_at", "row_hash"}


def told(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """What the ledger holds, table by table, without what is over the bytes of files."""
    tables = {}
    for table in TABLES.values():
        left_out = _OVER_BYTES | ({"key"} if table.name == "row_hashes" else set())
        columns = ", ".join(f'"{column.name}"' for column in table.columns if column.name not in left_out)
        query = f'SELECT {columns} FROM {table.name} ORDER BY "{table.order}"'
        tables[table.name] = connection.run(query).fetchall()
    return tables


def figures(connection: Connection) -> list[object]:
    """The figures of each edition, and those of the centre alone, which the database itself picks out."""
    editions = editions_of(connection, QUARTER)
    return [(edition_snapshot(connection, each).rows, centre_snapshot(connection, each).rows) for each in editions]


def sheets(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Every cell of the workbook of the last edition, without hashes and the number of a log entry over them."""
    book = rows_only(workspace.edition(QUARTER, 2))
    kept = [sheet for sheet in book.worksheets if sheet.title not in ("Підпис", "Подання", "Дані")]
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in kept}


@pytest.fixture
def other(_issued_centre: Path, database: LedgerAddress, tmp_path: Path) -> Workspace:
    """A centre in which nothing is decided yet, with its ledger in a database."""
    root = tmp_path / "друга" / _issued_centre.name
    other = copy_of(_issued_centre, root)
    fill_database(other.ledger_file, database)
    other.ledger_file.unlink()
    name_ledger(root, database)
    return find_workspace(root)


def test_both_ledgers_tell_the_same_story(
    decided: Workspace, other: Workspace, postgresql: PostgresqlServer
) -> None:
    decide_everything(other)
    with (
        open_ledger(decided.ledger) as file,
        open_ledger(other.ledger) as server,
        file.connect() as one,
        server.connect() as two,
    ):
        here, there = told(one), told(two)
        assert all(here.values())
        assert here == there
        assert figures(one) == figures(two)
    assert sheets(decided) == sheets(other)
    for workspace in (decided, other):
        assert call(verify, workspace, lambda: at(16)).findings == ()
    # Every kind of record comes over, and is compared row by row.
    third = postgresql.make_database()
    try:
        fill_database(decided.ledger_file, third)
    finally:
        postgresql.drop_database(third)
