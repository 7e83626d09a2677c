"""`xlplan` without a command: where one is, and what is next."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.centre import QUARTER, send
from xlplan.cli import main
from xlplan.storage.workspace import Workspace


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(folder), *arguments])


def test_without_a_workspace_the_next_step_is_to_make_one(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 0
    assert "xlplan init" in result.output
    assert not list(tmp_path.iterdir())


def test_a_new_workspace_asks_for_its_plan_and_gets_no_ledger(tmp_path: Path) -> None:
    CliRunner().invoke(main, ["init", str(tmp_path)])
    result = run(tmp_path)
    assert result.exit_code == 0
    assert "Заповніть" in result.output
    assert "План.xlsx" in result.output
    assert not (tmp_path / "xlplan.db").exists()


def test_an_open_quarter_is_shown_with_who_is_missing_and_what_waits(centre: Workspace) -> None:
    send(centre, "HOR")
    result = run(centre.root)
    assert str(QUARTER.title) in result.output
    assert "Хорошівське БПД" in result.output
    assert "xlplan intake" in result.output
    run(centre.root, "intake")
    assert "xlplan intake" not in run(centre.root).output


def test_status_names_the_next_step_where_nothing_was_issued(tmp_path: Path) -> None:
    CliRunner().invoke(main, ["init", str(tmp_path)])
    assert "Заповніть" in run(tmp_path, "status").output


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo terminals in the standard library")
def test_on_a_terminal_the_number_of_a_step_does_it(tmp_path: Path) -> None:
    output = typed_on_a_terminal(tmp_path, "7\n1\n")
    assert "Напишіть одне з цих чисел: 1." in output
    assert (tmp_path / "xlplan.toml").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo terminals in the standard library")
def test_on_a_terminal_enter_alone_does_nothing(tmp_path: Path) -> None:
    typed_on_a_terminal(tmp_path, "\n")
    assert not (tmp_path / "xlplan.toml").exists()


def typed_on_a_terminal(folder: Path, keys: str) -> str:
    """Run `xlplan` in a folder on a pseudo terminal, type these keys, and return what it showed."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "xlplan"]
    with subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.write(ours, keys.encode())
        assert process.wait(60) == 0
        os.close(theirs)
        shown = b""
        # Linux ends a terminal without a writer by an error, other systems by nothing to read.
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:
            pass
    os.close(ours)
    return shown.decode()
