"""One spelling of XML, whatever program wrote it: elements and attributes as a parser understands them.

Comments, CDATA and processing instructions go; what they hold or divide becomes one text. Signs that stand as
character references are written as themselves.
"""

from collections.abc import Callable, Mapping
from xml.parsers import expat

Attributes = Mapping[str, str]

_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_TAG = {**_IN_TEXT, **str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})}


def spell_plainly(xml: bytes, name_of: Callable[[str], str] = str, encoding: str | None = None) -> bytes:
    """Return XML in the usual spelling, in UTF-8; what no parser understands is left as it is.

    The caller sees to it that no entities are declared.

    Args:
        xml: The XML.
        name_of: The name to write for each element.
        encoding: The encoding of the XML, where it is not what the XML says of itself.

    Raises:
        LookupError, ValueError: Nothing can read the encoding.
    """
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
        inside = "".join(f' {key}="{value.translate(_IN_TAG)}"' for key, value in attributes.items())
        written.extend(f"<{name_of(name)}{inside}".encode())
        is_open = True

    def end(name: str) -> None:
        nonlocal is_open
        written.extend(b"/>" if is_open else f"</{name_of(name)}>".encode())
        is_open = False

    def characters(data: str) -> None:
        close()
        written.extend(data.translate(_IN_TEXT).encode())

    rest = parse_events(xml, start, end, characters, encoding)
    close()
    return bytes(written) + rest


def parse_events(
    xml: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    characters: Callable[[str], None] | None = None,
    encoding: str | None = "utf-8",
) -> bytes:
    """Give elements and texts to these functions; return what remains where the XML is damaged.

    Prefixes need not be declared, for not every reader minds. The encoding counts, whatever the XML says of
    itself; with None it is taken from the XML.
    """
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if characters:
        parser.CharacterDataHandler = characters
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        return xml[max(0, parser.ErrorByteIndex) :]
    return b""


def without_prefix(name: str) -> str:
    """Return the name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]
