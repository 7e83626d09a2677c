"""Arrivals and submissions in the ledger, with their entries, events and findings.

Each function that records adds rows within the transaction of its caller.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, RowMapping, bindparam, func, literal_column, select, text
from sqlalchemy.sql import insert

from xlplan.domain.entries import Entry, EventEntry
from xlplan.domain.findings.catalogue import CATALOGUE
from xlplan.domain.findings.finding import Effect, Finding
from xlplan.domain.issue import Issue
from xlplan.domain.quarter import Quarter
from xlplan.domain.standing import Answer, answer_of, first_state
from xlplan.domain.submission import Outcome, Submission, Verdict
from xlplan.ledger import schema
from xlplan.ledger.driver import run, statement_for
from xlplan.ledger.places import record_file_place
from xlplan.ledger.record_mapping import ENTRIES, EVENT_ENTRIES, LOCATIONS, SUBMISSIONS
from xlplan.ledger.row_hashes import record_row_hash

# The intake runs these statements for every file. Building one takes several times as long as running it.
_ADD_ARRIVAL = text(
    "INSERT INTO arrivals (claim, file, size, sha256, arrived_at) "
    "VALUES (:claim, :file, :size, :sha256, :arrived_at) ON CONFLICT DO NOTHING"
)
_ADD_SUBMISSION = insert(schema.submissions)
# Where an older ledger was put back, the numbers of the answers that it lacks are not given again.
_GIVEN_NUMBERS = (
    "SELECT max(number), NULL FROM submissions "
    "UNION ALL SELECT NULL, line FROM log_entries WHERE decision = 'older-ledger'"
)
_ADD_EVENTS = insert(schema.event_entries)
_ADD_FINDINGS = insert(schema.findings)
# SQLAlchemy would examine every value, and a form has a hundred entries, so the driver gets them as tuples.
_ENTRY_COLUMNS = ("submission", *ENTRIES.columns)
_ADD_ENTRIES = "INSERT INTO entries ({columns}) VALUES ({values})".format(
    columns=", ".join(f'"{column}"' for column in _ENTRY_COLUMNS), values=", ".join("?" * len(_ENTRY_COLUMNS))
)


def record_arrival(connection: Connection, claim: str, file: str, size: int, sha256: str, at: datetime) -> bool:
    """Record that a file arrived, and tell whether it was new.

    A claim that is taken up again after a crash adds nothing and returns False.
    """
    row = {"claim": claim, "file": file, "size": size, "sha256": sha256, "arrived_at": at.isoformat()}
    is_new = connection.execute(_ADD_ARRIVAL, row).rowcount > 0
    if is_new:
        record_row_hash(connection, schema.arrivals, (claim,))
        record_file_place(connection, sha256)
    return is_new


def record_submission(
    connection: Connection, sha256: str, file: str, at: datetime, verdict: Verdict
) -> Submission:
    """Record a file that was read, with all that was found in it. Its number is the receipt's, counted from 1."""
    issue = verdict.issue
    unnumbered = Submission(
        number=0,
        sha256=sha256,
        file=file,
        received_at=at,
        outcome=verdict.outcome,
        form_code=str(issue.form_code) if issue else None,
        quarter=issue.quarter if issue else None,
        unit=issue.unit.code if issue else None,
        filled_by=verdict.filled_by,
        saved_at=verdict.saved_at,
    )
    number = _next_receipt(connection)
    connection.execute(_ADD_SUBMISSION, {**SUBMISSIONS.row(unnumbered), "number": number})
    if verdict.entries:
        _add_entries(connection, number, verdict.entries)
    if verdict.events:
        rows = [
            {"submission": number, "position": position, **EVENT_ENTRIES.row(each)}
            for position, each in enumerate(verdict.events, 1)
        ]
        connection.execute(_ADD_EVENTS, rows)
    if verdict.findings:
        rows = [_finding_row(number, position, each) for position, each in enumerate(verdict.findings, 1)]
        connection.execute(_ADD_FINDINGS, rows)
    record_row_hash(connection, schema.submissions, (number,))
    return replace(unnumbered, number=number)


def _next_receipt(connection: Connection) -> int:
    """Return the number of the next receipt. The lock of the transaction keeps it from being given twice."""
    rows = run(connection, _GIVEN_NUMBERS).fetchall()
    return 1 + max(json.loads(line)["before"]["receipt"] if line else number or 0 for number, line in rows)


def _add_entries(connection: Connection, number: int, entries: tuple[Entry, ...]) -> None:
    connection.exec_driver_sql(
        statement_for(connection, _ADD_ENTRIES), [(number, *ENTRIES.values(entry)) for entry in entries]
    )


def _finding_row(number: int, position: int, finding: Finding) -> dict[str, object]:
    values = json.dumps(finding.values, ensure_ascii=False)
    return {
        "submission": number,
        "position": position,
        "code": finding.code,
        **LOCATIONS.row(finding.location),
        "values": values,
    }


# The intake runs these queries for every file. Building a query takes several times as long as running it.
_SUBMISSION_BY_HASH = select(schema.submissions).where(schema.submissions.c.sha256 == bindparam("sha256"))


