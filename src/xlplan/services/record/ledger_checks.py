"""The checks of the ledger: its place, its file, and the clock beside its last entry."""

from datetime import datetime
from pathlib import Path

from xlplan.domain.clock_doubt import doubt_clock
from xlplan.domain.errors import XlplanError
from xlplan.ledger.inspection import LedgerState, inspect_ledger
from xlplan.ledger.ownership import ledger_exists, require_own
from xlplan.ledger.place import holds_ledger, place_error
from xlplan.ledger.tables import VERSION
from xlplan.services.record.check import Check, Fact, Level, failed_check
from xlplan.services.record.folder_checks import existing_folder
from xlplan.storage.disk import file_system_of
from xlplan.storage.last_backup import restore_command
from xlplan.storage.ledger_address import LedgerPlace, shown_place
from xlplan.storage.ledger_presence import require_ledger
from xlplan.storage.long_paths import shown_path
from xlplan.storage.settings_file import FILE_NAME
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import _


def check_place(name: str, ledger: LedgerPlace) -> Check:
    """Try whether the folder, or the database, can hold the ledger."""
    if not isinstance(ledger, Path):
        from xlplan.services.record.database_checks import check_database

        return check_database(name, ledger)
    folder = existing_folder(ledger.parent)
    system = file_system_of(folder)
    facts: dict[str, Fact] = {"file_system": system.kind or None, "is_share": system.is_share}
    try:
        is_good = holds_ledger(folder)
    except OSError as problem:
        text = _("The ledger cannot be written in {folder}.").format(folder=shown_path(folder))
        return failed_check(name, text, problem, facts)
    if not is_good:
        return failed_check(name, _("The place of the ledger will not do."), place_error(ledger), facts)
    return Check(name, Level.GOOD, _("The ledger is safe in {folder}").format(folder=shown_path(folder)), facts)


def check_ledger(name: str, workspace: Workspace) -> Check:
    """Look at the file of the ledger, and change nothing in it."""
    place = workspace.ledger
    if not ledger_exists(place):
        require_ledger(workspace)
        text = _("There is no ledger yet: the first plan that is adopted makes it")
        return Check(name, Level.GOOD, text, {"exists": False})
    state = inspect_ledger(place)
    facts: dict[str, Fact] = {
        "exists": True,
        "is_database": state.is_database,
        "is_ledger": state.is_ledger,
        "version": state.version,
        "is_sound": state.is_sound,
    }
    if words := _fault(state):
        command = restore_command(workspace.root)
        names = {"file": shown_place(place), "settings": FILE_NAME, "command": command}
        return Check(name, Level.FAILURE, words.format(**names), facts)
    try:
        require_own(workspace)
    except XlplanError as problem:
        return failed_check(name, _("The ledger is not the latest one of this workspace."), problem, facts)
    if state.version < VERSION:
        text = _("The ledger is of version {version}; the next command brings it to version {new}")
        return Check(name, Level.WARNING, text.format(version=state.version, new=VERSION), facts)
    return Check(name, Level.GOOD, _("The ledger is whole (version {number})").format(number=state.version), facts)


def _fault(state: LedgerState) -> str:
    """Return what is wrong with a ledger, with gaps for its names; "" where nothing is."""
    if not state.is_database:
        return _(
            "{file} is no ledger, or is damaged. "
            "Bring it back from a backup ({command}), or name another in {settings}."
        )
    if not state.is_ledger:
        return _("{file} is the database of another program. Name another file in {settings}.")
    if state.version > VERSION:
        return _("A newer xlplan made the ledger {file}. Update xlplan.")
    if not state.is_sound:
        return _(
            "The ledger {file} is damaged. Bring it back from a backup ({command}), or name another in {settings}."
        )
    return ""


def check_clock(name: str, ledger: LedgerPlace, now: datetime) -> Check:
    """Compare the clock with the last entry of the ledger."""
    last_entry = inspect_ledger(ledger).last_entry if ledger_exists(ledger) else None
    facts: dict[str, Fact] = {"now": now.isoformat(), "last_entry": last_entry.isoformat() if last_entry else None}
    if doubt := doubt_clock(now, last_entry):
        remedy = _("Set the clock of this computer right.")
        return Check(name, Level.FAILURE, f"{doubt.text}. {remedy}", facts)
    text = _("The clock shows {now}").format(now=_moment(now))
    if last_entry:
        last = _("the last entry of the ledger is of {last}")
        text += " · " + last.format(last=_moment(last_entry.astimezone(now.tzinfo)))
    return Check(name, Level.GOOD, text, facts)


def _moment(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y %H:%M}"
