"""The round: the inbox is taken in, then every quarter it touched is consolidated, once for a whole burst."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xlplan.services.closing.editions import restore_editions
from xlplan.services.intake.inbox_pass import TakenIn, take_in
from xlplan.services.intake.results import Answered
from xlplan.services.report.consolidate import Consolidated, consolidate, stale_quarters, take_over_names
from xlplan.storage.workspace import Workspace


@dataclass(frozen=True)
class Round:
    """What one round did.

    `taken_over`: the workbooks that got their own name, for which they had waited; `held`: those that still wait;
    `restored`: the editions that were put back into the outbox.
    """

    taken: TakenIn
    reports: tuple[Consolidated, ...]
    taken_over: tuple[Path, ...] = ()
    held: tuple[Path, ...] = ()
    restored: tuple[Path, ...] = ()

    @property
    def did_something(self) -> bool:
        """Whether there is something to tell of."""
        return bool(self.taken.answered or self.reports or self.taken_over or self.restored)


def deal_with_inbox(
    workspace: Workspace,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    files: Sequence[Path] = (),
    tell: Callable[[Answered], None] = lambda _answered: None,
    begin: Callable[[str], None] = lambda _name: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Round:
    """Takes in what lies in the inbox (or copies of `files`) and brings the consolidated workbooks up to date.

    `tell`, `begin` and `stopped`: as of `take_in`.
    """
    taken = take_in(workspace, now, sleep, files, tell, begin, stopped)
    # The ledger is asked, not the pass: a process killed before it consolidated is made good here.
    reports = tuple(consolidate(workspace, quarter, now) for quarter in stale_quarters(workspace, now()))
    names = take_over_names(workspace)
    return Round(taken, reports, names.taken_over, names.held, restore_editions(workspace))
