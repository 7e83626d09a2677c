"""The gate: looks at the bytes of a file that arrived before any reader does.

Cheap searches first; a pass over the cells only where they raise a doubt. What slips through meets the limits
of the child process. Source of the rules: zip bombs, entity bombs and far cells that stop one reader or another.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xlplan.finding import Finding, found
from xlplan.guard.extent import too_wide_comments, too_wide_sheet, too_wide_table
from xlplan.guard.formats import Format, archive_refused, tell, tell_zip
from xlplan.texts import mark

MEGABYTE = 1_000_000
FILE_LIMIT = 20 * MEGABYTE
INFLATED_LIMIT = 100 * MEGABYTE
PARTS_LIMIT = 2_000
# Deflate itself cannot beat 1,032; the emptiest honest sheets stay under 100.
RATIO_LIMIT = 200
RATIO_FROM = 10 * MEGABYTE
MERGES_LIMIT = 5_000

_TOO_MANY_PARTS = mark("it holds thousands of parts")
_REPEATED_PARTS = mark("two of its parts have the same name")
_SWELLS = mark("it swells to hundreds of times its size when it is unpacked")
_ODD_PACKING = mark("it is packed in a way that no spreadsheet program uses")
_DECLARATIONS = mark("it holds XML declarations that can swell without end")
_ODD_LETTERS = mark("its XML is in an encoding that no spreadsheet program uses")
_FAR_CELLS = mark("it has filled cells at the far edge of a sheet")
_LARGE_COUNTS = mark("it claims to hold billions of values")
_MANY_MERGES = mark("it holds thousands of merged cells")
_WIDE_MERGES = mark("it has a merged cell or a link over a whole sheet")
_OUTSIDE = mark("it pulls in content from outside")

_COUNT = re.compile(rb"""ount\s*=\s*["'][0-9]{8,}""")
_WIDE = re.compile(rb"""<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?ref="[^":]*:(?:[A-Za-z]{3}|[A-Za-z]*[0-9]{6})""")
_WIDE_ADDRESS = re.compile(rb"""ref="[^":]*:(?:[A-Za-z]{3}|[A-Za-z]*[0-9]{6})""")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*External[^>]*>")
# A link to a page or to another workbook is followed only when a person asks for it.
_HARMLESS = re.compile(rb"/(?:hyperlink|externalLinkPath|externalLink|xlExternalLinkPath/\w+|image)[\"']")
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.S)
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_PLAIN_ENCODINGS = re.compile(rb"(?i)utf-?8|(us-)?ascii|iso-8859-\d+|windows-125\d|utf-?16")


