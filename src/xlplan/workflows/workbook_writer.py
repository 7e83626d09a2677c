"""The process beside a watcher that writes workbooks, so that no receipt waits for one.

A thread would not do: the interpreter would share its time among both. Little is imported here, for the process
hears a Ctrl+C of its terminal too until it has said that it does not care for it.
"""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from multiprocessing.connection import Connection
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.sandbox.child_process import end_child, start_child
from xlplan.text.translation import _, language, use_language

if TYPE_CHECKING:
    from xlplan.services.report.consolidate import ConsolidationResult
    from xlplan.storage.workspace import Workspace

# A process that has had nothing to do for so long gives its memory back.
_IDLE_SECONDS = 60.0
# Receipts go before workbooks where both want the processor.
_NICER_BY = 5
_BELOW_NORMAL = 0x4000


class Writing(Struct, frozen=True):
    """The outcome of one turn of the process.

    Attributes:
        reports: The workbooks that it wrote.
        problem: What kept it from others; None where nothing did.
        trace: Where in the process that was.
    """

    reports: "tuple[ConsolidationResult, ...]" = ()
    problem: Exception | None = None
    trace: str = ""


class WorkbookWriter:
    """A process that writes the workbooks that are out of date, turn by turn. It ends with the block.

    Args:
        workspace: The workspace.
        now: The clock. It can be sent to another process.
    """

    def __init__(self, workspace: "Workspace", now: Callable[[], datetime]) -> None:
        self._workspace = workspace
        self._now = now
        self._process: Any = None
        self._pipe: Any = None
        self._is_busy = False
        self._idle_since = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, also in the middle of a workbook: the next watch writes that."""
        self._end()

    @property
    def is_busy(self) -> bool:
        """True from the beginning of a turn until `result` has told of its end."""
        return self._is_busy

    def begin(self) -> None:
        """Begin a turn, and do not wait for it.

        Raises:
            OSError: The system starts no process, for instance because too many files are open.
        """
        if self._process is None or not self._process.is_alive():
            self._end()
            self._start()
        self._is_busy = True
        # A process that has just died is found out by `result`.
        with suppress(OSError):
            self._pipe.send_bytes(b"")

    def has_ended(self, seconds: float = 0.0) -> bool:
        """Tell if a turn is over, after so many seconds at most. A process that died has ended its turn."""
        return self._is_busy and bool(self._pipe.poll(seconds))

    def result(self) -> Writing | None:
        """Return what a turn came to that is over; None where none is."""
        if not self.has_ended():
            return None
        self._is_busy = False
        self._idle_since = time.monotonic()
        try:
            writing = cast("Writing", pickle.loads(self._pipe.recv_bytes()))
        except (EOFError, OSError):
            self._end()
            return Writing(problem=_ended_from_outside())
        if writing.problem is not None:
            # The trace of an exception does not come through the pipe.
            writing.problem.add_note(f"In the process that writes workbooks:\n{writing.trace}")
        return writing

    def rest(self) -> None:
        """End a process that has had nothing to do for long."""
        if not self._is_busy and time.monotonic() - self._idle_since > _IDLE_SECONDS:
            self._end()

    def _start(self) -> None:
        arguments = (self._workspace, self._now, language())
        self._process, self._pipe = start_child(_serve, arguments, "xlplan-workbooks", _signals_held())

    def _end(self) -> None:
        if self._process is None:
            return
        end_child(self._process, self._pipe)
        self._process = self._pipe = None
        self._is_busy = False


def _ended_from_outside() -> XlplanError:
    return XlplanError(
        _(
            "The process that writes the workbooks was ended from outside, perhaps because memory ran out. The "
            "workbook in the outbox is the one before; it is written again."
        )
    )


@contextmanager
def _signals_held() -> Iterator[None]:
    """Keep signals waiting while a process starts. It inherits that, so a Ctrl+C does not end it half begun."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(
    pipe: "Connection[Any, Any]", workspace: "Workspace", now: Callable[[], datetime], language_code: str
) -> None:
    """Serve turns in the child, until its pipe closes."""
    # The parent handles Ctrl+C and the stop of a service. It waits for the workbook in hand, or ends its child.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _let_others_go_first()
    use_language(language_code)
    from xlplan.storage.ledger_setting import with_named_ledger

    with suppress(EOFError, OSError):
        while True:
            pipe.recv_bytes()
            # The ledger may have been moved since the last turn.
            workspace = with_named_ledger(workspace)
            pipe.send_bytes(_write_workbooks(workspace, now))


def _end_with_parent() -> None:
    """End the process as soon as its parent has ended, in whatever way: nothing of a killed watcher goes on."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _let_others_go_first() -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            import ctypes
            from ctypes import wintypes

            kernel = ctypes.WinDLL("kernel32")
            kernel.GetCurrentProcess.restype = wintypes.HANDLE
            kernel.SetPriorityClass.argtypes = [wintypes.HANDLE, wintypes.DWORD]
            kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
        else:
            os.nice(_NICER_BY)


def _write_workbooks(workspace: "Workspace", now: Callable[[], datetime]) -> bytes:
    """Write the workbooks that are out of date, and return a pickled `Writing`."""
    from xlplan.services.open_workspace import open_workspace
    from xlplan.services.report.consolidate import consolidate_stale

    try:
        # The ledger is opened for each turn. In between somebody may lock it, move it away or put it back.
        with open_workspace(workspace, now) as context:
            return pickle.dumps(Writing(consolidate_stale(context)))
    except Exception as problem:  # the watcher tells of it
        return _pickled(problem, traceback.format_exc())


def _pickled(problem: Exception, trace: str) -> bytes:
    """Return a pickled `Writing` that tells of a problem. What cannot be sent is sent in words."""
    try:
        kept: Exception = pickle.loads(pickle.dumps(problem))
    except Exception:  # an exception of a library may be of any kind
        kept = RuntimeError(repr(problem))
    return pickle.dumps(Writing(problem=kept, trace=trace))
