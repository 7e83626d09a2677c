"""A workspace in use: its folders, its ledger, the clock and the person, opened once for a command or a round."""

import getpass
import logging
import platform
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.storage.long_paths import shown_path
from xlplan.storage.workspace import Workspace, require_root
from xlplan.text.translation import _

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from xlplan.domain.clock_doubt import ClockDoubt
    from xlplan.domain.decision_log import Actor, Decision
    from xlplan.ledger.database import Connection, Ledger
    from xlplan.ledger.locks import HeldLock, LockName
    from xlplan.ledger.move_marks import MoveMark
    from xlplan.storage.claims import SharedMarks

_log = logging.getLogger(__name__)


class OpenWorkspace(Struct, frozen=True, dict=True):
    """A workspace, its ledger, the clock and the person. Services and workflows take it as their first argument.

    Attributes:
        workspace: The workspace.
        now: The clock.
        by: Whoever decides; "" where nobody knows.
        is_clock_right: That person says that the clock is right, although the ledger has later times.
        tell: It is called with a sentence about what happens by itself, such as the upgrade of an older ledger.
    """

    workspace: Workspace
    now: Callable[[], datetime]
    _closing: ExitStack
    by: str = ""
    is_clock_right: bool = False
    tell: Callable[[str], object] = _log.info

    @cached_property
    def ledger(self) -> "Ledger":
        """The ledger, opened when it is first asked for, and made where there is none.

        It is not opened earlier. A command that is refused, or that needs no ledger, makes none; and the child
        process of the intake starts while the library of the ledger is imported.

        Raises:
            XlplanError: The file is no ledger of xlplan, or not the latest one of this workspace.
        """
        from xlplan.ledger.connection import open_ledger
        from xlplan.ledger.ownership import require_own

        require_root(self.workspace)
        # What a database holds is found out in one look.
        is_there = not isinstance(self.workspace.ledger, Path) or self.workspace.ledger.exists()
        mark = require_own(self.workspace) if is_there else None
        ledger = self._closing.enter_context(open_ledger(self.workspace.ledger, self._tell_upgrade))
        if mark:
            self._settle_move(ledger, mark)
        if not ledger.is_file:
            ledger = self._at_own_place(ledger)
        self._require_owner(ledger)
        return ledger

    def _at_own_place(self, ledger: "Ledger") -> "Ledger":
        """Return a ledger that other machines share, as this folder works with it."""
        from xlplan.ledger.archive_gaps import join_places
        from xlplan.ledger.places import is_known_place, read_place_mark, write_place_mark

        mark = self.workspace.place_mark
        code = read_place_mark(mark)
        with ledger.connect() as connection:
            is_known = bool(code) and is_known_place(connection, code)
        if not is_known:
            with ledger.write() as connection:
                # Another process of this folder may have been faster.
                code = read_place_mark(mark) or write_place_mark(mark, new_code())
                join_places(connection, self.workspace, code, self.actor, self.now())
        return ledger.at(code)

    def lock(self, name: "LockName", wait_seconds: float | None = None) -> "AbstractContextManager[HeldLock]":
        """Return a lock that one process at a time holds, of all that work with this ledger.

        Args:
            name: The lock.
            wait_seconds: How long another process is waited for; None for as long as it takes.

        Raises:
            LockTakenError: Another process still holds it. It is raised where the lock is entered.
        """
        from xlplan.ledger.locks import lock_by_file

        if isinstance(self.workspace.ledger, Path):
            return lock_by_file(self.workspace.ledger, name, wait_seconds)
        from xlplan.ledger.database_locks import lock_in_database

        return lock_in_database(self.ledger, name, wait_seconds)

    @contextmanager
    def shared_marks(self) -> "Iterator[SharedMarks | None]":
        """Yield where marks of claims are held for every machine to see; None where one machine works here."""
        if isinstance(self.workspace.ledger, Path):
            yield None
            return
        from xlplan.ledger.database_locks import DatabaseMarks

        with closing(DatabaseMarks(self.ledger)) as marks:
            yield marks

    @property
    def has_ledger(self) -> bool:
        """True if there is a ledger already. One that is missing is not made by this question.

        Raises:
            XlplanError: The server of the database cannot be reached, or refuses.
        """
        from xlplan.ledger.ownership import ledger_exists

        return "ledger" in vars(self) or ledger_exists(self.workspace.ledger)

    def _tell_upgrade(self, version: int, copy: Path) -> None:
        self.tell(
            _(
                "The ledger was of version {version} and was brought up to date. As it was it is kept: {file}"
            ).format(version=version, file=shown_path(copy))
        )

    def _settle_move(self, ledger: "Ledger", mark: "MoveMark") -> None:
        """Bring a move that was killed to its end: the ledger that the settings name is in force."""
        from xlplan.ledger.move import move_lock, take_over
        from xlplan.ledger.move_marks import MoveState
        from xlplan.storage.ledger_setting import named_place

        workspace = self.workspace
        with move_lock(workspace.lock_base):
            if mark.state is MoveState.GONE:
                # The copy was not taken over. It has a mark of its own.
                take_over(ledger, lambda _connection: None)
            else:
                place = named_place(workspace.root, workspace.ledger)
                finish_move(ledger, mark, place, self.actor, self.now())

    @property
    def actor(self) -> "Actor":
        """Whoever decides, on this computer and in this folder."""
        from xlplan.domain.decision_log import Actor

        return Actor(self.by, platform.node(), shown_path(self.workspace.root))

    def _require_owner(self, ledger: "Ledger") -> None:
        """Make this workspace the owner of a ledger that has none, and finish what a crash kept out of the log."""
        from xlplan.ledger.decision_log import (
            append_entries,
            has_waiting_entries,
            record_identity,
            workspace_identity,
        )
        from xlplan.ledger.ownership import identity_of

        with ledger.connect() as connection:
            has_owner = workspace_identity(connection)
            is_waiting = has_waiting_entries(connection, self.workspace.decision_log)
        if not has_owner:
            identity = identity_of(self.workspace) or new_code()
            with ledger.write() as connection:
                # Another process may have been faster.
                if not workspace_identity(connection):
                    record_identity(connection, identity, self.actor, self.now())
        if is_waiting or not has_owner:
            # A disk that takes nothing now takes it when the ledger is opened again.
            with suppress(OSError):
                append_entries(ledger, self.workspace.decision_log, self.actor, self.now())


