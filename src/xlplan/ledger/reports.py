"""What the figures of a quarter rest on, so that it can be told whether they still stand."""

from sqlalchemy import Connection

from xlplan.domain.edition import Basis
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.ledger import submissions as queries
from xlplan.ledger.decisions import decided
from xlplan.ledger.editions import closed_by


def basis_of(connection: Connection, quarter: Quarter) -> Basis | None:
    """The basis of a quarter as it stands now; None where no plan covers it."""
    version = version_of(connection, quarter)
    if version is None:
        return None
    numbers = [_last(connection, each) for each in quarter.to_date]
    return Basis(max(numbers), numbers[-1], decided(connection, quarter.to_date), version.number)


def version_of(connection: Connection, quarter: Quarter) -> PlanVersion | None:
    """The version of the plan that counts for a quarter: the one it was closed by, else the one in force."""
    edition = closed_by(connection, quarter)
    if edition:
        versions = queries.plan_versions(connection)
        return next(version for version in versions if version.number == edition.plan_version)
    found = queries.plan_in_force(connection, (quarter,))
    return found[0] if found else None


def plan_of(connection: Connection, quarter: Quarter) -> tuple[PlanVersion, Plan] | None:
    """That version with its plan; None where no plan covers the quarter."""
    version = version_of(connection, quarter)
    return (version, queries.plan_version(connection, version.number)) if version else None


def _last(connection: Connection, quarter: Quarter) -> int:
    edition = closed_by(connection, quarter)
    return edition.upto if edition else queries.last_number(connection, quarter)
