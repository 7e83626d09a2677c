"""A workspace that is moved while it is watched makes nothing anew at its old place."""

import shutil
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.centre import at, call, send, take
from tests.support.watcher_process import answers, consolidated, until, watching
from xlplan.cli import main
from xlplan.domain.errors import XlplanError
from xlplan.services.report.status import read_status
from xlplan.storage.workspace import Workspace, find_workspace

# The watcher looks at its inbox each second.
LOOKS = 3.0


@pytest.mark.slow
@pytest.mark.posix(reason="Windows does not rename a folder that is watched")
def test_the_watcher_says_that_it_was_moved_and_makes_no_ledger_where_it_was(centre: Workspace) -> None:
    moved_to = centre.root.parent / "на новому місці"
    with watching(centre) as watcher:
        send(centre, "HOR")
        until(consolidated(centre, 1), "answered", watcher)
        # The workbook is the last thing but the board.
        until(lambda: "Зведений звіт" in watcher.said, "consolidated", watcher)
        time.sleep(LOOKS)
        centre.root.rename(moved_to)
        until(lambda: "робочу теку перенесено" in watcher.said, "told", watcher)
        # Somebody makes the folder again, where the watcher looks for returns.
        centre.inbox.mkdir(parents=True)
        (centre.inbox / "звіт.xlsx").write_bytes(b"x")
        time.sleep(LOOKS)
    assert [path.name for path in centre.root.rglob("*")] == ["inbox", "звіт.xlsx"]
    assert len(answers(find_workspace(moved_to))) == 1


def test_no_command_makes_a_ledger_where_the_settings_are_gone(centre: Workspace) -> None:
    (centre.root / "xlplan.toml").unlink()
    centre.ledger_file.unlink()
    with pytest.raises(XlplanError, match="перенесено"):
        call(read_status, centre, at)
    assert not centre.ledger_file.exists()


def test_status_tells_what_the_archive_lacks_and_what_the_ledger_does_not_know(returned: Workspace) -> None:
    assert call(read_status, returned, at).gaps.missing == ()
    stored = next(path for path in returned.archive.glob("*/*.xlsx") if path.parent != returned.archive)
    foreign = returned.archive / "00" / f"{'0' * 64}.xlsx"
    foreign.parent.mkdir(exist_ok=True)
    foreign.write_bytes(b"x")
    stored.chmod(0o600)
    stored.unlink()
    gaps = call(read_status, returned, at).gaps
    assert (len(gaps.missing), gaps.unknown) == (1, (foreign,))
    told = CliRunner().invoke(main, ["--workspace", str(returned.root), "status"]).output
    assert "В архіві бракує 1 файлу" in told
    assert "Журнал не знає 1 файлу в архіві" in told


def test_an_emptied_archive_is_told(returned: Workspace) -> None:
    for path in list(returned.archive.glob("*/*")):
        # Windows removes no file that can only be read.
        path.chmod(0o600)
        path.unlink()
    assert set(call(read_status, returned, at).gaps.missing) >= {"Хорошівське БПД.xlsx"}


def test_a_zip_of_returns_is_known_by_what_was_in_it(centre: Workspace, tmp_path: Path) -> None:
    send(centre, "HOR")
    shutil.make_archive(str(tmp_path / "звіти"), "zip", centre.inbox)
    for path in centre.inbox.iterdir():
        path.unlink()
    shutil.move(tmp_path / "звіти.zip", centre.inbox)
    take(centre)
    assert call(read_status, centre, at).gaps.unknown == ()
