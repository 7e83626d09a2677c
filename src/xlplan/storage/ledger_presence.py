"""The presence of a ledger where files have been received: one that is missing is not made anew."""

from pathlib import Path

from xlplan.domain.errors import XlplanError
from xlplan.storage.last_backup import restore_command
from xlplan.storage.settings_file import FILE_NAME
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _


def has_received(workspace: Workspace) -> bool:
    """Tell if files have been received: the archive holds some."""
    return workspace.archive.is_dir() and any(workspace.archive.iterdir())


def require_ledger(workspace: Workspace) -> None:
    """Check that the file of the ledger is there if files have been received.

    A new ledger would know none of the issued forms, and every return would be refused. Of a database that is
    found out when it is opened.

    Raises:
        XlplanError: Files have been received and the ledger is missing.
    """
    if not isinstance(workspace.ledger, Path) or workspace.ledger.exists() or not has_received(workspace):
        return
    raise XlplanError(
        _(
            "The ledger {file} is missing, and files have been received already. Bring it back from a backup "
            "({command}), put it back yourself, or say in {settings} where it lies."
        ).format(file=workspace.ledger, command=restore_command(workspace.root), settings=FILE_NAME)
    )
