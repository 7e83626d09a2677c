"""The mark in a ledger that is not in force: one that was moved away, or a copy that is not taken over yet.

Nothing can be recorded in it, not even by an older xlplan that does not know of marks: the database refuses.
"""

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Any

from msgspec import Struct

from xlplan.ledger.database import Connection

# The words by which the refusal of the database is known.
REFUSAL = "xlplan: this ledger is not in force"
TABLE = "moved"
TRIGGER = "moved_away"
# Every record has a hash, so nothing is recorded without a row there.
_SQLITE = (f"CREATE TRIGGER {TRIGGER} BEFORE INSERT ON row_hashes BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",)
_POSTGRESQL = (
    f"CREATE FUNCTION {TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'XP001'; END $$",
    f"CREATE TRIGGER {TRIGGER} BEFORE INSERT ON row_hashes FOR EACH STATEMENT EXECUTE FUNCTION {TRIGGER}()",
)


class MoveState(Enum):
    """Why a ledger is not in force.

    GONE: It was moved to the other place.
    ARRIVING: It is a copy of the ledger at the other place, which is in force still.
    """

    GONE = "gone"
    ARRIVING = "arriving"


class MoveMark(Struct, frozen=True):
    """The mark: why the ledger is not in force, the other place as its settings would name it, and since when."""

    state: MoveState
    place: str
    at: datetime


def put_mark(connection: Connection, mark: MoveMark) -> None:
    """Put a mark into a ledger, in the transaction of the caller. From then on nothing can be recorded in it."""
    connection.run(f"CREATE TABLE {TABLE} (state TEXT NOT NULL, place TEXT NOT NULL, at TEXT NOT NULL)")
    connection.add(TABLE, {"state": mark.state.value, "place": mark.place, "at": mark.at.isoformat()})
    for statement in _SQLITE if connection.is_file else _POSTGRESQL:
        connection.run(statement)


def clear_mark(connection: Connection) -> None:
    """Take the mark out of a ledger, in the transaction of the caller. It is in force from then on."""
    on_table = "" if connection.is_file else " ON row_hashes"
    connection.run(f"DROP TRIGGER {TRIGGER}{on_table}")
    if on_table:
        connection.run(f"DROP FUNCTION {TRIGGER}()")
    connection.run(f"DROP TABLE {TABLE}")


def read_mark(ask: Callable[..., Any]) -> MoveMark | None:
    """Return the mark of a ledger that has the table of one.

    Args:
        ask: It runs a query on the ledger, and returns the cursor.
    """
    row = ask(f"SELECT state, place, at FROM {TABLE}").fetchone()
    return MoveMark(MoveState(row[0]), row[1], datetime.fromisoformat(row[2])) if row else None
