"""A file that is made first and filled later is read whole; what is no file holds nobody up."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from tests.support.centre import QUARTER, at, call, send, take_files
from xlplan.cli import main
from xlplan.domain.submission import Outcome
from xlplan.services.intake.inbox_pass import PassResult, process_inbox
from xlplan.services.intake.results import IntakeListener
from xlplan.storage.inbox import ExclusionKind
from xlplan.storage.workspace import Workspace


@pytest.mark.parametrize("room", [0, 1, 1.5], ids=["empty", "zeros", "more zeros than it needs"])
def test_a_file_made_first_and_filled_later_is_waited_for_and_read_whole(centre: Workspace, room: float) -> None:
    content = send(centre, "HOR").rename(centre.root / "звіт.xlsx").read_bytes()
    path = centre.inbox / "звіт.xlsx"
    with path.open("wb") as file:
        file.write(bytes(int(len(content) * room)))
        file.flush()
        for end in (0, len(content) // 2, len(content) - 10):
            file.seek(0)
            file.write(content[:end])
            file.flush()
            taken = take_files(centre)
            assert (taken.results, taken.waiting) == ((), (path,))
        file.seek(0)
        file.write(content)
    (answer,) = take_files(centre).results
    assert answer.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("zeros", [100, 70_000, 300_000])
def test_zeros_behind_a_workbook_are_nothing_to_the_gate_and_the_readers(centre: Workspace, zeros: int) -> None:
    path = send(centre, "HOR", {"1.1.1": {"done": "одна"}})
    path.write_bytes(path.read_bytes() + bytes(zeros))
    (answer,) = take_files(centre).results
    assert answer.outcome is Outcome.TO_CORRECT
    assert answer.marked_return


def test_zeros_behind_an_archive_are_nothing(centre: Workspace) -> None:
    path = send(centre, "HOR")
    folder = centre.root / "звіти"
    folder.mkdir()
    path.rename(folder / path.name)
    packed = Path(shutil.make_archive(str(centre.root / "звіти"), "zip", folder))
    (centre.inbox / "звіти.zip").write_bytes(packed.read_bytes() + bytes(200_000))
    (answer,) = take_files(centre).results
    assert answer.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("content", [b"", bytes(50_000)])
def test_a_file_that_nobody_fills_is_answered_after_ten_minutes(centre: Workspace, content: bytes) -> None:
    path = centre.inbox / "звіт.xlsx"
    path.write_bytes(content)
    assert take_files(centre).waiting == (path,)
    earlier = path.stat().st_mtime - 610
    os.utime(path, (earlier, earlier))
    (answer,) = take_files(centre).results
    assert answer.outcome is Outcome.NOT_TAKEN


@pytest.mark.parametrize("name", ["звіт.xlsx", "план.docx"])
def test_a_file_without_its_end_may_be_damaged_and_is_waited_for_until_a_time(
    centre: Workspace, name: str
) -> None:
    path = send(centre, "HOR").rename(centre.inbox / name)
    path.write_bytes(path.read_bytes()[:-200])
    taken = take_files(centre)
    assert taken.unfinished == {path: pytest.approx(path.stat().st_mtime + 600)}
    shown = CliRunner().invoke(main, ["--workspace", str(centre.root), "intake"]).output
    until = datetime.fromtimestamp(path.stat().st_mtime + 600, centre.settings.zone)
    assert "пошкоджений" in shown
    assert f"чекає до {until:%H:%M}" in shown


def test_the_next_steps_do_not_offer_to_process_what_waits(centre: Workspace) -> None:
    path = send(centre, "HOR")
    path.write_bytes(path.read_bytes()[:-200])
    shown = CliRunner().invoke(main, ["--workspace", str(centre.root)]).output
    assert "xlplan intake" not in shown
    assert "У inbox/ 1 файл без кінця: ще копіюється або пошкоджений" in shown


@pytest.mark.posix(reason="Windows keeps no pipes in folders")
def test_a_pipe_and_what_other_programs_keep_hold_no_return_up(centre: Workspace) -> None:
    os.mkfifo(centre.inbox / "канал.xlsx")
    kept = [".Trash-1000/files", "#recycle", ".stversions", "@eaDir", "звіт.xlsx.download"]
    for folder in kept:
        (centre.inbox / folder).mkdir(parents=True)
        shutil.copyfile(centre.template(QUARTER, "Малинське БПД"), centre.inbox / folder / "Звіт.xlsx")
    send(centre, "HOR")
    taken = take_files(centre)
    assert [each.unit for each in taken.results] == ["Хорошівське БПД"]
    assert {each.kind for each in taken.exclusions} == {ExclusionKind.SPECIAL, ExclusionKind.FOREIGN}
    assert all((centre.inbox / folder / "Звіт.xlsx").exists() for folder in kept)
    assert taken.has_obstacles


class Meanwhile(IntakeListener):
    """Does something each time that a pass waits for files to settle, and knows how often that was."""

    def __init__(self, doing: Callable[[], object] = lambda: None) -> None:
        self._doing = doing
        self.waits = 0

    def pause(self, seconds: float) -> None:
        self.waits += 1
        self._doing()


def taken_while(workspace: Workspace, listener: IntakeListener) -> PassResult:
    return call(process_inbox, workspace, at, listener)


def copied_in_pieces(path: Path, content: bytes, pieces: int = 5) -> Iterator[int]:
    """Copies slowly into a file of its whole size, and sets it back to an old time after each piece."""
    size = len(content) // pieces + 1
    with path.open("wb") as file:
        file.write(content[:size].ljust(len(content), b"x"))
        for start in range(0, len(content), size):
            file.seek(start)
            file.write(content[start : start + size])
            # The end of a zip stands at its end, where one looks for it.
            file.seek(len(content) - 64)
            file.write(content[-64:])
            file.flush()
            os.utime(path, (1_600_000_000, 1_600_000_000))
            yield start


@pytest.mark.posix(reason="Windows lets nobody take a file that a program writes to")
def test_a_slow_copy_that_keeps_size_and_an_old_time_is_waited_for_and_read_whole(centre: Workspace) -> None:
    content = send(centre, "HOR").rename(centre.root / "звіт.xlsx").read_bytes()
    path = centre.inbox / "звіт.xlsx"
    pieces = copied_in_pieces(path, content)
    next(pieces)
    for _piece in pieces:
        copying = Meanwhile(lambda: next(pieces, None))
        assert taken_while(centre, copying).waiting == (path,)
        assert copying.waits == 1
    (answer,) = taken_while(centre, Meanwhile()).results
    assert answer.outcome is Outcome.ACCEPTED


def test_a_file_that_was_just_moved_or_copied_with_its_old_time_is_looked_at_twice(centre: Workspace) -> None:
    path = send(centre, "HOR")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    moved = shutil.copy2(path, centre.root / "копія.xlsx")
    path.unlink()
    shutil.copy2(moved, path)
    listener = Meanwhile()
    assert len(taken_while(centre, listener).results) == 1
    assert listener.waits == 1


def test_files_that_have_lain_there_are_not_waited_for_unless_a_younger_one_came_with_them(
    centre: Workspace,
) -> None:
    at_once = Workspace(centre.root, replace(centre.settings, quiet_seconds=0.0))
    for unit in ("HOR", "MAL"):
        send(centre, unit)
    # Longer than a coarse disk may be wrong by.
    time.sleep(3.2)
    listener = Meanwhile()
    assert len(taken_while(at_once, listener).results) == 2
    assert listener.waits == 0
    send(centre, "LUG")
    time.sleep(3.2)
    send(centre, "OVR")
    assert len(taken_while(at_once, listener).results) == 2
    assert listener.waits == 1
