"""What the coordinator decided, as the ledger records it: withdrawals and waivers, and what counts by them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.sql import insert

from xlplan.domain.edition import Waiver, Withdrawal
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import AcceptedReturn, Outcome, Standing, Submission
from xlplan.ledger import schema as tables
from xlplan.ledger.editions import closed_by

# What an accepted submission is called once a later one counts, and the others always.
_STANDINGS = {
    Outcome.ACCEPTED: Standing.SUPERSEDED,
    Outcome.TO_CORRECT: Standing.TO_CORRECT,
    Outcome.NOT_TAKEN: Standing.NOT_TAKEN,
}


def record_withdrawal(connection: Connection, withdrawal: Withdrawal) -> None:
    """Adds that a submission was taken back."""
    connection.execute(insert(tables.withdrawals), {**vars(withdrawal), "at": withdrawal.at.isoformat()})


def record_waiver(connection: Connection, waiver: Waiver) -> None:
    """Adds that one finding of one unit is silenced."""
    row = {
        **vars(waiver),
        "quarter": str(waiver.quarter),
        "until": waiver.until.isoformat() if waiver.until else None,
        "at": waiver.at.isoformat(),
    }
    connection.execute(insert(tables.waivers), row)


def withdrawals_of(connection: Connection, quarter: Quarter) -> Mapping[int, Withdrawal]:
    """What was taken back of a quarter, by the number of the submission."""
    query = (
        select(tables.withdrawals)
        .join(tables.submissions, tables.submissions.c.number == tables.withdrawals.c.submission)
        .where(tables.submissions.c.quarter == str(quarter))
    )
    return {
        row.submission: Withdrawal(row.submission, datetime.fromisoformat(row.at), row.by, row.reason)
        for row in connection.execute(query)
    }


def waivers_of(connection: Connection, quarter: Quarter) -> tuple[Waiver, ...]:
    """The waivers of a quarter, oldest first, those that no longer hold among them."""
    table = tables.waivers.c
    query = select(tables.waivers).where(table.quarter == str(quarter)).order_by(table.number)
    return tuple(
        Waiver(
            quarter=quarter,
            unit=row.unit,
            code=row.code,
            reason=row.reason,
            until=date.fromisoformat(row.until) if row.until else None,
            at=datetime.fromisoformat(row.at),
            by=row.by,
        )
        for row in connection.execute(query)
    )


def decided(connection: Connection, quarters: Collection[Quarter]) -> int:
    """How many decisions stand in the ledger on these quarters: it grows with each, and never falls."""
    names = [str(quarter) for quarter in quarters]
    dated = (tables.editions, tables.reopenings, tables.waivers)
    counts = [select(func.count()).where(table.c.quarter.in_(names)) for table in dated]
    taken = tables.withdrawals.join(
        tables.submissions, tables.submissions.c.number == tables.withdrawals.c.submission
    )
    counts.append(select(func.count()).select_from(taken).where(tables.submissions.c.quarter.in_(names)))
    return sum(connection.execute(query).scalar_one() for query in counts)


@dataclass(frozen=True)
class Counting:
    """What may count of a quarter: what was not taken back, and came before the quarter was closed."""

    upto: int | None
    withdrawn: Mapping[int, Withdrawal]

    def late(self, submission: Submission) -> bool:
        """Whether it came for a quarter that was closed already, and waits for it to be reopened."""
        return self.upto is not None and submission.number > self.upto

    def counts(self, submission: Submission) -> bool:
        """Whether it may count; the latest that may is the one that does."""
        accepted = submission.outcome is Outcome.ACCEPTED
        return accepted and submission.number not in self.withdrawn and not self.late(submission)

    def standing(self, submission: Submission, accepted: AcceptedReturn | None) -> Standing:
        """What has become of it; `accepted`: what counts of its unit."""
        if accepted and submission.sha256 == accepted.sha256:
            return Standing.COUNTS
        if submission.number in self.withdrawn:
            return Standing.WITHDRAWN
        if submission.outcome is Outcome.ACCEPTED and self.late(submission):
            return Standing.LATE
        return _STANDINGS[submission.outcome]


def counting(connection: Connection, quarter: Quarter) -> Counting:
    """What may count of a quarter as it stands now."""
    edition = closed_by(connection, quarter)
    return Counting(edition.upto if edition else None, withdrawals_of(connection, quarter))
