"""One pass over the inbox. Source: design, intake."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from xlplan.errors import XlplanError
from xlplan.files import inbox
from xlplan.files.archive import Kept, keep
from xlplan.files.inbox import Claim
from xlplan.guard.child import Child
from xlplan.ledger import queries, record
from xlplan.ledger.store import open_ledger, writing
from xlplan.quarter import Quarter
from xlplan.steps.intake.answer import Answered, write_answer
from xlplan.steps.intake.examine import examine
from xlplan.steps.intake.judge import judge, recorded
from xlplan.submission import Outcome, Returned
from xlplan.texts import _
from xlplan.workspace import Workspace

Clock = Callable[[], datetime]
Sleep = Callable[[float], None]
Tell = Callable[[Answered], None]
Reader = Child[Returned]


@dataclass(frozen=True)
class TakenIn:
    """What one pass did. `waiting`: files that are still changing or that a program holds open."""

    answered: tuple[Answered, ...]
    waiting: tuple[Path, ...]

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters whose figures may have changed."""
        accepted = (each.quarter for each in self.answered if each.outcome is Outcome.ACCEPTED)
        return tuple(sorted({quarter for quarter in accepted if quarter}))

    @property
    def to_correct(self) -> bool:
        """Whether a file was sent back or not taken."""
        return any(each.outcome is not Outcome.ACCEPTED for each in self.answered)


@dataclass(frozen=True)
class _Work:
    """A claimed file in the archive, and when it came."""

    claim: Claim
    kept: Kept
    at: datetime


@dataclass(frozen=True)
class _Bench:
    """What every file of a pass is dealt with by."""

    workspace: Workspace
    ledger: Engine
    child: Reader
    now: Clock
    tell: Tell


def take_in(
    workspace: Workspace,
    now: Clock,
    sleep: Sleep,
    files: Sequence[Path] = (),
    tell: Tell = lambda _answered: None,
) -> TakenIn:
    """Deals with the inbox once, or with copies of `files`, and with what a killed process left behind.

    `tell` hears of each file as soon as it is answered. XlplanError where the inbox or one of `files` is missing.
    """
    _insist(workspace, files)
    with open_ledger(workspace.ledger) as ledger, Child(examine) as child:
        ready = _settled(workspace, child, sleep)
        with inbox.claiming(workspace.inbox) as owner:
            bench = _Bench(workspace, ledger, child, now, tell)
            answered = tuple(_deal(bench, _claims(workspace, owner, ready, files)))
    inbox.tidy(workspace.inbox)
    return TakenIn(answered, tuple(inbox.look(workspace.inbox)))


def _insist(workspace: Workspace, files: Sequence[Path]) -> None:
    if not workspace.inbox.is_dir():
        raise XlplanError(_("There is no folder {folder}. Make it again.").format(folder=workspace.inbox))
    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        raise XlplanError(_("There is no file {file}. Check its name.").format(file=", ".join(missing)))


def _settled(workspace: Workspace, child: Reader, sleep: Sleep) -> tuple[Path, ...]:
    before = inbox.look(workspace.inbox)
    if not before:
        return ()
    child.start()  # it gets ready while the files settle
    sleep(workspace.settings.quiet_seconds)
    return inbox.settled(before, inbox.look(workspace.inbox))


def _claims(workspace: Workspace, owner: Path, ready: Iterable[Path], files: Sequence[Path]) -> Iterator[Claim]:
    yield from inbox.adopt(workspace.inbox, owner)
    lying = workspace.inbox.resolve()
    for path in files:
        if not path.resolve().is_relative_to(lying):
            yield inbox.claim_copy(owner, path)
    wanted = {path.resolve() for path in files}
    for path in ready:
        if (not files or path.resolve() in wanted) and (claimed := inbox.claim(owner, path)):
            yield claimed


def _deal(bench: _Bench, claims: Iterator[Claim]) -> Iterator[Answered]:
    """Answers each claim in turn, while the child already reads the next one."""
    reading: deque[_Work] = deque()
    for claim in claims:
        work = _Work(claim, keep(bench.workspace.archive, claim.path), bench.now())
        bench.child.submit(work.kept.path)
        reading.append(work)
        if len(reading) > 1:
            yield _finish(bench, reading.popleft())
    while reading:
        yield _finish(bench, reading.popleft())


def _finish(bench: _Bench, work: _Work) -> Answered:
    """Records first, answers second, lets go of the file last: a crash in between is healed by doing it again."""
    read = bench.child.result()
    claim, kept = work.claim, work.kept
    with writing(bench.ledger) as connection:
        record.record_arrival(connection, claim.id, claim.name, kept.size, kept.sha256, work.at)
        known = queries.submission_by_hash(connection, kept.sha256)
        if known:
            submission, verdict = known, recorded(connection, known)
        else:
            verdict = judge(connection, read)
            submission = record.record_submission(connection, kept.sha256, claim.name, work.at, verdict)
    answered = write_answer(bench.workspace, submission, verdict, kept.path, read)
    inbox.release(claim)
    bench.tell(answered)
    return answered
