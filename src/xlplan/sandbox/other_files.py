"""Files that are no workbook, and workbooks that no reader reads: each named for what it is, by its bytes.

Sources: the specifications of the formats, and the first bytes that file(1) and PRONOM list for them.
"""

import binascii
import re
import zlib
from collections.abc import Collection

from xlplan.domain.findings.file_kinds import (
    FILE_DOCUMENT,
    FILE_MAIL,
    FILE_NOT_WORKBOOK,
    FILE_OTHER_FORMAT,
    FILE_PACKED,
    FILE_PDF,
    FILE_PICTURE,
    FILE_SHORTCUT,
    FILE_SIGNED,
    FILE_TEXT,
    FILE_WINMAIL,
)
from xlplan.domain.findings.finding import Finding
from xlplan.text.translation import N_

# The root of an OpenDocument spreadsheet alone takes more than four kilobytes.
_HEAD_SIZE = 16_384

_PICTURE = FILE_PICTURE.at()
# A text document of Word or Writer that is one XML file.
XML_DOCUMENT = FILE_DOCUMENT.at()


def _not_workbook(words: str) -> Finding:
    return FILE_NOT_WORKBOOK.at(seen=words)


def _packed(words: str) -> Finding:
    return FILE_PACKED.at(seen=words)


def _other_format(words: str) -> Finding:
    return FILE_OTHER_FORMAT.at(seen=words)


SLIDES = _not_workbook(N_("a presentation"))
_FILM, _SOUND = _not_workbook(N_("a film")), _not_workbook(N_("a sound recording"))
WEB_PAGE = _not_workbook(N_("a web page"))
_SHEET_AS_PAGE = _other_format(N_("a sheet saved as a web page"))
_ACCESS = _not_workbook(N_("an Access database"))
_OLD_TABLE = _other_format(N_("a spreadsheet of the time before Excel (Lotus, Quattro or Works)"))
_APPLE = _other_format(N_("a document of Apple Numbers or Pages"))
_CMS = FILE_SIGNED.at(seen=N_("CMS (.p7s, .p7m)"))
_ASIC = FILE_SIGNED.at(seen=N_("ASiC (.asice, .sce), as Diia and other signing services make it"))
_WEB_LINK = FILE_SHORTCUT.at(seen=N_("a link to a page on the web"))
_DRIVE_LINK = FILE_SHORTCUT.at(seen=N_("a link to a file on Google Drive"))
_SYSTEM_LINK = FILE_SHORTCUT.at(seen=N_("a link to a file on the computer where it was made"))

_AT_START = (
    (b"%PDF", FILE_PDF.at()),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"\0\0\1\0", _PICTURE),
    (b"AT&TFORM", _not_workbook(N_("a scanned document (DjVu)"))),
    (b"Rar!", _packed("RAR")),
    (b"7z\xbc\xaf\x27\x1c", _packed("7z")),
    (b"\xfd7zXZ", _packed("xz")),
    (b"\x28\xb5\x2f\xfd", _packed("zstd")),
    (b"\x1f\x9d", _packed("compress (.Z)")),
    (b"\x60\xea", _packed("ARJ")),
    (b"\x78\x9f\x3e\x22", FILE_WINMAIL.at()),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", _not_workbook(N_("a OneNote page"))),
    (b"\x4c\0\0\0\x01\x14\x02\0", _SYSTEM_LINK),
    (b"\0\1\0\0Standard Jet DB", _ACCESS),
    (b"\0\1\0\0Standard ACE DB", _ACCESS),
    (b"SQLite format 3\0", _not_workbook(N_("a database"))),
    (b"\0\0\2\0\6\4", _OLD_TABLE),
    (b"\0\0\2\0\x20\x51", _OLD_TABLE),
    (b"\0\0\x1a\0", _OLD_TABLE),
    (b"\xff\0\2\0", _OLD_TABLE),
    (b"ID;P", _other_format("SYLK")),
)
# A text may begin with these letters as well, but it holds no zero byte.
_LETTERS_AT_START = (
    (b"BM", _PICTURE),
    (b"8BPS", _PICTURE),
    (b"MSCF", _packed("CAB")),
    (b"MZ", _not_workbook(N_("a program"))),
    (b"ID3", _SOUND),
    (b"OggS", _SOUND),
)
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_AT_OFFSET = ((257, b"ustar", _packed("tar")), (0x8001, b"CD001", _packed(N_("an image of a disc (ISO)"))))
# The first letters of the brands of photos from telephones (HEIC, AVIF). Other brands are films.
_PHOTO_BRANDS = (b"hei", b"hev", b"mif", b"msf", b"avi")
_RIFF = {b"WEBP": _PICTURE, b"WAVE": _SOUND, b"AVI ": _FILM}

# The object identifier of signed data (PKCS #7), near the start of its DER, which may be in Base64.
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_BASE64 = re.compile(rb"(?:-----BEGIN (?:PKCS7|CMS|PKCS #7 SIGNED DATA)-----\s+)?(MI[\w+/]{2}[\w+/\s]{24,})")
# dBase: a version, the date of the last change, then the length of the header, which ends with a line break.
_DBASE = re.compile(rb"[\x02\x03\x30\x31\x43\x83\x8b\xcb\xf5][\x00-\xff][\x01-\x0c][\x01-\x1f]")

