"""A workbook without its locks: the protection of sheets and structure taken out, all else left to the byte."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
_BOOK = "xl/workbook.xml"
# Written with a prefix by some programs.
_SHEET_LOCK = re.compile(rb"<(?:\w+:)?sheetProtection\b[^>]*?(?:/>|></(?:\w+:)?sheetProtection>)")
_BOOK_LOCK = re.compile(rb"<(?:\w+:)?workbookProtection\b[^>]*?(?:/>|></(?:\w+:)?workbookProtection>)")


def without_locks(book: bytes) -> bytes | None:
    """The workbook (xlsx or xlsm) with nothing locked; None where it is no such workbook.

    A password needs not be known: it locks editing, it does not encrypt.
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
