"""The time of the last entry of the ledger, by which a clock that is behind shows."""

from datetime import datetime

from xlplan.domain.clock_doubt import ClockDoubt, doubt_clock
from xlplan.domain.decision_log import Decision, DecisionKind, LogEntry, read_entry
from xlplan.ledger.database import Connection, table_names

# The columns that say when a row was added. Records of a working copy are left out: it is written at any time.
TIMES = {
    "plans": "adopted_at",
    "issues": "issued_at",
    "arrivals": "arrived_at",
    "editions": "closed_at",
    "reopenings": "at",
    "withdrawals": "at",
    "dismissals": "at",
    "waivers": "at",
    "deadlines": "at",
    "notes": "at",
    "messages": "fetched_at",
    "letters": "at",
    "letter_outcomes": "at",
}
_LAST = "last_entry"


def last_entry_time(connection: Connection) -> datetime | None:
    """Return the latest time in the ledger; None for an empty one.

    Times that a person has called wrong are left out, and so is an adoption that was taken back. The texts are
    compared as they are: around the change to winter time the answer may be an hour too early. A ledger of an
    older version may lack tables.
    """
    present = set(table_names(connection))
    confirmations = _confirmations(connection) if "log_entries" in present else ()
    queries, values = [], []
    for table, column in TIMES.items():
        if table in present:
            conditions = [f"NOT ({column} > ? AND {column} <= ?)"] * len(confirmations)
            if table == "plans" and "adoption_undoings" in present:
                conditions.append("version NOT IN (SELECT version FROM adoption_undoings)")
            where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
            queries.append(f"SELECT max({column}) FROM {table}{where}")
            values += [
                text for each in confirmations for text in (each.at.isoformat(), str(each.decision.after[_LAST]))
            ]
    texts = connection.column(" UNION ALL ".join(queries), values) if queries else []
    return max((datetime.fromisoformat(text) for text in texts if text), default=None)


def _confirmations(connection: Connection) -> tuple[LogEntry, ...]:
    """Return the entries of the decision log by which a person called the clock right."""
    query = "SELECT line FROM log_entries WHERE decision = ?"
    entries = map(read_entry, connection.column(query, (DecisionKind.CLOCK_CONFIRMATION.value,)))
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
