"""Every word that a person sees is in the Ukrainian catalogue."""

import ast
import re
import string
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.support.paths import ROOT
from tests.support.sources import nodes_of

PO = ROOT / "src/xlplan/text/locale/uk/LC_MESSAGES/xlplan.po"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}


@cache
def catalogue() -> dict[str | tuple[str, ...], Message]:
    with PO.open("rb") as file:
        return {message.id: message for message in read_po(file) if message.id}  # type: ignore[misc]


@cache
def marking_modules() -> tuple[Path, ...]:
    """The modules that may mark a message: they have a word for it. To look closer takes its time."""
    word = re.compile(rf"\b(?:{'|'.join(KEYWORDS)})\b")
    return tuple(path for path in (ROOT / "src").rglob("*.py") if word.search(path.read_text("utf-8")))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_message_of_the_code_is_translated() -> None:
    known = catalogue()
    used = {
        message: f"{path.relative_to(ROOT)}:{line}"
        for path in marking_modules()
        for line, message, _, _ in extract_from_file("python", path, keywords=KEYWORDS)
    }
    missing = {
        place: message for message, place in used.items() if message not in known or not known[message].string
    }
    assert not missing
    assert not known.keys() - used.keys()


def test_no_message_stands_where_the_tool_that_collects_them_does_not_see_it() -> None:
    # Inside of an f-string, above all.
    known = {source for message in catalogue().values() for source in forms(message.id)}
    unseen = {
        f"{path.relative_to(ROOT)}:{line}": message
        for path in marking_modules()
        for line, message in marked(path)
        if message not in known
    }
    assert not unseen


def marked(path: Path) -> Iterator[tuple[int, str]]:
    """The lines and the texts of all messages that a module marks."""
    for node in nodes_of(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            positions = KEYWORDS[node.func.id] or (1,)
            for text in node.args[: len(positions)]:
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield node.lineno, text.value


def test_a_translation_has_the_placeholders_of_its_source() -> None:
    differing = []
    for message in catalogue().values():
        sources, translated = forms(message.id), forms(message.string)
        wanted = set().union(*(fields(source) for source in sources))
        differing += [
            form
            for form in translated
            if not fields(form) <= wanted or (len(translated) == 1 and fields(form) != wanted)
        ]
    assert not differing


def test_the_compiled_catalogue_is_the_committed_one() -> None:
    with PO.with_suffix(".mo").open("rb") as compiled:
        assert pairs(read_mo(compiled)) == pairs(catalogue().values())


def pairs(messages: Iterable[Message]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Sources and translations, each with its counted forms."""
    return {forms(message.id): forms(message.string) for message in messages if message.id}


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())
