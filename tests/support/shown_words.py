"""Every text that a file shows to people: cells, notes, prompts, lists, headers, properties, charts, pages."""

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from zipfile import ZipFile

# Programs alone read these: the ledger and its companions, the record of files, what is not text.
_FOR_PROGRAMS = (".db", ".db-wal", ".db-shm", ".sha256", ".lock", ".v8")
_TEXTS = (".toml", ".csv", ".txt", ".log", ".jsonl", ".json", ".md")
_BOOKS = (".xlsx", ".xlsm")
# What came from outside is kept as it is.
_FOREIGN = re.compile(r"(?:^|[ /])(?:archive/[0-9a-f]{2}|inbox)/")
# What a formula tests is shown by no program; what it puts into its cell is.
_TESTS = ("formula", "formula1", "formula2")
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
# The font of a part of a header or footer.
_FONT = re.compile(r'&"[^"]*"')
_SHOWN_ATTRIBUTES = (
    *(
        "prompt",
        "promptTitle",
        "error",
        "errorTitle",
        "descr",
        "title",
        "tooltip",
        "display",
        "name",
        "displayName",
    ),
    "formatCode",
)


def texts_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each text that a folder holds, with its place: names of files too.

    A part of a workbook that lies there several times, in an edition, an archive or a copy, is read once.
    """
    known: set[tuple[str, bytes]] = set()
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        yield f"name of {place}", path.name
        if path.is_file():
            yield from texts_of(place, path.read_bytes(), known)


def texts_of(place: str, content: bytes, known: set[tuple[str, bytes]]) -> Iterator[tuple[str, str]]:
    """Yield each text of a file, with its place in it; of a workbook those of parts that are not known yet."""
    ending = PurePosixPath(place).suffix.lower()
    if _FOREIGN.search(place):
        return
    if ending in _BOOKS:
        yield from _of_book(place, content, known)
    elif ending == ".zip":
        with ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield f"{place}: name of {name}", name
                yield from texts_of(f"{place}: {name}", archive.read(name), known)
    elif ending == ".html":
        page = _Page()
        page.feed(content.decode())
        yield from ((place, text) for text in page.texts)
    elif ending in _TEXTS:
        yield from ((f"{place}:{at}", line) for at, line in enumerate(content.decode("utf-8-sig").splitlines(), 1))
    else:
        assert ending in _FOR_PROGRAMS, place


def _of_book(place: str, content: bytes, known: set[tuple[str, bytes]]) -> Iterator[tuple[str, str]]:
    with ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels", ".vml")) and (part := (name, parts.read(name))) not in known:
                known.add(part)
                yield from _of_part(f"{place}!{name}", ElementTree.fromstring(part[1]))


def _of_part(place: str, root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        text = element.text or ""
        if tag == "f" or (tag in _TESTS and text.startswith('"')):
            yield from ((f"{place} <{tag}>", literal) for literal in _LITERAL.findall(text))
        elif tag not in _TESTS and text.strip():
            yield f"{place} <{tag}>", _FONT.sub("", text)
        for name, value in element.attrib.items():
            if name in _SHOWN_ATTRIBUTES:
                yield f"{place} <{tag} {name}>", value


class _Page(HTMLParser):
    """The texts of a page, with those in attributes that a browser shows or reads aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._is_hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_hidden = tag in ("style", "script")
        self.texts += [
            value for name, value in attrs if value and name in ("title", "alt", "aria-label", "content")
        ]

    def handle_endtag(self, _tag: str) -> None:
        self._is_hidden = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_hidden:
            self.texts.append(data)
