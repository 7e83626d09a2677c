"""A file of lines that several processes append to. A line is whole, or it is not there."""

import os
from collections.abc import Iterable
from errno import ENOSPC
from io import SEEK_END, FileIO
from pathlib import Path

from xlplan.storage.atomic import ensure_folder, open_itself, refuse_link
from xlplan.storage.file_lock import FileLock

_TAIL = 1 << 16


def append_line(path: Path, line: str, sync: bool = False) -> None:
    """Append a line as `append_lines` does."""
    append_lines(path, (line,), sync)


def append_lines(path: Path, lines: Iterable[str], sync: bool = False) -> None:
    """Append lines, each whole or not at all, and all of them where nobody kills the process.

    The remains of a line that a killed process left are removed first.

    Args:
        path: The file.
        lines: The lines, without their ends.
        sync: Make the lines outlast a power cut.

    Raises:
        XlplanError: The file is a link to another place.
        OSError: The disk is full.
    """
    ensure_folder(path.parent)
    refuse_link(path)
    content = b"".join(line.encode() + b"\n" for line in lines)
    # No buffer: a buffer would try again on closing to write the part that did not fit.
    with (
        FileLock(path.with_name(f".{path.name}.lock")),
        open(path, "a+b", buffering=0, opener=open_itself) as file,
    ):
        size = file.seek(0, SEEK_END)
        whole = _whole(file, size)
        if whole < size:
            file.truncate(whole)
        if file.write(content) != len(content):
            file.truncate(whole)
            raise OSError(ENOSPC, os.strerror(ENOSPC), str(path))
        if sync:
            os.fsync(file.fileno())


def _whole(file: FileIO, size: int) -> int:
    """Return the length of the part that consists of whole lines; nearly always that is all of it."""
    at, tail = size, 1
    while at:
        start = max(0, at - tail)
        file.seek(start)
        end = file.read(at - start).rfind(b"\n")
        if end >= 0:
            return start + end + 1
        at, tail = start, _TAIL
    return 0


def last_lines(path: Path) -> list[str]:
    """Return the last whole lines of the file, oldest first: as many as 64 KiB hold, and at least one if any."""
    try:
        with path.open("rb", buffering=0) as file:
            whole = _whole(file, file.seek(0, SEEK_END))
            if not whole:
                return []
            last = _whole(file, whole - 1)
            start = min(last, max(0, whole - _TAIL))
            file.seek(start)
            lines = file.read(whole - start).splitlines()
    except FileNotFoundError:
        return []
    # The first one may lack its beginning.
    return [line.decode("utf-8", "replace") for line in (lines[1:] if 0 < start < last else lines)]


def read_lines(path: Path) -> list[str]:
    """Return the lines of the file, oldest first; none without a file.

    Only a newline ends a line: a text in it may hold other signs that divide lines on paper.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    return [line.decode("utf-8", "replace") for line in lines if line]


def has_line(path: Path, text: str) -> bool:
    """Tell if a line of the file holds `text`."""
    wanted = text.encode()
    try:
        with path.open("rb") as file:
            return any(wanted in line for line in file)
    except FileNotFoundError:
        return False
