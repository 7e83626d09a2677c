"""The tables of the ledger as a PostgreSQL has them: the same names and values as in a file of SQLite."""

from functools import cache

from sqlalchemy import BigInteger, Boolean, Column, Identity, MetaData, String, Text

from xlplan.ledger.columns import ORDER, Kind
from xlplan.ledger.places import PLACE_TABLES
from xlplan.ledger.schema import Types, add_table
from xlplan.ledger.tables import TABLES

# Texts stand in the order of their code points, as in SQLite, whatever the language of the database.
_COLLATION = "C"
# An integer of SQLite has 64 bits.
_TYPES: Types = {
    Kind.TEXT: String(collation=_COLLATION),
    Kind.LONG_TEXT: Text(collation=_COLLATION),
    Kind.NUMBER: BigInteger(),
    Kind.LARGE_NUMBER: BigInteger(),
    Kind.BIG_NUMBER: BigInteger(),
    Kind.TRUTH: Boolean(),
}


@cache
def postgresql_metadata() -> MetaData:
    """Return the tables for PostgreSQL.

    A number of a key is given by xlplan: a sequence leaves gaps. A table without such a number gets the column by
    which SQLite keeps the order of rows.
    """
    metadata = MetaData()
    for table in TABLES.values():
        made = add_table(metadata, table, _TYPES)
        if table.order == ORDER:
            made.append_column(Column(ORDER, BigInteger, Identity(always=False), nullable=False))
    for table in PLACE_TABLES:
        add_table(metadata, table, _TYPES)
    return metadata
