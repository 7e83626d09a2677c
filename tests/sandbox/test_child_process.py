"""A child begins as a fork where that is safe, and then like a new process."""

import gc
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.child_ways import FORK, LOGGER, WAYS, begin_children_by, is_alive, tell_of_beginning
from tests.support.parsers import take_memory
from xlplan.sandbox.worker import ParserProcess
from xlplan.storage.file_lock import FileLock
from xlplan.text.translation import speaking

pytestmark = pytest.mark.slow

forks = pytest.mark.skipif(FORK not in WAYS, reason="only Linux forks")


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have children begin in each of the ways."""
    begin_children_by(request.param, monkeypatch)
    return str(request.param)


def told(question: str) -> str:
    """What a new child tells."""
    with ParserProcess(tell_of_beginning) as child:
        answer = child.run(Path(question))
    assert isinstance(answer, str)
    return answer


def run(code: str) -> "subprocess.CompletedProcess[str]":
    """A program with one thread, which the process of the tests need not be."""
    command = [sys.executable, "-c", PROGRAM + code]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)


def begun(code: str) -> "subprocess.Popen[str]":
    """Such a program that goes on."""
    command = [sys.executable, "-c", PROGRAM + code]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


PROGRAM = """
import _thread, atexit, os, sys, tempfile, threading, time
from pathlib import Path
from tests.support.child_ways import tell_of_beginning
from tests.support.parsers import read
from xlplan.sandbox.parsers import ParserPool
from xlplan.sandbox.worker import ParserProcess
from xlplan.storage.file_lock import FileLock
def way():
    with ParserProcess(tell_of_beginning) as child:
        return child.run(Path("way"))
"""


@forks
def test_a_process_with_one_thread_forks() -> None:
    assert run("print(way())").stdout == "fork\n"


@pytest.mark.parametrize(
    "start", ["threading.Thread(target=hold.acquire).start()", "_thread.start_new_thread(hold.acquire, ())"]
)
def test_a_process_with_another_thread_spawns_also_where_python_does_not_know_that_thread(start: str) -> None:
    code = f"hold = _thread.allocate_lock(); hold.acquire()\n{start}\nprint(way())\nhold.release()"
    assert run(code).stdout == "spawn\n"


@forks
def test_the_way_is_chosen_for_each_start() -> None:
    code = """
hold = _thread.allocate_lock()
with ParserProcess(tell_of_beginning) as child:
    ways = [child.run(Path("way"))]
    child._end()
    hold.acquire()
    other = threading.Thread(target=hold.acquire)
    other.start()
    ways.append(child.run(Path("way")))
    child._end()
    hold.release()
    other.join()
    while len(os.listdir("/proc/self/task")) > 1:
        time.sleep(0.01)
    ways.append(child.run(Path("way")))
