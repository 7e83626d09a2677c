"""Records of an xls that reach outside: links to programs (DDE, OLE) and functions that fetch something.

Source: MS-XLS 2.4.271 (SupBook), 2.5.277 (its path), 2.4.105 (ExternName), 2.5.198 (formulas), 2.5.198.17 (Ftab).
"""

import io
import re
import struct
from collections.abc import Iterator

from xlplan.sandbox.formulas import names_later_function

_OLE2 = b"\xd0\xcf\x11\xe0"
_SUP_BOOK, _EXTERN_NAME, _EXTERN_SHEET, _NAME = 0x1AE, 0x23, 0x17, 0x18
# Where the tokens of a formula begin: of a cell, an array, a shared formula.
_FORMULAS = {0x06: 22, 0x221: 14, 0x4BC: 10}
# A call with so many arguments of CALL, REGISTER.ID or RTD.
_CALL = re.compile(rb"[\x22\x42\x62][\x00-\x1e](?:\x96\x00|\x0b\x01|\x7b\x01)")
# What a path holds between the name of a program and its document.
_SEPARATOR = "\x03"
# The first sign of the path of a file, in which the separator stands between folders.
_FILE = "\x01"
_FIRST_RECORD = b"\x09\x08\x10\0\0\6"
# Without these bytes there is neither a link nor such a call.
_SIGNS = (b"\xae\x01", b"\x17\0", b"\x96\0", b"\x0b\x01", b"\x7b\x01", b"_xl", b"_\0x\0l\0")


def xls_reaches_outside(data: bytes) -> bool:
    """Tell whether an xls starts a program, or fetches something, when it is opened or computed."""
    stream = _workbook_stream(data)
    if not any(sign in stream for sign in _SIGNS):
        return False
    is_new = stream.startswith(_FIRST_RECORD)
    return any(_record_reaches(number, body, is_new) for number, body in _records(stream))


def _record_reaches(number: int, body: bytes, is_new: bool) -> bool:
    """Tell whether a record reaches outside; `is_new`: of Excel 97 or later."""
    if number == _SUP_BOOK:
        # A link to a program names no sheets. A link to a workbook may name none either; a sign begins its path.
        path = _text(body, 2)
        return body[:2] == b"\0\0" and _SEPARATOR in path and not path.startswith(_FILE)
    if number == _EXTERN_SHEET:
        # A first \x03 stands for a sheet of the workbook itself.
        return not is_new and _SEPARATOR.encode() in body[2 : body[0] + 1 if body else 0]
    if number in (_EXTERN_NAME, _NAME):
        return names_later_function(body.replace(b"\0", b"").decode("latin-1"))
    return _CALL.search(body, _FORMULAS[number]) is not None


def _workbook_stream(data: bytes) -> bytes:
    """Return the records of an xls; nothing where its container is damaged, which its reader tells."""
    if not data.startswith(_OLE2):
        return data
    # The import is slow, and few files are an xls.
    from xlrd.compdoc import CompDoc

    try:
        container = CompDoc(data, logfile=io.StringIO())
        streams = (container.get_named_stream(name) for name in ("Workbook", "Book"))
        return next((bytes(stream) for stream in streams if stream), b"")
    except MemoryError:
        raise
    # xlrd fails on a damaged container with errors of any type.
    except Exception:
        return b""


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        if number in _FORMULAS or number in (_SUP_BOOK, _EXTERN_NAME, _EXTERN_SHEET, _NAME):
            yield number, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _text(body: bytes, at: int) -> str:
    """Return the text of a record that begins with its length in two bytes and a byte of flags."""
    length, flags = struct.unpack_from("<HB", body, at) if len(body) >= at + 3 else (0, 0)
    start, is_wide = at + 3, flags & 1
    return body[start : start + length * (1 + is_wide)].decode("utf-16-le" if is_wide else "latin-1", "replace")
