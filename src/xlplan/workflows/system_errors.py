"""Sentences for the errors of the operating system and of SQLite: what was seen, at which file, and what to do."""

import errno
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from xlplan.storage.long_paths import shown_path
from xlplan.text.translation import _
from xlplan.workflows.database_errors import moved_message

# Numbers of Windows stand beside those that every system has: Python gives some of them a misleading errno.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WINDOWS = {39, 112, 1295}
_READ_ONLY_WINDOWS = 19
_AWAY = {errno.ESTALE, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH, errno.ENOTCONN}
_AWAY |= {errno.ENODEV, errno.ENXIO, errno.ETIMEDOUT}
_AWAY_WINDOWS = {21, 51, 53, 54, 55, 59, 64, 67, 121, 1167, 1231, 1232}
_HELD = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY}
_HELD_WINDOWS = {5, 32, 33, 170, 1224}
_TOO_LONG_WINDOWS = 206
_NO_NAME_WINDOWS = {123, 161}
_NO_PATH_WINDOWS = (2, 3)
# Windows cuts paths off here where it is not told otherwise; for a folder a little earlier.
_LONGEST_WINDOWS = 248

_NO_SUCH_PLACE = (FileNotFoundError, NotADirectoryError, FileExistsError)

_LOCKS = (
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_UNLOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
    sqlite3.SQLITE_IOERR_SHMLOCK,
    sqlite3.SQLITE_IOERR_SHMMAP,
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOLFS,
)


def system_message(problem: OSError) -> str | None:
    """Return the sentence about an error of the operating system. None if the error is not from the system."""
    if problem.errno is None:
        return None
    file = _file_of(problem)
    return _disk_message(problem, file) or _path_message(problem, file) or _other_message(problem, file)


def ledger_message(problem: sqlite3.Error) -> str | None:
    """Return the sentence about an error of SQLite. None for a fault of xlplan."""
    code = getattr(problem, "sqlite_errorcode", 0)
    # The shared memory of the ledger is a file, and SQLite cannot make it longer.
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE):
        return _full("")
    if code == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
        return moved_message()
    if code in _LOCKS:
        return _(
            "The disk of the ledger, a network share perhaps, lacks the locks that the ledger needs. "
            "Move the ledger to a local disk and name it in xlplan.toml."
        )
    # An extended code says more precisely what its last byte says.
    sentence: Callable[[], str] | None = {
        sqlite3.SQLITE_BUSY: _ledger_held,
        sqlite3.SQLITE_LOCKED: _ledger_held,
        sqlite3.SQLITE_READONLY: _ledger_read_only,
        sqlite3.SQLITE_PERM: _ledger_closed,
        sqlite3.SQLITE_CANTOPEN: _ledger_closed,
        sqlite3.SQLITE_IOERR: _ledger_disk,
        sqlite3.SQLITE_CORRUPT: _ledger_damaged,
        sqlite3.SQLITE_NOTADB: _ledger_damaged,
    }.get(code & 0xFF)
    return sentence() if sentence else None


def _file_of(problem: OSError) -> str:
    """Return the file of an error; "" if it names none. A rename fails for its target, as a rule."""
    named = problem.filename2 if problem.filename2 is not None else problem.filename
    return os.fsdecode(named) if isinstance(named, str | bytes | os.PathLike) else ""


def _windows_number(problem: OSError) -> int | None:
    number = getattr(problem, "winerror", None)
    return number if isinstance(number, int) else None


def _disk_message(problem: OSError, file: str) -> str | None:
    """Return the sentence about a disk that takes no more, or that is not there."""
    windows = _windows_number(problem)
    if problem.errno in _FULL or windows in _FULL_WINDOWS:
        return _full(file)
    # Python finds no folder for temporary files if no disk has room. The error has no number of its own.
    if "No usable temporary directory" in str(problem.strerror):
        return _full("")
    if problem.errno == errno.EROFS or windows == _READ_ONLY_WINDOWS:
        return _("The disk can only be read. Make it writable again.")
    if problem.errno in (errno.EMFILE, errno.ENFILE):
        return _("Too many files are open at once on this computer. Close other programs.")
    if problem.errno in _AWAY or windows in _AWAY_WINDOWS:
        return _("{file} cannot be reached: its disk or share is away. Connect it again.").format(
            file=shown_path(Path(file)) if file else "—"
        )
    return None


