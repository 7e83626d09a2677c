"""A pass with several child processes side by side, also over so few files that a command would take one."""

import time
from contextlib import ExitStack
from pathlib import Path

from tests.support.centre import Hurried
from xlplan.domain.returned import ReturnContent
from xlplan.sandbox.parsers import FileParsers, ParserPool
from xlplan.services.intake.child_tasks import parse_and_check
from xlplan.services.intake.early_check import CheckedFile
from xlplan.services.intake.inbox_pass import PassResult, finish_pass
from xlplan.services.intake.pass_beginning import PassBeginning
from xlplan.services.intake.results import IntakeListener
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage.inbox import list_files


def process_by(context: OpenWorkspace, workers: int, listener: IntakeListener | None = None) -> PassResult:
    """The pass over the inbox by so many workers."""
    parsers: FileParsers[ReturnContent | CheckedFile]
    with ParserPool[ReturnContent | CheckedFile](parse_and_check, workers) as parsers, ExitStack() as ending:
        parsers.start()
        listing = list_files(Path(context.workspace.inbox))
        beginning = PassBeginning((), listing, time.monotonic(), parsers, ending)
        return finish_pass(context, listener or Hurried(), beginning)
