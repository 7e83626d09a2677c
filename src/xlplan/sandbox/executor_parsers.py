"""Parsing on any executor of `concurrent.futures`: threads, processes, or the workers of a cluster."""

import logging
import pickle
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Generic, NamedTuple, Self, TypeVar, cast

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.file_kinds import FILE_TOO_SLOW
from xlplan.domain.findings.finding import Finding
from xlplan.sandbox.batches import (
    Answer,
    BatchAnswer,
    CarriedFile,
    Task,
    carry,
    code_version,
    end_idle_children,
    read_batch,
)
from xlplan.sandbox.limits import MEGABYTE, MEMORY_LIMIT, TIME_LIMIT
from xlplan.text.translation import _

T = TypeVar("T")
Findings = tuple[Finding, ...]

# Seconds between two looks at an executor that does not answer.
_LOOK_SECONDS = 2.0
# Batches for each process side by side: one in hand, and one that it begins without asking.
_BATCHES_EACH = 2
# How often a file may end a worker, alone in its task, before it is blamed for that.
_LARGEST_DEATHS = 2
# A file that no reader stumbles over. It shows that the workers do their work.
_HARMLESS = CarriedFile("harmless.txt", 8, b"harmless")

log = logging.getLogger(__name__)


class ExecutorSource:
    """A source of executors, which knows what their failures mean. This one suits those of Python itself.

    Args:
        make: A function that makes the executor, also anew where the first one is broken.
        slots: The number of tasks that it runs side by side.
    """

    def __init__(self, make: Callable[[], Executor], slots: int) -> None:
        self._make = make
        self._slots = slots
        self._executor: Executor | None = None

    @property
    def slots(self) -> int:
        """The number of tasks that run side by side."""
        return self._slots

    def open(self) -> Executor:
        """Return the executor, a new one if there is none.

        Raises:
            XlplanError: There is none to be had.
        """
        if self._executor is None:
            self._executor = self._make()
        return self._executor

    def close(self) -> None:
        """End the executor and what it has in hand."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def tells_death(self, problem: BaseException) -> bool:
        """Tell if a task failed because its worker ended. Hear of it, so that the next task finds another."""
        if isinstance(problem, BrokenExecutor):
            self.close()
            return True
        return False

    @property
    def lost(self) -> str:
        """The sentence that tasks were given up, so that nobody knows what came of them."""
        return _("The workers were stopped.")

    def look(self) -> None:
        """Look after an executor that has not answered for a while.

        Raises:
            XlplanError: It will not answer any more.
        """


class BatchLimits(Struct, frozen=True):
    """The most that one task carries, and the most that is on its way at once."""

    files: int = 16
    size: int = 4 * MEGABYTE
    size_on_way: int = 256 * MEGABYTE


_USUAL_LIMITS = BatchLimits()


class _Submitted(NamedTuple):
    """A file as it was submitted: its path, the second argument of the function, and the size of both."""

    path: Path
    basis: bytes
    size: int


class _Batch(Struct):
    """Files that were sent together, each with the error that kept it from being sent."""

    submitted: tuple[_Submitted, ...]
    problems: tuple[OSError | None, ...]
    size: int
    future: "Future[bytes]"


class ExecutorParsers(Generic[T]):
    """A function that runs on one file after another, in batches on an executor.

    Results come back in the order of submission. A worker that ends costs a retry. A file that ends workers has a
    finding that says so as its result, and costs no other file anything.

    Args:
        function: A function that can be imported by name, also where the executor runs it. It gets a path, and
            the basis that came with the path.
        source: Where the executor comes from.
        limits: The most that one task carries.
        seconds: The time limit for one file.
        memory: The limit in bytes for one file; None for no limit.
    """

    def __init__(
        self,
        function: Callable[..., T | Findings],
        source: ExecutorSource,
        limits: BatchLimits = _USUAL_LIMITS,
        seconds: float = TIME_LIMIT,
        memory: int | None = MEMORY_LIMIT,
    ) -> None:
        self._task = Task(function, seconds, memory)
        self._source = source
        self._limits = limits
        # In the order of submission: answers, batches on their way, files that wait.
        self._answers: deque[Answer] = deque()
        self._batches: deque[_Batch] = deque()
        self._waiting: deque[_Submitted] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for batch in self._batches:
            batch.future.cancel()
        self._source.close()
        end_idle_children()

    @property
    def ahead(self) -> int:
        """The number of files on their way to the workers, and of one batch more that waits for a place."""
        return (self._places + 1) * self._limits.files

    @property
    def _places(self) -> int:
        return self._source.slots * _BATCHES_EACH

    def start(self) -> None:
        """Open the executor. An executor that cannot be reached is told before any file is claimed.

        Raises:
            XlplanError: It cannot be reached.
        """
        self._source.open()

    def submit(self, path: Path, basis: bytes = b"") -> None:
        """Queue a path. A batch leaves as soon as it is full and has a place.

        Args:
            path: The path.
            basis: The second argument of the function; b"" to call it without one.
        """
        size = 0
        with suppress(OSError):
            size = path.stat().st_size
        self._waiting.append(_Submitted(path, basis, min(size, self._limits.size) + len(basis)))
        while self._has_place() and self._is_full():
            self._send(self._take(self._limits.files))

    def keep_busy(self) -> None:
        """Do nothing: an executor needs nobody for what is on its way."""

    def is_ready(self, seconds: float) -> bool:
        """Tell if the result for the path that was queued first is there, or comes within so many seconds."""
        if self._answers:
            return True
        self._send_waiting()
        return bool(self._batches) and bool(wait([self._batches[0].future], seconds).done)

    def result(self) -> T | Findings:
        """Return the result of the function for the path that was queued first.

        Raises:
            IndexError: No path is queued.
            OSError: The system does not let the file be read. That says nothing about what is in it.
            XlplanError: The executor does no work any more.
        """
        if not self._answers:
            self._send_waiting()
            self._answers.extend(self._collect(self._batches[0]))
            self._batches.popleft()
            self._send_waiting()
        answer = self._answers.popleft()
        if isinstance(answer, OSError):
            raise answer
        return cast("T | Findings", pickle.loads(answer) if isinstance(answer, bytes) else answer)

    def _has_place(self) -> bool:
        on_way = sum(batch.size for batch in self._batches)
        return len(self._batches) < self._places and on_way < self._limits.size_on_way

    def _is_full(self) -> bool:
        is_large = sum(each.size for each in self._waiting) >= self._limits.size
        return len(self._waiting) >= self._limits.files or is_large

    def _send_waiting(self) -> None:
        """Send what waits, spread over the free places: no more may come before the first of it is asked for."""
        while self._waiting and self._has_place():
            free = max(1, self._source.slots - len(self._batches))
            self._send(self._take(min(self._limits.files, -(-len(self._waiting) // free))))

    def _take(self, most: int) -> tuple[_Submitted, ...]:
        """Take the files of one batch from those that wait: at least one, whatever its size."""
        taken: list[_Submitted] = []
        size = 0
        while (
            self._waiting
            and len(taken) < most
            and (not taken or size + self._waiting[0].size <= self._limits.size)
        ):
            taken.append(self._waiting.popleft())
            size += taken[-1].size
        return tuple(taken)

    def _send(self, submitted: tuple[_Submitted, ...]) -> None:
        self._batches.append(self._sent(submitted))

    def _sent(self, submitted: tuple[_Submitted, ...]) -> _Batch:
        carried = [_carry(each) for each in submitted]
        files = [each for each in carried if isinstance(each, CarriedFile)]
        problems = tuple(each if isinstance(each, OSError) else None for each in carried)
        size = sum(len(file.data) + len(file.basis) for file in files)
        return _Batch(submitted, problems, size, self._begin(files))

    def _begin(self, files: list[CarriedFile]) -> "Future[bytes]":
        try:
            return self._source.open().submit(read_batch, code_version(), self._task, files)
        except BrokenExecutor as broken:
            # Nobody has waited for it yet: a worker ended between two tasks.
            self._source.tells_death(broken)
            return self._source.open().submit(read_batch, code_version(), self._task, files)

    def _collect(self, batch: _Batch) -> Iterable[Answer]:
        """Return the answers to a batch, in the order of its files."""
        answers = self._wait(batch.future)
        if answers is None:
            log.warning("a worker ended while it had %d files", len(batch.submitted))
            return self._collect_singly(batch.submitted)
        each_answer = iter(answers)
        return [problem or next(each_answer) for problem in batch.problems]

    def _wait(self, future: "Future[bytes]") -> tuple[Answer, ...] | None:
        """Return the answers to what was sent; None where the worker ended.

        Raises:
            XlplanError: The executor does no work any more, or not this work.
        """
        while not wait([future], _LOOK_SECONDS).done:
            self._source.look()
        try:
            answer = BatchAnswer(*pickle.loads(future.result()))
        except CancelledError as lost:
            raise XlplanError(self._source.lost) from lost
        except Exception as problem:
            if self._source.tells_death(problem):
                return None
            raise XlplanError(_("A worker could not read files: {problem}").format(problem=problem)) from problem
        if answer.code != code_version():
            raise XlplanError(other_version({answer.machine: answer.code}))
        return answer.answers

    def _collect_singly(self, submitted: tuple[_Submitted, ...]) -> list[Answer]:
        """Read files one by one. Nothing else is on its way, so that one which ends its worker is known."""
        first, *others = self._batches
        for batch in others:
            batch.future.cancel()
        answers = [self._read_alone(each) for each in submitted]
        self._batches = deque((first, *(self._sent(batch.submitted) for batch in others)))
        return answers

    def _read_alone(self, submitted: _Submitted) -> Answer:
        for _death in range(_LARGEST_DEATHS):
            batch = self._sent((submitted,))
            answers = self._wait(batch.future)
            if answers is not None:
                return batch.problems[0] or answers[0]
        # A file is blamed for nothing where every file would end its worker.
        if self._wait(self._begin([_HARMLESS])) is None:
            raise XlplanError(
                _("The workers end as soon as they read a file. See their logs, and give them more memory.")
            )
        log.warning("the file %s ended each worker that read it", submitted.path)
        return (FILE_TOO_SLOW.at(limit=f"{self._task.seconds:g}"),)


def other_version(codes: dict[str, str]) -> str:
    """Return the sentence that machines have another xlplan than this one.

    Args:
        codes: The code of each such machine; "" for one without xlplan.
    """
    missing = _("no xlplan")
    machines = ", ".join(f"{name}: {code or missing}" for name, code in sorted(codes.items()))
    return _(
        "Workers have another xlplan than this computer ({ours}): {machines}. Install the same one everywhere."
    ).format(ours=code_version(), machines=machines)


def _carry(submitted: _Submitted) -> CarriedFile | OSError:
    try:
        return carry(submitted.path, submitted.basis)
    except OSError as problem:
        return problem
