"""The type of a file, detected from its bytes and never from its name."""

import re
from collections.abc import Collection, Iterator, Mapping
from enum import Enum

from xlplan.domain.findings.file_kinds import (
    FILE_BINARY,
    FILE_DAMAGED,
    FILE_DOCUMENT,
    FILE_EMPTY,
    FILE_ENCRYPTED,
    FILE_MESSAGE,
    FILE_NOT_WORKBOOK,
    FILE_OTHER_FORMAT,
    FILE_PACKED,
)
from xlplan.domain.findings.finding import Finding
from xlplan.sandbox.other_files import SLIDES, WEB_PAGE, XML_DOCUMENT, name_file, name_zip
from xlplan.text.translation import N_


class Format(Enum):
    """A format that xlplan reads. ARCHIVE is a plain zip: no workbook, but it may hold returns.

    The last ones are of text documents. Of these xlplan itself reads a DOCX; LibreOffice makes one of the others.
    """

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    ARCHIVE = "zip"
    DOCX = "docx"
    ODT = "odt"
    DOC = "doc"
    RTF = "rtf"
    PAGE = "html"
    XML_DOCUMENT = "xml"

    @property
    def is_document(self) -> bool:
        """Tells that it is a format of text documents."""
        return self in (Format.DOCX, *CONVERTED)


CONVERTED = (Format.ODT, Format.DOC, Format.RTF, Format.PAGE, Format.XML_DOCUMENT)


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# A worksheet without a container, the format of programs before 1993. xlrd reads it.
_RTF = b"{\\rtf"
# The beginning of the main stream of a .doc, and in its flags the bit of a password. Source: MS-DOC 2.5.2.
_DOC_START, _DOC_FLAGS, _DOC_LOCKED = b"\xec\xa5", 10, 0x0100
_SECTOR = 512
_BARE_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")

_DOCUMENT = FILE_DOCUMENT.at()
_PLAIN_ARCHIVE = FILE_PACKED.at(seen=N_("a zip in which no return was found within the limits"))
_LOCKED_ARCHIVE = FILE_PACKED.at(seen=N_("a zip with a password"))
# The streams that identify an OLE2 container. The first one in its directory decides.
_OLE2_STREAMS: dict[str, Format | Finding] = {
    "EncryptedPackage": FILE_ENCRYPTED.at(),
    "Workbook": Format.XLS,
    "Book": Format.XLS,
    "WordDocument": Format.DOC,
    "PowerPoint Document": SLIDES,
    "StarCalcDocument": FILE_OTHER_FORMAT.at(seen="StarCalc"),
    "__properties_version1.0": FILE_MESSAGE.at(),
}
_CONTENT_TYPES = (
    (b"spreadsheetml.sheet.main", Format.XLSX),
    (b"ms-excel.sheet.macroEnabled.main", Format.XLSX),
    (b"spreadsheetml.template.main", Format.XLSX),
    (b"ms-excel.template.macroEnabled.main", Format.XLSX),
    (b"presentationml.presentation.main", SLIDES),
    (b"wordprocessingml", Format.DOCX),
    (b"ms-word.document.macroEnabled.main", Format.DOCX),
    (b"ms-word.template.macroEnabledTemplate.main", Format.DOCX),
    (b"presentationml", SLIDES),
    # Last: SheetJS declares this type for .bin parts even if the file has none.
    (b"sheet.binary.macroEnabled.main", FILE_BINARY.at()),
)
_MAIN_PARTS: tuple[tuple[str, Format | Finding], ...] = (
    ("xl/workbook.bin", FILE_BINARY.at()),
    ("xl/workbook.xml", Format.XLSX),
    ("word/document.xml", Format.DOCX),
)
_DOCUMENTS_BY_NAME: dict[Finding, Format | Finding] = {
    WEB_PAGE: Format.PAGE,
    XML_DOCUMENT: Format.XML_DOCUMENT,
}
_MACRO_STREAMS = {Format.XLS: "_VBA_PROJECT_CUR", Format.DOC: "_VBA_PROJECT"}
_WORKBOOK_FOLDERS = ("xl/worksheets/", "xl/_rels/")
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
    if data.startswith(_RTF):
        return Format.RTF
    named = name_file(data)
    return _DOCUMENTS_BY_NAME.get(named, named)


def detect_zip_format(names: Collection[str], content_types: bytes, mimetype: bytes) -> Format | Finding:
    """Return the format of a zip, or a finding, by its part names, `[Content_Types].xml` and `mimetype`.

    Readers ignore the case of a part's name, and some programs write backslashes: the names come in small letters
    and with slashes.
    """
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        if b"spreadsheet" in mimetype:
            return Format.ODS
        if b"opendocument.text" in mimetype:
            return Format.ODT
        return SLIDES if b"presentation" in mimetype else _DOCUMENT
    for part, kind in _CONTENT_TYPES:
        if part in content_types:
            return kind
    for name, kind in _MAIN_PARTS:
        if name in names:
            return kind
    if named := name_zip(names, mimetype):
        return named
    # A part of a workbook without the workbook itself.
    return FILE_DAMAGED.at() if any(name.startswith(_WORKBOOK_FOLDERS) for name in names) else Format.ARCHIVE


def refuse_archive(is_locked: bool) -> Finding:
    """Return the finding for a plain zip in place of a workbook."""
    return _LOCKED_ARCHIVE if is_locked else _PLAIN_ARCHIVE


def refuse_document(kind: Format) -> Finding:
    """Return the finding for a text document in place of a workbook."""
    return WEB_PAGE if kind is Format.PAGE else _DOCUMENT


def is_locked_doc(data: bytes) -> bool:
    """Tell whether a .doc asks for a password."""
    at = data.find(_DOC_START, _SECTOR)
    while at >= 0 and at % _SECTOR:
        at = data.find(_DOC_START, at + 1)
    flags = data[at + _DOC_FLAGS : at + _DOC_FLAGS + 2]
    return at >= 0 and bool(int.from_bytes(flags, "little") & _DOC_LOCKED)


def has_macros(kind: Format, data: bytes, parts: Mapping[str, bytes]) -> bool:
    """Tell whether a file holds macros. They are never run: none of the readers could run them."""
    if kind in _MACRO_STREAMS:
        return next(_directory_entries(data, _MACRO_STREAMS[kind]), None) is not None
    return any(_MACRO_PARTS.search(name.replace("\\", "/")) for name in parts)


def _detect_ole2(data: bytes) -> Format | Finding:
    """Return the format by the known stream that stands first in the directory."""
    first = min(((at, name) for name in _OLE2_STREAMS for at in _directory_entries(data, name)), default=None)
    if first:
        return _OLE2_STREAMS[first[1]]
    # Without its directory a file was not copied whole; with it, the file is of another program.
    is_whole = any(True for _at in _directory_entries(data, "Root Entry"))
    return FILE_NOT_WORKBOOK.at(seen=N_("a file of another kind")) if is_whole else FILE_DAMAGED.at()


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
