"""Paths beyond 260 characters, which Windows refuses in their usual form.

Source: Microsoft, "Maximum Path Length Limitation": with the prefix of an extended path it may have 32,767
characters, also where the system was not told to allow long paths everywhere.
"""

import os
from pathlib import Path

_PREFIX = "\\\\?\\"
_SHARE_PREFIX = "\\\\?\\UNC\\"
# Windows refuses a path of 260 characters. The longest place below the root of a workspace has 150: a receipt.
_LONGEST_ROOT = 100


def extended_path(path: Path) -> Path:
    """Return a path that Windows accepts at any length. On other systems it is the path itself."""
    if os.name != "nt":
        return path
    text = str(path.absolute())
    if text.startswith(_PREFIX):
        return path
    return Path(_SHARE_PREFIX + text[2:] if text.startswith("\\\\") else _PREFIX + text)


def root_path(folder: Path) -> Path:
    """Return the root of a workspace in a form below which every path of ours is accepted."""
    return extended_path(folder) if len(str(folder)) > _LONGEST_ROOT else folder


def shown_path(path: Path) -> str:
    """Return a path as people know it."""
    text = str(path)
    if text.startswith(_SHARE_PREFIX):
        return "\\\\" + text.removeprefix(_SHARE_PREFIX)
    return text.removeprefix(_PREFIX)


def path_from_here(path: Path) -> str:
    """Return a file as a command takes it: from the current folder where it lies in it."""
    here, whole = Path.cwd(), path.absolute()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else shown_path(whole)
