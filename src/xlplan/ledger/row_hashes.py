"""Hashes of the ledger's records, in a chain: a record that is changed, added or deleted by hand does not match.

A record is a row of a main table with the rows of other tables that belong to it. Its hash is recorded in the same
transaction as the record itself.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from msgspec import Struct, json

from xlplan.ledger.columns import FIRST_VERSION, Kind, Table
from xlplan.ledger.database import Connection, table_names
from xlplan.ledger.tables import TABLES, VERSION


class RecordKind(Struct, frozen=True):
    """A kind of record: a main table with its key, and the tables whose rows belong to it.

    Attributes:
        table: The main table.
        key: The columns of the main table that tell its rows apart.
        parts: The other tables, each with the columns that hold the key. Their rows keep the order of the record.
    """

    table: str
    key: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def tables(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The main table and the others, each with the columns of the key."""
        return ((self.table, self.key), *self.parts)


_OF_SUBMISSION = ("submission",)
KINDS: Mapping[str, RecordKind] = {
    kind.table: kind
    for kind in (
        RecordKind("identity", ("workspace",)),
        RecordKind("plans", ("version",), (("plan_lines", ("version",)),)),
        RecordKind("adoption_undoings", ("version",)),
        RecordKind("issues", ("number",)),
        RecordKind("arrivals", ("claim",)),
        RecordKind(
            "submissions",
            ("number",),
            tuple((table, _OF_SUBMISSION) for table in ("entries", "event_entries", "findings")),
        ),
        RecordKind("reports", ("number",)),
        RecordKind("editions", ("quarter", "number")),
        RecordKind("reopenings", ("quarter", "edition")),
        RecordKind("withdrawals", ("number",)),
        RecordKind("dismissals", ("submission",)),
        RecordKind("waivers", ("number",)),
        RecordKind("notes", ("number",)),
        RecordKind("deadlines", ("number",)),
        RecordKind("messages", ("number",), (("message_files", ("message",)),)),
        RecordKind("message_places", ("number",)),
        RecordKind("letters", ("number",), (("letter_items", ("letter",)),)),
        RecordKind("letter_outcomes", ("letter",)),
        RecordKind("log_entries", ("number",)),
        RecordKind("log_heads", ("number",)),
    )
}
_CHAIN_BEGINS = ""
_ADD = 'INSERT INTO row_hashes (number, version, kind, "key", sha256, chain) VALUES (?, ?, ?, ?, ?, ?)'
_HEAD = "SELECT number, chain FROM row_hashes ORDER BY number DESC LIMIT 1"


def columns_of(table: Table, version: int) -> tuple[str, ...]:
    """Return the columns that the hash of a record is over, in the order of the table."""
    return tuple(column.name for column in table.columns if column.since <= version)


def key_text(values: Iterable[object]) -> str:
    """Return the key of a record as a text: `8`, `2021-Q2/1`."""
    return "/".join(str(value) for value in values)


def record_hash(tables: list[list[tuple[object, ...]]]) -> str:
    """Return the SHA-256 of the rows of a record: for each table its rows, for each row its values.

    They are hashed as JSON without blanks, in which only what must be escaped is.
    """
    from hashlib import sha256

    return sha256(json.encode(tables)).hexdigest()


def chain_hash(previous: str, kind: str, key: str, content: str) -> str:
    """Return the link of the chain for a record."""
    from hashlib import sha256

    return sha256("\n".join((previous, kind, key, content)).encode()).hexdigest()


def chain_head(connection: Connection) -> str:
    """Return the last link of the chain; "" before the first one."""
    return _head(connection)[1]


def _head(connection: Connection) -> tuple[int, str]:
    """Return the number of the last link, and the link; 0 and "" before the first one."""
    row = connection.run(_HEAD).fetchone()
    return (row[0], row[1]) if row else (0, _CHAIN_BEGINS)


_LAST = "SELECT chain FROM row_hashes WHERE kind NOT IN ('reports', 'log_heads') ORDER BY number DESC LIMIT 1"


