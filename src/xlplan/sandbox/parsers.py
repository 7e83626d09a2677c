"""The processes that parse the files of a pass: one child, or several side by side, in the order of the files."""

import os
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from msgspec import Struct

from xlplan.domain.findings.finding import Finding
from xlplan.sandbox.limits import MEMORY_LIMIT, TIME_LIMIT
from xlplan.sandbox.worker import ParserProcess

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Findings = tuple[Finding, ...]

# A child costs a start, for which it could have read about so many files.
_FILES_FOR_CHILD = 40
# One process records what all of them read. It keeps up with no more.
_MOST_WORKERS = 4


class FileParsers(Protocol[T_co]):
    """Processes that run a function on one file after another.

    Results come back in the order of submission, whoever ran the function. A file that ends its process or exceeds
    a limit, has findings that say so as its result, and costs no other file anything.
    """

    @property
    def ahead(self) -> int:
        """The number of files to submit before the first of them is asked for, so that nobody waits."""

    def start(self) -> None:
        """Start without waiting for it. The start takes half a second, during other work."""

    def submit(self, path: Path, basis: bytes = b"") -> None:
        """Queue a path, with the second argument of the function; b"" to call it without one."""

    def keep_busy(self) -> None:
        """Take in the results that are there, so that nobody waits for room. This waits for nothing."""

    def is_ready(self, seconds: float) -> bool:
        """Tell if the result for the path that was queued first is there, or comes within so many seconds."""

    def result(self) -> T_co | Findings:
        """Return the result for the path that was queued first.

        Raises:
            IndexError: No path is queued.
            OSError: The system does not let the file be read. That says nothing about what is in it.
        """

    def __enter__(self) -> Self:
        """Begin. Nothing starts yet."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process, also in the middle of a file."""


class ParserChoice(Struct, frozen=True):
    """The choice of those who read the files of a pass.

    Attributes:
        workers: The greatest number of processes of this computer, side by side; None for its cores, at most four.
        scheduler: The address of a Dask scheduler, whose workers read instead of them; "" for none.
    """

    workers: int | None = None
    scheduler: str = ""


THIS_COMPUTER = ParserChoice()


def open_parsers(function: Callable[..., T | Findings], choice: ParserChoice, files: int) -> FileParsers[T]:
    """Return what runs a function on the files of a pass.

    Args:
        function: A function that can be imported by name.
        choice: Who reads them.
        files: The number of files that are expected. A few of them are not worth a second process.
    """
    if choice.scheduler:
        # Imported here and not above: hardly anybody has a cluster.
        from xlplan.sandbox.dask_cluster import DaskCluster
        from xlplan.sandbox.executor_parsers import ExecutorParsers

        return ExecutorParsers(function, DaskCluster(choice.scheduler))
    most = choice.workers or min(_MOST_WORKERS, os.cpu_count() or 1)
    children = max(1, min(most, files // _FILES_FOR_CHILD))
    return ParserProcess(function) if children == 1 else ParserPool(function, children)


class ParserPool(Generic[T]):
    """Several child processes. Each of them takes its turn, so that results come back in the order of submission.

    Args:
        function: A function that can be imported by name. It gets a path, and the basis that came with the path.
        children: The number of processes.
        seconds: The time limit for one path.
        memory: The limit of one process in bytes; None for no limit.
    """

    def __init__(
        self,
        function: Callable[..., T | Findings],
        children: int,
        seconds: float = TIME_LIMIT,
        memory: int | None = MEMORY_LIMIT,
    ) -> None:
        self._children = [ParserProcess(function, seconds, memory) for _child in range(children)]
        self._next = 0
        self._in_hand: deque[ParserProcess[T]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with ExitStack() as ending:
            for child in self._children:
                ending.push(child)

    @property
    def ahead(self) -> int:
        """The sum of what each child reads ahead."""
        return sum(child.ahead for child in self._children)

    def start(self) -> None:
        """Start all processes and do not wait for them.

        Raises:
            OSError: The system starts no process, for instance because too many files are open.
        """
        for child in self._children:
            child.start()

    def submit(self, path: Path, basis: bytes = b"") -> None:
        """Queue a path for the child whose turn it is, with the second argument of the function."""
        child = self._children[self._next]
        self._next = (self._next + 1) % len(self._children)
        self._in_hand.append(child)
        child.submit(path, basis)

    def keep_busy(self) -> None:
        """Take in the results that are there, and send further paths. This waits for nothing."""
        for child in self._children:
            child.keep_busy()

    def is_ready(self, seconds: float) -> bool:
        """Tell if the result for the path that was queued first is there, or comes within so many seconds."""
        return self._in_hand[0].is_ready(seconds)

    def result(self) -> T | Findings:
        """Return the result of the function for the path that was queued first.

        Raises:
            IndexError: No path is queued.
            OSError: The system does not let the file be read. That says nothing about what is in it.
        """
        return self._in_hand.popleft().result()
