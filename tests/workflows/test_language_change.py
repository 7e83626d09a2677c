"""Another language of the settings or of a command renames nothing and writes nothing a second time."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.centre import QUARTER, send
from xlplan.cli import main
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.text.translation import use_language


def run(centre: Workspace, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["--workspace", str(centre.root), *arguments])
    assert result.exit_code in (0, 3), result.output
    return result.output


def names(folder: Path) -> set[str]:
    """The names of the files and folders that are made for people, without the numbers in them."""
    return {re.sub(r"\d+", "0", path.name) for path in folder.rglob("*") if not path.name.startswith(".")}


@pytest.fixture
def answered(centre: Workspace) -> Workspace:
    """A Ukrainian centre in which a return was accepted, and one sent back."""
    send(centre, "HOR")
    send(centre, "LUG", {"1.1.3": {"done": "одна"}})
    run(centre, "intake")
    return centre


def speak_english(centre: Workspace) -> None:
    path = centre.root / "xlplan.toml"
    path.write_text(path.read_text("utf-8").replace("language = 'uk'", "language = 'en'"), "utf-8")


def go_on(centre: Workspace, *options: str) -> None:
    """The round goes on with every kind of file that is made for people."""
    send(centre, "LUG", name="Лугини ще раз.xlsx")
    run(centre, *options, "intake")
    run(centre, *options, "plan", "print", str(QUARTER))
    run(centre, *options, "close", str(QUARTER), "--yes")
    assert "Everything agrees." in run(centre, "--lang", "en", "verify")


def test_after_a_change_of_the_language_the_files_keep_their_names(answered: Workspace) -> None:
    before = names(answered.outbox)
    speak_english(answered)
    assert find_workspace(answered.root).settings.language == "en"
    go_on(answered)
    added = names(answered.outbox) - before
    assert added == {
        "План 0-Q0 (до друку).xlsx",
        "Зведений звіт 0-Q0 (випуск 0).xlsx",
        "0 Лугинське БПД - прийнято.html",
    }


def test_a_command_in_another_language_finds_and_writes_the_files_of_the_workspace(answered: Workspace) -> None:
    before = names(answered.outbox)
    go_on(answered, "--lang", "en")
    added = names(answered.outbox) - before
    assert added == {
        "План 0-Q0 (до друку).xlsx",
        "Зведений звіт 0-Q0 (випуск 0).xlsx",
        "0 Лугинське БПД - прийнято.html",
    }


def test_other_names_than_the_files_have_are_refused_by_every_command(answered: Workspace) -> None:
    path = answered.root / "xlplan.toml"
    path.write_text(path.read_text("utf-8").replace("file_names = 'uk'", "file_names = 'en'"), "utf-8")
    before = names(answered.root)
    for command in ("status", "intake", "verify"):
        result = CliRunner().invoke(main, ["--workspace", str(answered.root), command])
        assert (result.exit_code, "file_names = 'uk'" in result.output) == (1, True)
    assert names(answered.root) - before <= {"xlplan.log"}


def test_an_english_workspace_of_an_earlier_version_goes_on_with_its_names(answered: Workspace) -> None:
    path = answered.root / "xlplan.toml"
    speak_english(answered)
    path.write_text(re.sub(r"file_names.*\n", "", path.read_text("utf-8")), "utf-8")
    go_on(answered)
    assert {"квитанції", "на доопрацювання", "журнал.jsonl"} < names(answered.outbox)
    assert not names(answered.outbox) & {"receipts", "to correct", "answers.jsonl"}


def test_a_workspace_whose_settings_are_lost_begins_with_the_names_that_its_files_have(
    answered: Workspace,
) -> None:
    (answered.root / "xlplan.toml").unlink()
    use_language("en")
    CliRunner().invoke(main, ["--lang", "en", "init", str(answered.root), "--yes"])
    assert find_workspace(answered.root).settings.file_names == "uk"
