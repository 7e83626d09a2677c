"""The watcher: it observes the inbox and runs a round when something comes, also after the folder was away."""

import math
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from xlplan.ledger.archive_gaps import ArchiveGaps, archive_gaps
from xlplan.sandbox.parsers import THIS_COMPUTER, ParserChoice
from xlplan.services.intake.results import FailedFile, IntakeListener
from xlplan.services.open_workspace import OpenWorkspace, open_workspace
from xlplan.services.report.consolidate import ConsolidationResult, stale_quarters
from xlplan.storage import inbox
from xlplan.storage.atomic import clear_leftovers
from xlplan.storage.ledger_setting import with_named_ledger
from xlplan.storage.publish import Obstacle
from xlplan.storage.temporary import clear_temporary
from xlplan.storage.workspace import Workspace
from xlplan.workflows.intake_round import RoundResult, run_receipt_round
from xlplan.workflows.workbook_writer import WorkbookWriter

if TYPE_CHECKING:
    from xlplan.services.mail.dispatch import MailResult
    from xlplan.workflows.answering import Answering

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

    def wait(self, stop: threading.Event, seconds: float, has_news: Callable[[], bool] = lambda: False) -> None:
        """Wait for an event, other news, the end of the time, the stop, or until the folder goes or comes back."""
        waited = 0.0
        while waited < seconds and not stop.is_set() and not self._woken.wait(_STEP_SECONDS):
            waited += _STEP_SECONDS
            if has_news() or self._folder_identity() != self._observed or not self._is_alive():
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
# While files keep coming, a workbook waits for the last of them, and no longer than this.
_LONGEST_BURST_SECONDS = 10.0


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

    def workbooks_written(self, reports: Sequence[ConsolidationResult]) -> None:
        """Hear of the workbooks that were written beside the rounds. Often that is none."""

    def workbooks_failed(self, problem: BaseException) -> None:
        """Hear of the failure that kept workbooks from being written. It is tried again."""

    def letters_sent(self, result: "MailResult") -> None:
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
    clear_leftovers(workspace.written_trees, workspace.written_folders)
    clear_temporary()
    _compare_archive(workspace, now, listener)
    with (
        WorkbookWriter(workspace, now) as writer,
        closing(FolderObserver(workspace.inbox, polling)) as observer,
    ):
        answering = _begin_answering() if is_answering else None
        rounds = _Rounds(workspace, now, listener, answering, choice, writer)
        while not listener.stopped():
            observer.open()
            observer.wait(listener.stop, rounds.run(), writer.has_ended)
        rounds.finish_workbooks()


def _begin_answering() -> "Answering":
    # Letters need the modules of plans and templates. A watch without letters starts in half the time.
    from xlplan.workflows.answering import Answering

    return Answering()


def _answer(context: OpenWorkspace, listener: WatchListener, answering: "Answering") -> None:
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


class _Rounds:
    """The rounds of a watch, and beside them the process that writes workbooks."""

    def __init__(
        self,
        workspace: Workspace,
        now: Callable[[], datetime],
        listener: WatchListener,
        answering: "Answering | None",
        choice: ParserChoice,
        writer: WorkbookWriter,
    ) -> None:
        self._workspace = workspace
        self._now = now
        self._listener = listener
        self._answering = answering
        self._choice = choice
        self._writer = writer
        # Since when workbooks have been out of date; None while none is.
        self._stale_since: float | None = None
        self._no_workbook_before = 0.0

    def run(self) -> float:
        """Run one round, and return how many seconds the next one may wait if nothing wakes it."""
        listener = self._listener
        self._tell_of_workbooks()
        # The ledger may have been moved since the last round.
        self._workspace = with_named_ledger(self._workspace)
        try:
            # The ledger is opened for each round. In between somebody may lock it, move it away or put it back.
            with open_workspace(self._workspace, self._now) as context:
                if self._answering:
                    self._answering.prepare(context)
                result = run_receipt_round(context, listener, self._choice)
                workbooks_wait = self._begin_workbooks(context, result)
                # A mail server may be slow. Workbooks are written meanwhile.
                if self._answering:
                    _answer(context, listener, self._answering)
        except Exception as problem:  # the watcher survives any failure of a round
            listener.round_failed(problem)
            listener.pause(_PAUSE_SECONDS)
            return self._retry_seconds
        for file in result.intake.failed:
            listener.file_failed(file)
        listener.round_ended(result)
        return min(self._longest_wait(result), workbooks_wait)

    def finish_workbooks(self) -> None:
        """Wait for the workbook in hand, and write what is still out of date.

        Workbooks are to be right while nobody watches. What fails is told, and is left to the next watch.
        """
        if self._is_written_to_the_end():
            # A problem with the ledger was told by the last round.
            with suppress(Exception), open_workspace(self._workspace, self._now) as context:
                if stale_quarters(context):
                    self._writer.begin()
            self._is_written_to_the_end()

    def _is_written_to_the_end(self) -> bool:
        while self._writer.is_busy and not self._writer.has_ended(_STEP_SECONDS):
            pass
        return self._tell_of_workbooks()

    def _tell_of_workbooks(self) -> bool:
        """Tell what became of the workbooks if that is known. Return False if they could not be written."""
        writing = self._writer.result()
        if writing is None:
            self._writer.rest()
            return True
        if writing.problem is None:
            self._listener.workbooks_written(writing.reports)
            return True
        self._workbooks_failed(writing.problem)
        return False

    def _workbooks_failed(self, problem: Exception) -> None:
        self._no_workbook_before = time.monotonic() + self._retry_seconds
        self._listener.workbooks_failed(problem)

    def _begin_workbooks(self, context: OpenWorkspace, result: RoundResult) -> float:
        """Begin to write the workbooks that are out of date, unless more files are just coming.

        Return how many seconds later they are to be begun; infinity where nothing is to be begun by itself.
        """
        if self._writer.is_busy:
            return math.inf
        if not stale_quarters(context):
            self._stale_since = None
            return math.inf
        now = time.monotonic()
        if now < self._no_workbook_before:
            return self._no_workbook_before - now
        self._stale_since = self._stale_since or now
        more_come = set(result.intake.waiting) - set(result.intake.unfinished)
        if more_come and now < self._stale_since + _LONGEST_BURST_SECONDS:
            return self._workspace.settings.quiet_seconds
        self._stale_since = None
        try:
            self._writer.begin()
        except OSError as problem:
            self._workbooks_failed(problem)
            return self._retry_seconds
        return math.inf

    def _longest_wait(self, result: RoundResult) -> float:
        settings = self._workspace.settings
        if result.intake.failed:
            return self._retry_seconds
        # The next look is soon if a file is still being copied, or if a workbook waits for its name. It is soon
        # too if the inbox has folders, because a file that comes into a folder does not wake the watcher.
        if result.intake.waiting or inbox.read_inbox(self._workspace.inbox).folders or result.still_held:
            return settings.quiet_seconds
        # The board of a large centre takes a tenth of a second, which is too much for every one.
        is_held = result.board is not None and result.board.obstacle is Obstacle.HELD
        return self._retry_seconds if is_held else settings.rescan_seconds

    @property
    def _retry_seconds(self) -> float:
        return min(_RETRY_SECONDS, self._workspace.settings.rescan_seconds)
