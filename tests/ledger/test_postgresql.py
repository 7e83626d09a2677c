"""A ledger in a PostgreSQL: created, refused, and as its revisions have it."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import InternalError

from tests.support.postgresql import PostgresqlServer
from xlplan.domain.errors import XlplanError
from xlplan.ledger.connection import open_ledger, write_transaction
from xlplan.ledger.postgresql_ledger import opened_engine, reading_database, version_in
from xlplan.ledger.postgresql_schema import postgresql_metadata
from xlplan.ledger.schema import VERSION
from xlplan.storage.ledger_address import LedgerAddress


def test_an_empty_database_becomes_a_ledger_of_this_version(database: LedgerAddress) -> None:
    with open_ledger(database) as ledger, ledger.connect() as connection:
        assert version_in(connection) == VERSION


def test_the_revisions_make_exactly_the_tables_of_the_schema(database: LedgerAddress) -> None:
    with open_ledger(database) as ledger, ledger.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, postgresql_metadata()) == []


def test_a_look_at_an_empty_database_makes_nothing_there(database: LedgerAddress) -> None:
    with reading_database(database) as connection:
        assert version_in(connection) == 0


def test_a_connection_that_is_not_meant_to_write_cannot(database: LedgerAddress) -> None:
    with (
        open_ledger(database) as ledger,
        ledger.connect() as connection,
        pytest.raises(InternalError, match="read-only"),
    ):
        connection.exec_driver_sql("DELETE FROM log_heads")


def test_a_reader_sees_one_state_while_others_write(database: LedgerAddress) -> None:
    with open_ledger(database) as ledger, ledger.connect() as reader:
        count = "SELECT count(*) FROM identity"
        assert reader.exec_driver_sql(count).scalar() == 0
        with write_transaction(ledger) as writer:
            writer.exec_driver_sql("INSERT INTO identity (workspace, made_at) VALUES ('a', 'b')")
        assert reader.exec_driver_sql(count).scalar() == 0
    with open_ledger(database) as ledger, ledger.connect() as reader:
        assert reader.exec_driver_sql(count).scalar() == 1


def test_a_database_of_another_program_is_refused_and_stays_as_it_is(database: LedgerAddress) -> None:
    with opened_engine(database) as engine, write_transaction(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE invoices (number integer)")
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
    with open_ledger(database) as ledger, write_transaction(ledger) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '999'")
    with pytest.raises(XlplanError, match="999"), open_ledger(database):
        pass
