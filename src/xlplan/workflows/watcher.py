"""The watcher: it observes the inbox and runs a round when something comes, also after the folder was away."""

import threading
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from xlplan.ledger.archive_gaps import ArchiveGaps, archive_gaps
from xlplan.sandbox.parsers import THIS_COMPUTER, ParserChoice
from xlplan.services.intake.results import FailedFile, IntakeListener
from xlplan.services.mail.dispatch import MailResult
from xlplan.services.open_workspace import OpenWorkspace, open_workspace
from xlplan.storage import inbox
from xlplan.storage.atomic import clear_leftovers
from xlplan.storage.publish import Obstacle
from xlplan.storage.temporary import clear_temporary
from xlplan.storage.workspace import Workspace
from xlplan.workflows.answering import Answering
from xlplan.workflows.intake_round import RoundResult, run_intake_round

# Waits are short, because on Windows a signal gets through only between them.
_STEP_SECONDS = 0.25
_LONGEST_END_SECONDS = 5.0


class _WakingHandler(FileSystemEventHandler):
    """A handler that sets an event when something comes into the inbox. Our own changes do not set it."""

    def __init__(self, woken: threading.Event) -> None:
        self._woken = woken

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Wake the scan, which finds out by itself what came."""
        # A claim makes a folder and takes a file away. Both change the inbox itself.
        ours = inbox.CLAIMED in str(event.src_path) or (event.is_directory and event.event_type == "modified")
        if not ours and event.event_type in ("created", "modified", "moved", "closed"):
            self._woken.set()


def _end(observer: BaseObserver) -> None:
    observer.stop()
    observer.join()


class FolderObserver:
    """An observer of one folder. Events only wake a scan; without events the timer does."""

    def __init__(self, folder: Path, polling: bool) -> None:
        self._folder = folder
        self._polling = polling
        self._woken = threading.Event()
        self._observer: BaseObserver | None = None
        self._observed: tuple[int, int] | None = None

    def open(self) -> None:
        """Observe the folder that is there now, and forget earlier events."""
        self._woken.clear()
        if self._is_unchanged():
            return
        self.close()
        self._observed = self._folder_identity()
        if self._observed is None:
            return
        # If the system watches too many folders already, polling still works. If nothing works, the timer remains.
        for polling in dict.fromkeys((self._polling, True)):
            with suppress(OSError):
                self._observer = self._start(polling)
                return

    def _start(self, polling: bool) -> BaseObserver:
        observer: BaseObserver = PollingObserver(timeout=1) if polling else Observer()
        # The folders in the inbox are not observed: each claim makes one for a moment.
        observer.schedule(_WakingHandler(self._woken), str(self._folder), recursive=False)
        observer.start()
        return observer

    def wait(self, stop: threading.Event, seconds: float) -> None:
        """Wait for an event, the end of the time or the stop, or until the folder goes away or comes back."""
        waited = 0.0
        while waited < seconds and not stop.is_set() and not self._woken.wait(_STEP_SECONDS):
            waited += _STEP_SECONDS
            if self._folder_identity() != self._observed or not self._is_alive():
                return

    def close(self) -> None:
        """Stop observing.

        A thread that reads events may hang where its folder has gone. It ends with the program then, and does not
        hold the watcher.
        """
        if self._observer is not None:
            ending = threading.Thread(target=_end, args=(self._observer,), daemon=True)
            ending.start()
            ending.join(_LONGEST_END_SECONDS)
        self._observer = self._observed = None

    def _is_unchanged(self) -> bool:
        return self._observer is not None and self._observed == self._folder_identity() and self._is_alive()

    def _is_alive(self) -> bool:
        """Tell if the threads that read the events are alive. An observer calls itself alive without them."""
        return self._observer is None or all(emitter.is_alive() for emitter in self._observer.emitters)

    def _folder_identity(self) -> tuple[int, int] | None:
        """Return the identity of the folder. None if there is none. A share that comes back is another folder."""
        with suppress(OSError):
            state = self._folder.stat()
            return state.st_dev, state.st_ino
        return None


_RETRY_SECONDS = 10.0
# Wait before retrying: our own change to the folder may have triggered the failure.
_PAUSE_SECONDS = 1.0


class WatchListener(IntakeListener):
    """A listener to the rounds of a watcher, which also ends it. This one hears nothing."""

    def __init__(self) -> None:
        self.stop = threading.Event()

    def pause(self, seconds: float) -> None:
        """Wait, but no longer than until the stop."""
        self.stop.wait(seconds)

    def stopped(self) -> bool:
        """Tell if the watch is to end after the files in hand."""
        return self.stop.is_set()

    def file_failed(self, file: FailedFile) -> None:
        """Hear of a file that could not be processed. The next round tries it again."""

    def round_ended(self, result: RoundResult) -> None:
        """Hear of a round, also of one that had nothing to do."""

    def archive_differs(self, gaps: ArchiveGaps) -> None:
        """Hear of what archive and ledger lack of each other when the watch begins. Often that is nothing."""

    def round_failed(self, problem: BaseException) -> None:
        """Hear of the failure that ended a round."""

    def letters_sent(self, result: MailResult) -> None:
        """Hear of the answers that were sent back after a round, and of those that did not go."""

    def letters_failed(self, problem: BaseException) -> None:
        """Hear of the failure that kept all answers from going."""


def watch(
    workspace: Workspace,
    now: Callable[[], datetime],
    listener: WatchListener,
    polling: bool,
    is_answering: bool = False,
    choice: ParserChoice = THIS_COMPUTER,
) -> None:
    """Process the inbox until the listener stops it. No failure of a round ends the watch.

    What killed processes left in the folders that xlplan writes is cleared first.

    Args:
        workspace: The workspace.
        now: The clock.
        listener: It hears of files, rounds and failures, and ends the watch.
        polling: Look at the folder every second, instead of waiting for the events of the system.
        is_answering: Send each answer back to its unit.
        choice: Who reads the files.
    """
    answering = Answering() if is_answering else None
    clear_leftovers(workspace.written_trees, workspace.written_folders)
    clear_temporary()
    _compare_archive(workspace, now, listener)
    with closing(FolderObserver(workspace.inbox, polling)) as observer:
        while not listener.stopped():
            observer.open()
            observer.wait(listener.stop, _run_round(workspace, now, listener, answering, choice))


def _answer(context: OpenWorkspace, listener: WatchListener, answering: Answering) -> None:
    """Send the answers of a round back. That they cannot go keeps no file from being taken."""
    try:
        sent = answering.run(context)
    except Exception as problem:  # the watcher survives any failure of a letter
        listener.letters_failed(problem)
        return
    if sent:
        listener.letters_sent(sent)


def _compare_archive(workspace: Workspace, now: Callable[[], datetime], listener: WatchListener) -> None:
    # A problem with the ledger comes back in the first round, which reports it.
    with suppress(Exception), open_workspace(workspace, now) as context, context.ledger.connect() as connection:
        listener.archive_differs(archive_gaps(connection, workspace))


def _run_round(
    workspace: Workspace,
    now: Callable[[], datetime],
    listener: WatchListener,
    answering: Answering | None,
    choice: ParserChoice,
) -> float:
    """Run one round, and return how many seconds the next one may wait if nothing wakes it."""
    settings = workspace.settings
    try:
        # The ledger is opened for each round. Between rounds somebody may lock it, move it away or put it back.
        with open_workspace(workspace, now) as context:
            if answering:
                answering.prepare(context)
            result = run_intake_round(context, listener, choice=choice)
            if answering:
                _answer(context, listener, answering)
    except Exception as problem:  # the watcher survives any failure of a round
        listener.round_failed(problem)
        listener.pause(_PAUSE_SECONDS)
        return min(_RETRY_SECONDS, settings.rescan_seconds)
    for file in result.intake.failed:
        listener.file_failed(file)
    listener.round_ended(result)
    if result.intake.failed:
        return min(_RETRY_SECONDS, settings.rescan_seconds)
    # The next look is soon if a file is still being copied, or if a workbook waits for its name. It is soon too
    # if the inbox has folders, because a file that comes into a folder does not wake the watcher.
    if result.intake.waiting or inbox.read_inbox(workspace.inbox).folders or result.still_held:
        return settings.quiet_seconds
    # The board of a large centre takes a tenth of a second, which is too much for every one.
    is_held = result.board is not None and result.board.obstacle is Obstacle.HELD
    return min(_RETRY_SECONDS, settings.rescan_seconds) if is_held else settings.rescan_seconds
