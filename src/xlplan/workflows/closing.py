"""The decisions of the coordinator: each is recorded, then every workbook that it touches is rewritten."""

from pathlib import Path

from msgspec import Struct

from xlplan.domain.decisions import Waiver
from xlplan.domain.edition import Edition
from xlplan.domain.explanation import Explanation
from xlplan.domain.plan import Unit
from xlplan.domain.quarter import Quarter
from xlplan.domain.sign_off import SignOff
from xlplan.services.closing.decisions import (
    ReopeningResult,
    UndoingResult,
    WithdrawalResult,
    reopen_quarter,
    withdraw_return,
)
from xlplan.services.closing.decisions import undo_withdrawal as record_undoing
from xlplan.services.closing.dismissals import DismissalResult, dismiss_file
from xlplan.services.closing.editions import (
    EditionDraft,
    draft_editions,
    later_closed,
    make_editions,
    restore_editions,
)
from xlplan.services.closing.notes import NoteRequest, NoteResult, note_shortfall
from xlplan.services.closing.sign_off import sign_off
from xlplan.services.closing.waivers import WaiverRequest, waive_finding
from xlplan.services.open_workspace import OpenWorkspace, require_clock
from xlplan.services.record.backup import BackupResult, make_backup
from xlplan.services.report.consolidate import ConsolidationResult, consolidate_stale, load_quarter
from xlplan.services.report.explain import explain as explain_figure
from xlplan.services.templates import unadopted_plans
from xlplan.workflows.board import refresh_board_and_tell
from xlplan.workflows.failures import failure_message


class ClosingPreview(Struct, frozen=True):
    """A quarter about to be closed: its sign-off sheet, and the drafts of the editions that the closing makes.

    Attributes:
        closed_by: The edition that closes the quarter already. There is no sheet then.
        sign_off: The sign-off sheet.
        drafts: The drafts of the editions.
    """

    closed_by: Edition | None
    sign_off: SignOff | None = None
    drafts: tuple[EditionDraft, ...] = ()


class DecisionResult(Struct, frozen=True):
    """The workbooks that a decision touched: editions made or restored, working copies rewritten.

    Attributes:
        editions: The editions.
        reports: The working copies.
        backup: The backup that a closing made, where the settings name a folder for backups.
        backup_failure: Why it made none; "" where it did, and where none was wanted.
    """

    editions: tuple[Path, ...]
    reports: tuple[ConsolidationResult, ...]
    backup: BackupResult | None = None
    backup_failure: str = ""


def prepare_closing(context: OpenWorkspace, quarter: Quarter) -> ClosingPreview:
    """Prepare the closing of a quarter, for the director to look at. Nothing is recorded yet.

    If the quarter is closed already, an edition that a crash kept out of the outbox is restored.

    Raises:
        XlplanError: The clock shows an earlier time than the ledger has, and nobody has called it right.
    """
    snapshot = load_quarter(context, quarter, closing=True)
    if snapshot.closing_edition:
        restore_editions(context)
        return ClosingPreview(snapshot.closing_edition)
    later = tuple(load_quarter(context, each) for each in later_closed(context, quarter))
    drafts = draft_editions(context, snapshot, later)
    with context.ledger.connect() as connection:
        require_clock(context, connection)
    unadopted = unadopted_plans(context, snapshot.figures.plan)
    return ClosingPreview(None, sign_off(context, drafts, unadopted), drafts)


def close(context: OpenWorkspace, preview: ClosingPreview) -> DecisionResult:
    """Close a quarter as prepared, rewrite the working copies of later open quarters, and make a backup."""
    editions = make_editions(context, preview.drafts)
    paths = tuple(context.workspace.edition(each.quarter, each.number) for each in editions)
    reports = consolidate_stale_quarters(context)
    if not context.workspace.settings.backup_folder:
        return DecisionResult(paths, reports)
    try:
        return DecisionResult(paths, reports, make_backup(context, None))
    except Exception as problem:  # the quarter is closed, whatever becomes of the backup
        return DecisionResult(paths, reports, backup_failure=failure_message(problem) or f"{problem!r}.")


def reopen(context: OpenWorkspace, quarter: Quarter, reason: str) -> tuple[ReopeningResult, DecisionResult]:
    """Reopen a closed quarter. Its edition stays, and its working copy counts the returns that have come since."""
    result = reopen_quarter(context, quarter, reason)
    return result, DecisionResult((), consolidate_stale_quarters(context))


def withdraw(
    context: OpenWorkspace, quarter: Quarter, unit: str, reason: str
) -> tuple[WithdrawalResult, DecisionResult]:
    """Withdraw the return of a unit that counts, and rewrite the workbooks."""
    result = withdraw_return(context, quarter, unit, reason)
    return result, DecisionResult((), consolidate_stale_quarters(context))


def undo_withdrawal(
    context: OpenWorkspace, quarter: Quarter, unit: str, reason: str
) -> tuple[UndoingResult, DecisionResult]:
    """Undo the latest withdrawal of a unit, and rewrite the workbooks."""
    result = record_undoing(context, quarter, unit, reason)
    return result, DecisionResult((), consolidate_stale_quarters(context))


def waive(
    context: OpenWorkspace, quarter: Quarter, request: WaiverRequest
) -> tuple[Unit | None, Waiver, DecisionResult]:
    """Silence one warning of one unit or of the whole centre, and rewrite the workbooks."""
    unit, waiver = waive_finding(context, quarter, request)
    return unit, waiver, DecisionResult((), consolidate_stale_quarters(context))


def note(context: OpenWorkspace, quarter: Quarter, request: NoteRequest) -> tuple[NoteResult, DecisionResult]:
    """Give the coordinator's reason for a shortfall of a joint target, and rewrite the workbooks."""
    result = note_shortfall(context, load_quarter(context, quarter), request)
    return result, DecisionResult((), consolidate_stale_quarters(context))


def dismiss(context: OpenWorkspace, file: str, reason: str) -> DismissalResult:
    """Put a file aside that was not taken, by the number of its receipt or its name, and rewrite the board."""
    result = dismiss_file(context, file, reason)
    refresh_board_and_tell(context)
    return result


def explain(context: OpenWorkspace, quarter: Quarter, code: str, unit: str | None) -> tuple[Explanation, ...]:
    """Explain a figure of a quarter as it is now."""
    return explain_figure(context, load_quarter(context, quarter), code, unit)


def consolidate_stale_quarters(context: OpenWorkspace) -> tuple[ConsolidationResult, ...]:
    """Rewrite the working copy of every open quarter that differs from the ledger, and the board."""
    reports = consolidate_stale(context)
    refresh_board_and_tell(context)
    return reports
