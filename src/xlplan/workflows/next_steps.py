"""The state of a workspace, read for the next steps."""

from xlplan.domain.executor_wording import comparable
from xlplan.domain.findings.finding import errors_of
from xlplan.domain.next_step import PlanState, QuarterState, WorkspaceState
from xlplan.domain.quarter import Quarter
from xlplan.ledger.plans import latest_plan, plan_versions
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.plan.check import PlanCheck, check_plans
from xlplan.services.report.status import QuarterStatus, Status, read_status
from xlplan.storage import inbox
from xlplan.storage.archive import sha256_of
from xlplan.storage.long_paths import path_from_here
from xlplan.storage.settling import is_complete


def workspace_state(context: OpenWorkspace) -> tuple[WorkspaceState, Status | None]:
    """Return the state of a workspace, and its status where it has a ledger. Reading makes no ledger.

    Raises:
        XlplanError: A plan workbook cannot be opened, or the ledger is not the workspace's own.
    """
    workspace = context.workspace
    status = read_status(context) if context.has_ledger else None
    checks = check_plans(context) if workspace.plan_workbooks else ()
    plans = tuple(_plan_state(context, each, status is not None) for each in checks)
    planned = _planned_quarters(context) if status else ()
    issued = [each.quarter for each in status.quarters] if status else []
    quarters = tuple(_quarter_state(each, status) for each in sorted({*issued, *planned}))
    listing = inbox.list_files(workspace.inbox)
    files = sum(is_complete(path, state) for path, state in listing.items())
    today, unfinished = context.now().date(), len(listing) - files
    return WorkspaceState(plans, quarters, files, today, _period_text(planned), unfinished), status


def _planned_quarters(context: OpenWorkspace) -> tuple[Quarter, ...]:
    """Return the quarters that the latest plan covers."""
    with context.ledger.connect() as connection:
        versions = plan_versions(connection)
        latest = latest_plan(connection, [versions[-1].applies_from]) if versions else None
    return latest[1].centre.quarters if latest else ()


def _period_text(quarters: tuple[Quarter, ...]) -> str:
    """Return the year or the quarter of a plan as a command takes it."""
    if not quarters:
        return ""
    return str(quarters[0].year if len(quarters) > 1 else quarters[0])


def _quarter_state(quarter: Quarter, status: Status | None) -> QuarterState:
    quarters: dict[Quarter, QuarterStatus] = {each.quarter: each for each in status.quarters} if status else {}
    own = quarters.get(quarter)
    if own is None:
        return QuarterState(quarter, is_issued=False)
    counts = own.counts
    return QuarterState(
        quarter,
        is_issued=True,
        is_closed=own.closed_by is not None,
        owed=counts.owed,
        accepted=counts.accepted,
        late_returns=len(own.waiting),
        not_issued=len(own.not_issued),
        to_send=sum(each.is_to_send for each in own.returns),
    )


def _plan_state(context: OpenWorkspace, check: PlanCheck, has_ledger: bool) -> PlanState:
    reading = check.reading
    return PlanState(
        file=path_from_here(check.path),
        measures=len(reading.measures),
        errors=len(errors_of(reading.findings)),
        is_adopted=has_ledger and _is_adopted(context, check),
    )


def _is_adopted(context: OpenWorkspace, check: PlanCheck) -> bool:
    """Tell if a version was made from this file, or holds the same plan."""
    plan, sha256 = check.reading.plan, sha256_of(check.path)
    with context.ledger.connect() as connection:
        if any(version.sha256 == sha256 for version in plan_versions(connection)):
            return True
        recorded = latest_plan(connection, plan.centre.quarters) if plan else None
    return plan is not None and recorded is not None and recorded[1] == comparable(plan, recorded[1])
