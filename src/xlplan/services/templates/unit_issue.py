"""The issue of each unit for a quarter, from the plan in force and the year so far."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime

from msgspec.structs import replace

from xlplan.aggregation.indicators import earlier_indicators
from xlplan.aggregation.year_to_date import index_by_line, past_quarters, row_history
from xlplan.domain.descent import Lines
from xlplan.domain.errors import XlplanError
from xlplan.domain.figures import Period
from xlplan.domain.form_code import FormCode
from xlplan.domain.issue import Issue, IssueRow, rows_of
from xlplan.domain.plan import Plan, PlanVersion, Unit, find_unit
from xlplan.domain.quarter import Quarter
from xlplan.ledger.database import Connection
from xlplan.ledger.issues import latest_issue_headers
from xlplan.ledger.plan_lines import lines_of_version
from xlplan.ledger.plans import load_plan, plan_in_force, plan_versions
from xlplan.ledger.year import year_basis
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _

# Letters and digits that nobody confuses when somebody reads a code out over the telephone.
_TOKEN_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def plan_for_quarter(connection: Connection, quarter: Quarter) -> tuple[PlanVersion, Plan]:
    """Return the version of the plan that counts for a quarter, and the plan.

    Raises:
        XlplanError: No adopted version covers the quarter.
    """
    in_force = plan_in_force(connection, quarter)
    if in_force:
        return in_force
    versions = plan_versions(connection)
    covered = sorted(
        {each for version in versions for each in load_plan(connection, version.number).centre.quarters}
    )
    if covered:
        raise XlplanError(
            _("The plan has no quarter {quarter}; it covers {known}. Name one of these.").format(
                quarter=quarter, known=", ".join(str(each) for each in covered)
            )
        )
    raise XlplanError(_("No plan has been adopted yet. Run “xlplan plan check”, then “xlplan plan adopt”."))


def draft_issues(
    connection: Connection,
    workspace: Workspace,
    plan: Plan,
    version: int,
    quarter: Quarter,
    unit_name: str | None,
    due: date,
    now: datetime,
) -> Iterator[Issue]:
    """Yield a fresh issue for each unit. The issue of a unit that has nothing to report has no rows.

    Args:
        connection: The ledger.
        workspace: The workspace.
        plan: The plan in force.
        version: The number of its version.
        quarter: The quarter.
        unit_name: Only this unit, by code or name.
        due: The due day of the quarter.
        now: The time of the issue.

    Raises:
        XlplanError: There is no such unit.
    """
    lines = lines_of_version(connection, version)
    history = _YearHistory(connection, workspace, quarter)
    for unit in _units_to_issue(plan, latest_issue_headers(connection, quarter), unit_name):
        issue = _new_issue(workspace, plan, lines, unit, quarter, version, due, now)
        yield replace(issue, rows=tuple(history.added_to(row, plan, unit) for row in issue.rows))


def _units_to_issue(plan: Plan, issued: tuple[Issue, ...], unit_name: str | None) -> tuple[Unit, ...]:
    """Return the units of the plan, and former units that still have a template."""
    codes = {unit.code for unit in plan.units}
    units_gone = (issue.unit for issue in issued if issue.unit.code not in codes)
    units = (*plan.units, *units_gone)
    return units if unit_name is None else (find_unit(units, unit_name),)


def _new_issue(
    workspace: Workspace,
    plan: Plan,
    lines: Lines,
    unit: Unit,
    quarter: Quarter,
    version: int,
    due: date,
    now: datetime,
) -> Issue:
    token = "".join(secrets.choice(_TOKEN_SIGNS) for _sign in range(4))
    return Issue(
        form_code=FormCode(plan.centre.code, quarter, unit.code, token),
        centre=plan.centre.name,
        unit=unit,
        plan_version=version,
        issued_on=now.date(),
        due=due,
        rows=rows_of(plan, unit, quarter, lines),
        contact=workspace.settings.contact,
        on_track=workspace.settings.on_track,
    )


class _YearHistory:
    """The earlier quarters of the year, for the histories of all units' rows."""

    def __init__(self, connection: Connection, workspace: Workspace, quarter: Quarter) -> None:
        """Read the earlier quarters from the ledger."""
        year = year_basis(connection, quarter)
        period = Period(quarter, quarter.last_day, quarter.last_day, workspace.settings.on_track)
        self._indexes = index_by_line(year, earlier_indicators(year, period))
        self._last_quarter = quarter.to_date[-2] if quarter.number > 1 else None

    def added_to(self, row: IssueRow, plan: Plan, unit: Unit) -> IssueRow:
        """Return a row with the unit's history of it."""
        past = past_quarters(row.lines or (row.key,), self._indexes)
        adds_up = plan.indicator(row.key).adds_up
        return replace(row, past=row_history(past, unit.code, adds_up, self._last_quarter))
