"""The child process that parses files: a reader that aborts, hangs or eats memory costs one file only."""

import faulthandler
import logging
import os
import pickle
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Generic, Self, TypeVar, cast

from xlplan.domain.errors import XlplanError
from xlplan.domain.findings.file_kinds import FILE_DAMAGED, FILE_TOO_SLOW
from xlplan.domain.findings.finding import Finding
from xlplan.sandbox.child_process import end_child, start_child
from xlplan.sandbox.limits import MEMORY_LIMIT, TIME_LIMIT
from xlplan.storage.temporary import private_folder
from xlplan.text.translation import _

T = TypeVar("T")
Findings = tuple[Finding, ...]

_START_SECONDS = 120.0
# Seconds after its own time limit at which a child ends by itself, if its parent was killed.
_GRACE = 10.0
# Paths in the pipe at once. The others wait in the parent, so that neither side can block on a full pipe.
_PATHS_IN_PIPE = 8
# So many files the child reads while its parent records a group.
_FILES_AHEAD = 16
_READY = "ready"

log = logging.getLogger(__name__)


class ParserProcess(Generic[T]):
    """A process of its own that runs a function on one path after another.

    If the process dies or exceeds a limit, the result is a tuple of findings that say so, and the next path gets a
    fresh process. The process starts with the first path, or with `start`, and ends with the `with` block.

    Args:
        function: A function that can be imported by name. It gets a path, and the basis that came with the path.
        seconds: The time limit for one path.
        memory: The limit in bytes; None for no limit. Windows never has one.
    """

    def __init__(
        self,
        function: Callable[..., T | Findings],
        seconds: float = TIME_LIMIT,
        memory: int | None = MEMORY_LIMIT,
    ) -> None:
        self._function = function
        self._seconds = seconds
        self._memory = memory
        # In the order of submission: answers that have come, still pickled, and paths without an answer.
        self._answers: deque[tuple[Path, bytes]] = deque()
        self._waiting: deque[tuple[Path, bytes]] = deque()
        # How many of the waiting paths are in the pipe, and how many ever were.
        self._sent = 0
        self._sent_ever = 0
        self._since = 0.0
        self._folders = ExitStack()
        self._folder: Path | None = None
        self._ready = False
        self._process: Any = None
        self._pipe: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._answers.clear()
        self._waiting.clear()
        self._end()
        self._folders.close()
        self._folder = None

    @property
    def ahead(self) -> int:
        """The process reads so many more files while its parent is busy, so that neither side waits."""
        return _FILES_AHEAD

    def start(self) -> None:
        """Start the process and do not wait for it. The start takes half a second, during other work.

        Raises:
            OSError: The system starts no process, for instance because too many files are open.
        """
        if self._process is not None:
            return
        arguments = (self._function, self._seconds, self._memory)
        self._process, self._pipe = start_child(_serve, arguments, "xlplan-reader", may_fork=True)
        self._ready = False
        self._sent = 0

    def submit(self, path: Path, basis: bytes = b"") -> None:
        """Queue a path. Several paths may be queued before the first `result`.

        Args:
            path: The path.
            basis: The second argument of the function; b"" to call it without one.
        """
        self._waiting.append((path, basis))
        self._send()

    def keep_busy(self) -> None:
        """Take in the results that are there, and send further paths. This waits for nothing.

        A process whose results lie in its pipe blocks as soon as the pipe is full.
        """
        # A child that has died is told by `result`.
        with suppress(EOFError, OSError):
            while self._ready and self._sent and self._pipe.poll(0):
                self._take_in()
                self._send()

    def is_ready(self, seconds: float) -> bool:
        """Tell if the result for the path that was queued first is there, or comes within so many seconds."""
        if self._answers:
            return True
        with suppress(OSError):
            return self._ready and bool(self._pipe.poll(seconds))
        return True  # the child has died, and `result` says so

    def result(self) -> T | Findings:
        """Return the result of the function for the path that was queued first.

        Raises:
            IndexError: No path is queued.
            OSError: The system does not let the file be read. That says nothing about what is in it.
        """
        answer: _Answer | None = None
        if not self._answers:
            answer = self._await_answer()
        if answer is None:
            path, pickled = self._answers.popleft()
            answer = cast("_Answer", pickle.loads(pickled))
        else:
            path, _basis = self._waiting.popleft()
            self._sent = max(0, self._sent - 1)
        if isinstance(answer, _Failed):
            log.log(answer.level, "reading %s failed:\n%s", path, answer.trace)
        if isinstance(answer, _Refused):
            raise cast("OSError", answer.value)
        if not isinstance(answer, _Result):
            self._end()
        if self._waiting:
            self._send()
        return cast("T | Findings", answer.value)

    def run(self, path: Path) -> T | Findings:
        """Queue one path and return its result. No other path may be queued."""
        self.submit(path)
        return self.result()

    def _send(self) -> None:
        self.start()
        if not self._sent:
            self._since = time.monotonic()
        while self._sent < min(len(self._waiting), _PATHS_IN_PIPE):
            path, basis = self._waiting[self._sent]
            try:
                self._pipe.send((path, self._written(basis) if basis else None))
            except OSError:
                return  # the child has died; `_await_answer` sees the end of the pipe
            self._sent += 1
            self._sent_ever += 1

    def _written(self, basis: bytes) -> Path | None:
        """Return the file with a basis; None where the disk takes no more. A basis may be larger than a pipe."""
        try:
            if self._folder is None:
                self._folder = self._folders.enter_context(private_folder())
            # The file of a path that has its answer is used again.
            place = self._folder / str(self._sent_ever % _PATHS_IN_PIPE)
            place.write_bytes(basis)
        except OSError:
            return None
        return place

    def _take_in(self) -> None:
        """Take the next answer out of the pipe."""
        pickled = self._pipe.recv_bytes()
        path, _basis = self._waiting.popleft()
        self._answers.append((path, pickled))
        self._sent -= 1
        self._since = time.monotonic()

    def _await_answer(self) -> "_Died | None":
        """Take in the answer for the path that was queued first, or say why there is none."""
        if not self._waiting:
            raise IndexError
        self._send()
        try:
            if not self._ready:
                self._await_start()
                self._since = time.monotonic()
            if not self._pipe.poll(max(0.0, self._since + self._seconds - time.monotonic())):
                return _Died(self._too_slow())
            self._take_in()
        except (EOFError, OSError):
            return _Died(self._dead())
        return None

    def _await_start(self) -> None:
        if self._pipe.poll(_START_SECONDS):
            with suppress(EOFError, OSError):
                self._ready = self._pipe.recv() == _READY
        if not self._ready:
            self._end()
            raise XlplanError(_("The process that reads the files could not be started. Start xlplan again."))

    def _too_slow(self) -> Findings:
        return (FILE_TOO_SLOW.at(limit=f"{self._seconds:g}"),)

    def _dead(self) -> Findings:
        self._process.join(5)
        # The system killed the child because it was out of memory.
        killed = hasattr(signal, "SIGKILL") and self._process.exitcode == -signal.SIGKILL
        return self._too_slow() if killed else (FILE_DAMAGED.at(),)

    def _end(self) -> None:
        if self._process is None:
            return
        end_child(self._process, self._pipe)
        self._process = self._pipe = None
        self._sent = 0


