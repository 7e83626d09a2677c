"""Watching the inbox: folder events only wake a scan; the scan is the truth."""

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from xlplan.services.intake.results import Answered, Stuck
from xlplan.storage import inbox
from xlplan.storage.workspace import Workspace
from xlplan.workflows.intake_round import Round, deal_with_inbox
from xlplan.workflows.watcher import Eyes

_RETRY_SECONDS = 10.0
# A trouble that wakes us at once would come back at once.
_BREATH_SECONDS = 1.0


@dataclass(frozen=True)
class Hear:
    """Who hears what the watcher does.

    `begins`: the name of the file in hand; `answered`: each file; `done`: each round that did something, or that
    went well after one that did not; `trouble`: what ended a round; `stuck`: a file that could not be dealt with.
    """

    begins: Callable[[str], None]
    answered: Callable[[Answered], None]
    done: Callable[[Round], None]
    trouble: Callable[[BaseException], None]
    stuck: Callable[[Stuck], None]


def watch(
    workspace: Workspace, now: Callable[[], datetime], stop: threading.Event, polling: bool, hear: Hear
) -> None:
    """Keeps dealing with the inbox until `stop` is set; nothing that goes wrong in a round ends it.

    Once `stop` is set, the files in hand are the last.
    """
    with closing(Eyes(workspace.inbox, polling)) as eyes:
        while not stop.is_set():
            eyes.open()
            eyes.wait(stop, _one_round(workspace, now, stop, hear))


def _one_round(workspace: Workspace, now: Callable[[], datetime], stop: threading.Event, hear: Hear) -> float:
    """How many seconds the next round may wait if nothing wakes it."""
    settings = workspace.settings

    def pause(seconds: float) -> None:
        stop.wait(seconds)

    try:
        done = deal_with_inbox(workspace, now, pause, (), hear.answered, hear.begins, stop.is_set)
    except Exception as problem:  # the watcher outlives whatever one round hits
        hear.trouble(problem)
        pause(_BREATH_SECONDS)
        return min(_RETRY_SECONDS, settings.rescan_seconds)
    for stuck in done.taken.stuck:
        hear.stuck(stuck)
    hear.done(done)
    if done.taken.stuck:
        return min(_RETRY_SECONDS, settings.rescan_seconds)
    # What is still being copied is looked at again soon; so is a folder, in which nothing wakes us, and a workbook
    # that waits for its name.
    soon = done.taken.waiting or inbox.folders(workspace.inbox) or done.held
    return settings.quiet_seconds if soon else settings.rescan_seconds
