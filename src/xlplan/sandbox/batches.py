"""Files in batches: what travels to a worker, perhaps of another machine, and what that does with it."""

import hashlib
import multiprocessing
import os
import pickle
import platform
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any, NamedTuple

from xlplan import __version__
from xlplan.domain.findings.finding import Finding
from xlplan.sandbox.limits import FILE_LIMIT
from xlplan.sandbox.worker import ParserProcess
from xlplan.storage.temporary import clear_temporary, private_folder

# The pickled result of the function, the findings of a child that ended, or the error of a file that was not read.
Answer = bytes | tuple[Finding, ...] | OSError


class CarriedFile(NamedTuple):
    """A file on its way to a worker. One above the limit travels without its bytes: its size alone refuses it.

    `basis`: what the function gets beside the path; b"" for nothing.
    """

    name: str
    size: int
    data: bytes
    basis: bytes = b""


class Task(NamedTuple):
    """A function that can be imported by name, and the limits of the child process that runs it on one file."""

    function: Callable[..., object]
    seconds: float
    memory: int | None


class BatchAnswer(NamedTuple):
    """The answer to a batch: the code and the name of the machine that answers, and an answer for each file.

    A worker with other code has read no file.
    """

    code: str
    machine: str
    answers: tuple[Answer, ...] = ()


def carry(path: Path, basis: bytes = b"") -> CarriedFile:
    """Read a file that is to travel with its basis.

    Raises:
        OSError: The file cannot be read.
    """
    size = path.stat().st_size
    return CarriedFile(path.name, size, b"" if size > FILE_LIMIT else path.read_bytes(), basis)


@cache
def code_version() -> str:
    """Return the version of xlplan together with a hash over its code.

    Two machines that read files for one ledger have to agree in every rule, also between two versions.
    """
    source = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(source.rglob("*.py")):
        digest.update(path.relative_to(source).as_posix().encode())
        # A checkout on Windows may have other line ends.
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{__version__} ({digest.hexdigest()[:8]})"


def read_batch(code: str, task: Task, files: Sequence[CarriedFile]) -> bytes:
    """Run a function on each file, in a limited child process of this worker. The worker itself parses nothing.

    The result is pickled here. What an executor cannot unpickle by itself, it may never hand over.

    Args:
        code: The code of the machine that asks.
        task: The function and its limits.
        files: The files.

    Returns:
        A pickled `BatchAnswer`, as a plain tuple: other code may know no such class.
    """
    answers: tuple[Answer, ...] = ()
    if code == code_version():
        with _child(task) as child, private_folder() as folder:
            paths = [_unpack(folder / str(number), file) for number, file in enumerate(files)]
            answers = tuple(_read(child, paths, [file.basis for file in files]))
    return pickle.dumps((code_version(), platform.node(), answers), pickle.HIGHEST_PROTOCOL)


def _unpack(folder: Path, file: CarriedFile) -> Path:
    folder.mkdir()
    path = folder / file.name
    path.write_bytes(file.data)
    if file.size > len(file.data):
        os.truncate(path, file.size)
    return path


def _read(child: ParserProcess[bytes], paths: Sequence[Path], bases: Sequence[bytes]) -> Iterator[Answer]:
    for path, basis in zip(paths, bases, strict=True):
        child.submit(path, basis)
    for _path in paths:
        try:
            yield child.result()
        except OSError as problem:
            yield problem.with_traceback(None)


def _run_pickled(function: Callable[..., object], path: Path, *basis: bytes) -> bytes:
    """Run the function in the child. Its result stays pickled until it is where it is wanted."""
    return pickle.dumps(function(path, *basis), pickle.HIGHEST_PROTOCOL)


class _IdleChildren:
    """The child processes of this worker that have nothing to do. They start once, and not for each batch."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._children: dict[bytes, list[ParserProcess[bytes]]] = {}
        self._owner = 0

    def take(self, task: Task) -> ParserProcess[bytes]:
        """Return a child for the task. Children for another task are ended."""
        key = pickle.dumps(task)
        with self._lock:
            if self._owner != os.getpid():
                self._begin()
            for other in self._children.keys() - {key}:
                _end(self._children.pop(other))
            idle = self._children.setdefault(key, [])
            return idle.pop() if idle else _new_child(task)

    def give_back(self, task: Task, child: ParserProcess[bytes]) -> None:
        """Keep a child that has nothing in hand."""
        with self._lock:
            self._children.setdefault(pickle.dumps(task), []).append(child)

    def end(self) -> None:
        """End all of them."""
        with self._lock:
            if self._owner == os.getpid():
                for children in self._children.values():
                    _end(children)
            self._children.clear()

    def _begin(self) -> None:
        # A forked worker has copies of children that are not its own.
        self._children.clear()
        self._owner = os.getpid()
        # A worker that ends waits for its children, and they wait for it: they hear of no signal.
        Finalize(None, self.end, exitpriority=100)
        clear_temporary()


_idle = _IdleChildren()


@contextmanager
def _child(task: Task) -> Iterator[ParserProcess[bytes]]:
    child = _idle.take(task)
    try:
        yield child
    except BaseException:
        _end([child])
        raise
    _idle.give_back(task, child)


def _new_child(task: Task) -> ParserProcess[bytes]:
    # Dask runs its workers as daemons, which may have no children. This one ends its own.
    if multiprocessing.current_process().daemon:
        multiprocessing.current_process().daemon = False
    return ParserProcess(partial(_run_pickled, task.function), task.seconds, task.memory)


def _end(children: Sequence[ParserProcess[Any]]) -> None:
    for child in children:
        child.__exit__(None, None, None)


def end_idle_children() -> None:
    """End the child processes of this process that no batch uses."""
    _idle.end()
