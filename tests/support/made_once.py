"""A folder that all test processes of a run begin with copies of: the first that asks for it makes it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from xlplan.storage.file_lock import FileLock


def made_once(paths: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of this name, which `make` fills; whoever comes meanwhile waits. It is not to be changed."""
    base = paths.getbasetemp()
    # Under pytest-xdist each process has a folder of its own in that of the run.
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, made = base / name, base / f"{name}.made"
    with FileLock(base / f"{name}.lock"):
        if not made.exists():
            make(folder)
            made.touch()
    return folder
