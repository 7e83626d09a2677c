"""The files that came by mail and may be meant as returns. The gate judges them later; here nothing is opened."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from xlplan.domain.findings.file_kinds import (
    FILE_DOCUMENT,
    FILE_EMPTY,
    FILE_MAIL,
    FILE_NOT_WORKBOOK,
    FILE_PDF,
    FILE_PICTURE,
    FILE_TEXT,
)
from xlplan.sandbox.file_type import Format, detect_format

# Whatever its bytes are, somebody meant it as a table.
_TABLE_BY_NAME = re.compile(r"(?is).*\.(?:xl[a-z]{1,2}|f?ods|ots|et|numbers|gnumeric|csv|tsv|tab|dif|slk|dbf)")
_NO_RETURNS = (FILE_DOCUMENT, FILE_EMPTY, FILE_MAIL, FILE_NOT_WORKBOOK, FILE_PDF, FILE_PICTURE, FILE_TEXT)
# The parts and the first bytes of zips that are documents or presentations.
_OTHER_PARTS = frozenset(("word/document.xml", "ppt/presentation.xml"))
_OTHER_MIMETYPES = (b"opendocument.text", b"opendocument.presentation", b"epub+zip")
_HEAD_SIZE = 200


def may_be_return(name: str, content: bytes) -> bool:
    """Tell if a file may be meant as a return: a workbook of any kind, or what may hold one.

    Documents, pictures, scans and texts are none. What nobody knows by its bytes is one if its name says so.
    """
    if _TABLE_BY_NAME.fullmatch(name):
        return True
    kind = detect_format(content)
    if kind is None:
        return not _is_other_zip(content)
    if isinstance(kind, Format):
        return not kind.is_document
    return kind.kind not in _NO_RETURNS


def _is_other_zip(content: bytes) -> bool:
    if any(each in content[:_HEAD_SIZE] for each in _OTHER_MIMETYPES):
        return True
    try:
        with ZipFile(BytesIO(content)) as packed:
            return not _OTHER_PARTS.isdisjoint(name.lower() for name in packed.namelist())
    # Whoever sent a broken zip is to hear of it.
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return False
