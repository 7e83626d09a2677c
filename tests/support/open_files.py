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
    import ctypes
    from ctypes import wintypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = wintypes.HANDLE
    kernel.CreateFileW.argtypes = [
        *(wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID),
        *(wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE),
    ]
    kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    reading_and_writing, shared_for_reading, existing, normal = 0xC0000000, 1, 3, 0x80
    handle = kernel.CreateFileW(str(path), reading_and_writing, shared_for_reading, None, existing, normal, None)
    if handle in (None, wintypes.HANDLE(-1).value):
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        yield
    finally:
        kernel.CloseHandle(handle)
