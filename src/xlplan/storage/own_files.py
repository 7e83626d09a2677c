"""The files that xlplan writes for people, known by their place and their hash.

The record of them is a file in the form of `sha256sum`: a line for each file as it was written. A file that is not
in it as it is now was made or changed by somebody else. Such a file is never overwritten or deleted.
"""

import os
import time
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import count, takewhile
from pathlib import Path

from xlplan.storage.append_log import append_line, has_line, read_lines
from xlplan.storage.archive import sha256_of
from xlplan.storage.atomic import atomic_write, is_link, refuse_link

# Some file systems keep the time of a change to no more than two seconds.
_SAME_TIME_SECONDS = 3.0


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


def recorded_files(record: Path) -> frozenset[str]:
    """Return the record as `sha256  place`, for many questions to `is_among`."""
    return frozenset(read_lines(record))


def is_among(files: frozenset[str], record: Path, path: Path) -> bool:
    """Tell the same as `is_own`, by a record that was read before."""
    return path.is_file() and _line(record, path, sha256_of(path)) in files


def is_still_own(record: Path, path: Path) -> bool:
    """Tell the same as `is_own`. A large file is read again only where it or the record has changed since.

    Raises:
        PermissionError: Another program has the file open and shares it with nobody (Windows).
    """
    try:
        state, record_state = path.lstat(), record.stat()
    except FileNotFoundError:
        return False
    if abs(time.time() - state.st_mtime) < _SAME_TIME_SECONDS:
        return is_own(record, path)
    seen = (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
    return _is_own_as_seen(record, path, seen, (record_state.st_size, record_state.st_mtime_ns))


@lru_cache(maxsize=256)
def _is_own_as_seen(record: Path, path: Path, _seen: tuple[int, ...], _record_seen: tuple[int, ...]) -> bool:
    return is_own(record, path)


def written_place(record: Path, path: Path) -> Path | None:
    """Return the first of `path`, `path (2)` … that xlplan once wrote and that is still there, changed or not.

    None where there is none.
    """
    places = takewhile(os.path.lexists, numbered_places(path))
    return next((place for place in places if has_line(record, f"  {_place(record, place)}\n")), None)


def own_place(record: Path, path: Path) -> Path:
    """Return the first of `path`, `path (2)`, `path (3)` … that is free or holds a file of ours."""
    return next(place for place in numbered_places(path) if not os.path.lexists(place) or is_own(record, place))


def numbered_places(path: Path) -> Iterator[Path]:
    """Yield `path`, `path (2)`, `path (3)` and so on."""
    yield path
    for number in count(2):
        yield path.with_stem(f"{path.stem} ({number})")


def write_own(record: Path, path: Path, write: Callable[[Path], object], later: Path | None = None) -> None:
    """Let `write` fill `path`, whole or not at all, and record the file as ours.

    The caller has made sure that a file at `path` is ours, see `is_own` and `own_place`.

    Args:
        record: The record of files.
        path: The file.
        write: It fills the file of the path that it is given.
        later: The place to which the file may be moved later. There it is ours as well.

    Raises:
        XlplanError: A folder on the way from the workspace to the file is a link to another place.
        PermissionError: Another program has `path` open (Windows).
    """

    def fill(beside: Path) -> str:
        write(beside)
        return sha256_of(beside)

    _write_own(record, path, fill, later)


def write_own_bytes(record: Path, path: Path, content: bytes) -> None:
    """Write `content` to `path` like `write_own`. The file is not read again for its hash."""
    # It loads the library of encryption, which the commands that write nothing need not.
    from hashlib import sha256

    def fill(beside: Path) -> str:
        beside.write_bytes(content)
        return sha256(content).hexdigest()

    _write_own(record, path, fill)


def _write_own(record: Path, path: Path, fill: Callable[[Path], str], later: Path | None = None) -> None:
    """Let `fill` write a file and return its hash."""
    _refuse_links(record.parent, path)

    def write_and_record(beside: Path) -> None:
        # Recorded before it gets its name: a process killed in between leaves no file that is not known as ours.
        content_hash = fill(beside)
        for place in dict.fromkeys((path, later or path)):
            append_line(record, _line(record, place, content_hash))

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


def _line(record: Path, path: Path, content_hash: str) -> str:
    return f"{content_hash}  {_place(record, path)}"


def _place(record: Path, path: Path) -> str:
    """Return the place of a file in the record. It is relative to the record, unless it is on another drive."""
    try:
        place = Path(os.path.relpath(path, record.parent))
    except ValueError:
        place = path.absolute()
    # macOS may return a name in decomposed letters that was written in composed ones.
    return unicodedata.normalize("NFC", place.as_posix())
