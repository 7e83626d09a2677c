"""The steps for each claimed file: archive, read, judge, record, answer.

Files that are read soon after one another are recorded in one transaction and answered after it, as a group.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from xlplan.domain.copies import CopyOrder
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.file_kinds import FILE_FAILED
from xlplan.domain.findings.finding import Finding
from xlplan.domain.returned import ReturnContent
from xlplan.ledger.database import Connection, Ledger, LedgerDataError, LedgerError, LedgerOperationError
from xlplan.sandbox.parsers import FileParsers
from xlplan.services.intake.answer import log_answers, write_answer
from xlplan.services.intake.arrivals import ArrivedFile
from xlplan.services.intake.record import RecordedFile, record_file
from xlplan.services.intake.results import FailedFile, IntakeListener, IntakeResult
from xlplan.storage import claims as storage_claims
from xlplan.storage.archive import ArchivedFile, store
from xlplan.storage.atomic import DISK_FULL
from xlplan.storage.claims import Claim
from xlplan.storage.workspace import Workspace

# So many files at most share a transaction, and the locks of the files that tell of them.
_GROUP = 20
# So long a file that is read waits for the next one. A longer wait would only leave this process idle.
_PATIENCE_SECONDS = 0.005

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class IntakeContext:
    """The tools that each file of a pass needs."""

    workspace: Workspace
    ledger: Ledger
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
# Files that are recorded together before the first of them is answered: copies of one return, or a file alone.
_Copies = list[_ReadFile]


def process_files(intake: IntakeContext, files: Iterator[ArrivedFile]) -> Iterator[IntakeResult | FailedFile]:
    """Answer files in turn, while child processes already read the next ones.

    A copy that a later one follows is answered after that, so that its answer says which of them counts. A problem
    with one file costs that file alone.

    Raises:
        XlplanError, LedgerError, OSError: A problem that would stop every file. Claims without an answer stay
            and are recovered by the next pass.
    """
    queue: deque[_ClaimedFile] = deque()
    followed: list[_ReadFile] = []
    group: list[_Copies] = []
    while True:
        yield from _fill(intake, files, queue)
        # A file with no neighbour in sight is answered at once.
        if group and not (len(group) < _GROUP and queue and intake.parsers.is_ready(_PATIENCE_SECONDS)):
            yield from _answer_group(intake, group)
            group = []
        elif queue:
            read = _read(intake, queue.popleft())
            if isinstance(read, FailedFile):
                yield read
            elif read[0].is_followed:
                followed.append(read)
            else:
                group.append([*_taken_from(followed, read[0]), read])
        else:
            break
    yield from _answer_group(intake, [[each] for each in followed])


def _fill(intake: IntakeContext, files: Iterator[ArrivedFile], queue: deque[_ClaimedFile]) -> Iterator[FailedFile]:
    """Archive files and submit them, as many as the child processes can have in hand. Yield those that fail."""
    while len(queue) <= intake.parsers.ahead and not intake.listener.stopped() and (arrived := next(files, None)):
        try:
            archived = store(intake.workspace.archive, arrived.claim.path)
        except OSError as problem:
            yield _failed_file(arrived.claim, problem)
            continue
        if archived.set_aside:
            log.error("a file in the archive had other bytes than its name says: %s", archived.set_aside)
        intake.parsers.submit(archived.path)
        queue.append(_ClaimedFile(arrived.claim, arrived.order, archived, intake.now()))


def _read(intake: IntakeContext, claimed: _ClaimedFile) -> _ReadFile | FailedFile:
    intake.listener.file_begins(claimed.claim.name)
    try:
        return claimed, intake.parsers.result()
    except Exception as problem:
        return _failed(claimed, problem)


def _taken_from(followed: list[_ReadFile], last: _ClaimedFile) -> list[_ReadFile]:
    """Take the copies that a file follows from those that wait."""
    copies = [each for each in followed if _are_copies(each[0], last)]
    followed[:] = [each for each in followed if each not in copies]
    return copies


def _are_copies(one: _ClaimedFile, other: _ClaimedFile) -> bool:
    return bool(one.order and other.order and one.order.return_key == other.order.return_key)


def _failed_file(claim: Claim, problem: Exception) -> FailedFile:
    """Return the claim as a failed file. A problem that would stop every file is raised."""
    if _stops_all(problem):
        raise problem
    return FailedFile(claim.name, problem)


def _stops_all(problem: Exception) -> bool:
    return isinstance(problem, XlplanError | LedgerError) or getattr(problem, "errno", None) in DISK_FULL


def _failed(claimed: _ClaimedFile, problem: Exception) -> FailedFile:
    failed = _failed_file(claimed.claim, problem)
    log.error("a file could not be answered", exc_info=problem)
    return failed


def _answer_group(intake: IntakeContext, group: Sequence[_Copies]) -> list[IntakeResult | FailedFile]:
    """Record the files first, then answer them, then release them. After a crash the next pass does it again."""
    outcomes: list[IntakeResult | FailedFile] = []
    answered: list[tuple[_ClaimedFile, RecordedFile, IntakeResult]] = []
    stopping: Exception | None = None
    for (claimed, content), recorded in _record_group(intake, group):
        try:
            if isinstance(recorded, Exception):
                raise recorded
            result = write_answer(intake.workspace, intake.ledger, recorded, content)
            answered.append((claimed, recorded, result))
        except Exception as problem:
            if _stops_all(problem):
                # Those that are answered are let go before all is given up.
                stopping = problem
                break
            outcomes.append(_failed(claimed, problem))
    try:
        log_answers(intake.workspace, [each[1:] for each in answered])
    except Exception as problem:
        return [*outcomes, *(_failed(claimed, problem) for claimed, _recorded, _result in answered)]
    outcomes += [_release(intake, claimed, result) for claimed, _recorded, result in answered]
    if stopping is not None:
        raise stopping
    return outcomes


def _release(intake: IntakeContext, claimed: _ClaimedFile, result: IntakeResult) -> IntakeResult | FailedFile:
    try:
        storage_claims.release(claimed.claim)
    except Exception as problem:
        return _failed(claimed, problem)
    intake.listener.file_answered(result)
    return result


def _record_group(
    intake: IntakeContext, group: Sequence[_Copies]
) -> Iterator[tuple[_ReadFile, RecordedFile | Exception]]:
    """Record files in one transaction, in their order. Where one of them cannot be recorded, each is by itself."""
    files = [each for copies in group for each in copies]
    try:
        with intake.ledger.write() as connection:
            recorded = [each for copies in group for each in _record_copies(intake, connection, copies)]
    except LedgerOperationError:
        raise
    except Exception:
        for copies in group:
            yield from _record_apart(intake, copies)
    else:
        yield from zip(files, recorded, strict=True)


def _record_copies(intake: IntakeContext, connection: Connection, copies: _Copies) -> list[RecordedFile]:
    """Record copies of one return. What the first is answered with says that the last one counts."""
    recorded = [_record(intake, connection, each) for each in copies]
    return recorded if len(copies) == 1 else [_record(intake, connection, each) for each in copies]


def _record(intake: IntakeContext, connection: Connection, read: _ReadFile) -> RecordedFile:
    (claimed, content), far_over = read, intake.workspace.settings.far_over
    return record_file(
        connection, claimed.claim, claimed.archived, content, claimed.taken_at, far_over, claimed.order
    )


def _record_apart(intake: IntakeContext, copies: _Copies) -> Iterator[tuple[_ReadFile, RecordedFile | Exception]]:
    """Record copies in a transaction each, one that cannot be recorded as it was read as a failure."""
    recorded: list[RecordedFile | Exception]
    try:
        for each in copies if len(copies) > 1 else ():
            _record_alone(intake, each)
        recorded = [_record_alone(intake, each) for each in copies]
    except Exception as problem:
        recorded = [problem for _each in copies]
    return zip(copies, recorded, strict=True)


def _record_alone(intake: IntakeContext, read: _ReadFile) -> RecordedFile:
    try:
        with intake.ledger.write() as connection:
            return _record(intake, connection, read)
    except Exception as bug:
        # A value that the database refuses is one of the file. Anything else that it refuses is its own trouble.
        if isinstance(bug, LedgerError | OSError) and not isinstance(bug, LedgerDataError):
            raise
        log.exception("a file could not be recorded as it was read")
        claimed, failed = replace(read[0], order=None), (FILE_FAILED.at(seen=ascii(bug)),)
        with intake.ledger.write() as connection:
            return _record(intake, connection, (claimed, failed))
