"""The files of one pass in the order in which they are processed, each with its place among its copies."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from xlplan.domain.copies import CopyMarks, CopyOrder, ReturnKey, order_copies
from xlplan.storage import claims
from xlplan.storage.claims import Claim, Claimant
from xlplan.storage.containers import is_container, unpack_claims
from xlplan.storage.copy_marks import read_copy_marks
from xlplan.storage.inbox import Listing, State
from xlplan.storage.long_paths import extended_path
from xlplan.storage.workspace import Workspace


class ArrivedFile(Struct, frozen=True):
    """A claimed file.

    Attributes:
        claim: The claim.
        order: Its place among the copies that came with it; None where one of them is no later.
        return_key: The return that it seems to be; None where it shows no sign of one, or came alone.
    """

    claim: Claim
    order: CopyOrder | None = None
    return_key: ReturnKey | None = None


def arrivals(
    workspace: Workspace, owner: Claimant, stable: Listing, files: Sequence[Path]
) -> Iterator[ArrivedFile]:
    """Yield the files to process. Of copies of one return that came together the one saved last comes last.

    Containers are unpacked first, so that what is in them is known. The other files are claimed one by one as they
    are processed, because other watchers may take some of them.

    Args:
        workspace: The workspace.
        owner: This process.
        stable: The stable files of the inbox.
        files: If there are any, only these are processed, those from elsewhere as copies.
    """
    chosen = _chosen(workspace, stable, files)
    first = (*claims.recover_claims(owner), *_claim_copies(workspace, owner, files))
    came: list[Claim | Path] = [each for claim in first for each in _unpack(workspace, owner, claim)]
    for path, state in chosen.items():
        if is_container(path):
            came += [each for claim in _claim(owner, path, state) for each in _unpack(workspace, owner, claim)]
        else:
            came.append(path)
    marks = _marks(came)
    for position, order in order_copies(marks, workspace.settings.zone):
        file = came[position]
        claimed = (file,) if isinstance(file, Claim) else _claim(owner, file, chosen[file])
        yield from (ArrivedFile(claim, order, marks[position].return_key) for claim in claimed)


def _unpack(workspace: Workspace, owner: Claimant, claim: Claim) -> Iterator[Claim]:
    return unpack_claims(workspace.archive, owner, claim, workspace.settings.zone)


def _chosen(workspace: Workspace, stable: Listing, files: Sequence[Path]) -> Listing:
    chosen = {_whole_path(path) for path in files}
    return {path: state for path, state in stable.items() if not files or _whole_path(path) in chosen}


def _claim_copies(workspace: Workspace, owner: Claimant, files: Iterable[Path]) -> Iterator[Claim]:
    inbox = _whole_path(workspace.inbox)
    return (claims.claim_copy(owner, path) for path in files if not _whole_path(path).is_relative_to(inbox))


def _claim(owner: Claimant, path: Path, state: State) -> Iterator[Claim]:
    """Yield the claim on a file, unless another process takes it or has it open."""
    if claimed := claims.claim(owner, path, state):
        yield claimed


def _marks(files: Sequence[Claim | Path]) -> Sequence[CopyMarks]:
    # A file that came alone is a copy of none.
    if len(files) == 1:
        return (CopyMarks(files[0].name, None, None, None),)
    return [read_copy_marks(file.path if isinstance(file, Claim) else file, file.name) for file in files]


def _whole_path(path: Path) -> Path:
    """Return the one spelling of a path in which two of the same file are equal."""
    return extended_path(path.resolve())
