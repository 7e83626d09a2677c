"""Statements that go to the driver of the database as they are, written once for SQLite and PostgreSQL.

A statement through SQLAlchemy costs several times as much, and the intake runs some for every file.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


def statement_for(connection: Connection, statement: str) -> str:
    """Return a statement as the driver of a connection takes it. It is written with `?` for each value."""
    return statement if connection.dialect.paramstyle == "qmark" else _with_percent_signs(statement)


@cache
def _with_percent_signs(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")


def run(connection: Connection, statement: str, values: Sequence[object] = ()) -> Any:
    """Run a statement, and return the cursor of the driver.

    Raises:
        DBAPIError: The database refuses it, or the connection broke off. So is every statement of SQLAlchemy
            refused, and a failure of the ledger is told from a fault in a file.
    """
    driver: Any = connection.connection.driver_connection
    errors = connection.dialect.loaded_dbapi.Error
    try:
        return driver.execute(statement_for(connection, statement), values)
    except errors as problem:
        raise DBAPIError.instance(
            statement, None, problem, errors, hide_parameters=True, dialect=connection.dialect
        ) from problem


class PlaceInText(FunctionElement[int]):
    """The place of a text in another, counted from 1; 0 where it is not in it."""

    name = "place_in_text"
    type = Integer()
    inherit_cache = True


@compiles(PlaceInText, "sqlite")
def _instr(element: PlaceInText, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(PlaceInText, "postgresql")
def _strpos(element: PlaceInText, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"
