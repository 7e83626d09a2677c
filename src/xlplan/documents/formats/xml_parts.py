"""The XML parts of a workbook: their names and their XML in one spelling, whatever program wrote them.

calamine loses a value that XML spells in an unusual way: in CDATA, after a comment, with its type as a character
reference. Such parts are written again before calamine reads them.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from xml.etree import ElementTree

from xlplan.documents.formats.grid import Parts
from xlplan.text.xml_spelling import spell_plainly

_ENDINGS = (".xml", ".rels")
_REFERENCE_IN_TAG = re.compile(rb"<[^<>]*&#")
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_UTF8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_MARK = b"\xef\xbb\xbf"
# Where the usual declaration of XML has ended.
_DECLARATION = 60
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def parse_xml(xml: bytes) -> ElementTree.Element:
    """Return the root of an XML part; an empty element where the part is missing, damaged or declares entities."""
    # Plain bytes cannot declare an entity without this word. defusedxml takes ten times as long.
    if b"<!DOCTYPE" not in xml and (b"\0" not in xml or xml.startswith(_UTF16)):
        with suppress(ElementTree.ParseError, ValueError):
            return ElementTree.fromstring(xml)
    return ElementTree.Element("nothing")


def plain_name(name: str) -> str:
    """Return the name of a part as others are compared with it: readers know no case and no backslash."""
    return name.replace("\\", "/").lstrip("/").lower()


def respell(data: bytes, parts: Parts) -> tuple[bytes, Parts]:
    """Return a workbook whose XML is in the usual spelling: the bytes of the file, and its parts by plain name.

    Args:
        data: The bytes of the file.
        parts: The parts of its zip.
    """
    plain = {plain_name(name): content for name, content in parts.items()}
    odd = {name for name, content in plain.items() if name.endswith(_ENDINGS) and _is_odd(content)}
    if not odd:
        return data, plain
    plain.update({name: _rewritten(plain[name]) for name in odd})
    return _packed(plain), plain


def end_of_cells(sheet: bytes) -> int:
    """Return where the cells of a sheet end. The hints of a form follow, which are three times as long."""
    end = sheet.rfind(b"sheetData>")
    return end if end >= 0 else len(sheet)


def _is_odd(xml: bytes) -> bool:
    """Tell if a part is spelled otherwise than usual, as far as a reader of cells looks into it."""
    end = end_of_cells(xml)
    if xml.startswith(_UTF16):
        return True
    # A search for one byte costs a tenth of a search for two, and mostly it finds nothing.
    if xml.find(b"!", 0, end) >= 0 and xml.find(b"<!", 0, end) >= 0:
        return True
    if xml.find(b"?", _DECLARATION, end) >= 0 and xml.find(b"<?", 5, end) >= 0:
        return True
    if xml.find(b"#", 0, end) >= 0 and _REFERENCE_IN_TAG.search(xml, 0, end):
        return True
    encoding = _ENCODING.match(xml[:200].removeprefix(_MARK))
    return encoding is not None and encoding[1].lower() not in _UTF8


def _rewritten(xml: bytes) -> bytes:
    """Return the part in the usual spelling; as it is where it declares entities or nothing reads its encoding."""
    text = xml.decode("utf-16", "replace").encode() if xml.startswith(_UTF16) else xml
    if b"<!DOCTYPE" in text:
        return xml
    try:
        return spell_plainly(xml)
    except (LookupError, ValueError):
        return xml


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()
