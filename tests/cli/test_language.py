"""The language of the command line: of the option, the workspace, and Click's own sentences."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from tests.support.paths import ROOT
from xlplan.cli import main
from xlplan.text.translation import use_language

CLICK = ROOT / "src/xlplan/text/locale/uk/LC_MESSAGES/click.po"
# Sentences that only a programmer could cause, or that belong to what xlplan has not.
OF_PROGRAMMERS = re.compile(
    "DeprecationWarning|declaration|same flag|defined twice|No options defined|iterable|UUID|editor|colour|stream|"
    "Windows error|Bash|^d$"
)


@pytest.fixture(autouse=True)
def ukrainian_afterwards() -> Iterator[None]:
    yield
    use_language("uk")


def has_words(translation: object) -> bool:
    return all(translation) if isinstance(translation, tuple | list) else bool(translation)


def output_of(*arguments: str) -> str:
    return CliRunner().invoke(main, list(arguments)).output


WRONG_USAGE = {
    "a word that is missing": ("issue",),
    "an option that is required": ("withdraw", "2021-Q2"),
    "an option that does not exist": ("issue", "2021-Q2", "--nix"),
    "a command that does not exist": ("isue",),
    "a word too many": ("issue", "2021-Q2", "2021-Q3"),
    "a value that is none of the choices": ("--lang", "xx", "status"),
    "an option without its value": ("issue", "2021-Q2", "--unit"),
}


@pytest.mark.parametrize("arguments", WRONG_USAGE.values(), ids=WRONG_USAGE.keys())
def test_wrong_usage_is_told_in_ukrainian_and_in_english(arguments: tuple[str, ...]) -> None:
    ukrainian, english = output_of(*arguments), output_of("--lang", "en", *arguments)
    assert "Помилка: " in ukrainian
    assert not re.search(r"\b(Error|Usage|Missing|Try|Invalid)\b", ukrainian)
    if "--lang" not in arguments:
        assert "Error: " in english
        assert not re.search("[а-яіїєґ]", english)


def test_the_help_is_in_the_language_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "xlplan.toml").write_text('language = "en"\n', encoding="utf-8")
    assert "Usage:" in output_of("--workspace", str(tmp_path), "issue", "--help")
    (tmp_path / "xlplan.toml").write_text("# language\nlanguage = 'uk'\n", encoding="utf-8")
    assert "Використання:" in output_of("--workspace", str(tmp_path), "issue", "--help")


def test_the_language_is_taken_before_and_behind_the_command() -> None:
    for arguments in (("--lang", "en", "plan", "check", "--help"), ("plan", "check", "--lang", "en", "--help")):
        assert "Usage:" in output_of(*arguments)


def test_the_language_behind_the_command_goes_before_that_of_the_workspace(tmp_path: Path) -> None:
    CliRunner().invoke(main, ["init", str(tmp_path)])
    assert "Nothing was issued yet." in output_of("--workspace", str(tmp_path), "status", "--lang", "en")


def test_every_sentence_of_click_that_people_may_see_is_translated() -> None:
    with CLICK.open("rb") as file:
        messages = [message for message in read_po(file, locale="uk") if message.id]
    empty = [message.id for message in messages if not has_words(message.string)]
    assert [each for each in empty if not OF_PROGRAMMERS.search(str(each))] == []
