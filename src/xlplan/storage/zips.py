"""Plain zips: those that hold files as a folder does, and are no document themselves."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath

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
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY, _MOST_ENTRIES = b"PK\x01\x02", 2000


@dataclass(frozen=True)
class ZipLimits:
    """Limits on a zip: the number of its files, their size unpacked, the size of the zip itself."""

    files: int
    size: int
    packed_size: int


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip, also one with zeros behind it, for which the library would look in vain."""
    size = path.stat().st_size
    with path.open("rb") as file:
        found = find_zip_end(file, size)
        if found is None or found[1] == size or size > _LARGEST_FILE:
            with zipfile.ZipFile(file) as opened:
                yield opened
        else:
            file.seek(0)
            with zipfile.ZipFile(io.BytesIO(file.read(found[1]))) as opened:
                yield opened


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


def is_document(path: Path) -> bool:
    """Tell if a zip is a document, such as a workbook. Nothing in it is unpacked."""
    if is_boundless(path):
        return False
    with open_zip(path) as packed:
        return _is_document(packed)


def _is_document(packed: zipfile.ZipFile) -> bool:
    names = (entry.filename.replace("\\", "/").lower() for entry in packed.infolist())
    return not _DOCUMENT.isdisjoint(names)


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
