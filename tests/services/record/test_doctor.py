"""The doctor looks at each thing by itself, says what is wrong, and changes nothing."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.support.centre import at, copy_of, send, take
from tests.support.held_files import read_only
from tests.support.paths import link_to
from tests.support.small_disk import small_disk
from xlplan.domain.errors import XlplanError
from xlplan.ledger import place
from xlplan.ledger.tables import VERSION
from xlplan.services.record import program_checks
from xlplan.services.record.check import Check, Level
from xlplan.services.record.doctor import examine
from xlplan.services.record.folder_checks import size_text
from xlplan.storage.last_backup import LastBackup, record_backup
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language

_ALWAYS = {"program", "libraries", "office", "temporary", "timezone", "workspace"}
_OF_FOLDERS = {
    "root",
    "templates",
    "inbox",
    "outbox",
    "archive",
    "inbox_content",
    "inbox_clock",
    "sizes",
    "room",
    "backup",
}
_OF_LEDGER = {"ledger_place", "ledger", "clock"}


def now() -> datetime:
    return datetime.now().astimezone()


def checks_of(root: Path, moment: datetime | None = None) -> dict[str, Check]:
    return {each.name: each for each in examine(root, lambda: moment or now())}


def failed(checks: dict[str, Check]) -> set[str]:
    return {name for name, check in checks.items() if check.level is Level.FAILURE}


def content_of(root: Path) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in root.rglob("*")}


def test_on_a_healthy_machine_nothing_fails_and_nothing_is_changed(centre: Workspace) -> None:
    send(centre, "HOR")
    before = content_of(centre.root)
    checks = checks_of(centre.root)
    assert failed(checks) == set()
    assert set(checks) - {"rights"} == _ALWAYS | _OF_FOLDERS | _OF_LEDGER
    assert content_of(centre.root) == before


def test_sizes_are_counted(centre: Workspace) -> None:
    before = checks_of(centre.root)["sizes"].facts
    send(centre, "HOR")
    take(centre)
    send(centre, "NAR")
    facts = checks_of(centre.root)["sizes"].facts
    assert (before["inbox_files"], facts["inbox_files"]) == (0, 1)
    assert int(str(facts["archive_files"])) == int(str(before["archive_files"])) + 1
    assert facts["ledger_bytes"] == centre.ledger_file.stat().st_size


def test_without_a_workspace_the_machine_is_checked_all_the_same(tmp_path: Path) -> None:
    checks = checks_of(tmp_path)
    assert set(checks) == _ALWAYS
    assert failed(checks) == {"workspace"}


@pytest.mark.parametrize("settings", ["due_days = -1\n", "language = \n", "\0\0", "timezone = 'Europe/Kyyiv'"])
def test_where_the_settings_cannot_be_read_the_folders_are_checked_all_the_same(
    centre: Workspace, settings: str
) -> None:
    (centre.root / "xlplan.toml").write_text(settings, "utf-8")
    checks = checks_of(centre.root)
    assert failed(checks) == {"workspace"}
    assert set(checks) - {"rights"} == _ALWAYS | _OF_FOLDERS


def test_a_missing_inbox_fails_and_a_missing_outbox_is_told(centre: Workspace) -> None:
    shutil.rmtree(centre.inbox)
    shutil.rmtree(centre.outbox)
    checks = checks_of(centre.root)
    assert failed(checks) == {"inbox"}
    assert checks["outbox"].level is Level.WARNING
    assert not centre.outbox.exists()


@pytest.mark.posix(reason="folders of Windows have other rights")
def test_an_inbox_that_takes_nothing_fails(centre: Workspace) -> None:
    with read_only(centre.inbox):
        checks = checks_of(centre.root)
    assert failed(checks) == {"inbox"}
    assert checks["inbox"].facts["failed"] == "write"
    assert isinstance(checks["inbox"].problem, PermissionError)


def without_log(_path: Path) -> sqlite3.Connection:
    """A database that can have no write-ahead log, as one on many a share."""
    return sqlite3.connect(":memory:", timeout=0, isolation_level=None)


def test_a_place_that_cannot_hold_the_ledger_fails_and_another_is_named(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "_connect", without_log)
    checks = checks_of(centre.root)
    assert failed(checks) == {"ledger_place"}
    assert "ledger = " in str(checks["ledger_place"].problem)


def test_a_clock_before_the_last_entry_fails(centre: Workspace) -> None:
    checks = checks_of(centre.root, at(3, 1))
    assert failed(checks) == {"clock"}
    assert "03.01.2021" in checks["clock"].text
    assert "14.06.2021" in checks["clock"].text


def test_a_disk_that_goes_by_another_time_is_told(centre: Workspace) -> None:
    check = checks_of(centre.root, now() + timedelta(hours=3))["inbox_clock"]
    assert check.level is Level.WARNING
    assert check.facts["seconds"] == pytest.approx(-3 * 3600, abs=60)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB."""
    (tmp_path / "disk").mkdir()
    yield from small_disk(tmp_path / "disk", 6)


