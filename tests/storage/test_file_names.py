"""Files are named in the language that their workspace began with, and are found under these names for good."""

from pathlib import Path

import pytest

from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.storage.settings import Settings
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.text.translation import use_language

QUARTER = Quarter(2026, 1)


def places(settings: Settings) -> list[str]:
    """Every place in a workspace that has a name in words."""
    workspace = Workspace(Path("centre"), settings)
    plan = workspace.new_plan()
    paths = (
        *(workspace.new_plan(2026), workspace.plan_form(2026), workspace.plan_form(QUARTER, 3)),
        *(workspace.receipts(None), workspace.receipts(QUARTER), workspace.to_correct(QUARTER), workspace.answers),
        *(workspace.report(QUARTER), workspace.edition(QUARTER, 1)),
        *(workspace.annotated_copy(plan), workspace.unlocked_copy(plan)),
    )
    return [path.relative_to("centre").as_posix() for path in paths]


ENGLISH = [
    *("templates/Plan 2026.xlsx", "outbox/Plan 2026 (print form).xlsx"),
    "outbox/2026-Q1/Plan 2026-Q1 (print form, version 3).xlsx",
    *("outbox/receipts", "outbox/2026-Q1/receipts", "outbox/2026-Q1/to correct", "outbox/answers.jsonl"),
    "outbox/2026-Q1/Consolidated report 2026-Q1.xlsx",
    "outbox/2026-Q1/Consolidated report 2026-Q1 (edition 1).xlsx",
    *("templates/Plan (findings).xlsx", "templates/Plan (unlocked).xlsx"),
]
UKRAINIAN = [
    *("templates/План 2026.xlsx", "outbox/План 2026 (до друку).xlsx"),
    "outbox/2026-Q1/План 2026-Q1 (до друку, редакція 3).xlsx",
    *("outbox/квитанції", "outbox/2026-Q1/квитанції", "outbox/2026-Q1/на доопрацювання", "outbox/журнал.jsonl"),
    "outbox/2026-Q1/Зведений звіт 2026-Q1.xlsx",
    "outbox/2026-Q1/Зведений звіт 2026-Q1 (випуск 1).xlsx",
    *("templates/План (зауваження).xlsx", "templates/План (без захисту).xlsx"),
]


@pytest.mark.parametrize(("file_names", "expected"), [("en", ENGLISH), ("uk", UKRAINIAN)])
@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("spoken", ["uk", "en"])
def test_names_follow_neither_the_language_of_the_workspace_nor_that_of_the_command(
    file_names: str, expected: list[str], language: str, spoken: str
) -> None:
    use_language(spoken)
    assert places(Settings(language=language, file_names=file_names)) == expected


def test_an_english_workspace_of_an_earlier_version_keeps_the_names_that_it_has() -> None:
    earlier = places(Settings(language="en"))
    assert earlier[0] == "templates/Plan 2026.xlsx"
    assert earlier[1:9] == UKRAINIAN[1:9]
    assert earlier[9:] == ENGLISH[9:]


def test_a_ukrainian_workspace_of_an_earlier_version_keeps_the_names_that_it_has() -> None:
    assert places(Settings()) == UKRAINIAN


def workspace_with(folder: Path, settings: str, place: str) -> Path:
    """A folder with these settings and an empty file."""
    (folder / "xlplan.toml").write_text(settings, encoding="utf-8")
    (folder / place).parent.mkdir(parents=True)
    (folder / place).touch()
    return folder


@pytest.mark.parametrize("place", ["outbox/журнал.jsonl", "outbox/2026-Q1/Зведений звіт 2026-Q1.xlsx"])
def test_other_names_than_the_files_have_are_refused_with_those_that_they_have(tmp_path: Path, place: str) -> None:
    folder = workspace_with(tmp_path, "file_names = 'en'\n", place)
    with pytest.raises(XlplanError, match=r"file_names = 'uk'"):
        find_workspace(folder)


@pytest.mark.parametrize("settings", ["", "language = 'en'\n", "file_names = 'uk'\n"])
def test_the_names_that_the_files_have_are_taken(tmp_path: Path, settings: str) -> None:
    folder = workspace_with(tmp_path, settings, "outbox/журнал.jsonl")
    assert find_workspace(folder).answers.is_file()


def test_a_workspace_of_an_earlier_version_takes_no_names_that_it_never_had(tmp_path: Path) -> None:
    folder = workspace_with(tmp_path, "language = 'en'\n", "outbox/answers.jsonl")
    with pytest.raises(XlplanError, match=r"file_names = 'en'"):
        find_workspace(folder)
