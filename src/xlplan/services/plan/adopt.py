"""The adoption of a plan workbook as a version of the plan, which never changes after that."""

from datetime import date
from pathlib import Path

from msgspec import Struct

from xlplan.documents.plan_reader.reader import PlanReading, interpret_plan
from xlplan.domain.decision_log import Decision, DecisionKind
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.finding import Finding, errors_of
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.plan_diff import PlanChange, compare_plans
from xlplan.domain.quarter import Quarter
from xlplan.ledger.database import Connection
from xlplan.ledger.editions import closing_edition
from xlplan.ledger.issues import issued_quarters
from xlplan.ledger.plans import Adoption, latest_plan, plan_versions, quarters_of_version, record_plan
from xlplan.services.open_workspace import OpenWorkspace, decision_transaction
from xlplan.services.plan.descent import look_at_descent, says_the_same
from xlplan.storage.archive import store
from xlplan.storage.workspace import require_file, require_plan_workbook
from xlplan.text.translation import _


class FaultyPlanError(XlplanError):
    """A plan workbook has errors, so it cannot be adopted."""

    def __init__(self, path: Path, findings: tuple[Finding, ...]) -> None:
        super().__init__(*map(str, findings))
        self.path = path
        self.findings = findings


class AdoptionResult(Struct, frozen=True):
    """The version in force after an adoption.

    Attributes:
        version: The version in force.
        is_new: The version was adopted just now. Otherwise the workbook says the same as the version in force.
        previous: The version that it replaces. None for the first version of a plan.
        changes: The differences from the previous version.
        issued_quarters: The open quarters with issued templates to which the version applies.
        findings: The findings on the workbook.
    """

    version: PlanVersion
    is_new: bool
    previous: PlanVersion | None
    changes: tuple[PlanChange, ...]
    issued_quarters: tuple[Quarter, ...]
    findings: tuple[Finding, ...]


def adopt_plan(
    context: OpenWorkspace,
    file: Path | None,
    reason: str,
    on: date | None = None,
    applies_from: Quarter | None = None,
) -> AdoptionResult:
    """Record the content of a plan workbook as the next version.

    Args:
        context: The workspace.
        file: The plan workbook. By default the only one in templates/.
        reason: The reason of the change. The first version needs none.
        on: The day of the adoption. By default a first version takes the day of its approval block, a later one
            takes today.
        applies_from: The first quarter for which the version counts. By default a first version takes the first
            quarter of the plan, a later one the quarter of its day.

    Raises:
        XlplanError: The plan has errors, the descent of a row is not plain, a change has no reason, or the day or
            the first quarter is not possible.
    """
    now = context.now()
    path = file or require_plan_workbook(context.workspace)
    reading = _interpret_workbook(path)
    with decision_transaction(context) as transaction:
        connection = transaction.connection
        reading = look_at_descent(connection, reading)
        plan, findings = _require_plan(path, reading), reading.findings
        in_force = latest_plan(connection, plan.centre.quarters)
        is_known = in_force is not None and says_the_same(in_force[1], plan)
        if in_force and is_known and not (applies_from and applies_from < in_force[0].applies_from):
            quarters = _quarters_to_issue(connection, plan, in_force[0].applies_from)
            return AdoptionResult(in_force[0], False, None, (), quarters, findings)
        previous = in_force[0] if in_force else None
        approved = None if previous else plan.centre.approved_on
        day = _adoption_day(on or approved or now.date(), now.date())
        if previous and day < previous.adopted_on:
            _require_passed(connection, previous, day, now.date())
        if previous and not reason:
            raise XlplanError(
                _("Version {number} of the plan is in force; a change of it needs a reason: --reason “…”.").format(
                    number=previous.number
                )
            )
        first_quarter = _first_quarter(plan, day, previous, applies_from)
        archived = store(context.workspace.archive, path)
        adoption = Adoption(day, reason or _approval_reason(plan), first_quarter, now)
        record_plan(connection, plan, path.name, archived.sha256, adoption)
        version = plan_versions(connection)[-1]
        transaction.record(_decision(previous, version))
        changes = compare_plans(in_force[1], plan) if in_force else ()
        quarters = _quarters_to_issue(connection, plan, version.applies_from)
    return AdoptionResult(version, True, previous, changes, quarters, findings)


