"""The move of the ledger: into an empty database or a new file, proved before the settings name the new place."""

from collections.abc import Callable

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.decision_log import append_entries, workspace_identity
from xlplan.ledger.move import copy_ledger_to, mark_as_gone, move_lock
from xlplan.ledger.move_marks import MoveMark, MoveState
from xlplan.services.open_workspace import OpenWorkspace, finish_move
from xlplan.services.record.counter import Counter
from xlplan.storage.ledger_address import LedgerAddress, LedgerPlace, shown_place
from xlplan.storage.ledger_presence import require_ledger
from xlplan.storage.ledger_setting import named_place, prepare_setting, put_setting
from xlplan.storage.settings_file import FILE_NAME
from xlplan.text.translation import _


class MoveResult(Struct, frozen=True):
    """A ledger that was moved.

    Attributes:
        before: The place where it was. It is kept there, and nothing can be recorded in it.
        after: The place where it is.
        record_count: How many records were proved in the copy.
    """

    before: LedgerPlace
    after: LedgerPlace
    record_count: int


def move_ledger(context: OpenWorkspace, target: LedgerPlace, advance: Callable[[str], None]) -> MoveResult:
    """Move the ledger of a workspace.

    Args:
        context: The workspace.
        target: An empty database, or a file that is not there yet.
        advance: It is called with the key of each record that was proved.

    Raises:
        XlplanError: There is no ledger, the target is not empty or will not do, or the copy differs. Nothing was
            changed then.
    """
    workspace = context.workspace
    require_ledger(workspace)
    _require_other_place(workspace.ledger, target)
    if not context.has_ledger:
        raise XlplanError(_("There is no ledger yet, so nothing is to be moved. Name its place in xlplan.toml."))
    file, place, now = workspace.root / FILE_NAME, named_place(workspace.root, target), context.now()
    settings = prepare_setting(file, place)
    counter = Counter(advance)
    # A move that was killed before is brought to its end, or taken back, when the ledger is opened.
    ledger = context.ledger
    with move_lock(workspace.lock_base):
        mark = MoveMark(MoveState.ARRIVING, named_place(workspace.root, workspace.ledger), now)
        with ledger.write() as source:
            copy_ledger_to(source, target, workspace_identity(source) or "", mark, counter)
            mark_as_gone(source, place, now)
        put_setting(file, settings)
        with open_ledger(target) as moved:
            finish_move(moved, mark, place, context.actor, now)
            append_entries(moved, workspace.decision_log, context.actor, now)
    return MoveResult(workspace.ledger, target, counter.number)


def _require_other_place(ledger: LedgerPlace, target: LedgerPlace) -> None:
    if isinstance(target, LedgerAddress) and target.secrets:
        raise XlplanError(
            _(
                "The address has a password, and whoever sees the running programs of this computer reads it "
                "there. Change that password. Leave it out of the address, and give it in PGPASSWORD, in the "
                "password file of PostgreSQL (pgpass), or in its service file."
            )
        )
    if shown_place(target) == shown_place(ledger):
        raise XlplanError(_("The ledger is in {place} already.").format(place=shown_place(target)))
