"""The beginning of a pass: the first look at the inbox, and the start of the processes that read its files.

Nothing slow is imported for it. Files settle and processes start while the rest of the program is imported.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.sandbox.parsers import THIS_COMPUTER, FileParsers, ParserChoice, open_parsers
from xlplan.services.intake.child_tasks import parse_and_check
from xlplan.storage import inbox
from xlplan.storage.ledger_presence import require_ledger
from xlplan.storage.settling import is_complete
from xlplan.storage.workspace import Workspace, require_file, require_root
from xlplan.text.translation import _

if TYPE_CHECKING:
    from xlplan.domain.returned import ReturnContent
    from xlplan.services.intake.early_check import CheckedFile


class PassBeginning(Struct, frozen=True):
    """The beginning of a pass.

    Attributes:
        files: The files from elsewhere that are processed instead of the inbox; () for the inbox.
        listing: The files in the inbox that have their end, at the first look.
        looked_at: When the first look was, by the clock that nobody sets.
        parsers: What reads files. It has been started if there are any.
        ending: It ends what reads files.
    """

    files: Sequence[Path]
    listing: inbox.Listing
    looked_at: float
    parsers: "FileParsers[ReturnContent | CheckedFile]"
    ending: ExitStack

    @property
    def waited_seconds(self) -> float:
        """The seconds since the first look."""
        return time.monotonic() - self.looked_at


@contextmanager
def begin_pass(
    workspace: Workspace, files: Sequence[Path] = (), choice: ParserChoice = THIS_COMPUTER
) -> Iterator[PassBeginning]:
    """Look at the inbox, and start what reads its files. It ends with the block.

    Args:
        workspace: The workspace.
        files: If there are any, copies of these files are processed instead of the inbox.
        choice: Who reads the files.

    Raises:
        XlplanError: The inbox, the ledger or one of the files is missing, or a cluster cannot be reached.
    """
    _require_inbox(workspace, files)
    # What lacks its end would start the child process at every look for ten minutes.
    listing = complete_files(inbox.list_files(workspace.inbox))
    looked_at = time.monotonic()
    with ExitStack() as ending:
        parsers: FileParsers[ReturnContent | CheckedFile]
        parsers = ending.enter_context(open_parsers(parse_and_check, choice, len(files or listing)))
        if listing or files:
            parsers.start()
        yield PassBeginning(files, listing, looked_at, parsers, ending)


def complete_files(listing: inbox.Listing) -> inbox.Listing:
    """Return the files that are there to their end, or are waited for no longer."""
    return {path: state for path, state in listing.items() if is_complete(path, state)}


def _require_inbox(workspace: Workspace, files: Sequence[Path]) -> None:
    require_root(workspace)
    if not workspace.inbox.is_dir():
        raise XlplanError(_("There is no folder {folder}. Make it again.").format(folder=workspace.inbox))
    require_ledger(workspace)
    require_file(*files)
