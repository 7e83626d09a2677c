"""Putting a new workbook over one that somebody may hold open."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

_BESIDE = re.compile(r" \d\d\.\d\d \d\d-\d\d$")


def put(path: Path, write: Callable[[Path], object], moment: datetime) -> tuple[Path, bool]:
    """Lets `write` write over `path`; where a program holds it open, beside it with the time in the name.

    Returns where it was written, and whether that is beside; once `path` is free, those beside it go.
    """
    try:
        write(path)
    except PermissionError:
        beside = path.with_stem(f"{path.stem} {moment:%d.%m %H-%M}")
        write(beside)
        return beside, True
    for other in path.parent.glob(f"{path.stem} *.xlsx"):
        if _BESIDE.search(other.stem):
            other.unlink(missing_ok=True)
    return path, False
