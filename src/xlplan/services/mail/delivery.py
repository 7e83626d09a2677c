"""The delivery of fetched messages: from the archive into the inbox, each once, wherever a process ends."""

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection

from xlplan.domain.messages import Message
from xlplan.ledger.connection import write_transaction
from xlplan.ledger.messages import untaken_messages
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage.archive import find_stored, sha256_of
from xlplan.storage.atomic import atomic_write, clear_leftovers
from xlplan.storage.inbox import CLAIMED, list_files
from xlplan.storage.workspace import Workspace


def deliver_messages(context: OpenWorkspace) -> int:
    """Put the fetched messages that have not come into the inbox there, and return how many.

    The ledger is held for it: no second fetching delivers meanwhile, and nothing arrives between the look at the
    ledger and the look into the inbox. A file moves from there to a claim, which is let go once it is recorded.
    """
    with context.ledger.connect() as connection:
        if next(untaken_messages(connection), None) is None:
            return 0
    # A process that was killed here left half a message.
    clear_leftovers((), (context.workspace.inbox,))
    with write_transaction(context.ledger) as connection:
        return _deliver(connection, context.workspace)


def _deliver(connection: Connection, workspace: Workspace) -> int:
    delivered = 0
    waiting = list(untaken_messages(connection))
    for message, files in waiting:
        stored = find_stored(workspace.archive, message.sha256)
        # Where the archive has lost it, `verify` and `status` say so.
        if stored is None or _is_under_way(workspace, message, stored.stat().st_size, files):
            continue
        _put(stored, workspace.inbox / message.file, message)
        delivered += 1
    return delivered


def _put(stored: Path, place: Path, message: Message) -> None:
    """Copy a message into the inbox. It has the time at which it came: of two the later one counts."""
    moment = message.came_at.timestamp()

    def write(beside: Path) -> None:
        beside.write_bytes(stored.read_bytes())
        os.utime(beside, (moment, moment))

    atomic_write(place, write)


def _is_under_way(workspace: Workspace, message: Message, size: int, files: list[str]) -> bool:
    """Tell if a message, or a file that came with it, lies in the inbox or is being taken in."""
    for path, state in list_files(workspace.inbox).items():
        if path.name == message.file:
            return True
        # Somebody may have given it another name.
        with suppress(OSError):
            if state[0] == size and sha256_of(path) == message.sha256:
                return True
    wanted = {message.sha256, *files}
    for path in (workspace.inbox / CLAIMED).glob("*/*"):
        try:
            if sha256_of(path) in wanted:
                return True
        except IsADirectoryError:
            continue
        except OSError:
            # It has just moved on, or is being written. The next fetching looks again.
            return True
    return False
