"""The fetching of mail beside a watcher: at intervals, in a thread of its own; no receipt waits for a server."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from xlplan.services.mail.fetch import FetchListener, FetchResult, SeenMessage, fetch_mail
from xlplan.services.open_workspace import open_workspace
from xlplan.storage.workspace import Workspace

# A mailbox is locked by many wrong passwords. Each refusal doubles the wait, up to an hour.
_LONGEST_WAIT_SECONDS = 3600.0
# A message that is being fetched when the watch ends is fetched anew by the next one.
_LONGEST_END_SECONDS = 5.0


class MailListener(Protocol):
    """A listener to the fetching beside a watcher. It is called from another thread than that of the inbox."""

    def stopped(self) -> bool:
        """Tell if the watch is to end."""

    def message_seen(self, message: SeenMessage) -> None:
        """Hear of a new message."""

    def fetch_ended(self, result: FetchResult) -> None:
        """Hear of a fetching, also of one that found nothing or was broken off."""

    def fetch_failed(self, problem: BaseException) -> None:
        """Hear of the failure that kept the mailbox from being looked at."""


class _Beside(FetchListener):
    """The listener of a watcher as one of a fetching."""

    def __init__(self, listener: MailListener) -> None:
        self._listener = listener

    def stopped(self) -> bool:
        return self._listener.stopped()

    def message_seen(self, message: SeenMessage) -> None:
        self._listener.message_seen(message)


@contextmanager
def fetching(
    workspace: Workspace,
    now: Callable[[], datetime],
    listener: MailListener,
    stop: threading.Event,
    every_seconds: float,
) -> Iterator[None]:
    """Fetch mail at once and then at intervals, for as long as the block runs. No failure ends it.

    Args:
        workspace: The workspace.
        now: The clock.
        listener: It hears of messages, fetchings and failures.
        stop: It ends the waits.
        every_seconds: The interval.
    """
    thread = threading.Thread(
        target=_fetch_at_intervals, args=(workspace, now, listener, stop, every_seconds), daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(_LONGEST_END_SECONDS)


def _fetch_at_intervals(
    workspace: Workspace,
    now: Callable[[], datetime],
    listener: MailListener,
    stop: threading.Event,
    every_seconds: float,
) -> None:
    wait = every_seconds
    while not stop.is_set():
        is_refused = _fetch_once(workspace, now, listener)
        wait = min(2 * wait, max(every_seconds, _LONGEST_WAIT_SECONDS)) if is_refused else every_seconds
        stop.wait(wait)


def _fetch_once(workspace: Workspace, now: Callable[[], datetime], listener: MailListener) -> bool:
    """Fetch once, and tell if the server refused the user or the password."""
    try:
        with open_workspace(workspace, now) as context:
            result = fetch_mail(context, _Beside(listener))
        listener.fetch_ended(result)
    except Exception as problem:  # the watcher survives any failure of a fetching
        listener.fetch_failed(problem)
        return False
    return result.problem is not None and result.problem.is_refusal
