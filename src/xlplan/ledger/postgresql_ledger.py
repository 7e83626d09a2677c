"""The ledger in a PostgreSQL: opened, created where the database is empty, and brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect

from xlplan.domain.errors import XlplanError
from xlplan.ledger.migrations import require_version
from xlplan.ledger.move_marks import TABLE as MARKS
from xlplan.ledger.move_marks import TRIGGER
from xlplan.ledger.postgresql_schema import VERSION_TABLE, postgresql_metadata
from xlplan.ledger.schema import APPLICATION, VERSION, metadata
from xlplan.storage.ledger_address import LedgerAddress
from xlplan.storage.settings_file import FILE_NAME
from xlplan.text.translation import _

# Others wait as long as for a file of SQLite.
_WAIT_SECONDS = 30
# A server that is away is noticed within this time, also in the middle of a transaction.
_CONNECT_SECONDS = 10
_SILENCE = {"keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 4, "tcp_user_timeout": 40_000}
_SESSION = (
    f"SELECT set_config('lock_timeout', '{_WAIT_SECONDS}s', false), "
    # A submission that has its receipt survives a power cut.
    "set_config('synchronous_commit', 'on', false), "
    # A machine that loses its power holds nobody up for longer than this: its locks go with its connection.
    "set_config('tcp_keepalives_idle', '20', false), set_config('tcp_keepalives_interval', '5', false), "
    "set_config('tcp_keepalives_count', '4', false), set_config('tcp_user_timeout', '40000', false), "
    "set_config('application_name', 'xlplan', false)"
)
_LOCK = f"SELECT pg_advisory_xact_lock({APPLICATION})"


@contextmanager
def open_database(address: LedgerAddress) -> Iterator[Engine]:
    """Open the ledger in a database, create it where the database is empty, and bring an older one up to date.

    Raises:
        XlplanError: The server cannot be reached or refuses, or the database holds something else.
    """
    engine = database_engine(address)
    from xlplan.ledger.postgresql_errors import explained_errors

    try:
        with explained_errors(address):
            with engine.connect() as connection:
                version = version_in(connection)
            if version < VERSION:
                version = _bring_up_to_date(engine, address)
        require_version(version, address)
        yield engine
    finally:
        engine.dispose()


@contextmanager
def begin_write(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that takes the write lock of the ledger at once.

    Each of its statements sees what is recorded when it begins. A transaction that saw the state at its own begin
    would not see what was recorded while it waited for the lock.
    """
    with engine.connect() as opened:
        connection = opened.execution_options(isolation_level="READ COMMITTED", postgresql_readonly=False)
        with connection.begin():
            connection.exec_driver_sql(_LOCK)
            yield connection


def database_engine(address: LedgerAddress) -> Engine:
    """Return an engine whose connections only read, each of them one state of the ledger.

    Raises:
        XlplanError: The libraries of the extra are not installed.
    """
    try:
        import psycopg  # noqa: F401  SQLAlchemy would name it in words of its own
    except ImportError as missing:
        raise XlplanError(
            _("The ledger {place} lies in a PostgreSQL, and its library is missing. Install it: {command}").format(
                place=address, command="pip install 'xlplan[postgres]'"
            )
        ) from missing
    parameters = {"connect_timeout": _CONNECT_SECONDS, **_SILENCE, "client_encoding": "UTF8", **address.parameters}
    engine = create_engine(
        URL.create("postgresql+psycopg"),
        connect_args=parameters,
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
        # What a transaction was given stands in an error: the words of a return.
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        connection.execute(_SESSION)
        connection.commit()

    return engine


@contextmanager
def reading_database(address: LedgerAddress) -> Iterator[Connection]:
    """Open a connection to a database that changes nothing in it, whatever it holds.

    Raises:
        XlplanError: The server cannot be reached, or refuses.
    """
    with opened_engine(address) as engine, engine.connect() as connection:
        yield connection


@contextmanager
def opened_engine(address: LedgerAddress) -> Iterator[Engine]:
    """Open an engine for a database, whatever it holds, and explain what it refuses.

    Raises:
        XlplanError: The server cannot be reached, or refuses.
    """
    engine = database_engine(address)
    from xlplan.ledger.postgresql_errors import explained_errors

    try:
        with explained_errors(address):
            yield engine
    finally:
        engine.dispose()


def version_in(connection: Connection) -> int:
    """Return the version of the ledger in a database; 0 where there is none, -1 where it cannot be told."""
    if connection.exec_driver_sql(f"SELECT to_regclass('{VERSION_TABLE}')").scalar() is None:
        return 0
    found = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()
    return int(found) if found is not None and str(found).isdecimal() else -1


def _bring_up_to_date(engine: Engine, address: LedgerAddress) -> int:
    """Create the ledger or upgrade it, whole or not at all, and return its version."""
    with begin_write(engine) as connection:
        # Another process may have been faster.
        version = version_in(connection)
        if version == 0:
            create_tables(connection, address)
        elif 0 < version < VERSION:
            _upgrade_tables(connection)
        return version_in(connection)


def create_tables(connection: Connection, address: LedgerAddress) -> None:
    """Create the tables of a ledger in an empty database, within the transaction of the caller.

    Raises:
        XlplanError: The database is not empty, or cannot hold every text.
    """
    _require_empty(connection, address)
    _upgrade_tables(connection)


def drop_tables(connection: Connection) -> None:
    """Drop the tables of a ledger and its mark, within the transaction of the caller."""
    names = [table.name for table in reversed(postgresql_metadata().sorted_tables)]
    for name in (VERSION_TABLE, MARKS, *names):
        connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}"')
    connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {TRIGGER}()")


def _upgrade_tables(connection: Connection) -> None:
    # The import is slow, and hardly any command needs it.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "xlplan:ledger/revisions")
    command.upgrade(config, "head")


def _require_empty(connection: Connection, address: LedgerAddress) -> None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise XlplanError(
            _(
                "The database of {place} is in {encoding} and cannot hold every text. Let its administrator make "
                "it anew: createdb --encoding=UTF8 --template=template0 {database}"
            ).format(place=address, encoding=encoding, database=address.database)
        )
    tables = sorted(inspect(connection).get_table_names())
    if VERSION_TABLE in tables and set(tables) >= set(metadata.tables):
        raise XlplanError(
            _("The database of {place} holds a ledger already. Name an empty database.").format(place=address)
        )
    if tables:
        raise XlplanError(
            _(
                "The database of {place} is of another program: it holds the table “{table}”. Name an empty "
                "database in {settings}."
            ).format(place=address, table=tables[0], settings=FILE_NAME)
        )
