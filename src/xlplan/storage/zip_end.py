"""The end of a zip: where its last byte is, also where a program has left zeros behind it.

Source: PKWARE APPNOTE 4.3.16. The last record says where the directory of the zip lies and how long it is.
"""

from typing import BinaryIO

_RECORD, _RECORD_SIZE = b"PK\x05\x06", 22
_LONGEST_END = _RECORD_SIZE + 0xFFFF
# The record before the last one in a zip of more than 4 GB or 65,535 files.
_ZIP64_LOCATOR, _ZIP64_LOCATOR_SIZE = b"PK\x06\x07", 20
_CHUNK = 1 << 20
# More zeros than these are looked through by nobody.
_MOST_ZEROS = 64 << 20


def end_of_content(file: BinaryIO, size: int) -> int:
    """Return the position behind the last byte of a file that is not zero; 0 where there is none."""
    at = size
    while at > max(0, size - _MOST_ZEROS):
        start = max(0, at - _CHUNK)
        file.seek(start)
        content = file.read(at - start).rstrip(b"\0")
        if content:
            return start + len(content)
        at = start
    return at


def find_zip_end(file: BinaryIO, size: int) -> tuple[int, int] | None:
    """Return where the directory of a zip begins and where the zip ends; None where it lacks its end.

    A zip within a zip has an end of its own, which is not that of the outer one.
    """
    last = end_of_content(file, size)
    start = max(0, last - _LONGEST_END)
    file.seek(start)
    # The last record itself ends with zeros.
    window = file.read(min(size, last + _RECORD_SIZE) - start)
    at = window.rfind(_RECORD)
    if at < 0 or len(window) - at < _RECORD_SIZE:
        return None
    length, offset = (int.from_bytes(window[at + each : at + each + 4], "little") for each in (12, 16))
    end = start + at + _RECORD_SIZE + int.from_bytes(window[at + 20 : at + 22], "little")
    if end > size:
        return None
    if window[max(0, at - _ZIP64_LOCATOR_SIZE) : at].startswith(_ZIP64_LOCATOR):
        return 0, end
    return (offset, end) if offset + length == start + at else None
