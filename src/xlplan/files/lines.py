"""A file of lines that several processes add to: each line whole, or not there."""

from errno import ENOSPC
from os import strerror
from pathlib import Path

from filelock import FileLock

_TAIL = 1 << 16


def append_line(path: Path, line: str) -> None:
    """Adds a line, whole or not at all; what a killed process left of one goes first. OSError on a full disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = line.encode() + b"\n"
    # Without a buffer: what did not fit must not be tried again on closing.
    with FileLock(path.with_name(f".{path.name}.lock")), path.open("ab", buffering=0) as file:
        whole = _whole(file.seek(0, 2), path)
        file.truncate(whole)
        if file.write(content) != len(content):
            file.truncate(whole)
            raise OSError(ENOSPC, strerror(ENOSPC), str(path))


def _whole(size: int, path: Path) -> int:
    """Up to where the file consists of whole lines."""
    with path.open("rb") as file:
        at = size
        while at:
            start = max(0, at - _TAIL)
            file.seek(start)
            end = file.read(at - start).rfind(b"\n")
            if end >= 0:
                return start + end + 1
            at = start
    return 0


def has_line(path: Path, text: str) -> bool:
    """Whether a line of the file holds `text`."""
    wanted = text.encode()
    try:
        with path.open("rb") as file:
            return any(wanted in line for line in file)
    except FileNotFoundError:
        return False
