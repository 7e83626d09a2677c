"""Arrivals and submissions in the ledger, with their entries, events and findings.

Each function that records adds rows within the transaction of its caller.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from xlplan.domain.entries import Entry, EventEntry
from xlplan.domain.findings.finding import Effect, Finding
from xlplan.domain.issue import Issue
from xlplan.domain.quarter import Quarter
from xlplan.domain.standing import Answer, answer_of, first_state
from xlplan.domain.submission import Outcome, Submission, Verdict
from xlplan.ledger.columns import ORDER
from xlplan.ledger.database import Connection, addition, marks
from xlplan.ledger.places import record_file_place
from xlplan.ledger.record_mapping import ENTRIES, EVENT_ENTRIES, LOCATIONS, SUBMISSIONS, column_names
from xlplan.ledger.row_hashes import record_row_hash

_ADD_ARRIVAL = (
    "INSERT INTO arrivals (claim, file, size, sha256, arrived_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
# Where an older ledger was put back, the numbers of the answers that it lacks are not given again.
_GIVEN_NUMBERS = (
    "SELECT max(number), NULL FROM submissions "
    "UNION ALL SELECT NULL, line FROM log_entries WHERE decision = 'older-ledger'"
)
_ENTRY_COLUMNS = ("submission", *ENTRIES.columns)


def record_arrival(connection: Connection, claim: str, file: str, size: int, sha256: str, at: datetime) -> bool:
    """Record that a file arrived, and tell whether it was new.

    A claim that is taken up again after a crash adds nothing and returns False.
    """
    is_new = bool(connection.run(_ADD_ARRIVAL, (claim, file, size, sha256, at.isoformat())).rowcount > 0)
    if is_new:
        record_row_hash(connection, "arrivals", (claim,))
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
    connection.add("submissions", {**SUBMISSIONS.row(unnumbered), "number": number})
    # A form has a hundred entries, so they go to the driver as tuples.
    rows = [(number, *ENTRIES.values(entry)) for entry in verdict.entries]
    connection.run_for_each(addition("entries", _ENTRY_COLUMNS), rows)
    events = [
        {"submission": number, "position": position, **EVENT_ENTRIES.row(each)}
        for position, each in enumerate(verdict.events, 1)
    ]
    connection.add("event_entries", *events)
    findings = [_finding_row(number, position, each) for position, each in enumerate(verdict.findings, 1)]
    connection.add("findings", *findings)
    record_row_hash(connection, "submissions", (number,))
    return replace(unnumbered, number=number)


def _next_receipt(connection: Connection) -> int:
    """Return the number of the next receipt. The lock of the transaction keeps it from being given twice."""
    rows = connection.run(_GIVEN_NUMBERS).fetchall()
    return 1 + max(json.loads(line)["before"]["receipt"] if line else number or 0 for number, line in rows)


def _finding_row(number: int, position: int, finding: Finding) -> dict[str, object]:
    values = json.dumps(finding.values, ensure_ascii=False)
    return {
        "submission": number,
        "position": position,
        "code": finding.code,
        **LOCATIONS.row(finding.location),
        "values": values,
    }


def submission_by_hash(connection: Connection, sha256: str) -> Submission | None:
    """Return the submission of exactly these bytes; None where there is none."""
    submissions = _submissions(connection, "WHERE sha256 = ?", sha256)
    return submissions[0] if submissions else None


def _submissions(connection: Connection, condition: str, *values: object) -> tuple[Submission, ...]:
    return SUBMISSIONS.read_all(connection.run(f"SELECT * FROM submissions {condition}", values))


def last_receipt(connection: Connection) -> int:
    """Return the highest receipt number; 0 before the first submission."""
    return connection.value("SELECT max(number) FROM submissions") or 0


def submissions_of(connection: Connection, quarter: Quarter) -> tuple[Submission, ...]:
    """Return every submission of a quarter, oldest first."""
    return _submissions(connection, "WHERE quarter = ? ORDER BY number", str(quarter))


def submissions_not_taken(connection: Connection) -> tuple[Submission, ...]:
    """Return every file that was not taken, oldest first, including those that proved to be a unit's return."""
    return _submissions(connection, "WHERE outcome = ? ORDER BY number", Outcome.NOT_TAKEN.value)


