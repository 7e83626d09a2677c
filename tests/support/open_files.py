"""Files that another program has open. On Windows that keeps everybody from moving, replacing or removing them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Elsewhere a file can be moved and removed while it is open.
HOLDING_KEEPS = sys.platform == "win32"


@contextmanager
def open_elsewhere(path: Path) -> Iterator[None]:
    """Hold a file open as Excel does: others may read it, and may not write, move or remove it."""
    if sys.platform != "win32":
        with path.open("rb"):
            yield
        return
    with held_on_windows(path, shared_for_reading=True):
        yield


@contextmanager
def held_on_windows(path: Path, *, shared_for_reading: bool) -> Iterator[None]:
    """Hold a file open on Windows. Others may read it, or may not even open it."""
    if sys.platform != "win32":
        raise AssertionError("this is a call of Windows")
    import ctypes
    from ctypes import wintypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = wintypes.HANDLE
    kernel.CreateFileW.argtypes = [
        *(wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID),
        *(wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE),
    ]
    kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    reading_and_writing, existing, normal = 0xC0000000, 3, 0x80
    shared = int(shared_for_reading)
    handle = kernel.CreateFileW(str(path), reading_and_writing, shared, None, existing, normal, None)
    if handle in (None, wintypes.HANDLE(-1).value):
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        yield
    finally:
        kernel.CloseHandle(handle)
