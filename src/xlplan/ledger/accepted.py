"""What the coordinator decided, as the ledger records it: withdrawals and waivers, and what counts by them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from xlplan.domain.decisions import Withdrawal
from xlplan.domain.quarter import Quarter
from xlplan.domain.reissue import rows_to_ask_again
from xlplan.domain.submission import AcceptedReturn, Entry, Outcome, Submission, SubmissionState
from xlplan.ledger import schema
from xlplan.ledger.decisions import withdrawals_of
from xlplan.ledger.editions import closing_edition
from xlplan.ledger.issues import issue_by_code
from xlplan.ledger.record_mapping import ENTRIES
from xlplan.ledger.submissions import submissions_of

# What an accepted submission is called once a later one counts, and the others always.
_STANDINGS = {
    Outcome.ACCEPTED: SubmissionState.SUPERSEDED,
    Outcome.TO_CORRECT: SubmissionState.TO_CORRECT,
    Outcome.NOT_TAKEN: SubmissionState.NOT_TAKEN,
}


@dataclass(frozen=True)
class CountingRules:
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

    def standing(self, submission: Submission, accepted: AcceptedReturn | None) -> SubmissionState:
        """What has become of it; `accepted`: what counts of its unit."""
        if accepted and submission.sha256 == accepted.sha256:
            return SubmissionState.COUNTS
        if submission.number in self.withdrawn:
            return SubmissionState.WITHDRAWN
        if submission.outcome is Outcome.ACCEPTED and self.late(submission):
            return SubmissionState.LATE
        return _STANDINGS[submission.outcome]


def load_counting_rules(connection: Connection, quarter: Quarter) -> CountingRules:
    """What may count of a quarter as it stands now."""
    edition = closing_edition(connection, quarter)
    return CountingRules(edition.upto if edition else None, withdrawals_of(connection, quarter))


def accepted_returns(connection: Connection, quarter: Quarter, due: datetime) -> dict[str, AcceptedReturn]:
    """The submission of each unit that counts for a quarter: the latest accepted; in time if before `due`.

    What was withdrawn, or came after the quarter was closed, does not count. Where the plan changed after a return
    was made, the entries to rows that it asks anew are left out.
    """
    may = load_counting_rules(connection, quarter)
    latest: dict[str, tuple[int, Submission]] = {}
    attempts: dict[str, int] = {}
    for each in submissions_of(connection, quarter):
        unit = each.unit or ""
        attempts[unit] = attempts.get(unit, 0) + 1
        if may.counts(each):
            latest[unit] = (attempts[unit], each)
    entries: dict[int, dict[str, Entry]] = {each.number: {} for _, each in latest.values()}
    rows = connection.execute(select(schema.entries).where(schema.entries.c.submission.in_(entries)))
    read_entry = ENTRIES.reader(rows.keys())
    for row in rows:
        entries[row.submission][row.key] = read_entry(row)
    asked = _asked_again(connection, quarter, {unit: str(each.form_code) for unit, (_, each) in latest.items()})
    return {
        unit: AcceptedReturn(
            unit=unit,
            file=each.file,
            sha256=each.sha256,
            received_at=each.received_at,
            attempt=attempt,
            in_time=each.received_at < due,
            entries={key: entry for key, entry in entries[each.number].items() if key not in asked.get(unit, ())},
            asked=asked.get(unit, ()),
        )
        for unit, (attempt, each) in latest.items()
    }


def _asked_again(
    connection: Connection, quarter: Quarter, answered: Mapping[str, str]
) -> Mapping[str, tuple[str, ...]]:
    """By unit, the row codes that its newest issue asks anew; `answered`: the form code that it has answered."""
    table = schema.issues.c
    newest = select(func.max(table.number)).where(table.quarter == str(quarter)).group_by(table.unit)
    query = select(table.unit, table.form_code).where(table.number.in_(newest))
    replaced = {
        row.unit: (answered[row.unit], row.form_code)
        for row in connection.execute(query)
        if answered.get(row.unit, row.form_code) != row.form_code
    }
    asked = {}
    for unit, codes in replaced.items():
        older, newer = (issue_by_code(connection, code) for code in codes)
        if older and newer:
            asked[unit] = rows_to_ask_again(older, newer)
    return asked
