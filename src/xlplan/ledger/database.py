"""The database of a ledger through its own driver: statements that SQLite and PostgreSQL read alike.

A statement is a text with `?` for each value. Both drivers are DB-API modules (PEP 249).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from xlplan.domain.errors import XlplanError
from xlplan.ledger.tables import VERSION
from xlplan.storage.ledger_address import LedgerPlace
from xlplan.text.translation import _


class LedgerError(Exception):
    """The database refuses a statement, or the connection broke off. Its cause is the error of the driver."""


class LedgerDataError(LedgerError):
    """The database refuses a value."""


class LedgerOperationError(LedgerError):
    """The database cannot work: its disk is full, somebody holds it, or the connection broke off."""


class Driver(Struct, frozen=True):
    """The way to one database.

    Attributes:
        is_file: The database is a file of SQLite. Otherwise it is a PostgreSQL.
        module: The module of the driver, with the errors of the DB-API.
        open: It opens a connection of the driver.
        begin_look: It begins a look at the database.
        begin_read: It begins a transaction that sees one state, however long it reads and whatever others write.
        begin_write: It begins a transaction that holds the write lock.
    """

    is_file: bool
    module: Any
    open: Callable[[], Any]
    begin_look: Callable[[Any], object]
    begin_read: Callable[[Any], object]
    begin_write: Callable[[Any], object]

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn an error of the driver into one of the ledger."""
        try:
            yield
        except self.module.Error as problem:
            raise self.error(problem) from problem

    def error(self, problem: Exception) -> LedgerError:
        """Return the error of the ledger for one of the driver."""
        if isinstance(problem, self.module.OperationalError):
            return LedgerOperationError(str(problem))
        return (LedgerDataError if isinstance(problem, self.module.DataError) else LedgerError)(str(problem))


class Connection:
    """A connection to the ledger, within one transaction.

    Attributes:
        driver: The way to the database.
        session: The connection of the driver.
        place: The code of the place that works here; "" where the ledger has but one.
    """

    def __init__(self, driver: Driver, session: Any, place: str = "") -> None:
        self.driver = driver
        self.session = session
        self.place = place

    @property
    def is_file(self) -> bool:
        """The ledger is a file of SQLite."""
        return self.driver.is_file

    def run(self, statement: str, values: Sequence[object] = ()) -> Any:
        """Run a statement, and return the cursor of the driver. Its rows are tuples.

        Raises:
            LedgerError: The database refuses it, or the connection broke off.
        """
        try:
            return self.session.execute(self._spelled(statement), values)
        except self.driver.module.Error as problem:
            raise self.driver.error(problem) from problem

    def run_for_each(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for the values of each row.

        Raises:
            LedgerError: The database refuses it, or the connection broke off.
        """
        with self.driver.errors():
            self.session.cursor().executemany(self._spelled(statement), rows)

    def value(self, statement: str, values: Sequence[object] = ()) -> Any:
        """Return the first value of the first row; None without a row."""
        row = self.run(statement, values).fetchone()
        return row[0] if row else None

    def column(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Return the first value of every row."""
        return [row[0] for row in self.run(statement, values).fetchall()]

    def add(self, table: str, *rows: Mapping[str, object]) -> None:
        """Add rows to a table, each by the names of its columns. All of them have the same columns."""
        if rows:
            columns = tuple(rows[0])
            self.run_for_each(addition(table, columns), [[row[name] for name in columns] for row in rows])

    def stream(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query one after the other. Only some of them are in memory at a time."""
        with self.driver.errors():
            if self.is_file:
                yield from self.session.execute(statement)
            else:
                # A cursor without a name would hold every row.
                with self.session.cursor(name="stream") as cursor:
                    yield from cursor.execute(self._spelled(statement), ())

    def _spelled(self, statement: str) -> str:
        return statement if self.is_file else _with_percent_signs(statement)


@cache
def _with_percent_signs(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")


@cache
def addition(table: str, columns: tuple[str, ...]) -> str:
    """Return the statement that adds a row to a table."""
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({marks(columns)})"


def table_names(connection: Connection) -> list[str]:
    """Return the names of the tables that a database has, in their order."""
    if connection.is_file:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        return connection.column(f"{tables} ORDER BY name")
    tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
    return sorted(connection.column(f"{tables} AND table_type = 'BASE TABLE'"))


def marks(values: Sequence[object]) -> str:
    """Return a mark for each of some values, as a list in a statement needs them: `?, ?`.

    An empty list has NULL in it, which nothing equals.
    """
    return ", ".join("?" * len(values)) or "NULL"


class Ledger(Struct, frozen=True):
    """A ledger that is open.

    Attributes:
        driver: The way to its database.
        place: The code of the place that works with it here; "" where it has but one.
    """

    driver: Driver
    place: str = ""
    _idle: list[Any] = field(default_factory=list)

    @property
    def is_file(self) -> bool:
        """The ledger is a file of SQLite."""
        return self.driver.is_file

    def at(self, place: str) -> "Ledger":
        """Return the ledger for the work at a place."""
        return replace(self, place=place)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Open a connection for a look."""
        with self._connection(self.driver.begin_look) as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a connection that sees one state of the ledger, however long it reads and whatever others write."""
        with self._connection(self.driver.begin_read) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that takes the write lock of the ledger at once.

        Two writers then wait for each other, instead of failing half-way, and numbers are given without a gap.
        """
        with self._connection(self.driver.begin_write) as connection:
            yield connection
            connection.session.commit()

    @contextmanager
    def _connection(self, begin: Callable[[Any], object]) -> Iterator[Connection]:
        session = self._session()
        try:
            # SQLite finds the rows one after the other: a statement may fail after it has begun.
            with self.driver.errors():
                begin(session)
                yield Connection(self.driver, session, self.place)
                session.rollback()
        except BaseException:
            # What is not committed goes with the connection, which may have broken off.
            session.close()
            raise
        self._idle.append(session)

    def _session(self) -> Any:
        """Return a connection of the driver that nobody uses: another thread may take the last one at any time."""
        with suppress(IndexError):
            return self._idle.pop()
        with self.driver.errors():
            return self.driver.open()

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while self._idle:
            self._idle.pop().close()


def require_version(version: int, place: LedgerPlace) -> None:
    """Check that this xlplan reads a ledger, once it has been brought up to date.

    Raises:
        XlplanError: A newer xlplan made it.
    """
    if version != VERSION:
        raise XlplanError(
            _(
                "{file} is a ledger of version {seen}, and this xlplan reads version {known}. Update xlplan."
            ).format(file=place, seen=version, known=VERSION)
        )
