"""`watch`: signals, and what is shown and logged of the watcher's work."""

import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from xlplan.cli.crash_report import crash_message, crash_text, keep_log_at
from xlplan.cli.output.common import print_answer, print_round
from xlplan.cli.output.live import Live, live
from xlplan.domain.errors import XlplanError
from xlplan.services.intake.results import FailedFile, IntakeResult
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _
from xlplan.workflows.failures import failed_file_message, failure_message
from xlplan.workflows.intake_round import RoundResult
from xlplan.workflows.watcher import WatchListener, watch

log = logging.getLogger("xlplan.watch")


def run_watch(workspace: Workspace, now: Callable[[], datetime], polling: bool) -> None:
    """Watches until Ctrl+C or a termination signal, telling of each file: live on a terminal, else in lines."""
    stop = threading.Event()
    with _signals(stop):
        # Before anything is logged: what a watcher writes, it writes within its workspace.
        keep_log_at(workspace.log)
        log.info(_("Watching {folder}.").format(folder=workspace.inbox))
        if sys.stdout.isatty():
            with live(workspace, now) as shown:
                watch(workspace, now, stop, polling, _hear(workspace, now, shown))
        else:
            click.echo(_("Watching {folder}. Stop with Ctrl+C.").format(folder=workspace.inbox))
            watch(workspace, now, stop, polling, _hear(workspace, now, None))
        log.info(_("Stopped. What arrives now waits in the inbox."))
        click.echo(_("Stopped. What arrives now waits in the inbox."))


@contextmanager
def _signals(stop: threading.Event) -> Iterator[None]:
    """The first signal ends the watch after the file in hand; a second one ends it at once."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def end(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _hear(workspace: Workspace, now: Callable[[], datetime], shown: Live | None) -> WatchListener:
    """What is heard goes to the log, and to the live view or in lines to the terminal."""
    told: set[str] = set()

    def say(line: str, level: int = logging.INFO) -> None:
        log.log(level, line)
        if shown is None:
            click.echo(f"{now():%d.%m.%Y %H:%M} {line}", err=level > logging.INFO)

    def complain(words: str) -> None:
        # The same trouble comes back with every round until somebody ends it.
        if words not in told:
            told.add(words)
            say(f"! {words}", logging.WARNING)
        if shown is not None:
            shown.trouble(words)

    def trouble(problem: BaseException) -> None:
        words = failure_message(problem)
        if words is None:
            words = crash_message(problem, workspace.log)
            if words not in told:
                log.error(crash_text(problem))
        elif not isinstance(problem, XlplanError) and words not in told:
            log.warning(repr(problem))
        complain(words)

    def answered(file: IntakeResult) -> None:
        say(print_answer(workspace, file))
        if shown is not None:
            shown.answered(file)

    def done(round_: RoundResult) -> None:
        if told and not round_.taken.stuck:
            told.clear()
            say(_("It works again."))
        if shown is not None:
            shown.done(round_)
        elif round_.did_something:
            print_round(workspace, round_)
        for report in round_.reports:
            log.info("%s → %s", report.figures.period.quarter, report.path.name)

    def stuck(file: FailedFile) -> None:
        complain(failed_file_message(file))

    begins = shown.begins if shown is not None else lambda _name: None
    return WatchListener(begins, answered, done, trouble, stuck)
