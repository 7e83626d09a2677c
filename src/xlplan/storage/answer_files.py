"""The receipts and the marked returns in a folder, by the number of the receipt in their names."""

import re
from collections.abc import Iterator
from pathlib import Path

# A number has four digits or more. Behind it stands what tells a file from another of the same name.
_RECEIPT = re.compile(r"(\d{4,}) .*\.html", re.DOTALL)
_MARKED = re.compile(r".* (\d{4,})( \(\d+\))?\.xlsx", re.DOTALL)


def receipt_files(folder: Path) -> dict[int, Path]:
    """Return the receipts in a folder. Of several with one number it is the newest."""
    found: dict[int, Path] = {}
    for number, path in _numbered(folder, _RECEIPT):
        if number not in found or _made(path) > _made(found[number]):
            found[number] = path
    return found


def marked_files(folder: Path) -> Iterator[tuple[int, Path]]:
    """Yield the marked returns in a folder, each with its number."""
    return _numbered(folder, _MARKED)


def _numbered(folder: Path, pattern: re.Pattern[str]) -> Iterator[tuple[int, Path]]:
    for path in folder.iterdir() if folder.is_dir() else ():
        if match := pattern.fullmatch(path.name):
            yield int(match[1]), path


def _made(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        # A receipt that was written anew is removed under its older name.
        return 0
