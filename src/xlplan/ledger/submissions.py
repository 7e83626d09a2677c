"""Reading the ledger: the plan's versions, what came, and what counts of it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, literal_column, select

from xlplan.domain.findings.finding import Finding, Place
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.quarter import Quarter, read_quarter
from xlplan.domain.reissue import rows_asked_again
from xlplan.domain.submission import AcceptedReturn, Entry, EntryKind, EventEntry, Outcome, Submission
from xlplan.ledger import schema as tables
from xlplan.ledger.decisions import counting
from xlplan.ledger.issues import issue_by_code
from xlplan.ledger.json_bodies import read_plan_body

_KINDS = {kind.value: kind for kind in EntryKind}
# Asked for every file that arrives: building one takes several times as long as asking it.
_SUBMISSION_BY_HASH = select(tables.submissions).where(tables.submissions.c.sha256 == bindparam("sha256"))


def plan_version(connection: Connection, version: int) -> Plan:
    """A version of the plan by its number."""
    query = select(tables.plans.c.body).where(tables.plans.c.version == version)
    return read_plan_body(connection.execute(query).scalar_one())


def plan_versions(connection: Connection) -> tuple[PlanVersion, ...]:
    """Every version of the plan, oldest first."""
    table = tables.plans.c
    query = select(
        table.version, table.adopted_on, table.reason, table.adopted_at, table.file, table.sha256
    ).order_by(table.version)
    return tuple(
        PlanVersion(
            number=row.version,
            adopted_on=date.fromisoformat(row.adopted_on),
            reason=row.reason,
            recorded_at=datetime.fromisoformat(row.adopted_at),
            file=row.file,
            sha256=row.sha256,
        )
        for row in connection.execute(query)
    )


def plan_in_force(connection: Connection, quarters: Collection[Quarter]) -> tuple[PlanVersion, Plan] | None:
    """The latest version that covers one of these quarters, with its plan; None where none does."""
    for version in reversed(plan_versions(connection)):
        plan = plan_version(connection, version.number)
        if not set(plan.centre.quarters).isdisjoint(quarters):
            return version, plan
    return None


def submission_by_hash(connection: Connection, sha256: str) -> Submission | None:
    """The submission of exactly these bytes."""
    row = connection.execute(_SUBMISSION_BY_HASH, {"sha256": sha256}).one_or_none()
    return read_submission(row) if row else None


def submissions_of(connection: Connection, quarter: Quarter) -> tuple[Submission, ...]:
    """Every submission of a quarter, oldest first."""
    table = tables.submissions.c
    wanted = table.quarter == str(quarter)
    rows = connection.execute(select(tables.submissions).where(wanted).order_by(table.number))
    return tuple(read_submission(row) for row in rows)


def submissions_not_taken(connection: Connection) -> tuple[Submission, ...]:
    """Every file that was not taken, oldest first, also those that turned out to be somebody's return."""
    table = tables.submissions.c
    wanted = table.outcome == Outcome.NOT_TAKEN.value
    rows = connection.execute(select(tables.submissions).where(wanted).order_by(table.number))
    return tuple(read_submission(row) for row in rows)


def entries_of(connection: Connection, number: int) -> tuple[Entry, ...]:
    """The entries of a submission, in the order of its template."""
    # By the key they would come in the order of letters, 1.4.10 before 1.4.2.
    query = select(tables.entries).where(tables.entries.c.submission == number).order_by(literal_column("rowid"))
    rows = connection.execute(query)
    return tuple(_entry(row) for row in rows)


def events_of(connection: Connection, number: int) -> tuple[EventEntry, ...]:
    """What a submission says of events, in file order."""
    table = tables.event_entries.c
    query = select(tables.event_entries).where(table.submission == number).order_by(table.position)
    names = EventEntry.__dataclass_fields__
    return tuple(EventEntry(**{name: getattr(row, name) for name in names}) for row in connection.execute(query))


