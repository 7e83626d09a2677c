"""The making of a new workspace."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from xlplan.documents.plan_writer.cells import PlanRows
from xlplan.documents.plan_writer.writer import write_plan_rows
from xlplan.domain.errors import XlplanError
from xlplan.domain.new_centre import NewCentre
from xlplan.ledger.place import free_local_ledger, holds_ledger
from xlplan.storage import fetch_settings, mail_settings
from xlplan.storage.atomic import atomic_write_bytes, ensure_folder
from xlplan.storage.due_table import EXAMPLE, TABLE
from xlplan.storage.file_names import names_on_disk
from xlplan.storage.long_paths import root_path
from xlplan.storage.own_files import write_own
from xlplan.storage.permissions import default_umask
from xlplan.storage.settings import Settings, toml_text
from xlplan.storage.settings_file import FILE_NAME
from xlplan.storage.time_zones import DEFAULT_ZONE
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _, language


def new_workspace(
    folder: Path, now: datetime, with_plan: bool = True, centre: NewCentre | None = None
) -> Workspace:
    """Make the folders, the settings file and a plan workbook to fill in. What is there already stays.

    If the folder cannot hold the ledger, as on a network share, the settings name a file on a local disk.

    Args:
        folder: The folder of the workspace.
        now: The present moment.
        with_plan: Make the plan workbook, where none is there.
        centre: The centre, whose name, period and units the plan workbook begins with; None for a blank workbook.

    Raises:
        XlplanError: The folder is a workspace already.
    """
    require_new(folder)
    centre = centre or NewCentre()
    settings = Settings(
        language=language(),
        file_names=_file_names(folder),
        workspace=secrets.token_hex(8),
        sheet_password=secrets.token_urlsafe(9),
        umask=default_umask(),
        contact=centre.contact,
        timezone=centre.timezone or DEFAULT_ZONE,
    )
    workspace = Workspace(root_path(folder), settings)
    for folder_to_make in (workspace.templates, workspace.inbox, workspace.outbox, workspace.archive):
        ensure_folder(folder_to_make)
    if not holds_ledger(workspace.root):
        settings = replace(workspace.settings, ledger=str(free_local_ledger(workspace.root)))
        workspace = replace(workspace, settings=settings)
    blank_plan = workspace.new_plan()
    if with_plan and not workspace.plan_workbooks and not os.path.lexists(blank_plan):
        write_own(
            workspace.own_files, blank_plan, lambda beside: write_plan_rows(beside, _first_rows(centre), now)
        )
    # The ends of lines are those of the system: older versions of Notepad show no others.
    text = settings_text(workspace.settings).replace("\n", os.linesep)
    atomic_write_bytes(workspace.root / FILE_NAME, text.encode())
    return workspace


def _file_names(folder: Path) -> str:
    """Return the language of the names of files: that of those which are there already, or else the one in use."""
    return next(iter(names_on_disk(Workspace(folder, Settings()).outbox)), language())


def require_new(folder: Path) -> None:
    """Require that a folder is no workspace yet.

    Raises:
        XlplanError: It is one.
    """
    if os.path.lexists(folder / FILE_NAME):
        raise XlplanError(
            _("{folder} is a workspace already: it holds {file}. Choose another folder.").format(
                folder=folder, file=FILE_NAME
            )
        )


def _first_rows(centre: NewCentre) -> PlanRows:
    """Return the cells that a plan workbook begins with: what is known of the centre, and its units."""
    details = {"code": centre.code, "name": centre.name, "title": centre.name, "period": centre.period}
    units = [{"code": each.code, "name": each.name, "kind": _(each.kind.value)} for each in centre.units]
    return PlanRows({name: value for name, value in details.items() if value}, units)


def plans_in(folder: Path) -> tuple[Path, ...]:
    """Return the plan workbooks that lie already in a folder that is to become a workspace."""
    return tuple(Workspace(folder, Settings()).plan_workbooks)


def settings_text(settings: Settings) -> str:
    """Return the text of a settings file that explains its keys."""
    lines = "\n".join(
        f"# {explained}\n{key} = {_value(getattr(settings, key))}\n"
        for key, explained in (
            ("language", _("What people read: uk or en.")),
            ("file_names", _("The language of the names of files. It stays; “language” may change.")),
            ("timezone", _("The time zone of the centre: due days and receipts go by it.")),
            ("workspace", _("The identity of this workspace, by which its ledger is known. Leave it as it is.")),
            ("contact", _("Whom the units ask, as the templates name it: a name, a telephone, an e-mail.")),
            ("sheet_password", _("Locks the sheets of the templates. “xlplan unlock FILE” takes the lock off.")),
            (
                "umask",
                _(
                    "Whom files are kept from on Linux and macOS: '007' from all but the owner and the group, "
                    "'077' from the group too."
                ),
            ),
            ("due_days", _("Returns are due this many days after the quarter ends.")),
            ("grace_days", _("For this many days after that a return counts as in time; units are not told.")),
            ("on_track", _("From which part of its target an indicator counts as met.")),
            ("far_over", _("From how many times its target on a number is asked about as far too high.")),
            ("quiet_seconds", _("A file in inbox/ is taken once it has not changed for so many seconds.")),
            ("rescan_seconds", _("The watcher looks through inbox/ at least this often, in seconds.")),
            (
                "board_refresh_seconds",
                _("After so many seconds a browser loads the board in outbox/ anew; 0: only when it is told to."),
            ),
            (
                "backup_folder",
                _("Where backups go, also one at each closing: a folder on another disk, a share or a stick."),
            ),
            ("ledger", _("The ledger's file. On a network share, name one on a local disk.")),
        )
    )
    return f"{lines}\n{_mail_table()}\n{_due_table(settings)}"


def _mail_table() -> str:
    """Return an example of the table of letters: without it, letters are drafts."""
    lines = "\n".join(
        f"# {line}"
        for line in (
            f"[{mail_settings.TABLE}]",
            "address = 'plan@example.org'",
            "server = 'smtp.example.org'",
            "user = 'plan@example.org'",
            "remind_days_before = [3, 1]",
            "remind_days_after = [1, 4]",
        )
    )
    explained = _(
        "Letters to the units are drafts in outbox/ for your mail program, or go by the mail server named here."
    )
    never = _("The password never stands here; the guide says where it may.")
    return f"# {explained}\n# {never}\n{lines}\n\n{_mailbox_table()}"


def _mailbox_table() -> str:
    """Return an example of the table of the mailbox: without it, nothing is fetched."""
    explained = _("The mailbox from which “xlplan fetch” takes returns that come by mail.")
    lines = (f"[{fetch_settings.TABLE}]", "server = 'imap.example.org'", "user = 'plan@example.org'")
    return "".join(f"# {line}\n" for line in (explained, *lines))


def _due_table(settings: Settings) -> str:
    """Return the table of due days, which is the last thing in the file; without any, an example of it."""
    explained = _("Quarters with a due day of their own. Every other setting stands above this table.")
    if settings.due:
        days = "".join(f"{quarter} = {day.isoformat()}\n" for quarter, day in settings.due)
        return f"# {explained}\n[{TABLE}]\n{days}"
    return f"# {explained}\n# [{TABLE}]\n# {EXAMPLE}\n"


def _value(value: str | float) -> str:
    return toml_text(value) if isinstance(value, str) else str(value)
