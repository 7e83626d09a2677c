"""Receipts beside a workbook that is being written: none waits, a burst makes one, no kill loses one."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.support.centre import QUARTER, at, call, send
from tests.support.rows_only import rows_only
from tests.support.thoroughness import spread
from tests.support.watcher_process import PATIENCE, Watcher, answers, consolidated, until, watching
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.locks import LockName, lock_by_file
from xlplan.services.report.consolidate import consolidate_stale, stale_quarters
from xlplan.storage.workspace import Workspace
from xlplan.workflows.workbook_writer import WorkbookWriter

UNITS = ("HOR", "MAL", "LUG", "OVR")
# A process is killed so many times, each of them at a later moment of its work.
ATTEMPTS = spread(range(8), 2)


@contextmanager
def workbook_in_hand(workspace: Workspace) -> Iterator[None]:
    """A workbook takes as long to be written as the block: whoever wants to write one waits for this process."""
    with lock_by_file(workspace.ledger_file, LockName.REPORT):
        yield


def written(workspace: Workspace) -> int:
    """How often the workbook was written."""
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        return int(connection.value("SELECT count(*) FROM reports"))


def is_right(workspace: Workspace) -> bool:
    """Whether the workbook holds everything that is in the ledger."""
    return workspace.report(QUARTER).exists() and not call(stale_quarters, workspace, at)


def units_in(workspace: Workspace) -> set[str]:
    """The units whose numbers stand in the workbook."""
    rows = rows_only(workspace.report(QUARTER))["Дані"].iter_rows(values_only=True)
    heads = next(rows)
    unit, file = heads.index("Підрозділ"), heads.index("Файл")
    return {str(row[unit]) for row in rows if row[file]}


def writers_of(watcher: Watcher) -> list[int]:
    """The processes that write workbooks: of the children of a watcher the one that lets others go first."""
    children = Path(f"/proc/{watcher.process.pid}/task/{watcher.process.pid}/children").read_text().split()
    found = []
    for child in map(int, children):
        with suppress(ProcessLookupError):
            if os.getpriority(os.PRIO_PROCESS, child) > os.getpriority(os.PRIO_PROCESS, watcher.process.pid):
                found.append(child)
    return found


def is_gone(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return True
    return "State:\tZ" in status


def test_receipts_come_while_a_workbook_is_being_written_and_all_of_them_make_one_workbook(
    centre: Workspace,
) -> None:
    with watching(centre) as watcher:
        with workbook_in_hand(centre):
            for number, unit in enumerate(UNITS, 1):
                send(centre, unit)
                until(consolidated(centre, number), f"{number} answered", watcher)
            assert not centre.report(QUARTER).exists()
            assert centre.board.exists()
        until(lambda: is_right(centre), "written", watcher)
        assert (written(centre), len(units_in(centre))) == (1, len(UNITS))


def test_what_came_while_a_workbook_was_being_written_is_in_the_next_one(centre: Workspace) -> None:
    send(centre, "HOR")
    with watching(centre) as watcher:
        until(lambda: is_right(centre), "written", watcher)
        for number, unit in enumerate(UNITS[1:], 2):
            send(centre, unit)
            until(consolidated(centre, number), f"{number} answered", watcher)
        until(lambda: is_right(centre), "written again", watcher)
    assert len(units_in(centre)) == len(UNITS)


def test_two_watchers_write_one_workbook_for_what_both_answered(centre: Workspace) -> None:
    with watching(centre, "one") as one, watching(centre, "other") as other:
        with workbook_in_hand(centre):
            for unit in UNITS:
                send(centre, unit)
            until(consolidated(centre, len(UNITS)), "answered", one)
        until(lambda: is_right(centre), "written", other)
        # Whoever was last waited for the other, and found nothing left to write.
        assert (one.stop(), other.stop()) == (0, 0) or os.name == "nt"
    assert (written(centre), len(units_in(centre))) == (1, len(UNITS))


@pytest.mark.posix(reason="Windows has no signal that asks another process to end")
def test_a_stop_waits_for_the_workbook_in_hand(centre: Workspace) -> None:
    with watching(centre) as watcher:
        with workbook_in_hand(centre):
            send(centre, "HOR")
            until(consolidated(centre, 1), "answered", watcher)
            watcher.process.send_signal(signal.SIGTERM)
            with pytest.raises(subprocess.TimeoutExpired):
                watcher.process.wait(1)
        assert watcher.process.wait(PATIENCE) == 0
    assert is_right(centre)
    assert "Зведений звіт" in watcher.said


@pytest.mark.posix(reason="Windows has no signal that asks another process to end")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_ends_it_at_once_and_the_next_start_writes_the_workbook(
    centre: Workspace, number: signal.Signals
) -> None:
    with watching(centre) as watcher, workbook_in_hand(centre):
        send(centre, "HOR")
        until(consolidated(centre, 1), "answered", watcher)
        until(lambda: bool(writers_of(watcher)), "begun", watcher)
        (writer,) = writers_of(watcher)
        end = time.monotonic() + PATIENCE
        # On a busy machine the system may join two signals into one.
        while watcher.process.poll() is None and time.monotonic() < end:
            os.killpg(watcher.process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                watcher.process.wait(1)
        assert watcher.process.poll() is not None
        until(lambda: is_gone(writer), "the writer gone")
    with watching(centre, "next") as watcher:
        until(lambda: is_right(centre), "written", watcher)


@pytest.mark.posix(reason="the process is found by /proc")
def test_a_killed_watcher_leaves_nobody_writing_and_the_next_one_writes_the_workbook(centre: Workspace) -> None:
    with watching(centre) as watcher, workbook_in_hand(centre):
        send(centre, "HOR")
        until(consolidated(centre, 1), "answered", watcher)
        until(lambda: bool(writers_of(watcher)), "begun", watcher)
        (writer,) = writers_of(watcher)
        watcher.process.kill()
        until(lambda: is_gone(writer), "the writer gone")
    assert not centre.report(QUARTER).exists()
    with watching(centre, "next") as watcher:
        until(lambda: is_right(centre), "written", watcher)


@pytest.mark.posix(reason="the process is found by /proc")
def test_a_process_that_was_killed_while_it_wrote_is_told_of_once_and_another_writes(centre: Workspace) -> None:
    with watching(centre) as watcher:
        with workbook_in_hand(centre):
            send(centre, "HOR")
            for _time in range(2):
                until(lambda: bool(writers_of(watcher)), "begun", watcher)
                (writer,) = writers_of(watcher)
                os.kill(writer, signal.SIGKILL)
                until(lambda gone=writer: is_gone(gone), "killed", watcher)  # type: ignore[misc]
            # Receipts go on meanwhile.
            send(centre, "MAL")
            until(consolidated(centre, 2), "answered", watcher)
        until(lambda: is_right(centre), "written", watcher)
        until(lambda: "Роботу відновлено" in watcher.said, "told", watcher)
        assert watcher.said.count("завершено ззовні") == 1
    assert len(units_in(centre)) == 2


@pytest.mark.slow
@pytest.mark.posix(reason="the process is found by /proc")
def test_a_process_killed_at_any_moment_of_its_work_loses_no_workbook(centre: Workspace) -> None:
    with watching(centre) as watcher:
        for attempt in ATTEMPTS:
            send(centre, "HOR", {"1.4.10": {"done": attempt}}, f"звіт {attempt}.xlsx")
            until(lambda: bool(writers_of(watcher)), "begun", watcher)
            with suppress(subprocess.TimeoutExpired):
                watcher.process.wait(0.15 * attempt)
            for writer in writers_of(watcher):
                os.kill(writer, signal.SIGKILL)
        until(lambda: len(answers(centre)) == len(ATTEMPTS) and is_right(centre), "written", watcher)
    assert units_in(centre) == {"Хорошівське БПД"}


def test_a_problem_comes_back_from_the_process_with_its_trace(returned: Workspace) -> None:
    returned.report(QUARTER).unlink()
    returned.ledger_file.write_bytes(b"this is no ledger, but long enough to be taken for a file of one" * 100)
    with WorkbookWriter(returned, at) as writer:
        writer.begin()
        assert writer.has_ended(PATIENCE)
        writing = writer.result()
    assert writing is not None
    assert "xlplan.db" in str(writing.problem)
    assert "consolidate_stale" in writing.trace


def test_a_turn_with_nothing_to_write_writes_nothing(returned: Workspace) -> None:
    assert call(consolidate_stale, returned, at) == ()
    with WorkbookWriter(returned, at) as writer:
        for _turn in range(2):
            writer.begin()
            assert writer.is_busy
            assert writer.has_ended(PATIENCE)
            writing = writer.result()
            assert writing is not None
            assert (writing.reports, writing.problem) == ((), None)
            assert not writer.is_busy
    assert written(returned) == 1
