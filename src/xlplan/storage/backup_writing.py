"""The writing of a backup: one zip, or a folder that holds each file once, under its SHA-256."""

import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import localtime
from typing import BinaryIO

from msgspec import Struct, field
from msgspec.structs import replace

from xlplan.storage.archive import sha256_of
from xlplan.storage.atomic import atomic_write, ensure_folder, open_itself, sync_folder, temporary_path
from xlplan.storage.backup_manifest import MANIFEST_NAME, Manifest
from xlplan.storage.backup_reading import copy_hashing, require_whole, stored_path, zip_backup
from xlplan.storage.own_files import numbered_places

# These are packed already: packing them again takes time and gains nothing.
_PACKED = {".7z", ".docx", ".gz", ".jpg", ".ods", ".pdf", ".png", ".rar", ".xlsb", ".xlsm", ".xlsx", ".zip"}
_FIRST_YEAR = 1980
_OWNER_ONLY = 0o600
_OWNER_ONLY_FOLDER = 0o700
# From this size on the zip needs longer numbers. A file may grow while it is read.
_LONG_FROM = 1 << 30


class WrittenBackup(Struct):
    """A backup as it was written.

    Attributes:
        manifest: Its manifest.
        held: The paths of files that another program holds, so that they are not in it.
        size: How many bytes were written.
        copied: How many files were copied. In a folder others are there already.
        replaced: The hashes of files in the folder whose bytes were wrong, and which were written again.
    """

    manifest: Manifest
    held: list[str] = field(default_factory=list)
    size: int = 0
    copied: int = 0
    replaced: list[str] = field(default_factory=list)


def write_zip(target: Path, manifest: Manifest, files: Iterable[tuple[str, Path]]) -> WrittenBackup:
    """Write a backup as one zip, for the eyes of its owner only, whole or not at all.

    It is read back, and every hash is proved, before it gets its name.

    Args:
        target: The file of the backup.
        manifest: What the manifest says beside its files.
        files: The path of each file in the workspace, and where it lies.
    """
    written = WrittenBackup(manifest)

    def write(beside: Path) -> None:
        with _new_file(beside) as file:
            with zipfile.ZipFile(file, "w") as packed:
                hashes = dict(_pack(packed, files, written))
                written.manifest = replace(manifest, files=hashes)
                packed.writestr(_zip_info(MANIFEST_NAME, None), written.manifest.text.encode())
            written.size = file.tell()
            file.flush()
            os.fsync(file.fileno())
        with zip_backup(beside) as backup:
            require_whole(backup)

    atomic_write(target, write)
    sync_folder(target.parent)
    return written


def _pack(
    packed: zipfile.ZipFile, files: Iterable[tuple[str, Path]], written: WrittenBackup
) -> Iterator[tuple[str, str]]:
    """Put the files into a zip, and yield the path and the hash of each."""
    for path, source in files:
        with _readable(path, source, written) as old:
            if old is None:
                continue
            info = _zip_info(path, source)
            with packed.open(info, "w", force_zip64=source.stat().st_size > _LONG_FROM) as new:
                yield path, copy_hashing(old, new)
            written.copied += 1


def _zip_info(path: str, source: Path | None) -> zipfile.ZipInfo:
    moment = localtime(source.stat().st_mtime) if source else localtime()
    info = zipfile.ZipInfo(path, max(moment[:6], (_FIRST_YEAR, 1, 1, 0, 0, 0)))
    is_packed = Path(path).suffix.lower() in _PACKED
    info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    info.external_attr = _OWNER_ONLY << 16
    return info


def write_onto(folder: Path, manifest: Manifest, files: Iterable[tuple[str, Path]]) -> WrittenBackup:
    """Add a backup to a folder of backups: the files that it lacks, each under its SHA-256, and a manifest.

    The manifest comes last, so a killed process leaves files without a manifest, which the next backup takes up.
    """
    written = WrittenBackup(manifest)
    hashes = {}
    for path, source in files:
        with _readable(path, source, written) as old:
            if old is not None:
                hashes[path] = _keep_once(folder, old, written)
    written.manifest = replace(manifest, files=hashes)
    content = written.manifest.text.encode()
    _put(next(each for each in numbered_places(_manifest_path(folder, manifest)) if not each.exists()), content)
    written.size += len(content)
    return written


def _manifest_path(folder: Path, manifest: Manifest) -> Path:
    return folder / f"{manifest.made_at:%Y-%m-%d %H-%M-%S}.sha256"


def _keep_once(folder: Path, source: BinaryIO, written: WrittenBackup) -> str:
    """Copy a file into a folder of backups unless it is there, and return its hash."""
    sha256 = copy_hashing(source, None)
    place = stored_path(folder, sha256)
    if place.is_file():
        if sha256_of(place) == sha256:
            return sha256
        written.replaced.append(sha256)
    source.seek(0)
    beside = temporary_path(_private_folder(folder / "files"))
    try:
        with _new_file(beside) as new:
            # A file that grows has another hash by now.
            sha256 = copy_hashing(source, new)
            written.size += new.tell()
            new.flush()
            os.fsync(new.fileno())
        place = stored_path(folder, sha256)
        beside.replace(_private_folder(place.parent) / place.name)
        sync_folder(place.parent)
    finally:
        beside.unlink(missing_ok=True)
    written.copied += 1
    return sha256


def _private_folder(folder: Path) -> Path:
    if not folder.is_dir():
        ensure_folder(folder.parent)
        folder.mkdir(_OWNER_ONLY_FOLDER, exist_ok=True)
    return folder


def _put(path: Path, content: bytes) -> None:
    def write(beside: Path) -> None:
        with _new_file(beside) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    atomic_write(path, write)
    sync_folder(path.parent)


@contextmanager
def _readable(path: str, source: Path, written: WrittenBackup) -> Iterator[BinaryIO | None]:
    """Open a file; None where it is no longer there, or where another program holds it.

    Only the archive keeps every file for good. There it is an error.
    """
    with ExitStack() as opened:
        file: BinaryIO | None = None
        try:
            file = opened.enter_context(open(source, "rb", opener=open_itself))
        except (FileNotFoundError, PermissionError) as problem:
            if path.startswith("archive/"):
                raise
            if isinstance(problem, PermissionError):
                written.held.append(path)
        yield file


def _new_file(path: Path) -> BinaryIO:
    """Make a file that only its owner may read. Windows goes by its folder."""
    return open(path, "x+b", opener=lambda name, flags: os.open(name, flags, _OWNER_ONLY))
