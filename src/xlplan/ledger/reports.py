"""Writing to the ledger: each function adds rows within the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.sql import insert

from xlplan.domain.edition import LedgerPosition
from xlplan.domain.findings.finding import Finding
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import EventEntry, Outcome
from xlplan.ledger import schema
from xlplan.ledger.decisions import count_decisions
from xlplan.ledger.editions import closing_edition
from xlplan.ledger.plans import load_plan, plan_in_force, plan_versions
from xlplan.ledger.record_mapping import EVENT_ENTRIES
from xlplan.ledger.submissions import read_findings


def record_report(
    connection: Connection, quarter: Quarter, upto: int, decided: int, file: str, at: datetime
) -> None:
    """Adds that the consolidated workbook was written from the submissions up to number `upto`.

    `count_decisions`: how many decisions of the coordinator it knows of.
    """
    row = {"quarter": str(quarter), "upto": upto, "decided": decided, "made_at": at.isoformat(), "file": file}
    connection.execute(insert(schema.reports), row)


def last_accepted_number(connection: Connection, quarter: Quarter) -> int:
    """The highest receipt number of a quarter's accepted submissions, 0 without one."""
    table = schema.submissions.c
    accepted = (table.quarter == str(quarter)) & (table.outcome == Outcome.ACCEPTED.value)
    return connection.execute(select(func.max(table.number)).where(accepted)).scalar() or 0


@dataclass(frozen=True)
class ReportRecord:
    """A consolidated workbook that was written: from the submissions up to number `last_accepted_number`.

    `count_decisions`: how many decisions of the coordinator it knows of.
    """

    last_number: int
    made_at: datetime
    decision_count: int


def last_report(connection: Connection, quarter: Quarter) -> ReportRecord | None:
    """The last consolidated workbook of a quarter; None where none was made."""
    table = schema.reports.c
    query = select(schema.reports).where(table.quarter == str(quarter)).order_by(table.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return ReportRecord(row.upto, datetime.fromisoformat(row.made_at), row.decided) if row else None


def ledger_position(connection: Connection, quarter: Quarter) -> LedgerPosition | None:
    """The basis of a quarter as it stands now; None where no plan covers it."""
    version = version_of(connection, quarter)
    if version is None:
        return None
    numbers = [_last_counting_number(connection, each) for each in quarter.to_date]
    return LedgerPosition(max(numbers), numbers[-1], count_decisions(connection, quarter.to_date), version.number)


def version_of(connection: Connection, quarter: Quarter) -> PlanVersion | None:
    """The version of the plan that counts for a quarter: the one it was closed by, else the one in force."""
    edition = closing_edition(connection, quarter)
    if edition:
        versions = plan_versions(connection)
        return next(version for version in versions if version.number == edition.plan_version)
    found = plan_in_force(connection, (quarter,))
    return found[0] if found else None


def plan_of(connection: Connection, quarter: Quarter) -> tuple[PlanVersion, Plan] | None:
    """That version with its plan; None where no plan covers the quarter."""
    version = version_of(connection, quarter)
    return (version, load_plan(connection, version.number)) if version else None


def _last_counting_number(connection: Connection, quarter: Quarter) -> int:
    edition = closing_edition(connection, quarter)
    return edition.upto if edition else last_accepted_number(connection, quarter)


def events_by_file(connection: Connection, quarter: Quarter) -> Mapping[str, Sequence[EventEntry]]:
    """What each submission of a quarter says of events, by the SHA-256 of its file, in file order."""
    said, sent = schema.event_entries.c, schema.submissions.c
    query = (
        select(sent.sha256, schema.event_entries)
        .join(schema.submissions, sent.number == said.submission)
        .where(sent.quarter == str(quarter))
        .order_by(said.submission, said.position)
    )
    found: dict[str, list[EventEntry]] = {}
    rows = connection.execute(query)
    read_event = EVENT_ENTRIES.reader(rows.keys())
    for row in rows:
        found.setdefault(row.sha256, []).append(read_event(row))
    return found


def findings_by_file(connection: Connection, quarter: Quarter) -> Mapping[str, Sequence[Finding]]:
    """The findings in each submission of a quarter, by the SHA-256 of its file, in the order they were found."""
    seen, sent = schema.findings.c, schema.submissions.c
    query = (
        select(sent.sha256, schema.findings)
        .join(schema.submissions, sent.number == seen.submission)
        .where(sent.quarter == str(quarter))
        .order_by(seen.submission, seen.position)
    )
    found: dict[str, list[Finding]] = {}
    for row, finding in read_findings(connection.execute(query)):
        found.setdefault(row["sha256"], []).append(finding)
    return found
