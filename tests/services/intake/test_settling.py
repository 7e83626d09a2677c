"""A file that is made first and filled later is read whole; what is no file holds nobody up."""

import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.centre import QUARTER, send, take
from xlplan.cli import main
from xlplan.domain.submission import Outcome
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
            taken = take(centre).intake
            assert (taken.results, taken.waiting) == ((), (path,))
        file.seek(0)
        file.write(content)
    (answer,) = take(centre).intake.results
    assert answer.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("zeros", [100, 70_000, 300_000])
def test_zeros_behind_a_workbook_are_nothing_to_the_gate_and_the_readers(centre: Workspace, zeros: int) -> None:
    path = send(centre, "HOR", {"1.1.1": {"done": "одна"}})
    path.write_bytes(path.read_bytes() + bytes(zeros))
    (answer,) = take(centre).intake.results
    assert answer.outcome is Outcome.TO_CORRECT
    assert answer.marked_return


def test_zeros_behind_an_archive_are_nothing(centre: Workspace) -> None:
    path = send(centre, "HOR")
    folder = centre.root / "звіти"
    folder.mkdir()
    path.rename(folder / path.name)
    packed = Path(shutil.make_archive(str(centre.root / "звіти"), "zip", folder))
    (centre.inbox / "звіти.zip").write_bytes(packed.read_bytes() + bytes(200_000))
    (answer,) = take(centre).intake.results
    assert answer.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("content", [b"", bytes(50_000)])
def test_a_file_that_nobody_fills_is_answered_after_ten_minutes(centre: Workspace, content: bytes) -> None:
    path = centre.inbox / "звіт.xlsx"
    path.write_bytes(content)
    assert take(centre).intake.waiting == (path,)
    earlier = path.stat().st_mtime - 610
    os.utime(path, (earlier, earlier))
    (answer,) = take(centre).intake.results
    assert answer.outcome is Outcome.NOT_TAKEN


@pytest.mark.parametrize("name", ["звіт.xlsx", "план.docx"])
def test_a_file_without_its_end_may_be_damaged_and_is_waited_for_until_a_time(
    centre: Workspace, name: str
) -> None:
    path = send(centre, "HOR").rename(centre.inbox / name)
    path.write_bytes(path.read_bytes()[:-200])
    taken = take(centre).intake
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
    taken = take(centre).intake
    assert [each.unit for each in taken.results] == ["Хорошівське БПД"]
    assert {each.kind for each in taken.exclusions} == {ExclusionKind.SPECIAL, ExclusionKind.FOREIGN}
    assert all((centre.inbox / folder / "Звіт.xlsx").exists() for folder in kept)
    assert taken.has_obstacles
