"""The proof of the archive: the bytes of each file against its name, and the names against the ledger."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.record_kinds import (
    ARCHIVED_FILE_CHANGED,
    ARCHIVED_FILE_MISSING,
    ARCHIVED_FILE_UNKNOWN,
    ARCHIVED_FILE_UNREADABLE,
)
from xlplan.ledger.archive_gaps import LackingFiles, unexplained_files
from xlplan.storage.archive import sha256_of
from xlplan.storage.workspace import Workspace

# Reading a file and hashing it leave the other thread free.
_THREADS = 2
_NAME = re.compile(r"[0-9a-f]{64}")


def check_archive(
    workspace: Workspace, files: Collection[Path], known: Mapping[str, str], advance: Callable[[str], None]
) -> Iterator[Finding]:
    """Yield what is wrong with the files in the archive, and with those that it knows nothing of.

    Args:
        workspace: The workspace.
        files: The files in the archive, listed before `known` was read.
        known: The names of the files that it should have, by their SHA-256.
        advance: It is called with the name of each file that was read.
    """
    unknown = []
    with ThreadPoolExecutor(_THREADS) as threads:
        for path, (seen, problem) in zip(files, threads.map(_hash, files), strict=True):
            advance(path.name)
            if problem:
                yield ARCHIVED_FILE_UNREADABLE.at(Location(workspace.place(path)), problem=problem)
            elif seen != path.stem and _NAME.fullmatch(path.stem):
                yield ARCHIVED_FILE_CHANGED.at(Location(workspace.place(path)), seen=seen)
            elif seen not in known or seen != path.stem:
                unknown.append(path)
    for path in unexplained_files(workspace, unknown, known):
        yield ARCHIVED_FILE_UNKNOWN.at(Location(workspace.place(path)))


def check_lacking(lacking: LackingFiles) -> Iterator[Finding]:
    """Yield the files that the archive should have and lacks."""
    for sha256, name in lacking.missing.items():
        yield ARCHIVED_FILE_MISSING.at(name=name, sha256=sha256)


def _hash(path: Path) -> tuple[str, str]:
    """Return the SHA-256 of a file, and "" or why it cannot be read."""
    try:
        return sha256_of(path), ""
    except OSError as problem:
        return "", problem.strerror or str(problem)
