"""The inspection of a file's bytes before any reader opens it.

Cheap searches come first. The cells are passed over only if these searches raise a doubt. A file that gets through
still meets the limits of the child process. Source of the rules: zip bombs, entity bombs and far cells, each of
which stops one reader or another.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

# The zlib of the standard library takes three times as long; that was a third of the time of an inspection.
from zlib_ng import zlib_ng

from xlplan.domain.findings.file_kinds import FILE_DAMAGED, FILE_ENCRYPTED, FILE_TOO_LARGE, FILE_WITH_MACROS
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_source_kinds import PLAN_SOURCE_LINKED
from xlplan.sandbox.file_type import (
    ZIP,
    Format,
    detect_format,
    detect_zip_format,
    has_macros,
    is_locked_doc,
    refuse_archive,
    refuse_document,
)
from xlplan.sandbox.limits import FILE_LIMIT, INFLATED_LIMIT, MEGABYTE, PARTS_LIMIT, RATIO_FROM, RATIO_LIMIT
from xlplan.sandbox.outside_content import shows_outside_content
from xlplan.sandbox.xls_records import xls_reaches_outside
from xlplan.sandbox.zip_parts import (
    OUTSIDE_CONTENT,
    SWELLS,
    declared_sheet_names,
    inspect_part,
    refuse_dangerous,
    refuse_too_many_letters,
)
from xlplan.storage.standard_password import decrypt_workbook
from xlplan.storage.zip_end import find_zip_end
from xlplan.text.translation import N_

_TOO_MANY_PARTS = N_("it holds thousands of parts")
_REPEATED_PARTS = N_("two of its parts have the same name")
_OVERLAP = N_("its parts lie over one another")
_LAST_RECORD = b"PK\x05\x06"
_DECLARES_SHEETS = re.compile(r"workbook\w*\.xml$|^content\.xml$")
_ODD_PACKING = N_("it is packed in a way that no spreadsheet program uses")


class _RefusedError(Exception):
    """The inspection ends with a finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


class InspectedFile(Struct, frozen=True):
    """A file that a reader may open: exactly the bytes that were inspected.

    Attributes:
        kind: The format of the file.
        data: Its bytes; decrypted, where the file opens without asking for a password.
        parts: The parts of a workbook or a document in a zip, by name, inflated; empty for other formats.
        notes: Findings about a file that was let through.
    """

    kind: Format
    data: bytes
    parts: Mapping[str, bytes]
    notes: tuple[Finding, ...] = ()


def inspect(path: Path, *, with_documents: bool = False) -> InspectedFile | tuple[Finding, ...]:
    """Return the file at `path` if a reader may open it, else the finding that says why not.

    Args:
        path: The file.
        with_documents: Text documents are let through as well. No macro of theirs is run, and nothing that they
            name outside of themselves is fetched: xlplan reads their texts and no more.

    Raises:
        OSError: The file does not exist or cannot be read.
    """
    size = path.stat().st_size
    if size > FILE_LIMIT:
        return (_too_large(size, FILE_LIMIT),)
    inspected = _inspect_bytes(decrypt_workbook(_without_padding(path.read_bytes())), with_documents)
    return (inspected,) if isinstance(inspected, Finding) else inspected


def _without_padding(data: bytes) -> bytes:
    """Return a zip without the zeros that some clients of a share leave behind it."""
    # Nearly every zip ends with its last record, of 22 bytes.
    if not data.startswith(ZIP) or not data.endswith(b"\0") or data.startswith(_LAST_RECORD, len(data) - 22):
        return data
    found = find_zip_end(io.BytesIO(data), len(data))
    return data[: found[1]] if found else data


def _inspect_bytes(data: bytes, with_documents: bool) -> InspectedFile | Finding:
    detected = detect_format(data)
    if isinstance(detected, Finding):
        return detected
    if detected and detected.is_document and not with_documents:
        return refuse_document(detected)
    try:
        kind, parts = (detected, {}) if detected else _inspect_zip(data, with_documents)
    except _RefusedError as refused:
        return refused.finding
    # The type stub takes this class for a value.
    except (zipfile.BadZipFile, zlib_ng.error, ValueError, EOFError, NotImplementedError):  # type: ignore[misc]
        return FILE_DAMAGED.at()
    if kind is Format.XLS and xls_reaches_outside(data):
        return refuse_dangerous(OUTSIDE_CONTENT)
    if kind is Format.DOC and is_locked_doc(data):
        return FILE_ENCRYPTED.at()
    return InspectedFile(kind, data, parts, tuple(_notes(kind, data, parts)))


