"""The steps for each claimed file: archive, read, judge, record, answer.

Files that are read soon after one another are recorded in one transaction and answered after it, as a group.
"""

import logging
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from xlplan.domain.copies import CopyOrder
from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.file_kinds import FILE_FAILED
from xlplan.domain.returned import ReturnContent
from xlplan.ledger.database import Connection, Ledger, LedgerDataError, LedgerError, LedgerOperationError
from xlplan.sandbox.parsers import FileParsers
from xlplan.services.intake.answer import log_answers, write_answer
from xlplan.services.intake.arrivals import ArrivedFile
from xlplan.services.intake.early_check import CheckBasis, CheckedFile, FileReading
from xlplan.services.intake.record import RecordedFile, record_file
from xlplan.services.intake.results import FailedFile, IntakeListener, IntakeResult
from xlplan.services.intake.verdict import load_basis
from xlplan.storage import claims as storage_claims
from xlplan.storage.archive import ArchivedFile, store
from xlplan.storage.atomic import DISK_FULL
from xlplan.storage.claims import Claim
from xlplan.storage.workspace import Workspace

# So many files at most share a transaction, and the locks of the files that tell of them.
_GROUP = 20
# So long a file that is read waits for the next one. A longer wait would only leave this process idle.
_PATIENCE_SECONDS = 0.005
# Files that are written into the archive side by side: the disk takes them together.
_STORED_AT_ONCE = 4

log = logging.getLogger(__name__)


class IntakeContext(Struct, frozen=True):
    """The tools that each file of a pass needs.

    `has_many`: there are enough files to make others work for this process: the parsers apply the rules about one
    return, and threads write the archive. Either needs a start that a few files do not pay back.
    """

    workspace: Workspace
    ledger: Ledger
    parsers: FileParsers[ReturnContent | CheckedFile]
    now: Callable[[], datetime]
    listener: IntakeListener
    has_many: bool = False


class _ClaimedFile(Struct, frozen=True):
    """A claimed file in the archive, its place among copies, the time of its claim, and the basis of its rules."""

    claim: Claim
    order: CopyOrder | None
    archived: ArchivedFile
    taken_at: datetime
    basis: CheckBasis | None

    @property
    def is_followed(self) -> bool:
        """A copy that was saved later comes after it."""
        return self.order is not None and not self.order.is_last


# A file, and what was read from it.
_ReadFile = tuple[_ClaimedFile, FileReading]
# A file, and its place in the archive, or the reason why it has none.
_StoredFile = tuple[ArrivedFile, ArchivedFile | OSError]
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
    stored = _stored_files(intake, files)
    while True:
        yield from _fill(intake, stored, queue)
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


def _stored_files(intake: IntakeContext, files: Iterator[ArrivedFile]) -> Iterator[_StoredFile]:
    """Write files into the archive, and yield them in their order. A stop ends this with the files in hand."""

    def put(arrived: ArrivedFile) -> ArchivedFile | OSError:
        try:
            return store(intake.workspace.archive, arrived.claim.path)
        except OSError as problem:
            return problem

    chosen = _until_stop(intake, files)
    if not intake.has_many:
        yield from ((arrived, put(arrived)) for arrived in chosen)
        return
    in_hand: deque[tuple[ArrivedFile, Future[ArchivedFile | OSError]]] = deque()
    with ThreadPoolExecutor(_STORED_AT_ONCE) as threads:
        for arrived in chosen:
            in_hand.append((arrived, threads.submit(put, arrived)))
            if len(in_hand) > _STORED_AT_ONCE:
                first, archived = in_hand.popleft()
                yield first, archived.result()
        for first, archived in in_hand:
            yield first, archived.result()


def _until_stop(intake: IntakeContext, files: Iterator[ArrivedFile]) -> Iterator[ArrivedFile]:
    # Asked before the next file is claimed.
    while not intake.listener.stopped() and (arrived := next(files, None)):
        yield arrived


def _fill(intake: IntakeContext, files: Iterator[_StoredFile], queue: deque[_ClaimedFile]) -> Iterator[FailedFile]:
    """Submit archived files, as many as the child processes can have in hand. Yield those that fail."""
    while len(queue) <= intake.parsers.ahead and (stored := next(files, None)):
        arrived, archived = stored
        if isinstance(archived, OSError):
            yield _failed_file(arrived.claim, archived)
            continue
        if archived.set_aside:
            log.error("a file in the archive had other bytes than its name says: %s", archived.set_aside)
        basis = _basis_for(intake, arrived)
        intake.parsers.submit(archived.path, pickle.dumps(basis, pickle.HIGHEST_PROTOCOL) if basis else b"")
        queue.append(_ClaimedFile(arrived.claim, arrived.order, archived, intake.now(), basis))


def _basis_for(intake: IntakeContext, arrived: ArrivedFile) -> CheckBasis | None:
    """Return the basis on which whoever reads a file can check it; None for none."""
    if not intake.has_many or arrived.return_key is None:
        return None
    with intake.ledger.connect() as connection:
        return load_basis(connection, arrived.return_key, intake.workspace.settings.far_over)


def _read(intake: IntakeContext, claimed: _ClaimedFile) -> _ReadFile | FailedFile:
    intake.listener.file_begins(claimed.claim.name)
    try:
        read = intake.parsers.result()
    except Exception as problem:
        return _failed(claimed, problem)
    if isinstance(read, CheckedFile) and claimed.basis:
        read = replace(read, issue_body=claimed.basis.issue_body)
    return claimed, read


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
            intake.parsers.keep_busy()
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
    intake.parsers.keep_busy()
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
