"""A connection to the ledger that changes nothing in its folder, and needs no library beside Python's own."""

import sqlite3
from pathlib import Path
from urllib.parse import quote

from xlplan.storage.long_paths import shown_path

_WAIT_SECONDS = 5


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """Return a connection that leaves the folder as it is.

    A connection that only reads makes the files of a write-ahead log where there are none, and leaves them there.
    Without a log the file is whole, and can be read as one that nobody changes.
    """
    has_log = path.with_name(f"{path.name}-wal").exists()
    mode = "mode=ro" if has_log else "mode=ro&immutable=1"
    place = quote(shown_path(path.absolute()).replace("\\", "/"))
    # The drive of Windows stands behind a slash. Source: SQLite, Uniform Resource Identifiers.
    slash = "" if place.startswith("/") else "/"
    return sqlite3.connect(f"file://{slash}{place}?{mode}", uri=True, timeout=_WAIT_SECONDS)
