"""The steps for each claimed file: archive, read, judge, record, answer."""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.file_kinds import FILE_FAILED
from xlplan.domain.findings.finding import Finding
from xlplan.domain.returned import ReturnContent
from xlplan.ledger.connection import write_transaction
from xlplan.sandbox.worker import ParserProcess
from xlplan.services.intake.answer import write_answer
from xlplan.services.intake.record import RecordedFile, record_file
from xlplan.services.intake.results import FailedFile, IntakeListener, IntakeResult
from xlplan.storage import claims as storage_claims
from xlplan.storage.archive import ArchivedFile, store
from xlplan.storage.atomic import DISK_FULL
from xlplan.storage.claims import Claim
from xlplan.storage.workspace import Workspace

# The child process is so many files ahead of the ledger, so that neither waits for the other.
_AHEAD = 2

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class IntakeContext:
    """The tools that each file of a pass needs."""

    workspace: Workspace
    ledger: Engine
    child: ParserProcess[ReturnContent]
    now: Callable[[], datetime]
    listener: IntakeListener


@dataclass(frozen=True)
class _ClaimedFile:
    """A claimed file in the archive, and the time of its claim."""

    claim: Claim
    archived: ArchivedFile
    taken_at: datetime


def process_claims(intake: IntakeContext, claims: Iterator[Claim]) -> Iterator[IntakeResult | FailedFile]:
    """Answer the claims in turn, while the child process already reads the next ones.

    A problem with one file costs that file alone.

    Raises:
        XlplanError, SQLAlchemyError, OSError: A problem that would stop every file. Claims without an answer stay
            and are recovered by the next pass.
    """
    queue: deque[_ClaimedFile] = deque()
    while not intake.listener.stopped() and (claim := next(claims, None)):
        try:
            claimed = _ClaimedFile(claim, store(intake.workspace.archive, claim.path), intake.now())
            if claimed.archived.set_aside:
                log.error(
                    "a file in the archive had other bytes than its name says: %s", claimed.archived.set_aside
                )
        except OSError as problem:
            yield _failed_file(claim, problem)
            continue
        intake.child.submit(claimed.archived.path)
        queue.append(claimed)
        if len(queue) > _AHEAD:
            yield _finish(intake, queue.popleft())
    while queue:
        yield _finish(intake, queue.popleft())


def _failed_file(claim: Claim, problem: Exception) -> FailedFile:
    """Return the claim as a failed file. A problem that would stop every file is raised."""
    if isinstance(problem, XlplanError | SQLAlchemyError) or getattr(problem, "errno", None) in DISK_FULL:
        raise problem
    return FailedFile(claim.name, problem)


def _finish(intake: IntakeContext, claimed: _ClaimedFile) -> IntakeResult | FailedFile:
    """Record the file first, then answer it, then release it. After a crash the next pass does it again."""
    intake.listener.file_begins(claimed.claim.name)
    try:
        content = intake.child.result()
        recorded = _record(intake, claimed, content)
        result = write_answer(intake.workspace, intake.ledger, recorded, content)
        storage_claims.release(claimed.claim)
    except Exception as problem:
        failed = _failed_file(claimed.claim, problem)
        log.exception("a file could not be answered")
        return failed
    intake.listener.file_answered(result)
    return result


def _record(
    intake: IntakeContext, claimed: _ClaimedFile, content: ReturnContent | tuple[Finding, ...]
) -> RecordedFile:
    """Record the file. A file that cannot be recorded as read is recorded as a failure."""
    far_over = intake.workspace.settings.far_over
    try:
        with write_transaction(intake.ledger) as connection:
            return record_file(connection, claimed.claim, claimed.archived, content, claimed.taken_at, far_over)
    except (SQLAlchemyError, OSError):
        raise
    except Exception as bug:
        log.exception("a file could not be recorded as it was read")
        failed = (FILE_FAILED.at(seen=ascii(bug)),)
        with write_transaction(intake.ledger) as connection:
            return record_file(connection, claimed.claim, claimed.archived, failed, claimed.taken_at, far_over)
