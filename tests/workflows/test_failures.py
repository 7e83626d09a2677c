"""What goes wrong around the watcher: signals, a full disk, a held ledger, a file that cannot be read."""

import json
import logging
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.centre import QUARTER, copy_of, send, take
from tests.support.failing_calls import strace
from tests.support.small_disk import small_disk
from tests.support.watcher_process import answers, consolidated, until, watching
from xlplan.cli.crash_report import start_watch_log
from xlplan.domain.errors import XlplanError
from xlplan.domain.submission import Outcome
from xlplan.ledger.database import LedgerOperationError
from xlplan.storage.archive import ArchivedFile, store
from xlplan.storage.inbox import list_files
from xlplan.storage.workspace import Workspace
from xlplan.workflows.failures import failure_message


def letters(centre: Workspace, count: int) -> None:
    for number in range(count):
        (centre.inbox / f"{number:03} лист.txt").write_text(f"Лист {number}.", "utf-8")


@pytest.mark.posix(reason="Windows can end another process only at once; Ctrl+C needs a console to be typed into")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_watch_after_the_file_in_hand_and_nothing_is_lost(
    centre: Workspace, number: signal.Signals
) -> None:
    letters(centre, 300)
    with watching(centre) as watcher:
        until(lambda: len(answers(centre)) > 2, "begun", watcher)
        assert watcher.stop(number) == 0
    done = len(answers(centre))
    assert 2 < done < 300
    # What was not in hand lies where it lay.
    assert len(list_files(centre.inbox)) == 300 - done
    assert not (centre.inbox / ".claimed").exists()
    assert "Зупинено" in watcher.said
    assert "Зупинено" in centre.log.read_text("utf-8")


