"""What the coordinator decides, carried through: recorded by a step, then every workbook that it touches."""

from dataclasses import dataclass
from pathlib import Path

from xlplan.domain.decisions import SignOff, Waiver
from xlplan.domain.edition import Edition
from xlplan.domain.explanation import Explanation
from xlplan.domain.plan import Unit
from xlplan.domain.quarter import Quarter
from xlplan.services.closing.decisions import (
    ReopeningResult,
    WaiverRequest,
    WithdrawalResult,
    reopen_quarter,
    waive_finding,
    withdraw_return,
)
from xlplan.services.closing.editions import (
    EditionDraft,
    draft_editions,
    later_closed,
    make_editions,
    restore_editions,
)
from xlplan.services.closing.sign_off import sign_off
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.report.consolidate import ConsolidationResult, consolidate, load_quarter, stale_quarters
from xlplan.services.report.explain import explain as step_explain
from xlplan.services.templates import unadopted_plans


@dataclass(frozen=True)
class ClosingPreview:
    """A quarter about to be closed: its sign-off sheet, and the editions that closing makes.

    `closed_by`: the edition by which it is closed already, and then there is no sheet.
    """

    closed_by: Edition | None
    sign_off: SignOff | None = None
    drafts: tuple[EditionDraft, ...] = ()


@dataclass(frozen=True)
class DecisionResult:
    """The workbooks that a decision made or touched: editions made or put back, working copies rewritten."""

    editions: tuple[Path, ...]
    reports: tuple[ConsolidationResult, ...]


def prepare_closing(context: OpenWorkspace, quarter: Quarter) -> ClosingPreview:
    """The sign-off sheet of a quarter, for whoever closes it to look at; nothing is written yet.

    Where it is closed already, an edition that a crash kept out of the outbox is put there.
    """
    snapshot = load_quarter(context, quarter, closing=True)
    if snapshot.closing_edition:
        restore_editions(context)
        return ClosingPreview(snapshot.closing_edition)
    later = tuple(load_quarter(context, each) for each in later_closed(context, quarter))
    drafts = draft_editions(context, snapshot, later)
    unadopted = unadopted_plans(context, snapshot.figures.plan)
    return ClosingPreview(None, sign_off(context, drafts, unadopted), drafts)


def close(context: OpenWorkspace, preview: ClosingPreview, by: str) -> DecisionResult:
    """Closes the quarter as it was prepared, and brings the working copies of later open quarters up to date."""
    editions = make_editions(context, preview.drafts, by)
    paths = tuple(context.workspace.edition(each.quarter, each.number) for each in editions)
    return DecisionResult(paths, consolidate_stale_quarters(context))


def reopen(
    context: OpenWorkspace, quarter: Quarter, reason: str, by: str
) -> tuple[ReopeningResult, DecisionResult]:
    """Opens a closed quarter again; its working copy counts what has come in the meantime. Its edition stays."""
    result = reopen_quarter(context, quarter, reason, by)
    return result, DecisionResult((), consolidate_stale_quarters(context))


def withdraw(
    context: OpenWorkspace, quarter: Quarter, unit: str, reason: str, by: str
) -> tuple[WithdrawalResult, DecisionResult]:
    """Takes back what counts of a unit, and consolidates again."""
    result = withdraw_return(context, quarter, unit, reason, by)
    return result, DecisionResult((), consolidate_stale_quarters(context))


def waive(
    context: OpenWorkspace, quarter: Quarter, request: WaiverRequest, by: str
) -> tuple[Unit, Waiver, DecisionResult]:
    """Silences one finding of one unit, and consolidates again."""
    unit, waiver = waive_finding(context, quarter, request, by)
    return unit, waiver, DecisionResult((), consolidate_stale_quarters(context))


def explain(context: OpenWorkspace, quarter: Quarter, code: str, unit: str | None) -> tuple[Explanation, ...]:
    """The whole story of a figure."""
    return step_explain(context, load_quarter(context, quarter), code, unit)


def consolidate_stale_quarters(context: OpenWorkspace) -> tuple[ConsolidationResult, ...]:
    """Rewrites the working copy of every open quarter that says something else than the ledger by now."""
    return tuple(consolidate(context, quarter) for quarter in stale_quarters(context))
