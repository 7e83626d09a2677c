"""The record of a file in the ledger, written once, and the state of the file after that."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from xlplan.domain.copies import CopyOrder
from xlplan.domain.messages import Sender
from xlplan.domain.standing import Standing, findings_now, first_standing
from xlplan.domain.submission import Attempt, Submission, Verdict
from xlplan.ledger.database import Connection
from xlplan.ledger.deadlines import deadline_of
from xlplan.ledger.messages import load_sender
from xlplan.ledger.submissions import (
    first_claim,
    record_arrival,
    record_submission,
    submission_by_hash,
    submissions_of_return,
)
from xlplan.services.intake.early_check import FileReading
from xlplan.services.intake.standing import load_standing
from xlplan.services.intake.verdict import decide_verdict, load_verdict
from xlplan.storage.archive import ArchivedFile
from xlplan.storage.claims import Claim
from xlplan.validation.arrival_order import attempt_of


class RecordedFile(Struct, frozen=True):
    """A file as the ledger knows it.

    Attributes:
        claim: The claim of the file.
        archived: The file in the archive.
        taken_at: The time of the claim.
        submission: The submission of the file. The same bytes are one submission.
        verdict: The verdict on the submission. Of its findings it has those that are still true.
        standing: How the submission stands now.
        attempt: The attempt for its return. None if the file is no return.
        is_latest: There is no later submission for the same return.
        is_repeated: The same bytes had come before.
        is_retried: The file is processed for a second time, after a crash.
        sender: The sender of a file that came by mail; None for any other.
    """

    claim: Claim
    archived: ArchivedFile
    taken_at: datetime
    submission: Submission
    verdict: Verdict
    standing: Standing
    attempt: Attempt | None
    is_latest: bool
    is_repeated: bool
    is_retried: bool
    sender: Sender | None = None


def record_file(
    connection: Connection,
    claim: Claim,
    archived: ArchivedFile,
    read: FileReading,
    now: datetime,
    far_over: float,
    order: CopyOrder | None = None,
) -> RecordedFile:
    """Record the arrival of a file, within a transaction of the caller. Known bytes add only their arrival.

    Args:
        connection: The ledger, in a write transaction.
        claim: The claim of the file.
        archived: The file in the archive.
        read: The content of the file, checked or not, or the reasons why it cannot be read.
        now: The time of the claim.
        far_over: The setting of that name.
        order: Its place among the copies that came with it.
    """
    is_new = record_arrival(connection, claim.id, claim.name, archived.size, archived.sha256, now)
    known_submission = submission_by_hash(connection, archived.sha256)
    if known_submission:
        submission, verdict = known_submission, load_verdict(connection, known_submission)
        standing = load_standing(connection, submission, verdict)
        verdict = replace(verdict, findings=findings_now(verdict.findings, standing))
    else:
        verdict = decide_verdict(connection, read, far_over, order)
        submission = record_submission(connection, archived.sha256, claim.name, now, verdict)
        standing = first_standing(verdict)
    numbers = [each.number for each in submissions_of_return(connection, verdict.issue)] if verdict.issue else []
    attempt = None
    if verdict.issue:
        number = numbers.index(submission.number) + 1
        attempt = attempt_of(deadline_of(connection, verdict.issue.quarter), number, submission.received_at)
    return RecordedFile(
        claim,
        archived,
        now,
        submission,
        verdict,
        standing,
        attempt,
        is_latest=submission.number == max(numbers, default=submission.number),
        is_repeated=known_submission is not None and first_claim(connection, archived.sha256) != claim.id,
        is_retried=not is_new,
        sender=load_sender(connection, archived.sha256, verdict.issue),
    )
