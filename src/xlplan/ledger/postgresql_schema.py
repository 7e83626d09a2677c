"""The tables of the ledger as a PostgreSQL has them: the same names and values as in a file of SQLite."""

from functools import cache

from sqlalchemy import BigInteger, Column, Identity, Integer, MetaData, String, Text

from xlplan.ledger import places, schema

# Alembic keeps the version of the tables here.
VERSION_TABLE = "alembic_version"
# Texts stand in the order of their code points, as in SQLite, whatever the language of the database.
_COLLATION = "C"


@cache
def postgresql_metadata() -> MetaData:
    """Return the tables of `schema` for PostgreSQL.

    An integer of SQLite has 64 bits. A number of a key is given by xlplan: a sequence leaves gaps. A table without
    such a number gets the column by which SQLite keeps the order of rows.
    """
    metadata = MetaData()
    for original in (*schema.metadata.sorted_tables, *places.metadata.sorted_tables):
        table = original.to_metadata(metadata)
        for column in table.columns:
            if isinstance(column.type, Integer):
                column.type = BigInteger()
                column.autoincrement = False
            elif isinstance(column.type, Text):
                column.type = Text(collation=_COLLATION)
            elif isinstance(column.type, String):
                column.type = String(collation=_COLLATION)
        if original.metadata is schema.metadata and schema.order_of(original) == schema.ORDER:
            table.append_column(Column(schema.ORDER, BigInteger, Identity(always=False), nullable=False))
    return metadata