def submission_by_hash(connection: Connection, sha256: str) -> Submission | None:
    """Return the submission of exactly these bytes; None where there is none."""
    submissions = SUBMISSIONS.read_all(connection.execute(_SUBMISSION_BY_HASH, {"sha256": sha256}))
    return submissions[0] if submissions else None


def last_receipt(connection: Connection) -> int:
    """Return the highest receipt number; 0 before the first submission."""
    return connection.execute(select(func.max(schema.submissions.c.number))).scalar() or 0


def submissions_of(connection: Connection, quarter: Quarter) -> tuple[Submission, ...]:
    """Return every submission of a quarter, oldest first."""
    table = schema.submissions.c
    condition = table.quarter == str(quarter)
    return SUBMISSIONS.read_all(
        connection.execute(select(schema.submissions).where(condition).order_by(table.number))
    )


def submissions_not_taken(connection: Connection) -> tuple[Submission, ...]:
    """Return every file that was not taken, oldest first, including those that proved to be a unit's return."""
    table = schema.submissions.c
    condition = table.outcome == Outcome.NOT_TAKEN.value
    return SUBMISSIONS.read_all(
        connection.execute(select(schema.submissions).where(condition).order_by(table.number))
    )


def last_submissions(connection: Connection, number: int) -> tuple[Submission, ...]:
    """Return so many of the last submissions, newest first."""
    table = schema.submissions
    return SUBMISSIONS.read_all(connection.execute(select(table).order_by(table.c.number.desc()).limit(number)))


def entries_of(connection: Connection, number: int) -> tuple[Entry, ...]:
    """Return the entries of a submission, in the order of its template."""
    # Ordered by the key, 1.4.10 would come before 1.4.2.
    query = (
        select(schema.entries).where(schema.entries.c.submission == number).order_by(literal_column(schema.ORDER))
    )
    return ENTRIES.read_all(connection.execute(query))


def events_of(connection: Connection, number: int) -> tuple[EventEntry, ...]:
    """Return the events in a submission, in file order."""
    table = schema.event_entries.c
    query = select(schema.event_entries).where(table.submission == number).order_by(table.position)
    return EVENT_ENTRIES.read_all(connection.execute(query))


def findings_of(connection: Connection, number: int) -> tuple[Finding, ...]:
    """Return the findings of a submission, in the order in which they were found."""
    table = schema.findings.c
    query = select(schema.findings).where(table.submission == number).order_by(table.position)
    return tuple(finding for _row, finding in read_findings(connection.execute(query)))


def read_findings(result: CursorResult[Any]) -> Iterator[tuple[RowMapping, Finding]]:
    """Yield the findings in the rows of a result, each with its row by the names of the columns."""
    read_location = LOCATIONS.reader(result.keys())
    for row in result:
        record = row._mapping
        values = tuple((name, value) for name, value in json.loads(record["values"]))
        yield record, Finding(CATALOGUE[record["code"]], read_location(row), values)


def finding_counts(connection: Connection, quarter: Quarter) -> Mapping[int, int]:
    """Return the number of findings of each submission of a quarter, by receipt number.

    Those without any are left out.
    """
    findings, submissions = schema.findings.c, schema.submissions.c
    query = select(findings.submission, func.count().label("found")).join(
        schema.submissions, submissions.number == findings.submission
    )
    query = query.where(submissions.quarter == str(quarter)).group_by(findings.submission)
    return {row.submission: row.found for row in connection.execute(query)}


# The intake runs these queries for every file. Building a query takes several times as long as running it.
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
    .order_by(literal_column(schema.ORDER))
    .limit(1)
)


def submissions_of_return(connection: Connection, issue: Issue) -> tuple[Submission, ...]:
    """Return every submission of the return that an issue asks for, oldest first.

    The last of n is the n-th attempt.
    """
    parameters = {"quarter": str(issue.quarter), "unit": issue.unit.code}
    return SUBMISSIONS.read_all(connection.execute(_OF_RETURN, parameters))


def first_claim(connection: Connection, sha256: str) -> str | None:
    """Return the claim under which these bytes first arrived; None where they never did."""
    return connection.execute(_FIRST_CLAIM, {"sha256": sha256}).scalar()


def last_arrival(connection: Connection, sha256: str) -> datetime | None:
    """Return the time at which these bytes last arrived; None where they never did."""
    table = schema.arrivals.c
    query = select(table.arrived_at).where(table.sha256 == sha256)
    moments = [datetime.fromisoformat(moment) for moment in connection.execute(query).scalars()]
    return max(moments, default=None)


def count_answers(connection: Connection, day: date) -> dict[Answer, int]:
    """Return how many files were first answered on a day, by the answer that they got then."""
    table = schema.submissions.c
    codes = [code for code, kind in CATALOGUE.items() if Effect.KEEPS_FROM_COUNTING in kind.effects]
    kept = select(schema.findings.c.submission).where(schema.findings.c.code.in_(codes))
    is_kept = table.number.in_(kept).label("is_kept")
    query = select(table.outcome, is_kept, func.count().label("files"))
    query = query.where(table.received_at.startswith(day.isoformat())).group_by(table.outcome, is_kept)
    counts: Counter[Answer] = Counter()
    for row in connection.execute(query):
        counts[answer_of(first_state(Outcome(row.outcome), bool(row.is_kept)))] += row.files
    return dict(counts)
