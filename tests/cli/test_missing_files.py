"""A file or a plan workbook that is missing is refused in the same sentence by every command."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.centre import at
from xlplan.cli import main
from xlplan.services.new_workspace import new_workspace
from xlplan.storage.workspace import Workspace

TAKE_A_FILE = (
    ("identify",),
    ("intake",),
    ("unlock",),
    ("plan", "adopt"),
    ("plan", "check"),
    ("plan", "diff"),
    ("plan", "export"),
    ("plan", "import"),
)
MEAN_THE_WORKBOOK = (
    ("plan", "adopt"),
    ("plan", "check"),
    ("plan", "diff"),
    ("plan", "export"),
    ("plan", "print", "2021"),
)
MEAN_ONE_WORKBOOK = (("plan", "adopt"), ("plan", "diff"), ("plan", "export"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A new workspace without a plan workbook."""
    return new_workspace(tmp_path / "центр", at(), with_plan=False)


def run(workspace: Workspace, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["--workspace", str(workspace.root), *arguments])
    assert result.exit_code == 1, result.output
    return result


def test_a_file_that_is_not_there(workspace: Workspace) -> None:
    missing = str(workspace.root / "немає.xlsx")
    answers = {run(workspace, *command, missing).output for command in TAKE_A_FILE}
    assert answers == {f"Немає файлу {missing}. Перевірте назву.\n"}


def test_a_folder_where_a_file_is_taken(workspace: Workspace) -> None:
    folder = workspace.root / "папери"
    folder.mkdir()
    answers = {run(workspace, *command, str(folder)).output for command in TAKE_A_FILE}
    assert answers == {f"{folder} — це тека. Назвіть файл у ній.\n"}


def test_a_name_with_blanks_that_came_in_pieces(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace.root)
    Path("мій звіт.xlsx").touch()
    assert 'у лапки: "мій звіт.xlsx"' in run(workspace, "intake", "мій", "звіт.xlsx").output


def test_a_plan_workbook_that_is_not_there(workspace: Workspace) -> None:
    answers = {run(workspace, *command).output for command in MEAN_THE_WORKBOOK}
    assert len(answers) == 1, answers
    assert f"У {workspace.templates} немає книги плану." in answers.pop()


def test_plan_workbooks_of_which_nobody_knows_which_one_is_meant(workspace: Workspace) -> None:
    for name in ("План 1.xlsx", "План 2.ods"):
        (workspace.templates / name).touch()
    answers = {run(workspace, *command).output for command in MEAN_ONE_WORKBOOK}
    assert len(answers) == 1, answers
    assert "План 1.xlsx, План 2.ods" in answers.pop()


def test_a_copy_with_notes_is_no_plan_workbook(workspace: Workspace) -> None:
    (workspace.templates / "План (зауваження).xlsx").touch()
    answers = {run(workspace, *command).output for command in MEAN_THE_WORKBOOK}
    assert len(answers) == 1, answers
    assert "немає книги плану" in answers.pop()
