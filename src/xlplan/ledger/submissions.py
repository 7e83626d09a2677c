"""Writing to the ledger: each function adds rows within the caller's transaction."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Row, bindparam, func, literal_column, select
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.sql import insert

from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.issue import Issue
from xlplan.domain.quarter import Quarter, read_quarter
from xlplan.domain.submission import Entry, EntryKind, EventEntry, Outcome, Submission, Verdict
from xlplan.ledger import schema

# Run for every file that arrives: building one takes several times as long as running it.
_ADD_ARRIVAL = insert_or(schema.arrivals).on_conflict_do_nothing()
_ADD_SUBMISSION = insert(schema.submissions)
_ADD_ENTRIES = insert(schema.entries)
_ADD_EVENTS = insert(schema.event_entries)
_ADD_FINDINGS = insert(schema.findings)


def record_arrival(connection: Connection, claim: str, file: str, size: int, sha256: str, at: datetime) -> bool:
    """Adds that a file arrived; False where this claim is taken up again after a crash, which adds nothing."""
    row = {"claim": claim, "file": file, "size": size, "sha256": sha256, "arrived_at": at.isoformat()}
    return connection.execute(_ADD_ARRIVAL, row).rowcount > 0


def record_submission(
    connection: Connection, sha256: str, file: str, at: datetime, verdict: Verdict
) -> Submission:
    """Adds a file that was read, with all that was found in it; its number is the receipt's, counted from 1."""
    issue = verdict.issue
    row = {
        "sha256": sha256,
        "file": file,
        "received_at": at.isoformat(),
        "outcome": verdict.outcome.value,
        "form_code": str(issue.form_code) if issue else None,
        "quarter": str(issue.quarter) if issue else None,
        "unit": issue.unit.code if issue else None,
        "filled_by": verdict.filled_by,
        "saved_at": verdict.saved_at.isoformat() if verdict.saved_at else None,
    }
    key = connection.execute(_ADD_SUBMISSION, row).inserted_primary_key
    number = int(key[0])  # type: ignore[index]
    if verdict.entries:
        _add_entries(connection, number, verdict.entries)
    if verdict.events:
        rows = [
            {"submission": number, "position": position, **vars(each)}
            for position, each in enumerate(verdict.events, 1)
        ]
        connection.execute(_ADD_EVENTS, rows)
    if verdict.findings:
        rows = [_finding_row(number, position, each) for position, each in enumerate(verdict.findings, 1)]
        connection.execute(_ADD_FINDINGS, rows)
    return Submission(
        number=number,
        sha256=sha256,
        file=file,
        received_at=at,
        outcome=verdict.outcome,
        form_code=row["form_code"],
        quarter=issue.quarter if issue else None,
        unit=row["unit"],
        filled_by=verdict.filled_by,
        saved_at=verdict.saved_at,
    )


def _add_entries(connection: Connection, number: int, entries: tuple[Entry, ...]) -> None:
    """Adds entries as they stand, for a form has a hundred: SQLAlchemy would look at each value of each."""
    rows = []
    for entry in entries:
        # The table's columns stand in the order of these, after the submission.
        key, kind, *others = vars(entry).values()
        rows.append((number, key, kind.value, *others))
    connection.exec_driver_sql(_sql_of_entries(connection.dialect), rows)


@lru_cache(maxsize=2)
def _sql_of_entries(dialect: Dialect) -> str:
    return str(_ADD_ENTRIES.compile(dialect=dialect))


def _finding_row(number: int, position: int, finding: Finding) -> dict[str, object]:
    values = json.dumps(finding.values, ensure_ascii=False)
    return {
        "submission": number,
        "position": position,
        "code": finding.code,
        **vars(finding.place),
        "values": values,
    }


_KINDS = {kind.value: kind for kind in EntryKind}
# Asked for every file that arrives: building one takes several times as long as asking it.
_SUBMISSION_BY_HASH = select(schema.submissions).where(schema.submissions.c.sha256 == bindparam("sha256"))


def submission_by_hash(connection: Connection, sha256: str) -> Submission | None:
    """The submission of exactly these bytes."""
    row = connection.execute(_SUBMISSION_BY_HASH, {"sha256": sha256}).one_or_none()
    return read_submission(row) if row else None


