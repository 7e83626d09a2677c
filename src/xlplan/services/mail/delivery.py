"""The delivery of fetched messages: from the archive into the inbox, each once, wherever a process ends."""

import os
from collections.abc import Sequence
from pathlib import Path

from xlplan.domain.messages import Message
from xlplan.ledger.messages import untaken_messages
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage.archive import find_stored, sha256_of
from xlplan.storage.atomic import atomic_write
from xlplan.storage.inbox import CLAIMED, list_files
from xlplan.storage.workspace import Workspace

_LOOKS = 10


def deliver_messages(context: OpenWorkspace, number: int | None = None) -> int:
    """Put the fetched messages that have not come into the inbox there, and return how many.

    The ledger is held for it: no second fetching delivers meanwhile, and nothing arrives between the look at the
    ledger and the look into the inbox. A file moves from there to a claim, which is let go once it is recorded.

    Args:
        context: The workspace.
        number: Deliver the message of this number alone.
    """
    with context.ledger.connect() as connection:
        if next(untaken_messages(connection, number), None) is None:
            return 0
    with context.ledger.write() as connection:
        return _deliver(context.workspace, list(untaken_messages(connection, number)))


def _deliver(workspace: Workspace, waiting: Sequence[tuple[Message, tuple[str, ...]]]) -> int:
    delivered = 0
    under_way = _UnderWay(workspace.inbox)
    for message, files in waiting:
        stored = find_stored(workspace.archive, message.sha256)
        # Where the archive has lost it, `verify` and `status` say so.
        if stored is None or under_way.holds(message, stored.stat().st_size, files):
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


class _UnderWay:
    """The files in the inbox and those being taken in, as it was when this was made: the inbox first."""

    def __init__(self, inbox: Path) -> None:
        self._listing = list_files(inbox)
        self._names = {path.name for path in self._listing}
        self._claimed, self._is_moving = _claimed_hashes(inbox)

    def holds(self, message: Message, size: int, files: Sequence[str]) -> bool:
        """Tell if a message, or a file that came with it, is among it."""
        if self._is_moving or message.file in self._names:
            return True
        if not self._claimed.isdisjoint((message.sha256, *files)):
            return True
        # Somebody may have given it another name.
        return any(state.size == size and _has_hash(path, message.sha256) for path, state in self._listing.items())


def _has_hash(path: Path, sha256: str) -> bool:
    try:
        return sha256_of(path) == sha256
    except OSError:
        # It has just been claimed. The next fetching looks again.
        return True


def _claimed_hashes(inbox: Path) -> tuple[set[str], bool]:
    """Return the hashes of the files that are being taken in, and whether they moved at each look."""
    for _look in range(_LOOKS):
        try:
            claimed = [path for path in (inbox / CLAIMED).glob("*/*") if not path.is_dir()]
            return {sha256_of(path) for path in claimed}, False
        except OSError:
            # One of them has just moved on.
            continue
    return set(), True
