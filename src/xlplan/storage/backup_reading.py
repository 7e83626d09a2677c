"""The reading of a backup, a zip or a folder, and the proof of every hash in it before anything is trusted."""

import hashlib
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from xlplan.domain.errors import XlplanError
from xlplan.storage.backup_manifest import MANIFEST_NAME, Manifest, read_manifest
from xlplan.storage.long_paths import shown_path
from xlplan.text.translation import _

_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
_LARGEST_MANIFEST = 100_000_000
# A ledger is packed to a tenth of its size. What swells like this fills a disk and is no backup.
_SWELLING = 200
_SWELLING_FROM = 100_000_000
_LOCKED = 0x1
_MANIFEST_FILE = re.compile(r"(\d{4}-\d\d-\d\d \d\d-\d\d-\d\d)(?: \((\d+)\))?\.sha256")


class Backup(Protocol):
    """A backup that is open for reading."""

    @property
    def path(self) -> Path:
        """The zip, or the manifest in a folder of backups."""
        ...

    @property
    def manifest(self) -> Manifest:
        """Its manifest."""
        ...

    def open(self, path: str) -> IO[bytes]:
        """Open the file with that path in the workspace."""
        ...

    def size(self, path: str) -> int:
        """Return the size of that file in bytes."""
        ...


class _ZipBackup:
    def __init__(self, path: Path, packed: zipfile.ZipFile, manifest: Manifest) -> None:
        self.path, self.manifest, self._packed = path, manifest, packed

    def open(self, path: str) -> IO[bytes]:
        return self._packed.open(path)

    def size(self, path: str) -> int:
        return self._packed.getinfo(path).file_size


class _FolderBackup:
    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path, self.manifest = path, manifest

    def _stored(self, path: str) -> Path:
        return stored_path(self.path.parent, self.manifest.files[path])

    def open(self, path: str) -> IO[bytes]:
        return self._stored(path).open("rb")

    def size(self, path: str) -> int:
        return self._stored(path).stat().st_size


def stored_path(folder: Path, sha256: str) -> Path:
    """Return where a folder of backups holds the file with that hash."""
    return folder / "files" / sha256[:2] / sha256


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """Open a backup: a zip, a folder of backups (its latest one), or a manifest in such a folder.

    Raises:
        XlplanError: It is no backup, or something in it would leave the workspace. The error names the file.
    """
    if path.is_dir():
        manifests = manifests_in(path)
        if not manifests:
            raise _no_backup(path)
        path = manifests[-1]
    if path.suffix == ".sha256":
        content = path.read_bytes() if path.stat().st_size <= _LARGEST_MANIFEST else b""
        manifest = read_manifest(content)
        if manifest is None:
            raise _no_backup(path)
        yield _FolderBackup(path, manifest)
        return
    with zip_backup(path) as backup:
        yield backup


def manifests_in(folder: Path) -> list[Path]:
    """Return the manifests of a folder of backups, oldest first."""
    matches = {path: _MANIFEST_FILE.fullmatch(path.name) for path in folder.iterdir()}
    # Those of one second are numbered.
    order = {path: (match[1], int(match[2] or 1)) for path, match in matches.items() if match}
    return sorted(order, key=order.__getitem__)


@contextmanager
def zip_backup(path: Path) -> Iterator[Backup]:
    """Open a backup that is one zip.

    Raises:
        XlplanError: It is no backup, or something in it would leave the workspace.
    """
    with path.open("rb") as file:
        try:
            packed = zipfile.ZipFile(file)
            manifest = _zip_manifest(packed, path)
        except _BROKEN:
            raise _no_backup(path) from None
        with packed:
            yield _ZipBackup(path, packed, manifest)


def _zip_manifest(packed: zipfile.ZipFile, path: Path) -> Manifest:
    """Return the manifest of a zip whose entries are what the manifest says, and plain files."""
    entries = packed.infolist()
    (entry,) = (each for each in entries if each.filename == MANIFEST_NAME)
    total = sum(each.file_size for each in entries)
    if entry.file_size > _LARGEST_MANIFEST or (total > _SWELLING_FROM and total > _SWELLING * path.stat().st_size):
        raise _no_backup(path)
    manifest = read_manifest(packed.read(entry))
    names = sorted(each.filename for each in entries if each is not entry)
    if manifest is None or names != sorted(manifest.files) or not all(map(_is_plain, entries)):
        raise _no_backup(path)
    return manifest


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """Tell if an entry of a zip is a file without a lock, and no link or device."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind in (0, stat.S_IFREG) and not entry.flag_bits & _LOCKED


def _no_backup(path: Path) -> XlplanError:
    return XlplanError(
        _(
            "{file} is no backup that this xlplan can read: it is damaged, incomplete, or something else. "
            "Take another backup."
        ).format(file=shown_path(path))
    )


def require_whole(backup: Backup) -> None:
    """Check every file of a backup against its hash.

    Raises:
        XlplanError: A file is missing or has other bytes. The error names the first one.
    """
    for path, sha256 in backup.manifest.files.items():
        if _hash_of(backup, path) != sha256:
            raise XlplanError(
                _("The backup {file} is damaged: {part} is not as its list says. Take another backup.").format(
                    file=shown_path(backup.path), part=path
                )
            )


def _hash_of(backup: Backup, path: str) -> str | None:
    try:
        with backup.open(path) as file:
            return copy_hashing(file, None)
    except (*_BROKEN, FileNotFoundError):
        return None


def copy_hashing(source: IO[bytes], target: IO[bytes] | None) -> str:
    """Copy a stream to its end, or only read it, and return the SHA-256 of its bytes."""
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest()
