"""Settling: whether a file that has stopped changing has arrived to its end, as far as its bytes tell.

A copy over a slow share may pause for longer than the settling time, and some clients make a file empty or full of
zeros first and fill it later. Such a file is waited for.
"""

import re
import time
from pathlib import Path
from typing import BinaryIO

from xlplan.storage import mails
from xlplan.storage.inbox import State
from xlplan.storage.zip_end import end_of_content, find_zip_end

PATIENCE_SECONDS = 600.0
# A clock may be wrong by hours. A time further ahead is no clock's, and would be waited for without end.
_FUTURE_SECONDS = 86_400.0
_ZIP, _OLE2 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# So many zeros at the beginning or the end of a file are room for what is to come.
_ZEROS = 4096
_HEAD_SIZE, _TAIL_SIZE = 65_536, 65_536
_BOUNDARY = re.compile(
    rb'(?is)^content-type[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*?boundary="?([^"\r\n;]{1,70})', re.MULTILINE
)
# Source: MS-CFB 2.2: the sizes of a sector by its power, and the first 109 sectors of the allocation table.
_HEADER_SIZE, _TABLE_AT, _TABLE_COUNT = 512, 76, 109
_HIGHEST_SECTOR = 0xFFFFFFFA


def is_complete(path: Path, state: State) -> bool:
    """Tell if a stable file of this size and time is there to its end, or is waited for no longer.

    It is waited for until ten minutes after its last change.
    """
    return waits_until(path, state) is None


def waits_until(path: Path, state: State) -> float | None:
    """Return until when a file of this size and time is waited for, as `time.time` tells it.

    None for a file that is there to its end, or is waited for no longer.
    """
    changed_at = state.modified / 1e9
    age = time.time() - changed_at
    if age > PATIENCE_SECONDS or age < -_FUTURE_SECONDS:
        return None
    try:
        with path.open("rb") as file:
            return None if _has_end(file, state.size) else changed_at + PATIENCE_SECONDS
    except OSError:
        return None  # the claim fails with the reason


def _has_end(file: BinaryIO, size: int) -> bool:
    head = file.read(_HEAD_SIZE)
    if head.startswith(_ZIP):
        return find_zip_end(file, size) is not None
    if not head.strip(b"\0") or (size >= _ZEROS and not head[:_ZEROS].strip(b"\0")):
        return False
    if size - end_of_content(file, size) >= _ZEROS:
        return False
    if head.startswith(_OLE2):
        return _has_all_sectors(file, head, size)
    return _mail_has_end(file, head, size) if mails.looks_like_mail(head) else True


def _has_all_sectors(file: BinaryIO, head: bytes, size: int) -> bool:
    """Tell if an OLE2 container reaches to the last sector that its allocation table names."""
    sector = 1 << min(int.from_bytes(head[30:32], "little"), 12)
    numbers = [_number(head, _TABLE_AT + 4 * position) for position in range(_TABLE_COUNT)]
    tables = [number for number in numbers if number < _HIGHEST_SECTOR]
    if not tables or (max(tables) + 2) * sector > size:
        return False
    file.seek((tables[-1] + 1) * sector)
    table = file.read(sector)
    # Each entry names the sector after it. Some programs fill the rest of the table as if chains ended there.
    named = [number for at in range(0, len(table), 4) if (number := _number(table, at)) < _HIGHEST_SECTOR]
    return (max(named, default=0) + 1) * sector < size


def _number(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "little")


def _mail_has_end(file: BinaryIO, head: bytes, size: int) -> bool:
    """Tell if a mail of several parts ends with the line that ends its parts."""
    named = _BOUNDARY.search(head.partition(b"\n\n")[0])
    # A mailbox ends with another mail than it begins with.
    if named is None or head.startswith(b"From "):
        return True
    file.seek(max(0, size - _TAIL_SIZE))
    return b"--" + named[1].strip() + b"--" in file.read()
