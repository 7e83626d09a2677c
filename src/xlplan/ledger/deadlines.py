"""Deadlines in the ledger: the one of a quarter that counts is the latest recorded."""

from datetime import date

from sqlalchemy import Connection, bindparam, select

from xlplan.domain.deadline import Deadline, DeadlineRecord
from xlplan.domain.quarter import Quarter
from xlplan.ledger import schema
from xlplan.ledger.issues import latest_issue_headers
from xlplan.ledger.record_mapping import DEADLINES
from xlplan.ledger.row_hashes import add_numbered

# The intake runs this query for every file. Building a query takes several times as long as running it.
_LATEST = (
    select(schema.deadlines)
    .where(schema.deadlines.c.quarter == bindparam("quarter"))
    .order_by(schema.deadlines.c.number.desc())
    .limit(1)
)


def record_deadline(connection: Connection, record: DeadlineRecord) -> None:
    """Record the deadline of a quarter."""
    add_numbered(connection, schema.deadlines, DEADLINES.row(record))


def latest_deadline(connection: Connection, quarter: Quarter) -> DeadlineRecord | None:
    """Return the latest record of a quarter's deadline; None where there is none."""
    records = DEADLINES.read_all(connection.execute(_LATEST, {"quarter": str(quarter)}))
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
