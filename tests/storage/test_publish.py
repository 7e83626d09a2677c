"""Putting a file over one that a program may hold open: beside it for now, in its place once that is free."""

import errno
import os
from datetime import datetime
from pathlib import Path

import pytest

from xlplan.storage.atomic import atomic_write_bytes
from xlplan.storage.publish import publish, reclaim_name, waiting_copies

MOMENT = datetime(2021, 7, 5, 10, 0, 7)
real_replace = Path.replace


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workbook that is there already."""
    made = tmp_path / "Зведений звіт.xlsx"
    made.write_bytes(b"old")
    os.utime(made, (1, 1))
    return made


def hold(monkeypatch: pytest.MonkeyPatch, *held: Path, code: int = errno.EACCES) -> None:
    """From now on nothing can be put over these, as where a program holds them open."""

    def replace(source: Path, target: Path) -> Path:
        if target in held:
            raise OSError(code, os.strerror(code), str(target))
        return real_replace(source, target)

    monkeypatch.setattr(Path, "replace", replace)


def write(path: Path, content: bytes = b"new") -> tuple[Path, bool]:
    return publish(path, lambda name: atomic_write_bytes(name, content), MOMENT)


def test_a_folder_of_its_name_is_no_file_held_open(tmp_path: Path) -> None:
    folder = tmp_path / "Зведений звіт.xlsx"
    folder.mkdir()
    with pytest.raises((IsADirectoryError, PermissionError)):
        write(folder)
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY])
def test_a_file_held_open_keeps_its_bytes_and_the_new_one_lies_beside(
    path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    hold(monkeypatch, path, code=code)
    beside = path.with_name("Зведений звіт 05.07 10-00.xlsx")
    assert write(path) == (beside, True)
    assert (path.read_bytes(), beside.read_bytes()) == (b"old", b"new")
    assert not reclaim_name(path)


def test_a_file_beside_that_is_held_open_too_gives_way_to_a_name_with_seconds(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(monkeypatch, path, path.with_name("Зведений звіт 05.07 10-00.xlsx"))
    assert write(path) == (path.with_name("Зведений звіт 05.07 10-00-07.xlsx"), True)


def test_a_folder_that_refuses_everything_is_an_error(path: Path) -> None:
    def refused(_name: Path) -> None:
        raise PermissionError(errno.EACCES, "read-only")

    with pytest.raises(PermissionError):
        publish(path, refused, MOMENT)


def test_a_full_disk_is_not_taken_for_an_open_file(path: Path) -> None:
    def full(_name: Path) -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        publish(path, full, MOMENT)
    assert waiting_copies(path) == ()


def test_the_name_is_taken_over_once_it_is_free(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as held:
        hold(held, path)
        write(path)
        assert not reclaim_name(path)
    assert reclaim_name(path)
    assert path.read_bytes() == b"new"
    assert waiting_copies(path) == ()


def test_only_the_newest_waits_beside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(monkeypatch, path)
    older = path.with_name("Зведений звіт 05.07 09-00.xlsx")
    older.write_bytes(b"older")
    newest, _beside = write(path)
    assert waiting_copies(path) == (newest,)


def test_an_older_one_left_beside_never_takes_the_name_of_a_newer(path: Path) -> None:
    older = path.with_name("Зведений звіт 01.07 09-00.xlsx")
    older.write_bytes(b"older")
    os.utime(older, (0, 0))
    assert reclaim_name(path)
    assert path.read_bytes() == b"old"
    assert not older.exists()


@pytest.mark.parametrize("name", ["Зведений звіт (випуск 1).xlsx", "Зведений звіт копія для директора.xlsx"])
def test_editions_and_people_s_own_copies_do_not_wait_for_the_name(path: Path, name: str) -> None:
    other = path.with_name(name)
    other.write_bytes(b"other")
    assert waiting_copies(path) == ()
    write(path)
    assert other.read_bytes() == b"other"
