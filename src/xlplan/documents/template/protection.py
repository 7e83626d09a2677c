"""Locks of a workbook, and rows that grow with their text: XlsxWriter cannot write either."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Collection, Iterator
from functools import lru_cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from xlplan.documents.template.package import pack_part, zip_parts

_BOOK = "xl/workbook.xml"
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
_VIEWS = b"<bookViews>"
_LOCK = b'<workbookProtection lockStructure="1"/>'
_OPEN_LOCK = b"<sheetProtection "
_FIXED_HEIGHT = re.compile(rb'(<row r="(\d+)"[^>]*?) customHeight="1"')
# As many rounds as Excel makes, in programs of 2013 and later.
_SPIN_COUNT = 100_000
_SALT_LENGTH = 16


def lock_workbook(book: bytes, password: str, salt: str, growing_rows: Collection[int] = ()) -> bytes:
    """Return the workbook with a locked structure, and with the password in the locks of its sheets.

    Nobody renames, moves or removes a sheet of a locked structure; that lock has no password. The dates in the zip
    stay those that XlsxWriter sets, so the same arguments give the same bytes.

    Args:
        book: The workbook. Its sheets are locked without a password.
        password: The password that takes the locks of the sheets off. Without it anybody can.
        salt: A text that no other centre has, so that no list of hashes serves for two centres.
        growing_rows: Numbers, from 1, of rows of the first sheet that keep their height but grow with their
            text.
    """
    return zip_parts(pack_part(*part) for part in locked_parts(book, password, salt, growing_rows))


def locked_parts(
    book: bytes, password: str, salt: str, growing_rows: Collection[int] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of the workbook that `lock_workbook` returns, by name."""
    lock = _OPEN_LOCK + _password_attributes(password, salt) if password else _OPEN_LOCK
    with ZipFile(BytesIO(book)) as source:
        for part in source.namelist():
            content = source.read(part)
            if part == _BOOK:
                content = content.replace(_VIEWS, _LOCK + _VIEWS, 1)
            elif _SHEETS.fullmatch(part):
                content = content.replace(_OPEN_LOCK, lock, 1)
            if part == "xl/worksheets/sheet1.xml":
                content = _FIXED_HEIGHT.sub(lambda row: row[1] if int(row[2]) in growing_rows else row[0], content)
            yield part, content


# All templates of an issue have one password and one salt, and the rounds take longer than a template.
@lru_cache(maxsize=8)
def _password_attributes(password: str, salt: str) -> bytes:
    salt_bytes = hashlib.sha256(salt.encode()).digest()[:_SALT_LENGTH]
    hash_value, salt_value = (b64encode(each) for each in (hash_password(password, salt_bytes), salt_bytes))
    return b'algorithmName="SHA-512" hashValue="%b" saltValue="%b" spinCount="%d" ' % (
        hash_value,
        salt_value,
        _SPIN_COUNT,
    )


def hash_password(password: str, salt: bytes) -> bytes:
    """Return the SHA-512 of a password in many rounds, as Excel writes it.

    Source: ECMA-376, part 1, 18.3.1.85, `sheetProtection`.
    """
    digest = hashlib.sha512(salt + password.encode("utf-16-le")).digest()
    for number in range(_SPIN_COUNT):
        digest = hashlib.sha512(digest + number.to_bytes(4, "little")).digest()
    return digest


# Some programs write these elements with a prefix.
_SHEET_LOCK = re.compile(rb"<(?:\w+:)?sheetProtection\b[^>]*?(?:/>|></(?:\w+:)?sheetProtection>)")
_BOOK_LOCK = re.compile(rb"<(?:\w+:)?workbookProtection\b[^>]*?(?:/>|></(?:\w+:)?workbookProtection>)")


def remove_locks(book: bytes) -> bytes | None:
    """Return the workbook (xlsx or xlsm) without any lock; None where it is no such workbook.

    The password is not needed: it locks editing and encrypts nothing.
    """
    out = BytesIO()
    try:
        with ZipFile(BytesIO(book)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
            if _BOOK not in source.namelist():
                return None
            for part in source.infolist():
                content = source.read(part)
                if part.filename == _BOOK:
                    content = _BOOK_LOCK.sub(b"", content)
                elif _SHEETS.fullmatch(part.filename):
                    content = _SHEET_LOCK.sub(b"", content)
                target.writestr(part, content)
    except (BadZipFile, NotImplementedError, RuntimeError):
        return None
    return out.getvalue()