def last_submissions(connection: Connection, number: int) -> tuple[Submission, ...]:
    """Return so many of the last submissions, newest first."""
    return _submissions(connection, "ORDER BY number DESC LIMIT ?", number)


def entries_of(connection: Connection, number: int) -> tuple[Entry, ...]:
    """Return the entries of a submission, in the order of its template."""
    # Ordered by the key, 1.4.10 would come before 1.4.2.
    query = f"SELECT * FROM entries WHERE submission = ? ORDER BY {ORDER}"
    return ENTRIES.read_all(connection.run(query, (number,)))


def events_of(connection: Connection, number: int) -> tuple[EventEntry, ...]:
    """Return the events in a submission, in file order."""
    query = "SELECT * FROM event_entries WHERE submission = ? ORDER BY position"
    return EVENT_ENTRIES.read_all(connection.run(query, (number,)))


def findings_of(connection: Connection, number: int) -> tuple[Finding, ...]:
    """Return the findings of a submission, in the order in which they were found."""
    cursor = connection.run("SELECT * FROM findings WHERE submission = ? ORDER BY position", (number,))
    return tuple(finding for _row, finding in read_findings(cursor))


def read_findings(cursor: Any) -> Iterator[tuple[dict[str, Any], Finding]]:
    """Yield the findings in the rows of a cursor, each with its row by the names of the columns."""
    rows = cursor.fetchall()
    if not rows:
        return
    # The catalogue has hundreds of kinds, and most returns have no finding.
    from xlplan.domain.findings.catalogue import CATALOGUE

    names = column_names(cursor)
    read_location = LOCATIONS.reader(names)
    for row in rows:
        record = dict(zip(names, row, strict=True))
        values = tuple((name, value) for name, value in json.loads(record["values"]))
        yield record, Finding(CATALOGUE[record["code"]], read_location(row), values)


def finding_counts(connection: Connection, quarter: Quarter) -> Mapping[int, int]:
    """Return the number of findings of each submission of a quarter, by receipt number.

    Those without any are left out.
    """
    query = (
        "SELECT findings.submission, count(*) FROM findings "
        "JOIN submissions ON submissions.number = findings.submission "
        "WHERE submissions.quarter = ? GROUP BY findings.submission"
    )
    return dict(connection.run(query, (str(quarter),)).fetchall())


def submissions_of_return(connection: Connection, issue: Issue) -> tuple[Submission, ...]:
    """Return every submission of the return that an issue asks for, oldest first.

    The last of n is the n-th attempt.
    """
    condition = "WHERE quarter = ? AND unit = ? ORDER BY number"
    return _submissions(connection, condition, str(issue.quarter), issue.unit.code)


def first_claim(connection: Connection, sha256: str) -> str | None:
    """Return the claim under which these bytes first arrived; None where they never did."""
    query = f"SELECT claim FROM arrivals WHERE sha256 = ? ORDER BY {ORDER} LIMIT 1"
    claim: str | None = connection.value(query, (sha256,))
    return claim


def last_arrival(connection: Connection, sha256: str) -> datetime | None:
    """Return the time at which these bytes last arrived; None where they never did."""
    moments = connection.column("SELECT arrived_at FROM arrivals WHERE sha256 = ?", (sha256,))
    return max(map(datetime.fromisoformat, moments), default=None)


def count_answers(connection: Connection, day: date) -> dict[Answer, int]:
    """Return how many files were first answered on a day, by the answer that they got then."""
    from xlplan.domain.findings.catalogue import CATALOGUE

    codes = [code for code, kind in CATALOGUE.items() if Effect.KEEPS_FROM_COUNTING in kind.effects]
    query = (
        "SELECT outcome, is_kept, count(*) FROM (SELECT outcome, number IN "
        f"(SELECT submission FROM findings WHERE code IN ({marks(codes)})) AS is_kept "
        "FROM submissions WHERE received_at LIKE ?) AS answers GROUP BY outcome, is_kept"
    )
    counts: Counter[Answer] = Counter()
    for outcome, is_kept, files in connection.run(query, (*codes, f"{day.isoformat()}%")).fetchall():
        counts[answer_of(first_state(Outcome(outcome), bool(is_kept)))] += files
    return dict(counts)