@pytest.mark.posix(reason="only Linux can mount a disk that is small enough to be filled")
def test_a_disk_without_room_fails_whether_it_is_full_or_nearly_so(centre: Workspace, small: Path) -> None:
    moved = copy_of(centre.root, small / "Коростень")
    assert failed(checks_of(moved.root)) == {"room"}
    with (small / "ballast").open("wb", buffering=0) as file:
        try:
            while file.write(bytes(1 << 12)):
                pass
        except OSError:
            pass
    checks = checks_of(moved.root)
    assert {"room", "root", "inbox", "outbox", "templates", "archive", "ledger_place"} <= failed(checks)
    assert checks["ledger"].level is Level.GOOD


def test_links_and_claims_in_the_inbox_are_told(centre: Workspace, tmp_path: Path) -> None:
    claimed = centre.inbox / ".claimed" / "abcdefghij"
    claimed.mkdir(parents=True)
    (claimed / "звіт.xlsx").write_bytes(b"x")
    link_to(tmp_path, centre.inbox / "посилання.xlsx")
    check = checks_of(centre.root)["inbox_content"]
    assert check.level is Level.WARNING
    assert check.facts == {"files": 0, "links": 1, "claims": 1}
    assert "посилання.xlsx" in check.text


def test_a_missing_ledger_fails_once_files_were_received(centre: Workspace) -> None:
    centre.ledger_file.unlink()
    assert failed(checks_of(centre.root)) == {"ledger"}
    centre.archive.rename(centre.root / "elsewhere")
    centre.archive.mkdir()
    assert failed(checks_of(centre.root)) == set()
    assert not centre.ledger_file.exists()


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_a_ledger_that_is_none_fails_and_is_left_as_it_is(centre: Workspace, content: bytes) -> None:
    centre.ledger_file.write_bytes(content)
    assert failed(checks_of(centre.root)) == {"ledger"}
    assert centre.ledger_file.read_bytes() == content


def test_the_database_of_another_program_fails(centre: Workspace) -> None:
    centre.ledger_file.unlink()
    with closing(sqlite3.connect(centre.ledger_file)) as other:
        other.execute("CREATE TABLE moz_places (id)")
    checks = checks_of(centre.root)
    assert failed(checks) == {"ledger"}
    assert "іншої програми" in checks["ledger"].text


@pytest.mark.parametrize(("version", "level"), [(VERSION + 1, Level.FAILURE), (VERSION - 1, Level.WARNING)])
def test_a_ledger_of_another_version_is_told(centre: Workspace, version: int, level: Level) -> None:
    with closing(sqlite3.connect(centre.ledger_file)) as other:
        other.execute(f"PRAGMA user_version={version}")
    assert checks_of(centre.root)["ledger"].level is level


@pytest.mark.posix(reason="Windows has other rights")
def test_a_workspace_that_others_may_read_is_told(centre: Workspace) -> None:
    for path in (centre.root, centre.root / "xlplan.toml", centre.ledger_file, centre.archive):
        path.chmod(0o700)
    assert checks_of(centre.root)["rights"].level is Level.GOOD
    centre.root.chmod(0o755)
    check = checks_of(centre.root)["rights"]
    assert check.level is Level.WARNING
    assert "chmod" in check.text


def test_a_missing_library_fails_and_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        program_checks, "requires", lambda _name: ["click>=8.1", "no-such-library", "x; extra == 'dev'"]
    )
    check = checks_of(tmp_path)["libraries"]
    assert check.level is Level.FAILURE
    assert "no-such-library" in check.text
    assert check.facts["missing"] == "no-such-library"


def test_without_libreoffice_only_a_pdf_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_checks, "find_office", lambda: None)
    assert checks_of(tmp_path)["office"].level is Level.WARNING


def test_a_check_that_breaks_ends_no_other(centre: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "walk", None)
    checks = checks_of(centre.root)
    assert {"inbox_content", "sizes"} <= failed(checks)
    assert checks["ledger"].level is Level.GOOD


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 Б"), (999, "999 Б"), (1000, "1,0 КБ"), (2_500_000, "2,5 МБ"), (120_000_000_000, "120 ГБ")],
)
def test_a_size_has_the_largest_unit_of_which_there_is_one(size: int, words: str) -> None:
    assert size_text(size) == words


def test_a_size_in_english_has_a_point() -> None:
    use_language("en")
    assert size_text(2_500_000) == "2.5 MB"


def test_the_ledger_of_another_workspace_fails(centre: Workspace, foreign_centre: Workspace) -> None:
    shutil.copyfile(foreign_centre.ledger_file, centre.ledger_file)
    checks = checks_of(centre.root)
    assert failed(checks) == {"ledger"}
    assert isinstance(checks["ledger"].problem, XlplanError)


def test_the_last_backup_is_told_with_what_is_wrong_with_it(centre: Workspace, tmp_path: Path) -> None:
    def level(path: Path, days: int = 0, is_complete: bool = True) -> Level:
        record_backup(centre.root, LastBackup(path, now() - timedelta(days=days), is_complete))
        return checks_of(centre.root)["backup"].level

    assert checks_of(centre.root)["backup"].level is Level.WARNING
    there = tmp_path / "копія.zip"
    there.write_bytes(b"")
    assert level(there) is Level.GOOD
    assert level(there, days=93) is Level.WARNING
    assert level(there, is_complete=False) is Level.WARNING
    assert level(tmp_path / "немає.zip") is Level.WARNING
    centre.ledger_file.unlink()
    (centre.root / "xlplan.backup.json").unlink()
    assert checks_of(centre.root)["backup"].level is Level.GOOD
