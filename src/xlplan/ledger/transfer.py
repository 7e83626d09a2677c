"""The records of a ledger in another one: every row of every table, in the order in which they were added."""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, Table, insert, select, text
from sqlalchemy.exc import DBAPIError

from xlplan.domain.errors import XlplanError
from xlplan.ledger import schema
from xlplan.ledger.connection import open_ledger, read_transaction
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
    for table in schema.metadata.sorted_tables:
        with _stream(source, table) as result:
            for rows in result.partitions(_AT_ONCE):
                values = [dict(row._mapping) for row in rows]
                try:
                    target.execute(insert(table), values)
                except DBAPIError as problem:
                    raise _refused_row(table, values) or problem from problem


def differing_tables(source: Connection, target: Connection) -> Iterator[str]:
    """Yield the name of each table whose rows differ between two ledgers, in number, order or value."""
    for table in schema.metadata.sorted_tables:
        with _stream(source, table) as ones, _stream(target, table) as others:
            pairs = zip_longest(ones, others)
            differs = any(one is None or other is None or tuple(one) != tuple(other) for one, other in pairs)
        if differs:
            yield table.name


def _stream(connection: Connection, table: Table) -> Any:
    return connection.execute(_rows(table), execution_options={"yield_per": _AT_ONCE})


def _rows(table: Table) -> Select[tuple[Any, ...]]:
    return select(table).order_by(text(f'"{schema.order_of(table)}"'))


def _refused_row(table: Table, rows: list[dict[str, Any]]) -> XlplanError | None:
    """Return the error about the row that holds what a PostgreSQL cannot: the sign NUL. None where none does."""
    for row in rows:
        column = next((name for name, value in row.items() if isinstance(value, str) and "\0" in value), None)
        if column:
            key = "/".join(str(row[each.name]) for each in table.primary_key.columns)
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
    from xlplan.ledger.postgresql_ledger import begin_write, create_tables, opened_engine

    with (
        open_ledger(file) as ledger,
        read_transaction(ledger) as source,
        opened_engine(address) as engine,
        begin_write(engine) as target,
    ):
        create_tables(target, address)
        copy_records(source, target)
        if differing := next(differing_tables(source, target), None):
            raise XlplanError(
                _("The copy of the table “{table}” differs from the ledger; nothing was changed.").format(
                    table=differing
                )
            )
