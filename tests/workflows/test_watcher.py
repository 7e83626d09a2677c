"""The watcher: events wake a scan, and nothing that a round hits ends it."""

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Queue

import pytest
from msgspec.structs import replace
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from tests.support.centre import at, send
from xlplan.domain.errors import XlplanError
from xlplan.domain.submission import Outcome
from xlplan.services.intake.results import IntakeResult
from xlplan.services.report.consolidate import ConsolidationResult
from xlplan.storage.workspace import Workspace
from xlplan.workflows import watcher
from xlplan.workflows.intake_round import RoundResult
from xlplan.workflows.watcher import FolderObserver, WatchListener, watch

PATIENCE = 60.0


class Heard(WatchListener):
    """What a watcher told while it ran."""

    def __init__(self) -> None:
        super().__init__()
        self.files: Queue[IntakeResult] = Queue()
        self.rounds: Queue[RoundResult] = Queue()
        self.workbooks: Queue[ConsolidationResult] = Queue()
        self.complaints: Queue[BaseException] = Queue()
        self.looked = threading.Event()

    def file_answered(self, result: IntakeResult) -> None:
        self.files.put(result)

    def round_ended(self, result: RoundResult) -> None:
        self.looked.set()
        if result.did_something:
            self.rounds.put(result)

    def round_failed(self, problem: BaseException) -> None:
        self.complaints.put(problem)

    def workbooks_written(self, reports: Sequence[ConsolidationResult]) -> None:
        for report in reports:
            self.workbooks.put(report)

    def workbooks_failed(self, problem: BaseException) -> None:
        self.complaints.put(problem)


def quick(centre: Workspace) -> Workspace:
    """The same centre, whose files settle at once and whose timer never wakes anybody."""
    settings = replace(centre.settings, quiet_seconds=0.05, rescan_seconds=3600)
    return Workspace(centre.root, settings)


@pytest.fixture(params=[False, True], ids=["events", "polling"])
def heard(centre: Workspace, request: pytest.FixtureRequest) -> Iterator[Heard]:
    """A watcher at work on the centre, which has found the inbox empty."""
    told = Heard()
    thread = threading.Thread(target=watch, args=(quick(centre), at, told, request.param))
    thread.start()
    assert told.looked.wait(PATIENCE)
    yield told
    told.stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_file_dropped_while_watching_is_answered_and_the_quarter_consolidated(
    centre: Workspace, heard: Heard
) -> None:
    send(centre, "HOR")
    assert heard.files.get(timeout=PATIENCE).outcome is Outcome.ACCEPTED
    assert heard.workbooks.get(timeout=PATIENCE).path.exists()


def test_a_second_file_wakes_it_again(centre: Workspace, heard: Heard) -> None:
    send(centre, "HOR")
    heard.rounds.get(timeout=PATIENCE)
    send(centre, "MAL")
    units = {heard.files.get(timeout=PATIENCE).unit for _ in range(2)}
    assert units == {"Хорошівське БПД", "Малинське БПД"}


def test_a_failure_is_told_and_the_watch_goes_on(centre: Workspace, heard: Heard) -> None:
    ledger = centre.ledger_file.rename(centre.root / "ledger-elsewhere.db")
    centre.ledger_file.write_bytes(b"this is no ledger, but long enough to be taken for a file of one" * 100)
    (centre.inbox / "лист.txt").write_text("Звіт буде завтра.", "utf-8")
    assert "xlplan.db" in str(heard.complaints.get(timeout=PATIENCE))
    centre.ledger_file.unlink()
    ledger.rename(centre.ledger_file)
    send(centre, "MAL")
    outcomes = {heard.files.get(timeout=PATIENCE).outcome for _ in range(2)}
    assert outcomes == {Outcome.NOT_TAKEN, Outcome.ACCEPTED}


def test_a_folder_made_while_watching_stays_for_the_files_that_are_copied_into_it(
    centre: Workspace, heard: Heard
) -> None:
    folder = centre.inbox / "пошта"
    folder.mkdir()
    (centre.inbox / "лист.txt").write_text("Звіт буде завтра.", "utf-8")
    assert heard.files.get(timeout=PATIENCE).file == "лист.txt"
    send(centre, "HOR", name="пошта/звіт.xlsx")
    assert heard.files.get(timeout=PATIENCE).file == "звіт.xlsx"


