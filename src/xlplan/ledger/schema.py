"""The tables of the ledger for SQLAlchemy, which creates them in a file of SQLite."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, MetaData, String, Text, text
from sqlalchemy import Column as SchemaColumn
from sqlalchemy import Table as SchemaTable
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement
from sqlalchemy.types import TypeEngine

from xlplan.ledger.columns import Column, Kind, Table
from xlplan.ledger.tables import TABLES

Types = Mapping[Kind, TypeEngine[Any]]
_SQLITE: Types = {
    Kind.TEXT: String(),
    Kind.LONG_TEXT: Text(),
    Kind.NUMBER: Integer(),
    Kind.LARGE_NUMBER: Integer(),
    Kind.BIG_NUMBER: BigInteger(),
    Kind.TRUTH: Boolean(),
}


def sqlite_statements() -> list[str]:
    """Return the statements that create the tables in an empty file of SQLite."""
    dialect = sqlite.dialect()
    tables = sqlite_metadata().sorted_tables
    indexes = (index for table in tables for index in sorted(table.indexes, key=lambda each: str(each.name)))
    creations: list[DDLElement] = [*map(CreateTable, tables), *map(CreateIndex, indexes)]
    return [str(each.compile(dialect=dialect)) for each in creations]


@cache
def sqlite_metadata() -> MetaData:
    """Return the tables as a file of SQLite has them."""
    metadata = MetaData()
    for table in TABLES.values():
        add_table(metadata, table, _SQLITE)
    return metadata


def add_table(metadata: MetaData, table: Table, types: Types) -> SchemaTable:
    """Add a table to others, with the types that a database has for its columns."""
    columns = (_schema_column(each, types, each.name in table.key) for each in table.columns)
    index = [Index(table.own_index.name, *table.own_index.columns)] if table.own_index else []
    return SchemaTable(table.name, metadata, *columns, *index)


def _schema_column(column: Column, types: Types, is_key: bool) -> SchemaColumn[Any]:
    return SchemaColumn(
        column.name,
        types[column.kind],
        *([ForeignKey(column.refers_to)] if column.refers_to else []),
        primary_key=is_key,
        # A key of one number would be given by the database: xlplan gives it.
        autoincrement=False,
        nullable=column.is_optional,
        unique=column.is_unique or None,
        index=column.has_index or None,
        server_default=text(column.default) if column.default else None,
    )
