"""Reading the ledger: what came for one return before, and under which claim a file came first."""

from datetime import date

from sqlalchemy import Connection, bindparam, func, literal_column, select

from xlplan.domain.plan import Issue
from xlplan.domain.submission import Outcome, Submission
from xlplan.ledger import schema as tables
from xlplan.ledger.submissions import read_submission

# Asked for every file that arrives: building one takes several times as long as asking it.
_OF_RETURN = (
    select(tables.submissions)
    .where(tables.submissions.c.quarter == bindparam("quarter"), tables.submissions.c.unit == bindparam("unit"))
    .order_by(tables.submissions.c.number)
)
_FIRST_CLAIM = (
    select(tables.arrivals.c.claim)
    .where(tables.arrivals.c.sha256 == bindparam("sha256"))
    .order_by(literal_column("rowid"))
    .limit(1)
)


def submissions_of_return(connection: Connection, issue: Issue) -> tuple[Submission, ...]:
    """Every submission of the return that an issue asks for, oldest first: the last of n is the n-th attempt."""
    whose = {"quarter": str(issue.quarter), "unit": issue.unit.code}
    return tuple(read_submission(row) for row in connection.execute(_OF_RETURN, whose))


def first_claim(connection: Connection, sha256: str) -> str | None:
    """The claim under which these bytes arrived for the first time."""
    return connection.execute(_FIRST_CLAIM, {"sha256": sha256}).scalar()


def answered_on(connection: Connection, day: date) -> dict[Outcome, int]:
    """How many files were answered on a day, by how."""
    table = tables.submissions.c
    query = select(table.outcome, func.count().label("files")).where(table.received_at.startswith(day.isoformat()))
    return {Outcome(row.outcome): row.files for row in connection.execute(query.group_by(table.outcome))}
