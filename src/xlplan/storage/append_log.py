"""A file of lines that several processes append to. A line is whole, or it is not there."""

from errno import ENOSPC
from io import SEEK_END, FileIO
from os import strerror
from pathlib import Path

from filelock import FileLock

from xlplan.storage.atomic import ensure_folder, open_itself, refuse_link

_TAIL = 1 << 16


def append_line(path: Path, line: str) -> None:
    """Append a line, whole or not at all.

    The remains of a line that a killed process left are removed first.

    Raises:
        XlplanError: The file is a link to another place.
        OSError: The disk is full.
    """
    ensure_folder(path.parent)
    refuse_link(path)
    content = line.encode() + b"\n"
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
            raise OSError(ENOSPC, strerror(ENOSPC), str(path))


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


def has_line(path: Path, text: str) -> bool:
    """Tell if a line of the file holds `text`."""
    wanted = text.encode()
    try:
        with path.open("rb") as file:
            return any(wanted in line for line in file)
    except FileNotFoundError:
        return False
