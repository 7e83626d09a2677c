"""The documents for developers name only what is there."""

import re
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest

from tests.support.paths import ROOT
from xlplan.cli import main

SOURCE = ROOT / "src" / "xlplan"
_PATHS = (
    ROOT / "CONTRIBUTING.md",
    ROOT / "README.md",
    ROOT / "SECURITY.md",
    ROOT / "docs" / "architecture.md",
    ROOT / "docs" / "glossary.md",
    ROOT / "docs" / "guide.md",
    ROOT / "docs" / "guide.uk.md",
    ROOT / "docs" / "windows.md",
    ROOT / "docs" / "cluster.md",
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
)
PICTURE = ROOT / "docs" / "house.svg"
PATH = re.compile(r"`([A-Za-z._][\w.-]*(?:/[\w.-]+)*/?)`")
TARGETS = re.compile(r"(?:`|^    )make ((?:[a-z][\w-]*(?: |(?=`|$)))+)", re.M)
# A command line in backticks, or on an indented line of its own.
COMMAND = re.compile(r"(?:`|^ {4,})xlplan ((?:--lang \w+ )?[a-z][^`\n]*)", re.M)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
ENDINGS = (".py", ".md", ".svg", ".toml", ".yml", ".yaml", ".txt", ".po")
# Folders that only a workspace or a developer's machine has.
ELSEWHERE = ("inbox", "outbox", "archive", "templates", "demo", ".venv", ".windows")
# Each document with its text.
DOCUMENTS = {path: path.read_text("utf-8") for path in _PATHS}
RECORDS = [path for path in DOCUMENTS if path.name[:4].isdigit()]


def paths_in(text: str) -> set[str]:
    """Return the words in backticks that are paths: with a slash, or with the ending of a file."""
    return {
        path
        for path in PATH.findall(text)
        if ("/" in path or path.endswith(ENDINGS)) and path.split("/")[0] not in ELSEWHERE
    }


def is_there(path: str, document: Path) -> bool:
    """Look from the top of the repository, from the package and from the document's own folder."""
    starts = (ROOT, SOURCE, SOURCE / "documents", document.parent)
    return any((start / name).exists() for start in starts for name in (path, f"{path}.py"))


def is_module(place: Path) -> bool:
    """Return whether a place is a folder or, with the ending left out, a module."""
    return place.is_dir() or place.with_suffix(".py").is_file()


def test_every_path_that_a_document_names_exists() -> None:
    missing = [
        f"{document.name}: {path}"
        for document, text in DOCUMENTS.items()
        for path in sorted(paths_in(text))
        if not is_there(path, document)
    ]
    assert missing == []


def test_every_link_in_a_document_leads_somewhere() -> None:
    astray = [
        f"{document.name}: {link}"
        for document, text in DOCUMENTS.items()
        for link in LINK.findall(text)
        if not (document.parent / link).exists()
    ]
    assert astray == []


def test_every_target_of_make_that_a_document_names_exists() -> None:
    known = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    unknown = [
        f"{document.name}: {target}"
        for document, text in DOCUMENTS.items()
        for targets in TARGETS.findall(text)
        for target in targets.split()
        if target not in known
    ]
    assert unknown == []


def test_the_table_of_places_names_modules_that_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = text.partition("## Find a place")[2].partition("\n## ")[0]
    missing = []
    for line in table.splitlines():
        packages, *cells = line.strip("| ").split(" | ")
        folders = [SOURCE / name for name in re.findall(r"`([\w/]+)/`", packages)]
        for name in re.findall(r"`([\w/]+)`", " ".join(cells) if folders else ""):
            places = [folder / name for folder in (*folders, SOURCE)]
            if not any(is_module(place) for place in places):
                missing.append(name)
    assert missing == []


def test_the_picture_shows_every_package_and_only_modules_that_exist() -> None:
    svg = "{http://www.w3.org/2000/svg}"
    groups = {group.get("id", ""): group for group in ElementTree.parse(PICTURE).iter(f"{svg}g")}
    packages = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()}
    assert set(groups) == packages
    names = [
        f"{package}/{text.text}"
        for package, group in groups.items()
        for text in group.iter(f"{svg}text")
        if text.get("class") == "place"
    ]
    assert names
    assert [name for name in names if not is_module(SOURCE / name)] == []


def test_every_type_in_the_glossary_is_in_the_code() -> None:
    code = "\n".join(path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py")))
    types = re.findall(r"`([A-Z][a-z]\w+)`", (ROOT / "docs" / "glossary.md").read_text("utf-8"))
    assert types
    assert [name for name in types if name not in code] == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_a_record_is_listed_and_has_its_four_parts(record: Path) -> None:
    text = record.read_text("utf-8")
    title = text.partition("\n")[0].removeprefix(f"# {int(record.name[:4])}. ")
    listed = (record.parent / "README.md").read_text("utf-8")
    assert f"| [{record.name[:4]}]({record.name}) | {title} |" in listed
    assert re.findall(r"^\*\*(.+?)\.\*\*", text, re.M) == ["Decided", "Why", "What follows", "Where"]


def command_of(line: str) -> click.Command | None:
    """Return the command that a line of a document runs; None where there is no such command."""
    words = line.removeprefix("--lang en ").split()
    found: click.Command | None = main
    while isinstance(found, click.Group) and words:
        found = found.commands.get(words.pop(0).split("|")[0])
    return found


def test_every_command_that_a_document_names_exists() -> None:
    unknown = [
        f"{document.name}: {line}"
        for document, text in DOCUMENTS.items()
        for line in COMMAND.findall(text)
        if command_of(line) is None
    ]
    assert unknown == []


def test_the_guides_of_both_languages_name_the_same_commands() -> None:
    english, ukrainian = (
        [command_of(line) for line in COMMAND.findall((ROOT / "docs" / name).read_text("utf-8"))]
        for name in ("guide.md", "guide.uk.md")
    )
    assert english == ukrainian
    assert len(english) > 10