def findings_of(connection: Connection, number: int) -> tuple[Finding, ...]:
    """The findings of a submission, in the order in which they were found."""
    table = tables.findings.c
    rows = connection.execute(select(tables.findings).where(table.submission == number).order_by(table.position))
    return tuple(
        Finding(
            row["code"],
            Place(row["file"], row["sheet"], row["cell"], row["row"]),
            tuple((name, value) for name, value in json.loads(row["values"])),
        )
        for row in rows.mappings()
    )


def finding_counts(connection: Connection, quarter: Quarter) -> Mapping[int, int]:
    """How many findings each submission of a quarter has, by its number; those without any are left out."""
    found, sent = tables.findings.c, tables.submissions.c
    query = select(found.submission, func.count().label("found")).join(
        tables.submissions, sent.number == found.submission
    )
    query = query.where(sent.quarter == str(quarter)).group_by(found.submission)
    return {row.submission: row.found for row in connection.execute(query)}


def accepted_returns(connection: Connection, quarter: Quarter, due: datetime) -> dict[str, AcceptedReturn]:
    """The submission of each unit that counts for a quarter: the latest accepted; in time if before `due`.

    What was withdrawn, or came after the quarter was closed, does not count. Where the plan changed after a return
    was made, the entries to rows that it asks anew are left out.
    """
    may = counting(connection, quarter)
    latest: dict[str, tuple[int, Submission]] = {}
    attempts: dict[str, int] = {}
    for each in submissions_of(connection, quarter):
        unit = each.unit or ""
        attempts[unit] = attempts.get(unit, 0) + 1
        if may.counts(each):
            latest[unit] = (attempts[unit], each)
    entries: dict[int, dict[str, Entry]] = {each.number: {} for _, each in latest.values()}
    for row in connection.execute(select(tables.entries).where(tables.entries.c.submission.in_(entries))):
        entries[row.submission][row.key] = _entry(row)
    asked = _asked_again(connection, quarter, {unit: str(each.form_code) for unit, (_, each) in latest.items()})
    return {
        unit: AcceptedReturn(
            unit=unit,
            file=each.file,
            sha256=each.sha256,
            received_at=each.received_at,
            attempt=attempt,
            in_time=each.received_at < due,
            entries={key: entry for key, entry in entries[each.number].items() if key not in asked.get(unit, ())},
            asked=asked.get(unit, ()),
        )
        for unit, (attempt, each) in latest.items()
    }


def _asked_again(
    connection: Connection, quarter: Quarter, answered: Mapping[str, str]
) -> Mapping[str, tuple[str, ...]]:
    """By unit, the row codes that its newest issue asks anew; `answered`: the form code that it has answered."""
    table = tables.issues.c
    newest = select(func.max(table.number)).where(table.quarter == str(quarter)).group_by(table.unit)
    query = select(table.unit, table.form_code).where(table.number.in_(newest))
    replaced = {
        row.unit: (answered[row.unit], row.form_code)
        for row in connection.execute(query)
        if answered.get(row.unit, row.form_code) != row.form_code
    }
    asked = {}
    for unit, codes in replaced.items():
        older, newer = (issue_by_code(connection, code) for code in codes)
        if older and newer:
            asked[unit] = rows_asked_again(older, newer)
    return asked


def last_number(connection: Connection, quarter: Quarter) -> int:
    """The highest receipt number of a quarter's accepted submissions, 0 without one."""
    table = tables.submissions.c
    accepted = (table.quarter == str(quarter)) & (table.outcome == Outcome.ACCEPTED.value)
    return connection.execute(select(func.max(table.number)).where(accepted)).scalar() or 0


@dataclass(frozen=True)
class Report:
    """A consolidated workbook that was written: from the submissions up to number `upto`.

    `decided`: how many decisions of the coordinator it knows of.
    """

    upto: int
    made_at: datetime
    decided: int


def last_report(connection: Connection, quarter: Quarter) -> Report | None:
    """The last consolidated workbook of a quarter; None where none was made."""
    table = tables.reports.c
    query = select(tables.reports).where(table.quarter == str(quarter)).order_by(table.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return Report(row.upto, datetime.fromisoformat(row.made_at), row.decided) if row else None


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
def _entry(row: Row[Any]) -> Entry:
    values: tuple[Any, ...] = tuple(row)
    return Entry(values[1], _KINDS[values[2]], *values[3:])
