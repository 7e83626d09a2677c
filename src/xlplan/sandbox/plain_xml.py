"""XML in the one spelling that the searches of the gate know: no prefixes, double quotes, no hidden signs."""

import re
import sys

from xlplan.text.xml_spelling import spell_plainly, without_prefix

_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s[^<>?]*\?>")
# Each of these patterns begins with one rare sign. A line break is written as an entity by every program, but no
# letter and no sign of ASCII is.
_ASCII_NUMBER = rb"(?:[xX]0*[2-7][0-9a-fA-F]|0*(?:3[2-9]|[4-9][0-9]|1[01][0-9]|12[0-7]));"
_HIDDEN_SIGN = re.compile(rb"#(?<=&#)" + _ASCII_NUMBER)
_COMMENT_OR_CDATA = re.compile(rb"!(?<=<!)")
_INSTRUCTION = re.compile(rb"\?(?<=<\?)")
_FEW = 16


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


def spell_for_search(text: bytes) -> bytes:
    """Return XML in the spelling that the searches know. The gate refuses every part with a DOCTYPE before."""
    return spell_plainly(text, without_prefix, "utf-8")
