"""A ledger is copied as it is at one moment, and an older one is kept before it is upgraded."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.old_ledger import DATA
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.copy import copy_ledger, damage_of, keep_before_upgrade, ledger_content
from xlplan.ledger.migrations import UPGRADES
from xlplan.ledger.tables import VERSION


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A ledger that xlplan 0.1 wrote."""
    path = tmp_path / "xlplan.db"
    path.write_bytes(gzip.decompress((DATA / "ledger-0.1.db.gz").read_bytes()))
    return path


def upgrade(path: Path) -> list[tuple[int, Path]]:
    """What is told when the ledger is opened."""
    told: list[tuple[int, Path]] = []
    with open_ledger(path, lambda version, copy: told.append((version, copy))):
        pass
    return told


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_older_ledger_is_kept_beside_the_upgraded_one_and_that_is_told_once(old: Path) -> None:
    before = ledger_content(old)
    ((version, copy),) = upgrade(old)
    assert (version, copy.name) == (before.version, f"xlplan.db.v{before.version}")
    assert ledger_content(copy) == before
    assert ledger_content(old).version == VERSION
    assert upgrade(old) == []
    assert names(old.parent) == ["xlplan.db", copy.name]


def test_the_copy_holds_what_is_only_in_the_log_of_the_ledger(old: Path) -> None:
    with closing(sqlite3.connect(old)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("INSERT INTO arrivals VALUES ('x', 'a.xlsx', 1, 'ab', '2021-07-05')")
        other.commit()
        ((_version, copy),) = upgrade(old)
    assert "ab" in ledger_content(copy).hashes


def test_the_same_ledger_is_kept_once_and_another_one_beside_it(old: Path) -> None:
    version = ledger_content(old).version
    first = keep_before_upgrade(old, version)
    assert keep_before_upgrade(old, version) == first
    with closing(sqlite3.connect(old)) as other:
        other.execute("INSERT INTO arrivals VALUES ('x', 'a.xlsx', 1, 'ab', '2021-07-05')")
        other.commit()
    second = keep_before_upgrade(old, version)
    assert first is not None
    assert second is not None
    assert first != second
    assert "ab" not in ledger_content(first).hashes
    assert "ab" in ledger_content(second).hashes


def test_a_ledger_that_another_process_has_upgraded_meanwhile_is_not_kept_under_a_wrong_number(old: Path) -> None:
    version = ledger_content(old).version
    upgrade(old)
    (old.parent / f"xlplan.db.v{version}").unlink()
    assert keep_before_upgrade(old, version) is None
    assert names(old.parent) == ["xlplan.db"]


@pytest.mark.parametrize("version", sorted(UPGRADES))
def test_a_ledger_of_every_version_that_can_be_upgraded_says_what_it_holds(tmp_path: Path, version: int) -> None:
    path = tmp_path / "xlplan.db"
    with closing(sqlite3.connect(path)) as ledger:
        ledger.executescript(
            "CREATE TABLE submissions (number INTEGER, sha256 VARCHAR);"
            "CREATE TABLE issues (quarter VARCHAR, issued_at VARCHAR);"
            f"INSERT INTO submissions VALUES (3, 'ab'); PRAGMA user_version={version};"
        )
    content = ledger_content(path)
    assert (content.version, content.last_number, content.hashes) == (version, 3, frozenset({"ab"}))


def test_a_copy_is_one_file_by_itself(old: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    with open_ledger(old):
        copy_ledger(old, folder / "copy.db")
    assert damage_of(folder / "copy.db") == ""
    assert names(folder) == ["copy.db"]


def test_damage_is_told_and_no_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "xlplan.db"
    path.write_bytes(b"no database at all, but long enough" * 100)
    assert "not a database" in damage_of(path)
    with pytest.raises(FileNotFoundError):
        damage_of(tmp_path / "missing.db")
    assert names(tmp_path) == ["xlplan.db"]
