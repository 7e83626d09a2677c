"""The proof of the archive: the bytes of each file against its name, and the names against the ledger."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, select

from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.record_kinds import (
    ARCHIVED_FILE_CHANGED,
    ARCHIVED_FILE_MISSING,
    ARCHIVED_FILE_UNKNOWN,
    ARCHIVED_FILE_UNREADABLE,
)
from xlplan.ledger import schema
from xlplan.storage.archive import sha256_of
from xlplan.storage.containers import files_inside
from xlplan.storage.inbox import CLAIMED
from xlplan.storage.workspace import Workspace

# Reading a file and hashing it leave the other thread free.
_THREADS = 2
_NAME = re.compile(r"[0-9a-f]{64}")


def files_in_archive(archive: Path) -> list[Path]:
    """Return the files in the folders of the archive, by name; without those that are being written."""
    folders = sorted(path for path in archive.iterdir() if path.is_dir()) if archive.is_dir() else []
    return [path for folder in folders for path in sorted(folder.iterdir()) if not path.name.startswith(".")]


def files_in_ledger(connection: Connection) -> dict[str, str]:
    """Return the name of every file that the archive should have, by its SHA-256."""
    tables = (schema.arrivals, schema.plans, schema.editions)
    rows = (connection.execute(select(table.c.sha256, table.c.file)) for table in tables)
    return {row.sha256: row.file for result in rows for row in result}


def check_archive(
    workspace: Workspace, files: Collection[Path], known: Mapping[str, str], advance: Callable[[str], None]
) -> Iterator[Finding]:
    """Yield what is wrong with the archive.

    Args:
        workspace: The workspace.
        files: The files in the archive, listed before `known` was read.
        known: The names of the files that it should have, by their SHA-256.
        advance: It is called with the name of each file that was read.
    """
    present, unknown = set(), []
    with ThreadPoolExecutor(_THREADS) as threads:
        for path, (seen, problem) in zip(files, threads.map(_hash, files), strict=True):
            advance(path.name)
            if problem:
                yield ARCHIVED_FILE_UNREADABLE.at(_place(workspace, path), problem=problem)
            elif seen != path.stem and _NAME.fullmatch(path.stem):
                yield ARCHIVED_FILE_CHANGED.at(_place(workspace, path), seen=seen)
            elif seen not in known or seen != path.stem:
                unknown.append(path)
            present.add(path.stem)
    for path in _unexplained(workspace, unknown, known):
        yield ARCHIVED_FILE_UNKNOWN.at(_place(workspace, path))
    for missing in known.keys() - present:
        yield ARCHIVED_FILE_MISSING.at(name=known[missing], sha256=missing)


def _place(workspace: Workspace, path: Path) -> Location:
    return Location(path.relative_to(workspace.root).as_posix())


def _unexplained(workspace: Workspace, unknown: Collection[Path], known: Mapping[str, str]) -> list[Path]:
    """Return the files that are neither a container of known files nor being taken in just now."""
    claims = (path for path in (workspace.inbox / CLAIMED).glob("*/*") if path.is_file())
    explained = known.keys() | {_hash(path)[0] for path in claims}
    waiting = {path: _hashes_inside(path) for path in unknown if path.stem not in explained}
    # A container may hold another one.
    while found := [path for path, hashes in waiting.items() if not explained.isdisjoint(hashes)]:
        explained |= {path.stem for path in found}
        waiting = {path: hashes for path, hashes in waiting.items() if path not in found}
    return list(waiting)


def _hashes_inside(path: Path) -> set[str]:
    return {sha256(content).hexdigest() for _name, content in files_inside(path)}


def _hash(path: Path) -> tuple[str, str]:
    """Return the SHA-256 of a file, and "" or why it cannot be read."""
    try:
        return sha256_of(path), ""
    except OSError as problem:
        return "", problem.strerror or str(problem)
