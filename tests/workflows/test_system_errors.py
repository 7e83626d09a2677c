"""Each kind of error of the system and of the ledger has its sentence: what was seen, where, and what to do."""

import errno
import sqlite3
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.support.held_files import held
from xlplan.domain.errors import XlplanError
from xlplan.workflows.failures import failure_key, failure_message


def windows(number: int, posix: int, path: str = "C:/центр/План.xlsx") -> OSError:
    """An error of Windows, on any system."""
    problem = OSError(posix, "words of the system", path)
    if sys.platform == "win32":
        return OSError(posix, "words of the system", path, number)
    problem.winerror = number  # type: ignore[attr-defined]
    return problem


def said(problem: BaseException) -> str:
    words = failure_message(problem)
    assert words is not None
    assert len(words.splitlines()) == 1
    return words


def refused(call: Callable[[], object]) -> OSError:
    """The error of the system for a call."""
    try:
        call()
    except OSError as problem:
        return problem
    raise AssertionError("the system does not refuse it")


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (OSError(errno.ENOSPC, "x"), "На диску немає місця"),
        (OSError(errno.ENOSPC, "x", "План.xlsx"), "На диску, де лежить План.xlsx, немає місця"),
        (OSError(errno.EFBIG, "x"), "На диску немає місця"),
        (
            FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']"),
            "На диску немає місця",
        ),
        (OSError(errno.EROFS, "x"), "Диск доступний лише для читання"),
        (OSError(errno.EMFILE, "x"), "На цьому комп'ютері одночасно відкрито забагато файлів"),
        (OSError(errno.ENAMETOOLONG, "x", "п" * 300), "Шлях ппп"),
        (OSError(errno.EIO, "x", "План.xlsx"), "Система відмовляє: x План.xlsx"),
        (OSError(errno.ESTALE, "x", "inbox"), "inbox: немає доступу"),
        (FileNotFoundError(errno.ENOENT, "x", "немає/План.xlsx"), "Немає немає/План.xlsx"),
        (PermissionError(errno.EACCES, "x"), "Система не дає доступу"),
        (windows(112, errno.ENOSPC), "На диску"),
        (windows(19, errno.EACCES), "Диск доступний лише для читання"),
        (windows(53, errno.ENOENT), "C:/центр/План.xlsx: немає доступу, бо диск або мережеву теку від'єднано"),
        (windows(206, errno.ENOENT), "Шлях C:/центр/План.xlsx задовгий"),
        (windows(3, errno.ENOENT, "C:/" + "п" * 260), "Шлях C:/"),
        (windows(123, errno.EINVAL, "План?.xlsx"), "Система не приймає такої назви: План?.xlsx"),
    ],
)
def test_an_error_of_the_system(problem: OSError, words: str) -> None:
    assert said(problem).replace("\\", "/").startswith(words)


def test_a_file_that_another_program_holds_is_named(tmp_path: Path) -> None:
    path = tmp_path / "План.xlsx"
    path.touch()
    with held(path):
        assert said(refused(path.read_bytes)).startswith(f"{path} відкрито в іншій програмі")


def test_of_a_rename_the_target_is_named(tmp_path: Path) -> None:
    target = tmp_path / "План.xlsx"
    target.touch()
    problem = PermissionError(errno.EACCES, "x", str(tmp_path / ".xlplan-0123abcd.xlsx"), None, str(target))
    assert said(problem).startswith(f"{target} відкрито")


def test_a_file_that_is_yet_to_be_made_is_refused_by_its_folder(tmp_path: Path) -> None:
    problem = PermissionError(errno.EACCES, "x", str(tmp_path / "План.xlsx"))
    assert said(problem).startswith(f"До теки {tmp_path} немає доступу")


def test_a_folder_where_a_file_is_wanted(tmp_path: Path) -> None:
    folder, other = tmp_path / "План.xlsx", tmp_path / "новий.xlsx"
    (folder / "щось").mkdir(parents=True)
    other.touch()
    for call in (folder.read_bytes, partial(folder.write_bytes, b""), partial(other.replace, folder)):
        assert said(refused(call)).startswith(f"{folder} — це тека, а тут потрібен файл")


