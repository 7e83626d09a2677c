"""Zips written byte by byte, so that each field can lie, and the smallest workbooks that a reader opens."""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"
MANY = 4_000_000_000


@dataclass(frozen=True)
class Part:
    """A part of a zip. What is None is told as it is; everything else is a lie that the headers tell."""

    name: bytes
    content: bytes
    method: int = 8
    flags: int = 0x800
    size: int | None = None
    crc: int | None = None
    packed: bytes | None = None
    attributes: int = 0
    offset: int | None = None
    local_name: bytes | None = None


def raw_zip(parts: Iterable[Part], comment: bytes = b"", claims: int | None = None) -> bytes:
    """A zip of these parts; `claims`: where its directory is said to lie."""
    body, directory, number = bytearray(), bytearray(), 0
    for part in parts:
        packed = part.packed if part.packed is not None else pack(part.content, part.method)
        crc = zlib.crc32(part.content) if part.crc is None else part.crc
        size = len(part.content) if part.size is None else part.size
        fields = struct.pack("<HHHHHLLL", 20, part.flags, part.method, 0, 33, crc, len(packed), size)
        name = part.name if part.local_name is None else part.local_name
        offset = len(body) if part.offset is None else part.offset
        if part.offset is None:
            body += b"PK\x03\x04" + fields + struct.pack("<HH", len(name), 0) + name + packed
        directory += b"PK\x01\x02\x14\x03" + fields + struct.pack("<HHH", len(part.name), 0, 0)
        directory += struct.pack("<HHLL", 0, 0, part.attributes, offset) + part.name
        number += 1
    end = len(body) if claims is None else claims
    tail = struct.pack("<HHHHLLH", 0, 0, min(number, 65535), min(number, 65535), len(directory), end, len(comment))
    return b"".join((body, directory, b"PK\x05\x06", tail, comment))


def pack(content: bytes, method: int = 8, level: int = 9) -> bytes:
    """Deflated; as it is for every other method."""
    if method != 8:
        return content
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(content) + deflate.flush()


def parts_of(content: Mapping[str, bytes | str]) -> list[Part]:
    """Honest parts of these names."""
    return [
        Part(name.encode(), part.encode() if isinstance(part, str) else part) for name, part in content.items()
    ]


def sheet(cells: str = '<row r="1"><c r="A1"><v>1</v></c></row>', before: str = "", after: str = "") -> str:
    """The XML of a worksheet."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}'
        f"<sheetData>{cells}</sheetData>{after}</worksheet>"
    )


def relations(*kinds_and_targets: tuple[str, str], mode: str = "") -> str:
    """The XML of relationships."""
    inside = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
        for n, (kind, target) in enumerate(kinds_and_targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def xlsx_parts(changes: Mapping[str, bytes | str] | None = None) -> dict[str, bytes | str]:
    """The parts of a workbook with one sheet; `changes` replace those of the same name, or are added."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{kind}.worksheet+xml"/></Types>'
    )
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Звіт" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return {
        "[Content_Types].xml": types,
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        SHEET: sheet(),
        **(changes or {}),
    }


def xlsx(changes: Mapping[str, bytes | str] | None = None) -> bytes:
    """A workbook with one sheet, and these changes."""
    return raw_zip(parts_of(xlsx_parts(changes)))


def ods(rows: str, changes: Mapping[str, bytes | str] | None = None, head: str = "") -> bytes:
    """An ods whose one sheet has these rows."""
    name = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content xmlns:office="{name}:office:1.0" '
        f'xmlns:table="{name}:table:1.0" xmlns:text="{name}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Звіт">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{name}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest, **(changes or {})}
    return raw_zip(parts_of(parts))
