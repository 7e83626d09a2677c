"""The settings file of a workspace: its place, and the little that some commands need of it in an instant."""

import os
import re
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "xlplan.toml"
# The ledger of a workspace whose settings name none.
DEFAULT_LEDGER = "xlplan.db"
# Some editors put a mark before the first line.
_LANGUAGE = r"""^\ufeff?\s*language\s*=\s*["'](\w+)["']"""


def enclosing_root(start: "Path") -> "Path | None":
    """Return the root of the workspace that holds `start`, whatever its settings say; None where there is none.

    Raises:
        PermissionError: A folder on the way may not be looked into. It may hold the settings.
    """
    root = _enclosing_root(str(start))
    return None if root is None else type(start)(root)


def named_language(start: str) -> str | None:
    """Return the language that the settings of a workspace name; None where there is none, or no such line.

    The help needs it. To check all settings takes ten times as long as to show the help.
    """
    try:
        root = _enclosing_root(start)
        if root is None:
            return None
        with open(os.path.join(root, FILE_NAME), encoding="utf-8") as settings:
            named = re.search(_LANGUAGE, settings.read(), re.MULTILINE)
    except (OSError, ValueError):
        return None
    return named[1] if named else None


def _enclosing_root(start: str) -> str | None:
    """Return the folder that holds the settings: `start`, or the nearest above it.

    Pathlib would have to be imported for the help.
    """
    folder = os.path.realpath(start)
    while not _is_file(os.path.join(folder, FILE_NAME)):
        below, folder = folder, os.path.dirname(folder)
        if folder == below:
            return None
    return folder


def _is_file(path: str) -> bool:
    """Tell if a path is that of a file. What may not be looked at raises: `os.path` would call it missing."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except PermissionError:
        raise
    except (OSError, ValueError):
        return False


def named_ledger(start: "Path") -> "Path | None":
    """Return the place of the ledger that the settings of a workspace name; None where nothing is to be read.

    A completion in the shell needs it as fast as the help needs the language.
    """
    import tomllib

    root = enclosing_root(start)
    if root is None:
        return None
    try:
        ledger = root / str(tomllib.loads((root / FILE_NAME).read_text("utf-8-sig")).get("ledger", DEFAULT_LEDGER))
    except (OSError, ValueError):
        return None
    return ledger if ledger.is_file() else None
