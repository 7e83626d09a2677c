"""The type of a file, detected from its bytes and never from its name."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum

from xlplan.domain.findings.file_kinds import (
    FILE_BINARY,
    FILE_DAMAGED,
    FILE_DOCUMENT,
    FILE_EMPTY,
    FILE_ENCRYPTED,
    FILE_MAIL,
    FILE_MESSAGE,
    FILE_NOT_WORKBOOK,
    FILE_PACKED,
    FILE_PDF,
    FILE_PICTURE,
    FILE_TEXT,
)
from xlplan.domain.findings.finding import Finding
from xlplan.text.translation import N_


class Format(Enum):
    """A format of workbook that xlplan reads. ARCHIVE is a plain zip: no workbook, but it may hold returns."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    ARCHIVE = "zip"


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# A worksheet without a container, the format of programs before 1993. xlrd reads it.
_BARE_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")

_DOCUMENT = FILE_DOCUMENT.at()
_PICTURE = FILE_PICTURE.at()
_PACKED = FILE_PACKED.at(seen=N_("RAR, 7z or the like"))
_PLAIN_ARCHIVE = FILE_PACKED.at(seen=N_("a zip without workbooks, or one packed several times over"))


def _not_workbook(words: str) -> Finding:
    return FILE_NOT_WORKBOOK.at(seen=words)


_SLIDES = _not_workbook(N_("a presentation"))
_FIRST_BYTES = (
    (b"%PDF", FILE_PDF.at()),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"{\\rtf", _DOCUMENT),
    (b"Rar!", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"\x1f\x8b", _PACKED),
    (b"BZh", _PACKED),
    (b"\xfd7zXZ", _PACKED),
    (b"MZ", _not_workbook(N_("a program"))),
)
# The first letters of the brands of photos from telephones (HEIC, AVIF). Other brands are films.
_PHOTO_BRANDS = (b"hei", b"hev", b"mif", b"msf", b"avi")
_FILM = _not_workbook(N_("a film"))
# The streams that identify an OLE2 container. The first one in its directory decides.
_OLE2_STREAMS: dict[str, Format | Finding] = {
    "EncryptedPackage": FILE_ENCRYPTED.at(),
    "Workbook": Format.XLS,
    "Book": Format.XLS,
    "WordDocument": _DOCUMENT,
    "PowerPoint Document": _SLIDES,
    "__properties_version1.0": FILE_MESSAGE.at(),
}
_CONTENT_TYPES = (
    (b"spreadsheetml.sheet.main", Format.XLSX),
    (b"ms-excel.sheet.macroEnabled.main", Format.XLSX),
    (b"spreadsheetml.template.main", Format.XLSX),
    (b"ms-excel.template.macroEnabled.main", Format.XLSX),
    (b"wordprocessingml", _DOCUMENT),
    (b"presentationml", _SLIDES),
    # Last: SheetJS declares this type for .bin parts even if the file has none.
    (b"sheet.binary.macroEnabled.main", FILE_BINARY.at()),
)
_MAIL_HEADER = re.compile(
    r"(?:from|to|received|return-path|mime-version|delivered-to|subject|date|message-id|content-type|dkim-\w+"
    r"|x-[\w-]+|arc-[\w-]+|authentication-results): "
)
_MACRO_PARTS = re.compile(r"(?i)vbaproject\.bin$|^xl/macrosheets/|^basic/[^/]+/(?!script-l[bc]\.xml)[^/]+\.xml$")


def detect_format(data: bytes) -> Format | Finding | None:
    """Return the format of a file by its first bytes, or a finding; None for a zip: only its parts can tell."""
    if not data:
        return FILE_EMPTY.at()
    if data.startswith(ZIP):
        return None
    if data.startswith(OLE2):
        return _detect_ole2(data)
    if _BARE_BIFF.match(data):
        return Format.XLS
    return _detect_other(data)


def detect_zip_format(names: frozenset[str], content_types: bytes, mimetype: bytes) -> Format | Finding:
    """Return the format of a zip, or a finding, by its part names, `[Content_Types].xml` and `mimetype`."""
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        if b"spreadsheet" in mimetype:
            return Format.ODS
        return _SLIDES if b"presentation" in mimetype else _DOCUMENT
    for part, kind in _CONTENT_TYPES:
        if part in content_types:
            return kind
    if "xl/workbook.bin" in names:
        return FILE_BINARY.at()
    if "xl/workbook.xml" in names:
        return Format.XLSX
    return Format.ARCHIVE


def refuse_archive() -> Finding:
    """Return the finding for a plain zip in place of a workbook."""
    return _PLAIN_ARCHIVE


def has_macros(kind: Format, data: bytes, parts: Mapping[str, bytes]) -> bool:
    """Tell whether a workbook holds macros. They are never run: none of the readers could run them."""
    if kind is Format.XLS:
        return next(_directory_entries(data, "_VBA_PROJECT_CUR"), None) is not None
    return any(_MACRO_PARTS.search(name) for name in parts)


def _detect_ole2(data: bytes) -> Format | Finding:
    """Return the format by the known stream that stands first in the directory."""
    first = min(((at, name) for name in _OLE2_STREAMS for at in _directory_entries(data, name)), default=None)
    return _OLE2_STREAMS[first[1]] if first else FILE_DAMAGED.at()


def _directory_entries(data: bytes, name: str) -> Iterator[int]:
    """Return the offset at which the directory of an OLE2 container names a stream; nothing if it does not.

    A directory entry has 128 bytes and begins with a name in UTF-16. Source: MS-CFB 2.6.1.
    """
    entry = (name + "\0").encode("utf-16-le")
    at = data.find(entry)
    while at >= 0 and at % 128:
        at = data.find(entry, at + 1)
    if at >= 0:
        yield at


def _detect_other(data: bytes) -> Finding:
    """Return the finding for a file that is neither zip nor OLE2."""
    for start, answer in _FIRST_BYTES:
        if data.startswith(start):
            return answer
    head = data[:4096]
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _PICTURE
    if head[4:8] == b"ftyp":
        return _PICTURE if head[8:11] in _PHOTO_BRANDS else _FILM
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n").lower()
    if text.startswith("<?xml") and "<html" not in text:
        return _not_workbook(N_("an XML file"))
    if text.startswith("<") and re.search("<(html|head|body|table|meta|!doctype html)", text):
        return _not_workbook(N_("a web page saved under another name"))
    if _MAIL_HEADER.match(text):
        return FILE_MAIL.at()
    return (
        _not_workbook(N_("a file of another kind")) if re.search("[\x00-\x08\x0e-\x1a]", text) else FILE_TEXT.at()
    )
