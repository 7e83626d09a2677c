"""The round: the inbox is taken in, then every quarter it touched is consolidated, once for a whole burst."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xlplan.steps.consolidate import Consolidated, consolidate, stale_quarters
from xlplan.steps.intake.take import TakenIn, take_in
from xlplan.steps.intake.told import Answered
from xlplan.workspace import Workspace


@dataclass(frozen=True)
class Round:
    """What one round did."""

    taken: TakenIn
    reports: tuple[Consolidated, ...]


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
    return Round(
        taken, tuple(consolidate(workspace, quarter, now) for quarter in stale_quarters(workspace, now()))
    )
