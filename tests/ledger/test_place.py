"""The place of the ledger is found out by a real try, and where it will not do another is named."""

import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable
from errno import EMFILE
from pathlib import Path

import pytest

from tests.support.centre import at
from xlplan.domain.errors import XlplanError
from xlplan.ledger import place
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.place import holds_ledger, local_ledger
from xlplan.services.new_workspace import new_workspace
from xlplan.storage.settings import read_settings


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own data folder, which is not that of the one who runs the tests."""
    folder = tmp_path / "Мар'яна" / "data"
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_given, **_named: folder)
    return folder


def without_log(_path: Path) -> sqlite3.Connection:
    """A database that can have no write-ahead log, as one on many a share."""
    return sqlite3.connect(":memory:", timeout=0, isolation_level=None)


def without_locks() -> Callable[[Path], sqlite3.Connection]:
    """Connections that do not see each other's locks, as those on a disk that only pretends to lock."""
    made: list[Path] = []

    def connect(path: Path) -> sqlite3.Connection:
        made.append(path)
        return sqlite3.connect(f"{path}-{len(made)}", timeout=0, isolation_level=None)

    return connect


def closed(_path: Path) -> sqlite3.Connection:
    raise sqlite3.OperationalError("disk I/O error")


def test_a_folder_on_a_local_disk_holds_a_ledger_and_nothing_is_left_of_the_try(tmp_path: Path) -> None:
    assert holds_ledger(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("connect", [without_log, without_locks(), closed])
def test_a_disk_without_what_sqlite_needs_holds_none_and_nothing_is_left_of_the_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connect: Callable[[Path], sqlite3.Connection]
) -> None:
    monkeypatch.setattr(place, "_connect", connect)
    assert not holds_ledger(tmp_path)
    assert [path for path in tmp_path.iterdir() if not path.name.endswith(("-1", "-2"))] == []


def test_a_disk_that_does_not_lock_between_processes_holds_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The other process opens a copy, on which the lock of the first does not stand.
    other = place._OTHER_PROCESS.replace("import sqlite3, sys", "import shutil, sqlite3, sys").replace(
        "database = ",
        "shutil.copy(sys.argv[1], sys.argv[1] + '-2'); shutil.copy(sys.argv[1] + '-wal', sys.argv[1] + '-2-wal')\n"
        "sys.argv[1] += '-2'\ndatabase = ",
    )
    monkeypatch.setattr(place, "_OTHER_PROCESS", other)
    assert not holds_ledger(tmp_path)


def test_where_no_other_process_can_be_started_the_one_must_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "немає"))
    assert holds_ledger(tmp_path)


def test_what_the_system_refuses_is_no_answer_and_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        holds_ledger(tmp_path / "немає")
    assert raised.value.filename == str(tmp_path / "немає")


def test_a_new_ledger_is_not_made_there_and_a_line_for_the_settings_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, local: Path
) -> None:
    monkeypatch.setattr(place, "_connect", without_log)
    with pytest.raises(XlplanError) as raised, open_ledger(tmp_path / "центр" / "xlplan.db"):
        pass
    words = str(raised.value)
    assert len(words.splitlines()) == 1
    assert str(tmp_path / "центр") in words
    line = words[words.index("ledger = ") :]
    assert Path(tomllib.loads(line)["ledger"]).is_relative_to(local)
    assert list((tmp_path / "центр").iterdir()) == []


def test_a_ledger_that_lies_there_is_to_be_moved_with_what_belongs_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, local: Path
) -> None:
    path = tmp_path / "xlplan.db"
    with open_ledger(path):
        pass
    # SQLite cannot make its log where a folder lies. On a local disk that is not the fault of the disk.
    (tmp_path / "xlplan.db-wal").mkdir()
    with pytest.raises(XlplanError, match="unable to open"), open_ledger(path):
        pass
    monkeypatch.setattr(place, "_connect", without_log)
    with pytest.raises(XlplanError, match="Перенесіть його разом із файлами") as raised, open_ledger(path):
        pass
    words = str(raised.value)
    assert str(local_ledger(tmp_path).parent) in words
    assert tomllib.loads(words[words.index("ledger = ") :])["ledger"] == str(local_ledger(tmp_path))


def test_each_workspace_has_a_short_place_of_its_own(local: Path) -> None:
    folders = [Path(at_) / "Перший правобережний місцевий центр" for at_ in ("/a", "/b")]
    places = [local_ledger(each) for each in (*folders, Path("/"), Path("/c/Кам'янець"), Path("/c/Кам янець"))]
    assert len(set(places)) == len(places)
    assert max(len(str(each.relative_to(local))) for each in places) <= 45
    assert not any("'" in str(each.relative_to(local)) for each in places)


def test_init_names_a_local_ledger_where_the_folder_holds_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, local: Path
) -> None:
    monkeypatch.setattr(place, "_connect", without_log)
    made = new_workspace(tmp_path / "центр", at())
    ledger = made.ledger_file
    assert ledger.is_relative_to(local)
    assert read_settings(made.root / "xlplan.toml").ledger == str(ledger)
    monkeypatch.undo()
    with open_ledger(ledger):
        pass
    # Beside the folders and the settings lies the list of what xlplan itself wrote.
    assert sorted(path.name for path in made.root.iterdir()) == [
        ".xlplan.sha256.lock", "archive", "inbox", "outbox", "templates", "xlplan.sha256", "xlplan.toml"
    ]  # fmt: skip


def test_init_takes_no_ledger_that_an_earlier_workspace_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, local: Path
) -> None:
    monkeypatch.setattr(place, "_connect", without_log)
    before = local_ledger(tmp_path / "центр")
    before.parent.mkdir(parents=True)
    before.touch()
    ledger = new_workspace(tmp_path / "центр", at()).ledger_file
    assert ledger != before
    assert ledger.is_relative_to(local)
    assert not ledger.exists()


@pytest.mark.posix(reason="Windows sets a process no limit on open files")
def test_too_few_file_handles_are_no_fault_of_the_disk(tmp_path: Path) -> None:
    code = """
import os, resource, sys
from pathlib import Path
from xlplan.ledger.connection import open_ledger
path = Path(sys.argv[1])
with open_ledger(path):
    pass
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
def open_with(free):
    held = []
    try:
        while True:
            held.append(os.open(os.devnull, os.O_RDONLY))
    except OSError:
        pass
    for number in held[:free]:
        os.close(number)
    try:
        with open_ledger(path):
            print("open", flush=True)
    except OSError as problem:
        print(problem.errno, flush=True)
for free in range(1, 12):
    # What a process has opened once, it may not need to open again.
    fork = os.fork()
    if not fork:
        open_with(free)
        os._exit(0)
    os.waitpid(fork, 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "xlplan.db"], capture_output=True, text=True, check=False
    )
    told = done.stdout.split()
    assert len(told) == 11, done.stderr
    assert set(told) == {str(EMFILE), "open"}, done.stderr
