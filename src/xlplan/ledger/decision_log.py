"""The decision log: recorded in the ledger with each decision, then added to a file that is only ever added to.

The ledger is first, so that the file never has a line that the ledger does not know. A file that does has seen a
later ledger than this one.

Where several places work with one ledger, the file at each of them gets every line, also of decisions that were
made elsewhere: when something is decided there, and when the ledger is opened there.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from xlplan.domain.decision_log import (
    NO_ENTRY,
    Actor,
    Decision,
    DecisionKind,
    DecisionRecord,
    LogEntry,
    entry_line,
    line_hash,
    read_entry,
)
from xlplan.domain.quarter import Quarter
from xlplan.ledger.database import Connection, Ledger, marks
from xlplan.ledger.places import known_log_head, record_log_head
from xlplan.ledger.row_hashes import chain_head, record_row_hash
from xlplan.storage.append_log import append_line, last_lines

# The records that come with returns and workbooks. No decision speaks of them.
_OF_NO_DECISION = ("arrivals", "submissions", "reports", "log_entries", "log_heads")


class LogHead(Struct, frozen=True):
    """The last entry of the decision log: its number and the hash of its line. 0 and NO_ENTRY before the first."""

    number: int
    sha256: str


def log_head(connection: Connection) -> LogHead:
    """Return the last entry of the log that the ledger has."""
    row = connection.run("SELECT number, sha256 FROM log_entries ORDER BY number DESC LIMIT 1").fetchone()
    return LogHead(*row) if row else LogHead(0, NO_ENTRY)


def record_decision(connection: Connection, decision: Decision, actor: Actor, at: datetime) -> None:
    """Record the entry of a decision, after its records and in the same transaction.

    Args:
        connection: The ledger, in a write transaction.
        decision: The decision.
        actor: Whoever decides.
        at: The time of the decision.
    """
    head = log_head(connection)
    hashed = connection.value("SELECT max(number) FROM row_hashes") or 0
    entry = LogEntry(
        number=head.number + 1,
        at=at,
        actor=actor,
        workspace=workspace_identity(connection) or "",
        decision=decision,
        row_hashes=_new_row_hashes(connection),
        ledger=chain_head(connection),
        previous=head.sha256,
    )
    line = entry_line(entry)
    row = {
        "number": entry.number,
        "decision": decision.kind.value,
        "line": line,
        "sha256": line_hash(line),
        "row_hash": hashed,
    }
    connection.add("log_entries", row)
    record_row_hash(connection, "log_entries", (entry.number,))


def _new_row_hashes(connection: Connection) -> dict[str, str]:
    """Return the hashes of the records that came since the last entry and that decisions make."""
    known = connection.value("SELECT max(row_hash) FROM log_entries") or 0
    query = (
        'SELECT kind, "key", sha256 FROM row_hashes WHERE number > ? '
        f"AND kind NOT IN ({marks(_OF_NO_DECISION)}) ORDER BY number"
    )
    rows = connection.run(query, (known, *_OF_NO_DECISION)).fetchall()
    return {f"{kind} {key}": sha256 for kind, key, sha256 in rows}


def append_entries(ledger: Ledger, log: Path, actor: Actor, at: datetime) -> None:
    """Add to the file the entries that it does not have yet.

    After a decision that is its entry, and after a crash the entry that the crash kept out. Lines that somebody
    cut from the end are written again, and an entry of its own says so.

    Args:
        ledger: The ledger.
        log: The file.
        actor: Whoever decides.
        at: The time.
    """
    with ledger.write() as connection:
        if connection.place:
            _append_at_place(connection, log, actor, at)
            return
        waiting = _waiting(connection)
        if not waiting:
            return
        there = last_lines(log)
        cut = _cut_lines(connection, there)
        for line in cut.values():
            append_line(log, line, sync=True)
        _record_completion(connection, cut, actor, at)
        for number, line in _waiting(connection).items():
            # A process that was killed after it wrote the line comes here twice.
            if line not in there:
                append_line(log, line, sync=True)
            _record_head(connection, number, line)


def _append_at_place(connection: Connection, log: Path, actor: Actor, at: datetime) -> None:
    """Add to the file at the own place all that it lacks: what was decided here, and elsewhere."""
    last, known = _last_number(last_lines(log)), known_log_head(connection) or 0
    _record_completion(connection, range(last + 1, known + 1), actor, at)
    query = "SELECT number, line FROM log_entries WHERE number > ? ORDER BY number"
    for number, line in connection.run(query, (last,)).fetchall():
        append_line(log, line, sync=True)
        last = number
    if last > known:
        record_log_head(connection, last)
    for number, line in _waiting(connection).items():
        _record_head(connection, number, line)


def _record_completion(connection: Connection, cut: Collection[int], actor: Actor, at: datetime) -> None:
    """Record that lines were written again which somebody had cut from the end of the file."""
    if cut:
        lines = {"lines": [min(cut), max(cut)]}
        record_decision(connection, Decision(DecisionKind.LOG_COMPLETION, after=lines), actor, at)


def _record_head(connection: Connection, number: int, line: str) -> None:
    """Record that a file holds a line."""
    connection.add("log_heads", {"number": number, "sha256": line_hash(line)})
    record_row_hash(connection, "log_heads", (number,))


def _waiting(connection: Connection) -> dict[int, str]:
    """Return the lines, by number, that the file is not known to hold."""
    waiting = "SELECT number, line FROM log_entries WHERE number NOT IN (SELECT number FROM log_heads)"
    return dict(connection.run(f"{waiting} ORDER BY number").fetchall())


def _cut_lines(connection: Connection, there: Sequence[str]) -> dict[int, str]:
    """Return the lines, by number, that the file held once and that are missing at its end.

    Args:
        connection: The ledger.
        there: The last lines of the file.
    """
    last = _last_number(there)
    query = (
        "SELECT log_entries.number, line FROM log_entries JOIN log_heads ON log_heads.number = log_entries.number "
        "WHERE log_entries.number > ? ORDER BY log_entries.number"
    )
    return dict(connection.run(query, (last,)).fetchall())


def _last_number(lines: Sequence[str]) -> int:
    """Return the number of the last entry in lines of the file; 0 where there is none."""
    return next((entry.number for line in reversed(lines) if (entry := read_entry(line))), 0)


def has_waiting_entries(connection: Connection, log: Path) -> bool:
    """Tell if the file may lack an entry that the ledger has."""
    last = connection.value("SELECT max(number) FROM log_entries")
    if connection.place:
        return (last or 0) > min(_last_number(last_lines(log)), known_log_head(connection) or 0)
    return bool(last != connection.value("SELECT max(number) FROM log_heads"))


def recorded_lines(connection: Connection) -> tuple[str, ...]:
    """Return the lines of the log as the ledger has them, oldest first."""
    return tuple(connection.column("SELECT line FROM log_entries ORDER BY number"))


def log_entries(connection: Connection) -> Iterator[LogEntry]:
    """Yield the entries of the log as the ledger has them, oldest first."""
    entries = (read_entry(line) for line in recorded_lines(connection))
    return (entry for entry in entries if entry)


def decision_record(connection: Connection, quarter: Quarter, version: int) -> DecisionRecord:
    """Return the decisions on a quarter, and the adoption of the version of the plan that counts for it.

    Letters are no decisions on it. They stand in the log alone.
    """
    head = log_head(connection)
    entries = tuple(
        entry
        for entry in log_entries(connection)
        if entry.decision.kind is not DecisionKind.LETTER
        and (quarter in entry.quarters or (entry.decision.after.get("version") == version and not entry.quarters))
    )
    return DecisionRecord(entries, workspace_identity(connection) or "", head.number, head.sha256)


def workspace_identity(connection: Connection) -> str | None:
    """Return the identity of the workspace that the ledger belongs to; None where it has no owner yet."""
    identity: str | None = connection.value("SELECT workspace FROM identity")
    return identity


def record_identity(connection: Connection, workspace: str, actor: Actor, at: datetime) -> None:
    """Record whose ledger this is, and begin the decision log."""
    connection.add("identity", {"workspace": workspace, "made_at": at.isoformat()})
    record_row_hash(connection, "identity", (workspace,))
    record_decision(connection, Decision(DecisionKind.BEGINNING), actor, at)
