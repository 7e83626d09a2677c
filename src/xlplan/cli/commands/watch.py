"""The command `watch`: its options, and the signals that end it."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from xlplan.cli.app import (
    TranslatedOption,
    clock_of,
    finish_start,
    listed_command,
    workspace_of,
)
from xlplan.cli.commands.fetch import IntervalType
from xlplan.cli.reading_options import parser_choice, reading_options
from xlplan.text.translation import N_, _

if TYPE_CHECKING:
    from xlplan.cli.output.console_listener import ConsoleListener
    from xlplan.sandbox.parsers import ParserChoice
    from xlplan.storage.workspace import Workspace


@listed_command("watch")
@click.option(
    "--polling",
    is_flag=True,
    cls=TranslatedOption,
    help=N_("Look at the folder every second instead of waiting for its events: for network shares."),
)
@click.option(
    "--answer",
    "is_answering",
    is_flag=True,
    cls=TranslatedOption,
    help=N_("Send each answer back by itself: its receipt, and the marked file where it is to correct."),
)
@click.option(
    "--fetch",
    "fetch_seconds",
    type=IntervalType(),
    cls=TranslatedOption,
    help=N_("Fetch mail at this interval too, such as 5m; the mailbox stands in xlplan.toml."),
)
@reading_options
@click.pass_context
def watch(
    ctx: click.Context,
    polling: bool,
    is_answering: bool,
    fetch_seconds: float | None,
    workers: int | None,
    scheduler: str,
) -> None:
    """Watch the inbox until stopped."""
    workspace, choice = workspace_of(ctx), parser_choice(workers, scheduler)
    run_watch(workspace, clock_of(workspace), polling, fetch_seconds, is_answering, choice)


def run_watch(
    workspace: "Workspace",
    now: Callable[[], datetime],
    polling: bool,
    fetch_seconds: float | None = None,
    is_answering: bool = False,
    choice: "ParserChoice | None" = None,
) -> None:
    """Watch until Ctrl+C or a termination signal. A terminal gets the live view, anything else gets lines."""
    from xlplan.cli.crash_report import log_file, start_watch_log
    from xlplan.cli.output.console_listener import ConsoleListener, log
    from xlplan.sandbox.parsers import THIS_COMPUTER
    from xlplan.storage.long_paths import shown_path
    from xlplan.workflows.watcher import watch as watch_inbox

    listener = ConsoleListener(workspace, now)
    with _signals(listener.stop):
        # This comes before the first line of the log, because a watcher writes only within its workspace.
        start_watch_log(log_file(workspace.log))
        log.info(_("Watching {folder}.").format(folder=shown_path(workspace.inbox)))
        with ExitStack() as beside:
            if sys.stdout.isatty():
                # A service has no terminal, and no need of the library that draws on one.
                from xlplan.cli.output.live import live_display

                listener.screen = beside.enter_context(live_display(workspace, now))
            else:
                click.echo(_("Watching {folder}. Stop with Ctrl+C.").format(folder=shown_path(workspace.inbox)))
            if fetch_seconds:
                beside.enter_context(_fetching(workspace, now, listener, fetch_seconds))
            finish_start()
            watch_inbox(workspace, now, listener, polling, is_answering, choice or THIS_COMPUTER)
        log.info(_("Stopped. What arrives now waits in the inbox."))
        click.echo(_("Stopped. What arrives now waits in the inbox."))


def _fetching(
    workspace: "Workspace", now: Callable[[], datetime], listener: "ConsoleListener", seconds: float
) -> AbstractContextManager[None]:
    """Return the fetching beside the watch. What it needs is said before the watch begins."""
    from xlplan.services.mail.fetch import require_mailbox
    from xlplan.workflows.fetching import fetching

    require_mailbox(workspace)
    return fetching(workspace, now, listener, listener.stop, seconds)


@contextmanager
def _signals(stop: threading.Event) -> Iterator[None]:
    """End the watch after the file in hand at the first signal, and at once at the second one."""
    # The import would slow every command down.
    import signal

    previous = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def end(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, previous[signal.Signals(number)])

    for number in previous:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