_XML_WORKBOOKS = (
    ("schemas-microsoft-com:office:spreadsheet", N_("XML Spreadsheet 2003")),
    ("application/vnd.oasis.opendocument.spreadsheet", N_("an OpenDocument spreadsheet without packing (.fods)")),
    ("gnumeric.org", "Gnumeric"),
)
_XML_DOCUMENTS = (
    "application/vnd.oasis.opendocument.text",
    "schemas.microsoft.com/office/word/2003/wordml",
    'progid="word.document"',
)
_MAIL_HEADER = re.compile(
    r"(?:from|to|received|return-path|mime-version|delivered-to|subject|date|message-id|content-type|dkim-\w+"
    r"|x-[\w-]+|arc-[\w-]+|authentication-results|snapshot-content-location): "
)
_WEB_ARCHIVE = re.compile(r"(?m)^(?:snapshot-content-location: |content-type: multipart/related)")
_DRIVE_FILE = re.compile(r"""\{[^{}]*"(?:url|doc_id)"\s*:\s*"[^"]*""")

_SIGNATURE_PARTS = re.compile(r"meta-inf/[^/]*(?:signature|\.p7s)[^/]*$")
_APPLE_PARTS = re.compile(r"(?:^|/)index(?:\.zip$|/.*\.iwa$)")
_APPLE_SLIDES = re.compile(r"(?:^|/)index/(?:template|master)?slide[^/]*\.iwa$")


def name_file(data: bytes) -> Finding:
    """Return the finding for a file that is neither a zip nor an OLE2 container."""
    head = data[:_HEAD_SIZE]
    return _name_by_start(data, head) or _name_by_structure(data, head) or _name_text(head)


def _name_by_start(data: bytes, head: bytes) -> Finding | None:
    """Return the finding for a file that begins with a sign of its format."""
    signs = _AT_START + (_LETTERS_AT_START if b"\0" in head else ())
    at_start = next((answer for start, answer in signs if head.startswith(start)), None)
    return at_start or next((answer for at, sign, answer in _AT_OFFSET if data.startswith(sign, at)), None)


def _name_by_structure(data: bytes, head: bytes) -> Finding | None:
    """Return the finding for a file whose first bytes alone do not tell its format."""
    if head.startswith(b"RIFF") and b"\0" in head:
        return _RIFF.get(head[8:12], _FILM)
    if head[4:8] == b"ftyp":
        return _PICTURE if head[8:11] in _PHOTO_BRANDS else _SOUND if head[8:11] == b"M4A" else _FILM
    if head.startswith(b"\x1f\x8b"):
        return _other_format("Gnumeric") if b"gnumeric" in _gunzip(head) else _packed("gzip")
    if _BZIP2.match(head):
        return _packed("bzip2")
    if head.startswith(b"bplist00") and b"URL" in head:
        return _WEB_LINK
    if _DBASE.match(head) and data[int.from_bytes(head[8:10], "little") - 1 :][:1] == b"\r":
        return _other_format("dBase (.dbf)")
    return _CMS if _is_signed(head) else None


def name_zip(names: Collection[str], mimetype: bytes) -> Finding | None:
    """Return the finding for a zip that is a document of its own; None for any other.

    Args:
        names: The names of its parts, in small letters.
        mimetype: What its part `mimetype` says.
    """
    if mimetype.startswith(b"application/vnd.etsi.asic") or any(map(_SIGNATURE_PARTS.search, names)):
        return _ASIC
    if any(map(_APPLE_PARTS.search, names)):
        return SLIDES if any(map(_APPLE_SLIDES.search, names)) else _APPLE
    return SLIDES if "ppt/presentation.xml" in names else None


def _gunzip(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, _HEAD_SIZE)
    except zlib.error:
        return b""


def _is_signed(head: bytes) -> bool:
    """Tell whether a file is signed data, in bytes, in Base64 or between the lines of PEM."""
    text = _BASE64.match(head)
    if text:
        letters = re.sub(rb"\s", b"", text[1])[:64]
        head = binascii.a2b_base64(letters[: len(letters) // 4 * 4])
    return head.startswith(b"\x30") and _SIGNED_DATA in head[:32]


def _name_text(head: bytes) -> Finding:
    """Return the finding for a text, or for bytes that nobody knows."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n").lower()
    if text.startswith("<"):
        if named := _name_markup(text):
            return named
    elif text.startswith(("[internetshortcut]", "[desktop entry]")):
        return _WEB_LINK if "url=" in text else _SYSTEM_LINK
    elif _DRIVE_FILE.match(text) and ("google.com" in text or '"doc_id"' in text):
        return _DRIVE_LINK
    elif _MAIL_HEADER.match(text):
        return _name_mail(text)
    if re.search("[\x00-\x08\x0e-\x1a]", text):
        return _not_workbook(N_("a file of another kind"))
    return FILE_TEXT.at()


def _name_markup(text: str) -> Finding | None:
    """Return the finding for XML or HTML; None for a text that only begins with a bracket."""
    for sign, words in _XML_WORKBOOKS:
        if sign in text:
            return _other_format(words)
    if any(sign in text for sign in _XML_DOCUMENTS):
        return XML_DOCUMENT
    is_xml = text.startswith("<?xml") and "<html" not in text
    if not is_xml and re.search("<(html|head|body|table|meta|!doctype html)", text):
        return _SHEET_AS_PAGE if "office:excel" in text else WEB_PAGE
    if "<plist" in text and "<key>url</key>" in text:
        return _WEB_LINK
    if re.search(r"<svg[\s>]", text):
        return _PICTURE
    return _not_workbook(N_("an XML file")) if is_xml else None


def _name_mail(text: str) -> Finding:
    """Return the finding for a mail, or for a web page saved in the form of one."""
    if "x-document-type: workbook" in text or "office:excel" in text:
        return _SHEET_AS_PAGE
    is_sent = re.search(r"(?m)^(?:received|to|delivered-to|message-id): ", text)
    return FILE_MAIL.at() if is_sent or not _WEB_ARCHIVE.search(text) else WEB_PAGE
