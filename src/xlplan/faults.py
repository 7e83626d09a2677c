"""Faults of xlplan itself: kept with what is needed to mend them, and told in one sentence."""

import logging
import platform
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

import click

from xlplan import __version__
from xlplan.texts import _, language


def _fault_log() -> Path:
    return Path(tempfile.gettempdir()) / "xlplan-error.log"


def keep_log() -> None:
    """What a step logs of a fault that costs one file goes where every fault goes, not onto the screen."""
    handler = logging.FileHandler(_fault_log(), encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.ERROR, handlers=[handler])


def say_fault(bug: BaseException) -> None:
    """Writes a bug's trace where it can be found and sent, and says so."""
    path = _fault_log()
    versions = f"xlplan {__version__}, Python {platform.python_version()}, {platform.platform()}, {language()}"
    text = f"{datetime.now().astimezone().isoformat()} {versions}\n{''.join(traceback.format_exception(bug))}\n"
    with path.open("a", encoding="utf-8") as log:
        log.write(text)
    click.echo(
        _(
            "xlplan has a fault: {problem}. Nothing that arrived is lost. "
            "Please send the file {log} to whoever set it up."
        ).format(problem=repr(bug), log=path),
        err=True,
    )
