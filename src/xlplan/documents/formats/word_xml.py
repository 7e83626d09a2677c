"""The XML of a Word document: its parts, and elements under short names, whichever standard they follow.

Sources: ECMA-376 part 1, 17 and part 4 (transitional); strict documents have other namespaces for the same names.
"""

from collections.abc import Iterator, Mapping
from posixpath import join, normpath
from xml.etree.ElementTree import Element, ParseError, fromstring

from xlplan.documents.formats.grid import Parts, UnreadableError, local_name
from xlplan.documents.formats.xml_parts import plain_name
from xlplan.domain.findings.file_kinds import FILE_DAMAGED

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
_USUAL_BODY = "word/document.xml"
_FALSE = ("0", "false", "off")


class WordParts:
    """The parts of a document, found by the relationships of its body as Word finds them.

    Args:
        parts: The parts of the zip, by name.

    Raises:
        UnreadableError: There is no body.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = {plain_name(name): content for name, content in parts.items()}
        self._body = next(iter(self._related("", "officeDocument")), _USUAL_BODY)
        if self._body not in self._parts:
            raise UnreadableError(FILE_DAMAGED)

    @property
    def body(self) -> Element:
        """The root of the body."""
        return _parse(self._parts[self._body])

    def roots(self, kind: str) -> Iterator[Element]:
        """Yield the root of each part of this kind: `styles`, `numbering`, `footnotes`, `header`.

        Raises:
            UnreadableError: Such a part is damaged.
        """
        for name in self._related(self._body, kind):
            if name in self._parts:
                yield _parse(self._parts[name])

    def _related(self, name: str, kind: str) -> list[str]:
        folder, _slash, base = name.rpartition("/")
        relations = self._parts.get(plain_name(join(folder, "_rels", f"{base}.rels")))
        if not relations:
            return []
        found = {}
        for each in _parse(relations):
            if each.get("Type", "").rpartition("/")[2] == kind and each.get("TargetMode", "") != "External":
                target = each.get("Target", "").replace("\\", "/")
                found[plain_name(normpath(join("/", folder, target)))] = True
        return list(found)


def _parse(part: bytes) -> Element:
    """Return the root of a part, its elements under short names."""
    if b"<!DOCTYPE" in part:
        raise UnreadableError(FILE_DAMAGED)
    try:
        root = fromstring(part)
    except (ParseError, ValueError):
        raise UnreadableError(FILE_DAMAGED) from None
    short: dict[str, str] = {}
    for element in root.iter():
        tag = element.tag
        if tag not in short:
            short[tag] = _short_name(tag)
        element.tag = short[tag]
    return root


def _short_name(tag: str) -> str:
    space = tag[1:].partition("}")[0] if tag.startswith("{") else ""
    return f"{_PREFIXES.get(space, '')}:{local_name(tag)}"


def attribute(element: Element, name: str, default: str = "") -> str:
    """Return an attribute of an element, whatever its namespace."""
    for key, value in element.attrib.items():
        if key == name or local_name(key) == name:
            return value.strip()
    return default


def child(element: Element | None, *path: str) -> Element | None:
    """Return the element at the end of a path of children; None where the path breaks off."""
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if each.tag == name), None)
    return element


def child_value(element: Element | None, *path: str) -> str | None:
    """Return the value (`w:val`) of the element at the end of a path; None where the path breaks off."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


def child_number(element: Element | None, *path: str) -> int | None:
    """Return the value of the element at the end of a path as a number; None where it is none."""
    return whole_number(child_value(element, *path))


def whole_number(text: str | None) -> int | None:
    """Return an attribute as a number; None where it is none, or out of all bounds."""
    text = (text or "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def switch(element: Element | None, *path: str) -> bool | None:
    """Return the state of an on-off property; None where it is not stated."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val", "1").lower() not in _FALSE


def children_by(element: Element, name: str, key: str) -> Mapping[str, Element]:
    """Return the children of this name by one of their attributes; of two alike the first."""
    found: dict[str, Element] = {}
    for each in element:
        if each.tag == name:
            found.setdefault(attribute(each, key), each)
    return found
