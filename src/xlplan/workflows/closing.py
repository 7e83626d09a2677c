"""What the coordinator decides, carried through: recorded by a step, then every workbook that it touches."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
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
from xlplan.services.report.consolidate import ConsolidationResult, consolidate, load_quarter, stale_quarters
from xlplan.services.report.explain import explain as step_explain
from xlplan.services.templates import unadopted_plans
from xlplan.storage.workspace import Workspace

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class ClosingPreview:
    """A quarter about to be closed: its sign-off sheet, and the editions that closing makes.

    `closed_by`: the edition by which it is closed already, and then there is no sheet.
    """

    closed_by: Edition | None
    sheet: SignOff | None = None
    drafts: tuple[EditionDraft, ...] = ()


@dataclass(frozen=True)
class DecisionResult:
    """The workbooks that a decision made or touched: editions made or put back, working copies rewritten."""

    editions: tuple[Path, ...]
    reports: tuple[ConsolidationResult, ...]


def prepare_closing(workspace: Workspace, quarter: Quarter, now: Clock) -> ClosingPreview:
    """The sign-off sheet of a quarter, for whoever closes it to look at; nothing is written yet.

    Where it is closed already, an edition that a crash kept out of the outbox is put there.
    """
    at = now()
    gathered = load_quarter(workspace, quarter, at, closing=True)
    if gathered.closed_by:
        restore_editions(workspace)
        return ClosingPreview(gathered.closed_by)
    later = tuple(load_quarter(workspace, each, at) for each in later_closed(workspace, quarter))
    drafts = draft_editions(workspace, gathered, later)
    unadopted = unadopted_plans(workspace, gathered.figures.plan)
    return ClosingPreview(None, sign_off(workspace, drafts, unadopted, at), drafts)


def close(workspace: Workspace, prepared: ClosingPreview, now: Clock, by: str) -> DecisionResult:
    """Closes the quarter as it was prepared, and brings the working copies of later open quarters up to date."""
    editions = make_editions(workspace, prepared.drafts, now(), by)
    paths = tuple(workspace.edition(each.quarter, each.number) for each in editions)
    return DecisionResult(paths, bring_up_to_date(workspace, now))


def reopen(
    workspace: Workspace, quarter: Quarter, reason: str, now: Clock, by: str
) -> tuple[ReopeningResult, DecisionResult]:
    """Opens a closed quarter again; its working copy counts what has come in the meantime. Its edition stays."""
    reopened = reopen_quarter(workspace, quarter, reason, now(), by)
    return reopened, DecisionResult((), bring_up_to_date(workspace, now))


def withdraw(
    workspace: Workspace, quarter: Quarter, unit: str, reason: str, now: Clock, by: str
) -> tuple[WithdrawalResult, DecisionResult]:
    """Takes back what counts of a unit, and consolidates again."""
    done = withdraw_return(workspace, quarter, unit, reason, now(), by)
    return done, DecisionResult((), bring_up_to_date(workspace, now))


def waive(
    workspace: Workspace, quarter: Quarter, wish: WaiverRequest, now: Clock, by: str
) -> tuple[Unit, Waiver, DecisionResult]:
    """Silences one finding of one unit, and consolidates again."""
    unit, waiver = waive_finding(workspace, quarter, wish, now(), by)
    return unit, waiver, DecisionResult((), bring_up_to_date(workspace, now))


def explain(
    workspace: Workspace, quarter: Quarter, code: str, unit: str | None, now: Clock
) -> tuple[Explanation, ...]:
    """The whole story of a figure."""
    return step_explain(workspace, load_quarter(workspace, quarter, now()), code, unit)


def bring_up_to_date(workspace: Workspace, now: Clock) -> tuple[ConsolidationResult, ...]:
    """Rewrites the working copy of every open quarter that says something else than the ledger by now."""
    return tuple(consolidate(workspace, quarter, now) for quarter in stale_quarters(workspace, now()))
