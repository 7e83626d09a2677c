"""A workspace of one language shows no word of another: no file, no name, no line on the terminal."""

import getpass
import platform
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.support.shown_words import texts_in
from tests.support.whole_round import ENGLISH, UKRAINIAN, Round, Words, play_round
from xlplan.cli import main
from xlplan.domain.findings.catalogue import CATALOGUE
from xlplan.domain.plan import AcrossUnits, AddsUp, Counting
from xlplan.domain.status import Status
from xlplan.domain.target_words import SHARE_OF
from xlplan.storage.settings import Settings
from xlplan.text.translation import translated

pytestmark = pytest.mark.slow

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN_WORD = re.compile(r"(?<![\w$#])[A-Za-z]{3,}(?:-[A-Za-z]+)*")
# What a formula compares cells with stands in it in every language: a cell may be typed in any.
_COMPARED = {
    *(member.value for members in (AcrossUnits, AddsUp, Counting) for member in members),
    Status.NOTHING_AROSE.value,
    SHARE_OF,
}


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Round:
    return _played(ENGLISH, tmp_path_factory.mktemp("round") / "Springfield")


@pytest.fixture(scope="module")
def ukrainian(tmp_path_factory: pytest.TempPathFactory) -> Round:
    return _played(UKRAINIAN, tmp_path_factory.mktemp("round") / "Зарічани")


def _played(words: Words, folder: Path) -> Round:
    played = play_round(words, folder)
    patch = pytest.MonkeyPatch()
    patch.setattr("xlplan.services.report.status.read_status", lambda *_, **__: 1 / 0)
    played.run("status", code=1)
    patch.undo()
    return played


def shown_by(played: Round) -> Iterator[tuple[str, str]]:
    """Every text of the files in the workspace, of its backup and of the terminal, with its place."""
    yield from texts_in(played.folder.parent)
    yield from ((f"{command}:", line) for command, said in played.said.items() for line in said.splitlines())


def test_an_english_round_shows_no_ukrainian_letter(english: Round) -> None:
    compared = {translated(words, "uk").partition("{")[0].strip() for words in _COMPARED} | {"кв"}
    found = {
        text: place
        for place, text in shown_by(english)
        if _CYRILLIC.search(text) and not (place.endswith("<f>") and (text in compared or set(text) <= set("ІV")))
    }
    assert found == {}


def test_an_english_workspace_has_english_files(english: Round) -> None:
    files = {path.relative_to(english.folder).as_posix() for path in english.folder.rglob("*")}
    assert files >= {
        *("templates/Plan.xlsx", "templates/Plan 2027.xlsx", "templates/Plan (findings).xlsx"),
        *(
            "templates/Plan (unlocked).xlsx",
            "outbox/answers.jsonl",
            "outbox/receipts",
            "outbox/Plan 2026 (print form).xlsx",
        ),
        *("outbox/2026-Q2/receipts", "outbox/2026-Q2/to correct", "outbox/Plan 2026 (print form, version 1).xlsx"),
        "outbox/2026-Q2/Consolidated report 2026-Q2.xlsx",
        "outbox/2026-Q2/Consolidated report 2026-Q2 (edition 2).xlsx",
    }


# Words of Latin letters that a Ukrainian text has as well: programs, formats, and names of their parts.
_NAMES = set(
    re.findall(
        r"\w+",
        """
    xlplan xlsx xlsm xls ods csv pdf docx zip eml html jsonl json toml txt log CSV PDF XML JSON HTML SHA URL QR
    Word Excel LibreOffice Microsoft Windows Linux macOS SQLite Python PowerShell bash zsh fish Tab Enter Ctrl
    Europe Kyiv inbox outbox templates archive plan backup restored copy imported yyyy mail http https tcp Dask
    PostgreSQL postgresql measures details units shares events HOR III ZeroDivisionError division zero
        """,
    )
)
# What programs name themselves, and show where nobody looks: styles, themes, ranges, drawings.
_OF_PROGRAMS = re.compile(
    r"docProps/(app|custom)\.xml|/theme\d*\.xml"
    r"|<(cellStyle|definedName|tableStyleInfo|cNvPr|numFmt|formatCode|f) ?"
    r"|commentsDrawing\d*\.vml|<(table|tableColumn|calculatedColumnFormula|definedName)( \w*[nN]ame)?>|<oddFooter>"
    r"|\.(json|jsonl|csv|log)(:|$)|^name of .*(archive/|\.lock|\.db|\.sha256|\.json)"
)
# Links, options, commands after the name of the program, keys of settings, and codes of findings.
_TO_TYPE = re.compile(
    r"xlplan(?: [a-z]+)+|--[a-z-]+|\[[a-z-]+\]|[0-9a-f]{16,}|\w+@[\w.]+|(?:[A-Z]{3}-)[\w-]+|^(?:# )?[a-z_]+ = .*"
    r"|default-src.*|width=.*|light dark"
    r"|/[\w./ -]+|\"[^\"]*Roman[^\"]*\"|\b[a-z_]+\.(?:toml|db|log|json|jsonl|sha256)\b"
)


def test_a_ukrainian_round_shows_no_english_word(ukrainian: Round) -> None:
    own = {
        getpass.getuser(),
        platform.node(),
        *UKRAINIAN.units,
        *CATALOGUE,
        *Settings.__struct_fields__,
        *_commands(main),
    }
    known = {word for name in own | _NAMES for word in re.findall("[A-Za-z]+", name)}
    found: dict[str, str] = {}
    for place, text in shown_by(ukrainian):
        if _OF_PROGRAMS.search(place) or place.startswith(("doctor:", "init:")):
            continue
        for word in _LATIN_WORD.findall(_TO_TYPE.sub(" ", text)):
            if not set(re.findall("[A-Za-z]+", word)) <= known:
                found[word] = f"{place}: {text[:80]}"
    assert "\n".join(f"{word}: {place}" for word, place in found.items()) == ""


def _commands(command: click.Command) -> Iterator[str]:
    yield command.name or ""
    for each in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _commands(each)


def _paths(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, each in command.commands.items() if isinstance(command, click.Group) else ():
        yield from _paths(each, (*path, name))


@pytest.mark.parametrize("path", tuple(_paths(main)), ids=" ".join)
def test_the_help_of_each_command_is_in_one_language(path: tuple[str, ...]) -> None:
    ukrainian, english = (
        CliRunner().invoke(main, ["--lang", language, *path, "--help"], prog_name="xlplan").output
        for language in ("uk", "en")
    )
    assert not _CYRILLIC.search(english)
    known = {*_NAMES, *_commands(main), "Korosten"}
    assert {word for word in _LATIN_WORD.findall(_TO_TYPE.sub(" ", ukrainian)) if word not in known} == set()
