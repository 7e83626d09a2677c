"""The ledger in a PostgreSQL: opened, created where the database is empty, and brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import StringIO
from typing import Any

from xlplan.domain.errors import XlplanError
from xlplan.ledger.database import Connection, Driver, Ledger, require_version, table_names
from xlplan.ledger.move_marks import TABLE as MARKS
from xlplan.ledger.move_marks import TRIGGER
from xlplan.ledger.places import PLACE_TABLES
from xlplan.ledger.tables import APPLICATION, TABLES, VERSION
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
# Alembic keeps the version of the tables here.
VERSION_TABLE = "alembic_version"


@contextmanager
def open_database(address: LedgerAddress) -> Iterator[Ledger]:
    """Open the ledger in a database, create it where the database is empty, and bring an older one up to date.

    Raises:
        XlplanError: The server cannot be reached or refuses, or the database holds something else.
    """
    ledger = database_ledger(address)
    from xlplan.ledger.postgresql_errors import explained_errors

    try:
        with explained_errors(address):
            with ledger.connect() as connection:
                version = version_in(connection)
            if version < VERSION:
                version = _bring_up_to_date(ledger, address)
        require_version(version, address)
        yield ledger
    finally:
        ledger.close()


def database_ledger(address: LedgerAddress) -> Ledger:
    """Return the ledger in a database. Its connections only read, each of them one state of the ledger.

    Raises:
        XlplanError: The libraries of the extra are not installed.
    """
    try:
        import psycopg
    except ImportError as missing:
        raise XlplanError(
            _("The ledger {place} lies in a PostgreSQL, and its library is missing. Install it: {command}").format(
                place=address, command="pip install 'xlplan[postgres]'"
            )
        ) from missing
    driver = Driver(
        is_file=False,
        module=psycopg,
        open=partial(_session, address),
        begin_look=_begin_read,
        begin_read=_begin_read,
        begin_write=_begin_write,
    )
    return Ledger(driver)


def _session(address: LedgerAddress) -> Any:
    import psycopg

    parameters: Any = {
        "connect_timeout": _CONNECT_SECONDS,
        **_SILENCE,
        "client_encoding": "UTF8",
        **address.parameters,
    }
    session = psycopg.connect(**parameters)
    session.execute(_SESSION)
    session.commit()
    return session


def _begin_read(session: Any) -> None:
    from psycopg import IsolationLevel

    session.isolation_level, session.read_only = IsolationLevel.REPEATABLE_READ, True


def _begin_write(session: Any) -> None:
    """Take the write lock.

    Each statement of the transaction sees what is recorded when it begins. A transaction that saw the state at its
    own begin would not see what was recorded while it waited for the lock.
    """
    from psycopg import IsolationLevel

    session.isolation_level, session.read_only = IsolationLevel.READ_COMMITTED, False
    session.execute(_LOCK)


@contextmanager
def reading_database(address: LedgerAddress) -> Iterator[Connection]:
    """Open a connection to a database that changes nothing in it, whatever it holds.

    Raises:
        XlplanError: The server cannot be reached, or refuses.
    """
    with opened_database(address) as ledger, ledger.connect() as connection:
        yield connection


@contextmanager
def opened_database(address: LedgerAddress) -> Iterator[Ledger]:
    """Open a database, whatever it holds, and explain what it refuses.

    Raises:
        XlplanError: The server cannot be reached, or refuses.
    """
    ledger = database_ledger(address)
    from xlplan.ledger.postgresql_errors import explained_errors

    try:
        with explained_errors(address):
            yield ledger
    finally:
        ledger.close()


def version_in(connection: Connection) -> int:
    """Return the version of the ledger in a database; 0 where there is none, -1 where it cannot be told."""
    if connection.value(f"SELECT to_regclass('{VERSION_TABLE}')") is None:
        return 0
    found = connection.value(f"SELECT version_num FROM {VERSION_TABLE}")
    return int(found) if found is not None and str(found).isdecimal() else -1


def _bring_up_to_date(ledger: Ledger, address: LedgerAddress) -> int:
    """Create the ledger or upgrade it, whole or not at all, and return its version."""
    with ledger.write() as connection:
        # Another process may have been faster.
        version = version_in(connection)
        if version == 0:
            create_tables(connection, address)
        elif 0 < version < VERSION:
            _upgrade_tables(connection, str(version))
        return version_in(connection)


def create_tables(connection: Connection, address: LedgerAddress) -> None:
    """Create the tables of a ledger in an empty database, within the transaction of the caller.

    Raises:
        XlplanError: The database is not empty, or cannot hold every text.
    """
    _require_empty(connection, address)
    _upgrade_tables(connection, "base")


def drop_tables(connection: Connection) -> None:
    """Drop the tables of a ledger and its mark, within the transaction of the caller."""
    names = [*TABLES, *(table.name for table in PLACE_TABLES)]
    for name in (VERSION_TABLE, MARKS, *reversed(names)):
        connection.run(f'DROP TABLE IF EXISTS "{name}"')
    connection.run(f"DROP FUNCTION IF EXISTS {TRIGGER}()")


def _upgrade_tables(connection: Connection, version: str) -> None:
    """Run what Alembic writes for the way from a version to this one, within the transaction of the caller."""
    # The import is slow, and hardly any command needs it.
    from alembic import command
    from alembic.config import Config

    statements = StringIO()
    config = Config(output_buffer=statements)
    config.set_main_option("script_location", "xlplan:ledger/revisions")
    command.upgrade(config, f"{version}:head", sql=True)
    with connection.driver.errors():
        connection.session.execute(statements.getvalue())


def _require_empty(connection: Connection, address: LedgerAddress) -> None:
    encoding = connection.value("SHOW server_encoding")
    if encoding != "UTF8":
        raise XlplanError(
            _(
                "The database of {place} is in {encoding} and cannot hold every text. Let its administrator make "
                "it anew: createdb --encoding=UTF8 --template=template0 {database}"
            ).format(place=address, encoding=encoding, database=address.database)
        )
    tables = table_names(connection)
    if VERSION_TABLE in tables and set(tables) >= set(TABLES):
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