def submissions_of(connection: Connection, quarter: Quarter) -> tuple[Submission, ...]:
    """Every submission of a quarter, oldest first."""
    table = schema.submissions.c
    wanted = table.quarter == str(quarter)
    rows = connection.execute(select(schema.submissions).where(wanted).order_by(table.number))
    return tuple(read_submission(row) for row in rows)


def submissions_not_taken(connection: Connection) -> tuple[Submission, ...]:
    """Every file that was not taken, oldest first, also those that turned out to be somebody's return."""
    table = schema.submissions.c
    wanted = table.outcome == Outcome.NOT_TAKEN.value
    rows = connection.execute(select(schema.submissions).where(wanted).order_by(table.number))
    return tuple(read_submission(row) for row in rows)


def entries_of(connection: Connection, number: int) -> tuple[Entry, ...]:
    """The entries of a submission, in the order of its template."""
    # By the key they would come in the order of letters, 1.4.10 before 1.4.2.
    query = select(schema.entries).where(schema.entries.c.submission == number).order_by(literal_column("rowid"))
    rows = connection.execute(query)
    return tuple(entry_from_row(row) for row in rows)


def events_of(connection: Connection, number: int) -> tuple[EventEntry, ...]:
    """What a submission says of events, in file order."""
    table = schema.event_entries.c
    query = select(schema.event_entries).where(table.submission == number).order_by(table.position)
    names = EventEntry.__dataclass_fields__
    return tuple(EventEntry(**{name: getattr(row, name) for name in names}) for row in connection.execute(query))


def findings_of(connection: Connection, number: int) -> tuple[Finding, ...]:
    """The findings of a submission, in the order in which they were found."""
    table = schema.findings.c
    rows = connection.execute(select(schema.findings).where(table.submission == number).order_by(table.position))
    return tuple(
        Finding(
            row["code"],
            Location(row["file"], row["sheet"], row["cell"], row["row"]),
            tuple((name, value) for name, value in json.loads(row["values"])),
        )
        for row in rows.mappings()
    )


def finding_counts(connection: Connection, quarter: Quarter) -> Mapping[int, int]:
    """How many findings each submission of a quarter has, by its number; those without any are left out."""
    found, sent = schema.findings.c, schema.submissions.c
    query = select(found.submission, func.count().label("found")).join(
        schema.submissions, sent.number == found.submission
    )
    query = query.where(sent.quarter == str(quarter)).group_by(found.submission)
    return {row.submission: row.found for row in connection.execute(query)}


def read_submission(row: Row[Any]) -> Submission:
    """A row of the table of submissions as a value."""
    return Submission(
        number=row.number,
        sha256=row.sha256,
        file=row.file,
        received_at=datetime.fromisoformat(row.received_at),
        outcome=Outcome(row.outcome),
        form_code=row.form_code,
        quarter=read_quarter(row.quarter) if row.quarter else None,
        unit=row.unit,
        filled_by=row.filled_by,
        saved_at=datetime.fromisoformat(row.saved_at) if row.saved_at else None,
    )


# Read by position, in the order of the table's columns: there are as many entries as units and rows.
def entry_from_row(row: Row[Any]) -> Entry:
    values: tuple[Any, ...] = tuple(row)
    return Entry(values[1], _KINDS[values[2]], *values[3:])


# Asked for every file that arrives: building one takes several times as long as asking it.
_OF_RETURN = (
    select(schema.submissions)
    .where(
        schema.submissions.c.quarter == bindparam("quarter"),
        schema.submissions.c.unit == bindparam("unit"),
    )
    .order_by(schema.submissions.c.number)
)
_FIRST_CLAIM = (
    select(schema.arrivals.c.claim)
    .where(schema.arrivals.c.sha256 == bindparam("sha256"))
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
    table = schema.submissions.c
    query = select(table.outcome, func.count().label("files")).where(table.received_at.startswith(day.isoformat()))
    return {Outcome(row.outcome): row.files for row in connection.execute(query.group_by(table.outcome))}
