"""What must hold before anything is done with a quarter, or one sentence that says it does not."""

from sqlalchemy import Connection

from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.ledger.editions import closed_by
from xlplan.ledger.issues import issued_quarters
from xlplan.text.translation import _


def insist_issued(connection: Connection, quarter: Quarter) -> None:
    """XlplanError for a quarter for which nothing was issued."""
    issued = issued_quarters(connection)
    if quarter not in issued:
        known = ", ".join(str(each) for each in issued) or "-"
        raise XlplanError(
            _(
                "Nothing was issued for {quarter}; issued so far: {known}. Run “xlplan issue {quarter}” first."
            ).format(quarter=quarter, known=known)
        )


def insist_open(connection: Connection, quarter: Quarter) -> None:
    """XlplanError for a quarter that is closed."""
    edition = closed_by(connection, quarter)
    if edition:
        raise XlplanError(
            _(
                "The {quarter} was closed on {day}; what counts is “{file}”. "
                "To change it: xlplan reopen {code} --reason “…”."
            ).format(quarter=quarter.title, day=f"{edition.closed_at:%d.%m.%Y}", file=edition.file, code=quarter)
        )
