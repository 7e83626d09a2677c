"""`backup` and `restore` as a coordinator runs them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.centre import QUARTER, send, take
from xlplan.cli import main
from xlplan.storage.workspace import Workspace


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def test_backup_says_where_it_is_what_is_secret_in_it_and_that_its_disk_is_the_same(centre: Workspace) -> None:
    result = run("--workspace", centre.root, "backup")
    assert result.exit_code == 0, result.output
    (path,) = (centre.root / "backup").iterdir()
    assert str(path.relative_to(centre.root)) in result.output
    assert "пароль аркушів" in result.output
    assert "backup_folder" in result.output


def test_a_backup_that_lacks_something_fails_and_is_there(returned: Workspace, tmp_path: Path) -> None:
    for path in returned.archive.rglob("*.xlsx"):
        path.chmod(0o644)
        path.unlink()
    result = run("--workspace", returned.root, "backup", tmp_path / "a.zip")
    assert result.exit_code == 1
    assert "В архіві немає файлів" in result.output
    assert (tmp_path / "a.zip").is_file()


def test_a_file_and_a_folder_at_once_are_wrong_usage(centre: Workspace, tmp_path: Path) -> None:
    result = run("--workspace", centre.root, "backup", tmp_path / "a.zip", "--onto", tmp_path / "b")
    assert result.exit_code == 2


def test_restore_needs_no_workspace_and_says_what_the_ledger_holds(returned: Workspace, tmp_path: Path) -> None:
    run("--workspace", returned.root, "backup", tmp_path / "a.zip")
    result = run("restore", tmp_path / "a.zip", tmp_path / "нова")
    assert result.exit_code == 0, result.output
    assert "остання квитанція № 1" in result.output
    assert "2021-Q2" in result.output
    assert (tmp_path / "нова" / "xlplan.toml").is_file()


def test_restore_works_on_the_workspace_around_the_current_folder(
    centre: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--workspace", centre.root, "backup", tmp_path / "a.zip")
    centre.ledger_file.unlink()
    monkeypatch.chdir(centre.inbox)
    result = run("restore", tmp_path / "a.zip")
    assert result.exit_code == 0, result.output
    assert centre.ledger_file.is_file()


def test_an_older_ledger_is_not_put_back_where_nobody_can_be_asked(centre: Workspace, tmp_path: Path) -> None:
    run("--workspace", centre.root, "backup", tmp_path / "a.zip")
    send(centre, "HOR", name="Хорошів.xlsx")
    take(centre)
    centre.ledger_file.unlink()
    result = run("restore", tmp_path / "a.zip", centre.root)
    assert result.exit_code == 2
    assert "Хорошів.xlsx" in result.output
    assert not centre.ledger_file.exists()
    result = run("restore", tmp_path / "a.zip", centre.root, "--yes")
    assert result.exit_code == 0, result.output
    assert [path.name for path in centre.inbox.iterdir()] == ["Хорошів.xlsx"]


def test_what_is_no_backup_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04")
    result = run("restore", tmp_path / "a.zip", tmp_path / "new")
    assert result.exit_code == 1
    assert len(result.output.strip().splitlines()) == 1
    assert not (tmp_path / "new").exists()


def with_folder(centre: Workspace, folder: Path) -> None:
    """Name a folder for backups in the settings."""
    path = centre.root / "xlplan.toml"
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("backup_folder")]
    path.write_text("\n".join([*kept, f"backup_folder = '{folder.as_posix()}'", ""]), "utf-8")


def test_closing_makes_a_backup_with_the_edition_where_the_settings_name_a_folder(
    returned: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "копії").mkdir()
    with_folder(returned, tmp_path / "копії")
    result = run("--workspace", returned.root, "close", str(QUARTER), "--yes")
    assert result.exit_code == 0, result.output
    assert "Резервна копія" in result.output
    (backup,) = (tmp_path / "копії").iterdir()
    run("restore", backup, tmp_path / "new")
    edition = returned.edition(QUARTER, 1)
    run("--workspace", tmp_path / "new", "intake")
    assert (tmp_path / "new" / edition.relative_to(returned.root)).read_bytes() == edition.read_bytes()


def test_a_backup_that_fails_does_not_undo_the_closing_and_is_said_in_one_line(
    returned: Workspace, tmp_path: Path
) -> None:
    with_folder(returned, tmp_path / "флешка" / "копії")
    result = run("--workspace", returned.root, "close", str(QUARTER), "--yes")
    assert result.exit_code == 0, result.output
    assert returned.edition(QUARTER, 1).is_file()
    (line,) = (line for line in result.output.splitlines() if line.startswith("! "))
    assert "Квартал закрито, але резервної копії не зроблено" in line
    assert "флешка" in line
    assert "закрито" in run("--workspace", returned.root, "close", str(QUARTER), "--yes").output


def test_a_missing_and_a_damaged_ledger_name_the_command_with_the_last_backup(
    returned: Workspace, tmp_path: Path
) -> None:
    returned.ledger_file.replace(tmp_path / "away.db")
    assert "xlplan restore ФАЙЛ" in run("--workspace", returned.root, "status").output
    (tmp_path / "away.db").replace(returned.ledger_file)
    path = tmp_path / "моя копія.zip"
    run("--workspace", returned.root, "backup", path)
    for damaged in (True, False):
        if damaged:
            returned.ledger_file.write_bytes(returned.ledger_file.read_bytes()[:100] + b"\xff" * 9000)
        else:
            returned.ledger_file.unlink()
        output = run("--workspace", returned.root, "status").output
        assert f'xlplan restore "{path}"' in output, output
