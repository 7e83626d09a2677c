"""Plain zips: those that hold files as a folder does, and are no document themselves."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath

from msgspec import Struct

from xlplan.storage.member_names import detached_signatures, is_no_return
from xlplan.storage.zip_end import find_zip_end
from xlplan.storage.zip_names import member_paths

STARTS = (b"PK\x03\x04", b"PK\x05\x06")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)

_MEGABYTE = 1_000_000
_LARGEST_FILE = 64 * _MEGABYTE
# Workbooks are packed to a tenth of their size. The gate has the same rule.
_SWELLING = 200
_SWELLING_FROM = 10 * _MEGABYTE
# A zip that holds one of these is a document itself: of Office, OpenDocument or Apple, or a signed container.
_DOCUMENT = frozenset(
    ("[content_types].xml", "mimetype", "xl/workbook.xml", "xl/workbook.bin", "index/document.iwa", "index.zip")
)
# The folders of a workbook, also of one that lost the parts above.
_PARTS = ("xl/worksheets/", "xl/_rels/")
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY, _ENTRY_SIZE, _MOST_ENTRIES = b"PK\x01\x02", 46, 2000
# What stands before the name of a file within a zip.
_LOCAL_SIZE = 30
# Bit 11 of the flags says that a name is UTF-8: the fourth one of their second byte.
_FLAG_AT, _LOCAL_FLAG_AT, _FLAG = 9, 7, 0x08


class ZipLimits(Struct, frozen=True):
    """Limits on a zip: the number of its files, their size unpacked, the size of the zip itself."""

    files: int
    size: int
    packed_size: int


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip, also one with zeros behind it, and one whose names are not in the encoding that it says.

    The library would look in vain for its end, and would not open it.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        found = find_zip_end(file, size)
        if found is None or size > _LARGEST_FILE:
            with zipfile.ZipFile(file) as opened:
                yield opened
            return
        file.seek(found[0])
        directory = file.read(found[1] - found[0])
        is_as_told = _has_readable_names(directory)
        if found[1] == size and is_as_told:
            with zipfile.ZipFile(file) as opened:
                yield opened
            return
        file.seek(0)
        content = file.read(found[0])
        whole = content + directory if is_as_told else _without_flags(content, directory)
        with zipfile.ZipFile(io.BytesIO(whole)) as opened:
            yield opened


def _entries(directory: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the place of each entry in the directory of a zip, and the bytes of its name."""
    at = 0
    while directory.startswith(_ENTRY, at) and len(directory) >= at + _ENTRY_SIZE:
        name, extra, comment = (
            int.from_bytes(directory[at + each : at + each + 2], "little") for each in (28, 30, 32)
        )
        yield at, directory[at + _ENTRY_SIZE : at + _ENTRY_SIZE + name]
        at += _ENTRY_SIZE + name + extra + comment


def _has_readable_names(directory: bytes) -> bool:
    """Tell if each name that is said to be UTF-8 is. Some programs say so of whatever they wrote."""
    for at, name in _entries(directory):
        if directory[at + _FLAG_AT] & _FLAG and not name.isascii():
            try:
                name.decode()
            except UnicodeDecodeError:
                return False
    return True


def _without_flags(content: bytes, directory: bytes) -> bytes:
    """Return a zip that says nothing of the encoding of its names, in its directory and before its files."""
    changed = bytearray(content + directory)
    for at, _name in _entries(directory):
        file_at = int.from_bytes(directory[at + 42 : at + 46], "little")
        for flag_at in (len(content) + at + _FLAG_AT, file_at + _LOCAL_FLAG_AT):
            if flag_at < len(changed):
                changed[flag_at] &= ~_FLAG & 0xFF
    return bytes(changed)


def is_plain(path: Path, limits: ZipLimits) -> bool:
    """Tell if a zip can be unpacked. Each of its files is read to its end once, and none is kept in memory."""
    packed_size = path.stat().st_size
    if packed_size > limits.packed_size or is_boundless(path):
        return False
    with open_zip(path) as packed:
        if _is_document(packed):
            return False
        entries = [entry for entry, _path in _returns(packed)]
        total = sum(entry.file_size for entry in entries)
        swells = total > _SWELLING_FROM and total > _SWELLING * packed_size
        largest = max((entry.file_size for entry in entries), default=0)
        if not entries or len(entries) > limits.files or total > limits.size or swells or largest > _LARGEST_FILE:
            return False
        if any(entry.compress_type not in _PLAIN for entry in entries):
            return False
        for entry in entries:
            with packed.open(entry) as member:
                while member.read(_MEGABYTE):
                    pass
    return True


def is_document(path: Path, head: bytes) -> bool:
    """Tell if a zip is a document, such as a workbook. Nothing in it is unpacked.

    Args:
        path: The zip.
        head: Its first bytes. Most documents begin with a part that tells, and their directory is not read.
    """
    if _is_part(_first_name(head)):
        return True
    if is_boundless(path):
        return False
    with open_zip(path) as packed:
        return _is_document(packed)


def _first_name(head: bytes) -> str:
    """Return the name of the first file in a zip; no part of a document has one in other letters than ASCII."""
    end = _LOCAL_SIZE + int.from_bytes(head[_LOCAL_SIZE - 4 : _LOCAL_SIZE - 2], "little")
    return head[_LOCAL_SIZE:end].decode("ascii", "replace")


def _is_document(packed: zipfile.ZipFile) -> bool:
    return any(_is_part(entry.filename) for entry in packed.infolist())


def _is_part(name: str) -> bool:
    name = name.replace("\\", "/").lower()
    return name in _DOCUMENT or name.startswith(_PARTS)


def read_members(path: Path, zone: tzinfo | None) -> Iterator[tuple[str, bytes, float]]:
    """Yield the name, the content and the time of each file in a plain zip; 0 for a time that it does not tell.

    A zip has the time of the place where it was packed.

    Args:
        path: The zip.
        zone: The zone of that place; None for that of this computer.
    """
    with open_zip(path) as packed:
        for entry, name in _returns(packed):
            yield name.name, packed.read(entry), _time_of(entry, zone)


def is_boundless(path: Path) -> bool:
    """Tell if a zip has more entries than anybody would send. A parser would make an object of each."""
    return _directory_size(path) > _MOST_ENTRIES


def _directory_size(path: Path) -> int:
    size = path.stat().st_size
    with path.open("rb") as file:
        found = find_zip_end(file, size)
        # A zip within it has entries of its own, which are none of this one.
        file.seek(found[0] if found else 0)
        counted, before = 0, b""
        while chunk := file.read(_MEGABYTE):
            counted += (before + chunk).count(_ENTRY)
            before = chunk[-len(_ENTRY) + 1 :]
    return counted


def _returns(packed: zipfile.ZipFile) -> Sequence[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """Return the files in a zip that may be returns, each with its path as a person wrote it."""
    paths = member_paths(packed.infolist())
    files = [(entry, path) for entry, path in paths.items() if not _is_folder(entry) and not is_no_return(path)]
    passed = detached_signatures([(path.name, entry.file_size) for entry, path in files])
    return [each for position, each in enumerate(files) if position not in passed]


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.is_dir() or (entry.orig_filename.endswith("\\") and not entry.file_size)


def _time_of(entry: zipfile.ZipInfo, zone: tzinfo | None) -> float:
    # 1980 stands for no time.
    if entry.date_time[0] > 1980:
        with suppress(ValueError, OverflowError):
            return datetime(*entry.date_time, tzinfo=zone).timestamp()
    return 0.0
