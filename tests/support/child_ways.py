"""The ways in which a child process begins, and readers that tell how theirs began."""

import gc
import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_start_method
from pathlib import Path
from typing import TYPE_CHECKING

from xlplan.sandbox import child_process
from xlplan.text.translation import language

if TYPE_CHECKING:
    # A child that begins as a new Python reads this module, and needs no tests.
    import pytest

FORK, SPAWN = "fork", "spawn"
WAYS = (FORK, SPAWN) if sys.platform == "linux" else (SPAWN,)
# Processes that begin the quicker way, for a test that needs several.
QUICK = multiprocessing.get_context("fork") if sys.platform == "linux" else multiprocessing.get_context("spawn")
LOGGER = "xlplan.child"
# Where pytest-xdist runs tests, a small process forks what would begin as a new Python elsewhere.
_SERVER = "forkserver"
# What children of the tests use, and that server has imported.
_PRELOADED = (
    "xlplan.documents.return_reader.reader",
    "xlplan.sandbox.inspection",
    "xlplan.services.intake.child_tasks",
    "xlplan.workflows.workbook_writer",
)
_can_fork = child_process.can_fork


def begin_children_by(way: str, patch: "pytest.MonkeyPatch") -> None:
    """Have children begin in this way, whatever threads the process of the tests has."""
    patch.setattr(child_process, "can_fork", lambda: way == FORK)
    patch.setattr(child_process, "NEW_PYTHON", SPAWN)


@contextmanager
def children_of_this_process() -> Iterator[None]:
    """Have children begin from this process in the `with` block, by the rules of the program."""
    before = child_process.can_fork, child_process.NEW_PYTHON
    child_process.can_fork, child_process.NEW_PYTHON = _can_fork, SPAWN
    try:
        yield
    finally:
        child_process.can_fork, child_process.NEW_PYTHON = before


def begin_children_by_server() -> None:
    """Have children begin as forks of a small process, which has imported what they need.

    A fork of the tests' own process copies half a gigabyte of page tables, and a new Python imports for a third of
    a second. The children have nothing of the tests: neither what a test replaced, nor its variables, nor the
    privileges that it gave up.
    """
    if sys.platform == "linux":
        from multiprocessing import forkserver

        multiprocessing.get_context(_SERVER).set_forkserver_preload(list(_PRELOADED))
        forkserver.ensure_running()
        child_process.can_fork = lambda: False
        child_process.NEW_PYTHON = _SERVER


def tell_of_beginning(path: Path) -> str:
    """Tell what the name of the file asks for, of the process that reads it."""
    answers: dict[str, Callable[[], object]] = {
        "way": get_start_method,
        "language": language,
        "collects": gc.isenabled,
        "traced": lambda: (sys.gettrace(), sys.getprofile()),
        "stdin": lambda: sys.stdin.read() + os.read(0, 100).decode(),
        "descriptors": lambda: "\n".join(descriptors()),
        "handlers": signal_state,
        "log": lambda: logging.getLogger(LOGGER).critical("from the child"),
        "number": next_descriptor,
    }
    return str(answers[path.stem]())


def signal_state() -> tuple[object, ...]:
    """The signals with a handler in Python, those that are held back, and the descriptor that is told of them."""
    own = [each for each in signal.valid_signals() if callable(signal.getsignal(each))]
    held = signal.pthread_sigmask(signal.SIG_BLOCK, ()) if sys.platform != "win32" else set()
    return own, held, signal.set_wakeup_fd(-1)


def next_descriptor() -> int:
    """The number that a file gets which is opened now."""
    with Path(__file__).open() as file:
        return file.fileno()


def descriptors() -> list[str]:
    """What the descriptors of this process lead to."""
    found = []
    for each in Path("/proc/self/fd").iterdir():
        try:
            found.append(str(each.readlink()))
        except FileNotFoundError:
            # The one with which they were listed.
            continue
    return found


def is_alive(process: int) -> bool:
    """True for a process that runs, and not for one that has ended and of which its parent has not heard."""
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False
