"""Writing a file whole or not at all."""

import os
from collections.abc import Callable
from errno import EDQUOT, ENOSPC, EROFS
from pathlib import Path
from uuid import uuid4

# What a disk says that takes nothing more, from anybody.
DISK_FULL = (ENOSPC, EDQUOT, EROFS)


def atomic_write(path: Path, write: Callable[[Path], object]) -> None:
    """Lets `write` fill a file beside `path`, then puts it in its place; nobody ever sees half of it.

    PermissionError where another program holds `path` open (Windows); the file beside it is then removed.
    """
    ensure_folder(path.parent)
    # The ending stays, for what writes workbooks goes by it; the leading dot hides it from watchers.
    beside = path.with_name(f".{uuid4().hex[:8]}.{path.name}")
    try:
        write(beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def ensure_folder(folder: Path) -> Path:
    """The folder, made with those above it where it is not there."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def atomic_write_bytes(path: Path, content: bytes) -> None:
    """`content` into `path`, whole."""
    atomic_write(path, lambda beside: beside.write_bytes(content))


def sync_folder(folder: Path) -> None:
    """Makes a rename in `folder` outlast a power cut; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
