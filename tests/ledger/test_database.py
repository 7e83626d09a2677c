"""The database of a ledger: both drivers fail, give rows and end transactions alike."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.centre import at
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import Ledger, LedgerDataError, LedgerError, LedgerOperationError, marks

if TYPE_CHECKING:
    from tests.support.postgresql import PostgresqlServer
    from xlplan.storage.ledger_address import LedgerAddress

FILE, SERVER = "file", "server"
IDENTITIES = "SELECT workspace FROM identity ORDER BY workspace"
_ON_DEBIAN = pytest.mark.posix(reason="a PostgreSQL as it is installed on Debian")


@pytest.fixture(params=[FILE, pytest.param(SERVER, marks=_ON_DEBIAN)])
def ledger(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """An empty ledger, once in a file and once in a PostgreSQL."""
    place = tmp_path / "xlplan.db" if request.param == FILE else request.getfixturevalue("database")
    with open_ledger(place) as opened:
        yield opened


def identity(workspace: str) -> dict[str, object]:
    return {"workspace": workspace, "made_at": at().isoformat()}


def test_a_statement_that_sqlite_refuses_is_a_failure_of_the_ledger(tmp_path: Path) -> None:
    with (
        open_ledger(tmp_path / "xlplan.db") as ledger,
        ledger.connect() as connection,
        pytest.raises(LedgerOperationError, match="no such table") as raised,
    ):
        connection.run("SELECT 1 FROM unknown WHERE number = ?", (1,))
    assert isinstance(raised.value.__cause__, sqlite3.OperationalError)


def test_a_query_that_fails_at_a_later_row_is_a_failure_of_the_ledger(tmp_path: Path) -> None:
    numbers = "SELECT 1 AS number UNION ALL SELECT 2 UNION ALL SELECT -9223372036854775808"
    with (
        open_ledger(tmp_path / "xlplan.db") as ledger,
        pytest.raises(LedgerOperationError, match="overflow"),
        ledger.connect() as connection,
    ):
        connection.column(f"SELECT abs(number) FROM ({numbers})")


@_ON_DEBIAN
def test_a_connection_that_broke_off_is_a_failure_of_the_ledger(
    postgresql: "PostgresqlServer", database: "LedgerAddress"
) -> None:
    from xlplan.ledger.postgresql_ledger import opened_database

    def break_off(ledger: Ledger) -> None:
        with ledger.connect() as connection:
            process = connection.value("SELECT pg_backend_pid()")
            with postgresql.administrator() as administrator:
                administrator.execute("SELECT pg_terminate_backend(%s)", (process,))
            connection.run("SELECT 1")

    with opened_database(database) as ledger:
        with pytest.raises(LedgerOperationError):
            break_off(ledger)
        with ledger.connect() as connection:
            assert connection.value("SELECT 1") == 1


@_ON_DEBIAN
def test_a_value_that_the_database_does_not_take_is_told_from_every_other_failure(
    database: "LedgerAddress",
) -> None:
    with open_ledger(database) as ledger, pytest.raises(LedgerDataError), ledger.write() as connection:
        connection.add("identity", identity("a\0b"))


def test_an_idle_connection_is_used_again(ledger: Ledger) -> None:
    with ledger.connect() as connection:
        first = connection.session
    with ledger.write() as connection:
        assert connection.session is first
    with ledger.at("place").read() as connection:
        assert (connection.session is first, connection.place) == (True, "place")


def test_a_connection_that_failed_is_not_used_again(ledger: Ledger) -> None:
    with ledger.connect() as connection:
        idle = connection.session
    with pytest.raises(LedgerError, match="unknown"), ledger.connect() as connection:
        connection.run("SELECT 1 FROM unknown")
    with ledger.connect() as connection:
        assert connection.session is not idle


def test_what_is_not_committed_is_gone(ledger: Ledger) -> None:
    with ledger.write() as connection:
        connection.add("identity", identity("kept"))
    with pytest.raises(LedgerError), ledger.write() as connection:
        connection.add("identity", identity("lost"), identity("kept"))
    with ledger.connect() as connection:
        assert connection.column(IDENTITIES) == ["kept"]


def test_nested_connections_are_independent(ledger: Ledger) -> None:
    with ledger.read() as reader:
        assert reader.column(IDENTITIES) == []
        with ledger.write() as writer:
            writer.add("identity", identity("a"))
            with ledger.connect() as other:
                assert other.column(IDENTITIES) == []
        assert reader.column(IDENTITIES) == []
    with ledger.connect() as reader:
        assert reader.column(IDENTITIES) == ["a"]


def test_an_empty_list_of_values_finds_nothing(ledger: Ledger) -> None:
    with ledger.write() as connection:
        connection.add("identity", identity("a"), identity("b"))
        query = "SELECT workspace FROM identity WHERE workspace IN ({})"
        assert connection.column(query.format(marks(()))) == []
        assert connection.column(query.format(marks(("b",))), ("b",)) == ["b"]


def test_rows_are_added_whatever_word_the_name_of_a_column_is(ledger: Ledger) -> None:
    """`row` and `values` are words of SQL."""
    submission = {"number": 1, "sha256": "a1", "file": "звіт.xlsx", "received_at": at().isoformat()}
    finding = {"submission": 1, "code": "x", "file": "", "sheet": "", "cell": ""}
    with ledger.write() as connection:
        connection.add("submissions", {**submission, "outcome": "accepted", "filled_by": ""})
        rows = [("1.1.1", "{}"), ("1.1.2", "100 % ?")]
        named = [
            {"position": position, "row": row, "values": values} for position, (row, values) in enumerate(rows)
        ]
        connection.add("findings", *({**finding, **each} for each in named))
        assert connection.run('SELECT "row", "values" FROM findings ORDER BY position').fetchall() == rows


def test_a_stream_gives_every_row(ledger: Ledger) -> None:
    count = 2_500
    with ledger.write() as connection:
        connection.add("identity", *(identity(f"{number:04}") for number in range(count)))
    with ledger.read() as connection:
        assert list(connection.stream(IDENTITIES)) == [(f"{number:04}",) for number in range(count)]


def test_a_statement_may_have_percent_signs(ledger: Ledger) -> None:
    query = "SELECT workspace FROM identity WHERE workspace LIKE '%a%' AND 5 % 3 = 2"
    with ledger.write() as connection:
        connection.add("identity", identity("bac"))
        assert connection.column(query) == ["bac"]
        assert list(connection.stream(query)) == [("bac",)]
