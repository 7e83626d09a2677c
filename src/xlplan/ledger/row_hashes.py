"""Hashes of the ledger's records, in a chain: a record that is changed, added or deleted by hand does not match.

A record is a row of a main table with the rows of other tables that belong to it. Its hash is recorded in the same
transaction as the record itself.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from sqlalchemy import Boolean, Connection, Table, insert, inspect

from xlplan.ledger import schema
from xlplan.ledger.driver import run


@dataclass(frozen=True)
class RecordKind:
    """A kind of record: a main table with its key, and the tables whose rows belong to it.

    Attributes:
        table: The main table.
        key: The columns of the main table that tell its rows apart.
        parts: The other tables, each with the columns that hold the key. Their rows keep the order of the record.
    """

    table: Table
    key: tuple[str, ...]
    parts: tuple[tuple[Table, tuple[str, ...]], ...] = ()

    @property
    def tables(self) -> tuple[tuple[Table, tuple[str, ...]], ...]:
        """The main table and the others, each with the columns of the key."""
        return ((self.table, self.key), *self.parts)


_OF_SUBMISSION = ("submission",)
KINDS: Mapping[str, RecordKind] = {
    kind.table.name: kind
    for kind in (
        RecordKind(schema.identity, ("workspace",)),
        RecordKind(schema.plans, ("version",), ((schema.plan_lines, ("version",)),)),
        RecordKind(schema.adoption_undoings, ("version",)),
        RecordKind(schema.issues, ("number",)),
        RecordKind(schema.arrivals, ("claim",)),
        RecordKind(
            schema.submissions,
            ("number",),
            tuple((table, _OF_SUBMISSION) for table in (schema.entries, schema.event_entries, schema.findings)),
        ),
        RecordKind(schema.reports, ("number",)),
        RecordKind(schema.editions, ("quarter", "number")),
        RecordKind(schema.reopenings, ("quarter", "edition")),
        RecordKind(schema.withdrawals, ("number",)),
        RecordKind(schema.dismissals, ("submission",)),
        RecordKind(schema.waivers, ("number",)),
        RecordKind(schema.notes, ("number",)),
        RecordKind(schema.deadlines, ("number",)),
        RecordKind(schema.messages, ("number",), ((schema.message_files, ("message",)),)),
        RecordKind(schema.message_places, ("number",)),
        RecordKind(schema.letters, ("number",), ((schema.letter_items, ("letter",)),)),
        RecordKind(schema.letter_outcomes, ("letter",)),
        RecordKind(schema.log_entries, ("number",)),
        RecordKind(schema.log_heads, ("number",)),
    )
}
# The ledger's version that had row hashes first.
FIRST_VERSION = 8
_CHAIN_BEGINS = ""
_ADD = 'INSERT INTO row_hashes (number, version, kind, "key", sha256, chain) VALUES (?, ?, ?, ?, ?, ?)'
_HEAD = "SELECT number, chain FROM row_hashes ORDER BY number DESC LIMIT 1"


def columns_of(table: Table, version: int) -> tuple[str, ...]:
    """Return the columns that the hash of a record is over, in the order of the table.

    A column of a later version says so in its `info`: {"since": 9}.
    """
    return tuple(column.name for column in table.columns if column.info.get("since", FIRST_VERSION) <= version)


def key_text(values: Iterable[object]) -> str:
    """Return the key of a record as a text: `8`, `2021-Q2/1`."""
    return "/".join(str(value) for value in values)


def record_hash(tables: list[list[tuple[object, ...]]]) -> str:
    """Return the SHA-256 of the rows of a record: for each table its rows, for each row its values."""
    return sha256(json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def chain_hash(previous: str, kind: str, key: str, content: str) -> str:
    """Return the link of the chain for a record."""
    return sha256("\n".join((previous, kind, key, content)).encode()).hexdigest()


def chain_head(connection: Connection) -> str:
    """Return the last link of the chain; "" before the first one."""
    return _head(connection)[1]


def _head(connection: Connection) -> tuple[int, str]:
    """Return the number of the last link, and the link; 0 and "" before the first one."""
    row = run(connection, _HEAD).fetchone()
    return (row[0], row[1]) if row else (0, _CHAIN_BEGINS)


_LAST = "SELECT chain FROM row_hashes WHERE kind NOT IN ('reports', 'log_heads') ORDER BY number DESC LIMIT 1"


def last_news(connection: Connection) -> str:
    """Return the link of the chain for the last record that says something new; "" without any.

    A working copy that was written, and a decision log that was added to, only repeat what is recorded.
    """
    row = run(connection, _LAST).fetchone()
    return str(row[0]) if row else _CHAIN_BEGINS


def record_row_hash(
    connection: Connection, table: Table, key: tuple[object, ...], version: int = schema.VERSION
) -> None:
    """Record the hash of a record that this transaction has added.

    Args:
        connection: The ledger, in a write transaction.
        table: The main table.
        key: The values of the key's columns.
        version: The version of the ledger. Columns of later versions are left out.
    """
    content, text = record_hash(rows_of_record(connection, table.name, key, version)), key_text(key)
    number, previous = _head(connection)
    chain = chain_hash(previous, table.name, text, content)
    run(connection, _ADD, (number + 1, version, table.name, text, content, chain))


def add_numbered(connection: Connection, table: Table, row: Mapping[str, object]) -> int:
    """Add a row to a table whose key is a number, the next one; record its hash, and return its number."""
    number = next_number(connection, table)
    connection.execute(insert(table), {**row, "number": number})
    record_row_hash(connection, table, (number,))
    return number


def next_number(connection: Connection, table: Table) -> int:
    """Return the number of the next row of a table. The lock of the transaction keeps it from being given twice.

    A sequence of the database would leave a gap wherever a transaction fails.
    """
    last = run(connection, f"SELECT max(number) FROM {table.name}").fetchone()[0]
    return int(last or 0) + 1


def rows_of_record(
    connection: Connection, kind: str, key: tuple[object, ...], version: int
) -> list[list[tuple[object, ...]]]:
    """Return the rows of a record as they are now: for each of its tables the rows, for each row the values.

    Args:
        connection: The ledger.
        kind: The name of the main table.
        key: The values of the key's columns. Numbers may be given as texts.
        version: The version of the ledger. Columns of later versions are left out.
    """
    return [
        run(connection, _query(part.name, columns, version), key).fetchall()
        for part, columns in KINDS[kind].tables
    ]


@cache
def _query(table: str, key_columns: tuple[str, ...], version: int) -> str:
    """Return the query for the rows of a record in a table. The intake runs it for every file."""
    columns = schema.metadata.tables[table].columns
    # A hash is over 0 and 1, as SQLite has them.
    selected = ", ".join(
        f'CAST("{name}" AS INTEGER)' if isinstance(columns[name].type, Boolean) else f'"{name}"'
        for name in columns_of(schema.metadata.tables[table], version)
    )
    condition = " AND ".join(f'"{name}" = ?' for name in key_columns)
    order = schema.order_of(schema.metadata.tables[table])
    return f'SELECT {selected} FROM {table} WHERE {condition} ORDER BY "{order}"'


@cache
def _later_columns(kind: str, version: int) -> tuple[tuple[str, tuple[str, ...], str, str], ...]:
    """Return the columns that the records of a version do not have: table, its key, name, default."""
    return tuple(
        (table.name, key, column.name, getattr(getattr(column.server_default, "arg", None), "text", "NULL"))
        for table, key in KINDS[kind].tables
        for column in table.columns
        if column.info.get("since", FIRST_VERSION) > version
    )


def keys_with_later_values(connection: Connection, kind: str, version: int) -> frozenset[str]:
    """Return the keys of the rows that hold something in a column which records of this version do not have.

    No hash of such a record is over these columns. An upgrade fills them with their default.
    """
    return frozenset(
        key_text(row)
        for table, key, name, default in _later_columns(kind, version)
        for row in run(
            connection,
            f"SELECT DISTINCT {', '.join(key)} FROM {table} WHERE "
            + (f'"{name}" IS NOT NULL' if default == "NULL" else f'"{name}" <> {default} OR "{name}" IS NULL'),
        )
    )


def fill_row_hashes(connection: Connection) -> None:
    """Record the hash of every record that a ledger from before the row hashes holds."""
    tables = set(inspect(connection).get_table_names())
    for kind in KINDS.values():
        # The earliest ledgers may lack a table.
        if not tables.issuperset(table.name for table, _key in kind.tables):
            continue
        columns = ", ".join(f'"{name}"' for name in kind.key)
        order = schema.order_of(kind.table)
        keys = connection.exec_driver_sql(f'SELECT {columns} FROM {kind.table.name} ORDER BY "{order}"').all()
        for key in keys:
            record_row_hash(connection, kind.table, tuple(key), FIRST_VERSION)
