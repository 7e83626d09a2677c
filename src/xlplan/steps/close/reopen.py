"""Opening a closed quarter again, for a reason: its edition stays, and the next closing makes another one."""

from datetime import datetime

from xlplan.edition import Edition, Reopening
from xlplan.errors import XlplanError
from xlplan.ledger.editions import closed_by, record_reopening
from xlplan.ledger.insist import insist_issued
from xlplan.ledger.store import open_ledger, writing
from xlplan.quarter import Quarter
from xlplan.texts import _
from xlplan.workspace import Workspace


def reopen_quarter(workspace: Workspace, quarter: Quarter, reason: str, at: datetime, by: str) -> Edition:
    """Records that the quarter is open again, and returns the edition that it was closed by.

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
    return edition
