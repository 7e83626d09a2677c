"""Watching the inbox: folder events only wake a scan; the scan is the truth."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from xlplan.edges.round import Round, deal_with_inbox
from xlplan.errors import XlplanError
from xlplan.files import inbox
from xlplan.steps.intake.answer import Answered
from xlplan.texts import _
from xlplan.workspace import Workspace

_RETRY_SECONDS = 10.0


def watch(
    workspace: Workspace,
    now: Callable[[], datetime],
    stop: threading.Event,
    polling: bool,
    tell: Callable[[Answered], None],
    report: Callable[[Round], None],
    complain: Callable[[BaseException], None],
) -> None:
    """Keeps dealing with the inbox until `stop` is set; nothing that goes wrong in a round ends it.

    `tell` hears of each file answered, `report` of each round that did something, `complain` of each failure.
    """
    woken = threading.Event()
    with _events(workspace, woken, polling):
        while not stop.is_set():
            woken.clear()
            _wait(woken, stop, _one_round(workspace, now, stop, tell, report, complain))


def _one_round(
    workspace: Workspace,
    now: Callable[[], datetime],
    stop: threading.Event,
    tell: Callable[[Answered], None],
    report: Callable[[Round], None],
    complain: Callable[[BaseException], None],
) -> float:
    """How many seconds the next round may wait if nothing wakes it."""
    settings = workspace.settings
    try:
        done = deal_with_inbox(workspace, now, lambda seconds: _pause(stop, seconds), (), tell)
    except Exception as problem:  # the watcher outlives whatever one round hits
        complain(problem)
        return min(_RETRY_SECONDS, settings.rescan_seconds)
    if done.did_something:
        report(done)
    # What is still being copied is looked at again soon; so is a folder, in which nothing wakes us, and a workbook
    # that waits for its name.
    soon = done.taken.waiting or inbox.folders(workspace.inbox) or done.held
    return settings.quiet_seconds if soon else settings.rescan_seconds


def _pause(stop: threading.Event, seconds: float) -> None:
    stop.wait(seconds)


def _wait(woken: threading.Event, stop: threading.Event, seconds: float) -> None:
    """Until an event, the time or the stop; in short waits, for a signal must get through on Windows."""
    step = 0.25
    waited = 0.0
    while waited < seconds and not stop.is_set() and not woken.wait(step):
        waited += step


class _Wake(FileSystemEventHandler):
    """Sets an event for anything that comes into the inbox; what we do there ourselves wakes nobody."""

    def __init__(self, woken: threading.Event) -> None:
        self._woken = woken

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Wakes the scan; which file it was is the scan's to find out."""
        # A claim makes a folder and takes a file away, both of which change the inbox itself.
        ours = inbox.CLAIMED in str(event.src_path) or (event.is_directory and event.event_type == "modified")
        if not ours and event.event_type in ("created", "modified", "moved", "closed"):
            self._woken.set()


@contextmanager
def _events(workspace: Workspace, woken: threading.Event, polling: bool) -> Iterator[None]:
    observer: BaseObserver = PollingObserver(timeout=1) if polling else Observer()
    # Not the folders in it: each claim makes one, for a moment only.
    observer.schedule(_Wake(woken), str(workspace.inbox), recursive=False)
    try:
        observer.start()
    except OSError as problem:
        raise XlplanError(
            _("The folder {folder} cannot be watched: {problem}. Make it again, or try --polling.").format(
                folder=workspace.inbox, problem=problem
            )
        ) from None
    try:
        yield
    finally:
        observer.stop()
        observer.join()
