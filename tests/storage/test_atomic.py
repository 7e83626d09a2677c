"""A file is written whole or not at all."""

from pathlib import Path

import pytest

from xlplan.storage.atomic import atomic_write, atomic_write_bytes


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