def _notes(kind: Format, data: bytes, parts: Mapping[str, bytes]) -> Iterator[Finding]:
    if has_macros(kind, data, parts):
        yield FILE_WITH_MACROS.at()
    relations = (part for name, part in parts.items() if name.lower().endswith(".rels"))
    if kind is Format.DOCX and any(map(shows_outside_content, relations)):
        yield PLAN_SOURCE_LINKED.at()


def _too_large(size: int, limit: int) -> Finding:
    return FILE_TOO_LARGE.at(seen=-(-size // MEGABYTE), limit=limit // MEGABYTE)


def _inspect_zip(data: bytes, with_documents: bool) -> tuple[Format, Mapping[str, bytes]]:
    entries = _read_directory(data)
    is_locked = any(entry.flag_bits & 1 for entry in entries.values())
    # Of a locked zip only the names of its parts can be read.
    readable = {} if is_locked else entries
    kind = detect_zip_format(
        entries.keys(),
        _read_part(data, readable, "[content_types].xml"),
        _read_part(data, readable, "mimetype", limit=200),
    )
    if isinstance(kind, Finding):
        raise _RefusedError(kind)
    if kind.is_document and not with_documents:
        raise _RefusedError(refuse_document(kind))
    if is_locked:
        raise _RefusedError(refuse_archive(is_locked=True) if kind is Format.ARCHIVE else FILE_ENCRYPTED.at())

    @cache
    def sheet_names() -> frozenset[str]:
        declaring = (entry for name, entry in entries.items() if _DECLARES_SHEETS.search(name))
        return declared_sheet_names(_inflate(data, entry) for entry in declaring)

    parts: dict[str, bytes] = {}
    for name, entry in entries.items():
        content = _inflate(data, entry)
        if zlib_ng.crc32(content) != entry.CRC:
            raise _RefusedError(FILE_DAMAGED.at())
        if kind is not Format.ARCHIVE:
            parts[entry.filename] = content
            _refuse(inspect_part(name, content, kind, sheet_names))
    if kind is Format.ARCHIVE:
        raise _RefusedError(refuse_archive(is_locked=False))
    if not kind.is_document:
        _refuse(refuse_too_many_letters(parts))
    return kind, parts


def _refuse(finding: Finding | None) -> None:
    if finding:
        raise _RefusedError(finding)


def _read_directory(data: bytes) -> Mapping[str, zipfile.ZipInfo]:
    """Return the entries of a zip by name; refuse those that no program would write into a workbook.

    Readers ignore the case of a name, and some programs write backslashes: here all are small, with slashes.
    """
    # Entries are counted before parsing, because parsing makes an object of each.
    if data.count(b"PK\x01\x02") > PARTS_LIMIT:
        raise _RefusedError(refuse_dangerous(_TOO_MANY_PARTS))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    by_name = {entry.filename.lower().replace("\\", "/"): entry for entry in entries}
    if len(by_name) < len(entries):
        raise _RefusedError(refuse_dangerous(_REPEATED_PARTS))
    in_order = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, after in pairwise(in_order):
        if entry.header_offset + 30 + entry.compress_size > after.header_offset:
            raise _RefusedError(refuse_dangerous(_OVERLAP))
    # `_inflate` holds these claims of the directory against the bytes that come out.
    inflated = sum(entry.file_size for entry in entries)
    if inflated > RATIO_FROM and inflated > RATIO_LIMIT * len(data):
        raise _RefusedError(refuse_dangerous(SWELLS))
    if inflated > INFLATED_LIMIT:
        raise _RefusedError(_too_large(inflated, INFLATED_LIMIT))
    return by_name


def _read_part(data: bytes, entries: Mapping[str, zipfile.ZipInfo], name: str, limit: int = MEGABYTE) -> bytes:
    return _inflate(data, entries[name], limit) if name in entries else b""


def _inflate(data: bytes, entry: zipfile.ZipInfo, limit: int = INFLATED_LIMIT) -> bytes:
    """Return the bytes of one part; refuse a part longer than `limit`, or longer than the directory says."""
    if entry.file_size > limit:
        raise _RefusedError(_too_large(INFLATED_LIMIT + 1, INFLATED_LIMIT))
    local = data[entry.header_offset : entry.header_offset + 30]
    if len(local) < 30 or local[:4] != b"PK\x03\x04":
        raise _RefusedError(FILE_DAMAGED.at())
    name, extra = int.from_bytes(local[26:28], "little"), int.from_bytes(local[28:], "little")
    start = entry.header_offset + 30 + name + extra
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        content = bytes(packed[: entry.file_size + 1])
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        content = zlib_ng.decompressobj(-zlib_ng.MAX_WBITS).decompress(packed, entry.file_size + 1)
    else:
        raise _RefusedError(refuse_dangerous(_ODD_PACKING))
    if len(content) > entry.file_size:
        raise _RefusedError(refuse_dangerous(_ODD_PACKING))
    return content
