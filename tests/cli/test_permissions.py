"""What xlplan makes is kept from the other users of the computer, whatever their umask lets them read."""

import os
import shutil
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from xlplan.cli import main
from xlplan.storage.settings_file import FILE_NAME

pytestmark = pytest.mark.posix(reason="Windows has the permissions of the folder")
_OTHERS = stat.S_IRWXO


def xlplan(*arguments: str | Path, umask: int = 0o022) -> None:
    """Run a command as a user with that umask does."""
    before = os.umask(umask)
    try:
        done = CliRunner().invoke(main, ["--lang", "en", *map(str, arguments)])
    finally:
        os.umask(before)
    assert done.exit_code == 0, done.output


def modes(root: Path) -> dict[str, int]:
    """The permissions of everything in a folder and of the folder itself."""
    paths = [root, *root.rglob("*")]
    return {str(path.relative_to(root)): stat.S_IMODE(path.lstat().st_mode) for path in paths}


@pytest.fixture(scope="module")
def demo(played_demo: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after a round, with an edition and the old log of a watcher."""
    folder = Path(shutil.copytree(played_demo[0], tmp_path_factory.mktemp("user") / "demo"))
    xlplan("--workspace", folder, "close", "2021-Q2", "--yes")
    return folder


def test_nothing_of_a_whole_round_is_for_other_users(demo: Path) -> None:
    made = modes(demo)
    assert len(made) > 40
    assert {name: oct(mode) for name, mode in made.items() if mode & _OTHERS} == {}


def test_the_group_may_do_what_the_owner_may(demo: Path) -> None:
    unlike = {name for name, mode in modes(demo).items() if mode >> 3 & 7 != mode >> 6 & 7}
    assert unlike == set()


def test_the_archive_and_the_editions_are_for_reading_only(demo: Path) -> None:
    files = [path for path in (demo / "archive").glob("*/*") if path.is_file()]
    files += demo.glob("outbox/*/*(випуск*.xlsx")
    assert len(files) > 6
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o440}


def test_a_ledger_in_a_folder_of_its_own_is_kept_from_others_too(tmp_path: Path) -> None:
    workspace, data = tmp_path / "центр", tmp_path / "data"
    xlplan("init", workspace)
    settings = workspace / FILE_NAME
    settings.write_text(settings.read_text("utf-8").replace("'xlplan.db'", f"'{data / 'xlplan.db'}'"), "utf-8")
    xlplan("--workspace", workspace, "status")
    assert modes(data) == {".": 0o770, "xlplan.db": 0o660}


def test_the_settings_say_who_may_read(tmp_path: Path) -> None:
    xlplan("init", tmp_path / "центр")
    settings = tmp_path / "центр" / FILE_NAME
    settings.write_text(settings.read_text("utf-8").replace("umask = '007'", "umask = '022'"), "utf-8")
    xlplan("--workspace", tmp_path / "центр", "status")
    assert modes(tmp_path / "центр")["xlplan.db"] == 0o644


def test_who_keeps_the_group_out_keeps_it_out_of_a_new_workspace(tmp_path: Path) -> None:
    xlplan("init", tmp_path / "центр", umask=0o077)
    assert {mode & 0o077 for mode in modes(tmp_path / "центр").values()} == {0}
    assert "umask = '077'" in (tmp_path / "центр" / FILE_NAME).read_text("utf-8")


def test_a_file_that_is_there_keeps_its_permissions(tmp_path: Path) -> None:
    xlplan("init", tmp_path / "центр")
    settings = tmp_path / "центр" / FILE_NAME
    settings.chmod(0o644)
    xlplan("--workspace", tmp_path / "центр", "status")
    assert modes(tmp_path / "центр")[FILE_NAME] == 0o644
