"""The same workbook with its XML spelled in other ways, all of which mean the same. Source: XML 1.0, OPC."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers.expat import ParserCreate

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# The parts that a reader of cells opens.
_PARTS = re.compile(r"xl/(worksheets/[^/]+|sharedStrings|styles|workbook)\.xml$")


@dataclass(frozen=True)
class Spelling:
    """One way to write XML.

    Attributes:
        prefix: The prefix of the elements of the main namespace.
        quote: The sign around attributes.
        equals: The sign between the name of an attribute and its value, with spaces.
        has_references: Every letter of an attribute and of a text is a character reference.
        has_cdata: Texts stand in CDATA.
        has_comments: A comment stands before every text, and in the middle of it.
        has_places: Cells and rows say where they are.
        encoding: The encoding of the part.
        name: The way in which the names of parts are written.
    """

    prefix: str = ""
    quote: str = '"'
    equals: str = "="
    has_references: bool = False
    has_cdata: bool = False
    has_comments: bool = False
    has_places: bool = True
    encoding: str = "utf-8"
    name: Callable[[str], str] = str


SPELLINGS: Mapping[str, Spelling] = {
    "usual": Spelling(),
    "prefixes": Spelling(prefix="x:"),
    "long prefixes": Spelling(prefix="main.sheet-1:"),
    "single quotes": Spelling(quote="'"),
    "spaces": Spelling(equals=" =\n  "),
    "references": Spelling(has_references=True),
    "references and prefixes": Spelling(prefix="ss:", quote="'", has_references=True),
    "CDATA": Spelling(has_cdata=True),
    "comments": Spelling(has_comments=True),
    "no places": Spelling(has_places=False),
    "UTF-16": Spelling(encoding="utf-16"),
    "backslashes": Spelling(name=lambda name: name.replace("/", "\\")),
    "capitals": Spelling(name=str.upper),
    "all at once": Spelling("y:", "'", " = ", True, False, True, False, "utf-16", str.upper),
}


def spelled(data: bytes, spelling: Spelling) -> bytes:
    """The workbook with its parts spelled in that way."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            part = zipfile.ZipInfo()
            # Set afterwards, because the constructor puts slashes for backslashes.
            part.filename = spelling.name(name)
            target.writestr(part, _Speller(spelling).spell(content) if _PARTS.match(name) else content)
    return out.getvalue()


class _Speller:
    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling
        self._out: list[str] = []

    def spell(self, xml: bytes) -> bytes:
        """The part in the spelling."""
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(xml, True)
        declaration = f'<?xml version="1.0" encoding="{self._spelling.encoding.upper()}" standalone="yes"?>\n'
        return (declaration + "".join(self._out)).encode(self._spelling.encoding)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._spelling.has_places and name in ("c", "row"):
            attributes.pop("r", None)
        prefix = self._spelling.prefix
        if prefix and attributes.get("xmlns") == _MAIN:
            attributes[f"xmlns:{prefix[:-1]}"] = attributes.pop("xmlns")
        quote = self._spelling.quote
        written = "".join(
            f"\n{key}{self._spelling.equals}{quote}{self._quoted(key, value)}{quote}"
            for key, value in attributes.items()
        )
        self._out.append(f"<{self._named(name)}{written}>")

    def _end(self, name: str) -> None:
        self._out.append(f"</{self._named(name)}>")

    def _text(self, text: str) -> None:
        spelling = self._spelling
        if spelling.has_comments:
            half = len(text) // 2
            self._out += [
                "<!-- a -->",
                self._written(text[:half]),
                "<!-- <v>7</v> -->",
                self._written(text[half:]),
            ]
        elif spelling.has_cdata:
            self._out.append(f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>")
        else:
            self._out.append(self._written(text))

    def _named(self, name: str) -> str:
        return name if ":" in name else self._spelling.prefix + name

    def _written(self, text: str) -> str:
        if self._spelling.has_references:
            return "".join(f"&#x{ord(sign):x};" for sign in text)
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")

    def _quoted(self, name: str, value: str) -> str:
        # The names of namespaces stay: a spelling that hides them is read by no program.
        if self._spelling.has_references and not name.startswith("xmlns"):
            return "".join(f"&#{ord(sign)};" for sign in value)
        return self._written(value).replace("\n", "&#10;").replace('"', "&quot;").replace("'", "&apos;")
