"""The records of a ledger in another one: every row of every table, in the order in which they were added."""

from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path

from xlplan.domain.errors import XlplanError
from xlplan.ledger.columns import Kind, Table
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.database import Connection, LedgerError, addition
from xlplan.ledger.tables import TABLES
from xlplan.storage.ledger_address import LedgerAddress
from xlplan.text.translation import _

_AT_ONCE = 1_000


def copy_records(source: Connection, target: Connection) -> None:
    """Copy every row of a ledger into an empty one.

    Args:
        source: The ledger, in one state.
        target: The empty ledger, in a write transaction.

    Raises:
        XlplanError: The other database cannot hold a row. The sentence names it.
    """
    for table in TABLES.values():
        statement = addition(table.name, _names(table))
        rows = _rows(source, table)
        while values := list(islice(rows, _AT_ONCE)):
            try:
                target.run_for_each(statement, values)
            except LedgerError as problem:
                raise _refused_row(table, values) or problem from problem


def differing_tables(source: Connection, target: Connection) -> Iterator[str]:
    """Yield the name of each table whose rows differ between two ledgers, in number, order or value."""
    for table in TABLES.values():
        # A row that one of them lacks is None.
        pairs = zip_longest(_rows(source, table), _rows(target, table))
        if any(one != other for one, other in pairs):
            yield table.name


def _names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


def _rows(connection: Connection, table: Table) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table as tuples. Truth values are such in both databases."""
    columns = ", ".join(f'"{name}"' for name in _names(table))
    truths = [at for at, column in enumerate(table.columns) if column.kind is Kind.TRUTH]
    for row in connection.stream(f'SELECT {columns} FROM {table.name} ORDER BY "{table.order}"'):
        values: list[object] = list(row)
        for at in truths:
            values[at] = None if row[at] is None else bool(row[at])
        yield tuple(values)


def _refused_row(table: Table, rows: list[tuple[object, ...]]) -> XlplanError | None:
    """Return the error about the row that holds what a PostgreSQL cannot: the sign NUL. None where none does."""
    for row in (dict(zip(_names(table), values, strict=True)) for values in rows):
        column = next((name for name, value in row.items() if isinstance(value, str) and "\0" in value), None)
        if column:
            key = "/".join(str(row[name]) for name in table.key)
            return XlplanError(
                _(
                    "The record {key} of the table “{table}” has the sign NUL in “{column}”, and a PostgreSQL "
                    "holds no such text. The ledger stays where it is."
                ).format(key=key, table=table.name, column=column)
            )
    return None


def fill_database(file: Path, address: LedgerAddress) -> None:
    """Copy a ledger from a file into an empty database, whole or not at all.

    Raises:
        XlplanError: The server cannot be reached or refuses, the database is not empty, or the copy differs.
    """
    # The import needs libraries of an extra.
    from xlplan.ledger.postgresql_ledger import create_tables, opened_database

    with (
        open_ledger(file) as ledger,
        ledger.read() as source,
        opened_database(address) as database,
        database.write() as target,
    ):
        create_tables(target, address)
        copy_records(source, target)
        if differing := next(differing_tables(source, target), None):
            raise XlplanError(
                _("The copy of the table “{table}” differs from the ledger; nothing was changed.").format(
                    table=differing
                )
            )
