"""The zip of a template: its parts are packed the same way, and a part that stays the same only once."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from struct import unpack
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from zlib_ng import zlib_ng

# The date that XlsxWriter gives to a part, and what zipfile gives to one.
_DATE, _ATTRIBUTES = (1980, 1, 1, 0, 0, 0), 0o600 << 16
# Of zlib-ng: a little more than half the time that zlib takes as XlsxWriter uses it, for as many bytes.
_LEVEL = 5


class PackedPart(NamedTuple):
    """A part of a workbook as it lies in its zip."""

    name: str
    packed: bytes
    size: int
    checksum: int


def pack_part(name: str, content: bytes) -> PackedPart:
    """Return a part, packed."""
    packer = zlib_ng.compressobj(_LEVEL, zlib_ng.DEFLATED, -zlib_ng.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    return PackedPart(name, packed, len(content), zlib_ng.crc32(content))


def packed_parts(book: bytes) -> Iterator[PackedPart]:
    """Yield the parts of a workbook as they lie in its zip, in order."""
    with ZipFile(BytesIO(book)) as archive:
        for entry in archive.infolist():
            if entry.compress_type != ZIP_DEFLATED:
                yield pack_part(entry.filename, archive.read(entry))
                continue
            # The header in front of a part tells how long its name and its extra field are there.
            name_size, extra_size = unpack("<HH", book[entry.header_offset + 26 : entry.header_offset + 30])
            start = entry.header_offset + 30 + name_size + extra_size
            packed = book[start : start + entry.compress_size]
            yield PackedPart(entry.filename, packed, entry.file_size, entry.CRC)


def zip_parts(parts: Iterable[PackedPart]) -> bytes:
    """Return the zip with these parts in this order. The same parts give the same bytes."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for part in parts:
            entry = ZipInfo(part.name, _DATE)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, _ATTRIBUTES
            entry.CRC, entry.file_size, entry.compress_size = part.checksum, part.size, len(part.packed)
            # zipfile itself packs whatever it is given.
            entry.header_offset = out.tell()
            out.write(entry.FileHeader(zip64=False))
            out.write(part.packed)
            archive.filelist.append(entry)
            archive.NameToInfo[part.name] = entry
            archive.start_dir = out.tell()
            archive._didModify = True  # type: ignore[attr-defined]
    return out.getvalue()
