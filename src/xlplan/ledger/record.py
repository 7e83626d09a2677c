"""Writing to the ledger: each function adds rows within the caller's transaction."""

import json
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Connection, Dialect, func, select
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.sql import insert

from xlplan.domain.findings.finding import Finding
from xlplan.domain.plan import Issue, Plan
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Entry, Submission, Verdict
from xlplan.ledger import schema as tables
from xlplan.ledger.json_bodies import issue_body, plan_body

# Run for every file that arrives: building one takes several times as long as running it.
_ADD_ARRIVAL = insert_or(tables.arrivals).on_conflict_do_nothing()
_ADD_SUBMISSION = insert(tables.submissions)
_ADD_ENTRIES = insert(tables.entries)
_ADD_EVENTS = insert(tables.event_entries)
_ADD_FINDINGS = insert(tables.findings)


def record_plan(
    connection: Connection, plan: Plan, file: str, sha256: str, at: datetime, adopted_on: date, reason: str
) -> int:
    """Adds a version of the plan, adopted on a day for a reason; returns its number, counted from 1."""
    version = (connection.execute(select(func.max(tables.plans.c.version))).scalar() or 0) + 1
    row = {
        "version": version,
        "adopted_at": at.isoformat(),
        "file": file,
        "sha256": sha256,
        "body": plan_body(plan),
        "adopted_on": adopted_on.isoformat(),
        "reason": reason,
    }
    connection.execute(insert(tables.plans), row)
    return version


def record_issue(connection: Connection, issue: Issue, at: datetime) -> None:
    """Adds an issue; the latest one of a unit and quarter is the one that counts."""
    row = {
        "form_code": str(issue.form_code),
        "quarter": str(issue.quarter),
        "unit": issue.unit.code,
        "plan_version": issue.plan_version,
        "issued_at": at.isoformat(),
        "body": issue_body(issue),
    }
    connection.execute(insert(tables.issues), row)


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


def record_report(
    connection: Connection, quarter: Quarter, upto: int, decided: int, file: str, at: datetime
) -> None:
    """Adds that the consolidated workbook was written from the submissions up to number `upto`.

    `decided`: how many decisions of the coordinator it knows of.
    """
    row = {"quarter": str(quarter), "upto": upto, "decided": decided, "made_at": at.isoformat(), "file": file}
    connection.execute(insert(tables.reports), row)


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
