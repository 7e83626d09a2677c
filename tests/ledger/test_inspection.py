"""A ledger is looked at without a change, whatever the file is."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.centre import QUARTER, at
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.inspection import inspect_ledger
from xlplan.ledger.tables import VERSION
from xlplan.storage.workspace import Workspace


def test_a_ledger_tells_its_version_and_its_last_entry(centre: Workspace) -> None:
    state = inspect_ledger(centre.ledger_file)
    assert (state.is_ledger, state.is_sound, state.version) == (True, True, VERSION)
    assert state.last_entry == at(14, 6)


def test_the_look_changes_nothing_and_leaves_nothing(centre: Workspace) -> None:
    before = {path.name: path.read_bytes() for path in centre.root.iterdir() if path.is_file()}
    inspect_ledger(centre.ledger_file)
    assert {path.name: path.read_bytes() for path in centre.root.iterdir() if path.is_file()} == before


def test_what_stands_only_in_the_write_ahead_log_is_seen(centre: Workspace) -> None:
    with closing(sqlite3.connect(centre.ledger_file, isolation_level=None)) as other:
        other.execute("PRAGMA wal_autocheckpoint=0")
        other.execute("INSERT INTO reopenings VALUES (?, 1, ?, '', '')", [str(QUARTER), at(1, 9).isoformat()])
        assert inspect_ledger(centre.ledger_file).last_entry == at(1, 9)


def test_a_new_ledger_has_no_last_entry(tmp_path: Path) -> None:
    path = tmp_path / "Мар'яна #1 100%" / "xlplan.db"
    with open_ledger(path):
        pass
    state = inspect_ledger(path)
    assert (state.is_sound, state.last_entry) == (True, None)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04" + bytes(200), b"SQLite format 3\0"):
        (tmp_path / "xlplan.db").write_bytes(content)
        assert not inspect_ledger(tmp_path / "xlplan.db").is_database


def test_the_database_of_another_program_is_told(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE moz_places (id)")
    state = inspect_ledger(tmp_path / "other.db")
    assert (state.is_database, state.is_ledger) == (True, False)


def test_a_damaged_ledger_is_told(centre: Workspace) -> None:
    content = bytearray(centre.ledger_file.read_bytes())
    content[4096 : len(content) // 2] = b"\xff" * (len(content) // 2 - 4096)
    centre.ledger_file.write_bytes(content)
    state = inspect_ledger(centre.ledger_file)
    assert (state.is_database, state.is_sound) == (True, False)


def test_a_ledger_of_an_older_version_is_read(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "xlplan.db"):
        pass
    with closing(sqlite3.connect(tmp_path / "xlplan.db")) as other:
        other.execute("DROP TABLE notes")
        other.execute("PRAGMA user_version=6")
    state = inspect_ledger(tmp_path / "xlplan.db")
    assert (state.version, state.is_sound) == (6, True)