# Events come within milliseconds; one who looks at the folder does so every second.
@pytest.mark.parametrize(("polling", "wait"), [(False, 0.3), (True, 1.3)], ids=["events", "polling"])
def test_nothing_is_done_while_nothing_comes(centre: Workspace, polling: bool, wait: float) -> None:
    class Counted(WatchListener):
        rounds = 0

        def round_ended(self, result: RoundResult) -> None:
            self.rounds += 1
            threading.Timer(wait, self.stop.set).start()

    heard = Counted()
    watch(quick(centre), at, heard, polling)
    assert heard.rounds == 1


def moved_away(folder: Path) -> Path:
    """The folder under another name. Windows refuses that while somebody lists it, as a polling watcher does."""
    away = folder.with_name("inbox away")
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return folder.rename(away)
        except PermissionError:
            if time.monotonic() > end:
                raise
        time.sleep(0.05)


def test_a_folder_that_is_gone_is_told_and_watched_again_once_it_is_back(centre: Workspace, heard: Heard) -> None:
    send(centre, "HOR")
    assert heard.files.get(timeout=PATIENCE).unit == "Хорошівське БПД"
    heard.rounds.get(timeout=PATIENCE)
    away = moved_away(centre.inbox)
    assert "inbox" in str(heard.complaints.get(timeout=PATIENCE))
    away.rename(centre.inbox)
    send(centre, "MAL")
    assert heard.files.get(timeout=PATIENCE).unit == "Малинське БПД"
    # Another folder in its place, as a share that is mounted anew.
    moved_away(centre.inbox)
    centre.inbox.mkdir()
    send(centre, "LUG")
    assert heard.files.get(timeout=PATIENCE).unit == "Лугинське БПД"


@pytest.mark.parametrize("polling", [False, True], ids=["events", "polling"])
def test_a_watcher_may_start_before_the_folder_is_there(centre: Workspace, polling: bool) -> None:
    heard = Heard()
    centre.inbox.rmdir()
    thread = threading.Thread(target=watch, args=(quick(centre), at, heard, polling))
    thread.start()
    assert isinstance(heard.complaints.get(timeout=PATIENCE), XlplanError)
    centre.inbox.mkdir()
    send(centre, "HOR")
    assert heard.files.get(timeout=PATIENCE).outcome is Outcome.ACCEPTED
    heard.stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_once_stopped_the_files_in_hand_are_the_last(centre: Workspace) -> None:
    for number in range(90):
        (centre.inbox / f"{number:02} лист.txt").write_text(f"Лист {number}.", "utf-8")

    class Stopped(Heard):
        def file_answered(self, result: IntakeResult) -> None:
            super().file_answered(result)
            self.stop.set()

    heard = Stopped()
    watch(quick(centre), at, heard, False)
    # A group has twenty files, the child process seventeen in hand, and those who write the archive five.
    assert 1 <= heard.files.qsize() <= 42
    assert len(list(centre.inbox.iterdir())) == 90 - heard.files.qsize()
    assert heard.complaints.empty()


def test_where_the_system_gives_no_events_the_folder_is_polled(
    centre: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(Observer, "start", refuse)
    heard = Heard()
    thread = threading.Thread(target=watch, args=(quick(centre), at, heard, False))
    thread.start()
    send(centre, "HOR")
    assert heard.files.get(timeout=PATIENCE).outcome is Outcome.ACCEPTED
    assert heard.complaints.empty()
    heard.stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_events_that_do_not_end_do_not_hold_the_watcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = threading.Event()
    monkeypatch.setattr(watcher, "_LONGEST_END_SECONDS", 0.1)
    monkeypatch.setattr(PollingObserver, "join", lambda _observer: hanging.wait(PATIENCE))
    observer = FolderObserver(tmp_path, polling=True)
    observer.open()
    began = time.monotonic()
    observer.close()
    hanging.set()
    assert time.monotonic() - began < PATIENCE / 2
