"""The settings file of a workspace: its place, and the language that it names, without reading the rest."""

import re
from pathlib import Path

FILE_NAME = "xlplan.toml"
_LANGUAGE = re.compile(r"""^\s*language\s*=\s*["'](\w+)["']""", re.MULTILINE)


def enclosing_root(start: Path) -> Path | None:
    """Return the root of the workspace that holds `start`, whatever its settings say; None where there is none."""
    folders = (start.resolve(), *start.resolve().parents)
    return next((folder for folder in folders if (folder / FILE_NAME).is_file()), None)


def named_language(start: Path) -> str | None:
    """Return the language that the settings of a workspace name; None where there is none, or no such line.

    The help needs it. To check all settings takes ten times as long as to show the help.
    """
    root = enclosing_root(start)
    if root is None:
        return None
    try:
        named = _LANGUAGE.search((root / FILE_NAME).read_text("utf-8-sig"))
    except (OSError, ValueError):
        return None
    return named[1] if named else None