class _RefusedError(Exception):
    """Carries the finding that ends the look."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True)
class Admitted:
    """The bytes of a file, and its parts by name, inflated: what was looked at is what a reader gets.

    Only a workbook in a zip has parts.
    """

    kind: Format
    data: bytes
    parts: Mapping[str, bytes]


def gate(path: Path) -> Admitted | tuple[Finding, ...]:
    """The file at `path` where it may be given to a reader, else why not. OSError where there is none."""
    seen = _admitted(path)
    if isinstance(seen, Finding):
        return (seen,)
    return (archive_refused(),) if seen.kind is Format.ARCHIVE else seen


def look(path: Path) -> Format | Finding:
    """What the file may be read as, or why not. A plain zip, in which returns may be packed, is Format.ARCHIVE."""
    seen = _admitted(path)
    return seen if isinstance(seen, Finding) else seen.kind


def _admitted(path: Path) -> Admitted | Finding:
    size = path.stat().st_size
    if size > FILE_LIMIT:
        return _too_large(size, FILE_LIMIT)
    data = path.read_bytes()
    told = tell(data)
    if told is not None:
        return Admitted(told, data, {}) if isinstance(told, Format) else told
    try:
        return _look_into_zip(data)
    except _RefusedError as refused:
        return refused.finding
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError):
        return found("file-damaged")


def _too_large(size: int, limit: int) -> Finding:
    return found("file-too-large", seen=-(-size // MEGABYTE), limit=limit // MEGABYTE)


def _dangerous(words: str) -> _RefusedError:
    return _RefusedError(found("file-dangerous", seen=words))


def _look_into_zip(data: bytes) -> Admitted | Finding:
    # The directory is counted before it is parsed, for parsing makes an object of every entry.
    if data.count(b"PK\x01\x02") > PARTS_LIMIT:
        raise _dangerous(_TOO_MANY_PARTS)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    names = frozenset(entry.filename for entry in entries)
    if len(names) < len(entries):
        raise _dangerous(_REPEATED_PARTS)
    small = {entry.filename: entry for entry in entries}
    kind = tell_zip(names, _part(data, small, "[Content_Types].xml"), _part(data, small, "mimetype", limit=200))
    if not isinstance(kind, Format):
        return kind
    if kind is Format.ARCHIVE:
        return Admitted(kind, data, {})
    if any(entry.flag_bits & 1 for entry in entries):
        return found("file-encrypted")
    total, parts = 0, {}
    for entry in entries:
        content = _inflate(data, entry, INFLATED_LIMIT - total)
        total += len(content)
        if total > RATIO_FROM and total > RATIO_LIMIT * len(data):
            raise _dangerous(_SWELLS)
        if zlib.crc32(content) != entry.CRC:
            return found("file-damaged")
        _look_at_part(entry.filename, content, kind)
        parts[entry.filename] = content
    return Admitted(kind, data, parts)


def _part(data: bytes, entries: dict[str, zipfile.ZipInfo], name: str, limit: int = MEGABYTE) -> bytes:
    return _inflate(data, entries[name], limit) if name in entries else b""


def _inflate(data: bytes, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """The bytes of one part, never more than `limit`; what the headers claim about its size is not believed."""
    local = data[entry.header_offset : entry.header_offset + 30]
    if len(local) < 30 or local[:4] != b"PK\x03\x04":
        raise _RefusedError(found("file-damaged"))
    name, extra = int.from_bytes(local[26:28], "little"), int.from_bytes(local[28:], "little")
    start = entry.header_offset + 30 + name + extra
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        content = bytes(packed[: limit + 1])
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, limit + 1)
    else:
        raise _dangerous(_ODD_PACKING)
    if len(content) > limit:
        if limit + 1 > RATIO_LIMIT * len(data):
            raise _dangerous(_SWELLS)
        raise _RefusedError(_too_large(INFLATED_LIMIT + 1, INFLATED_LIMIT))
    return content


def _look_at_part(name: str, content: bytes, kind: Format) -> None:
    """Refuses a part that would stop a reader."""
    plain = name.lower().replace("\\", "/")
    if not plain.endswith((".xml", ".rels", ".vml")):
        return
    text = _as_utf8(content)
    # Entities can only be declared inside a DOCTYPE, and that only before the first element.
    prolog = _PROLOG.match(text)
    if prolog and text.startswith(b"<!", prolog.end()):
        raise _dangerous(_DECLARATIONS)
    if kind is Format.ODS:
        if plain == "meta-inf/manifest.xml" and b"encryption-data" in text:
            raise _RefusedError(found("file-encrypted"))
        if plain == "content.xml" and too_wide_table(text):
            raise _dangerous(_FAR_CELLS)
    elif plain.endswith(".rels"):
        if any(not _HARMLESS.search(relation) for relation in _RELATION.findall(text)):
            raise _dangerous(_OUTSIDE)
    else:
        _look_at_sheet(plain, text)


def _look_at_sheet(name: str, text: bytes) -> None:
    if "sheets/" in name:
        # The hints of a form are many times longer than its cells, which stand first.
        data, _end, rest = text.partition(b"</sheetData>")
        merges = rest.count(b"mergeCell ref=")
        if merges > MERGES_LIMIT:
            raise _dangerous(_MANY_MERGES)
        if (merges or b"hyperlink ref=" in rest) and _WIDE_ADDRESS.search(rest) and _WIDE.search(rest):
            raise _dangerous(_WIDE_MERGES)
        if too_wide_sheet(data):
            raise _dangerous(_FAR_CELLS)
    elif "comment" in name:
        if too_wide_comments(text):
            raise _dangerous(_FAR_CELLS)
    elif _COUNT.search(text):
        raise _dangerous(_LARGE_COUNTS)


def _as_utf8(content: bytes) -> bytes:
    """XML as the searches can read it; refused in an encoding in which they would be blind."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16").encode()
    if content[:4].count(0):
        raise _dangerous(_ODD_LETTERS)
    encoding = _ENCODING.match(content[:400].lstrip(b"\xef\xbb\xbf \t\r\n"))
    if encoding and not _PLAIN_ENCODINGS.fullmatch(encoding[1]):
        raise _dangerous(_ODD_LETTERS)
    return content