def test_a_file_where_a_folder_is_wanted(tmp_path: Path) -> None:
    file = tmp_path / "нотатки.txt"
    file.touch()
    for call in (file.mkdir, (file / "a" / "b").mkdir, (file / "План.xlsx").read_bytes):
        assert said(refused(call)).startswith(f"{file} — це файл, а тут потрібна тека")


def ledger_error(name: str) -> sqlite3.Error:
    problem = sqlite3.OperationalError("words of SQLite")
    problem.sqlite_errorcode = getattr(sqlite3, name)
    return problem


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SQLITE_FULL", "На диску немає місця"),
        ("SQLITE_IOERR_SHMSIZE", "На диску немає місця"),
        ("SQLITE_IOERR_SHMMAP", "Диск, де лежить журнал (можливо, мережева тека), не має блокувань"),
        ("SQLITE_IOERR_SHMOPEN", "Диск, де лежить журнал (можливо, мережева тека), не має блокувань"),
        ("SQLITE_IOERR_LOCK", "Диск, де лежить журнал (можливо, мережева тека), не має блокувань"),
        ("SQLITE_IOERR_READ", "Диск, де лежить журнал, повідомляє про збій"),
        ("SQLITE_IOERR", "Диск, де лежить журнал, повідомляє про збій"),
        ("SQLITE_BUSY", "Журнал зайнятий іншою програмою"),
        ("SQLITE_BUSY_SNAPSHOT", "Журнал зайнятий іншою програмою"),
        ("SQLITE_LOCKED", "Журнал зайнятий іншою програмою"),
        ("SQLITE_READONLY", "Журнал доступний лише для читання"),
        ("SQLITE_READONLY_DIRECTORY", "Журнал доступний лише для читання"),
        ("SQLITE_CANTOPEN", "Журнал не відкривається"),
        ("SQLITE_CORRUPT", "Журнал пошкоджено"),
    ],
)
def test_an_error_of_the_ledger(name: str, words: str) -> None:
    assert said(ledger_error(name)).startswith(words)


@pytest.mark.parametrize(
    "bug", [ZeroDivisionError(), OSError("no number"), ledger_error("SQLITE_MISUSE"), ledger_error("SQLITE_ERROR")]
)
def test_a_fault_of_xlplan_has_no_sentence(bug: Exception) -> None:
    assert failure_message(bug) is None


def test_the_same_failure_is_known_again_whatever_temporary_file_it_names() -> None:
    one, two = (OSError(errno.EIO, "x", f"/tmp/{name}") for name in ("tmpab12_x9z/a", "tmp0000000_/a"))
    assert failure_key(one) == failure_key(two)
    assert failure_key(one) != failure_key(OSError(errno.EIO, "x", "/tmp/інше"))
    first, second = (OSError(errno.ENOSPC, "x", f"in/.xlplan-{each}.xlsx") for each in ("0123abcd", "ffff0000"))
    assert failure_key(first) == failure_key(second)


def test_the_same_fault_is_known_again_whatever_object_it_names() -> None:
    objects = [object(), object()]
    faults = []
    for each in objects:
        with pytest.raises(TypeError) as raised:
            len(each)  # type: ignore[arg-type]
        faults.append(raised.value)
        faults[-1].args = (repr(each),)
    assert str(faults[0]) != str(faults[1])
    assert failure_key(faults[0]) == failure_key(faults[1])


def test_a_cause_behind_another_error_counts() -> None:
    problem = RuntimeError()
    problem.__cause__ = OSError(errno.EMFILE, "x")
    assert "забагато файлів" in said(problem)


def test_what_a_person_can_put_right_is_told_as_it_is() -> None:
    assert failure_message(XlplanError("Теки немає.")) == "Теки немає."
