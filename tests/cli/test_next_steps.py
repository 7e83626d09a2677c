"""`xlplan` without a command: where one is, and what is next."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.centre import QUARTER, at, send
from tests.support.own_form import write_own_form
from tests.support.terminal import typed_on_a_terminal
from xlplan.cli import main
from xlplan.services.new_workspace import new_workspace
from xlplan.storage.workspace import Workspace


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(folder), *arguments])


def test_without_a_workspace_the_next_step_is_to_make_one(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 0
    assert "xlplan init" in result.output
    assert not list(tmp_path.iterdir())


def test_the_commands_outside_of_a_workspace_carry_the_language_that_was_named(tmp_path: Path) -> None:
    assert "xlplan --lang en init" in run(tmp_path, "--lang", "en").output
    assert "xlplan --lang en init" in run(tmp_path, "--lang", "en", "status").output


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
    taken = run(centre.root, "intake")
    assert taken.exit_code == 0, taken.output
    assert "xlplan intake" not in run(centre.root).output


def test_status_names_the_next_step_where_nothing_was_issued(tmp_path: Path) -> None:
    CliRunner().invoke(main, ["init", str(tmp_path)])
    assert "Заповніть" in run(tmp_path, "status").output


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo terminals in the standard library")
def test_on_a_terminal_the_number_of_a_step_does_it(tmp_path: Path) -> None:
    output = typed_on_a_terminal(tmp_path, "7\n1\n" + "\n" * 6)
    assert "Напишіть одне з цих чисел: 1." in output
    assert (tmp_path / "xlplan.toml").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo terminals in the standard library")
def test_on_a_terminal_enter_alone_does_nothing(tmp_path: Path) -> None:
    typed_on_a_terminal(tmp_path, "\n")
    assert not (tmp_path / "xlplan.toml").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo terminals in the standard library")
def test_on_a_terminal_the_import_asks_for_the_file_of_the_plan(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path, at())
    write_own_form(tmp_path / "наш план.xlsx")

    typed_on_a_terminal(tmp_path, "1\n'наш план.xlsx'\n")

    assert [path.name for path in workspace.plan_workbooks] == ["План 2026.xlsx"]
