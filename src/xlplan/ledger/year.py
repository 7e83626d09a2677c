"""The year in the ledger: what the figures of each of its quarters rest on."""

from datetime import datetime

from xlplan.domain.figures import QuarterBasis, YearBasis
from xlplan.domain.plan import Plan, PlanVersion
from xlplan.domain.quarter import Quarter
from xlplan.ledger.accepted import accepted_returns, load_counting_rules
from xlplan.ledger.database import Connection
from xlplan.ledger.decisions import notes_of
from xlplan.ledger.editions import closing_edition
from xlplan.ledger.issues import latest_issue_headers
from xlplan.ledger.plan_lines import lines_of_version
from xlplan.ledger.plans import plan_in_force
from xlplan.ledger.reports import plan_of
from xlplan.ledger.submissions import submissions_of


def year_basis(connection: Connection, quarter: Quarter) -> YearBasis:
    """Return what the quarters of a year rest on, as seen in one of them.

    The quarters up to and with this one have their returns. Later ones have the plan that was in force for them
    when this one was closed, or is now.
    """
    edition = closing_edition(connection, quarter)
    as_of: datetime | None = edition.closed_at if edition else None
    year = {each: basis for each in quarter.to_date if (basis := quarter_basis(connection, each))}
    for number in range(quarter.number + 1, 5):
        later = Quarter(quarter.year, number)
        if ahead := plan_in_force(connection, later, as_of):
            year[later] = _planned(connection, *ahead)
    return year


def quarter_basis(connection: Connection, quarter: Quarter) -> QuarterBasis | None:
    """Return what the figures of one quarter rest on; None where no plan covers it."""
    counting = plan_of(connection, quarter)
    if counting is None:
        return None
    version, plan = counting
    headers = latest_issue_headers(connection, quarter)
    lines, notes = lines_of_version(connection, version.number), notes_of(connection, quarter)
    return QuarterBasis(
        plan=plan,
        lines=lines,
        returns=accepted_returns(connection, quarter),
        owed=tuple(issue.unit for issue in headers),
        to_correct=load_counting_rules(connection, quarter).to_correct(submissions_of(connection, quarter)),
        notes={key: notes[own] for key, (own, *_others) in lines.items() if own in notes},
    )


def _planned(connection: Connection, version: PlanVersion, plan: Plan) -> QuarterBasis:
    return QuarterBasis(plan=plan, lines=lines_of_version(connection, version.number))
