"""Sentences for failures that are no fault of xlplan, such as a full disk, a held file or a locked ledger."""

import re
import sqlite3
import traceback
from collections.abc import Hashable, Iterator

from xlplan.domain.errors import XlplanError
from xlplan.domain.personal_data import hide_personal_data
from xlplan.services.intake.results import FailedFile
from xlplan.text.translation import _
from xlplan.workflows.database_errors import database_message
from xlplan.workflows.system_errors import ledger_message, system_message

# The parts of a name that are another one each time: those of temporary files.
_VARYING = re.compile(r"\b(?:xlplan-|tmp)[0-9a-z_]{8}\b|\b[0-9a-f]{8,}\b")


def failure_message(problem: BaseException) -> str | None:
    """Return the sentence about a failure, with the remedy. None for a fault of xlplan itself."""
    if isinstance(problem, XlplanError):
        return str(problem)
    for cause in _causes(problem):
        message = None
        if isinstance(cause, OSError):
            message = system_message(cause)
        elif isinstance(cause, sqlite3.Error):
            message = ledger_message(cause)
        else:
            message = database_message(cause)
        if message:
            return message
    return None


def retried_message(message: str) -> str:
    """Return the sentence about a failure of a round, with the promise of the watcher."""
    promise = _("Nothing is lost: what came waits, and it is tried again.")
    return f"{message} {promise}"


def failed_file_message(failed: FailedFile) -> str:
    """Return the sentence about one file that could not be processed."""
    return _("{file} could not be dealt with. {problem} It is kept in inbox/.claimed and tried again.").format(
        file=hide_personal_data(failed.file),
        problem=failure_message(failed.problem) or f"{hide_personal_data(repr(failed.problem))}.",
    )


def failure_key(problem: BaseException) -> Hashable:
    """Return what a failure has in common with the same failure at another time.

    Its words may differ: they may name a temporary file or the address of an object.
    """
    message = failure_message(problem)
    if message is not None:
        return _VARYING.sub("", message)
    return type(problem), *(
        (frame.filename, frame.lineno) for frame in traceback.extract_tb(problem.__traceback__)
    )


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    """Yield a problem and its causes."""
    while problem is not None:
        yield problem
        problem = problem.__cause__