def finish_move(ledger: "Ledger", mark: "MoveMark", place: str, actor: "Actor", at: datetime) -> None:
    """Take a moved ledger over, and record the move in it.

    Args:
        ledger: The copy, which the settings name.
        mark: Its mark.
        place: Its place, as the settings name it.
        actor: Whoever moves it.
        at: The time.
    """
    from xlplan.domain.decision_log import Decision, DecisionKind
    from xlplan.ledger.decision_log import record_decision
    from xlplan.ledger.move import take_over

    decision = Decision(DecisionKind.LEDGER_MOVE, before={"ledger": mark.place}, after={"ledger": place})
    take_over(ledger, lambda connection: record_decision(connection, decision, actor, at))


@contextmanager
def open_workspace(
    workspace: Workspace,
    now: Callable[[], datetime],
    by: str | None = None,
    is_clock_right: bool = False,
    tell: Callable[[str], object] = _log.info,
) -> Iterator[OpenWorkspace]:
    """Open a workspace for one command or one round, and close its ledger at the end.

    A process that runs for long opens it again for each round. Somebody may move or replace the ledger in between.

    Args:
        workspace: The workspace.
        now: The clock.
        by: Whoever decides. By default the user of the system.
        is_clock_right: That person says that the clock is right, although the ledger has later times.
        tell: It is called with a sentence about what happens by itself. By default the log has it.
    """
    with ExitStack() as closing:
        person = user_name() if by is None else by
        yield OpenWorkspace(workspace, now, closing, person, is_clock_right, tell)


@contextmanager
def decision_transaction(context: OpenWorkspace) -> Iterator["DecisionTransaction"]:
    """Open a transaction for a decision. After it, the entries of its decisions are added to the decision log."""
    from xlplan.ledger.decision_log import append_entries

    with context.ledger.write() as connection:
        yield DecisionTransaction(context, connection)
    append_entries(context.ledger, context.workspace.decision_log, context.actor, context.now())


class DecisionTransaction(Struct, frozen=True):
    """A transaction for a decision: its connection, and the way to record the decision itself."""

    context: OpenWorkspace
    connection: "Connection"

    def record(self, decision: "Decision") -> None:
        """Record the entry of a decision, after its records.

        Raises:
            XlplanError: The clock shows an earlier time than the ledger has, and nobody has called it right.
        """
        from xlplan.ledger.decision_log import record_decision
        from xlplan.ledger.last_entry import clock_confirmation

        now = self.context.now()
        if doubt := require_clock(self.context, self.connection):
            record_decision(self.connection, clock_confirmation(doubt), self.context.actor, now)
        record_decision(self.connection, decision, self.context.actor, now)


def require_clock(context: OpenWorkspace, connection: "Connection") -> "ClockDoubt | None":
    """Check the clock before a decision. Return the doubt that the person has answered; None where there is none.

    Raises:
        XlplanError: The clock shows an earlier time than the ledger has, and nobody has called it right.
    """
    from xlplan.ledger.last_entry import load_clock_doubt

    doubt = load_clock_doubt(connection, context.now())
    if doubt and not context.is_clock_right:
        remedy = _(
            "Nothing was changed. Set the clock right; if it is right, and the entry was made by a wrong one, "
            "add --clock-is-right to the command."
        )
        raise XlplanError(f"{doubt.text}. {remedy}")
    return doubt


def new_code() -> str:
    """Return a code that nobody else has: of a workspace, or of a place that works with its ledger."""
    # The import is slow, and a workspace needs it once.
    import secrets

    return secrets.token_hex(8)


def user_name() -> str:
    """Return the name of the user, as the computer knows it; "" if it does not."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
