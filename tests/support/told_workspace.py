"""All that a workspace tells: its record, its archive, every page and workbook.

Left out is what hangs on the random name of a claim: hashes over rows of the ledger, and what names such a hash.
"""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

from xlplan.storage.workspace import Workspace

_CLAIM = re.compile(r'"claim": "\w+"')
_HASH = re.compile(r"[0-9a-f]{64}")
_BY_CLAIM = {"arrivals": ("claim",), "row_hashes": ("key", "sha256", "chain"), "log_entries": ("line", "sha256")}
_WITHOUT = ("log_heads",)

Mask = Callable[[str], str]


def told(workspace: Workspace) -> dict[str, object]:
    """The rows of the ledger by table, the files in the archive, and the contents of the outbox by name."""
    assert isinstance(workspace.ledger, Path)
    with closing(sqlite3.connect(workspace.ledger)) as ledger:
        came = {sha256 for (sha256,) in ledger.execute("SELECT sha256 FROM arrivals")}

        def mask(text: str) -> str:
            return _HASH.sub(lambda found: found[0] if found[0] in came else "#", _CLAIM.sub("", text))

        tables = [name for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {f"ledger {name}": _rows(ledger, name, mask) for name in tables if name not in _WITHOUT}
    archived = sorted(mask(path.name) for path in workspace.archive.glob("*/*"))
    files = [path for path in workspace.outbox.rglob("*") if path.is_file() and not path.name.endswith(".lock")]
    pages = {str(path.relative_to(workspace.outbox)): _content(path, mask) for path in files}
    return {**rows, "archive": archived, **pages}


def differences(one: Workspace, other: Workspace) -> list[str]:
    """The names of what two workspaces tell differently."""
    first, second = told(one), told(other)
    assert len(first) > 30, "so little told is no proof"
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def _rows(ledger: sqlite3.Connection, name: str, mask: Mask) -> list[str]:
    cursor = ledger.execute(f"SELECT * FROM {name} ORDER BY rowid")
    columns = [column[0] for column in cursor.description]
    kept = [at for at, column in enumerate(columns) if column not in _BY_CLAIM.get(name, ())]
    return [mask(repr([row[at] for at in kept])) for row in cursor]


def _content(path: Path, mask: Mask) -> object:
    if path.suffix != ".xlsx":
        return mask(path.read_text("utf-8"))
    with ZipFile(path) as book:
        return {name: mask(book.read(name).decode("utf-8", "replace")) for name in book.namelist()}