def _path_message(problem: OSError, file: str) -> str | None:
    """Return the sentence about a path that is not what it should be."""
    if not file:
        return None
    windows, shown = _windows_number(problem), shown_path(Path(file))
    is_cut_off = windows in _NO_PATH_WINDOWS and len(str(Path(file).absolute())) >= _LONGEST_WINDOWS
    if problem.errno == errno.ENAMETOOLONG or windows == _TOO_LONG_WINDOWS or is_cut_off:
        return _(
            "The path {file} is too long for this system: {number} characters. "
            "Shorten the names in it, or move the folder nearer to the root of the disk."
        ).format(file=shown, number=len(shown))
    if windows in _NO_NAME_WINDOWS or problem.errno in (errno.EILSEQ, errno.EINVAL):
        sentence = _("The system takes no such name: {file}. Leave out signs such as * ? : < > | and quotes.")
    elif isinstance(problem, _NO_SUCH_PLACE) and (obstacle := _file_in_the_way(Path(file))) is not None:
        shown = shown_path(obstacle)
        sentence = _("{file} is a file, and a folder is wanted there. Name another, or move the file.")
    elif isinstance(problem, FileNotFoundError):
        sentence = _("There is no {file}: it was moved or deleted, or its disk is away.")
    elif _is_folder_for_a_file(problem, file):
        sentence = _("{file} is a folder, and a file is wanted there. Name another, or move the folder.")
    else:
        return None
    return sentence.format(file=shown)


def _file_in_the_way(path: Path) -> Path | None:
    """Return the file that stands where `path` has, or is, a folder; None if there is none."""
    for each in (path, *path.parents):
        try:
            if each.exists():
                return each if each.is_file() else None
        except OSError:
            continue
    return None


def _is_folder_for_a_file(problem: OSError, file: str) -> bool:
    """Tell if a folder stands where a file is to be read or written. Windows calls that a lack of permission."""
    if isinstance(problem, IsADirectoryError):
        return True
    is_meant_as_file = problem.filename2 is not None or _windows_number(problem) is None
    return sys.platform == "win32" and problem.errno in _HELD and is_meant_as_file and Path(file).is_dir()


def _other_message(problem: OSError, file: str) -> str:
    if problem.errno in _HELD or _windows_number(problem) in _HELD_WINDOWS:
        return _refused(Path(file)) if file else _("The system denies access to a file. Ask for access to it.")
    return _("The system refuses: {problem}.").format(
        problem=f"{problem.strerror} {shown_path(Path(file)) if file else ''}".strip()
    )


def _refused(path: Path) -> str:
    """Return the sentence about a file that another program holds, or that one may not touch."""
    # A file that is yet to be made cannot be held: its folder takes none.
    place = path if os.path.lexists(path) else path.parent
    if place.is_dir():
        return _(
            "The folder {folder} denies access, or a file in it is open in another program. "
            "Close it there, or ask for access to the folder."
        ).format(folder=shown_path(place))
    return _(
        "{file} is open in another program, or access to it is denied. Close it there, or ask for access."
    ).format(file=shown_path(path))


def _full(file: str) -> str:
    if file:
        return _("The disk of {file} is full or takes nothing more. Free some space.").format(
            file=shown_path(Path(file))
        )
    return _("The disk is full or takes nothing more. Free some space.")


def _ledger_held() -> str:
    return _("Another program holds the ledger. Close the program that has it open.")


def _ledger_read_only() -> str:
    return _("The ledger can only be read. Make its file and its folder writable.")


def _ledger_closed() -> str:
    return _("The ledger cannot be opened: its file or its folder is away or denies access. Check both.")


def _ledger_disk() -> str:
    return _(
        "The disk of the ledger reports a fault. If the ledger lies on a network share, move it to a local disk "
        "and name it in xlplan.toml; else check the disk."
    )


def _ledger_damaged() -> str:
    return _("The ledger is damaged. Bring it back from the latest backup: xlplan restore FILE.")
