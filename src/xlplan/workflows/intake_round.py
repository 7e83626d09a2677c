"""The round: one pass over the inbox, then one consolidation of each quarter that it touched."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from xlplan.sandbox.parsers import THIS_COMPUTER, ParserChoice
from xlplan.services.closing.editions import restore_editions
from xlplan.services.intake.inbox_pass import PassResult, finish_pass
from xlplan.services.intake.pass_beginning import PassBeginning, begin_pass
from xlplan.services.intake.results import IntakeListener
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.report.board import BoardResult
from xlplan.services.report.consolidate import ConsolidationResult, consolidate_stale, reclaim_names
from xlplan.storage.atomic import clear_leftovers
from xlplan.storage.temporary import clear_temporary
from xlplan.workflows.board import refresh_board


class RoundResult(Struct, frozen=True):
    """The result of one round.

    Attributes:
        intake: The result of the pass over the inbox.
        reports: The workbooks that were written.
        reclaimed: The workbooks that have their own name again.
        still_held: The workbooks whose name another program still has open.
        restored: The editions that were restored into the outbox.
        board: The page of the board. None where nobody looked after it.
    """

    intake: PassResult
    reports: tuple[ConsolidationResult, ...]
    reclaimed: tuple[Path, ...] = ()
    still_held: tuple[Path, ...] = ()
    restored: tuple[Path, ...] = ()
    board: BoardResult | None = None

    @property
    def did_something(self) -> bool:
        """True if there is something to report."""
        return bool(self.intake.results or self.reports or self.reclaimed or self.restored)


def run_intake(context: OpenWorkspace, listener: IntakeListener, beginning: PassBeginning) -> RoundResult:
    """Run one round by itself, after clearing what killed processes left in the folders that xlplan writes.

    Args:
        context: The workspace.
        listener: It hears of each file, and can stop the pass.
        beginning: The pass of the round, which began before all this was imported.
    """
    clear_leftovers(context.workspace.written_trees, context.workspace.written_folders)
    clear_temporary()
    return _finish_round(context, listener, beginning)


def run_intake_round(
    context: OpenWorkspace,
    listener: IntakeListener,
    files: Sequence[Path] = (),
    choice: ParserChoice = THIS_COMPUTER,
) -> RoundResult:
    """Process the inbox, or copies of `files`, and rewrite the workbooks that are out of date.

    Args:
        context: The workspace.
        listener: It hears of each file, and can stop the pass.
        files: Copies of these files are processed instead of the inbox.
        choice: Who reads the files.
    """
    with begin_pass(context.workspace, files, choice) as beginning:
        return _finish_round(context, listener, beginning)


def _finish_round(context: OpenWorkspace, listener: IntakeListener, beginning: PassBeginning) -> RoundResult:
    intake = finish_pass(context, listener, beginning)
    try:
        # The ledger knows which quarters are stale. So the work of a process that was killed is done here too.
        reports = consolidate_stale(context)
        names = reclaim_names(context)
        restored = restore_editions(context)
    finally:
        # Once, when it can lead to the workbooks. The answers are on it whatever keeps these from being written.
        board = refresh_board(context)
    return RoundResult(intake, reports, names.reclaimed, names.still_held, restored, board)


def run_receipt_round(
    context: OpenWorkspace, listener: IntakeListener, choice: ParserChoice = THIS_COMPUTER
) -> RoundResult:
    """Process the inbox, and do everything that comes after it but what takes long: no workbook is written.

    Args:
        context: The workspace.
        listener: It hears of each file, and can stop the pass.
        choice: Who reads the files.
    """
    with begin_pass(context.workspace, (), choice) as beginning:
        intake = finish_pass(context, listener, beginning)
    # Whoever writes a workbook holds the names for seconds.
    names = reclaim_names(context, wait_seconds=0)
    restored = restore_editions(context)
    return RoundResult(intake, (), names.reclaimed, names.still_held, restored, refresh_board(context))
