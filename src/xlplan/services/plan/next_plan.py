"""The beginning of the next year's or quarter's plan from the last one, with what came of that beside it."""

import os
from datetime import timedelta
from pathlib import Path

from msgspec import Struct

from xlplan.aggregation.quarter import quarter_figures, results_by_row
from xlplan.documents.plan_writer.past import PastPlan
from xlplan.documents.plan_writer.writer import write_next_plan
from xlplan.domain.errors import XlplanError
from xlplan.domain.figures import Period
from xlplan.domain.next_plan import NextPlan, begin_next_plan
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.ledger.database import Connection
from xlplan.ledger.deadlines import deadline_of
from xlplan.ledger.editions import closing_edition
from xlplan.ledger.plan_lines import lines_of_version
from xlplan.ledger.plans import load_plan, plan_versions
from xlplan.ledger.year import quarter_basis, year_basis
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage.atomic import atomic_write
from xlplan.text.translation import _


class NextPlanResult(Struct, frozen=True):
    """The workbook of a plan that was begun from the last one.

    Attributes:
        path: The workbook.
        source: The version that it was begun from.
        past: The plan of that version, and its results.
        begun: The new plan, and what was left out of it.
    """

    path: Path
    source: PlanVersion
    past: PastPlan
    begun: NextPlan


def new_next_plan(context: OpenWorkspace, period: int | Quarter, file: Path | None = None) -> NextPlanResult:
    """Write the workbook of the plan that follows that of a year or a quarter, by default into templates/.

    It is begun from the version in force, and its results are those in the ledger.

    Args:
        context: The workspace.
        period: The year or the quarter of the last plan.
        file: The workbook.

    Raises:
        XlplanError: No plan for exactly this period is adopted, or the file exists already.
    """
    quarters = tuple(Quarter(period, number) for number in range(1, 5)) if isinstance(period, int) else (period,)
    source, past = _load_past(context, period, quarters)
    begun = begin_next_plan(past.plan)
    first, *others = begun.plan.centre.quarters
    path = file or context.workspace.new_plan(first.year if others else first)
    if os.path.lexists(path):
        raise XlplanError(_("There is a file {file} already. Name another.").format(file=path))
    atomic_write(path, lambda beside: write_next_plan(beside, begun.plan, past, context.now()))
    return NextPlanResult(path, source, past, begun)


def _load_past(
    context: OpenWorkspace, period: int | Quarter, quarters: tuple[Quarter, ...]
) -> tuple[PlanVersion, PastPlan]:
    # A look makes no ledger. Without one there is no plan.
    if not context.has_ledger:
        raise XlplanError(_("No plan is adopted yet, so there is none to begin the next one from."))
    with context.ledger.connect() as connection:
        source, plan = _require_plan_of(connection, period, quarters)
        return source, _past_plan(context, connection, source, plan)


def _require_plan_of(
    connection: Connection, period: int | Quarter, quarters: tuple[Quarter, ...]
) -> tuple[PlanVersion, Plan]:
    """Return the latest version whose plan is of exactly these quarters."""
    known: dict[str, None] = {}
    for version in reversed(plan_versions(connection)):
        plan = load_plan(connection, version.number)
        if plan.centre.quarters == quarters:
            return version, plan
        known[str(plan.centre.year if len(plan.centre.quarters) > 1 else plan.centre.quarters[0])] = None
    if not known:
        raise XlplanError(_("No plan is adopted yet, so there is none to begin the next one from."))
    raise XlplanError(
        _("No plan of {period} is adopted; there are plans of: {known}. Name one of these with --from.").format(
            period=period, known=", ".join(sorted(known))
        )
    )


def _past_plan(context: OpenWorkspace, connection: Connection, source: PlanVersion, plan: Plan) -> PastPlan:
    """Return the plan of a version with its results: of its quarter, or of the year so far."""
    last = _last_quarter_with_returns(connection, plan)
    if last is None:
        return PastPlan(plan, {}, None)
    deadline, today = deadline_of(connection, last), context.now().date()
    if closing_edition(connection, last):
        # A closed quarter expects no more returns.
        today = max(today, deadline.last_day + timedelta(days=1))
    period = Period(last, today, deadline.due, context.workspace.settings.on_track, deadline.grace_days)
    figures = quarter_figures(year_basis(connection, last), period)
    lines = lines_of_version(connection, source.number)
    return PastPlan(plan, results_by_row(figures, lines, to_date=len(plan.centre.quarters) > 1), last)


def _last_quarter_with_returns(connection: Connection, plan: Plan) -> Quarter | None:
    for quarter in reversed(plan.centre.quarters):
        basis = quarter_basis(connection, quarter)
        if basis and basis.returns:
            return quarter
    return None
