"""The ownership of a ledger by a workspace, checked before a byte of it changes."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from xlplan.domain.decision_log import LogEntry, read_entry
from xlplan.domain.errors import XlplanError
from xlplan.ledger.move_marks import TABLE as MARKS
from xlplan.ledger.move_marks import MoveMark, MoveState, read_mark
from xlplan.ledger.reading_connection import connect_for_reading
from xlplan.ledger.tables import APPLICATION, VERSION
from xlplan.storage.append_log import last_lines
from xlplan.storage.archive import is_stored
from xlplan.storage.last_backup import restore_command
from xlplan.storage.ledger_address import LedgerAddress, LedgerPlace, read_place, shown_place
from xlplan.storage.ledger_presence import has_received
from xlplan.storage.long_paths import shown_path
from xlplan.storage.settings import toml_text
from xlplan.storage.settings_file import FILE_NAME
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _

_BEGINS = b"SQLite format 3\0"
_APPLICATION_AT, _APPLICATION_SIZE = 68, 4
# Ledgers from before the identity are known by their tables.
_TABLES = {"plans", "issues", "arrivals", "submissions", "entries", "findings"}
# As many files of a ledger without an owner are looked for in the archive.
_SAMPLE = 50


class RecordState(Struct, frozen=True):
    """The statements of a ledger on itself, before it is opened for writing.

    Attributes:
        version: Its version.
        workspace: The identity of its workspace; "" where it has no owner yet.
        entry_count: The number of entries of the decision log that it has.
        last_line: The line of the last of them; "" without one.
        last_receipt: The highest receipt number.
        hashes: The SHA-256 of its latest submissions, by receipt number.
        mark: The mark of a ledger that is not in force; None where it is.
    """

    version: int
    workspace: str
    entry_count: int
    last_line: str
    last_receipt: int
    hashes: dict[int, str]
    mark: MoveMark | None = None


def ledger_exists(place: LedgerPlace) -> bool:
    """Tell if there is something at the place of a ledger: a file, or a ledger in the database.

    Raises:
        XlplanError: The server of the database cannot be reached, or refuses.
    """
    if isinstance(place, Path):
        return place.exists()
    from xlplan.ledger.postgresql_ledger import reading_database, version_in

    with reading_database(place) as connection:
        return bool(version_in(connection))


def read_state(place: LedgerPlace) -> RecordState | None:
    """Return what a ledger says of itself; None where the database cannot tell it. Nothing is written.

    Raises:
        XlplanError: It is no ledger of xlplan, or the server of the database cannot be reached.
        OSError: The file cannot be read.
    """
    return _state_of_file(place) if isinstance(place, Path) else _state_of_database(place)


def _state_of_database(address: LedgerAddress) -> RecordState | None:
    from xlplan.ledger.postgresql_ledger import reading_database, version_in

    with reading_database(address) as connection:
        # What is empty becomes a ledger, and what is another program's is refused, when it is opened.
        version = version_in(connection)
        if version <= 0:
            return None
        is_marked = connection.value(f"SELECT to_regclass('{MARKS}')") is not None
        return _state(connection.run, version, read_mark(connection.run) if is_marked else None)


def _state_of_file(path: Path) -> RecordState | None:
    with path.open("rb") as file:
        head = file.read(100)
    if not head:
        raise XlplanError(
            _(
                "{file} is empty, so it is no ledger of xlplan. If a copy of the ledger is there, put it in its "
                "place; if there never was one, delete the file."
            ).format(file=shown_path(path))
        )
    application = int.from_bytes(head[_APPLICATION_AT : _APPLICATION_AT + _APPLICATION_SIZE])
    if not head.startswith(_BEGINS) or application not in (0, APPLICATION):
        raise _foreign(path)
    # What SQLite cannot tell now, it tells with its reason when the ledger is opened.
    with suppress(sqlite3.Error), closing(connect_for_reading(path)) as ledger:
        tables = {name for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables >= _TABLES:
            raise _foreign(path)
        version = ledger.execute("PRAGMA user_version").fetchone()[0]
        mark = read_mark(ledger.execute) if MARKS in tables else None
        return _state(ledger.execute, version, mark, has_owner="identity" in tables)
    return None


def _state(ask: Callable[..., Any], version: int, mark: MoveMark | None, has_owner: bool = True) -> RecordState:
    latest = f"SELECT number, sha256 FROM submissions ORDER BY number DESC LIMIT {_SAMPLE}"
    hashes = dict(ask(latest).fetchall())
    owner, entry = None, None
    if has_owner:
        owner = ask("SELECT workspace FROM identity").fetchone()
        entry = ask("SELECT number, line FROM log_entries ORDER BY number DESC LIMIT 1").fetchone()
    number, line = entry or (0, "")
    return RecordState(version, owner[0] if owner else "", number, line, max(hashes, default=0), hashes, mark)


def _foreign(path: Path) -> XlplanError:
    return XlplanError(
        _(
            "{file} is a file of another program, not a ledger of xlplan; nothing in it was changed. Name the "
            "ledger of this workspace in {settings}; if that lay here and was damaged, bring it back: {command}."
        ).format(file=shown_path(path), settings=FILE_NAME, command=restore_command(path.parent))
    )


def identity_of(workspace: Workspace) -> str:
    """Return the identity of a workspace: by its settings, else by its decision log; "" where it has none yet."""
    if workspace.settings.workspace:
        return workspace.settings.workspace
    last = _last_entry(last_lines(workspace.decision_log))
    return last.workspace if last else ""


def require_own(workspace: Workspace) -> MoveMark | None:
    """Refuse a ledger of another workspace, and an older state of the workspace's own. Nothing is written.

    Returns:
        The mark that a move left which was killed; None where the ledger has none.

    Raises:
        XlplanError: The ledger is one of these, or no ledger. The sentence names the way out.
    """
    # The logs are read first: another process may add to the ledger, and then to them, at any moment.
    decisions, answers = last_lines(workspace.decision_log), last_lines(workspace.answers)
    state = read_state(workspace.ledger)
    if state is None and not isinstance(workspace.ledger, Path) and has_received(workspace):
        raise XlplanError(
            _(
                "There is no ledger in the database {place}, and files have been received already. Name the right "
                "database in {settings}, bring the ledger back from a backup ({command}), or move it there: "
                "xlplan ledger move."
            ).format(place=workspace.ledger, settings=FILE_NAME, command=restore_command(workspace.root))
        )
    if state is None or state.version > VERSION:
        return None
    if state.mark and state.mark.state is MoveState.GONE:
        _require_unfinished(workspace, state, state.mark)
    if state.workspace:
        _require_same(workspace, state)
    elif state.hashes and not any(is_stored(workspace.archive, each) for each in state.hashes.values()):
        raise XlplanError(
            _(
                "The ledger {file} does not belong to this workspace: the archive {archive} has none of the files "
                "that it received last. Name this workspace's own ledger in {settings}, or put the archive back."
            ).format(file=shown_place(workspace.ledger), archive=shown_path(workspace.archive), settings=FILE_NAME)
        )
    _require_newest(workspace, state, _last_entry(decisions))
    _require_receipts(workspace, state, answers)
    return state.mark


def _require_unfinished(workspace: Workspace, state: RecordState, mark: MoveMark) -> None:
    """Refuse a ledger that was moved away. One whose move was killed before its end is in force still."""
    copy = None
    # Where the other place cannot be looked at, nobody knows that it is not in use.
    with suppress(XlplanError, OSError):
        other = read_place(workspace.root, mark.place)
        copy = read_state(other) if ledger_exists(other) else None
    is_unused = copy is not None and copy.mark is not None and copy.mark.state is MoveState.ARRIVING
    if copy is None or not is_unused or copy.workspace != state.workspace:
        raise XlplanError(
            _(
                "The ledger {file} was moved to {place} on {day} and is kept as it was then. Write in {settings}: "
                "{line}. To move it back, name a new file or an empty database: xlplan ledger move."
            ).format(
                file=shown_place(workspace.ledger),
                place=mark.place,
                day=f"{mark.at:%d.%m.%Y}",
                settings=FILE_NAME,
                line=f"ledger = {toml_text(mark.place)}",
            )
        )


def _require_same(workspace: Workspace, state: RecordState) -> None:
    own = identity_of(workspace)
    if own == state.workspace:
        return
    if not own:
        raise XlplanError(
            _(
                "The ledger {file} belongs to a workspace ({theirs}), and this one does not say that it is it. "
                "Name this workspace's own ledger in {settings}; if it is this one's, write there: "
                "workspace = '{theirs}'"
            ).format(file=shown_place(workspace.ledger), theirs=state.workspace, settings=FILE_NAME)
        )
    raise XlplanError(
        _(
            "The ledger {file} belongs to another workspace ({theirs}; this one is {own}); nothing in it was "
            "changed. Name this workspace's own ledger in {settings}."
        ).format(file=shown_place(workspace.ledger), theirs=state.workspace, own=own, settings=FILE_NAME)
    )


def _last_entry(lines: Sequence[str]) -> LogEntry | None:
    return next((entry for line in reversed(lines) if (entry := read_entry(line))), None)


def _require_newest(workspace: Workspace, state: RecordState, last: LogEntry | None) -> None:
    """Refuse a ledger that lacks a decision of the log, or whose last decision is another one."""
    if last is None or last.number < state.entry_count:
        return
    names = {"file": shown_place(workspace.ledger), "log": shown_path(workspace.decision_log)}
    if last.number > state.entry_count:
        raise XlplanError(
            _(
                "The ledger {file} is older than the decision log {log}: it ends with decision {known}, the log "
                "with decision {seen} of {day}. Put back the latest ledger, or the latest backup: {command}."
            ).format(
                **names,
                known=state.entry_count,
                seen=last.number,
                day=f"{last.at:%d.%m.%Y %H:%M}",
                command=restore_command(workspace.root),
            )
        )
    known = read_entry(state.last_line)
    # A line that somebody changed by hand still names the state of the ledger at its time; `verify` finds it.
    if known and known.ledger != last.ledger:
        raise XlplanError(
            _(
                "The ledger {file} and the decision log {log} are of two copies of this workspace: decision "
                "{number} is another one in each. Put back the ledger that belongs to this archive."
            ).format(**names, number=last.number)
        )


def _require_receipts(workspace: Workspace, state: RecordState, answers: Sequence[str]) -> None:
    """Refuse a ledger that would give the numbers of receipts a second time."""
    for line in reversed(answers):
        number, sha256 = _receipt(line)
        if number > state.last_receipt or state.hashes.get(number, sha256) != sha256:
            raise XlplanError(
                _(
                    "The ledger {file} is older than the answers in {log}: there, receipt {number} was given, and "
                    "the ledger does not know it. Put back the latest ledger, or the latest backup: {command}."
                ).format(
                    file=shown_place(workspace.ledger),
                    log=shown_path(workspace.answers),
                    number=number,
                    command=restore_command(workspace.root),
                )
            )


def _receipt(line: str) -> tuple[int, str]:
    """Return the number and the SHA-256 in a line of the log of answers; 0 and "" where it has none."""
    try:
        values = json.loads(line)
        return int(values["receipt"]), str(values["sha256"])
    except (ValueError, KeyError, TypeError):
        return 0, ""
