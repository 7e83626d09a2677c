"""Opening a closed quarter again, for a reason: its edition stays, and the next closing makes another one."""

from dataclasses import dataclass
from datetime import datetime

from xlplan.domain.edition import Edition, Reopening
from xlplan.domain.errors import XlplanError
from xlplan.domain.plan import PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.ledger.connection import open_ledger, writing
from xlplan.ledger.editions import closed_by, record_reopening
from xlplan.ledger.insist import insist_issued
from xlplan.ledger.reports import version_of
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _


@dataclass(frozen=True)
class Reopened:
    """The edition by which a quarter was closed, and the version of the plan that counts for it from now on."""

    edition: Edition
    version: PlanVersion


def reopen_quarter(workspace: Workspace, quarter: Quarter, reason: str, at: datetime, by: str) -> Reopened:
    """Records that the quarter is open again.

    XlplanError without a reason, and for a quarter that is not closed.
    """
    if not reason:
        raise XlplanError(
            _("Reopening {quarter} needs a reason: xlplan reopen {quarter} --reason “…”.").format(quarter=quarter)
        )
    with open_ledger(workspace.ledger) as ledger, writing(ledger) as connection:
        insist_issued(connection, quarter)
        edition = closed_by(connection, quarter)
        if edition is None:
            raise XlplanError(
                _("The {quarter} is not closed, so there is nothing to reopen.").format(quarter=quarter.title)
            )
        record_reopening(connection, Reopening(quarter, edition.number, at, by, reason))
        version = version_of(connection, quarter)
    if version is None:
        raise LookupError("a quarter that was closed has a plan")
    return Reopened(edition, version)
