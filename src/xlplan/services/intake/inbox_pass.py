"""One pass over the inbox. Source: design, intake."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from xlplan.domain.clock_doubt import ClockDoubt
from xlplan.domain.quarter import Quarter
from xlplan.domain.submission import Outcome
from xlplan.sandbox.parsers import THIS_COMPUTER, ParserChoice
from xlplan.services.intake.arrivals import arrivals
from xlplan.services.intake.pass_beginning import PassBeginning, begin_pass, complete_files
from xlplan.services.intake.results import FailedFile, IntakeListener, IntakeResult
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage import claims, inbox
from xlplan.storage.claims import Claimant
from xlplan.storage.inbox import Exclusion, ExclusionKind
from xlplan.storage.settling import waits_until
from xlplan.storage.untouched import disk_time, is_untouched
from xlplan.storage.workspace import Workspace

# The rules and the threads that help with so many files take as long to start as they save.
_MANY_FILES = 40


class PassResult(Struct, frozen=True):
    """The result of one pass.

    Attributes:
        results: The answered files.
        waiting: Files that are still changing, that a program has open, or that lack their end.
        failed: Files that could not be processed. The next pass tries them again.
        exclusions: What in the inbox is no return, and is left alone.
        clock_doubt: The clock by which the files were recorded shows an earlier time than the ledger has.
        unfinished: Those of the waiting files that lack their end, and until when each is waited for.
    """

    results: tuple[IntakeResult, ...]
    waiting: tuple[Path, ...]
    failed: tuple[FailedFile, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    clock_doubt: ClockDoubt | None = None
    unfinished: Mapping[Path, float] = field(default_factory=dict)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters whose figures may have changed."""
        accepted = (each.quarter for each in self.results if each.outcome is Outcome.ACCEPTED)
        return tuple(sorted({quarter for quarter in accepted if quarter}))

    @property
    def has_obstacles(self) -> bool:
        """True if something lies in the inbox that a person meant to be taken, and that cannot be."""
        return bool(self.failed) or any(each.kind is not ExclusionKind.FOREIGN for each in self.exclusions)

    @property
    def needs_correction(self) -> bool:
        """True if a file was sent back or not taken."""
        return any(each.outcome is not Outcome.ACCEPTED for each in self.results)


def process_inbox(
    context: OpenWorkspace,
    listener: IntakeListener,
    files: Sequence[Path] = (),
    choice: ParserChoice = THIS_COMPUTER,
) -> PassResult:
    """Process the inbox once. Also recover the claims of dead processes.

    Args:
        context: The workspace.
        listener: It hears of each file, and can stop the pass.
        files: If there are any, copies of these files are processed instead of the inbox.
        choice: Who reads the files.

    Raises:
        XlplanError: The inbox, the ledger or one of the files is missing.
    """
    with begin_pass(context.workspace, files, choice) as beginning:
        return finish_pass(context, listener, beginning)


def finish_pass(context: OpenWorkspace, listener: IntakeListener, beginning: PassBeginning) -> PassResult:
    """Process the files of a pass that has begun. Also recover the claims of dead processes."""
    # The child process starts while the library of the ledger is imported and the files settle.
    from xlplan.ledger.last_entry import load_clock_doubt
    from xlplan.services.intake.file_pipeline import IntakeContext, process_files

    workspace, files = context.workspace, beginning.files
    # The ledger is opened before a file is claimed. Where that fails, all files stay in the inbox.
    with context.ledger.connect() as connection:
        clock_doubt = load_clock_doubt(connection, context.now())
    has_many = len(files or beginning.listing) >= _MANY_FILES
    intake = IntakeContext(workspace, context.ledger, beginning.parsers, context.now, listener, has_many)
    with context.shared_marks() as marks, claims.claimant(workspace.inbox, marks) as owner:
        stable = _wait_until_stable(workspace, beginning, owner, listener)
        outcomes = tuple(process_files(intake, arrivals(workspace, owner, stable, files)))
    # The workbooks that come after need its memory.
    beginning.ending.close()
    inbox.remove_empty_folders(workspace.inbox, stable)
    results = tuple(each for each in outcomes if isinstance(each, IntakeResult))
    failed = tuple(each for each in outcomes if isinstance(each, FailedFile))
    left = inbox.read_inbox(workspace.inbox)
    # Returns are never refused for the sake of a clock. A pass without any says nothing of it.
    doubt = clock_doubt if results else None
    return PassResult(results, tuple(left.files), failed, left.exclusions, doubt, _unfinished(left.files))


def _wait_until_stable(
    workspace: Workspace, beginning: PassBeginning, owner: Claimant, listener: IntakeListener
) -> inbox.Listing:
    """Return the files that have settled. Those that have lain there for longer than that are not waited for.

    All of them are waited for where one is younger: copies of one return that came together are told by coming
    together.
    """
    listing, seconds = beginning.listing, workspace.settings.quiet_seconds
    now = disk_time(owner.lock) if listing else None
    if now and all(is_untouched(path, state, now, seconds) for path, state in listing.items()):
        return inbox.stable_files(listing, listing)
    if listing:
        listener.pause(max(0.0, seconds - beginning.waited_seconds))
    return complete_files(inbox.stable_files(listing, inbox.list_files(workspace.inbox)))


def _unfinished(listing: inbox.Listing) -> dict[Path, float]:
    untils = ((path, waits_until(path, state)) for path, state in listing.items())
    return {path: until for path, until in untils if until is not None}
