"""One pass over the inbox. Source: design, intake."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplan.domain.errors import XlplanError
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Outcome
from xlplan.sandbox.worker import ParserProcess
from xlplan.services.intake.child_tasks import parse_file
from xlplan.services.intake.results import FailedFile, IntakeListener, IntakeResult
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage import claims, inbox
from xlplan.storage.claims import Claim
from xlplan.storage.containers import unpack_claims
from xlplan.storage.inbox import is_complete
from xlplan.storage.workspace import Workspace, require_file, require_ledger
from xlplan.text.translation import _


@dataclass(frozen=True)
class PassResult:
    """What one pass did. `waiting`: files that are still changing or that a program holds open.

    `stuck`: files that could not be dealt with; the next pass takes them up again.
    """

    results: tuple[IntakeResult, ...]
    waiting: tuple[Path, ...]
    failed: tuple[FailedFile, ...] = ()

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters whose figures may have changed."""
        accepted = (each.quarter for each in self.results if each.outcome is Outcome.ACCEPTED)
        return tuple(sorted({quarter for quarter in accepted if quarter}))

    @property
    def needs_correction(self) -> bool:
        """Whether a file was sent back or not taken."""
        return any(each.outcome is not Outcome.ACCEPTED for each in self.results)


def process_inbox(context: OpenWorkspace, listener: IntakeListener, files: Sequence[Path] = ()) -> PassResult:
    """Deals with the inbox once, or with copies of `files`, and with what a killed process left behind.

    XlplanError where the inbox or one of `files` is missing.
    """
    workspace = context.workspace
    _require_inbox(workspace, files)
    listing = inbox.list_files(workspace.inbox)
    with ParserProcess(parse_file) as child:
        if listing or files:
            child.start()
        # The child gets ready while the ledger's library is imported and the files settle.
        from xlplan.services.intake.file_pipeline import IntakeContext, process_claims

        # The ledger is opened before a file is claimed. Where that fails, all files stay in the inbox.
        intake = IntakeContext(workspace, context.ledger, child, context.now, listener)
        stable = _wait_until_stable(workspace, listing, listener)
        with claims.claim_folder(workspace.inbox) as owner:
            outcomes = tuple(process_claims(intake, _unpack(workspace, owner, stable, files)))
    inbox.remove_empty_folders(workspace.inbox, stable)
    results = tuple(each for each in outcomes if isinstance(each, IntakeResult))
    failed = tuple(each for each in outcomes if isinstance(each, FailedFile))
    return PassResult(results, tuple(inbox.list_files(workspace.inbox)), failed)


def _require_inbox(workspace: Workspace, files: Sequence[Path]) -> None:
    if not workspace.inbox.is_dir():
        raise XlplanError(_("There is no folder {folder}. Make it again.").format(folder=workspace.inbox))
    require_ledger(workspace)
    require_file(*files)


def _wait_until_stable(workspace: Workspace, listing: inbox.Listing, listener: IntakeListener) -> inbox.Listing:
    if not listing:
        return {}
    listener.pause(workspace.settings.quiet_seconds)
    stable = inbox.stable_files(listing, inbox.list_files(workspace.inbox))
    return {path: state for path, state in stable.items() if is_complete(path, state)}


def _unpack(workspace: Workspace, owner: Path, stable: inbox.Listing, files: Sequence[Path]) -> Iterator[Claim]:
    for claim in _claim_files(workspace, owner, stable, files):
        yield from unpack_claims(workspace.archive, owner, claim)


def _claim_files(
    workspace: Workspace, owner: Path, stable: inbox.Listing, files: Sequence[Path]
) -> Iterator[Claim]:
    yield from claims.recover_claims(workspace.inbox, owner)
    inbox_folder = workspace.inbox.resolve()
    for path in files:
        if not path.resolve().is_relative_to(inbox_folder):
            yield claims.claim_copy(owner, path)
    chosen = {path.resolve() for path in files}
    for path, state in stable.items():
        if (not files or path.resolve() in chosen) and (claimed := claims.claim(owner, path, state)):
            yield claimed
