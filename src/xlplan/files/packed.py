"""A zip that came into the inbox: its files are dealt with as if they had been dropped there themselves."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from xlplan.files import inbox
from xlplan.files.archive import keep
from xlplan.files.inbox import Claim

_MEGABYTE = 1 << 20
_LARGEST_ARCHIVE = 200 * _MEGABYTE
_LARGEST_FILE = 64 * _MEGABYTE
_MOST_FILES = 1000
# By one of these a zip is a document in itself.
_DOCUMENT = ("[Content_Types].xml", "mimetype", "xl/workbook.xml", "xl/workbook.bin")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_UTF8_NAME = 0x800


def unpacked(archive: Path, owner: Path, claim: Claim) -> Iterator[Claim]:
    """The claims on the files in a claimed zip, which itself goes into the archive; else the claim as it is.

    What cannot be unpacked plainly (a damaged, locked or boundless zip, one without files) stays for the gate.
    """
    contents = _contents(claim.path)
    if not contents:
        yield claim
        return
    keep(archive, claim.path)
    members = [inbox.claim_bytes(owner, name, content) for name, content in contents]
    # The zip goes last: whoever takes over after a crash unpacks it again.
    inbox.release(claim)
    yield from members


def _contents(path: Path) -> list[tuple[str, bytes]]:
    try:
        if path.suffix.lower() != ".zip" or path.stat().st_size > _LARGEST_ARCHIVE:
            return []
        with zipfile.ZipFile(path) as packed:
            if any(part in packed.NameToInfo for part in _DOCUMENT):
                return []
            files = [
                entry for entry in packed.infolist() if not entry.is_dir() and not inbox.is_nuisance(_name(entry))
            ]
            if len(files) > _MOST_FILES or sum(entry.file_size for entry in files) > _LARGEST_ARCHIVE:
                return []
            return [(_name(entry), _content(packed, entry)) for entry in files]
    except _BROKEN:
        return []


def _content(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with packed.open(entry) as member:
        content = member.read(_LARGEST_FILE + 1)
    if len(content) > _LARGEST_FILE:
        raise ValueError(entry.filename)
    return content


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of a file without the folders in the zip, for whatever program packed it."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        # Windows packs Ukrainian names in the code page of its console; zipfile takes them for American ones.
        name = name.encode("cp437", "replace").decode("cp866", "replace")
    return PurePosixPath(name.replace("\\", "/")).name
