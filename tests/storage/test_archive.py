"""The archive keeps every byte that came in, under its hash, unchanged."""

import hashlib
from pathlib import Path

from xlplan.storage.archive import find_stored, store


def test_a_file_lies_under_its_hash_with_its_ending(tmp_path: Path) -> None:
    source = tmp_path / "Звіт.XLSX"
    source.write_bytes(b"content")
    done = store(tmp_path / "archive", source)
    assert done.sha256 == hashlib.sha256(b"content").hexdigest()
    assert done.path == tmp_path / "archive" / done.sha256[:2] / f"{done.sha256}.xlsx"
    assert done.path.read_bytes() == b"content"
    assert find_stored(tmp_path / "archive", done.sha256) == done.path


def test_the_same_bytes_under_another_name_are_kept_once(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xls", "без розширення"):
        (tmp_path / name).write_bytes(b"same")
        store(tmp_path / "archive", tmp_path / name)
    assert len([path for path in (tmp_path / "archive").rglob("*") if path.is_file()]) == 1


def test_what_is_kept_cannot_be_written_over_by_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"x")
    assert store(tmp_path / "archive", tmp_path / "a.xlsx").path.stat().st_mode & 0o222 == 0


def test_nothing_half_copied_stays_behind(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"x")
    store(tmp_path / "archive", tmp_path / "a.xlsx")
    assert not list((tmp_path / "archive").glob(".incoming*"))


def planted(archive: Path, content: bytes) -> Path:
    """A file under the name that these bytes would have, with other bytes in it."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = archive / sha256[:2] / f"{sha256}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"false")
    return path


def test_a_file_whose_name_lies_is_not_found(tmp_path: Path) -> None:
    planted(tmp_path / "archive", b"true")
    assert find_stored(tmp_path / "archive", hashlib.sha256(b"true").hexdigest()) is None


def test_a_file_whose_name_lies_gives_way_to_the_bytes_that_come_and_is_kept(tmp_path: Path) -> None:
    place = planted(tmp_path / "archive", b"true")
    (tmp_path / "a.xlsx").write_bytes(b"true")
    done = store(tmp_path / "archive", tmp_path / "a.xlsx")
    assert done.path == place
    assert place.read_bytes() == b"true"
    assert done.set_aside is not None
    assert done.set_aside.read_bytes() == b"false"
    assert find_stored(tmp_path / "archive", done.sha256) == place
