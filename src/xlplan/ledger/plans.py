"""Versions of the plan in the ledger."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.sql import insert

from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.ledger import schema
from xlplan.ledger.json_bodies import plan_body, read_plan_body


def record_plan(
    connection: Connection, plan: Plan, file: str, sha256: str, at: datetime, adopted_on: date, reason: str
) -> int:
    """Record a version of the plan and return its number, counted from 1."""
    version = (connection.execute(select(func.max(schema.plans.c.version))).scalar() or 0) + 1
    row = {
        "version": version,
        "adopted_at": at.isoformat(),
        "file": file,
        "sha256": sha256,
        "body": plan_body(plan),
        "adopted_on": adopted_on.isoformat(),
        "reason": reason,
    }
    connection.execute(insert(schema.plans), row)
    return version


def load_plan(connection: Connection, version: int) -> Plan:
    """Return the plan of a version."""
    query = select(schema.plans.c.body).where(schema.plans.c.version == version)
    return read_plan_body(connection.execute(query).scalar_one())


def plan_versions(connection: Connection) -> tuple[PlanVersion, ...]:
    """Return every version of the plan, oldest first."""
    table = schema.plans.c
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
    """Return the latest version that covers one of these quarters, with its plan; None where none does."""
    for version in reversed(plan_versions(connection)):
        plan = load_plan(connection, version.number)
        if not set(plan.centre.quarters).isdisjoint(quarters):
            return version, plan
    return None
