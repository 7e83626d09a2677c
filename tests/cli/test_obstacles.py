"""What stands in the way of a command is told in a sentence with the name of the file, and never as a fault."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.centre import QUARTER, send
from tests.support.held_files import held
from xlplan.cli import main
from xlplan.storage.workspace import Workspace

READ_A_FILE: tuple[tuple[str, ...], ...] = (
    ("plan", "check"),
    ("plan", "adopt"),
    ("plan", "diff"),
    ("plan", "export"),
    ("identify",),
    ("unlock",),
)


def at(centre: Workspace, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(centre.root), *map(str, arguments)])


def told(result: Result, file: Path) -> str:
    """The sentence of a command that failed for a file."""
    assert result.exit_code == 1, result.output
    (line,) = result.stderr.splitlines()
    assert file.name in line
    assert "помилка" not in line
    assert "пошкоджено" not in line
    return line


@pytest.fixture
def plan(centre: Workspace, tmp_path: Path) -> Path:
    """A plan workbook beside the workspace."""
    return Path(shutil.copy(centre.plan_workbooks[0], tmp_path / "План Центру.xlsx"))


@pytest.mark.parametrize("command", READ_A_FILE, ids=" ".join)
def test_a_file_that_another_program_holds(centre: Workspace, plan: Path, command: Sequence[str]) -> None:
    with held(plan):
        words = told(at(centre, *command, plan), plan)
    assert "відкрито в іншій програмі" in words
    assert words.endswith("Потім виконайте команду ще раз.")


def test_a_csv_file_that_another_program_holds(centre: Workspace, tmp_path: Path) -> None:
    at(centre, "plan", "export", "--to", tmp_path / "csv")
    file = max((tmp_path / "csv").iterdir(), key=lambda path: path.stat().st_size)
    with held(file):
        words = told(at(centre, "plan", "import", file, "--to", tmp_path / "Новий.xlsx"), file)
    assert "відкрито в іншій програмі" in words


def test_a_plan_in_templates_that_another_program_holds(centre: Workspace) -> None:
    (plan,) = centre.plan_workbooks
    with held(plan):
        for command in (("plan", "check"), ("plan", "adopt"), ("plan", "print", QUARTER)):
            assert "відкрито в іншій програмі" in told(at(centre, *command), plan)


def test_a_ledger_that_another_program_holds(centre: Workspace) -> None:
    send(centre, "HOR")
    commands = (("status",), ("issue", QUARTER), ("intake",), ("consolidate", QUARTER), ("close", QUARTER))
    with held(centre.ledger_file):
        for command in commands:
            assert "відкрито в іншій програмі" in told(at(centre, *command), centre.ledger_file)
    assert at(centre, "intake").exit_code == 0


def test_settings_that_another_program_holds(centre: Workspace) -> None:
    settings = centre.root / "xlplan.toml"
    with held(settings):
        assert "відкрито в іншій програмі" in told(at(centre, "status"), settings)


@pytest.mark.parametrize("option", ["export", "import"])
def test_a_file_where_a_folder_is_wanted(centre: Workspace, tmp_path: Path, option: str) -> None:
    at(centre, "plan", "export", "--to", tmp_path / "csv")
    measures = max((tmp_path / "csv").iterdir(), key=lambda path: path.stat().st_size)
    obstacle = tmp_path / "нотатки.txt"
    obstacle.touch()
    given = (measures, "--to", obstacle / "План.xlsx") if option == "import" else ("--to", obstacle)
    assert "це файл, а тут потрібна тека" in told(at(centre, "plan", option, *given), obstacle)


def test_a_file_where_a_folder_is_to_be_made(tmp_path: Path) -> None:
    (tmp_path / "центр").touch()
    for folder in (tmp_path / "центр", tmp_path / "центр" / "глибше"):
        words = told(CliRunner().invoke(main, ["init", str(folder)]), tmp_path / "центр")
        assert "це файл, а тут потрібна тека" in words


@pytest.mark.parametrize("command", ["consolidate", "print"])
def test_a_folder_with_the_name_of_a_workbook_stays_and_the_new_one_lies_beside(
    centre: Workspace, command: str
) -> None:
    usual = centre.report(QUARTER) if command == "consolidate" else centre.plan_form(QUARTER)
    usual.mkdir(parents=True)
    words = at(centre, *(("consolidate",) if command == "consolidate" else ("plan", "print")), QUARTER)
    assert (words.exit_code, usual.is_dir()) == (0, True)
    assert f"{usual.name} змінено вручну або створено не програмою" in words.output
    assert len(list(usual.parent.glob(f"{usual.stem} *.xlsx"))) == 1


def test_a_folder_where_the_ledger_is_wanted(centre: Workspace) -> None:
    centre.ledger_file.unlink()
    centre.ledger_file.mkdir()
    assert "це тека, а тут потрібен файл" in told(at(centre, "status"), centre.ledger_file)


def test_a_name_that_is_too_long(centre: Workspace, tmp_path: Path) -> None:
    path = tmp_path / ("п" * 300 + ".xlsx")
    assert "задовг" in told(at(centre, "plan", "new", path), path)


def test_a_disk_that_is_full(centre: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("pathlib.Path.write_bytes", refuse)
    result = at(centre, "plan", "print", QUARTER)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("На диску немає місця")


def test_a_failure_stands_with_its_trace_in_the_log_of_the_workspace(centre: Workspace, plan: Path) -> None:
    with held(plan):
        at(centre, "plan", "check", plan)
    assert "PermissionError" in centre.log.read_text("utf-8")
