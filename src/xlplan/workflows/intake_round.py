"""The round: the inbox is taken in, then every quarter it touched is consolidated, once for a whole burst."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplan.services.closing.editions import restore_editions
from xlplan.services.intake.inbox_pass import PassResult, process_inbox
from xlplan.services.intake.results import IntakeListener
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.report.consolidate import ConsolidationResult, consolidate, reclaim_names, stale_quarters


@dataclass(frozen=True)
class RoundResult:
    """What one round did.

    `taken_over`: the workbooks that got their own name, for which they had waited; `held`: those that still wait;
    `restored`: the editions that were put back into the outbox.
    """

    intake: PassResult
    reports: tuple[ConsolidationResult, ...]
    reclaimed: tuple[Path, ...] = ()
    still_held: tuple[Path, ...] = ()
    restored: tuple[Path, ...] = ()

    @property
    def did_something(self) -> bool:
        """Whether there is something to tell of."""
        return bool(self.intake.results or self.reports or self.reclaimed or self.restored)


def run_intake_round(context: OpenWorkspace, listener: IntakeListener, files: Sequence[Path] = ()) -> RoundResult:
    """Takes in what lies in the inbox (or copies of `files`) and brings the consolidated workbooks up to date."""
    intake = process_inbox(context, listener, files)
    # The ledger is asked, not the pass: a process killed before it consolidated is made good here.
    reports = tuple(consolidate(context, quarter) for quarter in stale_quarters(context))
    names = reclaim_names(context)
    return RoundResult(intake, reports, names.reclaimed, names.still_held, restore_editions(context))
