"""The checks of the folders: what can be done in them, whose they are, how much is in them and how much fits."""

import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from shutil import disk_usage

from xlplan.services.record.check import Check, Fact, Level, failed_check
from xlplan.storage import inbox
from xlplan.storage.disk import FileSystem, extent_of, file_system_of
from xlplan.storage.folder_trial import Step, try_folder
from xlplan.storage.last_backup import last_backup
from xlplan.storage.ledger_presence import has_received
from xlplan.storage.long_paths import shown_path
from xlplan.storage.workspace import Workspace
from xlplan.text.normalize import without_invisible
from xlplan.text.translation import N_, _, language, ngettext

INBOX = "inbox"
# Folders of every workspace, known by their names.
_OWN = (INBOX, "outbox", "templates", "archive")
# A quarter's workbook, its edition and the parts that the writer keeps meanwhile.
_LEAST_ROOM = 30_000_000
_LITTLE_ROOM = 300_000_000
# A file that is not yet whole is waited for so long after its last change, by the clock of its disk.
_CLOCK_TOLERANCE = timedelta(seconds=60)
# A quarter is closed this often, and each closing makes a backup.
_OLD_BACKUP = timedelta(days=92)
_MOST_NAMED = 3
_FAILED_STEPS = {
    Step.LIST: N_("{folder} cannot be read."),
    Step.WRITE: N_("Nothing can be written into {folder}."),
    Step.LOCK: N_("Files cannot be locked in {folder}: several programs there would disturb each other."),
    Step.RENAME: N_("Files cannot be renamed in {folder}."),
    Step.DELETE: N_("Files cannot be deleted in {folder}."),
}
_UNITS = (N_("{number} B"), N_("{number} KB"), N_("{number} MB"), N_("{number} GB"), N_("{number} TB"))


def folders_of(workspace: Workspace) -> Mapping[str, Path]:
    """Return the folders of a workspace by their names for programs."""
    return {
        "root": workspace.root,
        "templates": workspace.templates,
        INBOX: workspace.inbox,
        "outbox": workspace.outbox,
        "archive": workspace.archive,
    }


def check_folder(name: str, folder: Path) -> Check:
    """Try whether files can be written, locked, renamed and deleted in a folder."""
    if not folder.is_dir():
        return _missing_folder(name, folder)
    system = file_system_of(folder)
    facts: dict[str, Fact] = {"file_system": system.kind or None, "is_share": system.is_share}
    trial = try_folder(folder)
    shown = f"{name}/" if name in _OWN else shown_path(folder)
    if trial.failed:
        facts["failed"] = trial.failed.value
        text = _(_FAILED_STEPS[trial.failed]).format(folder=shown)
        if trial.problem:
            return failed_check(name, text, trial.problem, facts)
        return Check(name, Level.FAILURE, text + " " + _("Put the workspace on another disk."), facts)
    words = _("{folder}: files can be written, locked and renamed").format(folder=shown)
    return Check(name, Level.GOOD, f"{words} · {_system_text(name, system)}", facts)


def _missing_folder(name: str, folder: Path) -> Check:
    if name == INBOX:
        text = _("There is no folder {folder}. Make it again.").format(folder=shown_path(folder))
        return Check(name, Level.FAILURE, text, {"exists": False})
    text = _("There is no folder {folder}. If it was moved, put it back; else xlplan makes it when it needs it.")
    return Check(name, Level.WARNING, text.format(folder=shown_path(folder)), {"exists": False})


def _system_text(name: str, system: FileSystem) -> str:
    if system.is_share is None:
        return _("whether this is a network share is not known")
    if not system.is_share:
        return _("a local disk ({kind})").format(kind=system.kind or "?")
    text = _("a network share ({kind})").format(kind=system.kind or "?")
    return text + ": " + _("watch it with “xlplan watch --polling”") if name == INBOX else text


def check_temporary(name: str) -> Check:
    """Try the folder for temporary files, in which workbooks come about."""
    return check_folder(name, Path(tempfile.gettempdir()))


