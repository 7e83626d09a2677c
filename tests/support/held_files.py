"""Files that nobody may read, since another program holds them or by their rights; folders that take nothing."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.child_ways import children_of_this_process
from tests.support.open_files import held_on_windows

# By these root reads what nobody may read.
_OVERRIDE, _READ_SEARCH = 1 << 1, 1 << 2
_VERSION = 0x20080522
_SET_SECUREBITS, _NO_ROOT = 28, 1


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Let nobody open a file within the `with` block: neither this process nor its children."""
    if sys.platform == "win32":
        with held_on_windows(path, shared_for_reading=False):
            yield
    else:
        with _closed_to_all(path):
            yield


@contextmanager
def _closed_to_all(path: Path) -> Iterator[None]:
    mode = path.stat().st_mode
    path.chmod(0)
    try:
        with _without_privileges():
            if os.access(path, os.R_OK, effective_ids=True):
                pytest.skip("this user reads what nobody may read")
            yield
    finally:
        path.chmod(mode)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write into a folder within the `with` block. Not for Windows, where folders have other rights."""
    mode = folder.stat().st_mode
    folder.chmod(0o555)
    try:
        with _without_privileges():
            if os.access(folder, os.W_OK, effective_ids=True):
                pytest.skip("this user writes where nobody may write")
            yield
    finally:
        folder.chmod(mode)


@contextmanager
def _without_privileges() -> Iterator[None]:
    """Let root, too, be refused what the mode of a file refuses. Its children have no privileges at all."""
    if sys.platform != "linux" or os.geteuid() != 0:
        yield
        return
    with children_of_this_process(), _without_effect():
        yield


@contextmanager
def _without_effect() -> Iterator[None]:
    system = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION, 0)
    before = (ctypes.c_uint32 * 6)()
    system.capget(header, before)
    during = (ctypes.c_uint32 * 6)(*before)
    # The first of each three is what has effect now.
    during[0] &= ~(_OVERRIDE | _READ_SEARCH)
    system.prctl(_SET_SECUREBITS, _NO_ROOT, 0, 0, 0)
    system.capset(header, during)
    try:
        yield
    finally:
        system.capset(header, before)
        system.prctl(_SET_SECUREBITS, 0, 0, 0, 0)
