"""The undoing of an adoption: the latest version of the plan is taken back, while nothing was issued on it."""

from msgspec import Struct

from xlplan.domain.decision_log import Decision, DecisionKind
from xlplan.domain.decisions import AdoptionUndoing
from xlplan.domain.errors import XlplanError
from xlplan.domain.plan import PlanVersion
from xlplan.ledger.database import Connection
from xlplan.ledger.plans import (
    latest_plan,
    load_plan,
    plan_versions,
    quarters_of_version,
    record_adoption_undoing,
)
from xlplan.services.open_workspace import OpenWorkspace, decision_transaction
from xlplan.text.translation import _


class AdoptionUndoingResult(Struct, frozen=True):
    """The version that was taken back, and the one that is in force now for its period; None where none is."""

    undone: PlanVersion
    in_force: PlanVersion | None


def undo_adoption(context: OpenWorkspace, reason: str) -> AdoptionUndoingResult:
    """Record that the latest version of the plan is taken back. Its row stays, and its number is not given again.

    Raises:
        XlplanError: There is no reason or no version, or templates or an edition rest on the version.
    """
    if not reason:
        raise XlplanError(_("Taking an adoption back needs a reason: --reason “…”."))
    with decision_transaction(context) as transaction:
        connection = transaction.connection
        version = _require_unused(connection)
        quarters = load_plan(connection, version.number).centre.quarters
        undoing = AdoptionUndoing(version=version.number, at=context.now(), by=context.by, reason=reason)
        record_adoption_undoing(connection, undoing)
        remaining = latest_plan(connection, quarters)
        in_force = remaining[0] if remaining else None
        before = {"version": version.number, "sha256": version.sha256}
        after = {"version": in_force.number if in_force else None}
        transaction.record(Decision(DecisionKind.ADOPTION_UNDOING, reason, before=before, after=after))
    return AdoptionUndoingResult(version, in_force)


def _require_unused(connection: Connection) -> PlanVersion:
    """Return the latest version; refuse one on which something was issued."""
    versions = plan_versions(connection)
    if not versions:
        raise XlplanError(_("No plan is adopted, so there is nothing to take back."))
    version = versions[-1]
    if quarters := quarters_of_version(connection, version.number):
        raise XlplanError(
            _(
                "Version {number} of the plan cannot be taken back: templates or an edition of {quarters} rest on "
                "it. Adopt a corrected workbook as the next version: xlplan plan adopt --reason “…”."
            ).format(number=version.number, quarters=", ".join(str(each) for each in quarters))
        )
    return version
