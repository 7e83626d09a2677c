"""Sentences for failures that are no fault of xlplan, such as a full disk or a locked ledger."""

import sqlite3
from collections.abc import Iterator
from errno import EROFS

from xlplan.domain.errors import XlplanError
from xlplan.services.intake.results import FailedFile
from xlplan.storage.atomic import DISK_FULL
from xlplan.text.translation import _


def failure_message(problem: BaseException) -> str | None:
    """Return the sentence about a failure, with the remedy. None for a fault of xlplan itself."""
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
    """Return the sentence about one file that could not be processed."""
    return _("{file} could not be dealt with: {problem}. It is kept in inbox/.claimed and tried again.").format(
        file=failed.file, problem=str(failed.problem) or repr(failed.problem)
    )


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    """Yield a problem and its causes. SQLAlchemy keeps the error of the driver beside its own."""
    while problem is not None:
        yield problem
        original = getattr(problem, "orig", None)
        if isinstance(original, BaseException):
            yield original
        problem = problem.__cause__


def _is_disk_full(problem: BaseException) -> bool:
    if isinstance(problem, OSError):
        return problem.errno in DISK_FULL and problem.errno != EROFS
    # SQLite reports a disk error if there is no room for its shared memory.
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
    """Return the primary result code of SQLite, which is the last byte of its extended code."""
    return getattr(problem, "sqlite_errorcode", 0) & 0xFF