def check_inbox_clock(name: str, folder: Path, now: datetime) -> Check:
    """Compare the clock with the time that the disk of the inbox gives to a file written just now."""
    trial = try_folder(folder)
    if trial.written_at is None:
        text = _("The clock of the disk of {folder} could not be asked: nothing can be written there.")
        return Check(name, Level.WARNING, text.format(folder=shown_path(folder)), {"seconds": None})
    difference = trial.written_at - now
    facts: dict[str, Fact] = {"seconds": round(difference.total_seconds())}
    if abs(difference) <= _CLOCK_TOLERANCE:
        return Check(name, Level.GOOD, _("The disk of the inbox goes by the same time"), facts)
    text = _(
        "The disk of the inbox goes by {there}, and this computer by {here}. Set both clocks right: files that "
        "are still being copied may be taken too early or too late."
    ).format(there=f"{trial.written_at.astimezone(now.tzinfo):%d.%m.%Y %H:%M}", here=f"{now:%d.%m.%Y %H:%M}")
    return Check(name, Level.WARNING, text, facts)


def check_inbox(name: str, workspace: Workspace) -> Check:
    """Count what waits in the inbox: files, links, and claims that were not released."""
    folder = workspace.inbox
    content = inbox.read_inbox(folder)
    links = [each.path for each in content.exclusions if each.kind is inbox.ExclusionKind.LINK]
    claims = _claims(folder)
    files = len(content.files)
    facts: dict[str, Fact] = {"files": files, "links": len(links), "claims": claims}
    parts = [
        ngettext("{number} file waits in the inbox", "{number} files wait in the inbox", files)
        if files
        else _("Nothing waits in the inbox")
    ]
    if claims:
        parts.append(
            ngettext(
                "{number} file is claimed: unless xlplan is at it just now, “xlplan intake” deals with it",
                "{number} files are claimed: unless xlplan is at them just now, “xlplan intake” deals with them",
                claims,
            )
        )
    if links:
        names = ", ".join(without_invisible(str(path.relative_to(folder))) for path in links[:_MOST_NAMED])
        words = ngettext(
            "{number} link there leads elsewhere and is not followed: {names}. Put the file itself there",
            "{number} links there lead elsewhere and are not followed: {names}. Put the files themselves there",
            len(links),
            names=f"{names} …" if len(links) > _MOST_NAMED else names,
        )
        parts.append(words)
    return Check(name, Level.WARNING if links or claims else Level.GOOD, " · ".join(parts), facts)


def _claims(folder: Path) -> int:
    """Return the number of claimed files. Their locks are left alone."""
    claimed = folder / inbox.CLAIMED
    return sum(len(names) for place, _folders, names in os.walk(claimed) if Path(place) != claimed)


def check_sizes(name: str, workspace: Workspace) -> Check:
    """Say how large the folders and the ledger are."""
    places = {INBOX: workspace.inbox, "outbox": workspace.outbox, "archive": workspace.archive}
    facts: dict[str, Fact] = {}
    parts = []
    for place, folder in places.items():
        extent = extent_of(folder)
        facts |= {f"{place}_files": extent.files, f"{place}_bytes": extent.size}
        files = ngettext("{number} file", "{number} files", extent.files)
        parts.append(f"{place}: {files}, {size_text(extent.size)}")
    ledger = workspace.ledger
    # The size of a database stands with its other facts.
    if isinstance(ledger, Path):
        log = ledger.with_name(f"{ledger.name}-wal")
        facts["ledger_bytes"] = sum(extent_of(path).size for path in (ledger, log))
        parts.append(_("ledger: {size}").format(size=size_text(int(facts["ledger_bytes"] or 0))))
    return Check(name, Level.GOOD, " · ".join(parts), facts)