@pytest.mark.posix(reason="Windows has no signal to a group of processes")
def test_a_service_that_ends_all_its_processes_at_once_calls_no_file_damaged(centre: Workspace) -> None:
    for count in range(12):
        send(centre, "HOR", {"1.4.10": {"done": 1, "description": f"проведено {count}"}}, f"{count}.xlsx")
    with watching(centre) as watcher:
        until(lambda: len(answers(centre)) > 0, "begun", watcher)
        os.killpg(watcher.process.pid, signal.SIGTERM)
        watcher.process.wait(60)
    assert {line["verdict"] for line in answers(centre)} == {"accepted"}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB."""
    (tmp_path / "disk").mkdir()
    yield from small_disk(tmp_path / "disk", 6)


def complaints(said: str) -> int:
    """How often a full disk was told of; the page of the board, which is told of beside it, left out."""
    return sum("немає місця" in line and "Стан.html" not in line for line in said.splitlines())


@pytest.mark.posix(reason="only Linux can mount a disk that is small enough to be filled")
def test_a_disk_that_fills_up_is_told_once_and_all_is_answered_when_there_is_room(
    centre: Workspace, small: Path, tmp_path: Path
) -> None:
    moved = copy_of(centre.root, small / "Коростень")
    made = [send(moved, "HOR", {"1.4.10": {"done": 1, "description": f"{n}"}}, f"{n}.xlsx") for n in range(10)]
    for path in made:
        shutil.move(path, tmp_path / path.name)
    with watching(moved) as watcher:
        until(lambda: "Стеження" in watcher.said, "started", watcher)
        ballast = small / "ballast"
        for path in made:
            shutil.copyfile(tmp_path / path.name, path)
        with ballast.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(1 << 12)):
                    pass
            except OSError:
                pass
        until(lambda: complaints(watcher.said) == 1, "told", watcher)
        rounds = len(answers(moved))
        assert rounds < len(made)
        # Several more rounds meet the same, and the watcher says no more of it.
        # An empty file is waited for while somebody may fill it, and a full disk takes no other.
        (moved.inbox / "9 лист.txt").touch()
        os.utime(moved.inbox / "9 лист.txt", (1, 1))
        until(lambda: watcher.process.poll() is None, "alive", watcher)
        ballast.unlink()
        until(consolidated(moved, len(made) + 1), "all answered", watcher)
        assert watcher.stop() == 0
    assert complaints(watcher.said) == 1
    assert "Роботу відновлено" in watcher.said
    lines = answers(moved)
    assert len({line["claim"] for line in lines}) == len(lines) == len(made) + 1


@pytest.mark.posix(reason="strace, which refuses a call, is a program of Linux")
def test_every_write_refused_from_one_moment_on_ends_no_watcher(centre: Workspace) -> None:
    """As a full disk that stays full, on any machine."""
    letters(centre, 3)
    calls = centre.root.parent.with_name("calls.txt")
    refuse = ["--inject=rename,fsync:error=ENOSPC:when=1+"]
    with watching(
        centre, before=[strace(), "-qq", "-o", str(calls), "-e", "trace=rename,fsync", *refuse]
    ) as watcher:
        until(lambda: "немає місця" in watcher.said, "told", watcher)
        assert watcher.process.poll() is None
    with watching(centre, "second") as watcher:
        until(consolidated(centre, 3), "all answered", watcher)


def test_a_ledger_that_is_held_is_told_and_tried_again(centre: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlplan.ledger.sqlite_ledger._WAIT_SECONDS", 0.2)
    send(centre, "HOR")
    holder = sqlite3.connect(centre.ledger_file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises((LedgerOperationError, XlplanError)) as caught:
        take(centre)
    words = failure_message(caught.value)
    assert words is not None
    assert words.startswith("Журнал зайнятий іншою програмою.")
    holder.rollback()
    holder.close()
    (answered,) = take(centre).intake.results
    assert answered.outcome is Outcome.ACCEPTED


def test_a_file_that_cannot_be_read_costs_nobody_else_an_answer_and_is_tried_again(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(archive: Path, source: Path) -> ArchivedFile:
        if source.name == "недоступний.xlsx":
            raise PermissionError(13, "Permission denied")
        return store(archive, source)

    send(centre, "HOR", name="недоступний.xlsx")
    send(centre, "MAL")
    with monkeypatch.context() as patched:
        patched.setattr("xlplan.services.intake.file_pipeline.store", refuse)
        taken = take(centre).intake
    assert [each.unit for each in taken.results] == ["Малинське БПД"]
    assert [each.file for each in taken.failed] == ["недоступний.xlsx"]
    (answered,) = take(centre).intake.results
    assert answered.file == "недоступний.xlsx"
    assert not list(centre.inbox.iterdir())


def test_a_file_that_cannot_be_marked_is_answered_without_marks(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlplan.documents.marked_return.marker.mark_return", lambda *_given: 1 / 0)
    send(centre, "MAL", {"1.4.2": {"done": "один"}})
    (answered,) = take(centre).intake.results
    assert (answered.outcome, answered.marked_return) == (Outcome.TO_CORRECT, None)
    assert "Виправте у своєму файлі" in answered.receipt.read_text("utf-8")


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (OSError(28, "No space left on device"), "На диску немає місця"),
        (OSError(30, "Read-only file system"), "Диск доступний лише для читання"),
        (OSError(5, "Input/output error"), "Система відмовляє"),
        (XlplanError("Теки немає."), "Теки немає."),
        (ZeroDivisionError(), None),
    ],
)
def test_a_trouble_is_told_in_a_sentence_and_a_fault_is_none(problem: Exception, words: str | None) -> None:
    told = failure_message(problem)
    assert told is words is None or (told is not None and words is not None and told.startswith(words))


def test_the_log_lies_in_the_workspace_starts_anew_when_it_is_long_and_keeps_five(tmp_path: Path) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    try:
        start_watch_log(tmp_path / "xlplan.log")
        for _number in range(7):
            logging.getLogger("xlplan.watch").info("x" * 900_000)
    finally:
        for handler in root.handlers:
            handler.close()
        root.handlers, root.level = handlers, level
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "xlplan.log",
        *(f"xlplan.log.{number}" for number in range(1, 6)),
    ]


def test_what_the_watcher_did_stands_in_its_log(centre: Workspace) -> None:
    send(centre, "HOR")
    with watching(centre) as watcher:
        until(consolidated(centre, 1), "answered", watcher)
        until(centre.report(QUARTER).exists, "consolidated", watcher)
        watcher.stop()
    log = centre.log.read_text("utf-8")
    for words in ("Стеження за текою", "Хорошівське БПД · прийнято", "2021-Q2"):
        assert words in log
    assert [json.loads(line)["verdict"] for line in centre.answers.read_text("utf-8").splitlines()] == ["accepted"]
    assert not list(centre.inbox.iterdir())
