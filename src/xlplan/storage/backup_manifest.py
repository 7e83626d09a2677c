"""The manifest of a backup: the workspace that it is of, its time, and each file with its SHA-256.

It has the form of `sha256sum`, which passes over the first line: that one begins with “#” and says the rest.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct
from pathvalidate import is_valid_filename

from xlplan.domain.errors import XlplanError
from xlplan.storage.settings_file import FILE_NAME
from xlplan.storage.workspace import same_file_key
from xlplan.text.translation import _

MANIFEST_NAME = "xlplan-backup.sha256"
# Inside a backup the ledger has this name, wherever the settings put it.
LEDGER_NAME = "xlplan.db"
_FORMAT = 1
_HEAD = re.compile(r"# xlplan-backup (\d+) (\{.*\})")
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_ROOT_FILES = (FILE_NAME, LEDGER_NAME, "xlplan.sha256")
_FOLDERS = ("archive", "outbox", "templates")
_LONGEST_PATH = 1000


class Manifest(Struct, frozen=True):
    """The manifest of a backup.

    Attributes:
        workspace: The identity of the workspace.
        made_at: The time at which the ledger was copied.
        program: The version of xlplan that made the backup.
        files: The SHA-256 of each file by its path in the workspace, with forward slashes.
    """

    workspace: str
    made_at: datetime
    program: str
    files: Mapping[str, str]

    @property
    def text(self) -> str:
        """The manifest as it is written."""
        about = {"workspace": self.workspace, "made_at": self.made_at.isoformat(), "program": self.program}
        head = f"# xlplan-backup {_FORMAT} {json.dumps(about, ensure_ascii=False)}\n"
        return head + "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(self.files.items()))


def read_manifest(content: bytes) -> Manifest | None:
    """Read a manifest. None where the content is none, or is one of a newer form.

    Raises:
        XlplanError: A path in it leads out of a workspace, or cannot be a file on every system.
    """
    try:
        head, *lines = content.decode("utf-8").splitlines()
        seen = _HEAD.fullmatch(head)
        if seen is None or int(seen[1]) != _FORMAT:
            return None
        about = json.loads(seen[2])
        matches = [_LINE.fullmatch(line) for line in lines]
        files = {match[2]: match[1] for match in matches if match}
        manifest = Manifest(
            str(about["workspace"]), datetime.fromisoformat(about["made_at"]), str(about["program"]), files
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if len(files) != len(lines) or manifest.made_at.tzinfo is None or not files.keys() >= {FILE_NAME, LEDGER_NAME}:
        return None
    require_places(files)
    return manifest


def is_place(path: str) -> bool:
    """Tell if a path with forward slashes is that of a file of a workspace, and can be one on every system."""
    first, *others = parts = path.split("/")
    if len(path) > _LONGEST_PATH or not all(map(_is_name, parts)):
        return False
    return first in _FOLDERS if others else first in _ROOT_FILES


def _is_name(part: str) -> bool:
    # Windows drops the blanks and dots at the end of a name, and takes a colon for a stream of a file.
    return part.rstrip(" .") == part != "" and is_valid_filename(part, platform="universal")


def require_places(paths: Iterable[str]) -> None:
    """Check that each path is the place of a file in a workspace, and that no two are one file on some system.

    Raises:
        XlplanError: It names the first path that is not.
    """
    seen: set[str] = set()
    for path in paths:
        key = same_file_key(path)
        if not is_place(path) or key in seen:
            raise XlplanError(
                _(
                    "This is no backup of a workspace, so nothing was restored from it: it holds {file}. "
                    "Take another backup."
                ).format(file=repr(path[:_LONGEST_PATH]))
            )
        seen.add(key)
