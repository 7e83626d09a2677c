"""Reports of faults of xlplan itself: a trace in a log, and one sentence for the user."""

import logging
import platform
import tempfile
import traceback
from contextlib import suppress
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

import click

from xlplan import __version__
from xlplan.text.translation import _, language

_LARGEST_LOG = 1_000_000
_OLD_LOGS = 5


def _crash_log() -> Path:
    return Path(tempfile.gettempdir()) / "xlplan-error.log"


class _QuietHandler(RotatingFileHandler):
    """A log that gives up silently when the disk is full, instead of writing to the screen."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the name is the library's
        """Ignore the failure."""
        pass


def start_crash_log() -> None:
    """Log faults that cost one file to the log of crashes, and not to the screen."""
    handler = logging.FileHandler(_crash_log(), encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.ERROR, handlers=[handler])


def start_watch_log(path: Path) -> None:
    """Log everything from now on, also normal work, to a file that starts again at 1 MB."""
    handler = _QuietHandler(path, maxBytes=_LARGEST_LOG, backupCount=_OLD_LOGS, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("xlplan").setLevel(logging.INFO)


def crash_text(bug: BaseException) -> str:
    """Return the trace of a bug, with the versions that belong to it."""
    versions = f"xlplan {__version__}, Python {platform.python_version()}, {platform.platform()}, {language()}"
    return f"{versions}\n{''.join(traceback.format_exception(bug))}"


def crash_message(bug: BaseException, log: Path) -> str:
    """Return the sentence about a bug whose trace is in a log."""
    return _(
        "xlplan has a fault: {problem}. Nothing that arrived is lost. "
        "Please send the file {log} to whoever set it up."
    ).format(problem=repr(bug), log=log)


def report_crash(bug: BaseException) -> None:
    """Write the trace of a bug to the log of crashes, and print a sentence about it."""
    path = _crash_log()
    # A full disk must not hide the fault itself.
    with suppress(OSError), path.open("a", encoding="utf-8") as log:
        log.write(f"{datetime.now().astimezone().isoformat()} {crash_text(bug)}\n")
    click.echo(crash_message(bug, path), err=True)
