"""The time of the last entry of the ledger, by which a clock that is behind shows."""

from datetime import datetime

from sqlalchemy import Column, Connection, func, inspect, select

from xlplan.domain.clock_doubt import ClockDoubt, doubt_clock
from xlplan.ledger import schema

# The columns that say when a row was added. Records of a working copy are left out: it is written at any time.
_TIMES: tuple[Column[str], ...] = (
    schema.plans.c.adopted_at,
    schema.issues.c.issued_at,
    schema.arrivals.c.arrived_at,
    schema.editions.c.closed_at,
    schema.reopenings.c.at,
    schema.withdrawals.c.at,
    schema.waivers.c.at,
    schema.notes.c.at,
)


def last_entry_time(connection: Connection) -> datetime | None:
    """Return the latest time in the ledger; None for an empty one.

    A ledger of an older version may lack tables.
    """
    known = set(inspect(connection).get_table_names())
    texts = (
        connection.execute(select(func.max(column))).scalar() for column in _TIMES if column.table.name in known
    )
    return max((datetime.fromisoformat(text) for text in texts if text), default=None)


def load_clock_doubt(connection: Connection, now: datetime) -> ClockDoubt | None:
    """Return the doubt about a clock by what the ledger holds; None where it may be right.

    Args:
        connection: The ledger.
        now: The time that the clock shows.
    """
    return doubt_clock(now, last_entry_time(connection))
