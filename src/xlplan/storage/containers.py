"""Containers: zips and mails, told by their bytes, and the files in them."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo
from pathlib import Path
from typing import TypeVar

from xlplan.storage import claims, mails, zips
from xlplan.storage.archive import store
from xlplan.storage.claims import Claim, Claimant
from xlplan.storage.temporary import private_folder

_MEGABYTE = 1_000_000
# Limits on everything that one dropped file may contain, at any depth.
_MOST_FILES = 1000
_LARGEST = 200 * _MEGABYTE
_LARGEST_MAILBOX = 64 * _MEGABYTE
# A mail in a zip in a mail in a zip.
_DEEPEST = 4
_HEAD_SIZE = 65_536

Held = TypeVar("Held")
# The name, the content and the time of each file; 0 where its time is not known.
Members = Iterable[tuple[str, bytes, float]]


def unpack_claims(archive: Path, owner: Claimant, claim: Claim, zone: tzinfo | None = None) -> Iterator[Claim]:
    """Yield claims on the files in a claimed zip or mail; yield the claim itself if it is neither.

    The container itself goes into the archive. Containers that cannot be unpacked plainly stay for the gate: a
    damaged, locked or boundless zip, one nested too deep, one without files, a mail to which nothing is attached.

    Args:
        archive: The archive.
        owner: This process.
        claim: The claim on what may be a container.
        zone: The zone of the times in a zip; None for that of this computer.
    """

    def opened(container: Claim, inside: Members) -> Iterator[tuple[Claim, int]]:
        store(archive, container.path)
        for name, content, saved in inside:
            yield claims.claim_bytes(owner, name, content, saved), len(content)
        # The container is released last: after a crash another process unpacks it again.
        claims.release(container)

    yield from _unpack(claim, lambda each: each.path, opened, zone)


def files_within(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file in a container, at any depth, as `unpack_claims` would.

    A file that is no container, or one that cannot be unpacked plainly, is yielded itself.
    """
    with private_folder() as folder:

        def opened(_container: Path, inside: Members) -> Iterator[tuple[Path, int]]:
            for name, content, _saved in inside:
                place = folder / str(len(names))
                place.write_bytes(content)
                names[place] = name
                yield place, len(content)

        names = {path: path.name}
        for each in _unpack(path, lambda each: each, opened, None):
            yield names[each], each.read_bytes()


def _unpack(
    first: Held,
    path_of: Callable[[Held], Path],
    opened: Callable[[Held, Members], Iterable[tuple[Held, int]]],
    zone: tzinfo | None,
) -> Iterator[Held]:
    """Yield what no container is, in the order in which it lies in the containers.

    Args:
        first: What may be a container.
        path_of: It returns the path of such a thing.
        opened: It takes over what is in a container, and returns each part with its size.
        zone: The zone of the times in a zip; None for that of this computer.
    """
    waiting = deque([(first, 0)])
    files, size = _MOST_FILES, _LARGEST
    while waiting:
        held, depth = waiting.popleft()
        inside = _inside(path_of(held), files, size, zone) if depth < _DEEPEST else None
        if inside is None:
            yield held
            continue
        members = list(opened(held, inside))
        size -= sum(length for _member, length in members)
        files -= len(members)
        waiting.extendleft((member, depth + 1) for member, _length in reversed(members))


def is_container(path: Path) -> bool:
    """Tell if a file looks like a zip or a mail with files in it, by its first bytes. A workbook is none."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_SIZE)
        return not zips.is_document(path, head) if head.startswith(zips.STARTS) else mails.looks_like_mail(head)
    except zips.BROKEN:
        return False


def files_inside(path: Path) -> list[tuple[str, bytes]]:
    """Return the names and contents of the files that a container gave when it was unpacked.

    There are none for other files.
    """
    try:
        return [(name, content) for name, content, _saved in _inside(path, _MOST_FILES, _LARGEST, None) or ()]
    except zips.BROKEN:
        return []


def _inside(path: Path, files: int, size: int, zone: tzinfo | None) -> Members | None:
    """Return the files in a zip or a mail, within limits on number and size; None where there are none to take."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_SIZE)
        if head.startswith(zips.STARTS):
            limits = zips.ZipLimits(files, size, packed_size=_LARGEST)
            return zips.read_members(path, zone) if zips.is_plain(path, limits) else None
        return _in_mail(path, files, size) if mails.looks_like_mail(head) else None
    except zips.BROKEN:
        return None


def _in_mail(path: Path, files: int, size: int) -> Members | None:
    if path.stat().st_size > _LARGEST_MAILBOX:
        return None
    attached = mails.attachments(path.read_bytes())
    fits = len(attached) <= files and sum(len(each.content) for each in attached) <= size
    return [(each.name, each.content, each.sent) for each in attached] if attached and fits else None
