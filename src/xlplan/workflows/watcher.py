"""The eyes on a folder: they wake whoever waits when something comes, also after the folder was gone."""

import threading
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from xlplan.services.intake.results import FailedFile, IntakeListener
from xlplan.services.open_workspace import open_workspace
from xlplan.storage import inbox
from xlplan.storage.workspace import Workspace
from xlplan.workflows.intake_round import RoundResult, run_intake_round

# In short waits, for a signal must get through on Windows.
_STEP_SECONDS = 0.25


class _WakingHandler(FileSystemEventHandler):
    """Sets an event for anything that comes into the inbox; what we do there ourselves wakes nobody."""

    def __init__(self, woken: threading.Event) -> None:
        self._woken = woken

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Wakes the scan; which file it was is the scan's to find out."""
        # A claim makes a folder and takes a file away, both of which change the inbox itself.
        ours = inbox.CLAIMED in str(event.src_path) or (event.is_directory and event.event_type == "modified")
        if not ours and event.event_type in ("created", "modified", "moved", "closed"):
            self._woken.set()


class FolderObserver:
    """An observer of one folder. Events only wake a scan: where none can be had, the timer does."""

    def __init__(self, folder: Path, polling: bool) -> None:
        self._folder = folder
        self._polling = polling
        self._woken = threading.Event()
        self._observer: BaseObserver | None = None
        self._seen: tuple[int, int] | None = None

    def open(self) -> None:
        """Looks at the folder that is there now, and forgets what has woken so far."""
        self._woken.clear()
        if self._as_it_was():
            return
        self.close()
        self._seen = self._identity()
        if self._seen is None:
            return
        # Where the system watches too many folders already, polling still works; where nothing does, the timer.
        for polling in dict.fromkeys((self._polling, True)):
            with suppress(OSError):
                self._observer = self._started(polling)
                return

    def _started(self, polling: bool) -> BaseObserver:
        observer: BaseObserver = PollingObserver(timeout=1) if polling else Observer()
        # Not the folders in it: each claim makes one, for a moment only.
        observer.schedule(_WakingHandler(self._woken), str(self._folder), recursive=False)
        observer.start()
        return observer

    def wait(self, stop: threading.Event, seconds: float) -> None:
        """Until an event, the time or the stop, or until the folder has gone or come back."""
        waited = 0.0
        while waited < seconds and not stop.is_set() and not self._woken.wait(_STEP_SECONDS):
            waited += _STEP_SECONDS
            if self._identity() != self._seen or not self._watches():
                return

    def close(self) -> None:
        """Looks no more."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
        self._observer = self._seen = None

    def _as_it_was(self) -> bool:
        return self._observer is not None and self._seen == self._identity() and self._watches()

    def _watches(self) -> bool:
        """Whether the threads that read the events live: an observer calls itself alive without them."""
        return self._observer is None or all(emitter.is_alive() for emitter in self._observer.emitters)

    def _identity(self) -> tuple[int, int] | None:
        """Which folder it is; None while there is none. A share that comes back is another one."""
        with suppress(OSError):
            state = self._folder.stat()
            return state.st_dev, state.st_ino
        return None


_RETRY_SECONDS = 10.0
# A trouble that wakes us at once would come back at once.
_PAUSE_SECONDS = 1.0


class WatchListener(IntakeListener):
    """Hears also of the rounds of a watcher, and ends it. This one hears nothing."""

    def __init__(self) -> None:
        self.stop = threading.Event()

    def pause(self, seconds: float) -> None:
        """Wait, but no longer than until the stop."""
        self.stop.wait(seconds)

    def stopped(self) -> bool:
        """Tell if the watch is to end after the files in hand."""
        return self.stop.is_set()

    def file_failed(self, file: FailedFile) -> None:
        """Hear of a file that could not be dealt with. It is tried again in the next round."""

    def round_ended(self, result: RoundResult) -> None:
        """Hear of a round, also of one that had nothing to do."""

    def round_failed(self, problem: BaseException) -> None:
        """Hear what ended a round before its time."""


def watch(workspace: Workspace, now: Callable[[], datetime], listener: WatchListener, polling: bool) -> None:
    """Keeps dealing with the inbox until the listener stops it; nothing that goes wrong in a round ends it."""
    with closing(FolderObserver(workspace.inbox, polling)) as observer:
        while not listener.stopped():
            observer.open()
            observer.wait(listener.stop, _run_round(workspace, now, listener))


def _run_round(workspace: Workspace, now: Callable[[], datetime], listener: WatchListener) -> float:
    """How many seconds the next round may wait if nothing wakes it."""
    settings = workspace.settings
    try:
        # Anew each time: the ledger may be held by another program, moved away or put back between two rounds.
        with open_workspace(workspace, now) as context:
            result = run_intake_round(context, listener)
    except Exception as problem:  # the watcher outlives whatever one round hits
        listener.round_failed(problem)
        listener.pause(_PAUSE_SECONDS)
        return min(_RETRY_SECONDS, settings.rescan_seconds)
    for file in result.intake.failed:
        listener.file_failed(file)
    listener.round_ended(result)
    if result.intake.failed:
        return min(_RETRY_SECONDS, settings.rescan_seconds)
    # What is still being copied is looked at again soon; so is a folder, in which nothing wakes us, and a workbook
    # that waits for its name.
    is_busy = result.intake.waiting or inbox.folders(workspace.inbox) or result.still_held
    return settings.quiet_seconds if is_busy else settings.rescan_seconds
