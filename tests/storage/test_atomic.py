"""A file is written whole or not at all."""

import os
from pathlib import Path

import pytest

from xlplan.storage.atomic import atomic_write, atomic_write_bytes, clear_leftovers


def test_the_folder_is_made_where_it_is_missing(tmp_path: Path) -> None:
    atomic_write_bytes(tmp_path / "a" / "b.txt", b"x")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"x"


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"old")

    def fail(beside: Path) -> None:
        beside.write_bytes(b"half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        atomic_write(path, fail)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_names_the_file_and_never_the_temporary_one(tmp_path: Path) -> None:
    path = tmp_path / "звіт.xlsx"
    # A folder in the place of the file refuses the rename on every system.
    path.mkdir()
    with pytest.raises(OSError) as refused:  # noqa: PT011  each system has its own error for it
        atomic_write_bytes(path, b"x")
    assert refused.value.filename == str(path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "name", [".xlplan-0a1b2c3d.xlsx", ".xlplan-0a1b2c3d", ".0a1b2c3d.Звіт.xlsx", f".incoming-{'0' * 32}"]
)
def test_what_a_killed_process_left_is_cleared_after_an_hour(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "outbox" / "2021-Q2"
    folder.mkdir(parents=True)
    old, new, other = folder / name, tmp_path / name, folder / "Звіт.xlsx"
    for path in (old, new, other):
        path.write_bytes(b"half")
    for path in (old, other):
        os.utime(path, (1, 1))
    clear_leftovers([tmp_path])
    assert not old.exists()
    assert new.exists()
    assert other.exists()


def test_of_a_folder_that_is_looked_through_alone_nothing_below_is_touched(tmp_path: Path) -> None:
    top, below = tmp_path / ".xlplan-0a1b2c3d.db-wal", tmp_path / "inbox" / ".xlplan-0a1b2c3d.xlsx"
    below.parent.mkdir()
    other = tmp_path / ".0a1b2c3d.нотатки.txt"
    for path in (top, below, other):
        path.touch()
        os.utime(path, (1, 1))
    clear_leftovers([], [tmp_path, tmp_path / "немає"])
    assert not top.exists()
    assert below.exists()
    assert other.exists()
