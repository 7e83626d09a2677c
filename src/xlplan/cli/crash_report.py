"""Reports of faults of xlplan itself: a trace in a log, and one sentence for the user."""

import logging
import os
import platform
import traceback
from contextlib import suppress
from datetime import datetime
from errno import ELOOP
from io import TextIOWrapper
from pathlib import Path

import click

from xlplan import __version__
from xlplan.domain.errors import XlplanError
from xlplan.domain.personal_data import hide_personal_data
from xlplan.storage.atomic import ensure_folder, is_link, open_itself
from xlplan.storage.long_paths import shown_path
from xlplan.text.translation import _, language

_LARGEST_LOG = 1_000_000
_OLD_LOGS = 5


def log_file(of_workspace: Path | None = None) -> Path:
    """Return the log for the faults of a command: that of its workspace, or else one in the user's own folder.

    A link is not written through: it may lead to a file of another user or of another program.
    """
    if of_workspace is not None and not is_link(of_workspace):
        return of_workspace
    # The import is slow, and hardly any command needs it.
    from platformdirs import user_log_path

    return user_log_path("xlplan", appauthor=False) / "xlplan.log"


def _open_log(path: Path) -> TextIOWrapper:
    """Open a log to append to it.

    Raises:
        OSError: It cannot be opened, or a link stands in its place.
    """
    if is_link(path):
        raise OSError(ELOOP, os.strerror(ELOOP), str(path))
    ensure_folder(path.parent)
    # On POSIX the system itself refuses a link that comes in between.
    return open(path, "a", encoding="utf-8", opener=open_itself)


class _QuietHandler(logging.FileHandler):
    """A log that gives up silently when the disk is full, instead of writing to the screen."""

    def _open(self) -> TextIOWrapper:
        return _open_log(Path(self.baseFilename))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the name is the library's
        """Ignore the failure."""
        pass


class _Formatter(logging.Formatter):
    """A form of log entries without personal data: an error of a library may quote what it was reading."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of an entry, with its trace."""
        return hide_personal_data(super().format(record))


def start_crash_log(path: Path) -> None:
    """Log faults that cost one file to a log, and not to the screen."""
    handler = _QuietHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(_Formatter("%(asctime)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.ERROR, handlers=[handler])


def start_watch_log(path: Path) -> None:
    """Log everything from now on, also normal work, to a file that starts again at 1 MB."""
    # The import is slow, and only a watcher needs it.
    from logging.handlers import RotatingFileHandler

    class _QuietRotatingHandler(_QuietHandler, RotatingFileHandler):
        """The same log, which starts again where it grows too large."""

    handler = _QuietRotatingHandler(
        path, maxBytes=_LARGEST_LOG, backupCount=_OLD_LOGS, encoding="utf-8", delay=True
    )
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("xlplan").setLevel(logging.INFO)


def crash_text(bug: BaseException) -> str:
    """Return the trace of a bug, with the versions that belong to it."""
    versions = f"xlplan {__version__}, Python {platform.python_version()}, {platform.platform()}, {language()}"
    return hide_personal_data(f"{versions}\n{''.join(traceback.format_exception(bug))}")


def crash_message(bug: BaseException, log: Path) -> str:
    """Return the sentence about a bug whose trace is in a log."""
    return _(
        "xlplan has a fault: {problem}. Nothing that arrived is lost. "
        "Please send the file {log} to whoever set it up."
    ).format(problem=hide_personal_data(repr(bug)), log=shown_path(log))


def report_failure(problem: Exception, of_workspace: Path | None = None) -> None:
    """Print the sentence about the failure of a command. What a person cannot put right goes to the log as well.

    Args:
        problem: The failure.
        of_workspace: The log of the workspace. None if the command has none.
    """
    if isinstance(problem, XlplanError):
        click.echo(str(problem), err=True)
        return
    # The import is slow, and hardly any command fails this way.
    from xlplan.workflows.failures import failure_message

    message, path = failure_message(problem), _log_crash(problem, of_workspace)
    again = _("Then run the command again.")
    click.echo(f"{message} {again}" if message else crash_message(problem, path), err=True)


def _log_crash(problem: Exception, of_workspace: Path | None) -> Path:
    """Write the trace of a problem to a log, and return its path: another one if the first takes nothing."""
    text = f"{datetime.now().astimezone().isoformat()} {crash_text(problem)}\n"
    path = log_file(of_workspace)
    for each in (path, log_file()):
        # A full disk must not hide the problem itself.
        with suppress(OSError), _open_log(each) as log:
            log.write(text)
            return each
    return path
