"""The proof of the ledger: SQLite's own checks, the hash of every record, and the decision log beside it."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from msgspec import Struct, field

from xlplan.domain.decision_log import NO_ENTRY, LogEntry, line_hash, read_entry
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.record_kinds import (
    HASHES_BROKEN,
    LEDGER_DAMAGED,
    LOG_BROKEN,
    LOG_CUT,
    LOG_DISAGREES,
    LOG_LINE_ADDED,
    LOG_LINE_CHANGED,
    LOG_LINE_MISSING,
    LOG_LINE_MOVED,
    RECORD_ADDED,
    RECORD_CHANGED,
    RECORD_MISSING,
)
from xlplan.ledger.database import Connection
from xlplan.ledger.decision_log import recorded_lines
from xlplan.ledger.row_hashes import (
    KINDS,
    chain_hash,
    key_text,
    keys_with_later_values,
    record_hash,
    recorded_keys,
    rows_of_record,
)

# SQLite may name thousands of faults of one damaged page.
_MOST_FAULTS = 20


def check_database(connection: Connection) -> Iterator[Finding]:
    """Yield what SQLite itself finds wrong: damaged pages, rows without the row that they refer to.

    A PostgreSQL looks at its pages itself, whenever it reads one, and takes no row without the one it refers to.
    """
    if not connection.is_file:
        return
    faults = connection.column(f"PRAGMA integrity_check({_MOST_FAULTS})")
    yield from (LEDGER_DAMAGED.at(problem=fault) for fault in faults if fault != "ok")
    lost = connection.run("PRAGMA foreign_key_check").fetchall()
    for table, row, parent, _number in lost[:_MOST_FAULTS]:
        yield LEDGER_DAMAGED.at(problem=f"{table} {row} → {parent}")


class _HashedRecords(Struct):
    """The records that have a hash: their keys by kind, their hashes, and the links of the chain."""

    keys: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    hashes: dict[str, str] = field(default_factory=dict)
    links: set[str] = field(default_factory=lambda: {""})


def check_records(connection: Connection, advance: Callable[[str], None]) -> Iterator[Finding]:
    """Yield each record that is not as it was recorded, and each that xlplan did not record.

    Args:
        connection: The ledger.
        advance: It is called with the key of each record that was proved.
    """
    hashed = _HashedRecords()
    yield from _changed_records(connection, hashed, advance)
    for name, kind in KINDS.items():
        for key in recorded_keys(connection, kind):
            if key_text(key) not in hashed.keys[name]:
                yield RECORD_ADDED.at(key=key_text(key), table=name)
    yield from _disagreements(connection, hashed)


class _Link(NamedTuple):
    """A row of the hashes."""

    number: int
    version: int
    kind: str
    key: str
    sha256: str
    chain: str


_LINKS = 'SELECT number, version, kind, "key", sha256, chain FROM row_hashes ORDER BY number'


def _changed_records(
    connection: Connection, hashed: _HashedRecords, advance: Callable[[str], None]
) -> Iterator[Finding]:
    previous, is_whole = "", True

    @cache
    def changed_since(kind: str, version: int) -> frozenset[str]:
        return keys_with_later_values(connection, kind, version)

    for row in connection.run(_LINKS).fetchall():
        link = _Link(*row)
        if is_whole and link.chain != chain_hash(previous, link.kind, link.key, link.sha256):
            # Every later link differs as well.
            is_whole = False
            yield HASHES_BROKEN.at(number=link.number)
        previous = link.chain
        hashed.links.add(link.chain)
        if link.kind not in KINDS:
            continue
        hashed.keys[link.kind].add(link.key)
        hashed.hashes[f"{link.kind} {link.key}"] = link.sha256
        key = tuple(link.key.split("/", len(KINDS[link.kind].key) - 1))
        rows = rows_of_record(connection, link.kind, key, link.version)
        if not rows[0]:
            yield RECORD_MISSING.at(key=link.key, table=link.kind)
        elif record_hash(rows) != link.sha256 or link.key in changed_since(link.kind, link.version):
            yield RECORD_CHANGED.at(key=link.key, table=link.kind)
        advance(link.key)


def _disagreements(connection: Connection, hashed: _HashedRecords) -> Iterator[Finding]:
    """Yield the entries of the log that name another hash than the ledger, or a state that it never had."""
    for entry in _entries(recorded_lines(connection)):
        for key, sha256 in entry.row_hashes.items():
            if hashed.hashes.get(key) != sha256:
                yield LOG_DISAGREES.at(number=entry.number, key=key)
        if entry.ledger not in hashed.links:
            yield LOG_DISAGREES.at(number=entry.number, key="row_hashes")


def _entries(lines: Sequence[str]) -> Iterator[LogEntry]:
    return (entry for line in lines if (entry := read_entry(line)))


def check_log(recorded: Sequence[str], lines: Sequence[str], known_head: int | None = None) -> Iterator[Finding]:
    """Yield what differs between the decision log in its file and in the ledger.

    Args:
        recorded: The lines that the ledger has.
        lines: The lines of the file.
        known_head: The last line that the file is known to have held, where it gets later ones when the ledger is
            opened there; None where the file has every line at once.
    """
    yield from _broken_chain(recorded)
    if known_head is not None:
        recorded = recorded[: max(known_head, len(lines))]
    numbers = {line: number for number, line in enumerate(recorded, 1)}
    present, changed, highest = set(lines), set(), 0
    for position, line in enumerate(lines, 1):
        number = numbers.get(line, 0)
        if number:
            if number <= highest:
                yield LOG_LINE_MOVED.at(line=position, number=number)
            highest = max(highest, number)
        elif position <= len(recorded) and recorded[position - 1] not in present:
            changed.add(position)
            yield LOG_LINE_CHANGED.at(line=position, number=position)
        else:
            yield LOG_LINE_ADDED.at(line=position)
    missing = [number for line, number in numbers.items() if line not in present and number not in changed]
    end = len(recorded)
    while missing and missing[-1] == end:
        end = missing.pop() - 1
    if end < len(recorded):
        yield LOG_CUT.at(seen=end, known=len(recorded))
    for number in missing:
        yield LOG_LINE_MISSING.at(number=number)


def _broken_chain(recorded: Sequence[str]) -> Iterator[Finding]:
    """Yield the entries that do not follow from the one before, in the ledger itself."""
    previous = NO_ENTRY
    for number, line in enumerate(recorded, 1):
        entry = read_entry(line)
        if entry is None or entry.number != number or entry.previous != previous:
            yield LOG_BROKEN.at(number=number)
        previous = line_hash(line)
