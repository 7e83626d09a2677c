"""A command of `xlplan` in a fork of the process of the tests, with streams of its own.

A fork has imported what the command needs. In a new Python that takes longer than most commands.
"""

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.support.child_ways import QUICK, children_of_this_process
from xlplan.cli import main


def begin_command(
    arguments: Sequence[str],
    streams: tuple[int, int, int],
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> BaseProcess:
    """Begin a command.

    Args:
        arguments: The words after `xlplan`.
        streams: The descriptors that it reads from, writes to and tells of faults by.
        folder: The folder in which it runs; None for that of the tests.
        environment: The variables that it has besides those of the tests.
    """
    process = QUICK.Process(target=_run, args=(arguments, streams, folder, environment or {}))
    process.start()
    return process


def _run(
    arguments: Sequence[str], streams: tuple[int, int, int], folder: Path | None, environment: Mapping[str, str]
) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
    # Those of the tests would keep to themselves what a command tells at the end of its wits.
    logging.getLogger().handlers.clear()
    os.environ.update(environment)
    if folder:
        os.chdir(folder)
    with children_of_this_process():
        main(arguments)