def check_room(name: str, folders: Mapping[str, Path]) -> Check:
    """Look at the free space of each disk that is written to."""
    facts: dict[str, Fact] = {}
    parts = []
    least = None
    for role, folder in _one_a_disk(folders):
        usage = disk_usage(folder)
        # Some shares tell no sizes.
        if not usage.total:
            continue
        facts[f"{role}_free_bytes"] = usage.free
        parts.append(f"{shown_path(folder)}: {size_text(usage.free)}")
        least = usage.free if least is None else min(least, usage.free)
    if least is None:
        return Check(name, Level.GOOD, _("How much room there is on the disk is not known"), facts)
    text = _("Free space: {places}").format(places=" · ".join(parts))
    if least < _LEAST_ROOM:
        return Check(name, Level.FAILURE, text + ". " + _("That is not enough. Free some space."), facts)
    if least < _LITTLE_ROOM:
        return Check(name, Level.WARNING, text + ". " + _("That is little. Free some space soon."), facts)
    return Check(name, Level.GOOD, text, facts)


def _one_a_disk(folders: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    """Yield the first folder on each disk. A folder that is not there yet will be on the disk of its parent."""
    seen = set()
    for role, folder in folders.items():
        place = existing_folder(folder)
        # Its drive is away, which the other checks tell.
        if not place.is_dir():
            continue
        device = place.stat().st_dev
        if device not in seen:
            seen.add(device)
            yield role, place


def existing_folder(folder: Path) -> Path:
    """Return the folder itself, or the nearest one above it that is there."""
    return next((each for each in (folder, *folder.parents) if each.is_dir()), folder)


def _has_something_to_lose(workspace: Workspace) -> bool:
    """Tell if there is a ledger. What a database holds is not asked for here."""
    ledger = workspace.ledger
    return ledger.exists() if isinstance(ledger, Path) else has_received(workspace)


def check_backup(name: str, workspace: Workspace, now: datetime) -> Check:
    """Look when the last backup was made, and whether it is still there."""
    backup = last_backup(workspace.root)
    if backup is None:
        # A workspace without a ledger has nothing to lose yet.
        level = Level.WARNING if _has_something_to_lose(workspace) else Level.GOOD
        text = _("There is no backup yet. Make one: xlplan backup")
        return Check(name, level, text, {"made_at": None})
    is_there = backup.path.exists()
    facts: dict[str, Fact] = {
        "made_at": backup.made_at.isoformat(),
        "is_there": is_there,
        "is_complete": backup.is_complete,
    }
    values = {"day": f"{backup.made_at.astimezone(now.tzinfo):%d.%m.%Y %H:%M}", "file": shown_path(backup.path)}
    if not is_there:
        words = _("The last backup, of {day}, is not in its place: {file}. Connect its disk, or make a new one.")
    elif not backup.is_complete:
        words = _("The last backup, of {day}, lacks files: {file}. Make a new one: xlplan backup")
    elif now - backup.made_at > _OLD_BACKUP:
        words = _("The last backup is of {day}: {file}. Make a new one: xlplan backup")
    else:
        return Check(name, Level.GOOD, _("The last backup is of {day}: {file}").format(**values), facts)
    return Check(name, Level.WARNING, words.format(**values), facts)


def check_rights(name: str, places: Mapping[str, Path]) -> Check:
    """Look whether other users of the computer may read what the workspace keeps."""
    read_by_others = {role: _is_open(path) for role, path in places.items() if path.exists()}
    is_open = [role for role, is_read in read_by_others.items() if is_read]
    if not is_open:
        return Check(
            name, Level.GOOD, _("Other users of this computer may not read the workspace"), read_by_others
        )
    text = _("All users of this computer may read the workspace. Keep them out: chmod -R o-rwx {folder}").format(
        folder=shown_path(places["root"])
    )
    return Check(name, Level.WARNING, text, read_by_others)


def _is_open(path: Path) -> bool:
    mode = path.stat().st_mode
    return bool(mode & stat.S_IXOTH if path.is_dir() else mode & stat.S_IROTH)


def size_text(size: int) -> str:
    """Return a size in the largest unit of which it has one at least."""
    number, unit = float(size), 0
    while number >= 1000 and unit < len(_UNITS) - 1:
        number, unit = number / 1000, unit + 1
    text = f"{number:.1f}" if unit and number < 100 else f"{number:.0f}"
    return _(_UNITS[unit]).format(number=text.replace(".", ",") if language() == "uk" else text)
