"""Gaps between archive and ledger, by the names of the files. Their bytes are proved elsewhere."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from xlplan.domain.decision_log import Actor
from xlplan.ledger.database import Connection
from xlplan.ledger.messages import fetched_files
from xlplan.ledger.places import (
    Place,
    files_elsewhere,
    files_without_place,
    record_files_at,
    record_place,
)
from xlplan.ledger.tables import TABLES
from xlplan.storage.archive import files_in_archive, sha256_of
from xlplan.storage.inbox import CLAIMED
from xlplan.storage.workspace import Workspace


class ArchiveGaps(Struct, frozen=True):
    """The files that archive and ledger lack of each other.

    Attributes:
        missing: The names of the files that the ledger says came in and the archive lacks.
        unknown: The files in the archive that the ledger does not know.
    """

    missing: tuple[str, ...]
    unknown: tuple[Path, ...]


def archive_gaps(connection: Connection, workspace: Workspace) -> ArchiveGaps:
    """Return what archive and ledger lack of each other."""
    # What comes in meanwhile is in the ledger when that is read.
    files = files_in_archive(workspace.archive)
    known = known_files(connection)
    present = {path.stem for path in files}
    missing = tuple(sorted(lacking_files(connection, known, present).missing.values()))
    unknown = [path for path in files if path.stem not in known]
    return ArchiveGaps(missing, unexplained_files(workspace, unknown, known))


def known_files(connection: Connection) -> dict[str, str]:
    """Return the name of every file that the archive should have, by its SHA-256."""
    tables = (TABLES[name] for name in ("arrivals", "plans", "editions"))
    queries = (f"SELECT sha256, file FROM {table.name} ORDER BY {table.order}" for table in tables)
    named = {sha256: file for query in queries for sha256, file in connection.run(query)}
    # A fetched message lies there before its files have arrived.
    return named | fetched_files(connection)


def join_places(connection: Connection, workspace: Workspace, code: str, actor: Actor, at: datetime) -> None:
    """Record the place of a workspace among those that work with a ledger, unless it is there.

    The files that came in before there was any place lie in the archive of the first one.
    """
    if not record_place(connection, code, actor, at):
        return
    stored = {path.stem for path in files_in_archive(workspace.archive)}
    record_files_at(connection, code, stored & files_without_place(connection, known_files(connection)))


class LackingFiles(Struct, frozen=True):
    """The files that the archive lacks.

    Attributes:
        missing: The names of those that it should have, by their SHA-256.
        elsewhere: Those that lie in the archives of other places, by the place, with their number.
    """

    missing: Mapping[str, str]
    elsewhere: Mapping[Place, int]


def lacking_files(connection: Connection, known: Mapping[str, str], present: Collection[str]) -> LackingFiles:
    """Return what the archive lacks.

    Args:
        connection: The ledger.
        known: The names of the files that came in, by their SHA-256.
        present: The SHA-256 that are names of files in the archive.
    """
    lacking = {key: name for key, name in known.items() if key not in present}
    elsewhere = files_elsewhere(connection) if lacking else {}
    missing = {key: name for key, name in lacking.items() if key not in elsewhere}
    return LackingFiles(missing, Counter(elsewhere[key] for key in lacking if key in elsewhere))


def unexplained_files(
    workspace: Workspace, unknown: Collection[Path], known: Mapping[str, str]
) -> tuple[Path, ...]:
    """Return the files that are neither a container of known files nor being taken in just now.

    Args:
        workspace: The workspace.
        unknown: Files in the archive that the ledger does not know.
        known: The names of those that it knows, by their SHA-256.
    """
    if not unknown:
        return ()
    claims = (path for path in (workspace.inbox / CLAIMED).glob("*/*") if path.is_file())
    explained = known.keys() | {sha256_of(path) for path in claims}
    waiting = {path: _hashes_inside(path) for path in unknown if path.stem not in explained}
    # A container may hold another one.
    while found := [path for path, hashes in waiting.items() if not explained.isdisjoint(hashes)]:
        explained |= {path.stem for path in found}
        waiting = {path: hashes for path, hashes in waiting.items() if path not in found}
    return tuple(waiting)


def _hashes_inside(path: Path) -> set[str]:
    # Hardly any look at the gaps needs what reads mails and archives.
    from hashlib import sha256

    from xlplan.storage.containers import files_inside

    return {sha256(content).hexdigest() for _name, content in files_inside(path)}
