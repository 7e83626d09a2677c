"""The permissions of files and folders on Linux and macOS. On Windows a file has those of its folder."""

import os
import stat
from pathlib import Path

OWNER_AND_GROUP, OWNER = "007", "077"
_ALL_OF_GROUP = 0o070


def apply_umask(umask: str) -> None:
    """Withhold permissions, as octal digits, from every file and folder that this process makes from now on."""
    if os.name == "posix":
        os.umask(int(umask, 8))


def default_umask() -> str:
    """Return the umask that keeps all others out, and the group where the user keeps it out anyway."""
    if os.name != "posix":
        return OWNER_AND_GROUP
    # The umask cannot be read without being set.
    current = os.umask(int(OWNER, 8))
    os.umask(current)
    return OWNER if current & _ALL_OF_GROUP == _ALL_OF_GROUP else OWNER_AND_GROUP


def make_read_only(path: Path) -> None:
    """Let nobody write to a file. Who may read it stays as it is."""
    path.chmod(path.stat().st_mode & (stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH))
