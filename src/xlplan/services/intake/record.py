"""Entering a file that was read in the ledger, once, and what the ledger knows about it afterwards."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from xlplan.domain.findings.finding import Finding
from xlplan.domain.returned import ReturnContent
from xlplan.domain.submission import Attempt, Submission, Verdict
from xlplan.ledger.submissions import (
    first_claim,
    record_arrival,
    record_submission,
    submission_by_hash,
    submissions_of_return,
)
from xlplan.services.intake.verdict import decide_verdict, load_verdict
from xlplan.storage.archive import ArchivedFile
from xlplan.storage.claims import Claim
from xlplan.validation.arrival_order import attempt_of


@dataclass(frozen=True)
class RecordedFile:
    """A file as it stands in the ledger; `at`: when it was taken up.

    `attempt`: None where it is no return; `latest`: whether nothing came for the same return after it; `again`:
    whether the same bytes had come before; `anew`: whether it is taken up a second time, after a crash.
    """

    claim: Claim
    archived: ArchivedFile
    taken_at: datetime
    submission: Submission
    verdict: Verdict
    attempt: Attempt | None
    is_latest: bool
    is_repeated: bool
    is_retried: bool


def record_file(
    connection: Connection,
    claim: Claim,
    archived: ArchivedFile,
    content: ReturnContent | tuple[Finding, ...],
    now: datetime,
    far_over: float,
) -> RecordedFile:
    """Records a file that arrived, within the caller's transaction; known bytes add their arrival alone.

    `far_over`: the setting of that name.
    """
    is_new = record_arrival(connection, claim.id, claim.name, archived.size, archived.sha256, now)
    known_submission = submission_by_hash(connection, archived.sha256)
    if known_submission:
        submission, verdict = known_submission, load_verdict(connection, known_submission)
    else:
        verdict = decide_verdict(connection, content, far_over)
        submission = record_submission(connection, archived.sha256, claim.name, now, verdict)
    numbers = [each.number for each in submissions_of_return(connection, verdict.issue)] if verdict.issue else []
    attempt = None
    if verdict.issue:
        number = numbers.index(submission.number) + 1
        attempt = attempt_of(verdict.issue, number, submission.received_at)
    return RecordedFile(
        claim,
        archived,
        now,
        submission,
        verdict,
        attempt,
        is_latest=submission.number == max(numbers, default=submission.number),
        is_repeated=known_submission is not None and first_claim(connection, archived.sha256) != claim.id,
        is_retried=not is_new,
    )
