"""A child process with a pipe to it, on every system and in a program with threads.

On Linux a process with one thread forks its children: they begin with the modules that it has imported. Everywhere
else a child begins as a new Python. A forked child gives up what it has from its parent before it does anything.
"""

import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from xlplan.text.translation import DEFAULT_LANGUAGE, use_language

# How multiprocessing begins a child that is no fork of this process: as a new Python.
NEW_PYTHON = "spawn"
_STANDARD_OUTPUTS = frozenset((1, 2))


def start_child(
    function: Callable[..., object],
    arguments: tuple[object, ...],
    name: str,
    while_starting: AbstractContextManager[None] | None = None,
    *,
    may_fork: bool = False,
) -> tuple[Any, Any]:
    """Start a process that runs a function with its end of a pipe and these arguments. Do not wait for it.

    Args:
        function: A function that can be imported by name.
        arguments: Values that can be pickled.
        name: The name of the process.
        while_starting: A context that lasts while the process starts.
        may_fork: The function opens no ledger. SQLite must not come through a fork, nor a connection to a server.

    Returns:
        The process, and the parent's end of the pipe.

    Raises:
        OSError: The system starts no process, for instance because too many files are open.
    """
    is_forked = may_fork and can_fork()
    context: Any = multiprocessing.get_context("fork" if is_forked else NEW_PYTHON)
    pipe, theirs = context.Pipe()
    # The parent closes its copy of the child's end, so that the death of the child ends the pipe.
    with theirs:
        try:
            if is_forked:
                arguments = (function, _open_descriptors() - {theirs.fileno()}, theirs, *arguments)
                function, while_starting = _run_forked, _signals_held()
            else:
                arguments = (theirs, *arguments)
            process = context.Process(target=function, args=arguments, name=name, daemon=True)
            with while_starting or nullcontext():
                process.start()
        except BaseException:
            pipe.close()
            raise
    return process, pipe


def end_child(process: Any, pipe: Any) -> None:
    """End a process, whatever it is doing, and wait until it has ended."""
    pipe.close()
    process.kill()
    process.join()
    process.close()


def can_fork() -> bool:
    """Tell if this process has one thread, and a system on which it can fork.

    A fork copies the locks that other threads hold, and none of these threads. macOS has threads in its libraries.

    Raises:
        OSError: Too many files are open.
    """
    if sys.platform != "linux" or threading.active_count() != 1:
        return False
    try:
        # A library may have threads that Python does not know.
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except FileNotFoundError:
        return False


def _open_descriptors() -> set[int]:
    listed = [int(each.name) for each in Path("/proc/self/fd").iterdir()]
    # One of them was open for the list alone.
    return {number for number in listed if _is_open(number)}


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


@contextmanager
def _signals_held() -> Iterator[None]:
    """Keep signals waiting while a process forks: no handler of the parent is to run in the child."""
    if sys.platform != "win32":
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _run_forked(function: Callable[..., object], inherited: set[int], *arguments: object) -> None:
    """Run a function in a forked child, which becomes like a new process first.

    Args:
        function: The function.
        inherited: The descriptors that the parent had open, without the child's end of the pipe.
        arguments: The arguments of the function.
    """
    # An object of the parent that is collected here would remove a folder of the parent's.
    gc.freeze()
    gc.enable()
    _give_up_descriptors(inherited - _STANDARD_OUTPUTS)
    # The parent writes the log. A new process would write to the terminal.
    logging.disable()
    # A child that is measured would not keep its limits.
    sys.settrace(None)
    sys.setprofile(None)
    use_language(DEFAULT_LANGUAGE)
    _reset_signals()
    function(*arguments)


def _give_up_descriptors(descriptors: set[int]) -> None:
    """Put nothing in the place of descriptors: files, locks and connections stay with the parent alone.

    The numbers stay taken. An object that is left of the parent would otherwise close a file of the child.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in descriptors:
        os.dup2(nothing, number, inheritable=False)
    os.close(nothing)


def _reset_signals() -> None:
    """Give every signal the handler of a new process, but for the two with which a person ends the parent."""
    if sys.platform != "win32":
        signal.set_wakeup_fd(-1)
        for number in signal.valid_signals():
            # A handler of the system's own cannot be asked for.
            if callable(signal.getsignal(number)):
                signal.signal(number, signal.SIG_DFL)
        # The parent handles these and then ends its child. One that came meanwhile is dropped.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
