"""The time of the last entry of the ledger, by which a clock that is behind shows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Connection, func, inspect, not_, select

from xlplan.domain.clock_doubt import ClockDoubt, doubt_clock
from xlplan.domain.decision_log import Decision, DecisionKind, LogEntry, read_entry
from xlplan.ledger import schema

# The columns that say when a row was added. Records of a working copy are left out: it is written at any time.
TIMES: tuple[Column[str], ...] = (
    schema.plans.c.adopted_at,
    schema.issues.c.issued_at,
    schema.arrivals.c.arrived_at,
    schema.editions.c.closed_at,
    schema.reopenings.c.at,
    schema.withdrawals.c.at,
    schema.dismissals.c.at,
    schema.waivers.c.at,
    schema.deadlines.c.at,
    schema.notes.c.at,
    schema.messages.c.fetched_at,
    schema.letters.c.at,
    schema.letter_outcomes.c.at,
)
_LAST = "last_entry"


def last_entry_time(connection: Connection) -> datetime | None:
    """Return the latest time in the ledger; None for an empty one.

    Times that a person has called wrong are left out, and so is an adoption that was taken back. The texts are
    compared as they are: around the change to winter time the answer may be an hour too early. A ledger of an
    older version may lack tables.
    """
    tables = set(inspect(connection).get_table_names())
    confirmations = _confirmations(connection) if schema.log_entries.name in tables else ()
    texts = (_latest(connection, column, confirmations, tables) for column in TIMES if column.table.name in tables)
    return max((datetime.fromisoformat(text) for text in texts if text), default=None)


def _latest(
    connection: Connection, column: Column[str], confirmations: Sequence[LogEntry], tables: set[str]
) -> str | None:
    query = select(func.max(column))
    for each in confirmations:
        wrong = (column > each.at.isoformat()) & (column <= str(each.decision.after[_LAST]))
        query = query.where(not_(wrong))
    if column.table is schema.plans and schema.adoption_undoings.name in tables:
        query = query.where(schema.plans.c.version.not_in(select(schema.adoption_undoings.c.version)))
    return connection.execute(query).scalar()


def _confirmations(connection: Connection) -> tuple[LogEntry, ...]:
    """Return the entries of the decision log by which a person called the clock right."""
    table = schema.log_entries.c
    query = select(table.line).where(table.decision == DecisionKind.CLOCK_CONFIRMATION.value)
    entries = (read_entry(line) for line in connection.execute(query).scalars())
    return tuple(entry for entry in entries if entry)


def load_clock_doubt(connection: Connection, now: datetime) -> ClockDoubt | None:
    """Return the doubt about a clock by what the ledger holds; None where it may be right.

    Args:
        connection: The ledger.
        now: The time that the clock shows.
    """
    return doubt_clock(now, last_entry_time(connection))


def clock_confirmation(doubt: ClockDoubt) -> Decision:
    """Return the decision that the clock is right, and that every later time in the ledger is wrong."""
    return Decision(DecisionKind.CLOCK_CONFIRMATION, after={_LAST: doubt.last_entry.isoformat()})
