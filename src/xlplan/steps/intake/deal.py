"""What is done with each file that was claimed: archived, read, judged, recorded, answered."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from xlplan.files import inbox
from xlplan.files.archive import Kept, keep
from xlplan.files.inbox import Claim
from xlplan.guard.child import Child
from xlplan.ledger import queries, record
from xlplan.ledger.store import writing
from xlplan.steps.intake.answer import Answered, write_answer
from xlplan.steps.intake.judge import judge, recorded
from xlplan.submission import Returned
from xlplan.workspace import Workspace

# How many files the child is ahead of the ledger, so that neither waits for the other.
_AHEAD = 2


@dataclass(frozen=True)
class Bench:
    """What every file of a pass is dealt with by. `tell` hears of each file as soon as it is answered."""

    workspace: Workspace
    ledger: Engine
    child: Child[Returned]
    now: Callable[[], datetime]
    tell: Callable[[Answered], None]


@dataclass(frozen=True)
class _Work:
    """A claimed file in the archive, and when it came."""

    claim: Claim
    kept: Kept
    at: datetime


def deal(bench: Bench, claims: Iterator[Claim]) -> Iterator[Answered]:
    """Answers each claim in turn, while the child already reads the next ones."""
    reading: deque[_Work] = deque()
    for claim in claims:
        work = _Work(claim, keep(bench.workspace.archive, claim.path), bench.now())
        bench.child.submit(work.kept.path)
        reading.append(work)
        if len(reading) > _AHEAD:
            yield _finish(bench, reading.popleft())
    while reading:
        yield _finish(bench, reading.popleft())


def _finish(bench: Bench, work: _Work) -> Answered:
    """Records first, answers second, lets go of the file last: a crash in between is healed by doing it again."""
    read = bench.child.result()
    claim, kept = work.claim, work.kept
    with writing(bench.ledger) as connection:
        record.record_arrival(connection, claim.id, claim.name, kept.size, kept.sha256, work.at)
        known = queries.submission_by_hash(connection, kept.sha256)
        if known:
            submission, verdict = known, recorded(connection, known)
        else:
            verdict = judge(connection, read, bench.workspace.settings.far_over)
            submission = record.record_submission(connection, kept.sha256, claim.name, work.at, verdict)
    answered = write_answer(bench.workspace, submission, verdict, kept.path, read)
    inbox.release(claim)
    bench.tell(answered)
    return answered
