"""A ledger that goes from one place to another: copied, proved, marked, and taken over.

The settings say which of two ledgers is in force. A move that is killed at any moment leaves the one that they
name, and the other can record nothing:

1. The copy is made while nobody writes, and has a mark when it is there.
2. The old one gets its mark. From now on nobody can record anything.
3. The settings name the new one.
4. The mark of the new one goes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from xlplan.domain.errors import XlplanError
from xlplan.ledger.database import Connection, Ledger
from xlplan.ledger.move_marks import MoveMark, MoveState, clear_mark, put_mark
from xlplan.ledger.ownership import ledger_exists, read_state
from xlplan.ledger.place import require_place
from xlplan.ledger.sqlite_ledger import create_file, opened_file
from xlplan.ledger.transfer import copy_records, differing_tables
from xlplan.ledger.verification import check_records
from xlplan.storage.atomic import sync_folder, temporary_path
from xlplan.storage.file_lock import FileLock, LockHeldError
from xlplan.storage.ledger_address import LedgerPlace, shown_place
from xlplan.text.translation import _

_ENDINGS = ("", "-wal", "-shm", "-journal")


@contextmanager
def move_lock(lock_base: Path) -> Iterator[None]:
    """Hold the lock of a move: one at a time, and nobody takes a mark for one that was left behind meanwhile.

    Raises:
        XlplanError: Another process moves the ledger just now.
    """
    try:
        with FileLock(lock_base.with_suffix(".move.lock"), timeout=0):
            yield
    except LockHeldError:
        raise XlplanError(_("The ledger is being moved just now. Try again when that is done.")) from None


def copy_ledger_to(
    source: Connection, target: LedgerPlace, identity: str, mark: MoveMark, advance: Callable[[str], None]
) -> None:
    """Copy a ledger to an empty place, prove the copy, and mark it as one that is not in force.

    Args:
        source: The ledger, in a write transaction: nobody else writes.
        target: The empty place, or the marked copy of the same workspace that an earlier move left there.
        identity: The identity of the workspace.
        mark: The mark for the copy.
        advance: It is called with the key of each record of the copy that was proved.

    Raises:
        XlplanError: The place is not empty or will not do, or the copy differs. The ledger is as it was.
    """
    is_leftover = _require_free(target, identity)
    with _empty_ledger(target, is_leftover) as copy:
        copy_records(source, copy)
        _require_same(source, copy, advance)
        put_mark(copy, mark)


def _require_free(target: LedgerPlace, identity: str) -> bool:
    """Refuse a place where something lies. Return whether it is a copy that a killed move of this ledger left."""
    if not ledger_exists(target):
        return False
    state = read_state(target)
    if state and state.workspace == identity and state.mark and state.mark.state is MoveState.ARRIVING:
        return True
    if isinstance(target, Path):
        raise XlplanError(
            _("{file} is there already. Name a new file for the ledger.").format(file=shown_place(target))
        )
    raise XlplanError(
        _("The database of {place} holds a ledger already. Name an empty database.").format(place=target)
    )


def _ignore(_key: str) -> None:
    """Count nothing."""


def _require_same(source: Connection, copy: Connection, advance: Callable[[str], None]) -> None:
    differing = next(differing_tables(source, copy), None)
    # What is wrong in the ledger itself is wrong in the copy as well. `verify` tells it.
    if differing is None and list(check_records(source, _ignore)) != list(check_records(copy, advance)):
        differing = "row_hashes"
    if differing:
        raise XlplanError(
            _("The copy of the table “{table}” differs from the ledger; nothing was changed.").format(
                table=differing
            )
        )


@contextmanager
def _empty_ledger(target: LedgerPlace, is_leftover: bool) -> Iterator[Connection]:
    """Open a transaction in a ledger without records. What is there after it is whole, or nothing is there."""
    if isinstance(target, Path):
        with _empty_file(target) as connection:
            yield connection
        return
    # The imports need libraries of an extra.
    from xlplan.ledger.postgresql_ledger import create_tables, drop_tables, opened_database

    with opened_database(target) as ledger, ledger.write() as connection:
        if is_leftover:
            drop_tables(connection)
        create_tables(connection, target)
        yield connection


@contextmanager
def _empty_file(target: Path) -> Iterator[Connection]:
    require_place(target)
    beside = temporary_path(target.parent, ".db")
    try:
        create_file(beside)
        with opened_file(beside, has_log=False) as ledger, ledger.write() as connection:
            yield connection
        for ending in _ENDINGS[1:]:
            target.with_name(target.name + ending).unlink(missing_ok=True)
        beside.replace(target)
        sync_folder(target.parent)
    finally:
        for ending in _ENDINGS:
            with suppress(OSError):
                beside.with_name(beside.name + ending).unlink()


def mark_as_gone(source: Connection, place: str, at: datetime) -> None:
    """Mark a ledger as moved, in the transaction in which it was copied."""
    put_mark(source, MoveMark(MoveState.GONE, place, at))


def take_over(ledger: Ledger, record: Callable[[Connection], None]) -> None:
    """Take the mark out of a ledger that is in force from now on, and record that in the same transaction."""
    with ledger.write() as connection:
        clear_mark(connection)
        record(connection)
