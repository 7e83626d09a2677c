"""What a file is, told by its bytes and never by its name."""

import re
from enum import Enum

from xlplan.finding import Finding, found
from xlplan.texts import mark


class Format(Enum):
    """The kinds of workbook that xlplan reads. ARCHIVE is a plain zip: no workbook, but it may hold returns."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    ARCHIVE = "zip"


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# A worksheet without a container, as programs before 1993 wrote it; xlrd reads it.
_BARE_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")

_DOCUMENT = mark("a text document (Word or Writer)")
_SLIDES = mark("a presentation")
_IMAGE = mark("a picture")
_XML = mark("an XML file")
_WEB_PAGE = mark("a web page saved under another name")
_PACKED = mark("an archive; unpack it first")
_PLAIN_ZIP = mark("a zip archive without a workbook")
_TEXT = mark("plain text or CSV")
_MAIL = mark("a saved e-mail message")
_OTHER = mark("a file of another kind")

_STARTS = (
    (b"%PDF", mark("a PDF document")),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"BM", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"MM\x00*", _IMAGE),
    (b"{\\rtf", _DOCUMENT),
    (b"Rar!", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"\x1f\x8b", _PACKED),
    (b"BZh", _PACKED),
    (b"MZ", mark("a program")),
)
# The streams of an OLE2 container that tell what it is; the first in the directory decides.
_STREAMS: dict[str, Format | Finding] = {
    "EncryptedPackage": found("file-encrypted"),
    "Workbook": Format.XLS,
    "Book": Format.XLS,
    "WordDocument": found("file-not-workbook", seen=_DOCUMENT),
    "PowerPoint Document": found("file-not-workbook", seen=_SLIDES),
    "__properties_version1.0": found("file-not-workbook", seen=_MAIL),
}
_CONTENT_TYPES = (
    (b"spreadsheetml.sheet.main", Format.XLSX),
    (b"ms-excel.sheet.macroEnabled.main", Format.XLSX),
    (b"spreadsheetml.template.main", Format.XLSX),
    (b"ms-excel.template.macroEnabled.main", Format.XLSX),
    (b"wordprocessingml", found("file-not-workbook", seen=_DOCUMENT)),
    (b"presentationml", found("file-not-workbook", seen=_SLIDES)),
    # Last, for SheetJS declares it for every .bin part also where there is none.
    (b"sheet.binary.macroEnabled.main", found("file-binary")),
)


def tell(data: bytes) -> Format | Finding | None:
    """What `data` is by its first bytes; None for a zip, which only its parts can tell."""
    if not data:
        return found("file-empty")
    if data.startswith(ZIP):
        return None
    if data.startswith(OLE2):
        return _tell_ole2(data)
    if _BARE_BIFF.match(data):
        return Format.XLS
    return found("file-not-workbook", seen=_words(data))


def tell_zip(names: frozenset[str], content_types: bytes, mimetype: bytes) -> Format | Finding:
    """What a zip is by the names of its parts, its `[Content_Types].xml` and its `mimetype` (b"" without)."""
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        if b"spreadsheet" in mimetype:
            return Format.ODS
        return found("file-not-workbook", seen=_SLIDES if b"presentation" in mimetype else _DOCUMENT)
    for part, kind in _CONTENT_TYPES:
        if part in content_types:
            return kind
    if "xl/workbook.bin" in names:
        return found("file-binary")
    if "xl/workbook.xml" in names:
        return Format.XLSX
    return Format.ARCHIVE


def archive_refused() -> Finding:
    """The answer to a plain zip where a workbook is expected."""
    return found("file-not-workbook", seen=_PLAIN_ZIP)


def _tell_ole2(data: bytes) -> Format | Finding:
    """Directory entries are 128 bytes each and hold a name in UTF-16. Source: MS-CFB 2.6.1."""
    first: tuple[int, Format | Finding] | None = None
    for name, kind in _STREAMS.items():
        entry = (name + "\0").encode("utf-16-le")
        at = data.find(entry)
        while at >= 0 and at % 128:
            at = data.find(entry, at + 1)
        if at >= 0 and (first is None or at < first[0]):
            first = (at, kind)
    return first[1] if first else found("file-damaged")


def _words(data: bytes) -> str:
    """What a file that is neither zip nor OLE2 looks like, as a catalogue word."""
    for start, words in _STARTS:
        if data.startswith(start):
            return words
    head = data[:4096]
    if (head.startswith(b"RIFF") and head[8:12] == b"WEBP") or head[4:8] == b"ftyp":
        return _IMAGE
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n").lower()
    if text.startswith("<?xml") and "<html" not in text:
        return _XML
    if text.startswith("<") and re.search("<(html|head|body|table|meta|!doctype html)", text):
        return _WEB_PAGE
    if re.match(r"(from|received|return-path|mime-version|delivered-to): ", text):
        return _MAIL
    return _OTHER if re.search("[\x00-\x08\x0e-\x1a]", text) else _TEXT
