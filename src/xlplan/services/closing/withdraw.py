"""Withdrawing: the coordinator takes back the submission that counts; the one before it counts again, or none."""

from dataclasses import dataclass
from datetime import datetime

from xlplan.domain.edition import Withdrawal
from xlplan.domain.errors import XlplanError
from xlplan.domain.named import unit_named
from xlplan.domain.plan import Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import AcceptedReturn
from xlplan.ledger import submissions as queries
from xlplan.ledger.connection import open_ledger, writing
from xlplan.ledger.decisions import record_withdrawal
from xlplan.ledger.insist import insist_issued, insist_open
from xlplan.ledger.issues import latest_heads
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _


@dataclass(frozen=True)
class Withdrawn:
    """What was taken back of a unit, and what counts now; None where nothing does any more."""

    unit: Unit
    taken: AcceptedReturn
    counting: AcceptedReturn | None


def withdraw_return(
    workspace: Workspace, quarter: Quarter, name: str, reason: str, at: datetime, by: str
) -> Withdrawn:
    """Records that what counts of a unit (by code or name) does not count any more. Nothing is deleted.

    XlplanError without a reason, for a closed quarter, an unknown unit, and one of which nothing counts.
    """
    if not reason:
        raise XlplanError(_("Withdrawing a return needs a reason: --reason “…”."))
    with open_ledger(workspace.ledger) as ledger, writing(ledger) as connection:
        insist_issued(connection, quarter)
        insist_open(connection, quarter)
        unit = unit_named((issue.unit for issue in latest_heads(connection, quarter)), name)
        late = workspace.settings.late_from(quarter.last_day)
        taken = queries.accepted_returns(connection, quarter, late).get(unit.code)
        submission = queries.submission_by_hash(connection, taken.sha256) if taken else None
        if taken is None or submission is None:
            raise XlplanError(
                _("No return of {unit} counts for {quarter}, so there is nothing to withdraw.").format(
                    unit=unit.name, quarter=quarter.title
                )
            )
        record_withdrawal(connection, Withdrawal(submission.number, at, by, reason))
        counting = queries.accepted_returns(connection, quarter, late).get(unit.code)
    return Withdrawn(unit, taken, counting)
