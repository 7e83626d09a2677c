"""Temporary files lie in folders of their user alone, and those of killed processes are cleared."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest

from xlplan.storage.temporary import clear_temporary, private_folder, private_temporary_files

LONG_AGO = 1_600_000_000


def consolidate(folder: Path) -> None:
    from tests.support.report_sample import FIGURES, contents_of, write_anew

    write_anew(folder / "report.xlsx", contents_of(FIGURES))


def mark(folder: Path) -> None:
    from tests.support.marking import ISSUE, faulty
    from xlplan.documents.marked_return.marker import mark_return
    from xlplan.domain.submission import Attempt

    findings = faulty(folder / "sent.xlsx")
    attempt = Attempt(1, ISSUE.due, False)
    assert mark_return(folder / "sent.xlsx", folder / "out.xlsx", findings, ISSUE.form_code, attempt)


def convert(folder: Path) -> None:
    from xlplan.documents.plan_writer.writer import write_plan
    from xlplan.storage.libreoffice import find_office, to_pdf

    office = find_office()
    assert office is not None
    write_plan(folder / "plan.xlsx", None, datetime(2021, 3, 10, tzinfo=UTC))
    assert to_pdf(office, folder / "plan.xlsx", folder / "plan.pdf")


def do_and_tell(do: Callable[[Path], object], folder: Path, told: Path) -> None:
    """Do something, and write a line for each file or folder that is about to be made below the temporary folder.

    It says in which folder of the first level that lies, and who may enter that.
    """
    os.umask(0)
    top = os.path.realpath(tempfile.gettempdir())
    os.environ["TMPDIR"] = top
    lines = []

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("open", "os.mkdir") and isinstance(arguments[0], str | os.PathLike):
            path = os.path.realpath(os.fspath(arguments[0]))
            inner = Path(os.path.relpath(path, top)).parts
            if path.startswith(top + os.sep) and not (event == "os.mkdir" and len(inner) == 1):
                mode = Path(top, inner[0]).stat().st_mode
                lines.append(f"{event} {len(inner)} {mode & 0o777:#o}")

    sys.addaudithook(hear)
    do(folder)
    told.write_text("\n".join(lines), "utf-8")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's temporary folder."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def leave(folder: Path, name: str, at: int = LONG_AGO) -> Path:
    """A folder with a part of a workbook in it, last changed at that time."""
    left = folder / name
    left.mkdir()
    (left / "part").write_text("answers", "utf-8")
    os.utime(left, (at, at))
    return left


def ended_process() -> int:
    """The number of a process that runs no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def heard(do: Callable[[Path], object], folder: Path) -> list[str]:
    """What was made in the temporary folder while a process did something."""
    told = folder / "told.txt"
    # Nobody stops listening in the process in which he began.
    process = get_context("fork").Process(target=do_and_tell, args=(do, folder, told))
    process.start()
    process.join()
    assert process.exitcode == 0
    return told.read_text("utf-8").splitlines()


@pytest.mark.posix(reason="Windows has no modes: its temporary folder is the user's own")
@pytest.mark.parametrize("do", [consolidate, mark])
def test_every_temporary_file_lies_in_a_folder_that_no_other_user_may_enter(
    tmp_path: Path, temporary: Path, do: Callable[[Path], object]
) -> None:
    lines = heard(do, tmp_path)
    assert lines
    assert {line.split()[-1] for line in lines} == {"0o700"}
    assert list(temporary.iterdir()) == []


@pytest.mark.office
@pytest.mark.posix(reason="Windows has no modes: its temporary folder is the user's own")
def test_libreoffice_leaves_nothing_in_the_temporary_folder(tmp_path: Path, temporary: Path) -> None:
    heard(convert, tmp_path)
    assert (tmp_path / "plan.pdf").is_file()
    assert list(temporary.iterdir()) == []


def test_libraries_use_the_private_folder_only_meanwhile(temporary: Path) -> None:
    with private_temporary_files() as folder:
        assert tempfile.gettempdir() == str(folder)
        assert folder.parent == temporary
    assert tempfile.gettempdir() == str(temporary)
    assert not folder.exists()


def test_what_a_killed_process_left_is_removed_after_an_hour(temporary: Path) -> None:
    number = ended_process()
    left = leave(temporary, f"xlplan-{number}-abcd1234")
    fresh = temporary / f"xlplan-{number}-efgh5678"
    fresh.mkdir()
    clear_temporary()
    assert not left.exists()
    assert fresh.exists()


def test_a_folder_of_somebody_else_stays(temporary: Path) -> None:
    others = [leave(temporary, name) for name in ("tmpabcd1234", "openpyxl-1-x", "xlplan-demo")]
    clear_temporary()
    assert all((other / "part").exists() for other in others)


@pytest.mark.posix(reason="Windows does not tell if a process runs")
def test_the_folder_of_a_process_that_runs_stays(temporary: Path) -> None:
    with private_folder() as folder:
        os.utime(folder, (LONG_AGO, LONG_AGO))
        clear_temporary()
        assert folder.exists()


@pytest.mark.posix(reason="Windows makes links only for administrators")
def test_a_link_with_such_a_name_stays_and_so_does_its_target(temporary: Path, tmp_path: Path) -> None:
    target = leave(tmp_path, "target")
    link = temporary / f"xlplan-{ended_process()}-abcd1234"
    link.symlink_to(target)
    os.utime(link, (LONG_AGO, LONG_AGO), follow_symlinks=False)
    clear_temporary()
    assert (target / "part").exists()


def test_a_thread_that_is_done_takes_the_folder_of_no_other_with_it() -> None:
    usual = tempfile.gettempdir()
    with ExitStack() as first, ExitStack() as second:
        one = first.enter_context(private_temporary_files())
        other = second.enter_context(private_temporary_files())
        assert one.parent == other.parent == Path(usual)
        first.close()
        with tempfile.NamedTemporaryFile() as file:
            assert Path(file.name).parent == other
    assert tempfile.gettempdir() == usual
