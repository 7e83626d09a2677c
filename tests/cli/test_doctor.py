"""`xlplan doctor` as its user meets it: a line for each check, an exit code, and JSON that names nobody."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.centre import send, take
from xlplan.cli import main
from xlplan.storage.workspace import Workspace


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(folder), "doctor", *arguments])


def test_each_check_has_a_line_with_a_sign_and_all_is_well(centre: Workspace) -> None:
    result = run(centre.root)
    assert result.exit_code == 0
    *lines, last = result.output.splitlines()
    assert all(line[0] in "✓!" for line in lines)
    assert last.startswith("Усе, що потрібно xlplan, працює")


def test_what_fails_has_the_words_of_the_error_and_the_exit_code_says_so(centre: Workspace) -> None:
    (centre.root / "xlplan.toml").write_text("due_days = -1\n", "utf-8")
    result = run(centre.root)
    assert result.exit_code == 1
    (line,) = (line for line in result.output.splitlines() if line.startswith("✗"))
    assert "due_days" in line
    assert "✗" in result.output.splitlines()[-1]


def test_without_a_workspace_there_is_no_trace(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "xlplan init" in result.output
    assert not isinstance(result.exception, Exception)
    assert list(tmp_path.iterdir()) == []


def test_the_language_is_that_of_the_settings_or_of_the_command_line(centre: Workspace) -> None:
    assert (
        "Free space"
        in CliRunner().invoke(main, ["--lang", "en", "--workspace", str(centre.root), "doctor"]).output
    )
    text = (centre.root / "xlplan.toml").read_text("utf-8").replace("'uk'", "'en'").replace('"uk"', '"en"')
    (centre.root / "xlplan.toml").write_text(text, "utf-8")
    assert "Free space" in run(centre.root).output


@pytest.mark.parametrize("is_broken", [False, True])
def test_json_names_no_unit_file_folder_password_or_contact(centre: Workspace, is_broken: bool) -> None:
    send(centre, "HOR", name="Горщик.xlsx")
    take(centre)
    settings = centre.root / "xlplan.toml"
    text = settings.read_text("utf-8").replace("contact = ''", "contact = 'Олена 067 123 45 67'")
    settings.write_text(text + ("due_days = 'Олена'\n" if is_broken else ""), "utf-8")
    (centre.inbox / "Народичі.xlsx").write_bytes(b"x")
    result = run(centre.root, "--json")
    assert result.exit_code == (1 if is_broken else 0)
    checks = json.loads(result.output)["checks"]
    assert {"program", "inbox", "sizes"} <= {each["check"] for each in checks}
    for secret in ("Горщик", "Народичі", "Олена", "067 123", str(centre.root), centre.root.name, "HOR"):
        assert secret not in result.output
    assert centre.settings.sheet_password not in result.output
