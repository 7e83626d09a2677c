"""Consolidated workbooks in the ledger, and what a quarter's figures rest on."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from xlplan.domain.edition import LedgerPosition
from xlplan.domain.entries import EventEntry
from xlplan.domain.findings.finding import Finding
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Outcome
from xlplan.ledger.database import Connection
from xlplan.ledger.decisions import count_decisions
from xlplan.ledger.editions import closing_edition
from xlplan.ledger.places import record_report_place
from xlplan.ledger.plans import load_plan, plan_in_force, plan_versions
from xlplan.ledger.record_mapping import EVENT_ENTRIES, column_names
from xlplan.ledger.row_hashes import add_numbered
from xlplan.ledger.submissions import read_findings

_EVENTS_OF_QUARTER = """
    SELECT submissions.sha256, event_entries.*
    FROM event_entries JOIN submissions ON submissions.number = event_entries.submission
    WHERE submissions.quarter = ? ORDER BY event_entries.submission, event_entries.position
"""
_FINDINGS_OF_QUARTER = """
    SELECT submissions.sha256, findings.*
    FROM findings JOIN submissions ON submissions.number = findings.submission
    WHERE submissions.quarter = ? ORDER BY findings.submission, findings.position
"""


def record_report(
    connection: Connection, quarter: Quarter, upto: int, decided: int, file: str, at: datetime
) -> None:
    """Record that the consolidated workbook of a quarter was written.

    Args:
        connection: The ledger.
        quarter: The quarter.
        upto: The highest receipt number in the workbook.
        decided: The number of decisions that the workbook knows of.
        file: The name of the workbook.
        at: The time at which it was written.
    """
    row = {"quarter": str(quarter), "upto": upto, "decided": decided, "made_at": at.isoformat(), "file": file}
    record_report_place(connection, add_numbered(connection, "reports", row))


def last_accepted_number(connection: Connection, quarter: Quarter) -> int:
    """Return the highest receipt number of a quarter's accepted submissions, or 0 without one."""
    query = "SELECT max(number) FROM submissions WHERE quarter = ? AND outcome = ?"
    return connection.value(query, (str(quarter), Outcome.ACCEPTED.value)) or 0


class ReportRecord(Struct, frozen=True):
    """A consolidated workbook that was written.

    `last_number`: the highest receipt number in it. `decision_count`: the number of decisions that it knows of.
    """

    last_number: int
    made_at: datetime
    decision_count: int


def last_report(connection: Connection, quarter: Quarter) -> ReportRecord | None:
    """Return the last consolidated workbook of a quarter; None where none was written."""
    query, values = "SELECT upto, made_at, decided FROM reports WHERE quarter = ?", [str(quarter)]
    # Each place has a working copy of its own.
    if connection.place:
        query = f"{query} AND number IN (SELECT report FROM place_reports WHERE place = ?)"
        values.append(connection.place)
    row = connection.run(f"{query} ORDER BY number DESC LIMIT 1", values).fetchone()
    if row is None:
        return None
    last_number, made_at, decision_count = row
    return ReportRecord(last_number, datetime.fromisoformat(made_at), decision_count)


def ledger_position(connection: Connection, quarter: Quarter) -> LedgerPosition | None:
    """Return what the figures of a quarter rest on now; None where no plan covers the quarter."""
    version = version_of(connection, quarter)
    if version is None:
        return None
    # The course of the figures shows the quarters of the last year, too.
    quarters = (*quarter.of_last_year, *quarter.to_date)
    numbers = [_last_counting_number(connection, each) for each in quarters]
    return LedgerPosition(
        last_number=max(numbers),
        last_number_of_quarter=numbers[-1],
        decision_count=count_decisions(connection, quarters),
        plan_version=version.number,
    )


def version_of(connection: Connection, quarter: Quarter) -> PlanVersion | None:
    """Return the version of the plan that counts for a quarter.

    A closed quarter keeps the version it was closed by. An open one has the version in force.
    """
    edition = closing_edition(connection, quarter)
    if edition:
        versions = plan_versions(connection)
        return next(version for version in versions if version.number == edition.plan_version)
    in_force = plan_in_force(connection, quarter)
    return in_force[0] if in_force else None


def plan_of(connection: Connection, quarter: Quarter) -> tuple[PlanVersion, Plan] | None:
    """Return the version that counts for a quarter, with its plan; None where no plan covers the quarter."""
    version = version_of(connection, quarter)
    return (version, load_plan(connection, version.number)) if version else None


def _last_counting_number(connection: Connection, quarter: Quarter) -> int:
    edition = closing_edition(connection, quarter)
    return edition.upto if edition else last_accepted_number(connection, quarter)


def events_by_file(connection: Connection, quarter: Quarter) -> Mapping[str, Sequence[EventEntry]]:
    """Return the events in each submission of a quarter, by the SHA-256 of its file, in file order."""
    cursor = connection.run(_EVENTS_OF_QUARTER, (str(quarter),))
    read_event = EVENT_ENTRIES.reader(column_names(cursor))
    by_file: dict[str, list[EventEntry]] = {}
    for row in cursor.fetchall():
        by_file.setdefault(row[0], []).append(read_event(row))
    return by_file


def findings_by_file(connection: Connection, quarter: Quarter) -> Mapping[str, Sequence[Finding]]:
    """Return the findings in each submission of a quarter, by the SHA-256 of its file, in order."""
    by_file: dict[str, list[Finding]] = {}
    for row, finding in read_findings(connection.run(_FINDINGS_OF_QUARTER, (str(quarter),))):
        by_file.setdefault(row["sha256"], []).append(finding)
    return by_file
