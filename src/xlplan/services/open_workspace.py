"""A workspace in use: its folders, its ledger and the clock, opened once for a command or a round."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from xlplan.storage.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True)
class OpenWorkspace:
    """A workspace, its ledger and the clock. Services and workflows take it as their first argument."""

    workspace: Workspace
    now: Callable[[], datetime]
    _closing: ExitStack = field(repr=False)

    @cached_property
    def ledger(self) -> "Engine":
        """The ledger, opened when it is first asked for, and made where there is none.

        It is not opened earlier. A command that is refused, or that needs no ledger, makes none; and the child
        process of the intake starts while the library of the ledger is imported.

        Raises:
            XlplanError: The file is no ledger of xlplan.
        """
        from xlplan.ledger.connection import open_ledger

        return self._closing.enter_context(open_ledger(self.workspace.ledger))


@contextmanager
def open_workspace(workspace: Workspace, now: Callable[[], datetime]) -> Iterator[OpenWorkspace]:
    """Open a workspace for one command or one round, and close its ledger at the end.

    A process that runs for long opens it again for each round. Somebody may move or replace the ledger in between.
    """
    with ExitStack() as closing:
        yield OpenWorkspace(workspace, now, closing)
