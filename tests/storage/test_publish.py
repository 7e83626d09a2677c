"""Putting a file over one that a program holds open or that somebody changed: beside it, then in its place."""

import errno
import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.open_in_excel import hold
from tests.support.paths import link_to
from xlplan.storage.own_files import write_own
from xlplan.storage.publish import Obstacle, Published, is_changed, publish, reclaim_name, waiting_copies

MOMENT = datetime(2021, 7, 5, 10, 0, 7)
BESIDE = "Зведений звіт 05.07 10-00.xlsx"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "xlplan.sha256"


def ours(record: Path, name: str, content: bytes, time: float) -> Path:
    """A file that xlplan wrote at that time."""
    path = record.with_name(name)
    write_own(record, path, lambda beside: beside.write_bytes(content))
    os.utime(path, (time, time))
    return path


@pytest.fixture
def path(record: Path) -> Path:
    """A workbook that is there already."""
    return ours(record, "Зведений звіт.xlsx", b"old", 2)


def write(record: Path, path: Path, content: bytes = b"new") -> Published:
    return publish(record, path, lambda name: name.write_bytes(content), MOMENT)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY])
def test_a_file_held_open_keeps_its_bytes_and_the_new_one_lies_beside(
    record: Path, path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    hold(monkeypatch, [path], code=code)
    beside = path.with_name(BESIDE)
    assert write(record, path) == Published(beside, path, Obstacle.HELD)
    assert (path.read_bytes(), beside.read_bytes()) == (b"old", b"new")
    assert reclaim_name(record, path) is Obstacle.HELD


def test_a_file_beside_that_is_held_open_too_gives_way_to_a_name_with_seconds(
    record: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(monkeypatch, [path, ours(record, BESIDE, b"older", 1)])
    assert write(record, path).path.name == "Зведений звіт 05.07 10-00-07.xlsx"


def test_a_folder_that_refuses_everything_is_an_error(record: Path, path: Path) -> None:
    def refused(_name: Path) -> None:
        raise PermissionError(errno.EACCES, "read-only")

    with pytest.raises(PermissionError):
        publish(record, path, refused, MOMENT)


def test_a_full_disk_is_not_taken_for_an_open_file(record: Path, path: Path) -> None:
    def full(_name: Path) -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        publish(record, path, full, MOMENT)
    assert waiting_copies(record, path) == ()


def test_the_name_is_taken_over_once_it_is_free(record: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as held:
        hold(held, [path])
        write(record, path)
        assert reclaim_name(record, path) is Obstacle.HELD
    assert reclaim_name(record, path) is None
    assert path.read_bytes() == b"new"
    assert waiting_copies(record, path) == ()
    assert not is_changed(record, path)


def test_only_the_newest_waits_beside(record: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(monkeypatch, [path])
    older = ours(record, "Зведений звіт 05.07 09-00.xlsx", b"older", 1)
    newest = write(record, path).path
    assert waiting_copies(record, path) == (newest,)
    assert not older.exists()


def test_an_older_one_left_beside_never_takes_the_name_of_a_newer(record: Path, path: Path) -> None:
    older = ours(record, "Зведений звіт 01.07 09-00.xlsx", b"older", 1)
    assert reclaim_name(record, path) is None
    assert path.read_bytes() == b"old"
    assert not older.exists()


@pytest.mark.parametrize(
    "name",
    [
        "Зведений звіт (випуск 1).xlsx",
        "Зведений звіт копія для директора.xlsx",
        "Зведений звіт для директора 12.07 14-05.xlsx",
        "Зведений звіт 12.07 14-05.xlsx",
    ],
)
def test_people_s_own_copies_are_never_removed_and_never_take_the_name(
    record: Path, path: Path, name: str
) -> None:
    other = path.with_name(name)
    shutil.copy(path, other)
    assert waiting_copies(record, path) == ()
    assert reclaim_name(record, path) is None
    write(record, path)
    assert (other.read_bytes(), path.read_bytes()) == (b"old", b"new")


def test_a_file_of_another_with_the_name_of_the_copy_stays(record: Path, path: Path) -> None:
    path.write_bytes(b"changed")
    planted = path.with_name(BESIDE)
    planted.write_bytes(b"planted")
    assert write(record, path).path.name == "Зведений звіт 05.07 10-00-07.xlsx"
    assert planted.read_bytes() == b"planted"


def test_a_file_changed_by_hand_stays_and_the_new_one_lies_beside(record: Path, path: Path) -> None:
    path.write_bytes(b"with a comment")
    assert write(record, path) == Published(path.with_name(BESIDE), path, Obstacle.FOREIGN)
    assert path.read_bytes() == b"with a comment"
    assert is_changed(record, path)
    assert reclaim_name(record, path) is Obstacle.FOREIGN


def test_the_name_of_a_changed_file_is_taken_over_once_the_file_is_gone(record: Path, path: Path) -> None:
    path.write_bytes(b"with a comment")
    write(record, path)
    path.rename(path.with_name("З коментарем.xlsx"))
    assert reclaim_name(record, path) is None
    assert path.read_bytes() == b"new"
    assert not path.with_name(BESIDE).exists()


def test_a_copy_that_somebody_moved_to_the_name_itself_is_ours_there(record: Path, path: Path) -> None:
    path.write_bytes(b"with a comment")
    newest = write(record, path).path
    path.unlink()
    newest.rename(path)
    assert write(record, path, b"newest") == Published(path, path, None)


def test_a_folder_of_that_name_stays_and_the_new_file_lies_beside(record: Path, path: Path) -> None:
    path.unlink()
    path.mkdir()
    assert write(record, path) == Published(path.with_name(BESIDE), path, Obstacle.FOREIGN)
    assert path.is_dir()


def test_a_link_of_that_name_stays_and_its_target_too(record: Path, path: Path) -> None:
    target = path.rename(path.with_name("чужий.xlsx"))
    link_to(target, path)
    assert write(record, path).obstacle is Obstacle.FOREIGN
    assert (target.read_bytes(), path.is_symlink()) == (b"old", True)


def test_a_file_that_waits_for_its_name_is_not_read_again_at_every_look(
    record: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(monkeypatch, [path])
    os.utime(write(record, path).path, (3, 3))
    assert reclaim_name(record, path) is Obstacle.HELD

    def read(_path: Path) -> str:
        raise AssertionError("it was read once")

    monkeypatch.setattr("xlplan.storage.own_files.sha256_of", read)
    assert reclaim_name(record, path) is Obstacle.HELD
