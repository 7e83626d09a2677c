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
from xlplan.workspace import Workspace


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
            unsettled = _one_round(workspace, now, stop, tell, report, complain)
            # A file that is still being copied is looked at again soon; events of its growth wake us anyway.
            _wait(
                woken, stop, workspace.settings.quiet_seconds if unsettled else workspace.settings.rescan_seconds
            )


def _one_round(
    workspace: Workspace,
    now: Callable[[], datetime],
    stop: threading.Event,
    tell: Callable[[Answered], None],
    report: Callable[[Round], None],
    complain: Callable[[BaseException], None],
) -> bool:
    """Whether files are still waiting to settle."""
    try:
        done = deal_with_inbox(workspace, now, lambda seconds: _pause(stop, seconds), (), tell)
    except XlplanError as problem:
        complain(problem)
        return False
    except Exception as bug:  # the watcher outlives whatever one round hits
        complain(bug)
        return False
    if done.taken.answered or done.reports:
        report(done)
    return bool(done.taken.waiting)


def _pause(stop: threading.Event, seconds: float) -> None:
    stop.wait(seconds)


def _wait(woken: threading.Event, stop: threading.Event, seconds: float) -> None:
    """Until an event, the time or the stop; in short waits, for a signal must get through on Windows."""
    step = 0.25
    waited = 0.0
    while waited < seconds and not stop.is_set() and not woken.wait(step):
        waited += step


class _Wake(FileSystemEventHandler):
    """Sets an event for anything that happens to a file that is not a claim of ours."""

    def __init__(self, woken: threading.Event) -> None:
        self._woken = woken

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Wakes the scan; which file it was is the scan's to find out."""
        if event.event_type in ("created", "modified", "moved", "closed") and inbox.CLAIMED not in str(
            event.src_path
        ):
            self._woken.set()


@contextmanager
def _events(workspace: Workspace, woken: threading.Event, polling: bool) -> Iterator[None]:
    observer: BaseObserver = PollingObserver(timeout=1) if polling else Observer()
    observer.schedule(_Wake(woken), str(workspace.inbox), recursive=True)
    observer.start()
    try:
        yield
    finally:
        observer.stop()
        observer.join()
