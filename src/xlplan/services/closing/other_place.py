"""The place of the last decision, if not here: the workspace was moved, or it is a copy of another one."""

import platform
from pathlib import Path

from xlplan.domain.decision_log import read_entry
from xlplan.domain.errors import XlplanError
from xlplan.domain.sign_off import OtherPlace
from xlplan.ledger.database import Connection
from xlplan.ledger.decision_log import recorded_lines
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.storage.append_log import last_lines
from xlplan.storage.long_paths import shown_path
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _


def other_place(context: OpenWorkspace, connection: Connection) -> OtherPlace | None:
    """Return where the last decision was made; None where that was here.

    Raises:
        XlplanError: The workspace there is still in use: it has decisions that this copy does not have.
    """
    # Places that share a ledger share its decisions: none of them is a copy that lacks some.
    if connection.place:
        return None
    lines = recorded_lines(connection)
    last = read_entry(lines[-1]) if lines else None
    if last is None or (last.actor.machine, last.actor.folder) == (
        context.actor.machine,
        context.actor.folder,
    ):
        return None
    folder, machine = last.actor.folder, last.actor.machine
    if machine != platform.node():
        return OtherPlace(folder, machine, is_there=False)
    path = Workspace(Path(folder), context.workspace.settings).decision_log
    # A share may be reached by several paths.
    if path.exists() and path.samefile(context.workspace.decision_log):
        return None
    log = last_lines(path)
    theirs = read_entry(log[-1]) if log else None
    is_there = theirs is not None and theirs.workspace == last.workspace
    if theirs and is_there and log[-1] not in lines:
        raise XlplanError(
            _(
                "This workspace is a copy of {folder}, where decision {number} was made meanwhile. Two copies "
                "must not close the same quarter. Close it there; delete or rename this copy ({own})."
            ).format(folder=folder, number=theirs.number, own=shown_path(context.workspace.root))
        )
    return OtherPlace(folder, machine, is_there)
