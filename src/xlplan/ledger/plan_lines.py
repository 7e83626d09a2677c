"""Lines of descent in the ledger: each row of each version of the plan, with the lines that it carries."""

from typing import TYPE_CHECKING

from msgspec import Struct

from xlplan.domain.plan import Plan
from xlplan.domain.quarter import Quarter
from xlplan.ledger.database import Connection
from xlplan.ledger.json_bodies import read_plan_body

if TYPE_CHECKING:
    from xlplan.domain.descent import Descent, Lines


class _KnownPlan(Struct, frozen=True):
    """A recorded version, by its number."""

    version: int
    plan: Plan

    @property
    def first_quarter(self) -> Quarter:
        """The first quarter that the plan covers."""
        return min(self.plan.centre.quarters)


def lines_of_version(connection: Connection, version: int) -> "Lines":
    """Return the lines that each row of a version carries, by row code."""
    query = 'SELECT "key", line FROM plan_lines WHERE version = ? ORDER BY position, "key"'
    lines: dict[str, tuple[str, ...]] = {}
    for key, line in connection.run(query, (version,)).fetchall():
        lines[key] = (*lines.get(key, ()), line)
    return lines


def trace_from_ledger(connection: Connection, plan: Plan) -> "Descent | None":
    """Return the descent of a plan that is not recorded yet; None for the first plan."""
    before = _plan_before(_standing_plans(connection), plan)
    return _trace(before, plan) if before else None


def record_lines(connection: Connection, version: int, plan: Plan) -> None:
    """Record the lines of a version that was just recorded.

    A row whose descent is not plain begins a line of its own.
    """
    _record_lines(connection, version, plan, _standing_plans(connection))


def _record_lines(connection: Connection, version: int, plan: Plan, plans: list[_KnownPlan]) -> None:
    from xlplan.domain.descent import Descent, lines_of

    known = [each for each in plans if each.version < version]
    before = _plan_before(known, plan)
    descent = _trace(before, plan) if before else Descent({})
    lines_before = lines_of_version(connection, before.version) if before else {}
    taken = connection.column("SELECT DISTINCT line FROM plan_lines")
    rows = [
        {"version": version, "key": key, "position": position, "line": line}
        for key, lines in lines_of(descent, lines_before, plan, taken).items()
        for position, line in enumerate(lines, 1)
    ]
    connection.add("plan_lines", *rows)


def fill_lines(connection: Connection) -> None:
    """Give the versions of a ledger from before the lines of descent the quarter they apply from, and their lines.

    A version applied to all of its quarters then.
    """
    plans = _known_plans(connection)
    for known in plans:
        first = str(known.first_quarter)
        statement = "UPDATE plans SET applies_from = ?, first_quarter = ? WHERE version = ?"
        connection.run(statement, (first, first, known.version))
        _record_lines(connection, known.version, known.plan, plans)


def _standing_plans(connection: Connection) -> list[_KnownPlan]:
    """Return the recorded versions that were not taken back. Only ledgers of today's version know of those."""
    undone = set(connection.column("SELECT version FROM adoption_undoings"))
    return [each for each in _known_plans(connection) if each.version not in undone]


def _known_plans(connection: Connection) -> list[_KnownPlan]:
    rows = connection.run("SELECT version, body FROM plans ORDER BY version").fetchall()
    return [_KnownPlan(version, read_plan_body(body)) for version, body in rows]


def _plan_before(known: list[_KnownPlan], plan: Plan) -> _KnownPlan | None:
    """Return the version that a plan continues.

    It is the latest one that covers a quarter of the plan, else the latest of the last quarters before it, else of
    the first quarters after it.
    """
    quarters = plan.centre.quarters
    covering = [each for each in known if not set(quarters).isdisjoint(each.plan.centre.quarters)]
    if covering:
        return covering[-1]
    earlier = [each for each in known if each.first_quarter < min(quarters)]
    if earlier:
        return max(earlier, key=lambda each: (each.first_quarter, each.version))
    return max(
        known, key=lambda each: (-each.first_quarter.year, -each.first_quarter.number, each.version), default=None
    )


def _trace(before: _KnownPlan, plan: Plan) -> "Descent":
    from xlplan.domain.descent import trace_descent

    years = ({quarter.year for quarter in each.centre.quarters} for each in (before.plan, plan))
    return trace_descent(before.plan, plan, is_same_year=not set.isdisjoint(*years))
