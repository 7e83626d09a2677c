"""What stops a round and is no fault of xlplan: a full disk, a ledger that is held; in a sentence."""

import sqlite3
from collections.abc import Iterator
from errno import EROFS

from xlplan.domain.errors import XlplanError
from xlplan.services.intake.results import FailedFile
from xlplan.storage.atomic import DISK_FULL
from xlplan.text.translation import _


def failure_message(problem: BaseException) -> str | None:
    """What a person is told of it, and what to do; None for a fault of xlplan itself."""
    causes = list(_causes(problem))
    if any(_is_disk_full(each) for each in causes):
        return _(
            "The disk is full or takes nothing more. Nothing is lost: what came waits, and is dealt with as soon "
            "as there is room. Free some space."
        )
    if any(isinstance(each, OSError) and each.errno == EROFS for each in causes):
        return _("The disk can only be read. Nothing is lost: what came waits. Make the disk writable again.")
    if any(_is_ledger_held(each) for each in causes):
        return _(
            "Another program holds the ledger. Nothing is lost: what came waits, and the ledger is tried again. "
            "Close the program that has it open."
        )
    if isinstance(problem, XlplanError):
        return str(problem)
    if isinstance(problem, OSError):
        return _("The system refuses: {problem}. It is tried again.").format(problem=problem)
    return None


def failed_file_message(failed: FailedFile) -> str:
    """What a person is told of one file that could not be dealt with."""
    return _("{file} could not be dealt with: {problem}. It is kept in inbox/.claimed and tried again.").format(
        file=failed.file, problem=str(failed.problem) or repr(failed.problem)
    )


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    """The problem and what led to it; SQLAlchemy keeps the driver's own beside its wrapper."""
    while problem is not None:
        yield problem
        original = getattr(problem, "orig", None)
        if isinstance(original, BaseException):
            yield original
        problem = problem.__cause__


def _is_disk_full(problem: BaseException) -> bool:
    if isinstance(problem, OSError):
        return problem.errno in DISK_FULL and problem.errno != EROFS
    # Where the disk has no room for its shared memory, SQLite speaks of an error of the disk.
    return isinstance(problem, sqlite3.Error) and _sqlite_code(problem) in (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
    )


def _is_ledger_held(problem: BaseException) -> bool:
    return isinstance(problem, sqlite3.Error) and _sqlite_code(problem) in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )


def _sqlite_code(problem: sqlite3.Error) -> int:
    """SQLite's own code; the last byte of it is the kind."""
    return getattr(problem, "sqlite_errorcode", 0) & 0xFF
