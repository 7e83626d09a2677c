"""A workspace in use: its folders, its ledger, the clock and the person, opened once for a command or a round."""

import getpass
import platform
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from xlplan.storage.long_paths import shown_path
from xlplan.storage.workspace import Workspace, require_root

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from xlplan.domain.decision_log import Actor, Decision


@dataclass(frozen=True)
class OpenWorkspace:
    """A workspace, its ledger, the clock and the person. Services and workflows take it as their first argument.

    `by`: whoever decides; "" where nobody knows.
    """

    workspace: Workspace
    now: Callable[[], datetime]
    _closing: ExitStack = field(repr=False)
    by: str = ""

    @cached_property
    def ledger(self) -> "Engine":
        """The ledger, opened when it is first asked for, and made where there is none.

        It is not opened earlier. A command that is refused, or that needs no ledger, makes none; and the child
        process of the intake starts while the library of the ledger is imported.

        Raises:
            XlplanError: The file is no ledger of xlplan, or not the latest one of this workspace.
        """
        from xlplan.ledger.connection import open_ledger
        from xlplan.ledger.ownership import require_own

        require_root(self.workspace)
        if self.workspace.ledger.exists():
            require_own(self.workspace)
        ledger = self._closing.enter_context(open_ledger(self.workspace.ledger))
        self._require_owner(ledger)
        return ledger

    @property
    def actor(self) -> "Actor":
        """Whoever decides, on this computer and in this folder."""
        from xlplan.domain.decision_log import Actor

        return Actor(self.by, platform.node(), shown_path(self.workspace.root))

    def _require_owner(self, ledger: "Engine") -> None:
        """Make this workspace the owner of a ledger that has none, and finish what a crash kept out of the log."""
        from xlplan.ledger.connection import write_transaction
        from xlplan.ledger.decision_log import (
            append_entries,
            has_waiting_entries,
            record_identity,
            workspace_identity,
        )
        from xlplan.ledger.ownership import identity_of

        with ledger.connect() as connection:
            has_owner, is_waiting = workspace_identity(connection), has_waiting_entries(connection)
        if not has_owner:
            identity = identity_of(self.workspace) or secrets.token_hex(8)
            with write_transaction(ledger) as connection:
                # Another process may have been faster.
                if not workspace_identity(connection):
                    record_identity(connection, identity, self.actor, self.now())
        if is_waiting or not has_owner:
            # A disk that takes nothing now takes it when the ledger is opened again.
            with suppress(OSError):
                append_entries(ledger, self.workspace.decision_log, self.actor, self.now())


@contextmanager
def open_workspace(
    workspace: Workspace, now: Callable[[], datetime], by: str | None = None
) -> Iterator[OpenWorkspace]:
    """Open a workspace for one command or one round, and close its ledger at the end.

    A process that runs for long opens it again for each round. Somebody may move or replace the ledger in between.

    Args:
        workspace: The workspace.
        now: The clock.
        by: Whoever decides. By default the user of the system.
    """
    with ExitStack() as closing:
        yield OpenWorkspace(workspace, now, closing, user_name() if by is None else by)


@contextmanager
def decision_transaction(context: OpenWorkspace) -> Iterator["DecisionTransaction"]:
    """Open a transaction for a decision. After it, the entries of its decisions are added to the decision log."""
    from xlplan.ledger.connection import write_transaction
    from xlplan.ledger.decision_log import append_entries

    with write_transaction(context.ledger) as connection:
        yield DecisionTransaction(context, connection)
    append_entries(context.ledger, context.workspace.decision_log, context.actor, context.now())


@dataclass(frozen=True)
class DecisionTransaction:
    """A transaction for a decision: its connection, and the way to record the decision itself."""

    context: OpenWorkspace
    connection: "Connection"

    def record(self, decision: "Decision") -> None:
        """Record the entry of a decision, after its records."""
        from xlplan.ledger.decision_log import record_decision

        record_decision(self.connection, decision, self.context.actor, self.context.now())


def user_name() -> str:
    """Return the name of the user, as the computer knows it; "" if it does not."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
