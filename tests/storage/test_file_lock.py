"""A lock has one holder at a time, among threads and processes, and goes with its holder."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.held_files import read_only
from xlplan.storage.file_lock import FileLock, LockHeldError

HOLDER = """
import sys
from pathlib import Path
from xlplan.storage.file_lock import FileLock
with FileLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
COUNTER = """
import sys
from pathlib import Path
from xlplan.storage.file_lock import FileLock
count = Path(sys.argv[2])
for _turn in range(int(sys.argv[3])):
    lock = FileLock(Path(sys.argv[1]))
    with lock:
        count.write_text(str(int(count.read_text()) + 1))
        if sys.argv[4] == "removing" and sys.platform != "win32":
            Path(sys.argv[1]).unlink()
"""


@contextmanager
def held_by_another_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def is_free(path: Path) -> bool:
    try:
        with FileLock(path, timeout=0):
            return True
    except LockHeldError:
        return False


def test_what_a_process_holds_no_other_gets(tmp_path: Path) -> None:
    with held_by_another_process(tmp_path / "a.lock"):
        assert not is_free(tmp_path / "a.lock")
        assert is_free(tmp_path / "b.lock")


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    with held_by_another_process(tmp_path / "a.lock") as holder:
        holder.kill()
        holder.wait()
        assert is_free(tmp_path / "a.lock")


def test_who_waits_gets_the_lock_when_its_holder_lets_it_go(tmp_path: Path) -> None:
    with held_by_another_process(tmp_path / "a.lock") as holder, ThreadPoolExecutor() as pool:
        lock = FileLock(tmp_path / "a.lock")
        waiting = pool.submit(lock.acquire)
        assert not waiting.done()
        assert holder.stdin is not None
        holder.stdin.close()
        waiting.result()
        assert not is_free(tmp_path / "a.lock")
        lock.release()


def test_the_wait_has_an_end(tmp_path: Path) -> None:
    with FileLock(tmp_path / "a.lock"):
        with pytest.raises(LockHeldError):
            FileLock(tmp_path / "a.lock", timeout=0.1).acquire()
        with pytest.raises(LockHeldError):
            FileLock(tmp_path / "a.lock").acquire(timeout=0)


def test_a_lock_is_let_go_after_an_error_and_can_be_taken_again(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "a.lock")
    with pytest.raises(ZeroDivisionError), lock:
        raise ZeroDivisionError
    with lock:
        assert not is_free(tmp_path / "a.lock")


def test_an_object_that_holds_its_lock_does_not_wait_for_itself(tmp_path: Path) -> None:
    with FileLock(tmp_path / "a.lock") as lock, pytest.raises(RuntimeError):
        lock.acquire()


def test_letting_go_twice_does_not_touch_the_next_holder(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "a.lock")
    lock.acquire()
    lock.release()
    with FileLock(tmp_path / "a.lock"):
        lock.release()
        assert not is_free(tmp_path / "a.lock")


def test_threads_take_turns(tmp_path: Path) -> None:
    inside: list[int] = []
    most = 0

    def take_turns(number: int) -> None:
        nonlocal most
        for _turn in range(50):
            with FileLock(tmp_path / "a.lock"):
                inside.append(number)
                most = max(most, len(inside))
                inside.remove(number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(take_turns, range(4)))
    assert most == 1


@pytest.mark.parametrize("manner", ["keeping", "removing"])
def test_processes_take_turns_also_where_a_holder_removes_the_file(tmp_path: Path, manner: str) -> None:
    (tmp_path / "count").write_text("0")
    command = [sys.executable, "-c", COUNTER, str(tmp_path / "a.lock"), str(tmp_path / "count"), "100", manner]
    counters = [subprocess.Popen(command) for _ in range(3)]
    assert [counter.wait() for counter in counters] == [0, 0, 0]
    assert (tmp_path / "count").read_text() == "300"


def test_a_child_process_keeps_nothing_held(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "a.lock")
    with lock:
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False)
    assert is_free(tmp_path / "a.lock")
    child.communicate(b"\n")


def test_on_windows_the_file_goes_with_the_lock_and_elsewhere_it_stays(tmp_path: Path) -> None:
    with FileLock(tmp_path / "a.lock"):
        assert (tmp_path / "a.lock").exists()
    assert (tmp_path / "a.lock").exists() == (sys.platform != "win32")


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileLock(tmp_path / "немає" / "a.lock").acquire()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.lock").mkdir()
    with pytest.raises(OSError, match=r"a\.lock"):
        FileLock(tmp_path / "a.lock").acquire()


@pytest.mark.posix(reason="folders of Windows have other rights")
def test_a_folder_that_takes_no_file_is_named(tmp_path: Path) -> None:
    with read_only(tmp_path), pytest.raises(PermissionError, match=r"a\.lock"):
        FileLock(tmp_path / "a.lock").acquire()


@pytest.mark.posix(reason="a link needs rights of its own on Windows")
def test_no_file_is_made_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "a.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match=r"a\.lock"):
        FileLock(tmp_path / "a.lock").acquire()
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.posix(reason="Windows gives a file the rights of its folder")
def test_the_file_has_the_rights_that_the_person_gives_to_new_files(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        with FileLock(tmp_path / "a.lock"):
            assert (tmp_path / "a.lock").stat().st_mode & 0o777 == 0o664
    finally:
        os.umask(before)
