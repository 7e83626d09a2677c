"""Versions of the plan in the ledger."""

from collections.abc import Collection
from datetime import date, datetime

from msgspec import Struct

from xlplan.domain.decisions import AdoptionUndoing
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.quarter import Quarter, read_quarter
from xlplan.ledger.database import Connection
from xlplan.ledger.json_bodies import plan_body, read_plan_body
from xlplan.ledger.places import record_file_place
from xlplan.ledger.plan_lines import record_lines
from xlplan.ledger.row_hashes import record_row_hash

# The bodies are large, and left out.
_VERSIONS = """
    SELECT version, adopted_on, applies_from, reason, adopted_at, file, sha256, first_quarter FROM plans
    WHERE version NOT IN (SELECT version FROM adoption_undoings) ORDER BY version
"""


class Adoption(Struct, frozen=True):
    """The circumstances of an adoption: the day, the reason, the first quarter, the time of the record."""

    adopted_on: date
    reason: str
    applies_from: Quarter
    at: datetime


def record_plan(connection: Connection, plan: Plan, file: str, sha256: str, adoption: Adoption) -> int:
    """Record a version of the plan with its lines of descent, and return its number, counted from 1."""
    version = (connection.value("SELECT max(version) FROM plans") or 0) + 1
    row = {
        "version": version,
        "adopted_at": adoption.at.isoformat(),
        "file": file,
        "sha256": sha256,
        "body": plan_body(plan),
        "adopted_on": adoption.adopted_on.isoformat(),
        "reason": adoption.reason,
        "applies_from": str(adoption.applies_from),
        "first_quarter": str(min(plan.centre.quarters)),
    }
    connection.add("plans", row)
    record_lines(connection, version, plan)
    record_row_hash(connection, "plans", (version,))
    record_file_place(connection, sha256)
    return version


def load_plan(connection: Connection, version: int) -> Plan:
    """Return the plan of a version."""
    return read_plan_body(connection.value("SELECT body FROM plans WHERE version = ?", (version,)))


def plan_versions(connection: Connection) -> tuple[PlanVersion, ...]:
    """Return every version of the plan that was not taken back, oldest first."""
    rows = connection.run(_VERSIONS).fetchall()
    return tuple(
        PlanVersion(
            number=number,
            adopted_on=date.fromisoformat(adopted_on),
            applies_from=_require_quarter(applies_from),
            reason=reason,
            recorded_at=datetime.fromisoformat(adopted_at),
            file=file,
            sha256=sha256,
            first_quarter=_require_quarter(first_quarter),
        )
        for number, adopted_on, applies_from, reason, adopted_at, file, sha256, first_quarter in rows
    )


def record_adoption_undoing(connection: Connection, undoing: AdoptionUndoing) -> None:
    """Record that a version was taken back. Its number is never given again."""
    row = {
        "version": undoing.version,
        "at": undoing.at.isoformat(),
        "by": undoing.by,
        "reason": undoing.reason,
    }
    connection.add("adoption_undoings", row)
    record_row_hash(connection, "adoption_undoings", (undoing.version,))


def quarters_of_version(connection: Connection, version: int) -> tuple[Quarter, ...]:
    """Return the quarters for which templates were issued or editions made on a version."""
    query = (
        "SELECT quarter FROM issues WHERE plan_version = ? "
        "UNION SELECT quarter FROM editions WHERE plan_version = ?"
    )
    return tuple(sorted(map(_require_quarter, connection.column(query, (version, version)))))


def last_plan_change(connection: Connection) -> datetime | None:
    """Return the time at which the plan last changed: a version was recorded, or one was taken back."""
    undone_at = connection.value("SELECT max(at) FROM adoption_undoings")
    times = [version.recorded_at for version in plan_versions(connection)]
    return max([*times, *([datetime.fromisoformat(undone_at)] if undone_at else [])], default=None)


def latest_plan(connection: Connection, quarters: Collection[Quarter]) -> tuple[PlanVersion, Plan] | None:
    """Return the latest version that covers one of these quarters, with its plan; None where none does."""
    for version in reversed(plan_versions(connection)):
        plan = load_plan(connection, version.number)
        if not set(plan.centre.quarters).isdisjoint(quarters):
            return version, plan
    return None


def plan_in_force(
    connection: Connection, quarter: Quarter, as_of: datetime | None = None
) -> tuple[PlanVersion, Plan] | None:
    """Return the version in force for a quarter, with its plan; None where none covers the quarter.

    It is the latest version that covers the quarter and applies from it or from an earlier one.

    Args:
        connection: The ledger.
        quarter: The quarter.
        as_of: Look only at versions recorded up to this time.
    """
    for version in reversed(plan_versions(connection)):
        if version.applies_from <= quarter and (as_of is None or version.recorded_at <= as_of):
            plan = load_plan(connection, version.number)
            if quarter in plan.centre.quarters:
                return version, plan
    return None


def _require_quarter(text: str) -> Quarter:
    quarter = read_quarter(text)
    if quarter is None:
        raise ValueError(f"no quarter: {text}")
    return quarter
