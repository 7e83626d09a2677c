"""The doctor: what is installed, what works and what does not, each check by itself. It changes nothing."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from xlplan.domain.errors import XlplanError
from xlplan.services.record.check import Check, Level, failed_check, run_check
from xlplan.services.record.folder_checks import (
    INBOX,
    check_backup,
    check_folder,
    check_inbox,
    check_inbox_clock,
    check_rights,
    check_room,
    check_sizes,
    check_temporary,
    folders_of,
)
from xlplan.services.record.ledger_checks import check_clock, check_ledger, check_place
from xlplan.services.record.program_checks import (
    check_libraries,
    check_office,
    check_program,
    check_time_zones,
)
from xlplan.storage.file_names import require_settled_names
from xlplan.storage.long_paths import root_path, shown_path
from xlplan.storage.settings import Settings, read_settings
from xlplan.storage.settings_file import FILE_NAME
from xlplan.storage.workspace import Workspace, find_root
from xlplan.text.translation import DEFAULT_LANGUAGE, _


def examine(start: Path, now: Callable[[], datetime]) -> Iterator[Check]:
    """Yield the checks of a computer and of a workspace, each as soon as it is made.

    Args:
        start: A folder in the workspace.
        now: The clock.
    """
    yield run_check("program", check_program)
    yield run_check("libraries", check_libraries)
    yield run_check("office", check_office)
    yield run_check("temporary", check_temporary)
    check, workspace, are_settings_read = _find(start)
    settings = workspace.settings if workspace else Settings()
    yield run_check("timezone", check_time_zones, settings)
    yield check
    if workspace is None:
        return
    folders = folders_of(workspace)
    for role, folder in folders.items():
        yield run_check(role, check_folder, folder)
    yield run_check("inbox_content", check_inbox, workspace)
    # Where the ledger lies is known only from the settings.
    if are_settings_read:
        yield run_check("ledger_place", check_place, workspace.ledger)
        yield run_check("ledger", check_ledger, workspace)
        yield run_check("clock", check_clock, workspace.ledger, _in_zone(settings, now()))
    yield run_check("inbox_clock", check_inbox_clock, folders[INBOX], _in_zone(settings, now()))
    yield run_check("sizes", check_sizes, workspace)
    yield run_check("backup", check_backup, workspace, _in_zone(settings, now()))
    # The disk and the rights of a database are those of its server.
    ledger = workspace.ledger if are_settings_read and isinstance(workspace.ledger, Path) else None
    disks = {**folders, "ledger": ledger.parent} if ledger else folders
    yield run_check("room", check_room, disks)
    # Windows has other rights.
    if sys.platform != "win32":
        private = {
            "settings": workspace.root / FILE_NAME,
            "archive": workspace.archive,
            **({"ledger": ledger} if ledger else {}),
        }
        yield run_check("rights", check_rights, {"root": workspace.root, **private})


def language_of(start: Path) -> str:
    """Return the language of a workspace; the usual one where there is none or its settings cannot be read."""
    workspace = _find(start)[1]
    return workspace.settings.language if workspace else DEFAULT_LANGUAGE


def _find(start: Path) -> tuple[Check, Workspace | None, bool]:
    """Return the check of the workspace, the workspace if there is one, and whether its settings could be read."""
    name = "workspace"
    try:
        root = find_root(start)
    except (XlplanError, OSError) as problem:
        return failed_check(name, _("No workspace was found."), problem), None, False
    try:
        workspace = Workspace(root_path(root), read_settings(root / FILE_NAME))
        require_settled_names(workspace.outbox, workspace.settings)
    except Exception as problem:
        text = _("The settings of the workspace {folder} cannot be read.").format(folder=shown_path(root))
        # Nothing is checked here: data of time zones may be missing.
        return failed_check(name, text, problem), Workspace(root_path(root), Settings()), False
    text = _("Workspace: {folder}").format(folder=shown_path(root))
    return Check(name, Level.GOOD, text), workspace, True


def _in_zone(settings: Settings, moment: datetime) -> datetime:
    """Return a moment in the time zone of the centre, or in that of the computer where the first is not known."""
    try:
        return moment.astimezone(settings.zone)
    except (KeyError, OSError):
        return moment.astimezone()
