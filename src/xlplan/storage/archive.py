"""The archive: every byte that ever came in, by SHA-256, never changed."""

import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from uuid import uuid4

from msgspec import Struct

from xlplan.storage.atomic import ensure_folder, sync_folder, temporary_path
from xlplan.storage.permissions import make_read_only

_CHUNK = 1 << 20
_ENDING = re.compile(r"\.[a-z0-9]{1,5}$")


class ArchivedFile(Struct, frozen=True):
    """A file in the archive.

    Attributes:
        path: The file.
        sha256: Its hash.
        size: Its size in bytes.
        set_aside: A file with other bytes that stood in its place, where it lies now. None if there was none.
    """

    path: Path
    sha256: str
    size: int
    set_aside: Path | None = None


def store(archive: Path, source: Path) -> ArchivedFile:
    """Copy `source` into the archive, safe against a power cut. Known bytes stay as they are.

    A file that has the name of these bytes and holds others is set aside. Nothing is thrown away.
    """
    # hashlib loads the library of encryption, and most commands that look compute no hash.
    import hashlib

    incoming = temporary_path(ensure_folder(archive))
    digest = hashlib.sha256()
    size = 0
    try:
        with source.open("rb") as old, incoming.open("wb") as new:
            while chunk := old.read(_CHUNK):
                digest.update(chunk)
                size += new.write(chunk)
            new.flush()
            os.fsync(new.fileno())
        sha256 = digest.hexdigest()
        place, set_aside = _named(archive, sha256), None
        if place is not None and sha256_of(place) != sha256:
            set_aside = _set_aside(place)
            place = None
        if place is None:
            ending = _ENDING.search(source.name.lower())
            place = ensure_folder(archive / sha256[:2]) / f"{sha256}{ending[0] if ending else ''}"
            _put(incoming, place)
            sync_folder(place.parent)
        return ArchivedFile(place, sha256, size, set_aside)
    finally:
        incoming.unlink(missing_ok=True)


def _put(incoming: Path, place: Path) -> None:
    """Give a new file its place. Another process may give the same bytes theirs at the same moment."""
    try:
        incoming.replace(place)
        make_read_only(place)
    except PermissionError:
        # Windows does not replace a read-only file.
        if not place.is_file():
            raise


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, the name that the archive gives them."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_stored(archive: Path, sha256: str) -> Path | None:
    """Return the archived file with that SHA-256, by its bytes and not by its name; None where there is none."""
    path = _named(archive, sha256)
    return path if path and sha256_of(path) == sha256 else None


def files_in_archive(archive: Path) -> list[Path]:
    """Return the files in the folders of the archive, by name; without those that are being written."""
    folders = sorted(path for path in archive.iterdir() if path.is_dir()) if archive.is_dir() else []
    return [path for folder in folders for path in sorted(folder.iterdir()) if not path.name.startswith(".")]


def is_stored(archive: Path, sha256: str) -> bool:
    """Tell if the archive has a file of that name. Its bytes are not looked at."""
    return _named(archive, sha256) is not None


def _named(archive: Path, sha256: str) -> Path | None:
    """Return the archived file that has a hash as its name. Its bytes may have been changed."""
    try:
        return next((path for path in (archive / sha256[:2]).iterdir() if path.stem == sha256), None)
    except FileNotFoundError:
        return None


def _set_aside(changed: Path) -> Path:
    """Rename a file whose bytes are not those of its name, and return its new path."""
    return changed.rename(changed.with_name(f"{changed.stem} changed {uuid4().hex[:8]}{changed.suffix}"))


def archive_link(archive: Path, folder: Path) -> Callable[[str], str]:
    """Return a function from a SHA-256 to the relative path from `folder` to the archived file.

    The path has forward slashes; it is "" where the archive has no such file.
    """
    way = Path(os.path.relpath(archive, folder)).as_posix()

    @cache
    def names(prefix: str) -> dict[str, str]:
        try:
            return {os.path.splitext(name)[0]: name for name in os.listdir(archive / prefix)}  # noqa: PTH122, PTH208
        except FileNotFoundError:
            return {}

    # Called for every figure of a return.
    @cache
    def link(sha256: str) -> str:
        prefix = sha256[:2]
        name = names(prefix).get(sha256)
        return f"{way}/{prefix}/{name}" if name else ""

    return link
