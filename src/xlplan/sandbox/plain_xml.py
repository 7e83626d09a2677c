"""XML as its parser understands it: elements without prefixes, attributes in double quotes, no hidden signs.

The searches of the gate know one spelling of XML. A part in another spelling is written out in that one first.
"""

import re
import sys
from collections.abc import Callable, Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape

_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s[^<>?]*\?>")
# Each of these patterns begins with one rare sign. A line break is written as an entity by every program, but no
# letter and no sign of ASCII is.
_ASCII_NUMBER = rb"(?:[xX]0*[2-7][0-9a-fA-F]|0*(?:3[2-9]|[4-9][0-9]|1[01][0-9]|12[0-7]));"
_HIDDEN_SIGN = re.compile(rb"#(?<=&#)" + _ASCII_NUMBER)
_COMMENT_OR_CDATA = re.compile(rb"!(?<=<!)")
_INSTRUCTION = re.compile(rb"\?(?<=<\?)")
_FEW = 16
_QUOTES = {'"': "&quot;"}

Attributes = Mapping[str, str]


def is_plain(text: bytes) -> bool:
    """Tell whether XML hides no sign from a search: in an entity, or behind a comment, CDATA or an instruction."""
    declaration = _DECLARATION.match(text)
    start = declaration.end() if declaration else 0
    return not (
        holds(_HIDDEN_SIGN, b"#", text)
        or holds(_COMMENT_OR_CDATA, b"!", text, start)
        or holds(_INSTRUCTION, b"?", text, start)
    )


def holds(pattern: re.Pattern[bytes], sign: bytes, text: bytes, start: int = 0, end: int = sys.maxsize) -> bool:
    """Tell whether a text holds a pattern that begins with this sign. A rare sign is found many times faster."""
    at = text.find(sign, start, end)
    if at < 0:
        return False
    for _ in range(_FEW):
        if pattern.match(text, at):
            return True
        at = text.find(sign, at + 1, end)
        if at < 0:
            return False
    return pattern.search(text, at, end) is not None


def spell_plainly(text: bytes) -> bytes:
    """Return XML in the spelling that the searches know; what no parser understands is left as it is."""
    # One array takes a fraction of the memory that as many small texts would.
    written = bytearray()
    is_open = False

    def close() -> None:
        nonlocal is_open
        if is_open:
            written.extend(b">")
            is_open = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal is_open
        close()
        inside = "".join(f' {key}="{escape(value, _QUOTES)}"' for key, value in attributes.items())
        written.extend(f"<{local(name)}{inside}".encode())
        is_open = True

    def end(name: str) -> None:
        nonlocal is_open
        written.extend(b"/>" if is_open else f"</{local(name)}>".encode())
        is_open = False

    def characters(data: str) -> None:
        close()
        written.extend(escape(data).encode())

    rest = parse(text, start, end, characters)
    close()
    return bytes(written) + rest


def parse(
    text: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    characters: Callable[[str], None] | None = None,
) -> bytes:
    """Give elements and texts to these functions; return what remains where the XML is damaged.

    Prefixes need not be declared, for not every reader minds.
    """
    # Entities cannot be declared: the gate refuses every part with a DOCTYPE before.
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if characters:
        parser.CharacterDataHandler = characters
    try:
        parser.Parse(text, True)
    except expat.ExpatError:
        return text[max(0, parser.ErrorByteIndex) :]
    return b""


def local(name: str) -> str:
    """Return the name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]
