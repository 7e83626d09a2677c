"""A ledger in a PostgreSQL: created, refused, and as its revisions have it."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import create_engine

from tests.support.postgresql import PostgresqlServer
from tests.support.postgresql_schema import postgresql_metadata
from xlplan.domain.errors import XlplanError
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import LedgerError
from xlplan.ledger.postgresql_ledger import opened_database, reading_database, version_in
from xlplan.ledger.tables import VERSION
from xlplan.storage.ledger_address import LedgerAddress


def test_an_empty_database_becomes_a_ledger_of_this_version(database: LedgerAddress) -> None:
    with open_ledger(database) as ledger, ledger.connect() as connection:
        assert version_in(connection) == VERSION


def test_the_revisions_make_exactly_the_tables_of_the_schema(database: LedgerAddress) -> None:
    with open_ledger(database):
        pass
    engine = create_engine("postgresql+psycopg://", connect_args=database.parameters)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, postgresql_metadata()) == []
    engine.dispose()


def test_a_look_at_an_empty_database_makes_nothing_there(database: LedgerAddress) -> None:
    with reading_database(database) as connection:
        assert version_in(connection) == 0


def test_a_connection_that_is_not_meant_to_write_cannot(database: LedgerAddress) -> None:
    with (
        open_ledger(database) as ledger,
        ledger.connect() as connection,
        pytest.raises(LedgerError, match="read-only") as raised,
    ):
        connection.run("DELETE FROM log_heads")
    assert isinstance(raised.value.__cause__, ReadOnlySqlTransaction)


def test_a_reader_sees_one_state_while_others_write(database: LedgerAddress) -> None:
    with open_ledger(database) as ledger, ledger.connect() as reader:
        count = "SELECT count(*) FROM identity"
        assert reader.value(count) == 0
        with ledger.write() as writer:
            writer.run("INSERT INTO identity (workspace, made_at) VALUES ('a', 'b')")
        assert reader.value(count) == 0
    with open_ledger(database) as ledger, ledger.connect() as reader:
        assert reader.value(count) == 1


def test_a_database_of_another_program_is_refused_and_stays_as_it_is(database: LedgerAddress) -> None:
    with opened_database(database) as ledger, ledger.write() as connection:
        connection.run("CREATE TABLE invoices (number integer)")
    with pytest.raises(XlplanError, match="invoices"), open_ledger(database):
        pass
    with reading_database(database) as connection:
        assert version_in(connection) == 0


def test_a_database_that_cannot_hold_every_text_is_refused(postgresql: PostgresqlServer) -> None:
    address = postgresql.make_database(encoding="LATIN1")
    try:
        with pytest.raises(XlplanError, match=r"LATIN1.*createdb --encoding=UTF8"), open_ledger(address):
            pass
    finally:
        postgresql.drop_database(address)


def test_a_ledger_of_a_newer_version_is_refused(database: LedgerAddress) -> None:
    with open_ledger(database) as ledger, ledger.write() as connection:
        connection.run("UPDATE alembic_version SET version_num = '999'")
    with pytest.raises(XlplanError, match="999"), open_ledger(database):
        pass
