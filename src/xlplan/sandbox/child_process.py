"""A child process with a pipe to it, on every system and in a program with threads."""

import multiprocessing
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any


def start_child(
    function: Callable[..., object],
    arguments: tuple[object, ...],
    name: str,
    while_starting: AbstractContextManager[None] | None = None,
) -> tuple[Any, Any]:
    """Start a process that runs a function with its end of a pipe and these arguments. Do not wait for it.

    Args:
        function: A function that can be imported by name.
        arguments: Values that can be pickled.
        name: The name of the process.
        while_starting: A context that lasts while the process starts.

    Returns:
        The process, and the parent's end of the pipe.

    Raises:
        OSError: The system starts no process, for instance because too many files are open.
    """
    # "spawn" works on every system, and in a program with threads such as the watcher.
    context = multiprocessing.get_context("spawn")
    pipe, theirs = context.Pipe()
    # The parent closes its copy of the child's end, so that the death of the child ends the pipe.
    with theirs:
        process = context.Process(target=function, args=(theirs, *arguments), name=name, daemon=True)
        try:
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
