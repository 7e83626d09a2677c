"""Locks of a workbook, and rows that grow with their text: XlsxWriter cannot write either."""

import re
from collections.abc import Collection
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

_BOOK = "xl/workbook.xml"
_VIEWS = b"<bookViews>"
_LOCK = b'<workbookProtection lockStructure="1"/>'
_FIXED_HEIGHT = re.compile(rb'(<row r="(\d+)"[^>]*?) customHeight="1"')


def lock_structure(book: bytes, growing_rows: Collection[int] = ()) -> bytes:
    """Return the workbook with a locked structure, so that nobody renames, moves or removes a sheet.

    The dates in the zip stay those that XlsxWriter sets, so the same book gives the same bytes.

    Args:
        book: The workbook.
        growing_rows: Numbers, from 1, of rows of the first sheet that keep their height but grow with their
            text.
    """
    out = BytesIO()
    with ZipFile(BytesIO(book)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == _BOOK:
                content = content.replace(_VIEWS, _LOCK + _VIEWS, 1)
            elif part.filename == "xl/worksheets/sheet1.xml":
                content = _FIXED_HEIGHT.sub(lambda row: row[1] if int(row[2]) in growing_rows else row[0], content)
            target.writestr(part, content)
    return out.getvalue()


_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
_LOCKED_BOOK = "xl/workbook.xml"
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
            if _LOCKED_BOOK not in source.namelist():
                return None
            for part in source.infolist():
                content = source.read(part)
                if part.filename == _LOCKED_BOOK:
                    content = _BOOK_LOCK.sub(b"", content)
                elif _SHEETS.fullmatch(part.filename):
                    content = _SHEET_LOCK.sub(b"", content)
                target.writestr(part, content)
    except (BadZipFile, NotImplementedError, RuntimeError):
        return None
    return out.getvalue()
