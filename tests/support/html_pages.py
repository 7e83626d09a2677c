"""A page as a browser and a screen reader take it, and what keeps people from reading it.

The rules are those of WCAG 2.2 that a parser can hold a page to, and those of the project: no script, no request.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = {"meta", "br", "hr", "img", "link", "input", "base", "wbr", "col"}
# What loads, runs or sends something.
_ACTIVE = {"script", "link", "img", "iframe", "object", "embed", "form", "base", "video", "audio", "svg", "input"}
_INLINE = {"a", "span", "strong", "em"}
_MEANINGLESS = {"", "тут", "here", "…", "→"}


@dataclass
class Element:
    """An element with what stands in it: texts and elements, in their order."""

    name: str
    attributes: dict[str, str]
    content: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What a screen reader says of it."""
        return " ".join("".join(self._spoken()).split())

    def _spoken(self) -> Iterator[str]:
        if self.attributes.get("aria-hidden") == "true":
            return
        for each in self.content:
            if isinstance(each, str):
                yield each
            else:
                # What stands in a line of its own is no part of the word before it.
                yield from each._spoken() if each.name in _INLINE else (" ", *each._spoken(), " ")

    def all(self, *names: str) -> list["Element"]:
        """The elements below it, by their names; without any name all of them."""
        inner = [each for each in self.content if isinstance(each, Element)]
        return [
            found
            for each in inner
            for found in ([each] if not names or each.name in names else []) + each.all(*names)
        ]

    def one(self, name: str) -> "Element":
        """The only element of a name."""
        (found,) = self.all(name)
        return found


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        if len(element.attributes) < len(attrs):
            self.problems.append(f"an attribute of <{tag}> stands twice")
        self.open[-1].content.append(element)
        if tag not in _EMPTY:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].name != tag:
            self.problems.append(f"</{tag}> closes <{self.open[-1].name}>")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open[-1].name not in ("style",):
            self.open[-1].content.append(data)


def read_page(page: str) -> Element:
    """The page as a tree. It is one of ours: each element is closed where it should be."""
    parser = _Parser()
    parser.feed(page)
    assert parser.problems == []
    assert len(parser.open) == 1, parser.open
    return parser.root


def page_problems(page: str) -> list[str]:
    """What keeps somebody from reading a page, or lets it do what it must not."""
    parser = _Parser()
    parser.feed(page)
    root = parser.root
    return [
        *parser.problems,
        *(f"<{each.name}> is left open" for each in parser.open[1:]),
        *_page_level(root, page),
        *_headings(root),
        *_tables(root),
        *_links(root),
        *_references(root),
        *_lists(root),
    ]


def _page_level(root: Element, page: str) -> Iterator[str]:
    if not page.startswith("<!DOCTYPE html>"):
        yield "no document type: browsers fall back to their oldest manners"
    for name in ("html", "title", "main", "h1"):
        if len(root.all(name)) != 1:
            yield f"<{name}> stands {len(root.all(name))} times"
    if not all(each.attributes.get("lang") in ("uk", "en") for each in root.all("html")):
        yield "no language"
    metas = [each.attributes for each in root.all("meta")]
    if not any(each.get("charset") == "utf-8" for each in metas):
        yield "no character set"
    if not any("width=device-width" in each.get("content", "") for each in metas):
        yield "not made for telephones"
    if any(
        "user-scalable" in each.get("content", "") or "maximum-scale" in each.get("content", "") for each in metas
    ):
        yield "letters cannot be enlarged"
    policies = [each["content"] for each in metas if each.get("http-equiv") == "Content-Security-Policy"]
    if not (len(policies) == 1 and policies[0].startswith("default-src 'none'; style-src 'unsafe-inline'")):
        yield "no policy that forbids everything but its style"
    for each in root.all():
        if each.name in _ACTIVE:
            yield f"<{each.name}> loads, runs or sends something"
        if any(name.startswith("on") for name in each.attributes):
            yield f"<{each.name}> runs something"
        if int(each.attributes.get("tabindex", "0")) > 0:
            yield f"<{each.name}> changes the order of the keyboard"


def _headings(root: Element) -> Iterator[str]:
    last = 0
    for each in root.all("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(each.name[1])
        if level > last + 1:
            yield f"<{each.name}> “{each.text}” skips a level"
        if not each.text:
            yield f"<{each.name}> says nothing"
        last = level


def _tables(root: Element) -> Iterator[str]:
    for table in root.all("table"):
        name = table.attributes.get("aria-labelledby") or any(each.text for each in table.all("caption"))
        if not name:
            yield "a table without a name"
        heads = table.all("th")
        if not any(each.attributes.get("scope") == "col" for each in heads):
            yield "a table without headings of columns"
        if not all(each.attributes.get("scope") in ("col", "row") and each.text for each in heads):
            yield "a heading of a table without its direction or its words"
        widths = {len(row.all("td", "th")) for row in table.all("tr")}
        if len(widths) > 1:
            yield f"rows of {sorted(widths)} cells in one table"


def _links(root: Element) -> Iterator[str]:
    for each in root.all("a"):
        target = each.attributes.get("href", "")
        if each.text.lower() in _MEANINGLESS:
            yield f"a link without meaning: “{each.text}” to {target}"
        if each.all("a", "button"):
            yield "a link in a link"
        if ":" in target.partition("#")[0]:
            yield f"a link that leads out: {target}"


def _references(root: Element) -> Iterator[str]:
    ids = Counter(each.attributes["id"] for each in root.all() if "id" in each.attributes)
    yield from (f"the id {name} stands twice" for name, times in ids.items() if times > 1)
    for each in root.all():
        names = each.attributes.get("aria-labelledby", "").split()
        href = each.attributes.get("href", "")
        names += [href[1:]] if href.startswith("#") else []
        yield from (f"nothing has the id {name}" for name in names if name not in ids)


def _lists(root: Element) -> Iterator[str]:
    for each in root.all("ul", "ol"):
        others = {inner.name for inner in each.content if isinstance(inner, Element)} - {"li"}
        if others:
            yield f"{sorted(others)} in a list"
        if not each.all("li"):
            yield "a list of nothing"
    for each in root.all("nav", "section"):
        if not (each.attributes.get("aria-label") or each.attributes.get("aria-labelledby")):
            yield f"<{each.name}> without a name"
