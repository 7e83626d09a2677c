"""Containers: e-mails and zips, and the files in them."""

import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path, PurePosixPath

from xlplan.storage import claims, inbox
from xlplan.storage.archive import store
from xlplan.storage.claims import Claim, Claimant

# A person's mail has a few parts. At 76 letters a line, 20 MB make 270,000 lines.
_MOST_PARTS = 200
_MOST_LINES = 400_000
_MOST_BOUNDARIES = 2_000
_LONGEST_NAME = 1000
_PART = re.compile(rb"(?im)^content-type\s*:\s*(?:multipart|message)/")
# Nested mails: the parser checks every line against each level.
_MOST_NESTED = 30
_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods", ".zip")
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

_MEGABYTE = 1_000_000
# Limits on everything that one dropped file may contain, at any depth.
_MOST_FILES = 1000
_LARGEST = 200 * _MEGABYTE
_LARGEST_FILE = 64 * _MEGABYTE
_LARGEST_MAIL = 20 * _MEGABYTE
# A zip attached to a mail, or a zip within a zip.
_DEEPEST = 2
# Workbooks are packed to a tenth of their size. The gate has the same rule.
_SWELLING = 200
_SWELLING_FROM = 10 * _MEGABYTE
# A zip that holds one of these is a document itself.
_DOCUMENT = ("[Content_Types].xml", "mimetype", "xl/workbook.xml", "xl/workbook.bin")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UTF8_NAME = 0x800

Files = Iterable[tuple[str, bytes]]


def attachments(data: bytes) -> list[tuple[str, bytes]]:
    """Return the names and contents of the attachments of a mail, with those of attached mails.

    Pictures of a signature are no attachments.

    Returns:
        An empty list where no attachment could be a workbook, and where the mail is built to exhaust a parser.
    """
    if data.count(b"\n") > _MOST_LINES or data.count(b"\n--") > _MOST_BOUNDARIES:
        return []
    if len(_PART.findall(data)) > _MOST_NESTED:
        return []
    try:
        attached = [each for part in _leaves(message_from_bytes(data)) if (each := _attached(part))]
    # Errors of the parser in a mail that no mail program wrote.
    except (ValueError, LookupError, TypeError, AttributeError, HeaderParseError, RecursionError):
        return []
    fitting = any(_could_be_workbook(name, content) for name, content in attached)
    return attached if fitting and len(attached) <= _MOST_PARTS else []


def _leaves(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if not part.is_multipart())


def _attached(part: Message) -> tuple[str, bytes] | None:
    inline = part.get_content_disposition() == "inline" or "Content-ID" in part
    if part.get_content_maintype() == "image" and inline:
        return None
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content:
        return None
    name = _attachment_name(part)
    return (name or "_", content) if name or content.startswith(_CONTAINERS) else None


def _attachment_name(part: Message) -> str:
    name = (part.get_filename() or "")[:_LONGEST_NAME]
    # Outlook and others encode a Ukrainian file name like a subject line.
    shown = str(make_header(decode_header(name))) if "=?" in name else name
    return PurePosixPath(shown.replace("\\", "/")).name


def _could_be_workbook(name: str, content: bytes) -> bool:
    return content.startswith(_CONTAINERS) or PurePosixPath(name.lower()).suffix in _WORKBOOKS


def unpack_claims(archive: Path, owner: Claimant, claim: Claim) -> Iterator[Claim]:
    """Yield claims on the files in a claimed zip or e-mail; yield the claim itself if it is neither.

    The container itself goes into the archive. Containers that cannot be unpacked plainly stay for the gate: a
    damaged, locked or boundless zip, one nested too deep, one without files, a mail without a workbook.
    """
    waiting = deque([(claim, 0)])
    files, size = _MOST_FILES, _LARGEST
    while waiting:
        held, depth = waiting.popleft()
        inside = _inside(held.path, files, size) if depth < _DEEPEST else None
        if inside is None:
            yield held
            continue
        store(archive, held.path)
        members = []
        for name, content in inside:
            members.append(claims.claim_bytes(owner, name, content))
            size -= len(content)
        files -= len(members)
        # The container is released last: after a crash another process unpacks it again.
        claims.release(held)
        waiting.extendleft((member, depth + 1) for member in reversed(members))


def files_inside(path: Path) -> list[tuple[str, bytes]]:
    """Return the names and contents of the files that a container gave when it was unpacked.

    There are none for other files.
    """
    try:
        return list(_inside(path, _MOST_FILES, _LARGEST) or ())
    except _BROKEN:
        return []


def _inside(path: Path, files: int, size: int) -> Files | None:
    """Return the files in a zip or a mail, within limits on number and size; None where there are none to take."""
    kind = path.suffix.lower()
    try:
        if kind == ".eml":
            return _in_mail(path, files, size)
        return _in_zip(path) if kind == ".zip" and _plain(path, files, size) else None
    except _BROKEN:
        return None


def _in_mail(path: Path, files: int, size: int) -> Files | None:
    if path.stat().st_size > _LARGEST_MAIL:
        return None
    attached = [each for each in attachments(path.read_bytes()) if not inbox.is_nuisance(each[0])]
    fits = len(attached) <= files and sum(len(content) for _name, content in attached) <= size
    return attached if attached and fits else None


def _plain(path: Path, files: int, size: int) -> bool:
    """Tell if a zip can be unpacked. Each of its files is read to its end once, and none is kept in memory."""
    packed_size = path.stat().st_size
    if packed_size > _LARGEST or _directory_size(path) > 2 * _MOST_FILES:
        return False
    with zipfile.ZipFile(path) as packed:
        if any(part in packed.NameToInfo for part in _DOCUMENT):
            return False
        entries = _files(packed)
        total = sum(entry.file_size for entry in entries)
        swells = total > _SWELLING_FROM and total > _SWELLING * packed_size
        largest = max((entry.file_size for entry in entries), default=0)
        if not entries or len(entries) > files or total > size or swells or largest > _LARGEST_FILE:
            return False
        if any(entry.compress_type not in _PLAIN for entry in entries):
            return False
        for entry in entries:
            with packed.open(entry) as member:
                while member.read(_MEGABYTE):
                    pass
    return True


def _directory_size(path: Path) -> int:
    """Estimate the number of entries of a zip before they are parsed, because a parser makes an object of each."""
    entry, counted, before = b"PK\x01\x02", 0, b""
    with path.open("rb") as file:
        while chunk := file.read(_MEGABYTE):
            counted += (before + chunk).count(entry)
            before = chunk[-len(entry) + 1 :]
    return counted


def _in_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as packed:
        for entry in _files(packed):
            yield _name(entry), packed.read(entry)


def _files(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [entry for entry in packed.infolist() if not entry.is_dir() and not inbox.is_nuisance(_name(entry))]


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name of a file without the folders in the zip, for any program that packed it."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        # Windows packs Ukrainian names in the code page of its console; zipfile reads them as cp437.
        name = name.encode("cp437", "replace").decode("cp866", "replace")
    return PurePosixPath(name.replace("\\", "/")).name