def _decision(previous: PlanVersion | None, version: PlanVersion) -> Decision:
    """Return the adoption as the decision log names it."""
    after = {
        "version": version.number,
        "file": version.file,
        "sha256": version.sha256,
        "adopted_on": version.adopted_on.isoformat(),
        "applies_from": str(version.applies_from),
    }
    before = {"version": previous.number} if previous else {}
    return Decision(DecisionKind.ADOPTION, version.reason, before=before, after=after)


def read_workbook(path: Path) -> tuple[Plan, tuple[Finding, ...]]:
    """Return the plan in a workbook, and the findings on it.

    Raises:
        XlplanError: There is no such file, or the plan has errors. All of them are named.
    """
    reading = _interpret_workbook(path)
    return _require_plan(path, reading), reading.findings


def _interpret_workbook(path: Path) -> PlanReading:
    require_file(path)
    reading = interpret_plan(path)
    _require_plan(path, reading)
    return reading


def _require_plan(path: Path, reading: PlanReading) -> Plan:
    if reading.plan is None:
        raise FaultyPlanError(path, errors_of(reading.findings))
    return reading.plan


def _quarters_to_issue(connection: Connection, plan: Plan, applies_from: Quarter) -> tuple[Quarter, ...]:
    """Return the open quarters with issued templates to which a version of the plan applies."""
    return tuple(
        each
        for each in issued_quarters(connection)
        if each in plan.centre.quarters and each >= applies_from and not closing_edition(connection, each)
    )


def _adoption_day(day: date, today: date) -> date:
    if day > today:
        raise XlplanError(
            _("A plan cannot be adopted on {day}, for today is {today}. Adopt it when that day has come.").format(
                day=f"{day:%d.%m.%Y}", today=f"{today:%d.%m.%Y}"
            )
        )
    return day


def _require_passed(connection: Connection, previous: PlanVersion, day: date, today: date) -> None:
    """Refuse a day before that of the previous version.

    A version that was adopted while the clock was ahead is to be taken back. Where that cannot be done any more,
    it keeps nobody from adopting a later one.
    """
    values = {"number": previous.number, "before": f"{previous.adopted_on:%d.%m.%Y}"}
    if previous.adopted_on <= today:
        raise XlplanError(
            _("Version {number} was adopted on {before}; a later one cannot be of {day}. Check --on.").format(
                day=f"{day:%d.%m.%Y}", **values
            )
        )
    is_latest = previous == plan_versions(connection)[-1]
    if is_latest and not quarters_of_version(connection, previous.number):
        raise XlplanError(
            _(
                "Version {number} is of {before}, and today is {today}: it was adopted while the clock was ahead. "
                "Take it back, then adopt: xlplan plan adopt --undo --reason “…”."
            ).format(today=f"{today:%d.%m.%Y}", **values)
        )


def _first_quarter(plan: Plan, day: date, previous: PlanVersion | None, asked: Quarter | None) -> Quarter:
    """Return the quarter from which a version applies. A change applies from the quarter of its day."""
    quarters = sorted(plan.centre.quarters)
    if asked and asked not in quarters:
        raise XlplanError(
            _("The plan has no quarter {quarter}; it covers {known}. Name one of these.").format(
                quarter=asked, known=", ".join(str(each) for each in quarters)
            )
        )
    if asked or previous is None:
        return asked or quarters[0]
    begun = [quarter for quarter in quarters if quarter.first_day <= day]
    return begun[-1] if begun else quarters[0]


def _approval_reason(plan: Plan) -> str:
    """Return the reason of the first version, from its own approval block."""
    centre = plan.centre
    if not centre.approved_on:
        return _("the first version")
    return _("approved on {day}: {who}").format(
        day=f"{centre.approved_on:%d.%m.%Y}", who=centre.approved_by or centre.name
    )
