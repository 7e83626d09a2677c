"""Deadlines in the ledger: the one of a quarter that counts is the latest recorded."""

from datetime import date

from xlplan.domain.deadline import Deadline, DeadlineRecord
from xlplan.domain.quarter import Quarter
from xlplan.ledger.database import Connection
from xlplan.ledger.issues import latest_issue_headers
from xlplan.ledger.record_mapping import DEADLINES
from xlplan.ledger.row_hashes import add_numbered

# The intake runs this query for every file.
_LATEST = "SELECT * FROM deadlines WHERE quarter = ? ORDER BY number DESC LIMIT 1"


def record_deadline(connection: Connection, record: DeadlineRecord) -> None:
    """Record the deadline of a quarter."""
    add_numbered(connection, "deadlines", DEADLINES.row(record))


def latest_deadline(connection: Connection, quarter: Quarter) -> DeadlineRecord | None:
    """Return the latest record of a quarter's deadline; None where there is none."""
    records = DEADLINES.read_all(connection.run(_LATEST, (str(quarter),)))
    return records[0] if records else None


def deadline_of(connection: Connection, quarter: Quarter) -> Deadline:
    """Return the deadline of a quarter that counts now, for every unit.

    Where none is recorded, as in older ledgers, it is the latest due day of the issues that count. A quarter that
    was not issued has no end.
    """
    record = latest_deadline(connection, quarter)
    if record:
        return record.deadline
    return Deadline(max((issue.due for issue in latest_issue_headers(connection, quarter)), default=date.max))
