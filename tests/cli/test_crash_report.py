"""Faults stand in a log of the workspace or of the user, which is never written through a link."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.paths import link_to
from xlplan.cli import main
from xlplan.cli.crash_report import start_crash_log, start_watch_log
from xlplan.storage.workspace import Workspace


@pytest.fixture(autouse=True)
def own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The log in the user's own folder, which is not that of the one who runs the tests."""
    folder = tmp_path / "журнали"
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_given, **_named: folder)
    return folder / "xlplan.log"


@pytest.fixture
def _own_handlers() -> Iterator[None]:
    """Handlers that the test sets go again."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers, root.level = handlers, level


def crash(*arguments: object) -> str:
    """What a command with a fault in it prints."""
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    assert result.exit_code == 1
    return result.stderr


def test_a_fault_without_a_workspace_stands_in_the_user_s_own_log(
    tmp_path: Path, own_log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlplan.services.new_workspace.new_workspace", lambda *_, **__: 1 / 0)
    assert str(own_log) in crash("init", tmp_path / "центр")
    assert "ZeroDivisionError" in own_log.read_text("utf-8")


def test_a_link_in_the_place_of_the_log_is_not_written_through(
    centre: Workspace, own_log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "чужий файл"
    target.write_text("чуже", "utf-8")
    link_to(target, centre.log)
    monkeypatch.setattr("xlplan.services.report.status.read_status", lambda *_, **__: 1 / 0)
    assert str(own_log) in crash("--workspace", centre.root, "status")
    assert "ZeroDivisionError" in own_log.read_text("utf-8")
    own_log.unlink()
    link_to(target, own_log)
    crash("--workspace", centre.root, "status")
    assert target.read_text("utf-8") == "чуже"


@pytest.mark.usefixtures("_own_handlers")
@pytest.mark.parametrize("start", [start_crash_log, start_watch_log])
def test_no_log_is_opened_through_a_link(tmp_path: Path, start: object) -> None:
    target = tmp_path / "чужий файл"
    target.write_text("чуже", "utf-8")
    link_to(target, tmp_path / "xlplan.log")
    assert callable(start)
    start(tmp_path / "xlplan.log")
    logging.getLogger("xlplan").error("вада")
    assert target.read_text("utf-8") == "чуже"


def test_a_fault_is_told_where_no_log_can_be_written(
    tmp_path: Path, own_log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_log.mkdir(parents=True)
    monkeypatch.setattr("xlplan.services.new_workspace.new_workspace", lambda *_, **__: 1 / 0)
    assert "У програмі помилка" in crash("init", tmp_path / "центр")
