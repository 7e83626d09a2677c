"""A folder of which each test process of a run has a copy: the first that asks for it makes it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from xlplan.storage.file_lock import FileLock


def made_once(paths: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """This process's copy of the folder of this name, which `make` fills once; whoever comes meanwhile waits."""
    base = paths.getbasetemp()
    # Under pytest-xdist each process has a folder of its own in that of the run.
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, made = base / name, base / f"{name}.made"
    with FileLock(base / f"{name}.lock"):
        if not made.exists():
            make(folder)
            made.touch()
    # A ledger that is only read has files beside it meanwhile, which would come and go as others copy it.
    return Path(shutil.copytree(folder, paths.mktemp(name), dirs_exist_ok=True))
