"""Writing a file whole or not at all."""

import os
from collections.abc import Callable
from errno import EDQUOT, ENOSPC, EROFS
from pathlib import Path
from uuid import uuid4

# Errors of a disk that accepts nothing more from anybody.
DISK_FULL = (ENOSPC, EDQUOT, EROFS)


def atomic_write(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary file, then rename it to `path`. Nobody ever sees half a file.

    Raises:
        PermissionError: Another program has `path` open (Windows). The temporary file is removed.
    """
    ensure_folder(path.parent)
    # The ending stays: writers of workbooks choose the format by it. The leading dot hides the file from watchers.
    beside = path.with_name(f".{uuid4().hex[:8]}.{path.name}")
    try:
        write(beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def ensure_folder(folder: Path) -> Path:
    """Return the folder; make it and its parents where they are missing."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def atomic_write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all."""
    atomic_write(path, lambda beside: beside.write_bytes(content))


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` outlast a power cut. Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