def last_news(connection: Connection) -> str:
    """Return the link of the chain for the last record that says something new; "" without any.

    A working copy that was written, and a decision log that was added to, only repeat what is recorded.
    """
    return str(connection.value(_LAST) or _CHAIN_BEGINS)


def record_row_hash(connection: Connection, table: str, key: tuple[object, ...], version: int = VERSION) -> None:
    """Record the hash of a record that this transaction has added.

    Args:
        connection: The ledger, in a write transaction.
        table: The main table.
        key: The values of the key's columns.
        version: The version of the ledger. Columns of later versions are left out.
    """
    content, text = record_hash(rows_of_record(connection, table, key, version)), key_text(key)
    number, previous = _head(connection)
    chain = chain_hash(previous, table, text, content)
    connection.run(_ADD, (number + 1, version, table, text, content, chain))


def add_numbered(connection: Connection, table: str, row: Mapping[str, object]) -> int:
    """Add a row to a table whose key is a number, the next one; record its hash, and return its number."""
    number = next_number(connection, table)
    connection.add(table, {**row, "number": number})
    record_row_hash(connection, table, (number,))
    return number


def next_number(connection: Connection, table: str) -> int:
    """Return the number of the next row of a table. The lock of the transaction keeps it from being given twice.

    A sequence of the database would leave a gap wherever a transaction fails.
    """
    return int(connection.value(f"SELECT max(number) FROM {table}") or 0) + 1


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
    return [connection.run(_query(part, columns, version), key).fetchall() for part, columns in KINDS[kind].tables]


@cache
def _query(table_name: str, key_columns: tuple[str, ...], version: int) -> str:
    """Return the query for the rows of a record in a table. The intake runs it for every file."""
    table = TABLES[table_name]
    # A hash is over 0 and 1, as SQLite has them.
    selected = ", ".join(
        f'CAST("{name}" AS INTEGER)' if table.column(name).kind is Kind.TRUTH else f'"{name}"'
        for name in columns_of(table, version)
    )
    condition = " AND ".join(f'"{name}" = ?' for name in key_columns)
    return f'SELECT {selected} FROM {table.name} WHERE {condition} ORDER BY "{table.order}"'


@cache
def _later_columns(kind: str, version: int) -> tuple[tuple[str, tuple[str, ...], str, str], ...]:
    """Return the columns that the records of a version do not have: table, its key, name, default."""
    return tuple(
        (table, key, column.name, column.default or "NULL")
        for table, key in KINDS[kind].tables
        for column in TABLES[table].columns
        if column.since > version
    )


def keys_with_later_values(connection: Connection, kind: str, version: int) -> frozenset[str]:
    """Return the keys of the rows that hold something in a column which records of this version do not have.

    No hash of such a record is over these columns. An upgrade fills them with their default.
    """
    return frozenset(
        key_text(row)
        for table, key, name, default in _later_columns(kind, version)
        for row in connection.run(
            f"SELECT DISTINCT {', '.join(key)} FROM {table} WHERE "
            + (f'"{name}" IS NOT NULL' if default == "NULL" else f'"{name}" <> {default} OR "{name}" IS NULL'),
        )
    )


def recorded_keys(connection: Connection, kind: RecordKind) -> list[tuple[object, ...]]:
    """Return the keys of every row of a main table, in the order in which the rows were added."""
    columns = ", ".join(f'"{name}"' for name in kind.key)
    query = f'SELECT {columns} FROM {kind.table} ORDER BY "{TABLES[kind.table].order}"'
    return list(connection.run(query).fetchall())


def fill_row_hashes(connection: Connection) -> None:
    """Record the hash of every record that a ledger from before the row hashes holds."""
    present = set(table_names(connection))
    for kind in KINDS.values():
        # The earliest ledgers may lack a table.
        if present.issuperset(table for table, _key in kind.tables):
            for key in recorded_keys(connection, kind):
                record_row_hash(connection, kind.table, key, FIRST_VERSION)
