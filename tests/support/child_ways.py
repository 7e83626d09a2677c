"""The two ways in which a child process begins, and readers that tell how theirs began."""

import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
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


def begin_children_by(way: str, patch: "pytest.MonkeyPatch") -> None:
    """Have children begin in this way, whatever threads the process of the tests has."""
    patch.setattr(child_process, "can_fork", lambda: way == FORK)


def fork_beside_present_threads() -> None:
    """Have children begin as forks beside the threads of now as well, and by the usual rule beside any other.

    Where pytest-xdist runs tests, each process has a thread that waits for the next test and holds no lock that a
    child would need. A fork takes a third of the time of a new Python.
    """
    present = _threads()
    if present:
        child_process.can_fork = lambda: threading.active_count() == 1 and _threads() == present


def _threads() -> set[str]:
    """The threads of this process, also those that Python does not know; none where only Linux would tell."""
    return {path.name for path in Path("/proc/self/task").iterdir()} if sys.platform == "linux" else set()


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
