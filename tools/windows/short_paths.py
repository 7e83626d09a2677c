"""Runs xlplan with the classic limit of Windows on the length of a path, which Wine does not have.

Usage: python tools/windows/short_paths.py [ARGUMENTS OF XLPLAN]

A path of 260 characters, or 248 of a new folder, is refused as Windows refuses it, unless it is an extended one.
Source: Microsoft, "Maximum Path Length Limitation". The child process that reads files runs this module too.
"""

import builtins
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

_LIMIT, _FOLDER_LIMIT = 260, 248
_EXTENDED = "\\\\?\\"
_NOT_FOUND = 3  # ERROR_PATH_NOT_FOUND
_OF_ONE_PATH = ("stat", "lstat", "unlink", "remove", "rmdir", "listdir", "scandir", "chmod", "utime", "open")
_OF_TWO_PATHS = ("rename", "replace", "link")


def _length(path: object) -> int:
    text = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
    return len(str(Path(text).absolute())) if text and not text.startswith(_EXTENDED) else 0


def _limited(call: Callable[..., Any], paths: int, limit: int = _LIMIT) -> Callable[..., Any]:
    """Return a call that refuses paths of `limit` characters among its first arguments."""

    def refuse_or_call(*arguments: Any, **named: Any) -> Any:
        for path in arguments[:paths]:
            if _length(path) >= limit:
                raise FileNotFoundError(
                    2, "The system cannot find the path specified", os.fspath(path), _NOT_FOUND
                )
        return call(*arguments, **named)

    return refuse_or_call


def limit_paths() -> None:
    """Refuse long paths in this process from now on."""
    for name in _OF_ONE_PATH:
        setattr(os, name, _limited(getattr(os, name), 1))
    for name in _OF_TWO_PATHS:
        setattr(os, name, _limited(getattr(os, name), 2))
    os.mkdir = _limited(os.mkdir, 1, _FOLDER_LIMIT)
    builtins.open = io.open = _limited(io.open, 1)


limit_paths()

if __name__ == "__main__":
    from xlplan.cli import main

    main()