class _Answer:
    def __init__(self, value: object, trace: str = "", level: int = logging.INFO) -> None:
        self.value = value
        self.trace = trace
        self.level = level


class _Result(_Answer):
    """The result of the function."""


class _Refused(_Answer):
    """The error of the system for a path that the function could not read."""


class _Failed(_Answer):
    """The findings for a function that raised an exception. The process is not used again."""


class _Died(_Answer):
    """The findings for a process that died or was ended."""


def _serve(
    pipe: "Connection[Any, Any]", function: Callable[..., object], seconds: float, memory: int | None
) -> None:
    """Serve paths in the child, until its pipe closes or the function raises an exception."""
    # The parent handles Ctrl-C and the stop of a service, and then ends its child.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with Path(os.devnull).open("w") as nowhere, suppress(EOFError, OSError):
        # Readers written in Rust and C write to the terminal before they abort.
        for stream in (1, 2):
            with suppress(OSError):
                os.dup2(nowhere.fileno(), stream)
        pipe.send(_READY)
        if memory is not None:
            _limit_memory(memory)
        answer: _Answer = _Result(None)
        while isinstance(answer, _Result | _Refused):
            path, basis = pipe.recv()
            _set_alarm(seconds + _GRACE, nowhere)
            answer = _call(function, path, basis, seconds)
            _set_alarm(None, nowhere)
            pipe.send_bytes(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))


def _set_alarm(seconds: float | None, nowhere: IO[str]) -> None:
    """Have the process ended after so many seconds, whatever it is doing. None cancels this."""
    if sys.platform != "win32":
        # An alarm of the system costs a call; the other way costs a thread.
        signal.setitimer(signal.ITIMER_REAL, seconds or 0)
    elif seconds is None:
        faulthandler.cancel_dump_traceback_later()
    else:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)


def _call(function: Callable[..., object], path: Path, basis: Path | None, seconds: float) -> _Answer:
    try:
        return _Result(function(path, basis.read_bytes()) if basis else function(path))
    except MemoryError:
        return _Failed((FILE_TOO_SLOW.at(limit=f"{seconds:g}"),), "MemoryError")
    except OSError as problem:
        # Readers work on bytes. A number of the system comes from reaching the file, and not from what is in it.
        if problem.errno is None:
            return _Failed((FILE_DAMAGED.at(),), traceback.format_exc(), logging.ERROR)
        return _Refused(problem.with_traceback(None))
    # Readers handle what foreign bytes cause. An exception that gets through is a bug of xlplan.
    except Exception:
        return _Failed((FILE_DAMAGED.at(),), traceback.format_exc(), logging.ERROR)
    # A panic of calamine is not an Exception.
    except BaseException:
        return _Failed((FILE_DAMAGED.at(),), traceback.format_exc())


def _limit_memory(memory: int) -> None:
    """Make allocations fail that exceed `memory`, beside what the process has now: a fork has all of its parent's.

    Windows has only the time limit; macOS may ignore the call.
    """
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = memory + _address_space()
        resource.setrlimit(
            resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard)
        )


def _address_space() -> int:
    """Return the bytes that this process has; 0 where only Linux would tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except FileNotFoundError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
