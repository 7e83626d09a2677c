"""The steps for each claimed file: archive, read, judge, record, answer."""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from xlplan.domain.copies import CopyOrder
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.file_kinds import FILE_FAILED
from xlplan.domain.findings.finding import Finding
from xlplan.domain.returned import ReturnContent
from xlplan.ledger.connection import write_transaction
from xlplan.sandbox.parsers import FileParsers
from xlplan.services.intake.answer import write_answer
from xlplan.services.intake.arrivals import ArrivedFile
from xlplan.services.intake.record import RecordedFile, record_file
from xlplan.services.intake.results import FailedFile, IntakeListener, IntakeResult
from xlplan.storage import claims as storage_claims
from xlplan.storage.archive import ArchivedFile, store
from xlplan.storage.atomic import DISK_FULL
from xlplan.storage.claims import Claim
from xlplan.storage.workspace import Workspace

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class IntakeContext:
    """The tools that each file of a pass needs."""

    workspace: Workspace
    ledger: Engine
    parsers: FileParsers[ReturnContent]
    now: Callable[[], datetime]
    listener: IntakeListener


@dataclass(frozen=True)
class _ClaimedFile:
    """A claimed file in the archive, its place among copies, and the time of its claim."""

    claim: Claim
    order: CopyOrder | None
    archived: ArchivedFile
    taken_at: datetime

    @property
    def is_followed(self) -> bool:
        """A copy that was saved later comes after it."""
        return self.order is not None and not self.order.is_last


# A file, and what was read from it.
_ReadFile = tuple[_ClaimedFile, ReturnContent | tuple[Finding, ...]]


def process_files(intake: IntakeContext, files: Iterator[ArrivedFile]) -> Iterator[IntakeResult | FailedFile]:
    """Answer files in turn, while child processes already read the next ones.

    A copy that a later one follows is answered after that, so that its answer says which of them counts. A problem
    with one file costs that file alone.

    Raises:
        XlplanError, SQLAlchemyError, OSError: A problem that would stop every file. Claims without an answer stay
            and are recovered by the next pass.
    """
    queue: deque[_ClaimedFile] = deque()
    followed: list[_ReadFile] = []
    while not intake.listener.stopped() and (arrived := next(files, None)):
        try:
            archived = store(intake.workspace.archive, arrived.claim.path)
        except OSError as problem:
            yield _failed_file(arrived.claim, problem)
            continue
        if archived.set_aside:
            log.error("a file in the archive had other bytes than its name says: %s", archived.set_aside)
        intake.parsers.submit(archived.path)
        queue.append(_ClaimedFile(arrived.claim, arrived.order, archived, intake.now()))
        if len(queue) > intake.parsers.ahead:
            yield from _finish(intake, queue.popleft(), followed)
    while queue:
        yield from _finish(intake, queue.popleft(), followed)
    yield from (_answer(intake, *each) for each in followed)


def _failed_file(claim: Claim, problem: Exception) -> FailedFile:
    """Return the claim as a failed file. A problem that would stop every file is raised."""
    if isinstance(problem, XlplanError | SQLAlchemyError) or getattr(problem, "errno", None) in DISK_FULL:
        raise problem
    return FailedFile(claim.name, problem)


def _finish(
    intake: IntakeContext, claimed: _ClaimedFile, followed: list[_ReadFile]
) -> Iterator[IntakeResult | FailedFile]:
    """Yield the answer to a file, and before it those to the copies that it follows.

    All of them are recorded before the first is answered. Nothing comes between, so that hardly a moment finds a
    file that is recorded and not answered.
    """
    intake.listener.file_begins(claimed.claim.name)
    try:
        content = intake.parsers.result()
    except Exception as problem:
        yield _failed(claimed, problem)
        return
    if claimed.is_followed:
        followed.append((claimed, content))
        return
    copies = [each for each in followed if _are_copies(each[0], claimed)]
    followed[:] = [each for each in followed if each not in copies]
    try:
        for copy in (*copies, (claimed, content)) if copies else ():
            _record(intake, *copy)
    except Exception as problem:
        yield from (_failed(each, problem) for each, _content in (*copies, (claimed, content)))
        return
    for copy in (*copies, (claimed, content)):
        yield _answer(intake, *copy)


def _are_copies(one: _ClaimedFile, other: _ClaimedFile) -> bool:
    return bool(one.order and other.order and one.order.return_key == other.order.return_key)


def _answer(
    intake: IntakeContext, claimed: _ClaimedFile, content: ReturnContent | tuple[Finding, ...]
) -> IntakeResult | FailedFile:
    """Record the file first, then answer it, then release it. After a crash the next pass does it again."""
    try:
        recorded = _record(intake, claimed, content)
        result = write_answer(intake.workspace, intake.ledger, recorded, content)
        storage_claims.release(claimed.claim)
    except Exception as problem:
        return _failed(claimed, problem)
    intake.listener.file_answered(result)
    return result


def _failed(claimed: _ClaimedFile, problem: Exception) -> FailedFile:
    failed = _failed_file(claimed.claim, problem)
    log.error("a file could not be answered", exc_info=problem)
    return failed


def _record(
    intake: IntakeContext, claimed: _ClaimedFile, content: ReturnContent | tuple[Finding, ...]
) -> RecordedFile:
    """Record the file. A file that cannot be recorded as read is recorded as a failure."""
    far_over = intake.workspace.settings.far_over
    claim, archived, taken_at, order = claimed.claim, claimed.archived, claimed.taken_at, claimed.order
    try:
        with write_transaction(intake.ledger) as connection:
            return record_file(connection, claim, archived, content, taken_at, far_over, order)
    except (SQLAlchemyError, OSError):
        raise
    except Exception as bug:
        log.exception("a file could not be recorded as it was read")
        failed = (FILE_FAILED.at(seen=ascii(bug)),)
        with write_transaction(intake.ledger) as connection:
            return record_file(connection, claim, archived, failed, taken_at, far_over)
