"""The last backup of a workspace: a small file at its root says where it is and when it was made."""

import json
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from xlplan.storage.atomic import atomic_write_bytes
from xlplan.storage.long_paths import shown_path
from xlplan.text.translation import _

NAME = "xlplan.backup.json"


class LastBackup(Struct, frozen=True):
    """The last backup that was made.

    Attributes:
        path: The zip, or the folder of backups. It may be gone, or on a disk that is away.
        made_at: The time of the backup.
        is_complete: Whether it holds everything that it should.
    """

    path: Path
    made_at: datetime
    is_complete: bool


def record_backup(root: Path, backup: LastBackup) -> None:
    """Record the last backup of the workspace at `root`."""
    content = {
        "path": str(backup.path),
        "made_at": backup.made_at.isoformat(),
        "is_complete": backup.is_complete,
    }
    atomic_write_bytes(root / NAME, f"{json.dumps(content, ensure_ascii=False)}\n".encode())


def restore_command(root: Path) -> str:
    """Return the command that brings the workspace at `root` back, from its last backup where one is known."""
    known = last_backup(root)
    file = shown_path(known.path) if known else _("FILE")
    return f'xlplan restore "{file}"' if " " in file else f"xlplan restore {file}"


def last_backup(root: Path) -> LastBackup | None:
    """Return the last backup of the workspace at `root`. None where none is known."""
    try:
        content = json.loads((root / NAME).read_text("utf-8"))
        made_at = datetime.fromisoformat(content["made_at"])
        return LastBackup(Path(content["path"]), made_at, bool(content["is_complete"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