print(*ways)
"""
    assert run(code).stdout == "fork spawn fork\n"


def test_a_child_begins_in_the_chosen_way(way: str) -> None:
    assert told("way") == way


def test_a_child_speaks_the_usual_language_whichever_its_parent_speaks(way: str) -> None:
    with speaking("en"):
        assert told("language") == "uk"


def test_a_child_collects_garbage_also_where_its_parent_does_not_yet(way: str) -> None:
    gc.disable()
    try:
        assert told("collects") == "True"
    finally:
        gc.enable()


def test_a_child_is_neither_traced_nor_profiled(way: str) -> None:
    before = sys.getprofile()
    sys.setprofile(lambda *_event: None)
    try:
        assert told("traced") == "(None, None)"
    finally:
        sys.setprofile(before)


def test_a_child_has_nothing_on_its_standard_input(way: str) -> None:
    assert told("stdin") == ""


@pytest.mark.posix(reason="a process on Windows has no table of descriptors")
def test_a_child_has_no_file_lock_or_connection_of_its_parent(way: str, tmp_path: Path) -> None:
    with FileLock(tmp_path / "a.lock"), (tmp_path / "open").open("w"), socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        own = f"socket:[{os.fstat(listener.fileno()).st_ino}]"
        led_to = told("descriptors").split("\n")
    assert own not in led_to
    assert not [each for each in led_to if each.startswith(str(tmp_path))]


@pytest.mark.posix(reason="a process on Windows has no table of descriptors")
def test_a_child_has_no_pipe_of_another_child(way: str) -> None:
    with ParserProcess(tell_of_beginning) as first, ParserProcess(tell_of_beginning) as second:
        of_first = str(first.run(Path("descriptors"))).split("\n")
        ours = str(Path(f"/proc/self/fd/{first._pipe.fileno()}").readlink())
        of_second = str(second.run(Path("descriptors"))).split("\n")
    assert ours not in of_first + of_second
    assert not {each for each in of_first if each.startswith("socket")} & set(of_second)


@forks
def test_a_file_of_a_child_has_a_number_that_no_object_of_its_parent_can_close(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begin_children_by(FORK, monkeypatch)
    held = [(tmp_path / str(number)).open("w") for number in range(20)]
    number = int(told("number"))
    assert number not in {file.fileno() for file in held}
    for file in held:
        file.close()


@pytest.mark.posix(reason="Windows has other signals")
def test_a_child_has_no_signal_handler_of_its_parent(way: str) -> None:
    before = signal.signal(signal.SIGHUP, lambda _number, _frame: None)
    try:
        answer = told("handlers")
    finally:
        signal.signal(signal.SIGHUP, before)
    assert answer == "([], set(), -1)"


@pytest.mark.posix(reason="Windows has other signals")
def test_a_start_leaves_the_signals_of_the_parent_as_they_were(way: str) -> None:
    def handle(_number: int, _frame: object) -> None:
        """A handler."""

    before = signal.signal(signal.SIGHUP, handle)
    try:
        told("way")
        assert signal.getsignal(signal.SIGHUP) is handle
        assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == set()
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_child_writes_nothing_into_the_log_of_its_parent(way: str, tmp_path: Path) -> None:
    handler = logging.FileHandler(tmp_path / "log", encoding="utf-8", delay=True)
    logger = logging.getLogger(LOGGER)
    logger.addHandler(handler)
    try:
        assert told("log") == "None"
        logger.critical("from the parent")
    finally:
        logger.removeHandler(handler)
        handler.close()
    assert (tmp_path / "log").read_text("utf-8") == "from the parent\n"


def test_what_a_parent_has_not_written_yet_is_written_once() -> None:
    code = """
print("once", end="")
sys.stderr.write("and once")
with ParserProcess(read) as child:
    child.run(Path("next"))
with ParserProcess(read) as child:
    child.run(Path("raise"))
"""
    done = run(code)
    assert (done.stdout, done.stderr.count("and once")) == ("once", 1)


def test_a_child_that_ends_does_nothing_that_its_parent_does_at_its_end(tmp_path: Path) -> None:
    code = f"""
atexit.register(print, "ends")
folder = tempfile.TemporaryDirectory(dir={str(tmp_path)!r})
with ParserProcess(read) as child:
    child.run(Path("raise"))
    print(Path(folder.name).exists())
"""
    assert run(code).stdout == "True\nends\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.posix(reason="Windows has no limit on the memory of a process")
@pytest.mark.parametrize(("megabytes", "is_given"), [(200, True), (500, False)])
def test_a_child_has_the_memory_of_its_limit_whatever_its_parent_has(
    way: str, megabytes: int, is_given: bool
) -> None:
    held = bytes(600_000_000)
    with ParserProcess(take_memory, memory=400_000_000) as child:
        answer = child.run(Path(str(megabytes)))
    assert len(held) == 600_000_000
    given = answer if isinstance(answer, str) else answer[0].code
    assert given == (str(megabytes) if is_given else "file-too-slow")


@pytest.mark.posix(reason="Windows has no SIGKILL")
def test_a_lock_of_a_killed_parent_is_free_while_its_child_lives(tmp_path: Path) -> None:
    code = f"""
lock = FileLock(Path({str(tmp_path / "a.lock")!r}))
lock.acquire()
child = ParserProcess(read, seconds=30)
pid = child.run(Path("who"))
child.submit(Path("hang"))
time.sleep(0.2)
print(pid, flush=True)
time.sleep(60)
"""
    with begun(code) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    try:
        with FileLock(tmp_path / "a.lock", timeout=0):
            assert is_alive(pid)
    finally:
        os.kill(pid, signal.SIGKILL)


@pytest.mark.posix(reason="Windows has no SIGKILL")
def test_every_child_ends_when_its_parent_is_killed() -> None:
    code = """
pool = ParserPool(read, 3)
for _child in range(3):
    pool.submit(Path("who"))
print(*(pool.result() for _child in range(3)), flush=True)
time.sleep(60)
"""
    with begun(code) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    end = time.monotonic() + 10
    while any(is_alive(pid) for pid in pids):
        assert time.monotonic() < end, "a child outlived its parent"
        time.sleep(0.05)
    assert len(set(pids)) == 3
