"""A file that has lain in the inbox needs no second look; wherever its times leave a doubt it gets one."""

import os
import time
from pathlib import Path

import pytest

from tests.support.open_files import HOLDING_KEEPS
from xlplan.storage.inbox import State, list_files
from xlplan.storage.untouched import DiskTime, disk_time, is_untouched

QUIET = 1.0
LONG_AGO = 1_500_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that has just been written."""
    path = tmp_path / "звіт.xlsx"
    path.write_bytes(b"PK and so on")
    return path


def state_of(path: Path) -> State:
    return list_files(path.parent)[path]


def disk_now(folder: Path, later: float = 0.0) -> DiskTime:
    """The time of the disk, so many seconds later."""
    fresh = folder.parent / f"{folder.name} fresh"
    fresh.touch()
    made = fresh.stat()
    # Wine shows the time that a program set in the place of that of the making, and is not relied on.
    told = disk_time(fresh) or DiskTime(made.st_dev, made.st_mtime)
    fresh.unlink()
    return DiskTime(told.device, told.seconds + later)


def set_back(path: Path) -> None:
    os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.mark.parametrize(("later", "untouched"), [(0.0, False), (3.5, False), (5.0, True), (86_400.0, True)])
def test_a_file_is_untouched_after_the_quiet_time_and_what_a_coarse_disk_may_round(
    path: Path, later: float, untouched: bool
) -> None:
    assert is_untouched(path, state_of(path), disk_now(path.parent, later), QUIET) is untouched


def test_a_file_with_an_old_time_that_has_just_been_copied_is_doubted(path: Path) -> None:
    set_back(path)
    now = disk_time(path)
    assert now is None or not is_untouched(path, state_of(path), disk_now(path.parent), QUIET)


@pytest.mark.posix(reason="Windows tells when a file was made, which a move does not change")
def test_a_file_counts_from_when_it_was_moved_and_not_from_when_it_was_written(path: Path) -> None:
    written = path.stat().st_mtime
    time.sleep(0.1)
    path = path.rename(path.with_name("інший.xlsx"))
    # So long after the writing that it would do, and not yet so long after the move.
    now = DiskTime(path.stat().st_dev, written + QUIET + 3.05)
    assert not is_untouched(path, state_of(path), now, QUIET)


def test_a_file_that_has_grown_since_the_first_look_is_doubted(path: Path) -> None:
    seen = state_of(path)
    with path.open("ab") as file:
        file.write(b"more")
    assert not is_untouched(path, seen, disk_now(path.parent, 60), QUIET)


def test_a_file_whose_time_was_changed_since_the_first_look_is_doubted(path: Path) -> None:
    seen = state_of(path)
    set_back(path)
    assert not is_untouched(path, seen, disk_now(path.parent, 60), QUIET)


def test_a_file_from_the_future_is_doubted(path: Path) -> None:
    ahead = path.stat().st_mtime + 7200
    os.utime(path, (ahead, ahead))
    assert not is_untouched(path, state_of(path), disk_now(path.parent, 60), QUIET)


def test_a_file_on_another_disk_than_the_clock_is_doubted(path: Path) -> None:
    now = disk_now(path.parent, 60)
    assert not is_untouched(path, state_of(path), DiskTime(now.device + 1, now.seconds), QUIET)


def test_a_file_that_a_program_has_open_to_write_to_it_is_doubted_where_the_system_tells(path: Path) -> None:
    seen = state_of(path)
    with path.open("r+b"):
        assert is_untouched(path, seen, disk_now(path.parent, 60), QUIET) is not HOLDING_KEEPS


def test_a_file_that_has_gone_is_doubted(path: Path) -> None:
    seen = state_of(path)
    path.unlink()
    assert not is_untouched(path, seen, disk_now(path.parent, 60), QUIET)


@pytest.mark.posix(reason="Windows keeps no pipes in folders")
def test_a_pipe_that_took_the_place_of_a_file_holds_nobody_up(path: Path) -> None:
    seen = state_of(path)
    path.unlink()
    os.mkfifo(path)
    assert not is_untouched(path, seen, disk_now(path.parent, 60), QUIET)


@pytest.mark.posix(reason="Windows has another means against it: it tells who has a file open")
def test_a_disk_that_shows_a_time_that_was_set_as_its_own_is_not_relied_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.stat

    def shown(self: Path) -> os.stat_result:
        # Such disks are those of programs, like rclone's. They know of one time only.
        values = list(real(self))
        values[9] = values[8]
        return os.stat_result(values)

    monkeypatch.setattr(Path, "stat", shown)
    assert disk_time(path) is None


def test_a_file_for_the_clock_that_has_gone_tells_nothing(tmp_path: Path) -> None:
    assert disk_time(tmp_path / "gone") is None
