"""The files that xlplan writes for people, known by their place and their hash.

The record of them is a file in the form of `sha256sum`: a line for each file as it was written. A file that is not
in it as it is now was made or changed by somebody else. Such a file is never overwritten or deleted.
"""

import os
import unicodedata
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from xlplan.storage.append_log import append_line, has_line
from xlplan.storage.archive import sha256_of
from xlplan.storage.atomic import atomic_write, is_link, refuse_link


def is_own(record: Path, path: Path) -> bool:
    """Tell if `path` is a file that xlplan wrote there, and that nobody has changed since.

    Args:
        record: The record of files, at the root of the workspace.
        path: The file.

    Raises:
        PermissionError: Another program has the file open and shares it with nobody (Windows).
    """
    if is_link(path) or not path.is_file():
        return False
    return has_line(record, _line(record, path, sha256_of(path)))


def own_place(record: Path, path: Path) -> Path:
    """Return the first of `path`, `path (2)`, `path (3)` … that is free or holds a file of ours."""
    return next(place for place in numbered_places(path) if not os.path.lexists(place) or is_own(record, place))


def numbered_places(path: Path) -> Iterator[Path]:
    """Yield `path`, `path (2)`, `path (3)` and so on."""
    yield path
    for number in count(2):
        yield path.with_stem(f"{path.stem} ({number})")


def write_own(record: Path, path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill `path`, whole or not at all, and record the file as ours.

    The caller has made sure that a file at `path` is ours, see `is_own` and `own_place`.

    Raises:
        XlplanError: A folder on the way from the workspace to the file is a link to another place.
        PermissionError: Another program has `path` open (Windows).
    """
    _refuse_links(record.parent, path)

    def write_and_record(beside: Path) -> None:
        write(beside)
        # Recorded before it gets its name: a process killed in between leaves no file that is not known as ours.
        append_line(record, _line(record, path, sha256_of(beside)))

    atomic_write(path, write_and_record)


def remove_own(record: Path, path: Path) -> bool:
    """Remove a file if it is ours. Return False if there is a file that is not.

    Raises:
        PermissionError: Another program has the file open (Windows).
    """
    if not os.path.lexists(path):
        return True
    if not is_own(record, path):
        return False
    path.unlink(missing_ok=True)
    return True


def _refuse_links(root: Path, path: Path) -> None:
    """Refuse a file in a folder that is a link. Those right below `root` may be: the coordinator made them."""
    if not path.is_relative_to(root):
        return
    inner_folders = path.relative_to(root).parts[1:-1]
    folder = root / path.relative_to(root).parts[0]
    for name in inner_folders:
        folder /= name
        refuse_link(folder)


def _line(record: Path, path: Path, sha256: str) -> str:
    """Return the line of a file. The path in it is relative to the record, unless it is on another drive."""
    try:
        place = Path(os.path.relpath(path, record.parent))
    except ValueError:
        place = path.absolute()
    # macOS may return a name in decomposed letters that was written in composed ones.
    return f"{sha256}  {unicodedata.normalize('NFC', place.as_posix())}"
